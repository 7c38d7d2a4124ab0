"""The table of the routes of dependencies and of dates, on pages and in the API; see routes.py."""

from typing import Any

from django.urls import reverse

from goalchain.goals.models import Dependency, Event, Goal

from .cases import Case, Words, and_version, on_goals, words
from .world import World

DAYS = {"starts_on": "2027-01-04", "ends_on": "2027-03-01"}


def blocker_key(world: World, goal: Goal) -> str:
    """The goal that the draft goals of the nets wait for."""
    return world.goal("product", "second").key


def with_blocker(world: World, goal: Goal) -> Words:
    """The goal's key and that of the one it waits for."""
    return {"key": goal.key, "other_key": blocker_key(world, goal)}


def another_key(world: World, goal: Any) -> str:
    """A goal that they do not wait for yet."""
    return world.goal("product", "draft").key


def dependency_event(world: World, goal: Goal) -> Words:
    """The newest event of a dependency."""
    return {"event": Event.objects.filter(goal_id=goal.pk, subject="dependency").latest("id").pk}


def last_event(world: World, goal: Goal) -> Words:
    """The newest event of the goal, which is a revision."""
    return {"event": world.last_event(goal)}


DEPENDENCY_ROUTES: dict[str, list[Case]] = {
    "goal_dependencies": on_goals("GET", "edit")
    + on_goals("GET", "edit", query=words(q="goal", direction="blocks"))
    + on_goals("POST", "edit", data=words(goal=another_key, direction="waits")),
    "goal_dependency_removal": on_goals("POST", "edit", kwargs=with_blocker),
    "goal_dates": on_goals("GET", "edit")
    + on_goals("GET", "edit", query=words(**DAYS))
    + on_goals("POST", "edit", data=and_version(**DAYS)),
    "goal_dates_undo": on_goals("POST", "edit", data=last_event),
}


def of_dependency(world: World, goal: Goal) -> Words:
    """What the goal waits for."""
    return {"pk": Dependency.objects.get(blocked_id=goal.pk, blocker__number=world.goal("product", "second").number).pk}


def dependency_address(world: World, goal: Goal) -> str:
    """Where its ETag is read."""
    return reverse("api:dependency", kwargs=of_dependency(world, goal))


def _made(right: str, level: str) -> Case:
    sees = "read_planning" if level == "sprint" else "read"
    ends = words(blocked=lambda w, g: g.key, blocker=another_key)
    return Case("POST", right, data=ends, goal=(level, "draft"), sees=sees)


DEPENDENCY_API_ROUTES: dict[str, list[Case]] = {
    "api:dependencies": [
        Case("GET", "signed in", query=words(product=lambda w, g: w.key)),
        _made("edit", "release"),
        _made("edit_sprint_goal", "sprint"),
    ],
    "api:dependency": on_goals("GET", "read", kwargs=of_dependency)
    + on_goals("DELETE", "edit", kwargs=of_dependency, match=dependency_address),
}
