"""Synthetic chains for measuring: `words` writes their goals, `shape` builds them."""
