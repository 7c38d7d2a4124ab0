"""A product owner holds a strategy review: told that it is due, shown what changed, and what was decided stays."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.browser.test_styleguide import offences
from tests.factories import Chain, make_chain_of_all_levels, make_member, make_review
from tests.journeys.steps import expect_focus, notice, undo
from vision.reviews.review import Review
from vision.reviews.rhythm import ReviewRhythm

Open = Callable[..., Page]


@pytest.fixture
def chain(live_server: object) -> Chain:
    chain = make_chain_of_all_levels(key="BIKE")
    begun_on = timezone.localdate() - timedelta(days=100)
    ReviewRhythm.settle(chain.product, "strategy", 12, by=chain.owner, begun_on=begun_on)
    return chain


def test_a_review_that_is_due_is_held(chain: Chain, open_as: Open) -> None:
    chain["user"].revise(title="Riders keep their whole day", by=chain.owner)
    page = open_as(chain.owner, "/")
    page.get_by_role("link", name="Strategy review: overdue by 2 weeks").click()
    reworded = page.locator(".fold", has_text="Goals reworded")
    expect(reworded).to_contain_text("Riders keep their whole day")
    page.get_by_label("What was decided").fill("We stay with commuters.\n\nPayment waits.")
    page.get_by_label("Others, one name a line").fill("Jo Park")
    page.get_by_role("button", name="Write down the review").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Strategy review of")
    expect(page.locator(".review-decisions")).to_contain_text("Payment waits.")
    expect(page.locator(".facts")).to_contain_text(f"{chain.owner}, Jo Park")
    expect(page.locator(".fold", has_text="Goals reworded")).to_contain_text("Riders keep their whole day")
    undo(page, "The review is written down.")
    expect(page.locator("#review .notice")).to_contain_text("This review was removed")
    assert offences(page) == []
    page.get_by_role("button", name="Put it back").click()
    expect(notice(page, "The review is back.")).to_be_visible()
    page.goto("/")
    expect(page.get_by_text("Strategy review")).to_have_count(0)


@pytest.mark.allow_status(422)
def test_the_rhythm_by_keyboard(chain: Chain, open_as: Open) -> None:
    page = open_as(chain.owner, "/p/BIKE/reviews/")
    roadmap = page.locator("#standing-roadmap")
    expect(roadmap).to_contain_text("No rhythm")
    weeks = roadmap.get_by_label("Every")
    weeks.focus()
    page.keyboard.type("often")
    page.keyboard.press("Enter")
    expect(roadmap.get_by_role("alert")).to_contain_text("“often” is no number of weeks")
    assert offences(page) == []
    weeks.fill("4")
    page.keyboard.press("Enter")
    expect(roadmap).to_contain_text("Due in 4 weeks")
    expect_focus(page, weeks)
    undo(page, "Roadmap review: the rhythm is saved.")
    expect(roadmap).to_contain_text("No rhythm")


def test_what_others_change_appears_and_what_was_typed_stays(chain: Chain, open_as: Open) -> None:
    page = open_as(chain.owner, "/p/BIKE/reviews/roadmap/")
    page.get_by_label("What was decided").fill("Half a sentence")
    chain["release"].revise(title="Riders pay in the app", by=make_member(chain.product, "coach"))
    expect(page.locator("#changed")).to_contain_text("Riders pay in the app")
    expect(page.get_by_label("What was decided")).to_have_value("Half a sentence")


@pytest.mark.allow_status(409)
def test_two_correct_one_review(chain: Chain, open_as: Open) -> None:
    review = make_review(chain.product, decisions="As it was")
    coach = make_member(chain.product, "coach")
    mine, theirs = (open_as(user, f"/p/BIKE/reviews/{review.pk}/correction/") for user in (chain.owner, coach))
    theirs.get_by_label("What was decided").fill("Theirs")
    theirs.get_by_role("button", name="Save").click()
    expect(theirs.locator(".review-decisions")).to_have_text("Theirs")
    mine.get_by_label("What was decided").fill("Mine")
    mine.get_by_role("button", name="Save").click()
    expect(mine.get_by_role("alert")).to_contain_text(f"{coach} changed this")
    expect(mine.locator(".clash")).to_contain_text("Theirs")
    expect(mine.get_by_label("What was decided")).to_have_value("Mine")
    assert offences(mine) == []
    mine.get_by_role("button", name="Save mine").click()
    expect(mine.locator(".review-decisions")).to_have_text("Mine")


def test_a_review_without_javascript(chain: Chain, open_as: Open) -> None:
    page = open_as(chain.owner, "/p/BIKE/reviews/strategy/", java_script_enabled=False)
    page.get_by_label("What was decided").fill("Plainly")
    page.get_by_role("button", name="Write down the review").click()
    expect(page.locator(".review-decisions")).to_have_text("Plainly")
    page.get_by_role("button", name="Undo").click()
    expect(notice(page, "Undone.")).to_be_visible()
    assert not Review.objects.kept().exists()


@pytest.mark.once
@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_reviews_are_for_everybody(chain: Chain, open_as: Open, width: int, scheme: str) -> None:
    review = make_review(chain.product, days_ago=3, others=["Jo Park"])
    chain["user"].revise(title="Riders keep their whole day", by=chain.owner)
    page = open_as(chain.owner, "/p/BIKE/reviews/", viewport={"width": width, "height": 800}, color_scheme=scheme)
    for path in ("", "strategy/", f"{review.pk}/", f"{review.pk}/correction/", "strategy/changes/reworded/"):
        page.goto(f"/p/BIKE/reviews/{path}")
        assert offences(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path


def test_a_review_prints(chain: Chain, open_as: Open) -> None:
    review = make_review(chain.product, decisions="We stay with commuters.")
    page = open_as(chain.owner, f"/p/BIKE/reviews/{review.pk}/")
    page.emulate_media(media="print")
    expect(page.locator(".review-decisions")).to_be_visible()
    for unprinted in (page.locator(".rail"), page.get_by_role("button", name="Print"), page.locator("#toasts")):
        expect(unprinted).to_be_hidden()
