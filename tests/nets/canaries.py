"""Canaries: a word that appears nowhere else, in every text of a product. Who sees it saw what they may not."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Q

from goalchain.goals.models import Event, GapAcceptance, Goal, Link
from goalchain.metrics.models import Assumption, CheckIn, Metric, Reading, Upholding
from goalchain.products.models import Product
from sprints.models import Availability, SprintCapacity

#: In every text of the product; and, in place of it, in what only those may read who take part in planning.
CANARY, PLANNING = "zebrafinch", "nightheron"
#: The apps whose models belong to a product.
OURS = ("products", "goals", "metrics", "talk", "vision", "roadmap", "sprints", "sharing")
#: What only sprint goals say.
TEMPLATE = ("why", "artefact", "technique", "test_group", "success")
#: Text that is no person's: references, fixed words, hashes.
FIXED = {"key", "rule", "verb", "subject", "digest", "filters", "password", "time_zone", "wording"}

#: A text that is there exactly when its time is.
TIMED = {"answer": "answered_at", "aside_reason": "put_aside_at"}


def text_fields(model: type[models.Model]) -> list[Any]:
    """The fields of a model that hold what a person typed."""
    return [
        field
        for field in model._meta.local_concrete_fields
        if isinstance(field, models.CharField | models.TextField) and not field.choices and field.name not in FIXED
    ]


def planted() -> Iterator[tuple[type[models.Model], str]]:
    """Yield every text field in which a canary sits; found by introspection, so that a new one is not forgotten."""
    for label in OURS:
        for model in apps.get_app_config(label).get_models():
            for field in text_fields(model):
                yield model, field.name


def rows_of(model: type[models.Model], product: Product) -> Any:
    """The rows of a model that belong to a product. Raises LookupError for a model that leads to none."""
    if model is Product:
        return model._default_manager.filter(pk=product.pk)
    names = {field.name for field in model._meta.get_fields()}
    for path in (
        *("product", "goal__product", "metric__product", "team__product", "sprint__product", "review__product"),
        "capacity__product",
    ):
        if path.split("__")[0] in names:
            return model._default_manager.filter(**{path: product})
    raise LookupError(f"{model.__name__} leads to no product: say in tests/nets/canaries.py how it does.")


def plant(product: Product) -> int:
    """Put a canary into every text of the product; return into how many."""
    drafts = Goal.objects.filter(product=product, level=5, state="draft").values_list("pk", flat=True)
    drafts = set(drafts)
    count = 0
    for model, name in planted():
        for row in rows_of(model, product):
            if name in TIMED and getattr(row, TIMED[name], True) is None:
                continue
            word = PLANNING if is_planning(row, drafts) else CANARY
            text = f"{getattr(row, name)} {word}"
            if "email" in name:
                text = f"{word}.{row.pk}@{product.key.lower()}.example"
            model._base_manager.filter(pk=row.pk).update(**{name: text})
            count += 1
    for event in Event.objects.filter(product=product):
        word = PLANNING if event.goal_id in drafts or event.planning else CANARY
        Event.objects.filter(pk=event.pk).update(after=marked(event.after, word), former=marked(event.former, word))
    return count


def is_planning(row: Any, drafts: set[int]) -> bool:
    """Whether a row is a draft sprint goal, a link of one, what is measured or said of one, or of a team's capacity."""
    if isinstance(row, SprintCapacity | Availability):
        return True
    if isinstance(row, Goal):
        return row.pk in drafts
    if isinstance(row, Link):
        return row.child_id in drafts
    if isinstance(row, Reading):
        return row.metric.goal_id in drafts
    return isinstance(row, Metric | CheckIn | Assumption | Upholding | GapAcceptance) and row.goal_id in drafts


def marked(value: Any, word: str) -> Any:
    """An event's words, each text that a person typed with the canary behind it."""
    if isinstance(value, dict):
        typed = (
            "title",
            "statement",
            "learning",
            "rationale",
            "name",
            "email",
            "unit",
            "note",
            "text",
            "source",
            "segment",
            "answer",
            "result",
            "evidence",
            "beneficiary",
            "effect",
            "version_name",
            "sentence",
            "test",
            "reason",
            *TEMPLATE,
        )
        return {
            name: f"{inner} {word}" if name in typed and isinstance(inner, str) else marked(inner, word)
            for name, inner in value.items()
        }
    return [marked(inner, word) for inner in value] if isinstance(value, list) else value


def sightings(text: str, words: tuple[str, ...]) -> list[str]:
    """Each canary that is in the text, with what stands around it."""
    found = []
    for word in words:
        at = text.find(word)
        if at >= 0:
            found.append(f"{word}: …{text[max(0, at - 80) : at + 30]!r}")
    return found


def every_text_is_planted(product: Product) -> list[str]:
    """Name the text fields of which the product has no row with a canary: the net would be blind there."""
    blind = []
    for model, name in planted():
        seen = rows_of(model, product).filter(Q(**{f"{name}__contains": CANARY}) | Q(**{f"{name}__contains": PLANNING}))
        if not seen.exists():
            blind.append(f"{model.__name__}.{name}")
    return blind
