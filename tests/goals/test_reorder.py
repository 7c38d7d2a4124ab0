"""goal.reorder: before another goal of the level, or last; only what moves is written."""

import pytest

from goalchain.goals.models import Event, Goal
from goalchain.products.errors import Refused, Stale
from tests.factories import fresh, make_goal, make_product

pytestmark = pytest.mark.django_db


@pytest.fixture
def goals():
    """Five product goals of one product, in order."""
    product = make_product()
    return [make_goal(product, title=letter) for letter in "ABCDE"]


def order(product):
    """Return the titles of the product goals in order."""
    return "".join(Goal.objects.filter(product=product, level=3).in_order().values_list("title", flat=True))


@pytest.mark.parametrize("what", range(5))
@pytest.mark.parametrize("where", range(6))
def test_from_everywhere_to_everywhere(goals, what, where):
    goal = fresh(goals[what])
    before = fresh(goals[where]) if where < 5 else None
    goal.reorder(before=before, by=None, version=1)
    letters = list("ABCDE")
    if what != where:
        letters.remove("ABCDE"[what])
        letters.insert(letters.index("ABCDE"[where]) if where < 5 else 4, "ABCDE"[what])
    assert order(goal.product) == "".join(letters)


def test_staying_writes_nothing(goals):
    assert goals[1].reorder(before=goals[2], by=None) is False
    assert goals[1].reorder(before=goals[1], by=None) is False
    assert goals[4].reorder(before=None, by=None) is False
    assert not Event.objects.filter(verb="reorder").exists()


def test_one_goal_moves_and_tells_from_where(goals):
    was = goals[4].position
    goals[4].reorder(before=goals[0], by=None)
    event = Event.objects.get(verb="reorder")
    assert (event.goal_id, event.former) == (goals[4].pk, {"position": was})
    assert [fresh(goal).version for goal in goals] == [1, 1, 1, 1, 2]


def test_only_within_the_level_and_the_product(goals):
    for other in (make_goal(goals[0].product, "release"), make_goal()):
        with pytest.raises(Refused, match="is not on the level of"):
            goals[0].reorder(before=other, by=None)


def test_archived_and_stale(goals):
    read = fresh(goals[0])
    goals[0].revise(by=None, statement="Theirs")
    with pytest.raises(Stale):
        read.reorder(before=None, by=None, version=1)
    goals[1].archive(by=None)
    with pytest.raises(Refused, match="is archived"):
        goals[1].reorder(before=None, by=None)


def test_there_is_always_room(goals):
    """The gap between two neighbours halves with each move: 40 moves exhaust it, and places are given anew."""
    for turn in range(40):
        left, right = (goals[1], goals[2]) if turn % 2 else (goals[2], goals[1])
        fresh(left).reorder(before=fresh(right), by=None)
        fresh(goals[4]).reorder(before=fresh(right), by=None)
        expected = f"A{left.title}E{right.title}D"
        assert order(goals[0].product) == expected
    positions = list(Goal.objects.values_list("position", flat=True))
    assert len(set(positions)) == 5


def test_crowded_neighbours_get_new_places_under_one_revision(goals):
    for goal, position in zip(goals, (0, 1, 2, 3, 4), strict=True):
        Goal.objects.filter(pk=goal.pk).update(position=position)
    goal = fresh(goals[4])
    goal.reorder(before=fresh(goals[1]), by=None, version=1)
    assert order(goal.product) == "AEBCD"
    goal.product.refresh_from_db()
    events = Event.objects.filter(verb="reorder")
    assert set(events.values_list("revision", flat=True)) == {goal.product.revision}
    newest = {event.goal_id: event.after["position"] for event in events.order_by("id")}
    assert newest == {goal.pk: goal.position for goal in Goal.objects.filter(pk__in=newest)}
