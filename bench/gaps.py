"""F9: what looks at the whole chain, against the fetch of its goals and links: the gap report, the chain of the past.
Then the API's list of 100, against view1. In S and in L."""

from bench import addresses
from bench.chains import KEY, Chain
from bench.clock import medians
from bench.databases import raw_connection
from bench.figures import Figure
from bench.world import World

ROUNDS, ROUNDS_OF_LISTS = 20, 120

#: What the rules ask of a goal, and what a line of the report shows of it.
GOALS = """
SELECT g.id, g.number, g.level, g.level_name, g.title, g.state, g.outcome, g.starts_on, g.ends_on, g.position,
       g.created_at
FROM goals_goal g JOIN products_product p ON p.id = g.product_id WHERE p.key = %s AND g.archived_at IS NULL
"""
LINKS = """
SELECT l.child_id, l.parent_id FROM goals_link l JOIN products_product p ON p.id = l.product_id WHERE p.key = %s
"""
REPORT, LIST, SUMMARY = "gap report", "API list of 100 goals", "API summary of the gaps"
PAST = "chain of the past"


def measure(world: World) -> list[Figure]:
    """The report ≤ 10 × raw; the list ≤ 2 × view1; the others are told."""
    return [figure for chain in world.chains for figure in _measure(world, chain)]


def _measure(world: World, chain: Chain) -> list[Figure]:
    caller, calls, pages = world.caller(chain), addresses.api_calls(chain), addresses.pages(chain)
    chain.use()
    with raw_connection(chain.database) as raw:

        def fetch() -> int:
            return sum(len(raw.execute(sql, [KEY]).fetchall()) for sql in (GOALS, LINKS))

        times = medians(
            {
                "raw": fetch,
                REPORT: lambda: caller.get(pages["gaps"]),
                SUMMARY: lambda: caller.get(calls["API gap summary"]),
                PAST: lambda: caller.get(pages[PAST]),
            },
            world.rounds(ROUNDS),
            warm_up=1,
        )
    # By itself: what reads 20,000 goals leaves nothing in the processor's caches for who comes next.
    lists = {"view1": world.view1, LIST: chain.within(lambda: caller.get(addresses.goal_list()))}
    times |= medians(lists, world.rounds(ROUNDS_OF_LISTS))

    def figure(name: str, measure: str, limit: float | None) -> Figure:
        note = f"{times[name] * 1000:.1f} ms, {measure} {times[measure] * 1000:.1f} ms"
        return Figure("F9", f"{name}, {chain.name}", times[name] / times[measure], limit, f"× {measure}", note=note)

    told = [figure(SUMMARY, "raw", None), figure(PAST, "raw", None)]
    return [figure(REPORT, "raw", 10.0), *told, figure(LIST, "view1", 2.0)]
