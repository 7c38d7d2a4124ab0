"""What a rule of the gap report is, and which there are."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from goalchain.products.models import Product

from .. import levels

#: A SELECT of two columns, the goal that has the gap and the other goal that it is about (or NULL), both by primary
#: key and each goal once; and its parameters. It may read `live` (the goals that the member may see and that are not
#: archived, with the columns of `report.LIVE`) and `lines` (the links between them: child_id, parent_id).
Words = tuple[str, list[Any]]
NO_OTHER = "CAST(NULL AS bigint)"


@dataclass(frozen=True)
class Asked:
    """What a rule is asked about: a product, on a day."""

    product: Product
    today: date


Asking = Callable[[Asked], Words]


@dataclass(frozen=True)
class GapRule:
    """One kind of gap.

    `reason` says why it is one, `remedy` what to do. `start` is where the remedy begins, with {key} for the goal,
    {other} for the other one and {product}; `start_label` are its words. `decides`: beginning it takes the right to
    decide on goals of that level, else to edit them; `of_other`: the level is that of the other goal. `about` words
    what the other goal has to do with it ("ends after {other}").
    """

    name: str
    label: str
    levels: tuple[str, ...]
    reason: str
    remedy: str
    start: str
    start_label: str
    words: Asking
    decides: bool = False
    of_other: bool = False
    about: str = ""


@dataclass(frozen=True)
class Further:
    """What finds more gaps of a rule, at one level only, and where their remedy begins."""

    level: str
    words: Asking
    start: str
    start_label: str


_RULES: dict[str, GapRule] = {}
_FURTHER: dict[str, list[Further]] = {}


def offer(rule: GapRule) -> None:
    """Put this rule into the report; called by its app when it is ready."""
    _RULES[rule.name] = rule


def offer_further(name: str, further: Further) -> None:
    """Let a rule find more at a level that only the caller's app knows; called by that app when it is ready."""
    _FURTHER[name] = [known for known in _FURTHER.get(name, []) if known.level != further.level] + [further]


def rules() -> list[GapRule]:
    """All rules, in the order of `ORDER`; those that it does not name come last."""
    return sorted(_RULES.values(), key=lambda rule: ORDER.index(rule.name) if rule.name in ORDER else len(ORDER))


def rule_named(name: str) -> GapRule | None:
    """The rule of this name, if there is one."""
    return _RULES.get(name)


def askings(rule: GapRule) -> list[Asking]:
    """Everything that finds gaps of this rule."""
    return [rule.words, *(further.words for further in _FURTHER.get(rule.name, []))]


def start_of(rule: GapRule, level: str) -> tuple[str, str]:
    """Where the remedy begins for a goal of this level, and the words that lead there."""
    for further in _FURTHER.get(rule.name, []):
        if further.level == level:
            return further.start, further.start_label
    return rule.start, rule.start_label


#: What is read first matters most: a broken line, then one that does not move, then one that is badly set up.
ORDER = (
    *("no-parent", "no-child", "unserved", "off-goal", "open-under-closed", "active-under-draft"),
    *("refuted", "flat", "stale", "no-metric", "never-started", "ends-late", "horizon"),
)

EVERY: tuple[str, ...] = tuple(levels.LEVELS)
