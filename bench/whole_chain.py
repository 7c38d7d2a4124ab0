"""F4: the whole chain as JSON and as HTML, against the fetch of the same rows by psycopg alone. In S and in L."""

from bench import addresses
from bench.chains import KEY, Chain
from bench.clock import medians
from bench.databases import raw_connection
from bench.figures import Figure
from bench.world import World

ROUNDS = 12

#: Every column of the goal that the API's chain gives.
GOALS_FOR_JSON = """
SELECT g.number, g.level_name, g.title, g.statement, g.state, g.outcome, g.learning, u.email, g.starts_on, g.ends_on,
       g.confidence, g.version, g.archived_at, g.created_at, g.updated_at
FROM goals_goal g JOIN products_product p ON p.id = g.product_id LEFT JOIN accounts_user u ON u.id = g.owner_id
WHERE p.key = %s AND g.archived_at IS NULL ORDER BY g.level, g.position, g.number
"""
#: What a line of the outline shows.
GOALS_FOR_HTML = """
SELECT g.number, g.level_name, g.title, g.state, g.outcome
FROM goals_goal g JOIN products_product p ON p.id = g.product_id
WHERE p.key = %s AND g.archived_at IS NULL ORDER BY g.level, g.position, g.number
"""
LINKS = """
SELECT c.number, q.number, l.rationale
FROM goals_link l JOIN products_product p ON p.id = l.product_id
JOIN goals_goal c ON c.id = l.child_id JOIN goals_goal q ON q.id = l.parent_id
WHERE p.key = %s AND c.archived_at IS NULL AND q.archived_at IS NULL
"""
LINKS_FOR_HTML = """
SELECT l.child_id, l.parent_id FROM goals_link l JOIN products_product p ON p.id = l.product_id WHERE p.key = %s
"""


def measure(world: World) -> list[Figure]:
    """JSON ≤ 6 × raw; HTML ≤ 15 × raw and ≤ 300 bytes a goal."""
    return [figure for chain in world.chains for figure in _measure(world, chain)]


def _measure(world: World, chain: Chain) -> list[Figure]:
    caller = world.caller(chain)
    json_url, html_url = addresses.api_calls(chain)["API chain"], addresses.pages(chain)["outline"]
    chain.use()
    with raw_connection(chain.database) as raw:

        def fetch(*statements: str) -> int:
            return sum(len(raw.execute(sql, [KEY]).fetchall()) for sql in statements)  # type: ignore[call-overload]

        times = medians(
            {
                "raw JSON": lambda: fetch(GOALS_FOR_JSON, LINKS),
                "raw HTML": lambda: fetch(GOALS_FOR_HTML, LINKS_FOR_HTML),
                "JSON": lambda: caller.get(json_url),
                "HTML": lambda: caller.get(html_url),
            },
            world.rounds(ROUNDS),
            warm_up=1,
        )
        shown = fetch(GOALS_FOR_HTML)
    figures = [
        Figure(
            "F4",
            f"whole chain {chain.name} as {form}",
            times[form] / times[f"raw {form}"],
            limit,
            "× raw",
            note=f"{times[form] * 1000:.0f} ms, raw {times[f'raw {form}'] * 1000:.0f} ms",
        )
        for form, limit in (("JSON", 6.0), ("HTML", 15.0))
    ]
    size = len(caller.get(html_url).body)
    note = f"{size:,} B for {shown:,} goals"
    return [*figures, Figure("F4", f"HTML a goal, {chain.name}", size / shown, 300, "B", exact=True, note=note)]
