"""Check in on a goal, correct a check-in, take one out; ask for them in a rhythm; and take each of these back."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from goalchain.goals.history import chain_as_of, chain_now
from goalchain.goals.models import Event
from goalchain.goals.undo import undo
from goalchain.goals.wording import tell
from goalchain.metrics.models import CheckIn, CheckInRhythm
from goalchain.products.errors import Refused, Stale
from tests.factories import fresh, make_check_in, make_goal, make_member

pytestmark = pytest.mark.django_db


def stored(check_in):
    """The check-in as it is stored now, with its goal."""
    found = CheckIn.objects.get(pk=check_in.pk)
    found.goal = fresh(check_in.goal)
    return found


def rhythm_of(goal):
    return CheckInRhythm.objects.get(goal_id=goal.pk)


def take_back(goal):
    """Undo the last event, and see that the chain is told as it stands."""
    event = Event.objects.latest("id")
    undo(event, fresh(goal), by=None)
    assert Event.objects.latest("id").undoes == event
    now = chain_now(goal.product)
    assert chain_as_of(goal.product, revision=now["revision"]) == now


class TestCheckingIn:
    def test_it_gives_the_goal_its_confidence_in_one_change(self):
        goal = make_goal()
        coach = make_member(goal.product, "coach")
        check_in = make_check_in(goal, "at_risk", "Two have not agreed", by=coach)
        own, said = list(Event.objects.order_by("id"))[-2:]
        assert own.revision == said.revision
        assert (own.subject, own.verb, own.former) == ("goal", "check_in", {"confidence": ""})
        assert (said.subject, said.verb, said.after, said.actor) == ("check_in", "create", check_in.facts(), coach)
        assert fresh(goal).confidence == "at_risk"
        assert tell(own, goal.product.key)["words"] == "checked in: at risk"
        assert tell(said, goal.product.key)["words"] == "checked in, at risk: Two have not agreed"
        now = chain_now(goal.product)
        assert chain_as_of(goal.product, revision=now["revision"]) == now

    def test_the_same_confidence_again_leaves_the_goal_alone(self):
        goal = make_goal(confidence="on_track")
        make_check_in(goal, "on_track")
        assert fresh(goal).version == 1
        assert CheckIn.objects.count() == 1

    def test_an_older_one_changes_nothing_of_the_goal(self):
        goal = make_goal()
        make_check_in(goal, "on_track")
        make_check_in(goal, "off_track", days_ago=10)
        assert fresh(goal).confidence == "on_track"

    @pytest.mark.parametrize(
        ("words", "field"),
        [(("", "Why not"), "confidence"), (("sure", "x"), "confidence"), (("on_track", " "), "sentence")],
    )
    def test_words_that_do_not_do(self, words, field):
        goal = make_goal()
        with pytest.raises(Refused) as refusal:
            CheckIn.make(goal, *words, by=None)
        assert refusal.value.field == field
        assert not CheckIn.objects.exists()

    def test_goals_that_are_not_asked_about(self):
        product = make_goal().product
        for goal, words in [
            (make_goal(product, "vision"), "A vision is not checked in on"),
            (make_goal(product, "product", archived=True), "is archived"),
            (make_goal(product, "product", state="closed"), "is closed"),
        ]:
            with pytest.raises(Refused, match=words):
                make_check_in(goal)
        with pytest.raises(Refused, match="time to come"):
            make_check_in(make_goal(product), days_ago=-1)
        assert not CheckIn.objects.exists()

    def test_the_database_holds_it(self):
        check_in = make_check_in()
        for values in ({"confidence": "sure"}, {"sentence": ""}, {"version": 0}):
            with pytest.raises(DatabaseError), transaction.atomic():
                CheckIn.objects.filter(pk=check_in.pk).update(**values)


class TestCorrecting:
    def test_the_newest_takes_the_goal_along(self):
        check_in = make_check_in(confidence="at_risk")
        assert stored(check_in).revise(by=None, confidence="off_track")
        assert fresh(check_in.goal).confidence == "off_track"
        assert not stored(check_in).revise(by=None, confidence="off_track")
        take_back(check_in.goal)
        assert fresh(check_in.goal).confidence == stored(check_in).confidence == "at_risk"

    def test_an_older_one_does_not(self):
        goal = make_goal()
        older = make_check_in(goal, "at_risk", days_ago=3)
        make_check_in(goal, "on_track")
        stored(older).revise(by=None, confidence="off_track", sentence="It was worse")
        assert fresh(goal).confidence == "on_track"
        words = tell(Event.objects.latest("id"), goal.product.key)
        assert words["words"].startswith("corrected the check-in, off track")
        assert words["changes"][0][1] == "It was worse"

    def test_only_onto_the_version_that_was_read(self):
        check_in = make_check_in()
        read = stored(check_in)
        stored(check_in).revise(by=None, sentence="First")
        with pytest.raises(Stale):
            read.revise(by=None, version=1, sentence="Second")
        assert stored(check_in).sentence == "First"
        with pytest.raises(Refused):
            stored(check_in).revise(by=None, sentence=" ")
        with pytest.raises(TypeError):
            stored(check_in).revise(by=None, at=timezone.now())


class TestRemoving:
    def test_the_goal_is_as_sure_as_the_newest_one_left(self):
        goal = make_goal()
        make_check_in(goal, "on_track", days_ago=3)
        newest = make_check_in(goal, "off_track")
        stored(newest).remove(by=None)
        assert fresh(goal).confidence == "on_track"
        take_back(goal)
        assert fresh(goal).confidence == "off_track"
        again = CheckIn.objects.first()
        assert (again.sentence, again.at, again.author) == (newest.sentence, newest.at, newest.author)
        stored(again).remove(by=None)
        CheckIn.objects.get().remove(by=None)
        assert fresh(goal).confidence == ""

    def test_an_older_one_changes_nothing_of_the_goal(self):
        goal = make_goal()
        older = make_check_in(goal, "on_track", days_ago=3)
        make_check_in(goal, "off_track")
        stored(older).remove(by=None)
        assert fresh(goal).confidence == "off_track"

    def test_undo_of_a_check_in_gives_back_what_was_set_before(self):
        goal = make_goal(confidence="at_risk")
        make_check_in(goal, "on_track")
        take_back(goal)
        assert fresh(goal).confidence == "at_risk"
        assert not CheckIn.objects.exists()

    def test_what_was_changed_since_is_not_undone(self):
        check_in = make_check_in()
        event = Event.objects.latest("id")
        stored(check_in).revise(by=None, sentence="Other")
        with pytest.raises(Refused, match="changed again since"):
            undo(event, fresh(check_in.goal), by=None)
        stored(check_in).remove(by=None)
        with pytest.raises(Refused, match="changed again since"):
            undo(event, fresh(check_in.goal), by=None)


class TestRhythm:
    def test_it_is_due_so_many_days_after_it_is_asked_for(self):
        goal = make_goal()
        assert CheckInRhythm.ask(goal, 14, by=None, version=0)
        assert rhythm_of(goal).due_on == timezone.localdate() + timedelta(days=14)
        assert not CheckInRhythm.ask(goal, 14, by=None)
        assert tell(Event.objects.latest("id"), goal.product.key)["words"] == "asks for a check-in every 14 days"

    def test_each_check_in_moves_it_on_and_each_removal_back(self):
        goal = make_goal()
        CheckInRhythm.ask(goal, 7, by=None)
        yesterday = timezone.localdate() - timedelta(days=20)
        CheckInRhythm.objects.update(since=yesterday, due_on=yesterday + timedelta(days=7))
        check_in = make_check_in(goal, days_ago=2)
        assert rhythm_of(goal).due_on == timezone.localdate() + timedelta(days=5)
        stored(check_in).remove(by=None)
        assert rhythm_of(goal).due_on == yesterday + timedelta(days=7)

    def test_it_is_changed_ended_and_taken_back(self):
        goal = make_goal()
        CheckInRhythm.ask(goal, 7, by=None)
        CheckInRhythm.ask(goal, None, by=None)
        assert (rhythm_of(goal).days, rhythm_of(goal).due_on) == (None, None)
        assert tell(Event.objects.latest("id"), goal.product.key)["words"] == "no longer asks for check-ins"
        make_check_in(goal)
        event = Event.objects.filter(subject="check_rhythm").latest("id")
        undo(event, fresh(goal), by=None)
        assert rhythm_of(goal).days == 7
        with pytest.raises(Refused, match="changed again since"):
            undo(event, fresh(goal), by=None)

    @pytest.mark.parametrize("days", [0, -1, 367])
    def test_days_that_are_no_rhythm(self, days):
        with pytest.raises(Refused, match="is no rhythm"):
            CheckInRhythm.ask(make_goal(), days, by=None)

    def test_a_vision_an_archived_goal_and_a_clash(self):
        goal = make_goal(archived=True)
        with pytest.raises(Refused, match="is archived"):
            CheckInRhythm.ask(goal, 7, by=None)
        with pytest.raises(Refused, match="A vision"):
            CheckInRhythm.ask(make_goal(goal.product, "vision"), 7, by=None)
        other = make_goal(goal.product)
        CheckInRhythm.ask(other, 7, by=None)
        with pytest.raises(Stale):
            CheckInRhythm.ask(other, 9, by=None, version=0)

    def test_the_database_holds_it(self):
        goal = make_goal()
        CheckInRhythm.ask(goal, 7, by=None)
        for values in ({"days": 0}, {"days": None}, {"due_on": None}, {"due_on": timezone.localdate()}):
            with pytest.raises(DatabaseError), transaction.atomic():
                CheckInRhythm.objects.update(**values)
