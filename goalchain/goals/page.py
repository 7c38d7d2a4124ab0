"""What the goal page shows, gathered in as few queries as it has parts."""

from typing import Any

from django.urls import reverse

from goalchain.lib.text import as_reason
from goalchain.products.pages import product_context

from . import levels, reads, regions
from .dependencies import wait_of
from .fields import GoalField, fields_of
from .models import Goal
from .proposals.wording import proposal_told
from .sentence import sentence
from .trace import Around, Trace, around
from .wording import tell
from .writing.goal import advice_on

#: So many children and events are on the page; the rest is on the trace and the history.
CHILDREN_SHOWN = 100
EVENTS_SHOWN = 8
#: What a page says where nothing was refused: a template that asks for what is not there takes its time.
_NOTHING_REFUSED: dict[str, Any] = {
    **dict.fromkeys(("state_error", "parents_error", "children_error", "dependencies_error"), ""),
    "child_form": None,
    "can_reword": False,
}


def goal_context(goal: Goal, **more: Any) -> dict[str, Any]:
    """The whole goal page. Two queries, for the chain around the goal and for the history with what is proposed; and
    those of its regions."""
    access = goal.access
    near = around(goal, access, CHILDREN_SHOWN + 1)
    goal.above = near.upward.up
    lines = near.upward.lines()
    children = children_of(goal, near.children)
    # Before the regions: some of them show what was read along with the history.
    events, proposals = reads.latest_events(goal, access, EVENTS_SHOWN)
    told = regions.gathered(goal, children["children"])
    can_edit = access.edit_level(goal.level) and goal.archived_at is None
    # The region of metrics has read them: nobody asks a second time whether there are any.
    has_metric = bool(told["metrics"]) if "metrics" in told else None
    return product_context(
        goal.product,
        access,
        "chain",
        goal=goal,
        can_edit=can_edit,
        can_decide=access.decide_level(goal.level),
        suggestions=advice_on(goal, has_metric) if can_edit else [],
        line=lines[0],
        sentence=sentence(lines[0]) if len(lines[0]) > 1 else "",
        other_lines=len(lines) - 1,
        parents=parents_of(near.upward),
        shown={field.name: shown(goal, field) for field in fields_of(goal)},
        **children,
        **waits_of(goal, near),
        **told,
        proposals=[proposal_told(proposal, goal) for proposal in proposals],
        history=[tell(event, goal.product.key) for event in events],
        **(_NOTHING_REFUSED | more),
    )


def shown(goal: Goal, field: GoalField) -> dict[str, Any]:
    """A field as `inline` takes it."""
    access = goal.access
    editable = access.edit_level(goal.level) and goal.archived_at is None
    return {
        "field_id": f"goal-{field.name}",
        "label": field.label,
        "value": field.show(goal),
        "kind": field.kind,
        "prompt": field.prompt,
        "key": field.key,
        "edit_url": f"/g/{goal.key}/edit/{field.name}/" if editable else "",
    }


def parents_of(upward: Trace) -> list[dict[str, Any]]:
    """The goal's parents with their reasons, nearest level first."""
    goals = upward.goals
    return [
        parent_row(upward.goal, goals[link.parent_id], link.rationale) for link in upward.parents_of(upward.goal.pk)
    ]


def parent_row(goal: Goal, parent: Goal, rationale: str) -> dict[str, Any]:
    """One parent as `goals/_parents.html` takes it."""
    base = f"/g/{goal.key}/parents/{parent.key}/"
    access = goal.access
    editable = access.edit_level(goal.level) and goal.archived_at is None
    return {
        "goal": parent,
        "field_id": f"rationale-{parent.number}",
        "label": f"Reason for serving {parent.key}",
        "value": f"because {as_reason(rationale)}" if rationale.strip() else "",
        "kind": "reason",
        "prompt": "Say why: how does this move the goal above?",
        "edit_url": base if editable else "",
        "removal_url": f"{base}removal/",
        "move_url": f"{base}move/",
    }


def children_of(goal: Goal, found: list[tuple[Goal, str]]) -> dict[str, Any]:
    """The goals that serve this one, as they were found, how far they are, and what can be added. No query."""
    access = goal.access
    below = [level for level in levels.used_by(goal.product.preset) if level.rank > goal.level]
    if goal.level == levels.SPRINT:
        return {"children": [], "child_levels": [], "closed_children": 0, "more_children": False, "below": []}
    children: regions.Children = [
        {"goal": child, "rationale": rationale} for child, rationale in found[:CHILDREN_SHOWN]
    ]
    return {
        "children": children,
        "closed_children": sum(child.state == "closed" for child, _ in found[:CHILDREN_SHOWN]),
        "more_children": len(found) > CHILDREN_SHOWN,
        "below": below,
        "child_levels": [level for level in below if access.edit_level(level.rank)] if not goal.archived_at else [],
    }


def waits_of(goal: Goal, near: Around) -> dict[str, Any]:
    """The dependencies of the goal as `goals/_dependencies.html` takes them. No query."""
    today, access = goal.product.today(), goal.access
    return {
        "blockers": [
            {"goal": other, "wait": wait_of(other, goal, today), "editable": access.edit_level(goal.level)}
            for other in near.blockers
        ],
        "blocked": [
            {"goal": other, "wait": wait_of(goal, other, today), "editable": access.edit_level(other.level)}
            for other in near.blocked
        ],
    }


def goal_url(goal: Goal) -> str:
    """The address of the goal's page."""
    return reverse("goal", args=[goal.key])
