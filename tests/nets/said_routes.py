"""The table of the routes of check-ins and assumptions, on pages and in the API; see routes.py."""

from typing import Any

from django.urls import reverse

from goalchain.goals.models import Goal
from goalchain.metrics.models import Assumption, CheckIn, CheckInRhythm

from .cases import Case, Maker, Words, of_goal, on_goals, words
from .world import World

SURE = {"confidence": "off_track", "sentence": "Nobody came"}
ASSUMED = {"statement": "Riders trust ratings", "test": "Ask ten riders"}


def check_in_of(goal: Goal) -> CheckIn:
    """The newest check-in on a goal of the nets."""
    return CheckIn.objects.filter(goal_id=goal.pk).latest("at")


def assumption_of(goal: Goal, place: int = 0) -> Assumption:
    """An assumption of a goal of the nets: the first is open, the second refuted, the third archived."""
    return Assumption.objects.filter(goal_id=goal.pk).order_by("id")[place]


def of_check_in(world: World, goal: Goal) -> Words:
    """The goal's key and its newest check-in."""
    return {"key": goal.key, "check_in_id": check_in_of(goal).pk}


def of_assumption(place: int = 0) -> Maker:
    """The goal's key and an assumption of it."""
    return lambda world, goal: {"key": goal.key, "assumption_id": assumption_of(goal, place).pk}


def of_test(world: World, goal: Goal) -> Words:
    """The goal's key, its first assumption, and the sprint goal that tests it."""
    return of_assumption()(world, goal) | {"tested_key": world.goal("sprint", "active").key}


def and_check_in_read(**told: Any) -> Maker:
    """These words and the version of the check-in that was read."""
    return lambda world, goal: told | {"read": check_in_of(goal).version}


def and_rhythm_read(**told: Any) -> Maker:
    """These words and the version of the rhythm that was read."""
    return lambda world, goal: told | {"read": CheckInRhythm.objects.get(goal_id=goal.pk).version}


def and_assumption_read(_place: int = 0, **told: Any) -> Maker:
    """These words and the version of the assumption that was read; what can be called is called."""
    return lambda world, goal: words(**told)(world, goal) | {"read": assumption_of(goal, _place).version}


def other_sprint_goal(world: World, goal: Any) -> str:
    """A sprint goal that tests nothing yet."""
    return world.goal("sprint", "agreed").key


SAID_ROUTES: dict[str, list[Case]] = {
    "check_ins": on_goals("GET", "read")
    + on_goals("GET", "read", "active")
    + on_goals("POST", "edit", data=words(**SURE)),
    "check_in_new": on_goals("GET", "edit"),
    "check_in_rhythm": on_goals("GET", "edit") + on_goals("POST", "edit", data=and_rhythm_read(days="9")),
    "check_in": on_goals("GET", "edit", kwargs=of_check_in)
    + on_goals("POST", "edit", kwargs=of_check_in, data=and_check_in_read(**SURE)),
    "check_in_removal": on_goals("POST", "edit", kwargs=of_check_in, data=and_check_in_read()),
    "assumptions": on_goals("GET", "edit") + on_goals("POST", "edit", data=words(**ASSUMED)),
    "assumption": on_goals("GET", "edit", kwargs=of_assumption())
    + on_goals(
        "POST",
        "edit",
        kwargs=of_assumption(),
        data=and_assumption_read(**ASSUMED, state="refuted", evidence="Nine of ten said no"),
    ),
    "assumption_archive": on_goals("POST", "edit", kwargs=of_assumption(), data=and_assumption_read()),
    "assumption_restoration": on_goals("POST", "edit", kwargs=of_assumption(2), data=and_assumption_read(2)),
    "goal_archived": on_goals("GET", "read"),
    "assumption_tests": on_goals("GET", "edit", kwargs=of_assumption())
    + on_goals("POST", "edit", kwargs=of_assumption(), data=and_assumption_read(goal=other_sprint_goal)),
    "assumption_test_removal": on_goals("POST", "edit", kwargs=of_test, data=and_assumption_read()),
    "upholding": on_goals("GET", "edit", kwargs=of_assumption(1))
    + on_goals("POST", "edit", kwargs=of_assumption(1), data=words(reason="It is right anyway")),
}

# -- the API -----------------------------------------------------------------------------------------------------------


def pk_of_check_in(world: World, goal: Goal) -> Words:
    """The newest check-in."""
    return {"pk": check_in_of(goal).pk}


def pk_of_assumption(place: int = 0) -> Maker:
    """An assumption of the goal."""
    return lambda world, goal: {"pk": assumption_of(goal, place).pk}


def at(name: str, kwargs: Maker) -> Any:
    """Where an ETag is read."""
    return lambda world, goal: reverse(name, kwargs=kwargs(world, goal))


def _made(right: str, level: str, **told: Any) -> Case:
    data = words(goal=lambda w, g: g.key, **told)
    sees = "read_planning" if level == "sprint" else "read"
    return Case("POST", right, data=data, goal=(level, "draft"), sees=sees)


def _read(kwargs: Maker) -> list[Case]:
    return on_goals("GET", "read", kwargs=kwargs) + on_goals("GET", "read", "active", kwargs=kwargs)


SAID_API_ROUTES: dict[str, list[Case]] = {
    "api:check_ins": [
        Case("GET", "signed in", query=words(product=lambda w, g: w.key)),
        _made("edit", "release", **SURE),
        _made("edit_sprint_goal", "sprint", **SURE),
    ],
    "api:check_in": _read(pk_of_check_in)
    + on_goals("PATCH", "edit", kwargs=pk_of_check_in, data=words(**SURE), match=at("api:check_in", pk_of_check_in))
    + on_goals("DELETE", "edit", kwargs=pk_of_check_in, match=at("api:check_in", pk_of_check_in)),
    "api:check_in_rhythm": on_goals("GET", "read")
    + on_goals("PUT", "edit", data=words(days=9), match=at("api:check_in_rhythm", of_goal)),
    "api:assumptions": [
        Case("GET", "signed in", query=words(product=lambda w, g: w.key, state="open")),
        _made("edit", "release", **ASSUMED),
        _made("edit_sprint_goal", "sprint", **ASSUMED),
    ],
    "api:assumption": _read(pk_of_assumption())
    + on_goals(
        "PATCH",
        "edit",
        kwargs=pk_of_assumption(),
        data=words(
            statement="Patched",
            state="refuted",
            evidence="Nine of ten said no",
            tested_by=lambda w, g: [w.goal("sprint", "agreed").key],
        ),
        match=at("api:assumption", pk_of_assumption()),
    ),
    "api:assumption_archive": on_goals(
        "POST", "edit", kwargs=pk_of_assumption(), match=at("api:assumption", pk_of_assumption())
    ),
    "api:assumption_restoration": on_goals(
        "POST", "edit", kwargs=pk_of_assumption(2), match=at("api:assumption", pk_of_assumption(2))
    ),
    "api:goal_upholdings": on_goals("GET", "read") + on_goals("GET", "read", "active"),
    "api:upholdings": [
        _made("edit", "release", assumption=lambda w, g: assumption_of(g, 1).pk, reason="It is right anyway"),
        _made("edit_sprint_goal", "sprint", assumption=lambda w, g: assumption_of(g, 1).pk, reason="It stays"),
    ],
}
