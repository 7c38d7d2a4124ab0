"""The middle of the chain: product goals and the releases that reach them."""
