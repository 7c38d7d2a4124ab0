"""The order of the chain map: how many lines cross, on a fixed set of chains, against the order in which goals came."""

import random

import pytest

from goalchain.goals.chain_map.order import crossings, untangled

Layers = list[list[int]]
Links = list[tuple[int, int]]


def chain(seed: int, sizes: tuple[int, ...], more: float) -> tuple[Layers, Links]:
    """A chain like those that people build: each goal serves one of the level above, some a second, some skip one."""
    rng = random.Random(seed)
    layers: Layers = []
    links: Links = []
    for rank, size in enumerate(sizes):
        layer = [rank * 1000 + number for number in range(size)]
        for goal in layer:
            full = [layer for layer in layers if layer]
            if full:
                above = full[-2] if len(full) > 1 and rng.random() < 0.05 else full[-1]
                parents = rng.sample(above, 2 if len(above) > 1 and rng.random() < more else 1)
                links += [(goal, parent) for parent in parents]
        layers.append(layer)
    return layers, links


CHAINS = [
    chain(seed, sizes, more)
    for seed, (sizes, more) in enumerate(
        [
            ((1, 2, 1, 3, 5), 0.0),
            ((1, 4, 6, 6, 12), 0.2),
            ((1, 4, 12, 20, 30), 0.1),
            ((1, 12, 30, 40, 50), 0.1),
            ((1, 12, 30, 40, 50), 0.4),
            ((1, 20, 30, 40, 50), 1.0),
            ((1, 0, 8, 0, 20), 0.3),
            ((10, 20, 30, 40, 500), 0.2),
        ]
    )
]


def by_looking(layers: Layers, links: Links) -> int:
    """Every pair of links looked at."""
    place = {goal: (rank, at) for rank, layer in enumerate(layers) for at, goal in enumerate(layer)}
    pairs = [sorted((place[a], place[b])) for a, b in links]
    return sum(
        (one[0][0], one[1][0]) == (two[0][0], two[1][0]) and (one[0][1] - two[0][1]) * (one[1][1] - two[1][1]) < 0
        for at, one in enumerate(pairs)
        for two in pairs[:at]
    )


@pytest.mark.parametrize("which", range(7))
def test_crossings_are_counted_as_one_would_by_looking(which):
    layers, links = CHAINS[which]
    assert crossings(layers, links) == by_looking(layers, links)


@pytest.mark.parametrize("which", range(len(CHAINS)))
def test_it_is_never_worse_holds_the_same_goals_and_is_the_same_again(which):
    layers, links = CHAINS[which]
    found = untangled(layers, links)
    assert crossings(found, links) <= crossings(layers, links)
    assert [sorted(layer) for layer in found] == layers
    assert untangled(layers, links) == found


def test_it_is_far_better_in_sum(figures):
    naive = sum(crossings(layers, links) for layers, links in CHAINS)
    found = sum(crossings(untangled(layers, links), links) for layers, links in CHAINS)
    figures("T2", f"{found} lines cross on {len(CHAINS)} chains, {naive} in the order in which their goals came")
    assert found < naive / 3


def test_what_crosses_nothing_stays_as_people_put_it():
    layers, links = [[1], [3, 2, 4], [7, 5, 6]], [(3, 1), (2, 1), (4, 1), (7, 3), (5, 2), (6, 4)]
    assert untangled(layers, links) == layers


def test_goals_without_links_keep_their_order():
    layers = [[1, 2], [3, 9, 4, 8]]
    found = untangled(layers, [(3, 2), (4, 1)])
    assert crossings(found, [(3, 2), (4, 1)]) == 0
    assert [goal for goal in found[1] if goal in (9, 8)] == [9, 8]


def test_ends_that_are_not_shown_are_passed_over():
    assert crossings([[1], [2]], [(2, 1), (2, 7), (8, 1)]) == 0
    assert untangled([[1], [2]], [(2, 7)]) == [[1], [2]]
