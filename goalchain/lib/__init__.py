"""Helpers that know nothing of the product: text, URLs, answers, storage. Nothing here imports an app."""
