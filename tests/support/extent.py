"""How much a run tries. `./dev test --whole` tries everything on each database, which takes far longer.

Without it a run of `./dev test` on both databases tries once what does not depend on the database (`once`), a journey
through a browser and what is marked `turns` on one of the two by turns, pages at 320 px in light and at 1280 px in
dark, and the nets with fewer writers, examples and repetitions. What that leaves out is repetition: every test runs,
and every route, field, actor and hostile value is met.
"""

import os

import pytest

WHOLE = os.environ.get("GOALCHAIN_WHOLE") == "1"
#: Which run of two this is, "first" or "second"; empty for a run on one database.
TURN = os.environ.get("GOALCHAIN_TURN", "")
#: The screens on which a page is tried that is tried on four: width in px and theme.
SCREENS = {(320, "light"), (1280, "dark")}


def whole(everything: int, enough: int) -> int:
    """A number of repetitions: `everything` in a whole run, `enough` in others."""
    return everything if WHOLE else enough


def chosen(items: list[pytest.Item]) -> tuple[list[pytest.Item], list[pytest.Item]]:
    """Part the tests of a run into those that it tries and those that it leaves to another.

    The nets come first: a long test at the very end would be waited for by all processes but one.
    """
    items = nets_first(items)
    if WHOLE:
        return items, []
    kept, left = [], []
    places: dict[object, int] = {}
    for item in items:
        mine = on_its_screen(item)
        if mine and TURN:
            if item.get_closest_marker("once"):
                mine = TURN == "first"
            elif "watch" in getattr(item, "fixturenames", ()) or item.get_closest_marker("turns"):
                place = places[item.path] = places.get(item.path, -1) + 1
                # 0 1 1 0: of two variants of each test, neither is always for the same run.
                mine = (place ^ place >> 1) & 1 == (TURN == "second")
        (kept if mine else left).append(item)
    return kept, left


def nets_first(items: list[pytest.Item]) -> list[pytest.Item]:
    """The tests with the nets at the beginning of each half, module by module in turn: two processes begin with a half
    each."""
    modules = {path: place for place, path in enumerate(dict.fromkeys(item.path for item in items if is_net(item)))}
    nets: tuple[list[pytest.Item], list[pytest.Item]] = ([], [])
    others = []
    for item in items:
        (nets[modules[item.path] % 2] if is_net(item) else others).append(item)
    middle = max(0, len(items) // 2 - len(nets[0]))
    return [*nets[0], *others[:middle], *nets[1], *others[middle:]]


def is_net(item: pytest.Item) -> bool:
    """Whether a test is one of the nets, which take longest."""
    return "nets" in item.path.parts


def on_its_screen(item: pytest.Item) -> bool:
    """Whether a test is on one of `SCREENS`, or on none."""
    asked = getattr(item, "callspec", None)
    words = asked.params if asked else {}
    theme = words.get("theme", words.get("scheme"))
    return theme is None or "width" not in words or (words["width"], theme) in SCREENS
