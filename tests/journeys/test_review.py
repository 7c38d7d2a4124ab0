"""The review in the browser: a sprint is reviewed, its lesson changes the goal above, the history says where from."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from goalchain.goals.models import Goal, Proposal
from sprints.models import Sprint
from tests.browser.test_styleguide import offences
from tests.factories import Chain, fresh, make_chain_of_all_levels, make_member
from tests.journeys.steps import address, notice, press, undo

Open = Callable[..., Page]


@pytest.fixture
def chain(live_server: object) -> Chain:
    """A sprint that ended yesterday, with an active goal."""
    made = make_chain_of_all_levels()
    today = timezone.localdate()
    made.sprint.product = made.product
    made.sprint.replan(by=made.owner, starts_on=today - timedelta(days=14), ends_on=today - timedelta(days=1))
    made["sprint"].of_level.bring("active", "", "", by=made.owner)
    return made


def place(sprint: Sprint) -> str:
    """The page of the sprint."""
    return reverse("sprint", args=[sprint.product.key, sprint.pk])


def review(page: Page) -> None:
    """Write the review down, on the page of the sprint."""
    expect(page.get_by_text("This sprint is over.")).to_be_visible()
    press(page, "r")
    page.get_by_label("Partly achieved").check()
    page.get_by_label("What did you learn?").fill("Riders look at the price first.")
    page.get_by_label("What was delivered").fill("The booking pages")
    page.get_by_label("Links to evidence").fill("https://example.com/notes")
    page.get_by_role("button", name="Close the goal with this review").click()
    expect(notice(page, "The review is written down.")).to_be_visible()


def propose(page: Page, goal: Goal) -> None:
    """Propose another title of the goal above, on the page of the reviewed sprint."""
    page.get_by_role("link", name=f"Propose a change of {goal.key}").click()
    page.get_by_label("Because").fill("riders look at the price first")
    page.get_by_label("Title").fill("Riders see the price and book")
    page.get_by_role("button", name="Propose it").click()
    expect(page.get_by_role("heading", name="Proposed change")).to_be_visible()


def test_a_review_changes_the_goal_above(chain: Chain, open_as: Open) -> None:
    above, origin = chain["release"], chain["sprint"]
    coach = open_as(make_member(chain.product, "coach"), place(chain.sprint))
    review(coach)
    expect(coach.get_by_text("The booking pages")).to_be_visible()
    propose(coach, above)

    owner = open_as(chain.owner, "/")
    owner.get_by_role("link", name="A change proposal waits for you").click()
    expect(owner.get_by_text("Because riders look at the price first")).to_be_visible()
    owner.goto(address(above))
    owner.locator("#proposals").get_by_role("button", name="Adopt").click()
    expect(notice(owner, "is as proposed")).to_be_visible()
    expect(owner.get_by_role("heading", level=1)).to_have_text("Riders see the price and book")
    expect(owner.locator("#proposals article")).to_have_count(0)
    history = owner.locator("#history")
    expect(history).to_contain_text("adopted a proposed change, because riders look at the price first")
    history.get_by_role("link", name=origin.key).first.click()
    owner.get_by_role("link", name="the sprint with its review").click()
    expect(owner.get_by_text("was proposed and adopted")).to_be_visible()
    assert fresh(above).title == "Riders see the price and book"


def test_a_review_is_corrected_in_its_place_and_taken_back(chain: Chain, open_as: Open) -> None:
    page = open_as(chain.owner, place(chain.sprint))
    review(page)
    press(page, "r")
    increment = page.get_by_label("What was delivered")
    expect(increment).to_have_value("The booking pages")
    page.get_by_role("link", name="Cancel", exact=True).click()
    expect(page.get_by_role("heading", name="Review", exact=True)).to_be_visible()
    page.get_by_role("link", name="Correct the review").click()
    increment.fill("A drawing of the booking")
    page.get_by_role("button", name="Save").click()
    expect(notice(page, "The review is corrected.")).to_be_visible()
    expect(page.get_by_text("A drawing of the booking")).to_be_visible()
    undo(page, "The review is corrected.")
    expect(page.get_by_text("The booking pages")).to_be_visible()


def test_an_adoption_is_taken_back(chain: Chain, open_as: Open) -> None:
    above, origin = chain["release"], chain["sprint"]
    Proposal.suggest(above, origin=origin, reason="so", by=chain.owner, title="Another title")
    page = open_as(chain.owner, address(above))
    page.locator("#proposals").get_by_role("button", name="Adopt").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Another title")
    undo(page, "is as proposed")
    expect(page.get_by_role("heading", level=1)).to_have_text(above.title)
    expect(page.locator("#proposals article")).to_have_count(1)


@pytest.mark.allow_status(422)
def test_a_proposal_is_declined_with_a_reason(chain: Chain, open_as: Open) -> None:
    above = chain["release"]
    proposal = Proposal.suggest(above, origin=chain["sprint"], reason="so", by=chain.owner, title="Another title")
    page = open_as(chain.owner, address(above))
    page.get_by_role("link", name="Decline …").click()
    page.get_by_role("button", name="Decline").click()
    expect(page.get_by_text("One thing needs another look")).to_be_visible()
    page.get_by_label("The goal stays as it is, because").fill("one sprint is too few")
    page.get_by_role("button", name="Decline").click()
    expect(page.get_by_text("because one sprint is too few")).to_be_visible()
    assert Proposal.objects.get(pk=proposal.pk).standing == "declined"
    assert fresh(above).title == above.title


def test_the_owner_cancels_and_resumes(chain: Chain, open_as: Open) -> None:
    page = open_as(chain.owner, place(chain.sprint))
    page.get_by_role("link", name="Cancel the sprint …").click()
    page.get_by_label("The goal is obsolete, because").fill("the law changed")
    page.get_by_role("button", name="Cancel the sprint").click()
    expect(page.get_by_text("This sprint was cancelled, because the law changed.")).to_be_visible()
    page.get_by_role("button", name="Take that back").click()
    expect(notice(page, "goes on")).to_be_visible()
    assert chain["sprint"].state == "active"


def test_without_javascript(chain: Chain, open_as: Open) -> None:
    page = open_as(chain.owner, place(chain.sprint), java_script_enabled=False)
    page.get_by_role("link", name="Review the sprint").click()
    page.get_by_label("Missed").check()
    page.get_by_role("button", name="Close the goal with this review").click()
    expect(page.get_by_text("Nothing was written down beside the outcome.")).to_be_visible()
    page.get_by_role("button", name="Nothing changes above").click()
    expect(page.get_by_text("Nothing changes.")).to_be_visible()
    propose(page, chain["release"])
    page.get_by_role("button", name="Adopt").click()
    expect(page.get_by_text("was changed as proposed.")).to_be_visible()
    page.goto(reverse("sprint_history", args=[chain.product.key]))
    expect(page.get_by_text("0 of 1 achieved, 1 missed")).to_be_visible()


@pytest.mark.once
@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everybody_can_use_it(chain: Chain, open_as: Open, width: int, scheme: str) -> None:
    goal = chain["sprint"]
    page = open_as(chain.owner, place(chain.sprint), viewport={"width": width, "height": 900}, color_scheme=scheme)
    review(page)
    assert offences(page) == []
    page.goto(reverse("sprint_review", args=[chain.product.key, chain.sprint.pk]))
    assert offences(page) == []
    proposal = Proposal.suggest(chain["release"], origin=goal, reason="so", by=chain.owner, title="Another title")
    for there in (
        address(chain["release"]),
        proposal.get_absolute_url(),
        f"/g/{goal.key}/parents/{chain['release'].key}/proposal/",
        reverse("sprint_history", args=[chain.product.key]),
    ):
        page.goto(there)
        assert offences(page) == []
