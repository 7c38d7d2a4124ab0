"""What stored checkpoints may not be."""

from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.db.models import F

from goalchain.goals.models import Event
from goalchain.goals.offences import Finding
from goalchain.lib.text import storable
from goalchain.products.models import Product

from .checkpoint import Checkpoint
from .rules import LINKS_MOST, LONG, SHORT, link_refusal

_LENGTHS = {"result": LONG, "evidence": LONG, "value": LONG, "effect": LONG, "beneficiary": SHORT}


def checkpoint_offences(product: Product) -> Iterator[Finding]:
    """The rules of the checkpoints of releases. Two queries."""
    events = Event.objects.filter(product=product, subject="checkpoint").order_by("pk")
    last = {event["id"]: event for event in events.values_list("after", flat=True)}
    found = Checkpoint.objects.filter(product=product) | Checkpoint.objects.filter(goal__product=product)
    for checkpoint in found.annotate(number=F("goal__number"), of_goal=F("goal__product")).order_by("pk"):
        number, where = checkpoint.number, f"checkpoint {checkpoint.pk}"
        if not checkpoint.product_id == checkpoint.of_goal == product.pk:
            yield number, "a release and its checkpoint are of one product", where
        for rule, value in _of(checkpoint):
            yield number, rule, value
        if last.get(checkpoint.pk) != checkpoint.facts():
            yield number, "the last event tells a checkpoint as it is stored", where


def _of(checkpoint: Checkpoint) -> Iterator[tuple[str, str]]:
    """What is wrong with one checkpoint by itself."""
    if not checkpoint.result.strip():
        yield "a checkpoint has a result", f"checkpoint {checkpoint.pk}"
    for name, most in _LENGTHS.items():
        text = getattr(checkpoint, name)
        if len(text) > most:
            yield f"the {name} of a checkpoint has {most} characters at most", f"{len(text)} characters"
        try:
            storable(text)
        except ValidationError as error:
            yield "text can be stored in every database", error.messages[0]
    if len(checkpoint.links) > LINKS_MOST:
        yield f"a checkpoint has {LINKS_MOST} links at most", f"{len(checkpoint.links)} links"
    for link in checkpoint.links:
        if refusal := link_refusal(link):
            yield "the links of a checkpoint are addresses that begin with https", refusal
