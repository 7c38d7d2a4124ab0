"""Moving the later sprints of a team along, when one becomes longer or shorter."""

from datetime import date
from typing import TYPE_CHECKING

from goalchain.products.changes import Change
from goalchain.products.errors import Refused

from .spans import FIRST_DAY, LAST_DAY, Span

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from .models import Sprint


def later_sprints(sprint: "Sprint", since: date) -> "QuerySet[Sprint]":
    """The sprints of the team that begin after `since`, have both dates and have not begun, in their order."""
    since = max(since, sprint.product.today())
    others = type(sprint).objects.filter(team_id=sprint.team_id, starts_on__gt=since).exclude(ends_on=None)
    return others.exclude(pk=sprint.pk).order_by("starts_on", "pk")


def move_along(sprint: "Sprint", former: Span, span: Span, begun: Change) -> None:
    """Move the later sprints by as many days as the end of `sprint` moves, and record each as `replan` does.

    Raises Refused when one would lie where another is that does not move, or at no day that a sprint may have. Three
    queries; none when the end stays.
    """
    by = span.ends_on - former.ends_on
    if not by:
        return
    later = list(later_sprints(sprint, former.starts_on))
    for other in later:
        assert other.starts_on and other.ends_on
        before = other.facts()
        if not FIRST_DAY - by <= other.starts_on <= other.ends_on <= LAST_DAY - by:
            raise Refused(f"{other.name} cannot move by {by.days} days: no sprint lies there.", field="ends_on")
        other.starts_on += by
        other.ends_on += by
        former_days = {name: before[name] for name in ("starts_on", "ends_on")}
        begun.record("replan", "sprint", after=other.facts(), former=former_days)
    type(sprint).objects.bulk_update(later, ["starts_on", "ends_on"], batch_size=200)
    refuse_overlaps([(sprint.name, span), *((other.name, other.span) for other in later if other.span)], sprint)


def refuse_overlaps(moved: list[tuple[str, Span]], sprint: "Sprint") -> None:
    """Raise Refused when one of the moved sprints shares a day with another sprint of the team. One query."""
    if not moved:
        return
    names = {name for name, _ in moved}
    standing = type(sprint).objects.filter(team_id=sprint.team_id).exclude(pk=sprint.pk).exclude(name__in=names)
    first, last = min(span for _, span in moved).starts_on, max(span.ends_on for _, span in moved)
    near = standing.filter(starts_on__lte=last, ends_on__gte=first)
    spans = sorted([(other.span, other.name) for other in near if other.span] + [(span, name) for name, span in moved])
    for (span, name), (following, other_name) in zip(spans, spans[1:], strict=False):
        if span.overlaps(following):
            raise Refused(
                f"{other_name} would overlap with {name}. A team has one sprint at a time: choose other days.",
                field="ends_on",
            )
