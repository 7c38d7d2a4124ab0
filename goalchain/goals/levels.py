"""The levels of the chain: their words, their order, and the model that serves each.

Horizons and wording follow PRODUCT terms: Scrum Guide 2020 for product and sprint goals, Roman Pichler's goal hierarchy
(vision, user and business goals, product goals, sprint goals) for the rest.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from .models import Goal

VISION, STRATEGIC, PRODUCT, RELEASE, SPRINT = 1, 2, 3, 4, 5


@dataclass(frozen=True)
class Level:
    """One kind of goal. `rank` is its place in the chain (1 vision … 5 sprint); two kinds share rank 2."""

    name: str
    rank: int
    label: str
    plural: str
    purpose: str
    example: str
    horizon: str


_ALL = [
    Level(
        "vision",
        VISION,
        "Vision",
        "Vision",
        "Why the product exists: the lasting change it makes. It is not measured and may never be reached.",
        "Bike servicing is simple, reliable and accessible for every rider.",
        "3–5 years",
    ),
    Level(
        "user",
        STRATEGIC,
        "User goal",
        "User goals",
        "The problem that users want solved, or the benefit they want.",
        "Riders stop losing days to servicing.",
        "1–2 years",
    ),
    Level(
        "business",
        STRATEGIC,
        "Business goal",
        "Business goals",
        "The benefit to the company: a new source of revenue, a stronger brand, lower cost.",
        "Workshops fill their idle slots.",
        "1–2 years",
    ),
    Level(
        "product",
        PRODUCT,
        "Product goal",
        "Product goals",
        "One specific, measurable outcome on the way to the user and business goals.",
        "Customers book, track and pay for bike servicing in a mobile app.",
        "6–12 months",
    ),
    Level(
        "release",
        RELEASE,
        "Release goal",
        "Release goals",
        "The slice of a product goal that one release delivers; a checkpoint that stakeholders can see.",
        "Customers book a service slot online.",
        "2–3 months",
    ),
    Level(
        "sprint",
        SPRINT,
        "Sprint goal",
        "Sprint goals",
        "The single objective of one sprint: what to learn, which risk to test, what to deliver.",
        "Service booking works.",
        "1–4 weeks",
    ),
]

LEVELS: Final[dict[str, Level]] = {level.name: level for level in _ALL}
NAMES: Final = [(level.name, level.label) for level in _ALL]
RANKS: Final = (VISION, STRATEGIC, PRODUCT, RELEASE, SPRINT)

#: The ranks that a preset leaves out. Goals that exist there stay, and a link may skip them.
UNUSED: Final[dict[str, frozenset[int]]] = {
    "releases": frozenset(),
    "pichler": frozenset({RELEASE}),
    "scrum": frozenset({STRATEGIC}),
}

_models: dict[int, "type[Goal]"] = {}
_details: "dict[type[Goal], tuple[str, ...]]" = {}


def serve(rank: int, model: "type[Goal]", *details: str) -> None:
    """Say which model holds what only goals of this rank have; called by the level's app when it is ready.

    `details` are its foreign keys that every page of a goal shows, as select_related names them: "sprint__team".
    """
    _models[rank] = model
    _details[model] = details


def model_of(rank: int) -> "type[Goal]":
    """The model that holds the goals of this rank."""
    return _models[rank]


def accessors() -> list[str]:
    """The names under which a Goal reaches the rows of its level's model, for select_related."""
    names = [model._meta.model_name or "" for model in dict.fromkeys(_models.values())]
    return names + [f"{model._meta.model_name}__{path}" for model, paths in _details.items() for path in paths]


def details_of(model: "type[Goal]") -> tuple[str, ...]:
    """The foreign keys of a level's model that every page of its goals shows, as `serve` was told them."""
    return _details.get(model, ())


def used_by(preset: str) -> list[Level]:
    """The levels of a preset, from the vision down."""
    return [level for level in _ALL if level.rank not in UNUSED[preset]]


def ranks_of(preset: str) -> list[int]:
    """The ranks of a preset, from 1."""
    return [rank for rank in RANKS if rank not in UNUSED[preset]]


def at_rank(rank: int) -> list[Level]:
    """The levels that share a rank: two at rank 2, one elsewhere."""
    return [level for level in _ALL if level.rank == rank]


def rank_label(rank: int) -> str:
    """The word for a rank inside a sentence: "user or business goal", "release goal"."""
    return " or ".join(level.label for level in at_rank(rank)).replace("goal or Business ", "or business ").lower()
