"""A chain in which nothing is missing, and what the gap report finds in one: the small builder of its tests."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from goalchain.goals.gaps.report import Asking, kinds_of
from goalchain.goals.gaps.rule import rule_named
from goalchain.goals.models import Event, Goal
from goalchain.products.access import Access, Role
from goalchain.products.models import Product
from tests.factories import Chain, fresh, make_chain_of_all_levels, make_metric, make_readings

OWNER = Access(Role.OWNER)
VIEWER = Access(Role.VIEWER)


def day(days: int) -> date:
    """The day so many days from today."""
    return timezone.localdate() + timedelta(days=days)


def sound_chain(**words: Any) -> Chain:
    """A goal of every level, all of them active and linked; what has to be measured is, with a reading of today."""
    chain = make_chain_of_all_levels(**words)
    for level in ("vision", "user", "business", "product", "release", "sprint"):
        goal = chain[level]
        goal.agree(by=chain.owner)
        fresh(goal).activate(by=chain.owner)
        if level in ("user", "business", "product"):
            make_readings(make_metric(goal), [30])
    return chain


def gaps_in(product: Product, access: Access = OWNER, rule: str = "", **more: Any) -> set[tuple[str, int]]:
    """What the report finds, as pairs of a rule and the number of a goal."""
    only = [named] if (named := rule_named(rule)) else None
    kinds = kinds_of(Asking(product, access, only=only, **more), size=None)
    return {(kind.rule.name, gap.goal.number) for kind in kinds for gap in kind.gaps}


def long_ago(goal: Goal, days: int) -> Goal:
    """The goal, as if all that ever happened to it had happened so many days earlier."""
    back = timedelta(days=days)
    Goal.objects.filter(pk=goal.pk).update(created_at=goal.created_at - back)
    for event in Event.objects.filter(goal_id=goal.pk):
        Event.objects.filter(pk=event.pk).update(at=event.at - back)
    return fresh(goal)
