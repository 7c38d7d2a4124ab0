"""From draft to closed and back, by those who may; and what those who may not never get to see."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import APIResponse, Locator, Page, Route, expect

from goalchain.accounts.models import User
from goalchain.goals.models import Goal
from goalchain.products.models import Product
from tests.factories import Chain, make_chain_of_all_levels, make_goal, make_member
from tests.journeys.steps import address, expect_title, undo, until

Open = Callable[..., Page]
DECISIONS = re.compile("^(Agree|Activate|Close …|Return to draft|Reopen|Archive|Restore)$")


@pytest.fixture
def chain(live_server: object) -> Chain:
    return make_chain_of_all_levels()


def state(page: Page) -> Locator:
    return page.locator("#state .state")


def press(page: Page, name: str) -> None:
    page.locator("#state").get_by_role("button", name=name, exact=True).click()


def close(page: Page, outcome: str, learning: str) -> None:
    page.get_by_role("link", name="Close …").click()
    form = page.get_by_role("region", name="Close the goal")
    form.get_by_role("radio", name=outcome).check()
    form.get_by_label("What did you learn?").fill(learning)
    form.get_by_role("button", name="Close the goal").click()


def test_each_decision_and_its_undo(chain: Chain, open_as: Open) -> None:
    page = open_as(chain.owner, address(chain["release"]))
    key = chain["release"].key

    press(page, "Agree")
    expect(state(page)).to_have_text("Agreed")
    undo(page, f"{key} is agreed.")
    expect(state(page)).to_have_text("Draft")
    press(page, "Agree")
    expect(state(page)).to_have_text("Agreed")

    press(page, "Activate")
    expect(state(page)).to_have_text("Active")
    undo(page, f"{key} is active.")
    expect(state(page)).to_have_text("Agreed")
    press(page, "Activate")
    expect(state(page)).to_have_text("Active")

    close(page, "Partly", "Two of three searches succeed.")
    expect(state(page)).to_have_text("Partly achieved")
    expect(page.locator("#goal-learning")).to_contain_text("Two of three searches succeed.")
    expect(page.locator("#history")).to_contain_text("closed it: partly")
    undo(page, f"{key} is closed: partly achieved.")
    expect(state(page)).to_have_text("Active")
    expect(page.locator("#goal-learning")).to_have_count(0)
    close(page, "Missed", "The calendar is on paper.")
    expect(state(page)).to_have_text("Missed")

    press(page, "Reopen")
    expect(state(page)).to_have_text("Active")
    undo(page, f"{key} is active again.")
    expect(state(page)).to_have_text("Missed")
    expect(page.locator("#goal-learning")).to_contain_text("The calendar is on paper.")
    press(page, "Reopen")
    expect(state(page)).to_have_text("Active")

    press(page, "Return to draft")
    expect(state(page)).to_have_text("Draft")
    undo(page, f"{key} is a draft again.")
    expect(state(page)).to_have_text("Active")


def test_archive_restore_and_their_undo(chain: Chain, open_as: Open) -> None:
    goal = chain["business"]
    page = open_as(chain.owner, address(goal))
    told = page.get_by_text("This goal was archived")

    press(page, "Archive")
    page.get_by_role("dialog").get_by_role("button", name="Archive").click()
    expect(told).to_be_visible()
    expect(page.get_by_role("button", name="Restore")).to_be_visible()
    expect(page.locator("#goal-title [data-edit]")).to_have_count(0)
    undo(page, f"{goal.key} is archived.")
    expect(told).to_have_count(0)
    expect(page.locator("#goal-title [data-edit]")).to_have_count(1)

    press(page, "Archive")
    page.get_by_role("dialog").get_by_role("button", name="Archive").click()
    expect(told).to_be_visible()
    press(page, "Restore")
    expect(told).to_have_count(0)
    undo(page, f"{goal.key} is back in the chain.")
    expect(told).to_be_visible()
    page.goto(f"/p/{chain.product.key}/")
    expect(page.locator(f"#{goal.key}")).to_have_count(0)


@pytest.mark.allow_status(422)
def test_an_abandoned_goal_says_why(chain: Chain, open_as: Open) -> None:
    chain["release"].agree(by=chain.owner)
    page = open_as(chain.owner, address(chain["release"]))
    close(page, "Abandoned", "")
    form = page.get_by_role("region", name="Close the goal")
    expect(form).to_contain_text("Say why it was abandoned")
    expect(form.get_by_role("radio", name="Abandoned")).to_be_checked()
    form.get_by_label("What did you learn?").fill("Nobody wanted it.")
    form.get_by_role("button", name="Close the goal").click()
    expect(state(page)).to_have_text("Abandoned")


@pytest.mark.allow_status(422)
def test_a_sprint_goal_without_a_parent_is_not_agreed(chain: Chain, open_as: Open) -> None:
    lonely = make_goal(chain.product, "sprint", title="Riders cancel a booking")
    page = open_as(chain.owner, address(lonely))
    press(page, "Agree")
    expect(page.locator("#state").get_by_role("alert")).to_contain_text("parent")
    expect(state(page)).to_have_text("Draft")


@pytest.mark.allow_status(422)
def test_a_sprint_has_one_agreed_goal(chain: Chain, open_as: Open) -> None:
    rival = make_goal(chain.product, "sprint", parents=[chain["release"]], sprint_id=chain.sprint.pk)
    chain["sprint"].agree(by=chain.owner)
    page = open_as(chain.owner, address(rival))
    press(page, "Agree")
    expect(page.locator("#state").get_by_role("alert")).to_contain_text(chain["sprint"].key)


def test_closing_can_be_thought_over(chain: Chain, open_as: Open) -> None:
    chain["release"].agree(by=chain.owner)
    page = open_as(chain.owner, address(chain["release"]))
    page.get_by_role("link", name="Close …").click()
    page.get_by_label("What did you learn?").fill("Hm.")
    page.keyboard.press("Escape")
    expect(state(page)).to_have_text("Agreed")
    expect(page.get_by_role("link", name="Close …")).to_be_focused()


@pytest.mark.parametrize(
    ("role", "edits", "decides"),
    [
        ("coach", {"vision", "release", "sprint"}, {"sprint"}),
        ("developer", {"sprint"}, set()),
        ("stakeholder", set(), set()),
        ("viewer", set(), set()),
    ],
)
def test_each_role_is_offered_what_it_may(
    chain: Chain, open_as: Open, role: str, edits: set[str], decides: set[str]
) -> None:
    chain["sprint"].agree(by=chain.owner)
    page = open_as(make_member(chain.product, role), "about:blank")
    for level in ("vision", "release", "sprint"):
        page.goto(address(chain[level]))
        expect_title(page, chain[level].title)
        assert (page.locator("[data-editable]").count() > 0) == (level in edits), level
        assert (page.locator("#state").get_by_text(DECISIONS).count() > 0) == (level in decides), level
        assert (page.locator("#link-parent").count() > 0) == (level in edits and level != "vision"), level


def drafts_of(product: Product) -> list[Goal]:
    return list(Goal.objects.filter(product=product, level_name="sprint", state="draft"))


@pytest.mark.allow_status(404)
def test_a_stakeholder_sees_no_draft_of_a_sprint_goal(demo: Product, open_as: Open) -> None:
    page = open_as(User.objects.get(email="stakeholder@example.com"), "/")
    drafts = drafts_of(demo)
    assert len(drafts) > 5
    goals = Goal.objects.filter(product=demo, level__gte=3, archived_at=None).exclude(pk__in=[d.pk for d in drafts])
    places = [
        "/",
        "/p/BIKE/",
        "/p/BIKE/?goal=BIKE-5",
        "/p/BIKE/outline/",
        "/p/BIKE/level/5/",
        "/p/BIKE/search/?q=riders",
    ]
    places += [f"/g/{goal.key}/{rest}" for goal in goals for rest in ("", "trace/")]
    places += [f"/g/BIKE-{number}/history/" for number in (5, 7, 9)]
    for place in places:
        words = page.request.get(place).text()
        assert "</html>" in words
        assert not [draft.title for draft in drafts if draft.title in words], place
        assert not [draft.key for draft in drafts if re.search(rf"\b{draft.key}\b", words)], place
    answer = page.goto(address(drafts[0]))
    assert answer is not None
    assert answer.status == 404
    assert drafts[0].title not in page.content()


def test_live_refresh_brings_a_stakeholder_no_draft(chain: Chain, open_as: Open) -> None:
    page = open_as(make_member(chain.product, "stakeholder"), "about:blank")
    page.clock.install()
    page.goto(address(chain["release"]))
    received: list[str] = []
    page.on("requestfinished", lambda request: received.append(request.response().text()))
    make_goal(chain.product, "sprint", title="Riders cancel a booking", parents=[chain["release"]], by=chain.owner)
    chain["release"].revise(by=chain.owner, title="Booking works on phones")
    page.clock.run_for(5_000)
    expect_title(page, "Booking works on phones")
    assert "Riders cancel" not in "".join(received)


def test_a_refresh_from_before_the_last_save_is_not_shown(chain: Chain, open_as: Open) -> None:
    """It was on its way when somebody went on: the page would step back, and the next step would meet a conflict."""
    goal = chain["release"]
    page = open_as(chain.owner, address(goal))
    came: list[tuple[Route, APIResponse]] = []
    page.route(re.compile(f"/g/{goal.key}/$"), lambda route: came.append((route, route.fetch())), times=2)
    press(page, "Agree")
    expect(state(page)).to_have_text("Agreed")
    until(page, lambda: came, "the page is not asked for anew")
    press(page, "Activate")
    expect(state(page)).to_have_text("Active")
    (old, answer), *_ = came
    with page.expect_response(re.compile(f"/g/{goal.key}/$")):
        old.fulfill(response=answer)
    until(page, lambda: len(came) > 1, "the page is not asked for once more")
    expect(state(page)).to_have_text("Active")
    now, answer = came[-1]
    now.fulfill(response=answer)
    expect(page.locator("#history")).to_contain_text("activated it")
