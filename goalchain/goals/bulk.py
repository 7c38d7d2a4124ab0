"""Writing thousands of goals at once, inside one change, with events as the verbs write them.

The rules are the caller's to keep: what comes here is stored as it stands, and the constraints of the database have the
last word.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from operator import attrgetter
from typing import Any, TypeVar

from django.db import connection

from goalchain.lib.storing import claim_ids, insert_rows
from goalchain.products.changes import Change
from goalchain.products.errors import Stale

from .models import Goal, Link

T = TypeVar("T")

#: So many rows are asked for at once.
BATCH = 1000

#: A parent as snapshots hold it: {"number", "rationale"}.
Parents = list[dict[str, Any]]


def insert_goals(goals: Sequence[Goal]) -> None:
    """Store new goals, given as their level's models with every field set, and give them their primary keys.

    Queries: two, and one for every level.
    """
    for goal, pk in zip(goals, claim_ids(Goal, len(goals)), strict=True):
        goal.pk = goal.id = pk
    columns = [field.attname for field in Goal._meta.concrete_fields]
    insert_rows(Goal, columns, map(attrgetter(*columns), goals))
    for model in dict.fromkeys(type(goal) for goal in goals):
        own = [field.attname for field in model._meta.local_concrete_fields]
        of_level = [goal for goal in goals if type(goal) is model]
        insert_rows(model, own, ([getattr(goal, column) for column in own] for goal in of_level))


def insert_links(links: Iterable[tuple[Goal, Goal, str]]) -> None:
    """Store new links, as (child, parent, rationale); both ends are stored. One query."""
    columns = ("product_id", "child_id", "parent_id", "rationale", "child_level", "parent_level")
    insert_rows(
        Link,
        columns,
        (
            (child.product_id, child.pk, parent.pk, rationale, child.level, parent.level)
            for child, parent, rationale in links
        ),
    )


def update_goals(goals: Sequence[Goal], columns: Sequence[str], *, read: dict[int, int]) -> None:
    """Store these columns of goals that exist; `read` gives the version of each that was read, by primary key.

    Raises Stale when one of them has another version by now. One statement, run for each goal.
    """
    fields: list[Any] = [Goal._meta.get_field(column) for column in columns]
    sets = ", ".join(f"{field.column} = %s" for field in fields)
    rows = [[*_prepared(goal, fields), goal.pk, read[goal.pk]] for goal in goals]
    if _run_each(f"UPDATE {Goal._meta.db_table} SET {sets} WHERE id = %s AND version = %s", rows) != len(rows):
        raise Stale(max(read.values()))


def update_level_rows(goals: Sequence[Goal], columns: Sequence[str]) -> None:
    """Store these columns of the level's own table; all goals are of one level. One statement, run for each goal."""
    if not goals:
        return
    meta = type(goals[0])._meta
    fields: list[Any] = [meta.get_field(column) for column in columns]
    sets = ", ".join(f"{field.column} = %s" for field in fields)
    rows = [[*_prepared(goal, fields), goal.pk] for goal in goals]
    _run_each(f"UPDATE {meta.db_table} SET {sets} WHERE {meta.pk.column} = %s", rows)


def record(begun: Change, verb: str, goal: Goal, parents: Parents, former: dict[str, Any]) -> None:
    """Note what happened to a goal, with the whole of it afterwards. No query."""
    after = goal.facts() | {"parents": parents}
    begun.record(verb, "goal", goal_id=goal.pk, after=after, former=former, planning=goal.planning)


def batches(rows: Iterable[T], size: int) -> Iterator[list[T]]:
    """The rows in lists of at most `size`."""
    source = iter(rows)
    while batch := list(islice(source, size)):
        yield batch


def _prepared(goal: Goal, fields: Sequence[Any]) -> list[Any]:
    """The values as the database takes them."""
    return [
        field.get_db_prep_save(goal.pk if field.primary_key else getattr(goal, field.attname), connection)
        for field in fields
    ]


def _run_each(statement: str, rows: Sequence[Sequence[Any]]) -> int:
    """Run the statement for each row; return how many rows of the table it reached."""
    if not rows:
        return 0
    with connection.cursor() as cursor:
        cursor.executemany(statement, rows)
        reached: int = cursor.rowcount
    return reached
