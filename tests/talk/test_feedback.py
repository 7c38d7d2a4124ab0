"""Feedback: received, answered, put aside, made evidence; its events, its undo, its rules."""

import pytest
from django.db import IntegrityError, transaction

from goalchain.goals.models import Event
from goalchain.goals.offences import offences
from goalchain.goals.wording import tell
from goalchain.products.access import Access, Role
from goalchain.products.errors import Refused, Stale
from goalchain.talk.models import Evidence, Feedback
from goalchain.talk.undo import event_of, find_event, undo
from tests.factories import make_feedback, make_goal, make_product, product_owner

pytestmark = pytest.mark.django_db


@pytest.fixture
def product():
    return make_product()


@pytest.fixture
def owner(product):
    return product_owner(product)


@pytest.fixture
def goal(product):
    return make_goal(product)


@pytest.fixture
def said(product, goal):
    return make_feedback(product, "When can I cancel?", about=goal, name="Ada")


def last(product):
    return Event.objects.filter(product=product).latest("id")


def test_received_answered_and_taken_back(product, owner, goal, said):
    event = last(product)
    assert (event.subject, event.verb, event.actor, event.goal_id) == ("feedback", "receive", None, goal.pk)
    assert said.reply(" From March on. ", by=owner, version=1)
    assert (said.answer, said.answered_by, said.version) == ("From March on.", owner, 2)
    assert not said.reply("From March on.", by=owner)
    assert said.reply("", by=owner)
    assert (said.answer, said.answered_by, said.answered_at) == ("", None, None)
    assert [event.verb for event in Event.objects.filter(subject="feedback").order_by("id")] == [
        "receive",
        "answer",
        "take_back",
    ]
    words, changes = tell(last(product), product.key)["words"], tell(last(product), product.key)["changes"]
    assert words == "took back the answer to feedback of Ada: “When can I cancel?”"
    assert changes == [("From March on.", "nothing")]


def test_put_aside_and_restored(product, owner, said):
    said.put_aside("Said twice", by=owner)
    assert list(Feedback.objects.open()) == [] and list(Feedback.objects.put_aside()) == [said]
    with pytest.raises(Refused, match="put aside already"):
        said.put_aside("Said twice", by=owner)
    said.restore(by=owner)
    assert list(Feedback.objects.open()) == [said]
    with pytest.raises(Refused, match="nothing to restore"):
        said.restore(by=owner)
    said.reply("Yes.", by=owner)
    assert list(Feedback.objects.answered()) == [said] and not Feedback.objects.open().exists()


def test_evidence_of_goals(product, owner, goal, said):
    assert said.attach(goal, by=owner)
    assert not said.attach(goal, by=owner)
    event = last(product)
    assert (event.subject, event.verb, event.goal_id, event.planning) == ("evidence", "attach", goal.pk, False)
    assert tell(event, product.key)["words"] == "attached as evidence what Ada said: “When can I cancel?”"
    assert said.detach(goal, by=owner)
    assert not said.detach(goal, by=owner)
    draft = make_goal(product, "sprint")
    said.attach(draft, by=owner)
    assert last(product).planning


def test_no_foreign_and_no_archived_goal(product, owner, said):
    with pytest.raises(Refused, match="another product"):
        said.attach(make_goal(), by=owner)
    with pytest.raises(Refused, match="archived"):
        said.attach(make_goal(product, archived=True), by=owner)
    with pytest.raises(Refused, match="another product"):
        make_feedback(product, about=make_goal())
    assert not Evidence.objects.exists()


@pytest.mark.parametrize(
    "verb", [lambda f, by: f.reply("Mine", by=by, version=1), lambda f, by: f.put_aside("No", by=by, version=1)]
)
def test_who_was_slower_is_told(owner, said, verb):
    other = Feedback.objects.get(pk=said.pk)
    said.reply("Theirs", by=owner, version=1)
    with pytest.raises(Stale):
        verb(other, owner)
    assert Feedback.objects.get(pk=said.pk).answer == "Theirs"


def test_each_step_is_taken_back(product, owner, goal, said):
    said.reply("Yes.", by=owner)
    undo(event_of(said), said, by=owner)
    assert said.answer == ""
    said.put_aside("Said twice", by=owner)
    undo(event_of(said), said, by=owner)
    assert said.put_aside_at is None
    undo(event_of(said), said, by=owner)
    assert said.put_aside_at is not None
    said.attach(goal, by=owner)
    attached = event_of(said)
    undo(attached, said, by=owner)
    assert not Evidence.objects.exists()
    with pytest.raises(Refused, match="taken back already"):
        undo(attached, said, by=owner)
    said.attach(goal, by=owner)
    said.detach(goal, by=owner)
    undo(event_of(said), said, by=owner)
    assert Evidence.objects.exists()
    assert last(product).undoes_id


def test_what_was_changed_since_is_not_taken_back(owner, said):
    said.reply("Yes.", by=owner)
    first = event_of(said)
    said.reply("No.", by=owner)
    with pytest.raises(Refused, match="changed again since"):
        undo(first, said, by=owner)
    received = find_event(said, str(Event.objects.get(subject="feedback", verb="receive").pk))
    with pytest.raises(Refused):
        undo(received, said, by=owner)
    assert find_event(said, "²") is None and find_event(said, "9" * 18) is None


def test_feedback_is_the_team_s_and_evidence_is_everybody_s(product, owner, goal, said):
    said.attach(goal, by=owner)
    for role in Role:
        seen = set(Event.objects.filter(product=product).readable(Access(role)).values_list("subject", flat=True))
        assert ("feedback" in seen) == (role in (Role.OWNER, Role.COACH, Role.DEVELOPER))
        assert "evidence" in seen


@pytest.mark.parametrize("wrong", [{"text": ""}, {"answer": "without a time"}])
def test_the_database_keeps_the_rules(said, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        Feedback.objects.filter(pk=said.pk).update(**wrong)


def test_offences_are_named(product, owner, goal, said):
    said.attach(goal, by=owner)
    assert offences(product) == []
    Feedback.objects.filter(pk=said.pk).update(text=" ", version=0, about=make_goal())
    Evidence.objects.update(product=make_product())
    told = {offence.rule for offence in offences(product)}
    assert told == {
        "feedback says something",
        "a version of feedback counts from 1",
        "feedback and the goal that it is about are of one product",
        "feedback and the goals that it speaks for are of one product",
    }
