"""All rules, and what they advise together."""

from collections.abc import Collection
from typing import Final

from .aim import OUTCOME, SOLUTION
from .fit import HORIZON, LENGTH, STRETCH
from .measure import METRIC, VAGUE_WORDS
from .rule import Advice, Rule
from .single import JOINED, LISTED
from .wording import Wording

#: By their names, in the order in which they are shown: what is said first matters most.
RULES: Final[dict[str, Rule]] = {
    rule.name: rule for rule in (JOINED, LISTED, SOLUTION, OUTCOME, VAGUE_WORDS, STRETCH, METRIC, HORIZON, LENGTH)
}
#: What is said already says this as well: a list of work is also several things, and names no outcome.
_COVERS: Final[dict[str, tuple[str, ...]]] = {"listed": ("joined", "outcome")}


def advise(wording: Wording, quiet: Collection[str] = ()) -> list[Advice]:
    """What the rules advise on a wording, but for the `quiet` ones. An empty title is no wording yet."""
    if not wording.title.strip():
        return []
    found = [rule.check(wording) for name, rule in RULES.items() if name not in quiet]
    told = [advice for advice in found if advice is not None]
    covered = {name for advice in told for name in _COVERS.get(advice.rule.name, ())}
    return [advice for advice in told if advice.rule.name not in covered]
