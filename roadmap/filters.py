"""What a roadmap is asked to show: the view, the grouping and the filters, as the URL says them."""

from dataclasses import dataclass, fields, replace
from typing import Any, Final
from urllib.parse import urlencode

from django.http import QueryDict

VIEWS: Final = {"grid": "GO grid", "timeline": "Timeline", "now": "Now, next, later"}
GROUPS: Final = {"": "No groups", "goal": "User and business goal", "state": "State", "owner": "Owner", "team": "Team"}
STATES: Final = {
    "": "Open",
    "draft": "Draft",
    "agreed": "Agreed",
    "active": "Active",
    "closed": "Closed",
    "all": "Open and closed",
}
MODES: Final = {"": "", "present": "Present", "wall": "Wall"}
ZOOMS: Final = {"month": "Months", "quarter": "Quarters", "year": "Years"}


@dataclass(frozen=True)
class Wanted:
    """What is asked for. A word that means nothing counts as not said, so that an old link still opens.

    `owner` is a person's id, `team` a team's id, `goal` the number of a user or business goal.
    """

    key: str
    view: str = "grid"
    group: str = ""
    state: str = ""
    owner: int | None = None
    team: int | None = None
    goal: int | None = None
    zoom: str = "quarter"
    mode: str = ""

    @property
    def url(self) -> str:
        """The address of this very roadmap, to be sent to others."""
        return self.path + (f"?{query}" if (query := self.query) else "")

    @property
    def path(self) -> str:
        """The address without what is asked for."""
        return f"/p/{self.key}/roadmap/"

    @property
    def query(self) -> str:
        """What follows the question mark: only what differs from the usual."""
        told = {field.name: getattr(self, field.name) for field in fields(self) if field.name != "key"}
        usual = {field.name: field.default for field in fields(self)}
        return urlencode({name: value for name, value in told.items() if value != usual[name]})

    @property
    def is_filtered(self) -> bool:
        """Whether anything is left out on purpose."""
        return bool(self.state or self.owner or self.team or self.goal)

    def but(self, **changes: Any) -> "Wanted":
        """The same with something else."""
        return replace(self, **changes)


def wanted(key: str, query: QueryDict) -> Wanted:
    """What the query of an address asks for."""
    return Wanted(
        key,
        view=_word(query, "view", VIEWS, "grid"),
        group=_word(query, "group", GROUPS, ""),
        state=_word(query, "state", STATES, ""),
        owner=_number(query, "owner"),
        team=_number(query, "team"),
        goal=_number(query, "goal"),
        zoom=_word(query, "zoom", ZOOMS, "quarter"),
        mode=_word(query, "mode", MODES, ""),
    )


def _word(query: QueryDict, name: str, words: dict[str, str], usual: str) -> str:
    value = query.get(name, usual)
    return value if value in words else usual


def _number(query: QueryDict, name: str) -> int | None:
    value = query.get(name, "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 19 else None
