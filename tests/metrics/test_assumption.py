"""Assume something, settle it, test it with sprint goals; the goals that rest on a refuted one; and undo."""

import pytest
from django.db import DatabaseError, transaction

from goalchain.goals.history import chain_as_of, chain_now
from goalchain.goals.models import Event
from goalchain.goals.undo import undo
from goalchain.goals.wording import tell
from goalchain.metrics.for_review import asking
from goalchain.metrics.models import Assumption, Upholding
from goalchain.metrics.verbs.assuming import MOST
from goalchain.metrics.verbs.upholding import uphold
from goalchain.products.errors import Refused, Stale
from tests.factories import fresh, make_assumption, make_chain_of_all_levels, make_check_in, make_goal
from tests.support.queries import queries_of

pytestmark = pytest.mark.django_db


def stored(assumption):
    """The assumption as it is stored now, with its goal."""
    found = Assumption.objects.get(pk=assumption.pk)
    found.goal = fresh(assumption.goal)
    return found


def take_back(goal):
    event = Event.objects.latest("id")
    undo(event, fresh(goal), by=None)
    assert Event.objects.latest("id").undoes == event


def told(event, goal):
    return tell(event, goal.product.key)["words"]


class TestAssuming:
    def test_create_writes_its_event_and_leaves_the_goal_alone(self):
        goal = make_goal()
        assumption = make_assumption(goal, statement="Riders trust ratings", test="Ask ten riders")
        event = Event.objects.latest("id")
        assert (event.subject, event.verb, event.after) == ("assumption", "create", stored(assumption).facts())
        assert (assumption.state, assumption.settled_in) == ("open", None)
        assert told(event, goal) == "assumed “Riders trust ratings”"
        now = chain_now(goal.product)
        assert chain_as_of(goal.product, revision=now["revision"]) == now
        take_back(goal)
        assert stored(assumption).archived_at

    def test_it_says_something_and_the_goal_is_there(self):
        goal = make_goal()
        with pytest.raises(Refused, match="has to be true"):
            Assumption.create(goal, " ", by=None)
        goal.archive(by=None)
        with pytest.raises(Refused, match="is archived"):
            Assumption.create(goal, "x", by=None)

    def test_not_without_end(self):
        goal = make_goal()
        for _ in range(MOST):
            make_assumption(goal)
        with pytest.raises(Refused, match=f"{MOST} assumptions already"):
            make_assumption(goal)

    @pytest.mark.parametrize("state", ["holds", "refuted"])
    def test_nothing_is_proven_without_evidence(self, state):
        assumption = make_assumption()
        with pytest.raises(Refused, match="Say what shows") as refusal:
            stored(assumption).revise(by=None, state=state)
        assert refusal.value.field == "evidence"
        assert stored(assumption).revise(by=None, state=state, evidence="Eight of ten")
        now = stored(assumption)
        assert (now.state, now.settled_in) == (state, now.goal.product.revision)
        take_back(now.goal)
        assert (stored(assumption).state, stored(assumption).evidence, stored(assumption).settled_at) == (
            "open",
            "",
            None,
        )

    def test_dropped_needs_none_and_other_words_do_not_settle_again(self):
        assumption = make_assumption(state="refuted")
        settled = stored(assumption).settled_in
        assert stored(assumption).revise(by=None, evidence="All six said no")
        assert stored(assumption).settled_in == settled
        assert told(Event.objects.latest("id"), assumption.goal).startswith("changed the assumption")
        assert stored(assumption).revise(by=None, state="dropped", evidence="")
        assert not stored(assumption).revise(by=None, state="dropped")
        assert told(Event.objects.latest("id"), assumption.goal).endswith(": dropped")

    def test_only_onto_the_version_that_was_read(self):
        assumption = make_assumption()
        read = stored(assumption)
        stored(assumption).revise(by=None, statement="First")
        with pytest.raises(Stale):
            read.revise(by=None, version=1, statement="Second")
        for words in ({"state": "maybe"}, {"statement": ""}):
            with pytest.raises(Refused):
                stored(assumption).revise(by=None, **words)
        with pytest.raises(TypeError):
            stored(assumption).revise(by=None, version=2, goal_id=1)
        assert stored(assumption).statement == "First"

    def test_archived_it_waits_for_its_return(self):
        assumption = make_assumption()
        stored(assumption).archive(by=None)
        for act in ("archive", "revise"):
            with pytest.raises(Refused, match="archived"):
                getattr(stored(assumption), act)(by=None)
        take_back(assumption.goal)
        with pytest.raises(Refused, match="not archived"):
            stored(assumption).restore(by=None)

    def test_what_was_changed_since_is_not_undone(self):
        assumption = make_assumption()
        event = Event.objects.latest("id")
        stored(assumption).revise(by=None, test="Other")
        with pytest.raises(Refused, match="changed again since"):
            undo(event, fresh(assumption.goal), by=None)

    def test_the_database_holds_it(self):
        assumption = make_assumption()
        for values in (
            {"statement": ""},
            {"state": "maybe"},
            {"state": "dropped"},
            {"state": "refuted", "settled_in": 1, "settled_at": assumption.created_at},
            {"settled_in": 1},
        ):
            with pytest.raises(DatabaseError), transaction.atomic():
                Assumption.objects.filter(pk=assumption.pk).update(**values)


