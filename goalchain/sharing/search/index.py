"""The index as a whole: made, made anew, taken away, and compared with what it is made of."""

from collections.abc import Iterator
from typing import Any

from django.db import connection, transaction

from . import triggers
from .sources import COLUMNS, SOURCES


def rebuild() -> int:
    """Make the triggers and all entries anew; return how many entries there are. One transaction.

    On PostgreSQL the sources may be read meanwhile but not written, so that nothing slips between copy and trigger.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"LOCK TABLE {', '.join(source.table for source in SOURCES)} IN SHARE ROW EXCLUSIVE MODE")
        _remove(cursor)
        cursor.execute("DELETE FROM search_entry")
        for source in SOURCES:
            cursor.execute(triggers.copied(source))
            for statement in triggers.made(connection.vendor, source):
                cursor.execute(statement)
        cursor.execute("SELECT count(*) FROM search_entry")
        (count,) = cursor.fetchone()
    return int(count)


def is_whole() -> bool:
    """Whether every trigger is there. One query."""
    sql = (
        "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
        if connection.vendor == "postgresql"
        else "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return triggers.names() <= {name for (name,) in cursor.fetchall()}


def let_go(**sent: Any) -> None:
    """Before tables change, take the triggers off them: a column that a trigger names could not be removed."""
    if sent.get("plan") and sent["using"] == connection.alias:
        with connection.cursor() as cursor:
            _remove(cursor)


def take_up(**sent: Any) -> None:
    """After tables changed, or when triggers are missing, make the index anew. A database that is only emptied keeps
    its triggers."""
    if sent.get("plan") is None or sent["using"] != connection.alias or not _is_possible():
        return
    if sent["plan"] or not is_whole():
        rebuild()


def offences() -> Iterator[str]:
    """Each source whose entries are not what its rows say, in words. Two queries a source."""
    with connection.cursor() as cursor:
        for source in SOURCES:
            told = ", ".join(source.values("r")[2:])
            columns = ", ".join(COLUMNS[2:])
            kept = f"SELECT {columns} FROM search_entry WHERE source = '{source.name}'"
            live = f"SELECT {told} FROM {source.table} r WHERE {source.is_live('r')}"
            for words, sql in (
                ("are not in the search index as they are", f"{live} EXCEPT {kept}"),
                ("are in the search index and should not be", f"{kept} EXCEPT {live}"),
            ):
                cursor.execute(f"SELECT count(*) FROM ({sql}) differing")
                (count,) = cursor.fetchone()
                if count:
                    yield f"{count} of {source.table} {words}. Run manage.py reindex."


def _remove(cursor: Any) -> None:
    for statement in triggers.removed(connection.vendor):
        cursor.execute(statement)


def _is_possible() -> bool:
    """Whether every table is there: not while an app is migrated back to before it had them."""
    return {"search_entry", *(source.table for source in SOURCES)} <= set(connection.introspection.table_names())
