"""How the matrix names a sprint goal: by its sprint and team."""

from collections.abc import Sequence
from typing import Any

SPRINT_COLUMNS = ("sprintgoal__sprint__name", "sprintgoal__sprint__team__name")


def in_sprint(values: Sequence[Any]) -> str:
    """ "Sprint 3 of Web"; "" for a goal in no sprint. No query."""
    sprint, team = values
    return f"{sprint} of {team}" if sprint else ""
