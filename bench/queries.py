"""F1: the queries of every page and call, session and person included, in S and in L. Exact."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

from bench.addresses import api_calls, pages
from bench.calling import Caller, WrongAnswer
from bench.chains import Chain
from bench.edits import TitleEdits
from bench.figures import Figure
from bench.world import World

SMALL_PAGES = ("goal", "sprint goal", "vision", "trace", "trace of a product goal")
#: Statements that frame a transaction ask nothing.
FRAMES = ("SAVEPOINT", "RELEASE SAVEPOINT", "ROLLBACK TO SAVEPOINT")


@contextmanager
def counted() -> Iterator[list[str]]:
    """Collect the statements that the product sends meanwhile on the current connection."""
    statements: list[str] = []

    def note(execute: Callable[..., Any], sql: str, parameters: Any, many: bool, context: dict[str, Any]) -> Any:
        if not sql.startswith(FRAMES):
            statements.append(sql)
        return execute(sql, parameters, many, context)

    with connection.execute_wrapper(note):
        yield statements


def measure(world: World) -> list[Figure]:
    """A figure a page: its queries in L; and one more for a page that is missing or needs another number in S."""
    counts: dict[str, list[int | None]] = {}
    for chain in world.chains:
        caller = world.caller(chain)
        chain.use()
        for name, url in (pages(chain) | api_calls(chain)).items():
            counts.setdefault(name, []).append(_queries_of(caller, url))
        counts.setdefault("save of a title", []).append(_queries_of_an_edit(caller, chain))
    figures = []
    for name, (small, large) in counts.items():
        if small is None or large is None:
            figures.append(Figure("F1", f"missing: {name}", 1, 0, exact=True))
            continue
        limit = 6 if name in SMALL_PAGES else 8
        figures.append(Figure("F1", f"queries, {name}", large, limit, exact=True))
        if small != large:
            what = f"queries, {name}: more in L than in S"
            figures.append(Figure("F1", what, large - small, 0, exact=True, note=f"{small} in S"))
    return figures


def _queries_of(caller: Caller, url: str) -> int | None:
    """Queries of the second of two calls: what a process keeps after its first is kept. None: there is no such page."""
    try:
        caller.get(url)
    except WrongAnswer as missing:
        print(f"          {missing}", flush=True)
        return None
    with counted() as statements:
        caller.get(url)
    return len(statements)


def _queries_of_an_edit(caller: Caller, chain: Chain) -> int:
    edits = TitleEdits(caller, chain)
    edits.save()
    with counted() as statements:
        edits.save()
    return len(statements)
