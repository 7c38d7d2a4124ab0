"""The order of the backlog: moves by place, room that is made, and twenty people who move at once."""

import pytest
from django.db import IntegrityError

from goalchain.products.models import Product
from sprints.backlog.order import END, FIRST, STRIDE, TOP, Place, between
from sprints.models import BacklogItem
from tests.factories import make_product
from tests.nets.crew import crew
from tests.support.queries import queries_of

from .backlog import make_item, make_items, offences, titles

pytestmark = pytest.mark.django_db


@pytest.fixture
def product() -> Product:
    made = make_product()
    make_items(made, "a", "b", "c", "d", "e")
    return made


def item(product: Product, title: str) -> BacklogItem:
    return BacklogItem.objects.select_related("product").get(product=product, title=title)


@pytest.mark.parametrize(
    ("title", "place", "order"),
    [
        ("d", TOP, "dabce"),
        ("a", TOP, "abcde"),
        ("b", END, "acdeb"),
        ("e", END, "abcde"),
        ("e", Place("number", 1), "eabcd"),
        ("a", Place("number", 3), "bcade"),
        ("c", Place("number", 3), "abcde"),
        ("b", Place("number", 99), "acdeb"),
    ],
)
def test_an_item_moves_to_a_place(product: Product, title: str, place: Place, order: str) -> None:
    moved = item(product, title).move(place, by=None)
    assert titles(product) == list(order)
    assert moved == (order != "abcde")
    assert offences(product) == []


@pytest.mark.parametrize(
    ("title", "word", "of", "order"),
    [
        ("e", "before", "b", "aebcd"),
        ("a", "before", "e", "bcdae"),
        ("b", "before", "c", "abcde"),
        ("a", "after", "c", "bcade"),
        ("e", "after", "a", "aebcd"),
        ("c", "after", "b", "abcde"),
    ],
)
def test_an_item_moves_beside_another(product: Product, title: str, word: str, of: str, order: str) -> None:
    item(product, title).move(Place(word, item(product, of).pk), by=None)
    assert titles(product) == list(order)


def test_a_number_counts_what_is_to_do(product: Product) -> None:
    item(product, "a").revise(by=None, state="done")
    item(product, "b").archive(by=None)
    item(product, "e").move(Place("number", 2), by=None)
    live = BacklogItem.objects.filter(product=product).to_do().order_by("position")
    assert [found.title for found in live] == ["c", "e", "d"]


def test_many_moves_to_one_place_keep_the_order_total(product: Product) -> None:
    """Each takes half of the room that the one before left: it is made anew, and nothing is recorded of that."""
    expected = titles(product)
    for _ in range(60):
        title = expected[-1]
        revision = Product.objects.get(pk=product.pk).revision
        item(product, title).move(Place("before", item(product, expected[1]).pk), by=None)
        expected = [expected[0], title, *expected[1:-1]]
        assert titles(product) == expected
        assert Product.objects.get(pk=product.pk).revision == revision + 1
    assert offences(product) == []


def test_room_is_made_among_many_neighbours() -> None:
    product = make_product()
    made = make_items(product, *(f"{number}" for number in range(300)))
    for place, one in enumerate(made):
        BacklogItem.objects.filter(pk=one.pk).update(position=FIRST + place)
    item(product, "299").move(Place("before", made[150].pk), by=None)
    expected = [f"{number}" for number in range(299)]
    expected.insert(150, "299")
    assert titles(product) == expected
    assert offences(product) == []


def test_a_move_costs_the_same_in_a_long_backlog(product: Product) -> None:
    short = item(product, "c")
    few = queries_of(lambda: short.move(Place("number", 2), by=None))
    make_items(product, *(f"{number}" for number in range(1000)))
    long = item(product, "999")
    assert queries_of(lambda: long.move(Place("number", 500), by=None)) == few


def test_two_items_never_stand_in_one_place(product: Product) -> None:
    with pytest.raises(IntegrityError):
        BacklogItem.objects.filter(product=product, title="b").update(position=item(product, "a").position)


@pytest.mark.parametrize(
    ("lower", "upper", "expected"),
    [
        (None, None, FIRST),
        ((1, FIRST), None, FIRST + STRIDE),
        (None, (1, FIRST), FIRST - STRIDE),
        ((1, 10), (2, 20), 15),
        ((1, 10), (2, 12), 11),
        ((1, 10), (2, 11), None),
    ],
)
def test_between(lower, upper, expected) -> None:
    assert between(lower, upper) == expected


@pytest.mark.django_db(transaction=True)
def test_twenty_people_move_at_once_and_no_item_is_lost_or_doubled(figures) -> None:
    product = make_product()
    made = make_items(product, *(f"{number}" for number in range(20)))

    def mover(one: BacklogItem, place: Place):
        def move() -> bool:
            return BacklogItem.objects.select_related("product").get(pk=one.pk).move(place, by=None)

        return move

    with crew(20) as writers:
        for turn in range(10):
            other = made[turn].pk
            places = [TOP, END, Place("before", other), Place("number", 3), Place("after", other)]
            acts = [mover(one, places[at % 5]) for at, one in enumerate(made) if one.pk != other]
            results = writers.together(acts)
            assert [result for result in results if isinstance(result, Exception)] == []
            assert sorted(titles(product), key=int) == [f"{number}" for number in range(20)]
            assert offences(product) == []
    figures("Q3", "0 items lost or doubled in 190 moves of 19 writers at once")


@pytest.mark.django_db(transaction=True)
def test_of_those_who_move_the_same_version_one_wins() -> None:
    product = make_product()
    made = make_items(product, *"abcdef")
    read = [BacklogItem.objects.select_related("product").get(pk=made[3].pk) for _ in range(20)]
    with crew(20) as writers:
        results = writers.together([lambda one=one: one.move(TOP, by=None, version=1) for one in read])
    assert [result for result in results if result is True] == [True]
    assert titles(product) == list("dabcef")
    assert make_item(product, "last").position > made[5].position
