"""The cells of the matrix against a slow reference: every line is walked, one by one, on random chains."""

import random
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goalchain.goals.matrix.axes import AXES
from goalchain.goals.matrix.cells import Cell, Link, Through, cells_between
from goalchain.goals.matrix.page import matrix_of
from goalchain.goals.models import Goal
from goalchain.products.access import Access, Role
from tests.factories import make_goal, make_product, product_owner

#: So many goals may stand on each level of a random chain; goal 10 * level + n.
WIDE = 4


def walked(bottom: int, top: int, links: list[Link]) -> Iterator[list[Link]]:
    """Every line from one goal up to another."""
    for link in links:
        if link.child == bottom:
            if link.parent == top:
                yield [link]
            else:
                yield from ([link, *line] for line in walked(link.parent, top, links))


def slowly(tops: list[int], bottoms: list[int], links: list[Link]) -> dict[tuple[int, int], Cell]:
    """The cells, by walking every line of every pair."""
    found = {}
    for top in tops:
        for bottom in bottoms:
            if lines := list(walked(bottom, top, links)):
                through = {Through(link.parent_level, link.parent_number) for line in lines for link in line[:-1]}
                is_direct = any(len(line) == 1 for line in lines)
                found[top, bottom] = Cell(len(lines), tuple(sorted(through)), is_direct)
    return found


@st.composite
def chains(draw: st.DrawFn) -> list[Link]:
    """The links of a chain of five levels; they lead upward and may skip levels."""
    goals = [10 * level + place for level in range(1, 6) for place in range(draw(st.integers(1, WIDE)))]
    pairs = [(child, parent) for child in goals for parent in goals if parent // 10 < child // 10]
    chosen = draw(st.lists(st.sampled_from(pairs), unique=True, max_size=40))
    return [Link(child, parent, parent, parent // 10) for child, parent in chosen]


@settings(deadline=None)
@given(chains(), st.integers(1, 4), st.data())
def test_cells_are_those_of_every_line_walked(links: list[Link], upper: int, data: st.DataObject) -> None:
    lower = data.draw(st.integers(upper + 1, 5))
    tops, bottoms = ([10 * level + place for place in range(WIDE)] for level in (upper, lower))
    assert cells_between(tops, bottoms, links) == slowly(tops, bottoms, links)


@pytest.mark.django_db
@pytest.mark.parametrize("seed", [1, 2])
def test_a_stored_chain_gives_the_cells_of_the_reference(seed: int) -> None:
    dice = random.Random(seed)
    product = make_product()
    by = product_owner(product)
    goals: list[Goal] = [make_goal(product, "vision", by=by)]
    for level, count in (("user", 2), ("business", 2), ("product", 4), ("release", 5), ("sprint", 7)):
        above = [goal for goal in goals if goal.level_name != level and not (level == "business" and goal.level == 2)]
        goals += [
            make_goal(product, level, parents=dice.sample(above, min(len(above), dice.randint(0, 3))), by=by)
            for _ in range(count)
        ]
    gone = dice.choice([goal for goal in goals if goal.level == 4])
    gone.archive(by=by)
    links = [
        Link(link.child_id, link.parent_id, link.parent.number, link.parent_level)
        for goal in goals
        for link in goal.up_links.select_related("parent")
        if gone.pk not in (link.child_id, link.parent_id)
    ]
    for rows, columns in (
        ("strategic", "sprint"),
        ("vision", "release"),
        ("sprint", "product"),
        ("business", "sprint"),
    ):
        found = matrix_of(product, Access(Role.OWNER), (AXES[rows], AXES[columns]), (1, 1), 100)
        of = {axis: [goal.pk for goal in goals if goal.level_name in AXES[axis].names] for axis in (rows, columns)}
        upper, lower = sorted((rows, columns), key=lambda axis: AXES[axis].rank)
        expected = slowly(of[upper], of[lower], links)
        if upper != rows:
            expected = {(bottom, top): cell for (top, bottom), cell in expected.items()}
        assert found.cells == expected
