"""Two drafts that compete for a sprint, with the sprint after it, for tests of several rooms."""

from goalchain.goals.models import Goal
from goalchain.products.models import Product
from sprints.models import Shaping, SprintGoal
from tests.factories import fresh, make_goal, make_sprint, make_team, product_owner


def make_rivals(product: Product, above: Goal) -> list[SprintGoal]:
    """The drafts of a new team's first sprint, both serving `above`: the first of them shaped, the second not."""
    by, team = product_owner(product), make_team(product)
    sprint = make_sprint(product, team=team)
    make_sprint(product, team=team)
    rivals = []
    for title in ("A draft", "Another draft"):
        goal = fresh(make_goal(product, "sprint", title=title, parents=[above], sprint_id=sprint.pk, by=by))
        assert isinstance(goal, SprintGoal)
        rivals.append(goal)
    Shaping.record(rivals[0], by=by)
    return [goal for rival in rivals if isinstance(goal := fresh(rival), SprintGoal)]
