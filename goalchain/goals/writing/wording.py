"""What the rules look at: a goal's words, its level and its dates, and the same words taken apart."""

import re
from dataclasses import dataclass
from datetime import date
from functools import cached_property

#: Rules look at no more than a goal may hold.
TITLE_READ, STATEMENT_READ = 200, 10_000

_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
_NUMBER = re.compile(
    r"\d|%|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|sixty|"
    r"eighty|ninety|hundred|thousand|million|dozen|half|halved?|halves|third|quarter|twice|doubled?|doubles|tripled?|"
    r"triples|zero|nobody|nothing|none|never|"
    r"(?:a|an|one) (?:second|minute|hour|day|week|month|quarter|year)|one (?:in|of|out of))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Wording:
    """How a goal is worded, or would be.

    `level` is the level's name, `preset` the product's. `has_metric` is None when nobody can know yet, as while a goal
    is being written.
    """

    title: str
    statement: str = ""
    level: str = "product"
    preset: str = "releases"
    starts_on: date | None = None
    ends_on: date | None = None
    has_metric: bool | None = None

    @cached_property
    def words(self) -> list[str]:
        """The words of the title, in small letters."""
        return [word.lower() for word in _WORD.findall(self.title[:TITLE_READ])]

    @cached_property
    def text(self) -> str:
        """The title and the statement."""
        return f"{self.title[:TITLE_READ]}\n{self.statement[:STATEMENT_READ]}"

    @property
    def is_measured(self) -> bool:
        """Whether a metric or a number, a share or a span of time in the words says how much."""
        return bool(self.has_metric) or bool(_NUMBER.search(self.text))


def words_of(text: str) -> list[str]:
    """The words of a part of a text, in small letters."""
    return [word.lower() for word in _WORD.findall(text)]
