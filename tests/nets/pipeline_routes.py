"""The table of the routes of the pipeline, on pages and in the API; see routes.py."""

from typing import Any

from django.urls import reverse

from goalchain.goals.models import Event
from sprints.models import Sprint

from .cases import Case, Maker, Words, of_product, words
from .world import World

PLAN = {"sees": "read_planning"}
FIELDS: dict[str, Any] = {
    "title": "Another title",
    "kind": "learn",
    "sprint": lambda world, goal: next_sprint(world),
    "why": "Riders may not want it",
    "artefact": "A drawing",
    "technique": "A usability test",
    "test_group": "Five riders",
    "success": "Four of five finish",
}


def next_sprint(world: World) -> int:
    """The sprint after that of the drafts."""
    mine = world.drafts[0].sprint
    assert mine
    return Sprint.objects.get(team=mine.team_id, starts_on__gt=mine.starts_on).pk


def of_draft(place: int = 0) -> Maker:
    """A draft: the first of its sprint was shaped, the second was not."""
    return lambda world, goal: {"key": world.drafts[place].key}


def and_draft_read(place: int = 0, /, **told: Any) -> Maker:
    """These words and the version of the draft that was read."""
    return words(**told, version=lambda world, goal: world.drafts[place].version)


def of_field(name: str) -> Maker:
    """A field of the draft."""
    return lambda world, goal: {"key": world.drafts[0].key, "name": name}


def of_its_sprint(world: World, goal: Any) -> Words:
    """The sprint of the drafts."""
    return {"key": world.key, "sprint_id": world.drafts[0].sprint_id}


def served(world: World, goal: Any) -> str:
    """A goal that a draft may serve."""
    return world.goal("product", "second").key


def shaping_event(world: World, goal: Any) -> Words:
    """The event of the shaping of the first draft."""
    return {"event": Event.objects.filter(subject="shaping", goal_id=world.drafts[0].pk).latest("id").pk}


def step(right: str, place: int = 0) -> list[Case]:
    """A step that is taken with a draft, onto what was read."""
    return [Case("POST", right, of_draft(place), and_draft_read(place), **PLAN)]


PIPELINE_ROUTES: dict[str, list[Case]] = {
    "pipeline": [
        Case("GET", "read_planning", of_product, **PLAN),
        Case("GET", "read_planning", of_product, query=words(ahead="26"), **PLAN),
    ],
    "lead_times": [Case("GET", "read_planning", of_product, **PLAN)],
    "new_draft": [
        Case("GET", "edit_sprint_goal", of_its_sprint, **PLAN),
        Case("POST", "edit_sprint_goal", of_its_sprint, words(title="A draft", parent=served, rationale="why"), **PLAN),
    ],
    "draft_edit": [
        case
        for name, value in FIELDS.items()
        for case in (
            Case("GET", "edit_sprint_goal", of_field(name), **PLAN),
            Case("POST", "edit_sprint_goal", of_field(name), and_draft_read(**{name: value}), **PLAN),
        )
    ],
    "draft_agreement": step("decide_sprint_goal"),
    "draft_shaping": step("edit_sprint_goal", 1),
    "draft_reshaping": step("edit_sprint_goal"),
    "draft_precedence": step("edit_sprint_goal", 1),
    "draft_postponement": step("edit_sprint_goal"),
}


def program(right: str, place: int = 0) -> list[Case]:
    """The same step, by a program."""

    def match(world: World, goal: Any) -> str:
        return reverse("api:goal", kwargs=of_draft(place)(world, goal))

    return [Case("POST", right, of_draft(place), match=match, **PLAN)]


PIPELINE_API_ROUTES: dict[str, list[Case]] = {
    "api:pipeline": [
        Case("GET", "read_planning", of_product, **PLAN),
        Case("GET", "read_planning", of_product, query=words(ahead="2"), **PLAN),
    ],
    "api:lead_times": [Case("GET", "read_planning", of_product, **PLAN)],
    "api:readiness": [Case("GET", "read_planning", of_draft(), **PLAN)],
    "api:shaping": program("edit_sprint_goal", 1),
    "api:reshaping": program("edit_sprint_goal"),
    "api:postponement": program("edit_sprint_goal"),
}
