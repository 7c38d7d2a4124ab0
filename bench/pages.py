"""F2, F5, F6: goal, trace, sprint; unchanged pages and polls; the save of a title. As ratios to view1, in S and L."""

from bench import addresses
from bench.chains import Chain
from bench.clock import Case, medians
from bench.edits import TitleEdits
from bench.figures import Figure
from bench.world import World

ROUNDS = 120


def reading(world: World) -> list[Figure]:
    """F2: trace ≤ 2, goal page ≤ 2.5, page of a sprint ≤ 4 times view1."""
    limits = {"trace": 2.0, "trace of a product goal": 2.0, "goal": 2.5, "sprint goal": 2.5, "sprint": 4.0}

    def pages(chain: Chain) -> dict[str, Case]:
        caller, urls = world.caller(chain), addresses.pages(chain)
        return {name: lambda url=urls[name]: caller.get(url) for name in limits}  # type: ignore[misc]

    return [figure for chain in world.chains for figure in _against_view1(world, chain, "F2", pages(chain), limits)]


def unchanged(world: World) -> list[Figure]:
    """F5: a page asked for again with its ETag, and a poll of an unchanged product, ≤ 1 × view1."""
    figures: list[Figure] = []
    for chain in world.chains:
        cases = _again_in(world, chain)
        figures += _against_view1(world, chain, "F5", cases, dict.fromkeys(cases, 1.0))
    return figures


def editing(world: World) -> list[Figure]:
    """F6, the server's part: the save of a title ≤ 3 × view1."""
    figures: list[Figure] = []
    for chain in world.chains:
        edits = TitleEdits(world.caller(chain), chain)
        figures += _against_view1(world, chain, "F6", {"save of a title": edits.save}, {"save of a title": 3.0})
    return figures


def _again_in(world: World, chain: Chain) -> dict[str, Case]:
    """The pages that carry an ETag, and the poll, each asked for again."""
    from goalchain.products.models import Product

    caller, urls = world.caller(chain), addresses.pages(chain)
    chain.use()
    cases: dict[str, Case] = {}
    for name in ("chain", "outline", "goal", "trace"):
        tag = caller.get(urls[name]).headers.get("etag", "")
        cases[f"{name} again" if tag else f"{name} again (no ETag)"] = _again(world, chain, urls[name], tag)
    product = Product.objects.get(key=addresses.KEY)
    poll = addresses.poll(product.revision)
    cases["poll"] = lambda: caller.get(poll, expect=204, HTTP_HX_REQUEST="true")
    return cases


def _again(world: World, chain: Chain, url: str, tag: str) -> Case:
    caller = world.caller(chain)
    if not tag:
        return lambda: caller.get(url)
    return lambda: caller.get(url, expect=304, HTTP_IF_NONE_MATCH=tag)


def _against_view1(
    world: World, chain: Chain, subject: str, cases: dict[str, Case], limits: dict[str, float]
) -> list[Figure]:
    times = medians(
        {"view1": world.view1, **{name: chain.within(case) for name, case in cases.items()}}, world.rounds(ROUNDS)
    )
    return [
        Figure(
            subject,
            f"{name}, {chain.name}",
            times[name] / times["view1"],
            limits[name],
            "× view1",
            note=f"{times[name] * 1000:.2f} ms, view1 {times['view1'] * 1000:.2f} ms",
        )
        for name in cases
    ]
