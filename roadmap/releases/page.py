"""What the pages of releases show, gathered in as few queries as they have parts."""

from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from goalchain.goals import levels
from goalchain.goals.models.goal import State
from goalchain.goals.sentence import sentence
from goalchain.goals.trace import around
from goalchain.lib.inline import inline
from goalchain.metrics.reads import metrics_of
from goalchain.products.models import Membership
from goalchain.products.pages import product_context

from ..models import ReleaseGoal
from .checkpoint import Checkpoint
from .reads import checkpoint_of, releases_of, work_of
from .rows import ReleaseRow
from .rules import host_of
from .trail import Trail, trails


def list_context(mine: Membership) -> dict[str, Any]:
    """The list of releases. Five queries at most."""
    product, access = mine.product, mine.access
    rows, more = releases_of(product, access)
    can_edit = access.edit_level(levels.RELEASE)
    told = [told_of(row, can_edit=can_edit) for row in rows]
    return product_context(
        product,
        access,
        "releases",
        ahead=[one for one in told if not one["row"].is_done],
        done=[one for one in told if one["row"].is_done],
        more=more,
        can_edit=can_edit,
        slipped=slipped_said(rows),
    )


def told_of(row: ReleaseRow, *, can_edit: bool) -> dict[str, Any]:
    """A release of the list, with its version and its date as they are edited in place."""
    return {
        "row": row,
        "version": _inline(row, "version_name", row.version_name, can_edit),
        "date": _inline(row, "ends_on", date_said(row.ends_on), can_edit),
    }


def _inline(row: ReleaseRow, field: str, value: str, can_edit: bool) -> SafeString:
    return mark_safe(inline(shown(row.key, row.number, field, value, editable=can_edit)))


def slipped_said(rows: list[ReleaseRow]) -> str:
    """How the dates of what is ahead have moved, in a sentence; "" when none has slipped."""
    slipped = sorted((row for row in rows if not row.is_done and row.trail.slip > 0), key=lambda row: -row.trail.slip)
    if not slipped:
        return ""
    worst = slipped[0]
    name = f"Release {worst.version_name}" if worst.version_name else worst.key
    days = f"{worst.trail.slip} day{'' if worst.trail.slip == 1 else 's'}"
    others = f" {len(slipped)} releases ahead have slipped." if len(slipped) > 1 else ""
    return f"{name} has slipped {worst.trail.times_said}, by {days}.{others}"


def date_said(day: Any) -> str:
    """A date as the list shows it."""
    return f"{day.day}\u00a0{day:%b}\u00a0{day.year}" if day else ""


#: The fields of the list: their label, how they are set, what an empty one asks for.
FIELDS = {"version_name": ("Version", "version", "Version"), "ends_on": ("Target date", "when", "Set a date")}


def shown(key: str, number: int, field: str, value: str, *, editable: bool) -> dict[str, Any]:
    """A field of the list as `inline` takes it."""
    label, kind, prompt = FIELDS[field]
    return {
        "field_id": f"release-{number}-{field}",
        "label": f"{label} of {key}",
        "value": value,
        "kind": kind,
        "prompt": prompt,
        "edit_url": f"/g/{key}/release/{field}/" if editable else "",
    }


def release_url(goal: ReleaseGoal) -> str:
    """The page of the release."""
    return reverse("release", args=[goal.product.key, goal.number])


def release_context(goal: ReleaseGoal, **more: Any) -> dict[str, Any]:
    """The page of one release, which reads as release notes. Five queries."""
    access = goal.access
    near = around(goal, access, 1)
    line = near.upward.lines(1)[0]
    parents = [near.upward.goals[link.parent_id] for link in near.upward.parents_of(goal.pk)]
    measured = metrics_of([goal.pk, *(parent.pk for parent in parents)])
    checkpoint = checkpoint_of(goal)
    work = work_of([goal.pk], access).get(goal.pk, [])
    is_live = goal.archived_at is None
    can_edit = access.edit_level(goal.level) and is_live
    today = goal.product.today()
    is_open = checkpoint is None and goal.state != State.CLOSED
    return product_context(
        goal.product,
        access,
        "releases",
        goal=goal,
        parents=parents,
        why=sentence(line) if len(line) > 1 else "",
        work=work,
        closed_work=sum(one.state == State.CLOSED for one in work),
        learnings=[one for one in work if one.learning],
        measured=[{"goal": one, "standings": measured[one.pk]} for one in [goal, *parents] if one.pk in measured],
        trail=trails([goal.pk]).get(goal.pk, Trail()),
        days_late=max((today - goal.ends_on).days, 0) if is_open and goal.ends_on else 0,
        can_close=access.decide_level(goal.level) and is_live and goal.state in (State.AGREED, State.ACTIVE),
        url=release_url(goal),
        **checkpoint_context(goal, checkpoint, can_edit=can_edit),
        **more,
    )


def checkpoint_context(goal: ReleaseGoal, checkpoint: Checkpoint | None, *, can_edit: bool) -> dict[str, Any]:
    """What `_checkpoint.html` takes. No query."""
    links = checkpoint.links if checkpoint else []
    return {
        "checkpoint": checkpoint,
        "links": [{"url": link, "host": host_of(link)} for link in links],
        "can_edit": can_edit,
        "checkpoint_url": f"{release_url(goal)}checkpoint/",
    }
