"""The parts of an impact: goals, agreements, dependencies, and what the apps above this one add when they are ready."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from goalchain.products.access import READ
from goalchain.products.models import Product

from ..levels import LEVELS

#: So many of a part are named where a goal is about to be changed.
NAMED: Final = 10
#: So many of one part are listed at most, where somebody asks for all of them.
MOST: Final = 1_000


@dataclass(frozen=True)
class Found:
    """A row of a part's SELECT: the goal that it is or hangs on, its own words and number, whether it is alone.

    `title` and `said` mean what the part wants; `ref` is the primary key of what hangs on the goal, or 0; `is_lone`
    marks a goal that would lose its only parent.
    """

    number: int
    level_name: str
    title: str
    said: str
    ref: int
    is_lone: bool


@dataclass(frozen=True)
class Touched:
    """One thing that hangs on the goal: how it is named, where it is shown, and what is said of it.

    `key` is the goal that it is or hangs on, "" for none; `level_name` is said of goals alone.
    """

    title: str
    url: str
    key: str = ""
    level_name: str = ""
    said: str = ""
    is_lone: bool = False

    @property
    def label(self) -> str:
        """The word for the level; "" for what is no goal."""
        return LEVELS[self.level_name].label if self.level_name else ""


@dataclass(frozen=True)
class Part:
    """One sort of what hangs on a goal.

    `words` SELECTs `number, level_name, title, said, ref, lone` and what `order` sorts by. It may read the goal from
    `here (id, product_id, level, state)`, all live goals below it from `below (id)`, both together from `line (id)`
    and those above from `above (id)`; drafts of sprint goals are left out for those who may not see them. For any other
    goal, under the alias `g`, `{hidden}` is that condition. Who lacks `right` is told nothing of the part.
    Parts are told in the order of their `place`.
    """

    name: str
    one: str
    many: str
    words: str
    order: str
    tell: Callable[[Found, Product], Touched]
    place: int
    right: str = READ


@dataclass
class Told:
    """A part as it was found: how many there are, how many of them would lose their only parent, and the first ones."""

    part: Part
    count: int
    lone: int
    listed: list[Touched] = field(default_factory=list)

    @property
    def counted(self) -> str:
        """ "1 release", "12 goals"."""
        return f"{self.count} {self.part.one if self.count == 1 else self.part.many}"

    @property
    def is_whole(self) -> bool:
        """Whether all of them are listed."""
        return len(self.listed) == self.count


_PARTS: dict[str, Part] = {}


def offer(part: Part) -> None:
    """Tell of this part whenever something is about to happen to a goal; called by its app when it is ready."""
    _PARTS[part.name] = part


def parts() -> list[Part]:
    """What was offered, in order."""
    return sorted(_PARTS.values(), key=lambda part: part.place)


def goal_told(found: Found, product: Product) -> Touched:
    """A goal by its title, with what is said of it."""
    key = f"{product.key}-{found.number}"
    return Touched(found.title, f"/g/{key}/", key, found.level_name, found.said, found.is_lone)
