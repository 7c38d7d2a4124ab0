"""undo: the newest event of a goal is taken back by the opposite verb; nobody's later work goes with it."""

import pytest

from goalchain.goals.history import chain_as_of, chain_now
from goalchain.goals.models import Event
from goalchain.goals.undo import UNDOABLE, last_event, undo
from goalchain.products.errors import Refused
from tests.factories import fresh, make_chain_of_all_levels, make_goal

pytestmark = pytest.mark.django_db


def other(chain, level="user"):
    """Return another goal of a level, to link to."""
    return make_goal(chain.product, level, by=chain.owner)


def told(goal):
    """Return what a person sees of a goal: all but version, time and order of links."""
    snapshot = fresh(goal).snapshot()
    return {name: value for name, value in snapshot.items() if name not in ("version", "updated_at")}


def linked_later(chain, goal):
    goal.link(other(chain), "for a reason", by=None)


def reordered(chain, goal):
    other(chain, "product")
    goal.reorder(before=None, by=None)


#: Verb → what brings the event about: a level, the state it begins in, and the act.
ACTS = {
    "revise": ("product", "draft", lambda chain, goal: goal.revise(by=None, title="B", starts_on=None, statement="x")),
    "link": ("product", "draft", linked_later),
    "unlink": ("product", "draft", lambda chain, goal: goal.unlink(chain["user"], by=None)),
    "explain": ("product", "draft", lambda chain, goal: goal.explain(chain["user"], "anew", by=None)),
    "move": ("product", "draft", lambda chain, goal: goal.move_parent(chain["user"], other(chain), by=None)),
    "relink": ("product", "draft", lambda chain, goal: goal.relink([(other(chain), "x")], by=None)),
    "reorder": ("product", "draft", reordered),
    "agree": ("sprint", "draft", lambda chain, goal: goal.agree(by=None)),
    "withdraw": ("sprint", "active", lambda chain, goal: goal.withdraw(by=None)),
    "activate": ("sprint", "agreed", lambda chain, goal: goal.activate(by=None)),
    "close": ("sprint", "active", lambda chain, goal: goal.close("missed", "Too much", by=None)),
    "reopen": ("sprint", "closed", lambda chain, goal: goal.reopen(by=None)),
    "reassess": ("sprint", "closed", lambda chain, goal: goal.reassess("missed", "Too much", by=None)),
    "archive": ("sprint", "agreed", lambda chain, goal: goal.archive(by=None)),
    "restore": ("sprint", "archived", lambda chain, goal: goal.restore(by=None)),
}


def test_every_undoable_verb_is_tried_here():
    assert set(ACTS) | {"create"} == set(UNDOABLE)


@pytest.mark.parametrize("verb", ACTS)
def test_it_is_as_before(verb):
    level, state, act = ACTS[verb]
    chain = make_chain_of_all_levels()
    goal = chain[level]
    for step in {"agreed": ["agree"], "active": ["agree", "activate"], "closed": ["agree", "close"]}.get(state, ()):
        getattr(goal, step)(*(["achieved", "It works"] if step == "close" else []), by=None)
    if state == "archived":
        goal.archive(by=None)
    before, holds = told(goal), getattr(fresh(goal), "agreed_for_id", None)
    act(chain, goal)
    event = last_event(goal)
    assert event.verb == verb
    assert told(goal) != before
    undo(event, fresh(goal), by=chain.owner)
    if verb == "restore":
        before["archived_at"] = fresh(goal).archived_at.isoformat()
    assert told(goal) == before
    assert getattr(fresh(goal), "agreed_for_id", None) == holds
    back = last_event(goal)
    assert (back.undoes, back.actor) == (event, chain.owner)
    now = chain_now(chain.product)
    assert chain_as_of(chain.product, revision=now["revision"]) == now


def test_undo_of_create_archives_and_undo_of_that_restores():
    goal = make_goal()
    undo(last_event(goal), goal, by=None)
    assert fresh(goal).archived_at
    undo(last_event(goal), goal, by=None)
    assert fresh(goal).archived_at is None


def test_only_the_newest_event():
    goal = make_goal(title="A")
    goal.revise(by=None, title="B")
    mine = last_event(goal)
    goal.revise(by=None, title="C")
    with pytest.raises(Refused, match="was changed again since"):
        undo(mine, fresh(goal), by=None)
    assert fresh(goal).title == "C"


def test_not_twice():
    goal = make_goal(title="A")
    goal.revise(by=None, title="B")
    event = last_event(goal)
    undo(event, goal, by=None)
    with pytest.raises(Refused, match="was changed again since"):
        undo(event, goal, by=None)
    assert fresh(goal).title == "A"


def test_another_goals_event():
    goal, stranger = make_goal(), make_goal()
    with pytest.raises(Refused):
        undo(last_event(stranger), goal, by=None)
    assert fresh(stranger).archived_at is None


def test_the_place_that_was_left_may_be_taken():
    chain = make_chain_of_all_levels()
    first = chain["sprint"]
    first.agree(by=None)
    first.withdraw(by=None)
    parent = chain["release"]
    make_goal(chain.product, "sprint", parents=[parent], state="agreed", sprint_id=chain.sprint.pk)
    events = Event.objects.count()
    with pytest.raises(Refused, match="has an agreed goal already"):
        undo(last_event(first), first, by=None)
    assert (fresh(first).state, Event.objects.count()) == ("draft", events)


def test_undo_of_an_unlink_from_a_parent_archived_since_says_so():
    chain = make_chain_of_all_levels()
    goal = chain["product"]
    goal.unlink(chain["user"], by=None)
    chain["user"].archive(by=None)
    with pytest.raises(Refused, match="is archived"):
        undo(last_event(goal), goal, by=None)
