"""The table of the API's routes; see routes.py."""

from typing import Any

from django.urls import reverse

from goalchain.goals.models import Goal

from .capacity_routes import REMOVAL
from .cases import Case, Words, api_goal, of_goal, of_product, on_goals, words
from .release_routes import TAKING_OVER, VERSION_CASES
from .world import World


def of_link(world: World, goal: Goal) -> Words:
    """The goal's one link upward."""
    return {"pk": world.link_id(goal)}


def link_address(world: World, goal: Goal) -> str:
    """Where its ETag is read."""
    return reverse("api:link", kwargs=of_link(world, goal))


def of_sprint(world: World, goal: Any) -> Words:
    """The sprint."""
    return {"pk": world.sprint.pk}


def of_team(world: World, goal: Any) -> Words:
    """The team."""
    return {"pk": world.team.pk}


def of_entry(world: World, goal: Any) -> Words:
    """The need on the board."""
    return {"pk": world.need.pk}


def at(name: str, kwargs: Any) -> Any:
    """The address of a route, for its ETag."""
    return lambda world, goal: reverse(name, kwargs=kwargs(world, goal))


def decision(state: str, place: str = "", **more: Any) -> list[Case]:
    """A state change of a goal in this state."""
    cases = on_goals("POST", "decide", state, match=api_goal, **more)
    if place:
        cases[0] = Case("POST", "decide", of_goal, goal=("release", place), match=api_goal, **more)
    return cases


def key_of(level: str, state: str) -> Any:
    """The key of a goal, inside words."""
    return lambda world, goal: world.goal(level, state).key


def other_parents(world: World, goal: Goal) -> list[Words]:
    """Another goal to serve, in place of those that are served."""
    return [{"key": world.goal("product", "second").key, "rationale": "why"}]


PRODUCT = lambda world, goal: world.key  # noqa: E731

API_ROUTES: dict[str, list[Case]] = {
    "api:root": [Case("GET", "signed in")],
    "api:search": [Case("GET", "signed in", query=words(q="goal"))],
    "api:products": [
        Case("GET", "signed in"),
        Case("POST", "signed in", data=words(key="MADE", name="Made by a program")),
    ],
    "api:product": [
        Case("GET", "read", of_product),
        Case("PATCH", "manage", of_product, words(name="Renamed", ready_days=9), match=at("api:product", of_product)),
        Case("PATCH", "manage", of_product, words(quiet_rules=["vague"]), match=at("api:product", of_product)),
        Case("DELETE", "manage", of_product, match=at("api:product", of_product)),
    ],
    "api:chain": [Case("GET", "read", of_product)],
    "api:events": [Case("GET", "read", of_product, query=words(since="0"))],
    "api:goals": [
        Case("GET", "signed in"),
        Case("GET", "signed in", query=words(product=PRODUCT, level="release", state="draft", q="release")),
        Case("POST", "edit", data=words(product=PRODUCT, level="release", title="Made by a program")),
        Case(
            "POST",
            "edit_sprint_goal",
            data=words(
                product=PRODUCT,
                level="sprint",
                title="Made by a program",
                parents=lambda w, g: [{"key": w.goal("release", "base").key, "rationale": "why"}],
                details=lambda w, g: {"sprint_id": w.sprint.pk},
            ),
        ),
    ],
    "api:goal": on_goals("GET", "read")
    + on_goals("GET", "read", "active")
    + on_goals("PATCH", "edit", data=words(title="Patched", owner=None, starts_on="2027-01-01"), match=api_goal)
    + on_goals("PATCH", "edit", data=words(owner=lambda w, g: w.members["coach"].email), match=api_goal)
    + on_goals("PATCH", "edit", data=words(parents=other_parents), match=api_goal)
    + on_goals("PATCH", "edit", data=words(details=lambda w, g: {"sprint_id": w.sprint.pk}), match=api_goal)[1:]
    + VERSION_CASES,
    "api:trace": on_goals("GET", "read") + on_goals("GET", "read", "active"),
    "api:advice": on_goals("GET", "read") + on_goals("GET", "read", "active"),
    "api:agreement": decision("draft"),
    "api:activation": decision("agreed") + TAKING_OVER,
    "api:withdrawal": decision("active"),
    "api:outcome": decision("active", data=words(outcome="missed", learning="Too much")),
    "api:reopening": decision("closed"),
    "api:archive": decision("draft", "spare"),
    "api:restoration": decision("archived"),
    "api:position": on_goals("POST", "edit", data=lambda w, g: {"before": None}, match=api_goal)
    + on_goals("POST", "edit", data=lambda w, g: {"before": w.goal(g.level_name, "active").key}, match=api_goal),
    "api:board_entries": [
        Case("GET", "signed in", query=words(product=PRODUCT, section="needs")),
        Case(
            "POST",
            "edit",
            data=words(
                product=PRODUCT,
                section="needs",
                text="Made by a program",
                goals=lambda w, g: [w.goal("user", "draft").key],
            ),
        ),
    ],
    "api:board_entry": [
        Case("GET", "read", of_entry),
        Case(
            "PATCH",
            "edit",
            of_entry,
            words(text="Patched", goals=lambda w, g: [], before=lambda w, g: w.other_need.pk),
            match=at("api:board_entry", of_entry),
        ),
        Case("DELETE", "edit", of_entry, match=at("api:board_entry", of_entry)),
    ],
    "api:links": [
        Case("GET", "signed in", query=words(product=PRODUCT)),
        Case(
            "POST",
            "edit",
            data=words(child=key_of("release", "draft"), parent=key_of("product", "second"), rationale="why"),
        ),
        Case(
            "POST",
            "edit_sprint_goal",
            data=words(child=key_of("sprint", "draft"), parent=key_of("product", "second"), rationale="why"),
            sees="read_planning",
        ),
    ],
    "api:link": on_goals("GET", "read", kwargs=of_link)
    + on_goals("PATCH", "edit", kwargs=of_link, data=words(rationale="another"), match=link_address)
    + on_goals("DELETE", "edit", kwargs=of_link, match=link_address),
    "api:sprints": [
        Case("GET", "signed in", query=words(product=PRODUCT)),
        Case("POST", "plan_sprints", data=words(team=lambda w, g: w.team.pk, name="Sprint 7")),
    ],
    "api:sprint": [
        Case("GET", "read", of_sprint),
        Case("PATCH", "plan_sprints", of_sprint, words(name="Sprint 8", along=True), match=at("api:sprint", of_sprint)),
        REMOVAL,
    ],
    "api:teams": [
        Case("GET", "signed in", query=words(product=PRODUCT)),
        Case("POST", "plan_sprints", data=words(product=PRODUCT, name="Platform")),
    ],
    "api:team": [
        Case("GET", "read", of_team),
        Case("PATCH", "plan_sprints", of_team, words(name="Platform"), match=at("api:team", of_team)),
    ],
}
