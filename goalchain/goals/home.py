"""The first page: the products of a person, each with what it is for and what moves in it now."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.db.models import Case, IntegerField, OuterRef, QuerySet, Subquery, When
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from goalchain.accounts.demo import sign_in_demo
from goalchain.accounts.http import PersonRequest
from goalchain.products.access import Access, Role
from goalchain.products.looks import Look
from goalchain.products.models import Membership, Product
from goalchain.products.presets import PRESETS, Preset

from . import levels
from .due import SHOWN, due_for
from .models import Event, Goal, State
from .proposals.due import with_waiting

#: Up to so many changes are counted since a last look.
MANY = 99


class CountUpTo(Subquery):
    """How many rows a query has, counted no further than a limit, however many there are."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"
    output_field = IntegerField()

    def __init__(self, queryset: QuerySet[Any], limit: int) -> None:
        super().__init__(queryset.values("pk")[:limit])


@dataclass
class Entry:
    """A product on the first page: the person's role, the vision's title, the goal of the day, the last change; and how
    much others have changed, `MANY` at most, since the person's last look (None before the first)."""

    product: Product
    role: str
    preset: Preset
    vision: str
    current: str
    last: Event | None
    look: Look | None = None
    changes: int = 0

    @property
    def changes_said(self) -> str:
        """How much others have changed since: "7 changes"; "" for nothing."""
        if not self.changes:
            return ""
        many = f"{MANY}+" if self.changes > MANY else str(self.changes)
        return f"{many} change{'' if self.changes == 1 else 's'}"


@login_not_required
@require_safe
def home(request: PersonRequest) -> HttpResponse:
    """My products and what is due in them. Somebody who is not signed in goes to the sign-in page; in the demo, in as
    the demo account.

    Queries: five, with session and person, and one for each kind of what is due, whatever the number of products.
    """
    if not request.user.is_authenticated and sign_in_demo(request) is None:
        return redirect("account_login")
    mine = Product.objects.filter(memberships__user_id=request.user.pk, memberships__role=Role.OWNER)
    memberships = list(_memberships(request.user))
    due = due_for(memberships)
    context = {
        "entries": entries_of(memberships),
        "due": due[:SHOWN],
        "more_due": len(due[SHOWN:]),
        "deleted": mine.exclude(deleted_at=None).order_by("-deleted_at"),
        "nav": "home",
    }
    return render(request, "goals/home.html", context)


def entries_of(memberships: list[Any]) -> list[Entry]:
    """The products that a person belongs to, as `_memberships` reads them. One query.

    The last change is the last that the person may read: nobody learns from a date that planning went on.
    """
    events = Event.objects.select_related("actor").in_bulk(
        [membership.last_event for membership in memberships if membership.last_event]
    )
    return [
        Entry(
            membership.product,
            Role(membership.role).label,
            PRESETS[membership.product.preset],
            membership.vision or "",
            membership.current or "",
            events.get(membership.last_event),
            getattr(membership, "look", None),
            membership.changes,
        )
        for membership in memberships
    ]


def _memberships(user: Any) -> QuerySet[Any]:
    goals = Goal.objects.filter(product=OuterRef("product")).live().in_order()
    events = Event.objects.filter(product=OuterRef("product")).order_by("-revision")
    last_readable = [When(role=role, then=Subquery(events.readable(Access(role)).values("pk")[:1])) for role in Role]
    unseen = Event.objects.filter(product=OuterRef("product"), revision__gt=OuterRef("look__revision"))
    by_others = unseen.exclude(actor_id=OuterRef("user_id")).order_by()
    changes = [When(role=role, then=CountUpTo(by_others.told_to(Access(role)), MANY + 1)) for role in Role]
    return (
        Membership.objects.filter(user_id=user.pk, product__deleted_at=None)
        .select_related("product", "look")
        .annotate(
            vision=Subquery(goals.open().filter(level=levels.VISION).values("title")[:1]),
            current=Subquery(goals.filter(level=levels.PRODUCT, state=State.ACTIVE).values("title")[:1]),
            last_event=Case(*last_readable),
            changes=Case(*changes, default=0),
            **with_waiting(),
        )
        .order_by("product__name", "product_id")
    )
