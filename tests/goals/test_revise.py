"""goal.revise: wording, dates, owner, sprint; onto the version that was read."""

from datetime import date

import pytest

from goalchain.goals.models import Event
from goalchain.products.errors import Refused, Stale
from tests.factories import fresh, make_goal, make_member, make_product, make_sprint, make_user, product_owner
from tests.nets.counting import counted_queries

pytestmark = pytest.mark.django_db


def test_it_stores_the_new_words_and_tells_the_old():
    goal = make_goal(title="Riders book")
    by = product_owner(goal.product)
    before = goal.product.revision
    assert goal.revise(by=by, version=1, title="Riders book and pay", ends_on=date(2026, 6, 30)) is True
    stored = fresh(goal)
    assert (stored.title, stored.ends_on, stored.version) == ("Riders book and pay", date(2026, 6, 30), 2)
    event = Event.objects.filter(goal=goal).last()
    assert (event.verb, event.revision, event.actor) == ("revise", before + 1, by)
    assert event.former == {"title": "Riders book", "ends_on": None}
    assert event.after == stored.snapshot() == goal.snapshot()


def test_the_same_words_again_write_nothing():
    goal = make_goal(title="Riders book")
    before = (goal.product.revision, Event.objects.count())
    assert goal.revise(by=None, version=1, title="Riders book") is False
    goal.product.refresh_from_db()
    assert (goal.product.revision, Event.objects.count(), fresh(goal).version) == (*before, 1)


def test_a_version_that_is_no_longer_stored_is_stale():
    goal = make_goal(title="Riders book")
    theirs, mine = fresh(goal), fresh(goal)
    theirs.revise(by=None, version=1, title="Theirs")
    for late in (mine, fresh(goal)):
        with pytest.raises(Stale) as clash:
            late.revise(by=None, version=1, title="Mine")
        assert clash.value.read == 1
    assert fresh(goal).title == "Theirs"
    goal.product.refresh_from_db()
    assert goal.product.revision == Event.objects.last().revision


def test_without_a_version_the_stored_goal_is_changed():
    goal = make_goal(title="Riders book")
    old = fresh(goal)
    goal.revise(by=None, version=1, title="Theirs")
    old.revise(by=None, statement="Mine")
    assert (fresh(goal).title, fresh(goal).statement, fresh(goal).version) == ("Theirs", "Mine", 3)


def test_bad_values_are_refused():
    goal = make_goal(starts_on=date(2026, 3, 1))
    for fields, said in [
        ({"title": "  "}, "needs a title"),
        ({"ends_on": date(2026, 2, 1)}, "before it starts"),
        ({"owner_id": make_user().pk}, "is a member"),
    ]:
        with pytest.raises(Refused, match=said):
            goal.revise(by=None, version=1, **fields)
    assert fresh(goal).version == 1


def test_the_owner_may_be_cleared():
    goal = make_goal()
    goal.revise(by=None, owner_id=make_member(goal.product).pk)
    goal.revise(by=None, owner_id=None)
    assert fresh(goal).owner is None


def test_an_archived_goal_is_left_alone():
    goal = make_goal(archived=True)
    with pytest.raises(Refused, match="Restore it before you change it"):
        goal.revise(by=None, title="Another")


def test_a_draft_sprint_goal_takes_any_sprint_of_its_product():
    product = make_product()
    sprint = make_sprint(product)
    holder = make_goal(product, "sprint", state="agreed", sprint_id=sprint.pk)
    draft = make_goal(product, "sprint")
    draft.revise(by=None, sprint_id=sprint.pk)
    assert fresh(draft).sprint == sprint
    assert (fresh(draft).agreed_for, fresh(holder).agreed_for) == (None, sprint)


def test_an_agreed_sprint_goal_moves_to_a_free_sprint_only():
    product = make_product()
    taken, free = make_sprint(product), make_sprint(product)
    make_goal(product, "sprint", state="agreed", sprint_id=taken.pk)
    goal = make_goal(product, "sprint", state="agreed", sprint_id=make_sprint(product).pk)
    with pytest.raises(Refused, match="has an agreed goal already"):
        goal.revise(by=None, sprint_id=taken.pk)
    goal.revise(by=None, sprint_id=free.pk)
    assert fresh(goal).agreed_for == free
    goal.revise(by=None, sprint_id=None)
    assert (fresh(goal).sprint, fresh(goal).agreed_for) == (None, None)


def test_it_costs_the_same_whatever_hangs_on_the_goal():
    goal = make_goal()
    for _ in range(5):
        make_goal(goal.product, "release", parents=[goal])
    with counted_queries() as queries:
        goal.revise(by=None, version=1, title="Another")
    assert len(queries) == 4
