"""What stored check-ins and assumptions may not be."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import F, Q
from django.utils import timezone

from goalchain.goals import levels
from goalchain.goals.models.goal import Confidence
from goalchain.goals.offences import Finding
from goalchain.lib.text import storable
from goalchain.products.models import Product

from .models import Assumption, AssumptionState, AssumptionTest, CheckIn, CheckInRhythm, Upholding
from .models.assumption import PROVEN
from .verbs.asking import MOST_DAYS
from .verbs.checking_in import next_due


def said_offences(product: Product) -> Iterator[Finding]:
    """The rules of check-ins, their rhythms, assumptions, their tests and what was upheld. Six queries."""
    yield from _check_ins(product)
    yield from _assumptions(product)


def _of(model: Any, product: Product) -> Any:
    """The rows of a model that are of the product, or that hang on one of its goals, with both said. One query."""
    rows = model.objects.filter(Q(product=product) | Q(goal__product=product))
    return rows.annotate(number=F("goal__number"), level=F("goal__level"), of_goal=F("goal__product")).order_by("pk")


def _check_ins(product: Product) -> Iterator[Finding]:
    last: dict[int, Any] = {}
    now = timezone.now()
    for check_in in _of(CheckIn, product):
        if not check_in.product_id == check_in.of_goal == product.pk:
            yield check_in.number, "a check-in and its goal are of one product", str(check_in.product_id)
        if check_in.level == levels.VISION:
            yield check_in.number, "a vision is not checked in on", check_in.sentence
        if check_in.confidence not in Confidence.values:
            yield check_in.number, "a check-in's confidence is known", check_in.confidence
        if not check_in.sentence.strip():
            yield check_in.number, "a check-in says something", repr(check_in.sentence)
        if check_in.at > now:
            yield check_in.number, "a check-in is not of a time to come", check_in.at.isoformat()
        yield from _counted(check_in.number, "a check-in", check_in.version)
        yield from _text(check_in.number, check_in.sentence)
        last[check_in.goal_id] = max(check_in.at, last.get(check_in.goal_id, check_in.at))
    asked: Counter[int] = Counter()
    for rhythm in _of(CheckInRhythm, product):
        asked[rhythm.number] += 1
        if not rhythm.product_id == rhythm.of_goal == product.pk:
            yield rhythm.number, "a rhythm and its goal are of one product", str(rhythm.product_id)
        if rhythm.days is not None and not 1 <= rhythm.days <= MOST_DAYS:
            yield rhythm.number, "a rhythm is of 1 to 366 days", str(rhythm.days)
        due = next_due(rhythm.since, rhythm.days, last.get(rhythm.goal_id))
        if rhythm.due_on != due:
            yield rhythm.number, "a check-in is due so many days after the last one", f"{rhythm.due_on}, not {due}"
        yield from _counted(rhythm.number, "a rhythm", rhythm.version)
    for number, count in asked.items():
        if count > 1:
            yield number, "a goal has one rhythm", str(count)


def _assumptions(product: Product) -> Iterator[Finding]:
    revision = Product.objects.values_list("revision", flat=True).get(pk=product.pk)
    for assumption in _of(Assumption, product):
        number, words = assumption.number, assumption.statement
        if not assumption.product_id == assumption.of_goal == product.pk:
            yield number, "an assumption and its goal are of one product", f"{words}: {assumption.product_id}"
        if not words.strip():
            yield number, "an assumption states something", repr(words)
        if assumption.state not in AssumptionState.values:
            yield number, "an assumption's state is known", f"{words}: {assumption.state}"
        if assumption.state in PROVEN and not assumption.evidence.strip():
            yield number, "an assumption is proven by evidence", f"{words}: {assumption.state}"
        settled = assumption.settled_in is not None and assumption.settled_at is not None
        if settled == (assumption.state == AssumptionState.OPEN):
            yield number, "an assumption is settled exactly when it is not open", f"{words}: {assumption.state}"
        if settled and assumption.settled_in > revision:
            yield number, "an assumption was settled in a revision of its product", str(assumption.settled_in)
        yield from _counted(number, "an assumption", assumption.version)
        yield from _text(number, words, assumption.test, assumption.evidence)
    tests = AssumptionTest.objects.filter(Q(assumption__product=product) | Q(goal__product=product)).annotate(
        number=F("assumption__goal__number"),
        level=F("goal__level"),
        of_goal=F("goal__product"),
        of_assumption=F("assumption__product"),
    )
    for test in tests.order_by("pk"):
        if test.level != levels.SPRINT:
            yield test.number, "what tests an assumption is a sprint goal", f"level {test.level}"
        if test.of_goal != test.of_assumption:
            yield test.number, "a sprint goal tests assumptions of its own product", str(test.of_goal)
    upheld = Upholding.objects.filter(Q(assumption__product=product) | Q(goal__product=product)).annotate(
        number=F("goal__number"), of_goal=F("goal__product"), of_assumption=F("assumption__product")
    )
    for upholding in upheld.order_by("pk"):
        if upholding.of_goal != upholding.of_assumption:
            yield upholding.number, "a goal is upheld against assumptions of its own product", upholding.reason
        if not upholding.reason.strip():
            yield upholding.number, "upholding a goal gives a reason", repr(upholding.reason)
        yield from _text(upholding.number, upholding.reason)


def _counted(number: int, what: str, version: int) -> Iterator[Finding]:
    if version < 1:
        yield number, f"the version of {what} counts from 1", str(version)


def _text(number: int, *texts: str) -> Iterator[Finding]:
    for text in texts:
        try:
            storable(text)
        except ValidationError as error:
            yield number, "text can be stored in every database", error.messages[0]
