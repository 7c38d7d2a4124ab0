"""What only release goals have as JSON: the version, and the checkpoint of the release when it has shipped."""

import json
from collections.abc import Iterable
from typing import Any

from django.db.models import Case, When
from django.db.models.functions import JSONObject

from roadmap.models import ReleaseGoal
from roadmap.releases.checkpoint import Checkpoint


def checkpoint_column(path: str) -> Case:
    """The checkpoint at the end of `path` as one column of JSON, for `checkpoint_of`; NULL where there is none."""
    there = {f"{path}__isnull": False, f"{path}__taken_back_at": None}
    columns = {name: f"{path}__{name}" for name in (*Checkpoint.FIELDS, "version")}
    return Case(When(**there, then=JSONObject(**columns)))


def checkpoint_of(column: Any) -> dict[str, Any] | None:
    """The checkpoint, from such a column. SQLite tells a list inside it as text."""
    if column is None:
        return None
    told: dict[str, Any] = json.loads(column) if isinstance(column, str) else column
    return told | {"links": json.loads(told["links"])} if isinstance(told["links"], str) else told


def release_details_of(goals: Iterable[int]) -> dict[int, dict[str, Any]]:
    """The `details` of release goals by primary key. One query; none for none."""
    wanted = list(goals)
    if not wanted:
        return {}
    rows = ReleaseGoal.objects.filter(pk__in=wanted).order_by()
    told = rows.values_list("pk", "version_name", checkpoint_column("checkpoint"))
    return {pk: {"version": version, "checkpoint": checkpoint_of(column)} for pk, version, column in told}
