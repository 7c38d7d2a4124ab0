"""The review of a sprint: what became of its goal, what was delivered, what stakeholders said, and what all that says
about the goal above; the cancelling of a sprint; and the history of all reviews.

The outcome and the learning are the goal's own and are kept there alone; `models.SprintReview` holds the rest. It hangs
on the goal: who may not see the goal does not see its review.
"""
