"""Strategy reviews and roadmap reviews: how often a product holds them, what each decided, and what had changed since
the one before.

A review keeps the two revisions between which the chain changed; the list itself is read from the events and never
copied, so that it stays exactly as it was.
"""
