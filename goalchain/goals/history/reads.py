"""A page of a product's history, newest first, and whom its events name."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet
from django.utils.dateformat import format as date_format

from goalchain.products.models import Product

from ..models import Event
from ..wording import tell

A_PAGE: Final = 50
_CURSOR = re.compile(r"(\d{1,18})-(\d{1,18})\Z", re.ASCII)


@dataclass
class Page:
    """A stretch of history: its events as `wording.tell` words them, by day; and the cursors to go on, "" at an end.

    `older` goes into `before`, `newer` into `after`.
    """

    days: list[tuple[date, list[dict[str, Any]]]] = field(default_factory=list)
    older: str = ""
    newer: str = ""

    @property
    def count(self) -> int:
        """How many events are on it."""
        return sum(len(told) for _, told in self.days)


def events_for(product: Product, access: Any) -> QuerySet[Event]:
    """The events of the product that a history tells a member with this access."""
    return Event.objects.filter(product=product).told_to(access)


#: Gives the names of these people.
Namer = Callable[[set[int]], dict[int, str]]


def page_of(
    product: Product, events: QuerySet[Event], *, before: str = "", after: str = "", named: Namer | None = None
) -> Page:
    """The newest of these events, or those before or after a cursor. What is no cursor counts as none.

    Two queries: the events, and the names of whom they are about, which `named` may read in its own way.

    It goes on at an event, not at a number of rows: nothing is shown twice or left out while others write, and the last
    page costs as much as the first.
    """
    forward = not before and bool(_CURSOR.match(after))
    if found := _CURSOR.match(after if forward else before):
        revision, pk = int(found[1]), int(found[2])
        beyond = Q(revision__gt=revision) | Q(pk__gt=pk) if forward else Q(revision__lt=revision) | Q(pk__lt=pk)
        bound = {"revision__gte" if forward else "revision__lte": revision}
        events = events.filter(beyond, **bound)
    order = ("revision", "pk") if forward else ("-revision", "-pk")
    rows = list(events.select_related("actor", "goal").order_by(*order)[: A_PAGE + 1])
    more, rows = len(rows) > A_PAGE, rows[:A_PAGE]
    if forward:
        rows.reverse()
    page = Page()
    if rows:
        is_first = not found or (forward and not more)
        page.older = _cursor(rows[-1]) if more or forward else ""
        page.newer = "" if is_first else _cursor(rows[0])
    zone = ZoneInfo(product.time_zone)
    for told in told_of(product, rows, named):
        day = told["at"].astimezone(zone).date()
        if not page.days or page.days[-1][0] != day:
            page.days.append((day, []))
        page.days[-1][1].append(told)
    return page


def _cursor(event: Event) -> str:
    return f"{event.revision}-{event.pk}"


def told_of(product: Product, events: Iterable[Event], named: Namer | None = None) -> Iterator[dict[str, Any]]:
    """Each event in words, with the goal that it is about under its title of that time. One query, for names."""
    rows = list(events)
    people = (named or names_of)(_people_in(rows))
    zone = ZoneInfo(product.time_zone)
    for event in rows:
        event.people = people  # type: ignore[attr-defined]
        told = tell(event, product.key)
        told["at"], told["local"] = event.at, event.at.astimezone(zone)
        told["time"] = date_format(told["local"], "H:i")
        told["key"] = ""
        if event.goal is not None:
            told["key"] = f"{product.key}-{event.goal.number}"
            told["level_name"] = event.goal.level_name
            told["title"] = event.after.get("title") if event.subject == "goal" else event.goal.title
        yield told


def _people_in(events: Iterable[Event]) -> set[int]:
    """Whom events of members are about."""
    facts = (facts for event in events if event.subject == "member" for facts in (event.after, event.former))
    return {fact["user"] for fact in facts if fact.get("user")}


def names_of(people: set[int]) -> dict[int, str]:
    """Their names. One query; none for nobody."""
    return {person.pk: str(person) for person in get_user_model().objects.filter(pk__in=people)}