class TestTesting:
    def test_a_sprint_goal_tests_it_and_no_longer(self):
        assumption = make_assumption()
        goal = assumption.goal
        tested = make_goal(goal.product, "sprint", state="active")
        stored(assumption).test_with(tested, by=None, version=1)
        event = Event.objects.latest("id")
        assert (event.verb, event.after["sprint_goal"], event.planning) == ("test", tested.key, False)
        assert told(event, goal).endswith(f"in {tested.key}")
        take_back(goal)
        assert not assumption.tests.exists()
        assert told(Event.objects.latest("id"), goal).startswith("took back a step: no longer tests")
        take_back(goal)
        assert assumption.tests.get().goal_id == tested.pk
        assert stored(assumption).version == 4

    def test_what_tells_of_a_draft_is_planning(self):
        assumption = make_assumption()
        tested = make_goal(assumption.goal.product, "sprint")
        stored(assumption).test_with(tested, by=None)
        assert Event.objects.latest("id").planning
        stored(assumption).leave_untested(fresh(tested), by=None)
        assert Event.objects.latest("id").planning
        assert "sprint" not in str(stored(assumption).facts())

    def test_goals_that_test_nothing(self):
        assumption = make_assumption()
        tested = make_goal(assumption.goal.product, "sprint")
        stored(assumption).test_with(tested, by=None)
        for goal, words in [
            (tested, "tests this already"),
            (make_goal(assumption.goal.product, "release"), "is no sprint goal"),
            (make_goal(level="sprint"), "its own product"),
            (make_goal(assumption.goal.product, "sprint", archived=True), "is archived"),
        ]:
            with pytest.raises(Refused, match=words):
                stored(assumption).test_with(goal, by=None)
        with pytest.raises(Refused, match="does not test this"):
            stored(assumption).leave_untested(make_goal(assumption.goal.product, "sprint"), by=None)
        with pytest.raises(Stale):
            stored(assumption).test_with(tested, by=None, version=1)


