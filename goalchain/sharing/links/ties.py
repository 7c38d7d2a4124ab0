"""Which goals wait for one another on a shared timeline: as it is now, or when the link was frozen."""

from collections.abc import Sequence

from goalchain.goals.models import Event
from roadmap.rows import Row
from roadmap.timeline.reads import DRAWN, Tie, ties_of

from .models import ShareLink


def shared_ties(link: ShareLink, rows: Sequence[Row]) -> list[Tie]:
    """The dependencies of which both goals, product goals or their releases, stand in these rows. One query; none for
    no rows."""
    if not rows:
        return []
    drawn = {number for row in rows for number in (row.number, *(release.number for release in row.releases))}
    ties = _ties_as_of(link) if link.is_frozen else ties_of(link.product)
    return [tie for tie in ties if tie.blocker in drawn and tie.blocked in drawn][:DRAWN]


def _ties_as_of(link: ShareLink) -> list[Tie]:
    """The dependencies when the link was frozen, from events, the oldest first. One query."""
    events = Event.objects.filter(product=link.product, revision__lte=link.revision, subject="dependency")
    there: dict[int, Tie] = {}
    for verb, after in events.order_by("id").values_list("verb", "after"):
        if verb == "wait":
            there[after["id"]] = Tie(_number(after["blocker"]), _number(after["blocked"]))
        else:
            there.pop(after["id"], None)
    return list(there.values())


def _number(key: str) -> int:
    return int(key.rpartition("-")[2])
