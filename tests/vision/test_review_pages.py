"""The pages of reviews: the list with the rhythms, one review, the next one, all changes of a sort."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from goalchain.goals.models import Event
from tests import factories as make
from tests.support.queries import queries_of
from vision.reviews.changed import SHOWN
from vision.reviews.review import Review
from vision.reviews.rhythm import ReviewRhythm

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def chain() -> make.Chain:
    return make.make_chain_of_all_levels(key="BIKE")


@pytest.fixture
def owner(client: Client, chain: make.Chain) -> Client:
    client.force_login(chain.owner)
    return client


def today(back: int = 0) -> date:
    return timezone.localdate() - timedelta(days=back)


def member(chain: make.Chain, role: str) -> Client:
    client = Client()
    client.force_login(make.make_member(chain.product, role))
    return client


def typed(**words: object) -> dict[str, object]:
    return {"held_on": today().isoformat(), "decisions": "We go on.", "others": "Jo Park\n\n Kim \n"} | words


def test_a_review_is_written_down(owner: Client, chain: make.Chain) -> None:
    page = owner.get("/p/BIKE/reviews/strategy/").content.decode()
    assert "What happened in Product" in page and chain["user"].title in page
    answer = owner.post("/p/BIKE/reviews/strategy/", typed(members=[chain.owner.pk]))
    review = Review.objects.get()
    assert answer.headers["Location"] == f"/p/BIKE/reviews/{review.pk}/"
    assert review.people == [str(chain.owner), "Jo Park", "Kim"] and review.recorder == chain.owner
    page = owner.get(answer.headers["Location"]).content.decode()
    assert "We go on." in page and "Jo Park" in page and "/p/BIKE/reviews/undo/" in page
    assert "What changed since" in owner.get("/p/BIKE/reviews/strategy/").content.decode()
    assert "We go on." in owner.get("/p/BIKE/reviews/").content.decode()


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ({"held_on": "9999-12-31"}, "still to come"),
        ({"held_on": ""}, "Choose the day"),
        ({"held_on": "31 March"}, "is no date"),
        ({"members": ["99999"]}, "no member of this product"),
        ({"others": "x" * 101}, "at most"),
        ({"decisions": "x" * 10_001}, "at most"),
    ],
)
def test_what_cannot_be_is_told_beside_the_field(
    owner: Client, chain: make.Chain, words: dict[str, object], message: str
) -> None:
    answer = owner.post("/p/BIKE/reviews/roadmap/", typed(**words))
    assert answer.status_code == 422
    assert message in answer.content.decode()
    assert "Kim" in answer.content.decode() or "others" in words
    assert not Review.objects.exists()


def test_who_may(chain: make.Chain) -> None:
    review = make.make_review(chain.product)
    for role, status in (("coach", 200), ("developer", 403), ("stakeholder", 403), ("viewer", 403)):
        client = member(chain, role)
        for path in ("", "roadmap/", f"{review.pk}/", "strategy/changes/added/", f"{review.pk}/changes/added/"):
            assert client.get(f"/p/BIKE/reviews/{path}").status_code == 200
        assert client.get(f"/p/BIKE/reviews/{review.pk}/correction/").status_code == status
        page = client.get("/p/BIKE/reviews/strategy/").content.decode()
        assert ("Write down the review" in page) is (status == 200)
        assert client.post("/p/BIKE/reviews/roadmap/rhythm/", {"weeks": "x", "read": "0"}).status_code == (
            422 if status == 200 else 403
        )
    stranger = Client()
    stranger.force_login(make.make_user())
    for path in ("", "strategy/", f"{review.pk}/"):
        assert stranger.get(f"/p/BIKE/reviews/{path}").status_code == 404


def test_what_is_not_there_is_not_found(owner: Client, chain: make.Chain) -> None:
    elsewhere = make.make_review(make.make_product())
    for path in ("sprint/", f"{elsewhere.pk}/", f"{elsewhere.pk}/correction/", "strategy/changes/nothing/", "9" * 30):
        assert owner.get(f"/p/BIKE/reviews/{path}").status_code in (404, 301)
    assert owner.put("/p/BIKE/reviews/").status_code == 405
    assert owner.get("/p/BIKE/reviews/undo/").status_code == 405


def test_a_correction_clashes_with_a_quicker_one(owner: Client, chain: make.Chain) -> None:
    review = make.make_review(chain.product, decisions="As it was")
    path = f"/p/BIKE/reviews/{review.pk}/correction/"
    assert 'name="read" value="1"' in owner.get(path).content.decode()
    review.correct(decisions="Theirs", by=chain.owner)
    answer = owner.post(path, typed(decisions="Mine", read="1"))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Theirs" in page and "Mine" in page and 'name="read" value="2"' in page
    assert owner.post(path, typed(decisions="Mine", read="2")).status_code == 302
    assert Review.objects.get().decisions == "Mine"
    assert owner.post(path, typed(decisions="Mine")).status_code == 409


def test_removed_and_put_back(owner: Client, chain: make.Chain) -> None:
    review = make.make_review(chain.product, decisions="To be kept")
    path = f"/p/BIKE/reviews/{review.pk}/"
    assert owner.post(f"{path}removal/", {"read": "9"}).status_code == 409
    assert owner.post(f"{path}removal/", {"read": "1"}).headers["Location"] == "/p/BIKE/reviews/"
    assert "To be kept" not in owner.get("/p/BIKE/reviews/").content.decode()
    assert "Put it back" in owner.get(path).content.decode()
    assert owner.post(f"{path}removal/", {"read": "2"}).status_code == 422
    assert owner.post(f"{path}correction/", typed(read="2")).status_code == 422
    assert owner.post(f"{path}restoration/", {"read": "2"}).status_code == 302
    assert "To be kept" in owner.get("/p/BIKE/reviews/").content.decode()


def test_undo_by_page_and_by_htmx(owner: Client, chain: make.Chain) -> None:
    owner.post("/p/BIKE/reviews/strategy/", typed())
    event = Event.objects.filter(subject="review").latest("id")
    answer = owner.post("/p/BIKE/reviews/undo/", {"event": event.pk}, headers=HTMX)
    assert answer.status_code == 200 and answer.headers["HX-Trigger"] == "goal-changed"
    assert not Review.objects.kept().exists()
    assert owner.post("/p/BIKE/reviews/undo/", {"event": event.pk}, headers=HTMX).status_code == 422
    assert owner.post("/p/BIKE/reviews/undo/", {"event": "²"}).status_code == 422
    foreign = make.make_review(make.make_product())
    other = Event.objects.filter(subject="review").latest("id")
    assert owner.post("/p/BIKE/reviews/undo/", {"event": other.pk}).status_code == 422
    assert Review.objects.get(pk=foreign.pk).removed_at is None


def test_the_rhythm_is_set_in_place(owner: Client, chain: make.Chain) -> None:
    path = "/p/BIKE/reviews/strategy/rhythm/"
    answer = owner.post(path, {"weeks": "12", "read": "0"}, headers=HTMX)
    page = answer.content.decode()
    assert 'id="standing-strategy"' in page and "Due in 12 weeks" in page and "undo_event" not in page
    assert answer.headers["HX-Trigger"] == "goal-changed"
    answer = owner.post(path, {"weeks": "6", "read": "0"}, headers=HTMX)
    assert answer.status_code == 409 and 'value="6"' in answer.content.decode()
    for weeks in ("0", "105", "often", "9" * 400, "-1", "1.5"):
        answer = owner.post(path, {"weeks": weeks, "read": "1"}, headers=HTMX)
        assert answer.status_code == 422 and weeks in answer.content.decode()
    assert "Save" in owner.post(path, {"weeks": "often", "read": "1"}).content.decode()
    assert owner.post(path, {"weeks": "", "read": "1"}).headers["Location"] == "/p/BIKE/reviews/"
    assert ReviewRhythm.objects.get().weeks is None
    event = Event.objects.filter(subject="rhythm").latest("id")
    owner.post("/p/BIKE/reviews/undo/", {"event": event.pk})
    assert ReviewRhythm.objects.get().weeks == 12


def test_home_says_what_is_due(owner: Client, chain: make.Chain) -> None:
    ReviewRhythm.settle(chain.product, "strategy", 12, by=chain.owner, begun_on=today(100))
    page = owner.get("/").content.decode()
    assert "Strategy review: overdue by 2 weeks" in page and 'href="/p/BIKE/reviews/strategy/"' in page
    make.make_review(chain.product)
    assert "Strategy review" not in owner.get("/").content.decode()


def test_all_changes_of_a_sort_page_by_page(owner: Client, chain: make.Chain) -> None:
    for number in range(60):
        make.make_goal(chain.product, "product", title=f"Goal number {number}.")
    review = make.make_review(chain.product)
    page = owner.get(f"/p/BIKE/reviews/{review.pk}/").content.decode()
    assert f"/p/BIKE/reviews/{review.pk}/changes/added/" in page and page.count("Goal number") <= SHOWN
    first = owner.get(f"/p/BIKE/reviews/{review.pk}/changes/added/").content.decode()
    last = owner.get(f"/p/BIKE/reviews/{review.pk}/changes/added/?page=2").content.decode()
    assert first.count("created it") == 50 and last.count("created it") == 16
    assert "66 changes" in first


def test_the_cost_does_not_grow(owner: Client, chain: make.Chain) -> None:
    review = make.make_review(chain.product, days_ago=1)
    paths = ["", "strategy/", f"{review.pk}/", f"{review.pk}/changes/added/", "strategy/changes/added/"]
    before = {path: queries_of(lambda path=path: owner.get(f"/p/BIKE/reviews/{path}")) for path in paths}
    for number in range(2, 12):
        make.make_review(chain.product, days_ago=number, members=[make.make_member(chain.product).pk], others=["Jo"])
        make.make_goal(chain.product, "product").agree(by=chain.owner)
    for path in paths:
        count = queries_of(lambda path=path: owner.get(f"/p/BIKE/reviews/{path}"))
        assert count == before[path] <= 8, path


def test_an_unchanged_page_is_not_sent_again(owner: Client, chain: make.Chain) -> None:
    owner.get("/p/BIKE/reviews/")
    answer = owner.get("/p/BIKE/reviews/")
    assert owner.get("/p/BIKE/reviews/", headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304
