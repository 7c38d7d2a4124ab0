"""The history of a product, its export, and two moments compared."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth import get_user_model
from django.db.models import Exists, OuterRef, Q
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from goalchain.accounts.http import PersonRequest
from goalchain.lib.answers import page_tag, tagged, unchanged
from goalchain.lib.sheets import csv_answer, guard
from goalchain.products.fetch import membership_or_404
from goalchain.products.looks import Look
from goalchain.products.models import Membership
from goalchain.products.pages import product_context

from .compare import SORTS, compare
from .filters import HistoryFilter
from .moments import Moment, moment_of
from .past import past_of
from .reads import Page, events_for, page_of
from .sheet import HEADINGS, rows


class Members:
    """The members of a product, for the choice of a person, read together with others who are named."""

    def __init__(self, mine: Membership) -> None:
        self.product = mine.product
        self.in_order: list[Any] = []

    def named(self, others: set[int]) -> dict[int, str]:
        """The names of the members and of these people; `in_order` holds the members then. One query."""
        is_member = Exists(Membership.objects.filter(product=self.product, user=OuterRef("pk")))
        people = get_user_model().objects.annotate(is_member=is_member).only("email", "name")
        found = list(people.filter(Q(is_member=True) | Q(pk__in=others)))
        self.in_order = sorted((one for one in found if one.is_member), key=lambda one: str(one).casefold())
        return {person.pk: str(person) for person in found}


@require_safe
def history(request: PersonRequest, key: str) -> HttpResponse:
    """What happened in the product, newest first, a page at a time; what narrows it is in the address.

    A filter that cannot be understood is told beside its field, and nothing is shown (422). Queries: seven at most,
    with session and person.
    """
    mine = membership_or_404(request.user, key)
    look = Look.take(mine)
    tag = page_tag(request, mine.product.revision, mine.role, mine.product.today(), look.before_revision)
    if answer := unchanged(request, tag):
        return answer
    form = HistoryFilter(request.GET, mine.product)
    page, members = Page(), Members(mine)
    if form.is_valid():
        events = form.narrow(events_for(mine.product, mine.access), request.user)
        cursors = {name: request.GET.get(name, "") for name in ("before", "after")}
        page = page_of(mine.product, events, named=members.named, **cursors)
    else:
        members.named(set())
    context = product_context(
        mine.product,
        mine.access,
        "history",
        form=form,
        page=page,
        people=members.in_order,
        look=look,
        today=mine.product.today(),
    )
    return tagged(render(request, "goals/product_history.html", context, status=422 if form.errors else 200), tag)


@require_safe
def history_export(request: PersonRequest, key: str) -> HttpResponse:
    """The same as CSV, a row an event, newest first. Six queries at most, with session and person."""
    mine = membership_or_404(request.user, key)
    form = HistoryFilter(request.GET, mine.product)
    if not form.is_valid():
        wrong = " ".join(str(error) for errors in form.errors.values() for error in errors)
        return HttpResponse(wrong, status=422, content_type="text/plain; charset=utf-8")
    events = form.narrow(events_for(mine.product, mine.access), request.user)
    cells = ([guard(cell) for cell in row] for row in rows(mine.product, events))
    return csv_answer(f"{key}-history.csv", HEADINGS, cells)


@require_safe
def comparison(request: PersonRequest, key: str) -> HttpResponse:
    """What became of the goals between two moments, level by level; `?kind=` shows one sort of change.

    Without `to`, until now; without `from`, the form alone. Eight queries at most, with session and person.
    """
    mine = membership_or_404(request.user, key)
    product = mine.product
    tag = page_tag(request, product.revision, mine.role, product.today())
    if answer := unchanged(request, tag):
        return answer
    asked = {name: request.GET.get(name, "").strip()[:40] for name in ("from", "to")}
    moments, errors = _moments(mine, asked)
    found = None
    if not errors and "from" in moments:
        first, last = moments["from"], moments.get("to") or moment_of(product, str(product.revision))
        found = compare(past_of(product, mine.access, first), past_of(product, mine.access, last))
    sort = request.GET.get("kind", "") if request.GET.get("kind", "") in SORTS else ""
    owners = get_user_model().objects.filter(pk__in=found.owners) if found and found.owners else []
    people = {person.pk: str(person) for person in owners}
    context = product_context(
        product,
        mine.access,
        "history",
        asked=asked,
        asked_query=urlencode({name: text for name, text in asked.items() if text}),
        errors=errors,
        starts=_starts(mine),
        moments=moments,
        found=found,
        sort=sort,
        levels=[
            (level, [(change, change.facts(people)) for change in changes]) for level, changes in found.by_level(sort)
        ]
        if found
        else [],
    )
    return tagged(render(request, "goals/comparison.html", context, status=422 if errors else 200), tag)


def _starts(mine: Membership) -> list[tuple[str, str]]:
    """Moments that people compare with now: what each is called, and how addresses name it. No query."""
    today = mine.product.today()
    starts = [
        (f"{label} ago", (today - timedelta(days=days)).isoformat())
        for label, days in (("A week", 7), ("A month", 30), ("A quarter", 91), ("A year", 365))
    ]
    seen = mine.seen
    if seen is not None and seen.before_revision is not None:
        starts.insert(0, ("My last look", str(seen.before_revision)))
    return starts


def _moments(mine: Membership, asked: dict[str, str]) -> tuple[dict[str, Moment], dict[str, str]]:
    """The moments that were asked for, and what is wrong with the others. One query each."""
    moments, errors = {}, {}
    for name, text in asked.items():
        try:
            if text:
                moments[name] = moment_of(mine.product, text)
        except ValueError as error:
            errors[name] = str(error)
    if len(moments) == 2 and moments["from"].revision > moments["to"].revision:
        errors["to"] = "It is before the first moment. Choose a later one, or swap the two."
    return moments, errors
