"""What stored reviews and rhythms may not be."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from goalchain.goals.models import Event
from goalchain.goals.offences import Finding
from goalchain.products.errors import Refused
from goalchain.products.models import Product
from goalchain.products.zones import latest_today

from .review import Participant, Review
from .rhythm import ReviewRhythm
from .rules import check_kind, check_weeks, check_words


def review_offences(product: Product) -> Iterator[Finding]:
    """The rules of reviews and of their rhythm. Five queries."""
    revision = Product.objects.values_list("revision", flat=True).get(pk=product.pk)
    last: dict[tuple[str, Any], Any] = {}
    events = Event.objects.filter(product=product, subject__in=("review", "rhythm")).order_by("pk")
    for subject, after in events.values_list("subject", "after"):
        last[subject, after["id" if subject == "review" else "kind"]] = after
    people: defaultdict[int, tuple[list[int], list[str]]] = defaultdict(lambda: ([], []))
    for participant in Participant.objects.filter(review__product=product).order_by("pk"):
        members, others = people[participant.review_id]
        members.append(participant.user_id) if participant.user_id else others.append(participant.name)
        if not participant.user_id and not participant.name:
            yield 0, "who took part in a review is somebody", participant.pk
    for review in Review.objects.filter(product=product).order_by("pk"):
        yield from _review(review, people[review.pk], last.get(("review", review.pk)), revision)
    for rhythm in ReviewRhythm.objects.filter(product=product):
        try:
            check_kind(rhythm.kind)
            check_weeks(rhythm.weeks)
        except Refused as refusal:
            yield 0, "a rhythm is one that may be set", refusal.message
        if last.get(("rhythm", rhythm.kind)) != rhythm.facts():
            yield 0, "the last event tells a rhythm as it is stored", rhythm.kind


def _review(review: Review, people: tuple[list[int], list[str]], told: Any, revision: int) -> Iterator[Finding]:
    where = f"review {review.pk}"
    try:
        check_words(review.kind, review.held_on, review.decisions, len(people[0]), people[1], today=latest_today())
    except Refused as refusal:
        yield 0, "a review is one that may be written down", f"{where}: {refusal.message}"
    if not 0 <= review.since_revision <= review.until_revision <= revision:
        yield 0, "a review looks back on revisions that are there", f"{where}: up to {review.until_revision}"
    if told != review.facts_with(*people):
        yield 0, "the last event tells a review as it is stored", where
