"""The sides of the matrix: which kinds of goals stand in its rows and in its columns."""

from dataclasses import dataclass
from typing import Final

from .. import levels
from ..levels import Level


@dataclass(frozen=True)
class Axis:
    """The goals of one side. `value` is its word in addresses; `levels` are the kinds of goals, all of one rank."""

    value: str
    levels: tuple[Level, ...]

    @property
    def rank(self) -> int:
        """The place of its goals in the chain, 1 vision … 5 sprint."""
        return self.levels[0].rank

    @property
    def names(self) -> list[str]:
        """The names of its levels."""
        return [level.name for level in self.levels]

    @property
    def label(self) -> str:
        """The word in the choosers: "User and business goals", "Sprint goals"."""
        return " and ".join(level.plural for level in self.levels).replace("goals and Business", "and business")

    @property
    def plural(self) -> str:
        """The same inside a sentence."""
        return "visions" if self.rank == levels.VISION else self.label.lower()

    @property
    def singular(self) -> str:
        """One of its goals inside a sentence: "user or business goal", "sprint goal"."""
        return levels.rank_label(self.rank) if len(self.levels) > 1 else self.levels[0].label.lower()


#: User and business goals share a rank: they can be asked for together.
BOTH: Final = "strategic"
AXES: Final[dict[str, Axis]] = {
    axis.value: axis
    for axis in (
        Axis("vision", tuple(levels.at_rank(levels.VISION))),
        Axis(BOTH, tuple(levels.at_rank(levels.STRATEGIC))),
        *(Axis(level.name, (level,)) for level in levels.LEVELS.values() if level.rank > levels.VISION),
    )
}


def offered(preset: str) -> list[Axis]:
    """What the choosers of a product with this preset offer, from the vision down."""
    used = levels.ranks_of(preset)
    return [axis for axis in AXES.values() if axis.rank in used]


def usual(preset: str) -> tuple[Axis, Axis]:
    """What is shown when nobody asks for anything: user and business goals (or what is nearest) by sprint goals."""
    above = BOTH if levels.STRATEGIC in levels.ranks_of(preset) else "product"
    return AXES[above], AXES["sprint"]


def axes_of(preset: str, rows: str | None, columns: str | None) -> tuple[Axis, Axis]:
    """The axes that an address names. Where it names one or none, the usual ones that can stand against it."""
    usual_rows, usual_columns = usual(preset)
    found = AXES.get(rows or ""), AXES.get(columns or "")
    match found:
        case (Axis() as first, Axis() as second):
            return first, second
        case (Axis() as first, None):
            return first, usual_rows if first.rank == usual_columns.rank else usual_columns
        case (None, Axis() as second):
            return usual_columns if second.rank == usual_rows.rank else usual_rows, second
    return usual_rows, usual_columns
