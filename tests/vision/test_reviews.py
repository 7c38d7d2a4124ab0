"""Reviews and their rhythm: written down, corrected, removed, put back, each with its event and its undo."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from goalchain.goals.models import Event
from goalchain.goals.offences import offences
from goalchain.goals.wording import tell
from goalchain.products.errors import Refused, Stale
from goalchain.products.models import Product
from tests import factories as make
from vision.reviews.due import due_reviews, standings, waiting
from vision.reviews.review import Participant, Review
from vision.reviews.rhythm import ReviewRhythm
from vision.reviews.undo import event_of, undo

pytestmark = pytest.mark.django_db


@pytest.fixture
def chain() -> make.Chain:
    return make.make_chain_of_all_levels()


def today(back: int = 0) -> date:
    return timezone.localdate() - timedelta(days=back)


def stored(review: Review) -> Review:
    return Review.objects.select_related("product").get(pk=review.pk)


def last_event(subject: str = "review") -> Event:
    return Event.objects.filter(subject=subject).latest("id")


def test_a_review_is_written_down_with_its_event(chain: make.Chain) -> None:
    coach = make.make_member(chain.product, "coach")
    words: dict[str, Any] = {"members": [chain.owner.pk, coach.pk], "others": [" Jo  Park ", "Jo Park", ""]}
    review = make.make_review(chain.product, decisions="We stay with commuters.", **words)
    assert review.people == [str(chain.owner), str(coach), "Jo Park"]
    event = last_event()
    assert (event.verb, event.goal, event.planning) == ("record", None, False)
    assert event.after == stored(review).facts() and event.former == {}
    assert event.after["others"] == ["Jo Park"] and event.after["decisions"] == "We stay with commuters."
    assert offences(chain.product) == []


def test_it_looks_back_to_the_one_of_its_kind_before(chain: make.Chain) -> None:
    before = chain.product.revision
    first = make.make_review(chain.product, days_ago=1, up_to=before)
    assert (first.since_revision, first.until_revision) == (0, before)
    make.make_goal(chain.product, "product")
    roadmap = make.make_review(chain.product, "roadmap")
    assert roadmap.since_revision == 0
    now = Product.objects.get(pk=chain.product.pk).revision
    second = make.make_review(chain.product)
    assert (second.since_revision, second.until_revision) == (before, now)


def test_of_an_earlier_day_it_looks_up_to_the_end_of_that_day(chain: make.Chain) -> None:
    Event.objects.filter(product=chain.product, revision__lte=5).update(at=timezone.now() - timedelta(days=3))
    review = make.make_review(chain.product, days_ago=2)
    assert (review.since_revision, review.until_revision) == (0, 5)
    assert review.correct(held_on=today(), by=chain.owner)
    assert review.until_revision == Product.objects.get(pk=chain.product.pk).revision - 1
    assert offences(chain.product) == []


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ({"held_on": date(9999, 12, 31)}, "held_on"),
        ({"kind": "sprint"}, "kind"),
        ({"decisions": "x" * 10_001}, "decisions"),
        ({"decisions": "a\0b"}, "decisions"),
        ({"others": ["x" * 101]}, "others"),
        ({"others": ["a\ud800"]}, "others"),
        ({"others": [str(number) for number in range(61)]}, "others"),
        ({"members": [10**9]}, "members"),
    ],
)
def test_what_cannot_be_is_refused(chain: make.Chain, words: dict[str, Any], field: str) -> None:
    told = {"kind": "strategy", "held_on": today(), "by": chain.owner} | words
    with pytest.raises(Refused) as refusal:
        Review.record(chain.product, told.pop("kind"), **told)
    assert refusal.value.field == field
    assert not Review.objects.exists() and not Event.objects.filter(subject="review").exists()


def test_a_stranger_is_no_member(chain: make.Chain) -> None:
    with pytest.raises(Refused, match="Only members"):
        make.make_review(chain.product, members=[make.make_user().pk])


def test_one_of_a_kind_a_day(chain: make.Chain) -> None:
    review = make.make_review(chain.product)
    make.make_review(chain.product, "roadmap")
    with pytest.raises(Refused, match="already. Correct that one"):
        make.make_review(chain.product)
    other = make.make_review(chain.product, days_ago=1)
    with pytest.raises(Refused, match="already"):
        other.correct(held_on=today(), by=chain.owner)
    review.remove(by=chain.owner)
    assert stored(other).correct(held_on=today(), by=chain.owner)
    with pytest.raises(Refused, match="already"):
        stored(review).put_back(by=chain.owner)
    assert offences(chain.product) == []


def test_the_database_holds_one_of_a_kind_a_day(chain: make.Chain) -> None:
    review, other = make.make_review(chain.product), make.make_review(chain.product, days_ago=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Review.objects.filter(pk=other.pk).update(held_on=review.held_on)
    with pytest.raises(IntegrityError), transaction.atomic():
        Participant.objects.create(review=review)
    with pytest.raises(IntegrityError), transaction.atomic():
        ReviewRhythm.objects.create(product=chain.product, kind="strategy", weeks=0, begun_on=today())


def test_a_correction_keeps_what_was(chain: make.Chain) -> None:
    review = make.make_review(chain.product, decisions="We wait.", others=["Jo"])
    assert not review.correct(decisions="We wait.", others=["Jo"], by=chain.owner, version=1)
    assert review.correct(decisions="We begin.", others=["Jo", "Kim"], by=chain.owner, version=1)
    event = last_event()
    assert (event.verb, event.former) == ("correct", {"decisions": "We wait.", "others": ["Jo"]})
    assert tell(event, chain.product.key)["changes"] == [("We wait.", "We begin.")]
    assert stored(review).facts() == event.after
    assert offences(chain.product) == []


def test_a_correction_of_an_older_version_is_stale(chain: make.Chain) -> None:
    review = make.make_review(chain.product)
    mine = stored(review)
    review.correct(decisions="Theirs", by=chain.owner, version=1)
    with pytest.raises(Stale):
        mine.correct(decisions="Mine", by=chain.owner, version=1)
    assert stored(review).decisions == "Theirs"


def test_who_left_stays_on_the_review(chain: make.Chain) -> None:
    guest = make.make_member(chain.product, "stakeholder")
    review = make.make_review(chain.product, members=[guest.pk])
    make.membership_of(chain.product, guest).end(by=chain.owner)
    assert review.correct(decisions="Later", members=[guest.pk, chain.owner.pk], by=chain.owner)
    assert set(stored(review).people) == {str(guest), str(chain.owner)}
    with pytest.raises(Refused, match="Only members"):
        make.make_review(chain.product, "roadmap", members=[guest.pk])


@pytest.mark.parametrize("verb", ["record", "correct", "remove", "put_back"])
def test_each_verb_is_taken_back(chain: make.Chain, verb: str) -> None:
    review = make.make_review(chain.product, decisions="First", others=["Jo"])
    if verb == "correct":
        review.correct(decisions="Second", others=[], held_on=today(1), by=chain.owner)
    if verb in ("remove", "put_back"):
        review.remove(by=chain.owner)
    if verb == "put_back":
        review.put_back(by=chain.owner)
    event = event_of(review)
    assert event is not None and event.verb == verb
    undo(event, chain.product, by=chain.owner)
    after = stored(review)
    assert (after.removed_at is None) is (verb in ("correct", "remove"))
    assert (after.decisions, after.people, after.held_on) == ("First", [str(chain.owner), "Jo"], today())
    assert last_event().undoes == event
    with pytest.raises(Refused, match="changed again since"):
        undo(event, chain.product, by=chain.owner)
    assert offences(chain.product) == []


def test_a_rhythm_says_when_the_next_one_is_due(chain: make.Chain) -> None:
    rhythm, changed = ReviewRhythm.settle(chain.product, "strategy", 12, by=chain.owner, version=0, begun_on=today(90))
    assert changed and rhythm is not None
    assert standings(chain.product, today())[0].due_on == today(90 - 84)
    make.make_review(chain.product, days_ago=10)
    standing, other = standings(chain.product, today())
    assert (standing.due_on, standing.last, other.due_on) == (today(10 - 84), today(10), None)
    assert ReviewRhythm.settle(chain.product, "strategy", 12, by=chain.owner, version=1)[1] is False
    with pytest.raises(Stale):
        ReviewRhythm.settle(chain.product, "strategy", 6, by=chain.owner, version=0)
    for weeks in (0, 105):
        with pytest.raises(Refused):
            ReviewRhythm.settle(chain.product, "strategy", weeks, by=chain.owner)
    assert offences(chain.product) == []


def test_a_rhythm_is_switched_off_and_taken_back(chain: make.Chain) -> None:
    ReviewRhythm.settle(chain.product, "roadmap", 4, by=chain.owner, begun_on=today(50))
    ReviewRhythm.settle(chain.product, "roadmap", None, by=chain.owner)
    assert standings(chain.product, today())[1].due_on is None
    event = last_event("rhythm")
    assert tell(event, "X")["words"] == "set the rhythm of the roadmap review: no rhythm"
    undo(event, chain.product, by=chain.owner)
    rhythm = ReviewRhythm.objects.get()
    assert (rhythm.weeks, rhythm.begun_on, rhythm.version) == (4, today(50), 3)
    with pytest.raises(Refused):
        undo(event, chain.product, by=chain.owner)


def test_what_is_due_is_told_to_who_may_write_it_down(chain: make.Chain) -> None:
    for kind, back in (("strategy", 100), ("roadmap", 84)):
        ReviewRhythm.settle(chain.product, kind, 12, by=chain.owner, begun_on=today(back))
    viewer = make.make_member(chain.product, "viewer")
    mine = make.membership_of(chain.product, chain.owner)
    told = due_reviews([mine])
    assert [(due.said, due.on) for due in told] == [
        ("Strategy review: overdue by 2 weeks", today(16)),
        ("Roadmap review: due today", today()),
    ]
    assert told[0].url == f"/p/{chain.product.key}/reviews/strategy/"
    assert due_reviews([make.membership_of(chain.product, viewer)]) == []
    make.make_review(chain.product)
    assert [due.said for due in due_reviews([mine])] == ["Roadmap review: due today"]


@pytest.mark.parametrize(
    ("days", "words"),
    [(0, "due today"), (1, "due in 1 day"), (13, "due in 13 days"), (15, "due in 2 weeks"), (-1, "overdue by 1 day")],
)
def test_days_in_words(days: int, words: str) -> None:
    assert waiting(today(-days), today()) == words


@pytest.mark.parametrize(
    ("model", "change", "rule"),
    [
        (Review, {"decisions": "Never said"}, "last event tells a review"),
        (Review, {"until_revision": 10**6}, "looks back on revisions"),
        (Review, {"held_on": date(9000, 1, 1)}, "may be written down"),
        (ReviewRhythm, {"weeks": 3}, "last event tells a rhythm"),
    ],
)
def test_stored_offences_are_named(chain: make.Chain, model: Any, change: dict[str, Any], rule: str) -> None:
    make.make_review(chain.product)
    ReviewRhythm.settle(chain.product, "strategy", 12, by=chain.owner)
    assert offences(chain.product) == []
    model.objects.update(**change)
    assert any(rule in str(offence) for offence in offences(chain.product))
