"""Getting a release for a person: through the access rules or not at all."""

from typing import Any

from django.http import Http404

from goalchain.goals.fetch import goal_or_404
from goalchain.products.fetch import membership_or_404
from goalchain.products.models import Membership, Product

from ..models import ReleaseGoal


def _require_releases(product: Product) -> None:
    """Raise Http404 for a product whose levels have no releases; what it had of them is kept."""
    if not product.uses_releases:
        raise Http404(f"{product.name} works without releases. Its settings say which levels it uses.")


def releasing_or_404(user: Any, key: str) -> Membership:
    """The person's membership in a product that uses releases. One query."""
    mine = membership_or_404(user, key)
    _require_releases(mine.product)
    return mine


def release_or_404(user: Any, key: str, number: int) -> ReleaseGoal:
    """A release goal of a product that uses releases, if this person may see it. One query."""
    goal = goal_or_404(user, f"{key}-{number}")
    if not isinstance(goal, ReleaseGoal):
        raise Http404(f"{goal.key} is a {goal.label.lower()}, not a release goal.")
    _require_releases(goal.product)
    return goal


def editable_release_or_404(user: Any, key: str, number: int) -> ReleaseGoal:
    """As release_or_404, for who may edit it. Raises PermissionDenied for members without the right."""
    goal = release_or_404(user, key, number)
    goal.access.require_edit(goal.level)
    return goal
