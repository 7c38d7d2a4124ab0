"""A spreadsheet of sixty goals as people bring it: names for keys, rows in no order, quotes, newlines."""

import csv
import io

from goalchain.sharing.sheet.columns import COLUMNS

#: The names of the two bad rows: a level that is none, a parent that is nowhere.
BAD = ("goal 44", "goal 19")


def sixty_goals(owner: str, *, bad: bool = False) -> str:
    """The sheet as CSV; with `bad`, the rows of BAD cannot be imported."""
    rows = [_row(number, owner) for number in range(60)]
    rows.reverse()
    if bad:
        by_name = {row["key"]: row for row in rows}
        by_name[BAD[0]]["level"] = "team"
        by_name[BAD[1]] |= {"parents": "nowhere", "rationale": ""}
    text = io.StringIO(newline="")
    sheet = csv.DictWriter(text, COLUMNS)
    sheet.writeheader()
    sheet.writerows(rows)
    return text.getvalue()


def _row(number: int, owner: str) -> dict[str, str]:
    level, parents = _place(number)
    row = {
        "key": f"goal {number}",
        "level": level,
        "title": f"Goal {number}: “fast, safe; simple” – Fahrradwerkstattterminvereinbarung 🚲",
        "statement": f'It says "{number}",\nand goes on; on the next line.\n=1+1' if number % 2 else "-5% churn",
        "parents": ";".join(f"goal {parent}" for parent in parents),
        "rationale": ";".join(f"reason {parent}\\; with a semicolon" for parent in parents),
        "owner": owner if number % 3 else "",
    }
    if level == "sprint":
        row |= {"state": "agreed", "starts_on": "2026-11-16", "ends_on": "2026-11-27"}
        row |= {"team": f"Team {number % 3}", "sprint": f"Sprint {number}"}
    elif level == "release" and number % 2:
        row |= {"state": "closed", "outcome": "partly"}
    return row


def _place(number: int) -> tuple[str, list[int]]:
    """The level of a goal and what it serves: a chain of 1, 4, 5, 10 and 40 goals."""
    if number == 0:
        return "vision", []
    if number < 5:
        return ("user" if number % 2 else "business"), [0]
    if number < 10:
        return "product", [1 + number % 4, 1 + (number + 1) % 4]
    if number < 20:
        return "release", [5 + number % 5]
    return "sprint", [10 + number % 10]
