"""What the cells of a row say about the goal itself: wording, state, dates, owner."""

import re
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError

from goalchain.goals.models.goal import Outcome, State
from goalchain.goals.rules import TITLE_LENGTH, dates_refusal, title_refusal
from goalchain.lib.text import storable

from .plan import Entry
from .stored import StoredChain, StoredGoal

STATEMENT_LENGTH = 10_000
_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}\Z", re.ASCII)
_STATES = {word.casefold(): value for value, label in State.choices for word in (value, label)}
_OUTCOMES = {word.casefold(): value for value, label in Outcome.choices for word in (value, label)}


def read_values(entry: Entry, chain: StoredChain) -> None:
    """Set the entry's values and the names of those that change, and its reasons where a cell says what cannot be.

    A column that is absent keeps what is stored, an empty cell clears. Without a state, a goal is a draft; a goal that
    leaves `closed` without a word about its outcome loses it, as when it is reopened.
    """
    cells = entry.row.cells
    stored = entry.stored
    entry.values = _stored_values(stored) if stored else _new_values()
    values = entry.values
    if "title" in cells or not stored:
        values["title"] = cells.get("title", "")
        _refuse(entry, title_refusal(values["title"]) or storable_reason("title", values["title"], TITLE_LENGTH))
    if "statement" in cells:
        values["statement"] = cells["statement"]
        _refuse(entry, storable_reason("statement", values["statement"], STATEMENT_LENGTH))
    _read_state(entry)
    for column in ("starts_on", "ends_on"):
        if column in cells:
            values[column] = _date(entry, column, cells[column])
    _refuse(entry, dates_refusal(values["starts_on"], values["ends_on"]))
    if "owner" in cells:
        values["owner"] = cells["owner"].lower()
        _check_owner(entry, chain)
    if stored:
        former = _stored_values(stored)
        entry.changes = [name for name, value in values.items() if not same(value, former[name])]


def same(value: Any, former: Any) -> bool:
    """Whether two values are equal; spreadsheets and browsers end lines as they like, and forms strip."""
    if isinstance(value, str) and isinstance(former, str):
        return value == former or _plain(value) == _plain(former)
    return bool(value == former)


def storable_reason(column: str, text: str, most: int) -> str:
    """Why this text cannot be stored in a column that takes so many characters; "" when it can."""
    if len(text) > most:
        return f"The {column} has {len(text)} characters; {most} is the most."
    try:
        storable(text)
    except ValidationError as error:
        return f"In {column}: {error.messages[0]}"
    return ""


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def _new_values() -> dict[str, Any]:
    empty = {"title": "", "statement": "", "state": "draft", "outcome": ""}
    return empty | {"starts_on": None, "ends_on": None, "owner": ""}


def _stored_values(stored: StoredGoal) -> dict[str, Any]:
    return {name: getattr(stored, name) for name in _new_values()}


def _refuse(entry: Entry, reason: str) -> None:
    if reason:
        entry.reasons.append(reason)


def _read_state(entry: Entry) -> None:
    cells, values = entry.row.cells, entry.values
    wrong = [
        f"“{cells[column][:80]}” is no {column}. Write one of {', '.join(dict.fromkeys(known.values()))}."
        for column, known in (("state", _STATES), ("outcome", _OUTCOMES))
        if cells.get(column) and cells[column].casefold() not in known
    ]
    if wrong:
        entry.reasons += wrong
        return
    if "state" in cells:
        values["state"] = _STATES.get(cells["state"].casefold(), "draft")
    if "outcome" in cells:
        values["outcome"] = _OUTCOMES.get(cells["outcome"].casefold(), "")
    elif values["state"] != "closed":
        values["outcome"] = ""
    if values["state"] == "closed" and not values["outcome"]:
        entry.reasons.append("A closed goal has an outcome. Write achieved, partly, missed or abandoned.")
    elif values["outcome"] and values["state"] != "closed":
        entry.reasons.append(
            f"It has the outcome {values['outcome']} and is {values['state']}; only a closed goal has an outcome. "
            "Write closed, or empty the outcome."
        )


def _date(entry: Entry, column: str, cell: str) -> date | None:
    if not cell:
        return None
    try:
        if _ISO_DATE.match(cell):
            return date.fromisoformat(cell)
    except ValueError:
        pass
    entry.reasons.append(f"“{cell[:80]}” in {column} is no date. Write year, month and day, like 2026-11-16.")
    return None


def _check_owner(entry: Entry, chain: StoredChain) -> None:
    owner = entry.values["owner"]
    if not owner or owner in chain.members or (entry.stored and owner == entry.stored.owner):
        return
    entry.reasons.append(
        f"{owner[:254]} is no member of {chain.product.name}. Add the person on the members page, or empty the cell."
    )
