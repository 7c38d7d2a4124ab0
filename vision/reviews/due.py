"""Which reviews are due, for the first page and for the page of reviews."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Max

from goalchain.goals.due import Due
from goalchain.products.access import EDIT
from goalchain.products.models import Membership, Product

from .kinds import PURPOSES, USUAL_WEEKS, Kind
from .review import Review
from .rhythm import ReviewRhythm
from .wording import in_words


def due_reviews(memberships: Sequence[Membership]) -> list[Due]:
    """The reviews whose day has come, for those who may write them down. One query."""
    products = {mine.product_id: mine.product for mine in memberships if EDIT in mine.access}
    found = []
    for rhythm in ReviewRhythm.objects.running().filter(product__in=products).with_last():
        on = rhythm.due_after(rhythm.last)  # type: ignore[attr-defined]
        product = products[rhythm.product_id]
        today = product.today()
        if on is not None and on <= today:
            found.append(Due(_said(rhythm, on, today), f"/p/{product.key}/reviews/{rhythm.kind}/", product, on))
    return found


def _said(rhythm: ReviewRhythm, on: date, today: date) -> str:
    return f"{rhythm.get_kind_display()}: {waiting(on, today)}"


def waiting(on: date, today: date) -> str:
    """How a day stands to today: "due today", "overdue by 3 days", "due in 2 weeks"."""
    days = (on - today).days
    if days == 0:
        return "due today"
    number, unit = (abs(days), "day") if abs(days) < 14 else (abs(days) // 7, "week")
    told = f"{number} {unit}{'s' if number != 1 else ''}"
    return f"due in {told}" if days > 0 else f"overdue by {told}"


@dataclass(frozen=True)
class Standing:
    """How it stands with a kind of review in a product: its rhythm, the last one, the next one."""

    kind: Kind
    weeks: int | None
    version: int
    last: date | None
    due_on: date | None
    today: date

    @property
    def purpose(self) -> str:
        """What the review asks."""
        return PURPOSES[self.kind]

    @property
    def usual(self) -> int:
        """How often a product that has no rhythm yet may begin."""
        return USUAL_WEEKS[self.kind]

    @property
    def is_overdue(self) -> bool:
        """Whether its day is over."""
        return self.due_on is not None and self.due_on < self.today

    @property
    def said(self) -> str:
        """When the next one is due, in words; "" without a rhythm."""
        return waiting(self.due_on, self.today) if self.due_on else ""

    @property
    def rhythm(self) -> str:
        """The rhythm in words."""
        return in_words(self.weeks)


def standings(product: Product, today: date) -> list[Standing]:
    """How it stands with each kind of review. Two queries."""
    rhythms = {rhythm.kind: rhythm for rhythm in ReviewRhythm.objects.filter(product=product)}
    held = Review.objects.kept().filter(product=product).order_by().values("kind").annotate(last=Max("held_on"))
    last = dict(held.values_list("kind", "last"))
    return [_standing(kind, rhythms.get(kind), last.get(kind), today) for kind in Kind]


def _standing(kind: Kind, rhythm: ReviewRhythm | None, last: date | None, today: date) -> Standing:
    if rhythm is None:
        return Standing(kind, None, 0, last, None, today)
    return Standing(kind, rhythm.weeks, rhythm.version, last, rhythm.due_after(last), today)
