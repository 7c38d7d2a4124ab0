"""Writing a review, saying what it means, cancelling a sprint, the history of reviews."""
