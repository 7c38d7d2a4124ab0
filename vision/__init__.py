"""The upper end of the chain: the vision, and the user and business goals that it becomes."""
