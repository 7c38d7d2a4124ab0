"""Getting a product goal and its features for a person: through the access rules or not at all."""

from typing import Any

from django.http import Http404

from goalchain.goals.fetch import goal_or_404

from .features import Feature
from .models import ProductGoal


def product_goal_or_404(user: Any, key: str, *, parents: bool = False) -> ProductGoal:
    """The product goal that a reference names, if this person may edit it. One query.

    Raises Http404 for strangers and for goals of other levels, PermissionDenied for members without the right.
    """
    goal = goal_or_404(user, key, parents=parents)
    goal.access.require_edit(goal.level)
    if not isinstance(goal, ProductGoal):
        raise Http404(f"{goal.key} is a {goal.label.lower()}. This is for product goals.")
    return goal


def feature_or_404(goal: ProductGoal, feature_id: int) -> Feature:
    """A feature of the goal that was not removed. One query."""
    feature = Feature.objects.kept().filter(goal_id=goal.pk, pk=feature_id).first()
    if feature is None:
        raise Http404("There is no such feature; somebody may have removed it.")
    feature.goal, feature.product = goal, goal.product
    return feature
