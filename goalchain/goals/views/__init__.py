"""The pages of the chain: plain pages that htmx makes quick. Each view fetches, forms, calls a verb, responds."""
