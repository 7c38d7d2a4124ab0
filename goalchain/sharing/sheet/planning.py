"""From rows to a plan, against a chain that was read: which goals, with which values, under which parents.

The passes follow each other because a row may name any other: first what each row is, then its values, its parents, and
what rows may not be together. The wording of the rules is that of the verbs (`goalchain.goals.rules`).
"""

import re

from goalchain.goals import levels
from goalchain.goals.rules import (
    gate_refusal,
    link_refusal,
    parentless_refusal,
    second_vision_refusal,
    sprint_taken_refusal,
)

from .columns import split
from .plan import REFUSED_SHOWN, Entry, Plan
from .reading import Row, Sheet
from .sprints import place_in_sprints
from .stored import StoredChain
from .values import read_values, storable_reason

RATIONALE_LENGTH = 2000
#: A row is not told more than so many reasons why its parents cannot be served.
REASONS_MOST = 10
#: A number beyond would leave too few for the goals to come; a reference has nine digits at most.
HIGHEST_NUMBER = 99_999_999
LEVEL_WORDS = {word.casefold(): name for name, label in levels.NAMES for word in (name, label)}


def make_plan(sheet: Sheet, chain: StoredChain) -> Plan:
    """Say what the rows would make, change, leave and refuse. No query."""
    plan = Plan(chain)
    entries, named = _identify(sheet.rows, chain)
    for entry in entries:
        if entry.level_name:
            read_values(entry, chain)
    place_in_sprints(entries, plan)
    for entry in entries:
        if "parents" in entry.row.cells:
            _read_parents(entry, named, chain)
        _compare_parents(entry, chain)
    _keep_parents(entries, chain)
    # What stays as it is comes first, so that the row that changes something is the one that is refused.
    fine = [entry for entry in entries if not entry.reasons]
    ordered = sorted(fine, key=lambda entry: entry.stored is None or bool(entry.changes))
    _keep_one_vision(ordered, chain)
    _keep_one_goal_a_sprint(ordered, chain)
    _keep_one_active_goal(ordered, chain)
    _sort_into(plan, entries)
    return plan


def _identify(rows: list[Row], chain: StoredChain) -> tuple[list[Entry], dict[str, Entry]]:
    """What goal each row is about. Numbers of new goals follow the product's last, past those that the file names."""
    own = re.compile(rf"{re.escape(chain.product.key)}-0*([1-9][0-9]*)\Z", re.IGNORECASE)
    entries: list[Entry] = []
    named: dict[str, Entry] = {}
    for row in rows:
        entry = Entry(row, name=row.cells.get("key", ""), reasons=list(row.faults))
        entries.append(entry)
        _name(entry, own, chain)
        if entry.name in named:
            entry.reasons.append(f"{entry.key} stands on line {named[entry.name].line} already. One row a goal.")
        elif entry.name:
            named[entry.name] = entry
        _set_level(entry)
    taken = {entry.number for entry in entries}
    number = chain.last_number
    for entry in entries:
        if not entry.number and not entry.reasons:
            number += 1
            while number in taken:
                number += 1
            entry.number = number
    return entries, named


def _name(entry: Entry, own: re.Pattern[str], chain: StoredChain) -> None:
    match = own.match(entry.name)
    if not match:
        if reason := storable_reason("key", entry.name, 200):
            entry.reasons.append(reason)
        return
    written = f"{chain.product.key}-{match[1]}"
    if written != entry.name:
        entry.reasons.append(f"“{entry.key}” reads like {written[:80]}. Write that, or another name for a new goal.")
    elif len(match[1]) > len(str(HIGHEST_NUMBER)):
        entry.reasons.append(
            f"{written[:80]} is too high a number; {HIGHEST_NUMBER} is the highest. Choose another name."
        )
    else:
        entry.number = int(match[1])
        entry.stored = chain.goals.get(entry.number)
        if entry.stored and entry.stored.archived:
            entry.reasons.append(f"{entry.name} is archived. Restore it before you change it.")


def _set_level(entry: Entry) -> None:
    word = entry.row.cells.get("level")
    level_name = LEVEL_WORDS.get(word.casefold(), "") if word else ""
    known = ", ".join(levels.LEVELS)
    if word and not level_name:
        entry.reasons.append(f"“{word[:80]}” is no level. The levels are {known}.")
    elif entry.stored and word is None:
        level_name = entry.stored.level_name
    elif not word:
        entry.reasons.append(f"A goal needs a level: {known}.")
    elif entry.stored and level_name != entry.stored.level_name:
        was = levels.LEVELS[entry.stored.level_name].label.lower()
        entry.reasons.append(
            f"{entry.name} is a {was}, and a goal keeps its level. Write {entry.stored.level_name}, or make a new goal."
        )
        level_name = entry.stored.level_name
    entry.level_name = level_name


