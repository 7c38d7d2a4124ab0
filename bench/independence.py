"""F10: what shows the same costs the same in S and in L: medians within 1.3, rows read equal."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connection, transaction

from bench import addresses, roadmap
from bench.chains import Chain
from bench.clock import Case, medians
from bench.edits import TitleEdits
from bench.figures import Figure
from bench.world import World

ROUNDS = 120
LIMIT = 1.3
#: A search for words within words has to read every title; all teams stand on the page of sprints, and L has ten times
#: as many: told, not limited.
UNLIMITED = {"search", "sprints"}
#: A large chain fills more of the chain page's columns, more teams stand beside a sprint, and a backlog is narrowed to
#: more goals and sprints: their rows are told, not limited.
UNEQUAL = {"chain", "sprint", "backlog"}
#: Rows that may be read more: versions of a row that edits have left behind are counted as well.
STALE_ROWS = 10
#: Rows that this connection took from tables, by scans and through indexes, since it last reported them.
ROWS_READ = "SELECT coalesce(sum(seq_tup_read + coalesce(idx_tup_fetch, 0)), 0) FROM pg_stat_xact_user_tables"


def measure(world: World) -> list[Figure]:
    """Trace, goal, chain, sprints, backlog, roadmap, lists and the save of a title, in both chains.

    L has 5,000 items in its backlog and 500 sprints, S a tenth of that; the roadmap has 150 rows beside each."""
    cases: dict[str, dict[str, Case]] = {}
    for chain in world.chains:
        for name, case in _cases(world, chain).items():
            cases.setdefault(name, {})[chain.name] = case
    flat = {f"{name} {size}": case for name, sizes in cases.items() for size, case in sizes.items()}
    times = medians(flat, world.rounds(ROUNDS))
    figures = []
    for name, sizes in cases.items():
        small, large = times[f"{name} S"], times[f"{name} L"]
        note = f"{small * 1000:.2f} ms, {large * 1000:.2f} ms"
        limit = None if name in UNLIMITED else LIMIT
        figures.append(Figure("F10", f"L / S, {name}", large / small, limit, note=note))
        rows = {size: rows_read(case) for size, case in sizes.items()}
        note = f"{rows['S']:,} in S"
        limit = None if name in UNLIMITED | UNEQUAL else rows["S"] + STALE_ROWS
        figures.append(Figure("F10", f"rows read in L, {name}", rows["L"], limit, exact=True, note=note))
    return figures


def _cases(world: World, chain: Chain) -> dict[str, Case]:
    caller, urls = world.caller(chain), addresses.pages(chain)
    edits, within = TitleEdits(caller, chain), chain.within
    views = {
        f"roadmap, {name}": within(lambda address=address: caller.get(address))  # type: ignore[misc]
        for name, address in roadmap.views(chain).items()
    }
    return {
        **views,
        "trace": within(lambda: caller.get(urls["trace"])),
        "goal": within(lambda: caller.get(urls["goal"])),
        "history": within(lambda: caller.get(urls["history"])),
        "save of a title": within(edits.save),
        "chain": within(lambda: caller.get(urls["chain"])),
        "sprint": within(lambda: caller.get(urls["sprint"])),
        "sprints": within(lambda: caller.get(urls["sprints"])),
        "backlog": within(lambda: caller.get(urls["backlog"])),
        "search": within(lambda: caller.get(urls["search"])),
        "API list of 100": within(lambda: caller.get(addresses.goal_list())),
    }


def rows_read(case: Case) -> int:
    """The rows that one call takes from tables. A transaction is held open around it, for its statistics.

    A table of a page or two may be read whole, which costs no more than an index and is left to chance: that the
    planner passes over where there is an index. A query that has none to use still reads its table.
    """
    case()
    with _kept_open(), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("DISCARD PLANS")  # those that were made before
        case()
        before = _rows_so_far()
        case()
        return _rows_so_far() - before


def _rows_so_far() -> int:
    with connection.cursor() as cursor:
        cursor.execute(ROWS_READ)
        return int(cursor.fetchone()[0])


@contextmanager
def _kept_open() -> Iterator[None]:
    """Keep Django from closing, around a request, a connection that is in a transaction."""
    ends = (request_started, request_finished)
    for end in ends:
        end.disconnect(close_old_connections)
    try:
        yield
    finally:
        for end in ends:
            end.connect(close_old_connections)
