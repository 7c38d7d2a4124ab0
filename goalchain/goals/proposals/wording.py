"""Proposals in words: what each would change, and what their events say. No query."""

from datetime import date
from typing import Any

from django.utils.dateformat import format as date_format

from ..models import Event, Goal, Proposal
from ..models.goal import state_word
from ..models.proposal import Standing

LABELS = {"title": "Title", "statement": "Statement", "ends_on": "End", "state": "State"}


def proposal_told(proposal: Proposal, goal: Goal) -> dict[str, Any]:
    """A proposal as `goals/_proposal.html` takes it: what each part says now, would say, and said when it was proposed.

    `was` is there for a part that the goal says otherwise by now.
    """
    parts = []
    for name in LABELS:
        if name not in proposal.changes:
            continue
        now, wanted = _said(name, goal), _said(name, proposal)
        was = _former(name, proposal.former)
        parts.append({"label": LABELS[name], "now": now, "wanted": wanted, "was": was if was != now else ""})
    return {
        "proposal": proposal,
        "origin": proposal.origin,
        "parts": parts,
        "is_stale": proposal.standing == Standing.OPEN and any(part["was"] for part in parts),
        "can_decide": goal.access.decide_level(goal.level) and proposal.standing == Standing.OPEN,
    }


def _said(name: str, of: Goal | Proposal) -> str:
    return _former(name, {"state": of.state, "outcome": of.outcome, name: getattr(of, name)})


def _former(name: str, values: dict[str, Any]) -> str:
    """A part as people read it, from the values of a goal."""
    value = values.get(name)
    if name == "state":
        outcome = values.get("outcome")
        return state_word(value or "", outcome or "") if outcome or value else "nothing"
    if name == "ends_on" and value:
        day = date.fromisoformat(value) if isinstance(value, str) else value
        return date_format(day, "j F Y")
    return str(value or "nothing")


_VERBS = {
    "suggest": "proposed a change, because {reason}; it was learnt at",
    "adopt": "adopted a proposed change, because {reason}; it was learnt at",
    "decline": "declined a proposed change, because {answer}; it was proposed from",
    "withdraw": "withdrew a proposed change; it was learnt at",
    "reopen": "opened a proposed change again; it was learnt at",
}


def tell_proposal(event: Event) -> tuple[str, list[tuple[str, str]]]:
    """An event of a proposal; the key of the goal where it was learnt comes after the words."""
    facts = {name: shortened(event.after[name]) for name in ("reason", "answer")}
    return _VERBS.get(event.verb, event.verb).format(**facts), []


def shortened(reason: str) -> str:
    """A reason inside a sentence: without its own "because", not too long."""
    words = reason.strip().rstrip(".")
    if words.lower().startswith("because "):
        words = words[len("because ") :]
    return words if len(words) <= 200 else f"{words[:199].rstrip()}…"
