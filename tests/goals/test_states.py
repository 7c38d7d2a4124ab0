"""goal.agree, withdraw, activate, close, reopen: draft → agreed → active → closed, and back where that makes sense."""

import pytest
from django.db import IntegrityError, transaction

from goalchain.goals.models import Event, Goal
from goalchain.products.errors import Refused, Stale
from sprints.models import SprintGoal
from tests.factories import fresh, make_goal, make_product, make_sprint

pytestmark = pytest.mark.django_db

STATES = ("draft", "agreed", "active", "closed")
#: Verb → the states from which it goes, and where to.
MOVES = {
    "agree": (("draft",), "agreed"),
    "withdraw": (("agreed", "active"), "draft"),
    "activate": (("agreed",), "active"),
    "close": (("agreed", "active"), "closed"),
    "reopen": (("closed",), "active"),
}


def move(goal, verb, **words):
    """Call a verb of state; close with an outcome."""
    return getattr(goal, verb)(*(("achieved", "It works") if verb == "close" else ()), by=None, **words)


@pytest.mark.parametrize("level", ["vision", "user", "business", "product", "release", "sprint"])
@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("verb", MOVES)
def test_every_move_from_every_state_at_every_level(level, state, verb):
    product = make_product()
    parents = [make_goal(product, "release")] if level == "sprint" else []
    goal = make_goal(product, level, state=state, parents=parents)
    before = goal.facts()
    allowed, to = MOVES[verb]
    if state in allowed:
        move(goal, verb, version=goal.version)
        stored = fresh(goal)
        assert (stored.state, stored.version) == (to, before["version"] + 1)
        assert bool(stored.outcome) == (to == "closed")
        event = Event.objects.filter(goal=goal).last()
        assert event.verb == verb
        assert event.former["state"] == state
        assert event.after == stored.snapshot()
    else:
        with pytest.raises(Refused, match=f"{goal.key} is {state}"):
            move(goal, verb)
        assert fresh(goal).facts() == before


@pytest.mark.parametrize("verb", MOVES)
def test_a_stale_version(verb):
    allowed, _ = MOVES[verb]
    goal = make_goal(state=allowed[0])
    read = fresh(goal)
    goal.revise(by=None, title="Theirs")
    with pytest.raises(Stale):
        move(read, verb, version=read.version)
    assert fresh(goal).state == allowed[0]


@pytest.mark.parametrize("verb", MOVES)
def test_an_archived_goal_is_left_alone(verb):
    goal = make_goal(state=MOVES[verb][0][0], archived=True)
    with pytest.raises(Refused, match="is archived"):
        move(goal, verb)


def test_closing_keeps_outcome_and_learning():
    goal = make_goal(state="active")
    goal.close("partly", "Riders book, few pay.", by=None)
    assert (fresh(goal).outcome, fresh(goal).learning) == ("partly", "Riders book, few pay.")
    goal.reopen(by=None)
    assert (fresh(goal).outcome, fresh(goal).learning) == ("", "Riders book, few pay.")


@pytest.mark.parametrize("learning", ["", "  \n"])
def test_an_abandoned_goal_says_why(learning):
    goal = make_goal(state="active")
    with pytest.raises(Refused, match="Say why it was abandoned") as refusal:
        goal.close("abandoned", learning, by=None)
    assert refusal.value.field == "learning"
    goal.close("abandoned", "Nobody pays by app.", by=None)
    assert fresh(goal).outcome == "abandoned"


@pytest.mark.parametrize("outcome", ["", "won", "Achieved"])
def test_an_unknown_outcome(outcome):
    goal = make_goal(state="active")
    with pytest.raises(Refused, match="is no outcome"):
        goal.close(outcome, "words", by=None)
    assert fresh(goal).state == "active"


@pytest.mark.parametrize("fields", [{"state": "closed"}, {"outcome": "missed"}, {"state": "done"}, {"title": ""}])
def test_the_database_itself_keeps_the_rules(fields):
    goal = make_goal()
    with pytest.raises(IntegrityError), transaction.atomic():
        Goal.objects.filter(pk=goal.pk).update(**fields)


def test_an_agreed_sprint_goal_has_a_live_parent():
    product = make_product()
    goal = make_goal(product, "sprint")
    with pytest.raises(Refused, match="serves no goal yet"):
        goal.agree(by=None)
    release = make_goal(product, "release")
    goal.link(release, by=None)
    release.archive(by=None)
    with pytest.raises(Refused, match="serves no goal yet"):
        goal.agree(by=None)
    release.restore(by=None)
    goal.agree(by=None)
    assert fresh(goal).state == "agreed"


@pytest.fixture
def sprint():
    """A sprint whose goal is agreed."""
    sprint = make_sprint()
    make_goal(sprint.product, "sprint", state="agreed", sprint_id=sprint.pk, title="The first")
    return sprint


def competitor(sprint, **words):
    """Return another goal of the sprint, with a parent."""
    product = sprint.product
    return make_goal(product, "sprint", parents=[make_goal(product, "release")], sprint_id=sprint.pk, **words)


def test_a_sprint_has_one_agreed_goal_and_many_drafts(sprint):
    rival = competitor(sprint)
    competitor(sprint)
    with pytest.raises(Refused, match="has an agreed goal already: .* “The first”"):
        rival.agree(by=None)
    assert (fresh(rival).state, fresh(rival).agreed_for) == ("draft", None)


@pytest.mark.parametrize("way", ["withdraw", "close", "archive"])
def test_the_sprint_is_free_again(sprint, way):
    first = SprintGoal.objects.get(title="The first")
    rival = competitor(sprint)
    first.archive(by=None) if way == "archive" else move(first, way)
    rival.agree(by=None)
    assert fresh(rival).agreed_for == sprint
    back = first.restore if way == "archive" else (first.reopen if way == "close" else first.agree)
    with pytest.raises(Refused, match="has an agreed goal already"):
        back(by=None)
    assert fresh(first).agreed_for is None


def test_the_database_itself_refuses_a_second_agreed_goal(sprint):
    rival = competitor(sprint)
    with pytest.raises(IntegrityError), transaction.atomic():
        SprintGoal.objects.filter(pk=rival.pk).update(agreed_for=sprint)


def test_two_visions_are_never_live():
    product = make_product()
    old = make_goal(product, "vision", state="closed")
    make_goal(product, "vision")
    with pytest.raises(Refused, match="has a vision already"):
        old.reopen(by=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        Goal.objects.filter(pk=old.pk).update(state="active", outcome="")
