"""F3: the first view of the chain map, in S and in L: ratios to view1, bytes, and how many goals are shown."""

import gzip

from bench.addresses import pages
from bench.clock import Case, medians
from bench.figures import Figure
from bench.world import World

ROUNDS = 60


def measure(world: World) -> list[Figure]:
    """The map as it opens, with a line lit, and narrowed: each ≤ 6 × view1 and ≤ 100 KB compressed."""
    cases: dict[str, Case] = {}
    figures = []
    for chain in world.chains:
        caller, base = world.caller(chain), pages(chain)["chain"]
        asked = {
            "as it opens": base,
            "a line lit": f"{base}?goal={chain.line['sprint']}",
            "drafts": f"{base}?state=draft",
        }
        for name, address in asked.items():
            chain.use()
            body = caller.get(address).body
            what = f"chain map of {chain.name}, {name}"
            shown = body.count(b"<article ")
            size = len(gzip.compress(body)) / 1000
            figures.append(Figure("F3", f"{what}, compressed", size, 100, "KB", exact=True, note=f"{shown} goals"))
            cases[what] = chain.within(lambda caller=caller, address=address: caller.get(address))  # type: ignore[misc]
    times = medians({"view1": world.view1, **cases}, world.rounds(ROUNDS))
    for what in cases:
        note = f"{times[what] * 1000:.2f} ms, view1 {times['view1'] * 1000:.2f} ms"
        figures.append(Figure("F3", what, times[what] / times["view1"], 6.0, "× view1", note=note))
    return figures
