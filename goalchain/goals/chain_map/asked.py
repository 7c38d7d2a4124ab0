"""What an address asks of the chain map. Words that mean nothing are passed over."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict

from .. import levels
from ..fetch import split_key
from ..models.goal import Outcome, State

#: So many goals of a rank are shown at first, 150 in all; and never more than MOST in a column.
FIRST = {levels.VISION: 10, levels.STRATEGIC: 20, levels.PRODUCT: 30, levels.RELEASE: 40, levels.SPRINT: 50}
STEP, MOST = 50, 500
#: The words by which an address lets a column show more: `?sprint=100`.
COLUMN = {levels.STRATEGIC: "strategic", levels.PRODUCT: "product", levels.RELEASE: "release", levels.SPRINT: "sprint"}

WHENS = {
    "now": "Running now",
    "quarter": "In the next 3 months",
    "year": "In the next 12 months",
    "late": "Late",
    "past": "Ended",
    "undated": "Without dates",
}


@dataclass(frozen=True)
class Asked:
    """The map that an address describes; `query()` writes the address again.

    by: "columns" or "rows", where the levels stand. view: "" (map and list, whichever fits the screen), map or list.
    order: "" (few lines cross) or position (as people put them). state, outcome, owner, team, when: what narrows it.
    only_open: closed goals are left out. folded: the numbers of goals whose goals below are hidden. limits: the ranks
    that show more than at first. selected: the number of the goal whose line is lit. as_of: a moment, as it was asked.
    """

    product_key: str
    by: str = "columns"
    view: str = ""
    order: str = ""
    state: str = ""
    outcome: str = ""
    owner: int | None = None
    team: int | None = None
    when: str = ""
    only_open: bool = False
    folded: frozenset[int] = frozenset()
    limits: Mapping[int, int] = field(default_factory=dict)
    selected: int | None = None
    as_of: str = ""

    @classmethod
    def of(cls, query: QueryDict, product_key: str) -> "Asked":
        """Read an address."""
        parts = split_key(query.get("goal", ""))
        return cls(
            product_key,
            by="rows" if query.get("by") == "rows" else "columns",
            view=_one_of(query.get("view"), ("map", "list")),
            order=_one_of(query.get("order"), ("position",)),
            state=_one_of(query.get("state"), State.values),
            outcome=_one_of(query.get("outcome"), Outcome.values),
            owner=_number(query.get("owner")),
            team=_number(query.get("team")),
            when=_one_of(query.get("when"), WHENS),
            only_open=query.get("show") == "open",
            folded=frozenset(n for word in query.get("fold", "")[:2000].split(".") if (n := _number(word))),
            limits={rank: min(n, MOST) for rank, word in COLUMN.items() if (n := _number(query.get(word)))},
            selected=parts[1] if parts and parts[0] == product_key else None,
            as_of=query.get("as_of", ""),
        )

    @property
    def narrowed(self) -> bool:
        """Whether a filter is set."""
        return bool(self.state or self.outcome or self.owner or self.team or self.when)

    def limit(self, rank: int) -> int:
        """How many goals of a rank are shown."""
        return max(self.limits.get(rank, 0), FIRST[rank])

    def words(self) -> dict[str, Any]:
        """The words of the address, as few as say it."""
        told: dict[str, Any] = {
            "by": self.by if self.by != "columns" else "",
            "view": self.view,
            "order": self.order,
            "state": self.state,
            "outcome": self.outcome,
            "owner": self.owner,
            "team": self.team,
            "when": self.when,
            "show": "open" if self.only_open else "",
            "fold": ".".join(map(str, sorted(self.folded))),
        }
        told |= {COLUMN[rank]: number for rank, number in self.limits.items() if number > FIRST[rank]}
        told |= {"goal": f"{self.product_key}-{self.selected}" if self.selected else "", "as_of": self.as_of}
        return {name: word for name, word in told.items() if word}

    def query(self, **other: Any) -> str:
        """The address from its question mark, with these attributes in place of its own: `?by=rows&goal=BIKE-7`."""
        return f"?{urlencode((replace(self, **other) if other else self).words())}"

    @property
    def past(self) -> str:
        """What an address says to stay in the past of this one, from its question mark; "" for today."""
        return f"?{urlencode({'as_of': self.as_of})}" if self.as_of else ""

    def before(self, word: str, **other: Any) -> str:
        """The address with these attributes, up to where the value of one more word goes: `?by=rows&fold=`."""
        query = self.query(**other)
        return f"{query}{'&' if len(query) > 1 else ''}{word}="

    def folding(self) -> Callable[[int], str]:
        """What tells, of a goal's number, the address with that goal folded, or unfolded if it is."""
        unfolded, prefix = self.query(folded=frozenset()), self.before("fold", folded=frozenset())

        def fold(number: int) -> str:
            folded = self.folded ^ {number}
            return f"{prefix}{'.'.join(map(str, sorted(folded)))}" if folded else unfolded

        return fold

    def cleared(self) -> str:
        """The address without any filter."""
        return self.query(state="", outcome="", owner=None, team=None, when="", only_open=False)


def _one_of(word: str | None, words: Any) -> str:
    return word if word and word in words else ""


def _number(word: str | None) -> int | None:
    word = word or ""
    return int(word) if word.isascii() and word.isdigit() and len(word) < 10 else None
