"""What leaves a product and comes in: the CSV interchange, the demo, synthetic chains."""
