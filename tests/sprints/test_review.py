"""The review of a sprint: it closes the goal, is corrected, taken back, and says what it means for the goal above."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from goalchain.goals.models import Event, Goal
from goalchain.goals.offences import offences
from goalchain.products.errors import Refused, Stale
from sprints.models import Sprint, SprintReview
from tests.factories import fresh, make_goal, make_member, make_product, make_sprint, product_owner

pytestmark = pytest.mark.django_db
SAID = {
    "outcome": "partly",
    "learning": "Riders look at the price first.",
    "increment": "The booking pages",
    "evidence": "Four of five booked",
    "links": "https://example.com/notes\n\n  https://example.com/video",
    "beneficiary": "Riders of the pilot city",
    "effect": "Bookings from 4 to 9 a day",
    "feedback": "“At last!”",
}


@dataclass
class Place:
    """A sprint that is over, with its goal, and a client for each role."""

    sprint: Sprint
    goal: Goal
    clients: dict[str, Client] = field(default_factory=dict)

    @property
    def url(self) -> str:
        """The page of the sprint."""
        return f"/p/{self.sprint.product.key}/sprints/{self.sprint.pk}/"

    def by(self, role: str) -> Client:
        """The client of somebody with this role."""
        if role not in self.clients:
            product = self.sprint.product
            person = product_owner(product) if role == "owner" else make_member(product, role)
            self.clients[role] = Client()
            self.clients[role].force_login(person)
        return self.clients[role]

    def review(self, **words: Any) -> Any:
        """Post a review as the owner."""
        sent = {**SAID, "version": fresh(self.goal).version, "read": 0} | words
        return self.by("owner").post(f"{self.url}review/", sent)

    def stored(self) -> SprintReview:
        """The review as it is stored."""
        return SprintReview.objects.get(sprint=self.sprint)


@pytest.fixture
def place() -> Place:
    """A sprint of the last two weeks with an active goal."""
    product = make_product()
    today = timezone.localdate()
    days = {"starts_on": today - timedelta(days=15), "ends_on": today - timedelta(days=2)}
    sprint = make_sprint(product, name="Sprint 7", **days)
    sprint.product = product
    release = make_goal(product, "release", title="Riders book online")
    goal = make_goal(
        product, "sprint", parents=[release], state="active", sprint_id=sprint.pk, title="Five riders book unaided"
    )
    return Place(sprint, goal)


def newest() -> Event:
    """The newest event of a review."""
    return Event.objects.filter(subject="sprintreview").latest("pk")


def test_the_review_closes_the_goal_in_the_same_change(place: Place) -> None:
    assert place.review().status_code == 302
    goal, review = fresh(place.goal), place.stored()
    assert (goal.state, goal.outcome, goal.learning) == ("closed", "partly", "Riders look at the price first.")
    assert review.addresses == ["https://example.com/notes", "https://example.com/video"]
    told = Event.objects.filter(revision=newest().revision).order_by("pk").values_list("subject", "verb")
    assert list(told) == [("goal", "close"), ("sprintreview", "record")]
    page = place.by("viewer").get(place.url).content.decode()
    for words in ("The booking pages", "Four of five booked", "Bookings from 4 to 9 a day", "“At last!”"):
        assert words in page
    assert 'href="https://example.com/notes" rel="noopener noreferrer nofollow"' in page
    assert offences(place.sprint.product) == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({"outcome": ""}, "Choose what became of the goal"),
        ({"outcome": "abandoned", "learning": ""}, "Say why it was abandoned"),
        ({"links": "http://example.com"}, "is no https address"),
        ({"links": "javascript:alert(1)"}, "is no https address"),
        ({"links": "https://me:secret@example.com"}, "Leave them out"),
        ({"links": "https://example.com/\n" * 21}, "20 are the most"),
        ({"beneficiary": "x" * 501}, "at most 500"),
    ],
)
def test_what_no_review_says_is_refused_and_stays_typed(place: Place, words: dict[str, str], said: str) -> None:
    answer = place.review(**words)
    page = answer.content.decode()
    assert answer.status_code == 422 and said in page and "Four of five booked" in page
    assert not SprintReview.objects.exists() and fresh(place.goal).state == "active"


@pytest.mark.parametrize("words", [{"version": 1}, {"read": 3}])
def test_a_stale_review_is_told(place: Place, words: dict[str, int]) -> None:
    answer = place.review(**words)
    assert answer.status_code == 409 and "The booking pages" in answer.content.decode()
    assert not SprintReview.objects.exists()


def test_two_reviews_at_once_make_one(place: Place) -> None:
    place.review()
    second = place.review(increment="Other")
    assert second.status_code == 409
    assert place.stored().increment == "The booking pages"


def test_a_correction_corrects_the_outcome_too(place: Place) -> None:
    place.review()
    answer = place.review(read=1, outcome="missed", increment="A drawing")
    assert answer.status_code == 302
    assert (fresh(place.goal).outcome, place.stored().increment, place.stored().version) == ("missed", "A drawing", 2)
    assert newest().former == {"increment": "The booking pages"}
    assert place.review(read=2, outcome="missed", increment="A drawing").status_code == 302
    assert place.stored().version == 2
    assert place.review(read=1, outcome="achieved").status_code == 409
    assert offences(place.sprint.product) == []


def test_every_step_can_be_taken_back(place: Place) -> None:
    owner, undo = place.by("owner"), f"/g/{place.goal.key}/undo/"
    place.review()
    place.review(read=1, outcome="achieved", increment="A drawing")
    assert owner.post(undo, {"event": newest().pk}).status_code == 302
    assert (fresh(place.goal).outcome, place.stored().increment) == ("partly", "The booking pages")
    recorded = Event.objects.get(subject="sprintreview", verb="record")
    assert owner.post(undo, {"event": recorded.pk}).status_code == 422
    assert offences(place.sprint.product) == []


def test_a_review_that_is_taken_back_leaves_the_goal_as_it_was(place: Place) -> None:
    place.review()
    undo = f"/g/{place.goal.key}/undo/"
    assert place.by("developer").post(undo, {"event": newest().pk}).status_code == 403
    assert place.by("owner").post(undo, {"event": newest().pk}).status_code == 302
    assert (fresh(place.goal).state, fresh(place.goal).learning) == ("active", "")
    assert "The booking pages" not in place.by("owner").get(place.url).content.decode()
    assert place.review(increment="Anew").status_code == 302
    assert (place.stored().increment, place.stored().version) == ("Anew", 3)
    assert offences(place.sprint.product) == []


def test_a_goal_that_was_closed_before_can_be_reviewed(place: Place) -> None:
    fresh(place.goal).close("achieved", "Early", by=None)
    assert place.review(outcome="achieved", learning="Early").status_code == 302
    assert not Event.objects.filter(verb="reassess").exists()


def test_who_may_review(place: Place) -> None:
    for role, status in {"coach": 200, "developer": 403, "stakeholder": 403, "viewer": 403}.items():
        assert place.by(role).get(f"{place.url}review/").status_code == status
        assert ("Review the sprint" in place.by(role).get(place.url).content.decode()) == (status == 200)
    stranger = Client()
    stranger.force_login(product_owner(make_product()))
    assert stranger.get(f"{place.url}review/").status_code == 404
    assert place.by("owner").delete(f"{place.url}review/").status_code == 405


def test_a_sprint_without_a_goal_has_nothing_to_review(place: Place) -> None:
    empty = make_sprint(team=place.sprint.team)
    base = place.url.replace(f"/{place.sprint.pk}/", f"/{empty.pk}/")
    assert place.by("owner").get(f"{base}review/").status_code == 404
    assert place.by("owner").get(f"{base}cancellation/").status_code == 200
    assert place.by("owner").post(f"{base}cancellation/", {"reason": "x"}).status_code == 422


def test_a_review_of_another_sprints_goal_is_refused(place: Place) -> None:
    other = make_sprint(team=place.sprint.team)
    other.product = place.sprint.product
    with pytest.raises(Refused, match="no longer the goal"):
        SprintReview.record(other, place.goal, "missed", "", by=None)
    with pytest.raises(Stale):
        SprintReview.record(place.sprint, place.goal, "missed", "", by=None, version=1)


def answer(place: Place, role: str = "owner", **words: Any) -> Any:
    """Answer what the review says about the goal above."""
    parent = place.goal.up_links.get().parent
    sent = {"says": "confidence", "confidence": "at_risk", "parent": f"{place.sprint.product.key}-{parent.number}"}
    sent |= {"version": parent.version, "read": place.stored().version}
    return place.by(role).post(f"{place.url}review/answer/", sent | words)


def test_a_review_can_change_the_confidence_above(place: Place) -> None:
    place.review()
    assert answer(place, "developer").status_code == 403
    assert answer(place, version=99).status_code == 409
    parent = place.goal.up_links.get().parent
    for wrong in ("T1-999", f"ELSE-{parent.number}", "", "x"):
        assert answer(place, parent=wrong).status_code == 422
    assert answer(place, says="everything").status_code == 422
    assert answer(place).status_code == 302
    parent = place.goal.up_links.get().parent
    assert (parent.confidence, place.stored().says) == ("at_risk", "confidence")
    assert answer(place, says="nothing").status_code == 302
    assert "Nothing changes." in place.by("viewer").get(place.url).content.decode()
    undo = f"/g/{place.goal.key}/undo/"
    assert place.by("owner").post(undo, {"event": newest().pk}).status_code == 302
    assert place.stored().says == "confidence"
    assert offences(place.sprint.product) == []


def test_the_proposal_of_a_review_is_told_beside_it(place: Place) -> None:
    place.review()
    parent = place.goal.up_links.get().parent
    address = f"/g/{place.goal.key}/parents/{place.sprint.product.key}-{parent.number}/proposal/"
    assert address in place.by("developer").get(place.url).content.decode()
    sent = {"title": "Riders see the price and book", "reason": "they look at it first", "goal_version": parent.version}
    assert place.by("developer").post(address, sent).status_code == 302
    page = place.by("viewer").get(place.url).content.decode()
    assert "is proposed and waits for a decision" in page
    origin = place.by("viewer").get(f"/g/{place.goal.key}/").content.decode()
    assert f"{place.url}#sprint-review" in origin


def test_stakeholders_see_no_review_of_a_goal_that_is_a_draft_again(place: Place) -> None:
    place.review()
    fresh(place.goal).of_level.bring("draft", "", "", by=None)
    assert "The booking pages" not in place.by("stakeholder").get(place.url).content.decode()


def test_the_product_owner_cancels_a_sprint_whose_goal_is_obsolete(place: Place) -> None:
    base = f"{place.url}cancellation/"
    assert place.by("coach").post(base, {"reason": "so"}).status_code == 403
    assert place.by("owner").post(base, {"reason": " "}).status_code == 422
    assert place.by("owner").get(base).status_code == 200
    assert place.by("owner").post(base, {"reason": "the law changed"}).status_code == 302
    goal = fresh(place.goal)
    assert (goal.state, goal.outcome, goal.learning) == ("closed", "abandoned", "the law changed")
    page = place.by("viewer").get(place.url).content.decode()
    assert "This sprint was cancelled</b>, because the law changed" in page
    first = place.sprint.starts_on.isoformat()
    assert (
        "Cancelled" in place.by("viewer").get(f"/p/{place.sprint.product.key}/sprints/?from={first}").content.decode()
    )
    assert place.by("owner").post(base, {"reason": "again"}).status_code == 422
    assert place.by("coach").post(f"{place.url}resumption/").status_code == 403
    assert place.by("owner").post(f"{place.url}resumption/").status_code == 302
    assert (fresh(place.goal).state, fresh(place.goal).learning) == ("active", "")
    assert place.by("owner").post(f"{place.url}resumption/").status_code == 422
    assert offences(place.sprint.product) == []


def test_a_cancelled_sprint_can_be_reviewed_and_asks_for_a_change(place: Place) -> None:
    place.by("owner").post(f"{place.url}cancellation/", {"reason": "the law changed"})
    assert place.review(outcome="abandoned", learning="the law changed").status_code == 302
    assert "Propose a change" in place.by("owner").get(place.url).content.decode()


def test_the_page_of_a_reviewed_sprint_keeps_its_queries(
    place: Place, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    place.review()
    place.by("owner").get(place.url)
    with django_assert_max_num_queries(8):
        assert place.by("owner").get(place.url).status_code == 200


def test_offences_are_named(place: Place) -> None:
    place.review()
    SprintReview.objects.update(links="ftp://x")
    assert {found.rule for found in offences(place.sprint.product)} == {
        "a review is one that may be written down",
        "the last event tells a review as it is stored",
    }
