"""What the acceptance of a gap must be. Each rule raises Refused with the remedy."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from goalchain.products.access import Access, Role
from goalchain.products.errors import Refused

from .rule import rule_named

if TYPE_CHECKING:
    from ..models import Goal

#: Within a year, and a day more in a leap year, somebody looks again.
MOST_DAYS: Final = 366
#: Whether a gap is there is asked of the whole chain: everybody who may accept one reads planning.
_WHOLE: Final = Access(Role.OWNER)


def check_acceptance(goal: "Goal", rule: str, reason: str, until: date, *, anyway: bool = False) -> None:
    """Whether the gap that `rule` finds in the goal may be accepted until that day. One query; none `anyway`."""
    from .report import has_gap

    known = rule_named(rule)
    if known is None:
        raise Refused(f"“{rule}” is no rule of the gap report.")
    if goal.archived_at is not None:
        raise Refused(f"{goal.key} is archived, and no gap of the chain any more.")
    if not reason.strip():
        raise Refused("Say why it is left so: whoever reads the report will ask.", field="reason")
    today = goal.product.today()
    if not today < until <= today + timedelta(days=MOST_DAYS):
        raise Refused(
            f"Look at it again on a day after today and within a year, not on {until.isoformat()}.", field="until"
        )
    if not anyway and not has_gap(goal, known, _WHOLE):
        raise Refused(f"{goal.key} has no such gap any more: “{known.label}”.")
