"""The table of the routes of the gap report, on pages and in the API; see routes.py."""

from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone

from goalchain.goals.models import Event, GapAcceptance, Goal

from .cases import Case, Words, of_product, on_goals, words
from .world import SAID, World

#: Where nobody accepts that gap, and where somebody does.
OPEN, TAKEN = "draft", "active"


def of_gap(world: World, goal: Goal) -> Words:
    """A gap that the draft and the active goals of the nets have."""
    return {"key": goal.key, "rule": SAID}


def _later(world: World, goal: Any) -> str:
    return (timezone.localdate() + timedelta(days=60)).isoformat()


def and_gap_read(**told: Any) -> Any:
    """These words and the version of the acceptance that was read; 0 where there is none."""

    def made(world: World, goal: Goal) -> Words:
        stored = GapAcceptance.objects.filter(goal_id=goal.pk, rule=SAID).first()
        return words(**told)(world, goal) | {"read": stored.version if stored else 0}

    return made


def gap_event(world: World, goal: Goal) -> Words:
    """The event of the acceptance."""
    return {"event": Event.objects.filter(goal_id=goal.pk, subject="gap").latest("id").pk}


def at_acceptance(world: World, goal: Goal) -> str:
    """Where its ETag is read."""
    return reverse("api:gap_acceptance", kwargs=of_gap(world, goal))


BODY: dict[str, Any] = {"reason": "The law is not out yet", "until": _later}

GAP_ROUTES: dict[str, list[Case]] = {
    "gaps": [
        Case("GET", "read", of_product),
        Case("GET", "read", of_product, query=words(rule="no-parent")),
        Case("GET", "read", of_product, query=words(level="sprint")),
    ],
    "gaps_sheet": [
        Case("GET", "read", of_product),
        Case("GET", "read", of_product, query=words(rule="no-parent", level="sprint")),
    ],
    "gap": on_goals("GET", "edit", OPEN, kwargs=of_gap)
    + on_goals("GET", "edit", TAKEN, kwargs=of_gap)
    + on_goals("GET", "edit", OPEN, kwargs=of_gap, query=words(shown="1"))
    + on_goals("POST", "edit", OPEN, kwargs=of_gap, data=and_gap_read(**BODY))
    + on_goals("POST", "edit", TAKEN, kwargs=of_gap, data=and_gap_read(**BODY)),
    "gap_acceptance_removal": on_goals("POST", "edit", TAKEN, kwargs=of_gap, data=and_gap_read()),
}

GAP_API_ROUTES: dict[str, list[Case]] = {
    "api:gaps": [
        Case("GET", "read", of_product),
        Case("GET", "read", of_product, query=words(rule="no-parent", level="sprint", accepted="any")),
    ],
    "api:gap_summary": [Case("GET", "read", of_product)],
    "api:gap_acceptance": on_goals("GET", "read", TAKEN, kwargs=of_gap)
    + on_goals("PUT", "edit", OPEN, kwargs=of_gap, data=words(**BODY))
    + on_goals("PUT", "edit", TAKEN, kwargs=of_gap, data=words(**BODY), match=at_acceptance)
    + on_goals("DELETE", "edit", TAKEN, kwargs=of_gap, match=at_acceptance),
}
