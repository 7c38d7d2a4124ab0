"""The pages of metrics: forms in place on the goal page, and a page for each metric with its readings."""
