"""The triggers that keep the index: which there are, and the SQL that makes and removes them.

They fire in the transaction of whoever writes, so nothing can be stored and not found. On PostgreSQL an INSERT is taken
as a whole, so that an import pays for one statement and not for every row.
"""

from collections.abc import Iterator

from .sources import COLUMNS, SOURCES, Source

_INTO = f"INSERT INTO search_entry ({', '.join(COLUMNS)}) SELECT"
_EVENTS = ("insert", "update", "delete")


def names() -> set[str]:
    """The names of all triggers on the sources."""
    return {_name(source, event) for source in SOURCES for event in _EVENTS}


def copied(source: Source) -> str:
    """The statement that copies every live row of a source into the index."""
    return f"{_INTO} {', '.join(source.values('r'))} FROM {source.table} r WHERE {source.is_live('r')}"


def made(vendor: str, source: Source) -> Iterator[str]:
    """The statements that make the triggers of a source."""
    yield from (_postgresql if vendor == "postgresql" else _sqlite)(source)


def removed(vendor: str) -> Iterator[str]:
    """The statements that remove all of them, whether they are there or not."""
    for name in sorted(names()):
        if vendor == "postgresql":
            yield f"DROP FUNCTION IF EXISTS {name}() CASCADE"
        else:
            yield f"DROP TRIGGER IF EXISTS {name}"


def _name(source: Source, event: str) -> str:
    return f"search_{source.name.replace('-', '')}_{event}"


def _forgotten(source: Source, row: str) -> str:
    key = source.key.replace("{r}", row)
    return f"DELETE FROM search_entry WHERE source = '{source.name}' AND source_id = {key}"


def _sqlite(source: Source) -> Iterator[str]:
    kept = f"{_INTO} {', '.join(source.values('NEW'))} WHERE {source.is_live('NEW')}"
    pairs = zip(source.watched("OLD"), source.watched("NEW"), strict=True)
    changed = " OR ".join(f"({before}) IS NOT ({after})" for before, after in pairs)
    yield f"CREATE TRIGGER {_name(source, 'insert')} AFTER INSERT ON {source.table} BEGIN {kept}; END"
    yield (
        f"CREATE TRIGGER {_name(source, 'update')} AFTER UPDATE ON {source.table} WHEN {changed} "
        f"BEGIN {_forgotten(source, 'OLD')}; {kept}; END"
    )
    yield (
        f"CREATE TRIGGER {_name(source, 'delete')} AFTER DELETE ON {source.table} "
        f"BEGIN {_forgotten(source, 'OLD')}; END"
    )


def _postgresql(source: Source) -> Iterator[str]:
    kept = f"{_INTO} {', '.join(source.values('r'))} FROM %s r WHERE {source.is_live('r')}"
    before, after = ", ".join(source.watched("OLD")), ", ".join(source.watched("NEW"))
    bodies = {
        "insert": kept % "fresh",
        "update": f"{_forgotten(source, 'OLD')}; {kept % '(SELECT (NEW).*)'}",
        "delete": _forgotten(source, "OLD"),
    }
    fires = {
        "insert": f"AFTER INSERT ON {source.table} REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT",
        "update": f"AFTER UPDATE ON {source.table} FOR EACH ROW WHEN (({before}) IS DISTINCT FROM ({after}))",
        "delete": f"AFTER DELETE ON {source.table} FOR EACH ROW",
    }
    for event in _EVENTS:
        name = _name(source, event)
        yield (
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN {bodies[event]}; RETURN NULL; END$$"
        )
        yield f"CREATE TRIGGER {name} {fires[event]} EXECUTE FUNCTION {name}()"
