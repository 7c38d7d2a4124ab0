"""What only sprint goals have, and the cadence of teams, as JSON."""

from typing import Any

#: The sprint goal template, as columns of SprintGoal.
TEMPLATE = ("kind", "why", "artefact", "technique", "test_group", "success")
NO_SPRINT: dict[str, Any] = {"team": None, "sprint": None, "sprint_id": None}


def template_of(values: Any) -> dict[str, Any]:
    """The template's part of `details`, from values in the order of TEMPLATE. No query."""
    kind, *words = values
    return {"kind": kind or None, **dict(zip(TEMPLATE[1:], words, strict=True))}


def cadence_of(kind: Any, weeks: Any, weekday: Any, starts_on: Any) -> dict[str, Any] | None:
    """A team's cadence; None without one. No query."""
    if kind is None:
        return None
    return {"kind": kind, "weeks": weeks, "weekday": weekday, "starts_on": starts_on.isoformat()}
