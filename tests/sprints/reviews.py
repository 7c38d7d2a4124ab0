"""A sprint that was reviewed, with the proposal that came of it, for tests of several rooms."""

from goalchain.goals.models import Goal, Proposal
from goalchain.products.models import Product
from sprints.models import SprintReview
from tests.factories import fresh, make_goal, make_sprint, make_team, product_owner


def make_reviewed(product: Product, above: Goal) -> tuple[Proposal, SprintReview]:
    """A sprint of a new team, whose goal served `above`, reviewed; and the open proposal for that goal."""
    by = product_owner(product)
    sprint = make_sprint(product, team=make_team(product))
    sprint.product = product
    goal = make_goal(product, "sprint", parents=[above], state="active", sprint_id=sprint.pk, by=by)
    words = {"increment": "Booking pages", "evidence": "Four of five", "links": "https://example.com/notes"}
    review = SprintReview.record(sprint, goal, "partly", "The price comes first", by=by, beneficiary="Riders", **words)
    origin = fresh(goal)
    return Proposal.suggest(above, origin=origin, reason="the price comes first", by=by, title="Price first"), review
