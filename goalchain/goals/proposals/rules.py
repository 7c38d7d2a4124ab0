"""What a change proposal must be. Each raises Refused with the remedy."""

from typing import TYPE_CHECKING, Any, Final

from goalchain.goals import levels
from goalchain.goals.rules import dates_refusal, title_refusal
from goalchain.products.errors import Refused

if TYPE_CHECKING:
    from goalchain.goals.models import Goal

REASON_LENGTH: Final = 4000


def check_reason(reason: str, remedy: str) -> None:
    """A reason says something, and is no book."""
    if not reason.strip():
        raise Refused(remedy, field="reason")
    if len(reason) > REASON_LENGTH:
        raise Refused(f"The reason has {len(reason)} characters; {REASON_LENGTH} is the most.", field="reason")


def check_suggestion(goal: "Goal", origin: "Goal", reason: str, changes: dict[str, Any]) -> None:
    """Whether these changes of `goal` may be proposed by what was learnt at `origin`. One query."""
    if goal.level == levels.SPRINT or not origin.up_links.filter(parent_id=goal.pk).exists():
        raise Refused(f"{origin.key} does not serve {goal.key}: a change is proposed for a goal above.")
    if origin.planning:
        raise Refused(f"{origin.key} is a draft: nothing was learnt from it yet.")
    if goal.archived_at is not None:
        raise Refused(f"{goal.key} is archived. Restore it before you propose to change it.")
    check_reason(reason, "Say why: what did you learn that asks for it?")
    if not changes:
        raise Refused("Nothing would change. Write another title or statement, or choose another date or state.")
    if "title" in changes and (refusal := title_refusal(changes["title"])):
        raise Refused(refusal, field="title")
    if "ends_on" in changes and (refusal := dates_refusal(goal.starts_on, changes["ends_on"])):
        raise Refused(refusal, field="ends_on")
    if changes.get("state") == "closed" and not changes["outcome"]:
        raise Refused("A closed goal has an outcome. Choose achieved, partly, missed or abandoned.", field="state")