def _read_parents(entry: Entry, named: dict[str, Entry], chain: StoredChain) -> None:
    names = [name.strip() for name in split(entry.row.cells["parents"])]
    rationales = split(entry.row.cells.get("rationale", ""))
    if len(rationales) == len(names):
        pairs = [(name, rationale) for name, rationale in zip(names, rationales, strict=True) if name]
        lost = [rationale for name, rationale in zip(names, rationales, strict=True) if rationale and not name]
    else:
        pairs = [(name, "") for name in names if name]
        lost = [] if rationales == [""] else rationales
    if lost:
        entry.reasons.append(
            f"The rationale has {_count(len(rationales), 'part')} for {_count(sum(map(bool, names)), 'parent')}. "
            "Write one for each, with ; between, or none; a ; inside a rationale is written \\;"
        )
    former = chain.live_parents(entry.stored) if entry.stored else {}
    entry.parents = {}
    for name, rationale in pairs:
        if len(entry.reasons) >= REASONS_MOST:
            entry.reasons.append("And more of the same kind.")
            break
        number = _read_parent(entry, name, named, chain)
        if number:
            kept = "rationale" not in entry.row.cells
            entry.parents[number] = former.get(number, "") if kept else rationale
            if reason := storable_reason("rationale", rationale, RATIONALE_LENGTH):
                entry.reasons.append(reason)


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"


def _read_parent(entry: Entry, name: str, named: dict[str, Entry], chain: StoredChain) -> int:
    """The number of the parent with this name; 0, with a reason, when the row may not be linked to it."""
    prefix, _, digits = name.rpartition("-")
    stored = None
    if prefix == chain.product.key and digits.isascii() and digits.isdigit() and len(digits) < 10:
        stored = chain.goals.get(int(digits))
    parent = named.get(name)
    if parent is None and stored is None:
        entry.reasons.append(
            f"The parent “{name[:80]}” is neither in the file nor in {chain.product.name}. "
            "Add its row, or leave it out."
        )
        return 0
    if parent is not None and (not parent.level_name or not parent.number):
        return 0  # That row is refused for its own reasons; its child need not say so again.
    number = parent.number if parent else stored.number if stored else 0
    if entry.parents is not None and number in entry.parents:
        entry.reasons.append(f"The parent {name} is named twice. Name each parent once.")
        return 0
    if not entry.level_name:
        return 0
    reason = link_refusal(
        entry,
        parent or Entry(entry.row, name, number, level_name=stored.level_name if stored else ""),
        itself=parent is entry,
        archived=bool(stored and stored.archived),
        linked=False,
    )
    if reason:
        entry.reasons.append(reason)
        return 0
    return number


def _compare_parents(entry: Entry, chain: StoredChain) -> None:
    if entry.stored and entry.parents is not None:
        former = chain.live_parents(entry.stored)
        if entry.parents.keys() != former.keys():
            entry.changes.append("parents")
        if any(former.get(number, rationale) != rationale for number, rationale in entry.parents.items()):
            entry.changes.append("rationale")


def _keep_parents(entries: list[Entry], chain: StoredChain) -> None:
    """An agreed or active sprint goal has a live parent."""
    for entry in entries:
        if not entry.reasons and entry.holds_sprint:
            parents = entry.parents
            if parents is None:
                parents = chain.live_parents(entry.stored) if entry.stored else {}
            if not parents:
                entry.reasons.append(parentless_refusal(entry.key))


def _keep_one_vision(entries: list[Entry], chain: StoredChain) -> None:
    """A product has one vision that is neither closed nor archived."""
    in_file = {entry.number for entry in entries}
    live = [
        (f"{chain.product.key}-{goal.number}", goal.title)
        for goal in chain.goals.values()
        if goal.level == levels.VISION and not goal.archived and goal.state != "closed" and goal.number not in in_file
    ]
    for entry in entries:
        if entry.level == levels.VISION and entry.values["state"] != "closed":
            if live:
                entry.reasons.append(second_vision_refusal(chain.product.name, *live[0]))
            live.append((entry.key, entry.values["title"]))


def _keep_one_goal_a_sprint(entries: list[Entry], chain: StoredChain) -> None:
    """A sprint has one goal that is agreed or active."""
    in_file = {entry.number for entry in entries}
    holders = {
        goal.sprint: (f"{chain.product.key}-{goal.number}", goal.title)
        for goal in chain.goals.values()
        if goal.sprint and not goal.archived and goal.state in ("agreed", "active") and goal.number not in in_file
    }
    for entry in entries:
        sprint = entry.values.get("sprint")
        if sprint and entry.holds_sprint:
            if sprint in holders:
                entry.reasons.append(sprint_taken_refusal(f"{sprint[1]} of {sprint[0]}", *holders[sprint]))
            holders.setdefault(sprint, (entry.key, entry.values["title"]))


def _keep_one_active_goal(entries: list[Entry], chain: StoredChain) -> None:
    """A product works on one product goal at a time, where its setting says so."""
    if not chain.one_active_goal:
        return
    in_file = {entry.number for entry in entries}
    active = [
        (f"{chain.product.key}-{goal.number}", goal.title)
        for goal in chain.goals.values()
        if goal.level == levels.PRODUCT and goal.state == "active" and not goal.archived and goal.number not in in_file
    ]
    for entry in entries:
        if entry.is_active_product_goal:
            if active:
                entry.reasons.append(gate_refusal(chain.product.name, *active[0]))
            active.append((entry.key, entry.values["title"]))


def _sort_into(plan: Plan, entries: list[Entry]) -> None:
    for entry in entries:
        if entry.reasons:
            if len(plan.refused) < REFUSED_SHOWN:
                plan.refused.append(entry)
            else:
                plan.more_refused += 1
        elif entry.stored is None:
            plan.made.append(entry)
        elif entry.changes:
            plan.changed.append(entry)
        else:
            plan.unchanged += 1
