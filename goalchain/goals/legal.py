"""Which goals a goal may serve or wait for, and the search for them."""

from django.db.models import F, Q
from django.db.models.functions import Abs

from goalchain.products.access import Access

from .models import Goal
from .models.goal import GoalQuerySet

#: So many are offered; more words narrow them down.
OFFERED = 20


def legal_parents(product_id: int, rank: int) -> GoalQuerySet[Goal]:
    """The goals of a product that a goal of this rank may serve: live ones of a higher level, nearest level first."""
    return Goal.objects.filter(product_id=product_id, level__lt=rank).open().order_by("-level", "position", "number")


def offer_parents(goal: Goal, words: str) -> list[Goal]:
    """The parents to offer for `goal`: legal, not yet linked, matching the words; OFFERED at most. One query."""
    found = legal_parents(goal.product_id, goal.level).exclude(down_links__child_id=goal.pk)
    if words.strip():
        found = found.matching(words)
    return with_product(found[:OFFERED], goal)


def offer_dependencies(goal: Goal, access: Access, words: str) -> list[Goal]:
    """The goals to offer as the other end of a dependency: open, readable, not tied to `goal` yet; OFFERED at most.

    Goals of its own level come first, then the nearest ones. One query.
    """
    tied = Q(pk=goal.pk) | Q(blocking__blocked_id=goal.pk) | Q(waiting__blocker_id=goal.pk)
    found = Goal.objects.filter(product_id=goal.product_id).readable(access).open()
    found = found.exclude(pk__in=Goal.objects.filter(tied, product_id=goal.product_id).order_by().values("pk"))
    if words.strip():
        found = found.matching(words)
    near = Abs(F("level") - goal.level)
    return with_product(found.order_by(near, "level", "position", "number")[:OFFERED], goal)


def with_product(goals: GoalQuerySet[Goal], beside: Goal) -> list[Goal]:
    """The goals with the product of a goal that has it loaded, so that their keys cost no query."""
    rows = list(goals)
    for row in rows:
        row.product = beside.product
    return rows
