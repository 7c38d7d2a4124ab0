"""What stored boards may not be."""

from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.db.models import F

from goalchain.goals.models import Event
from goalchain.goals.offences import Finding
from goalchain.lib.text import storable
from goalchain.products.models import Product

from .board import Answer, BoardEntry
from .sections import ENTRY_LENGTH, NEEDS, SECTIONS


def board_offences(product: Product) -> Iterator[Finding]:
    """The rules of the entries of a board and of what answers a need. Three queries."""
    last = {}
    for event in Event.objects.filter(product=product, subject="board").order_by("pk").values_list("after", flat=True):
        last[event["id"]] = event
    entries = BoardEntry.objects.filter(product=product) | BoardEntry.objects.filter(vision__goal__product=product)
    facts = entries.annotate(number=F("vision__goal__number"), of_vision=F("vision__goal__product"))
    answers: dict[int, list[int]] = {}
    for answer in Answer.objects.filter(entry__in=entries).select_related("goal", "entry"):
        answers.setdefault(answer.entry_id, []).append(answer.goal.number)
        if answer.entry.section != NEEDS:
            yield answer.goal.number, "a user goal answers a need", f"entry {answer.entry_id} of {answer.entry.section}"
        if answer.goal.product_id != product.pk or answer.goal.level_name != "user":
            yield answer.goal.number, "a need is answered by user goals of its product", f"entry {answer.entry_id}"
    for entry in facts.order_by("pk"):
        where = f"entry {entry.pk}"
        if not entry.product_id == entry.of_vision == product.pk:
            yield entry.number, "a board and its entries are of one product", where
        if entry.section not in SECTIONS:
            yield entry.number, "a section of a board is one that exists", entry.section
        if not entry.text.strip() or len(entry.text) > ENTRY_LENGTH:
            yield entry.number, f"an entry of a board has 1 to {ENTRY_LENGTH} characters", where
        try:
            storable(entry.text)
        except ValidationError as error:
            yield entry.number, "text can be stored in every database", error.messages[0]
        stored = entry.facts_with(sorted(answers.get(entry.pk, [])))
        told = last.get(entry.pk)
        if told != stored:
            yield entry.number, "the last event tells an entry of the board as it is stored", where
