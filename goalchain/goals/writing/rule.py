"""What a rule is, and what it says."""

from collections.abc import Callable
from dataclasses import dataclass

from .. import levels
from .wording import Wording

EVERY: tuple[str, ...] = tuple(levels.LEVELS)
BELOW_THE_VISION = EVERY[1:]


@dataclass(frozen=True)
class Rule:
    """One check of a wording.

    `say` returns what it noticed, "" for nothing. `example` is a wording on which the rule fires, `better` one that
    says the same without it. `source` is where the rule comes from.
    """

    name: str
    label: str
    levels: tuple[str, ...]
    reason: str
    example: str
    better: str
    source: str
    say: Callable[[Wording], str]

    def check(self, wording: Wording) -> "Advice | None":
        """What the rule advises on a wording of a level that it applies to; None when it has nothing to say."""
        message = self.say(wording) if wording.level in self.levels else ""
        return Advice(self, message) if message else None


@dataclass(frozen=True)
class Advice:
    """What one rule noticed about one wording."""

    rule: Rule
    message: str
