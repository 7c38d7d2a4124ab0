"""What the page of the pipeline shows."""

from typing import Any

from goalchain.goals.fields import GoalField, field_of
from goalchain.goals.models import Goal
from goalchain.products.models import Membership
from goalchain.products.pages import product_context

from ..wording import AHEAD, NOW, dates_said, left_said, phase_of, rhythm_said
from .reads import Ahead, Draft, pipeline_of
from .wording import competing_said

#: How many sprints of a team one page can show, and what that is called.
WIDTHS = {4: "Next four", 8: "Next eight", 26: "A year"}
#: What is compared and edited in place, beside the title: the sprint goal template.
COMPARED = ("why", "artefact", "technique", "test_group", "success")
FIELDS = ("title", "kind", "sprint", *COMPARED)


def width_asked(word: str) -> int:
    """How many sprints an address asks for; the fewest for what it does not name."""
    return int(word) if word in map(str, WIDTHS) else min(WIDTHS)


def pipeline_context(mine: Membership, ahead: int, **more: Any) -> dict[str, Any]:
    """The pipeline of every team. Five queries."""
    product, today = mine.product, mine.product.today()
    found = pipeline_of(product, today, ahead)
    for draft in found.loose:
        draft.goal.access = mine.access
    teams = [
        {
            "team": one.team,
            "rhythm": rhythm_said(getattr(one.team, "cadence", None)),
            "sprints": _sprints_shown(one.sprints, mine),
        }
        for one in found.teams
    ]
    widths = [(words, f"?ahead={count}", count == ahead) for count, words in WIDTHS.items()]
    return product_context(
        product,
        mine.access,
        "sprints",
        teams=teams,
        loose=[draft_shown(draft) for draft in found.loose],
        widths=widths,
        **more,
    )


def _sprints_shown(places: list[Ahead], mine: Membership) -> list[dict[str, Any]]:
    """The sprints of a team. That there is no goal is due to be told of the one under way, and of the next."""
    shown = [_sprint_shown(place, mine) for place in places]
    coming = next((place for place in shown if place["phase"] == AHEAD), None)
    for place in shown:
        place["is_due"] = place["phase"] == NOW or place is coming
    return shown


def _sprint_shown(place: Ahead, mine: Membership) -> dict[str, Any]:
    today = mine.product.today()
    if place.goal is not None:
        place.goal.access = mine.access
    for draft in place.drafts:
        draft.goal.access = mine.access
    return {
        "sprint": place.sprint,
        "dates": dates_said(place.sprint),
        "left": left_said(place.sprint, today),
        "phase": phase_of(place.sprint, today),
        "goal": place.goal,
        "drafts": [draft_shown(draft) for draft in place.drafts],
        "is_gap": place.goal is None and not place.drafts,
        "said": competing_said(len(place.drafts), has_goal=place.goal is not None),
    }


def draft_shown(draft: Draft) -> dict[str, Any]:
    """A draft as `sprints/_pipeline_draft.html` takes it. No query."""
    goal = draft.goal
    fields = {name: field_of(goal, name) for name in FIELDS}
    return {
        "draft": draft,
        "goal": goal,
        "shown": {name: shown(goal, field) for name, field in fields.items() if field is not None},
        "base": f"/g/{goal.key}/pipeline/",
    }


def shown(goal: Goal, field: GoalField) -> dict[str, Any]:
    """A field of a draft as `inline` takes it, where several goals stand on one page."""
    editable = goal.access.edit_level(goal.level) and goal.archived_at is None
    return {
        "field_id": f"draft-{goal.number}-{field.name}",
        "label": f"{field.label} of {goal.key}",
        "value": field.show(goal),
        "kind": "template" if field.name in COMPARED else "wording" if field.name == "title" else "fact",
        "prompt": field.prompt,
        "edit_url": f"/g/{goal.key}/pipeline/fields/{field.name}/" if editable else "",
    }