class TestForReview:
    @pytest.fixture
    def chain(self):
        return make_chain_of_all_levels()

    def asked(self, chain):
        found = asking([goal.pk for goal in chain.goals.values()])
        return {name for name, goal in chain.goals.items() if goal.pk in found}

    def test_a_refuted_assumption_asks_for_its_goal_and_all_below(self, chain):
        assumption = make_assumption(chain["user"], "refuted")
        assert self.asked(chain) == {"user", "product", "release", "sprint"}
        stored(assumption).revise(by=None, state="open")
        assert self.asked(chain) == set()

    @pytest.mark.parametrize("state", ["open", "holds", "dropped"])
    def test_no_other_one_does(self, chain, state):
        make_assumption(chain["user"], state)
        assert self.asked(chain) == set()

    def test_an_archived_one_does_not(self, chain):
        stored(make_assumption(chain["user"], "refuted")).archive(by=None)
        assert self.asked(chain) == set()

    def test_not_for_goals_that_are_closed_or_archived(self, chain):
        make_assumption(chain["user"], "refuted")
        chain["release"].agree(by=None)
        chain["release"].close("missed", "Nobody came", by=None)
        chain["sprint"].archive(by=None)
        assert self.asked(chain) == {"user", "product"}

    def test_not_through_an_archived_goal(self, chain):
        make_assumption(chain["user"], "refuted")
        chain["product"].archive(by=None)
        assert self.asked(chain) == {"user"}

    @pytest.mark.parametrize(
        "words",
        [{"title": "Another"}, {"statement": "In full"}, {"ends_on": "2027-01-01"}, {"starts_on": "2020-01-01"}],
    )
    def test_until_the_goal_is_revised(self, chain, words):
        make_assumption(chain["user"], "refuted")
        chain["product"].revise(by=None, **words)
        assert self.asked(chain) == {"user", "release", "sprint"}

    def test_or_serves_something_else(self, chain):
        make_assumption(chain["business"], "refuted")
        assert self.asked(chain) == {"business", "product", "release", "sprint"}
        chain["product"].explain(chain["business"], "in another way", by=None)
        assert self.asked(chain) == {"business", "release", "sprint"}
        chain["product"].unlink(chain["business"], by=None)
        assert self.asked(chain) == {"business"}

    def test_confidence_owner_and_order_are_no_revision(self, chain):
        make_assumption(chain["product"], "refuted")
        make_check_in(chain["product"])
        goal = chain["product"]
        goal.revise(by=None, confidence="off_track", owner_id=chain.owner.pk)
        goal.reorder(before=None, by=None)
        goal.revise(by=None, learning='They said "title": no')
        assert "product" in self.asked(chain)

    def test_a_goal_that_is_made_afterwards_knows(self, chain):
        make_assumption(chain["product"], "refuted")
        chain.goals["later"] = make_goal(chain.product, "release", parents=[chain["product"]])
        assert "later" not in self.asked(chain)

    def test_a_revision_before_does_not_count(self, chain):
        chain["product"].revise(by=None, title="Before")
        make_assumption(chain["product"], "refuted")
        assert "product" in self.asked(chain)

    def test_it_is_one_query_and_none_for_nothing(self, chain):
        keys = [goal.pk for goal in chain.goals.values()]
        assert queries_of(lambda: asking(keys)) == 1
        assert queries_of(lambda: asking([])) == 0


class TestUpholding:
    @pytest.fixture
    def chain(self):
        return make_chain_of_all_levels()

    def test_a_goal_stays_for_a_reason(self, chain):
        assumption = make_assumption(chain["product"], "refuted", statement="Riders trust ratings")
        release = chain["release"]
        uphold(release, assumption, "It is right anyway", by=chain.owner)
        assert release.pk not in asking([release.pk])
        event = Event.objects.latest("id")
        assert (event.subject, event.verb, event.goal_id) == ("upholding", "uphold", release.pk)
        words = "said that it stays although “Riders trust ratings” was refuted: It is right anyway"
        assert told(event, release) == words
        take_back(release)
        assert release.pk in asking([release.pk])
        with pytest.raises(Refused, match="taken back already"):
            undo(event, release, by=None)
        with pytest.raises(Refused, match="taken back already"):
            take_back(release)

    def test_refuted_again_it_has_to_be_looked_at_again(self, chain):
        assumption = make_assumption(chain["product"], "refuted")
        goal = chain["product"]
        uphold(goal, assumption, "It stays", by=None)
        stored(assumption).revise(by=None, state="open")
        stored(assumption).revise(by=None, state="refuted")
        assert goal.pk in asking([goal.pk])
        uphold(goal, assumption, "It still stays", by=None)
        assert Upholding.objects.count() == 2

    def test_only_what_asks_for_the_goal(self, chain):
        assumption = make_assumption(chain["product"], "refuted")
        with pytest.raises(Refused, match="Say why"):
            uphold(chain["product"], assumption, " ", by=None)
        for goal in (chain["user"], make_goal(level="product")):
            with pytest.raises(Refused, match="not for review"):
                uphold(goal, assumption, "It stays", by=None)
        uphold(chain["product"], assumption, "It stays", by=None)
        with pytest.raises(Refused, match="not for review"):
            uphold(chain["product"], assumption, "It stays", by=None)
        chain["release"].archive(by=None)
        with pytest.raises(Refused, match="is archived"):
            uphold(chain["release"], assumption, "It stays", by=None)

    def test_the_database_holds_it(self, chain):
        assumption = make_assumption(chain["product"], "refuted")
        upholding = uphold(chain["product"], assumption, "It stays", by=None)
        with pytest.raises(DatabaseError), transaction.atomic():
            Upholding.objects.update(reason="")
        upholding.pk = None
        with pytest.raises(DatabaseError), transaction.atomic():
            upholding.save(force_insert=True)
