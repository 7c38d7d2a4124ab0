"""Sprints in the browser: a cadence, the time line by keyboard, a draft for the next sprint, the page of a sprint."""

import re
from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from goalchain.goals.models import Goal
from goalchain.products.models import Product
from sprints.models import Sprint
from tests.browser.test_styleguide import offences
from tests.factories import Chain, fresh, make_chain_of_all_levels, make_goal, make_member, make_sprint, make_team
from tests.journeys.steps import expect_focus, notice, press

Open = Callable[..., Page]


@pytest.fixture
def chain(live_server: object) -> Chain:
    return make_chain_of_all_levels()


@pytest.fixture
def goal(chain: Chain) -> Goal:
    """The agreed goal of the sprint."""
    goal = chain["sprint"]
    goal.revise(by=chain.owner, title="Service booking works")
    goal.agree(by=chain.owner)
    return fresh(goal)


def sprints(product: Product) -> str:
    return reverse("sprints", args=[product.key])


def place(sprint: Sprint) -> str:
    return reverse("sprint", args=[sprint.product.key, sprint.pk])


def test_a_team_gets_a_cadence_and_a_year_of_sprints(chain: Chain, open_as: Open) -> None:
    team = make_team(chain.product, "Mobile")
    coach = make_member(chain.product, "coach")
    page = open_as(coach, reverse("teams", args=[chain.product.key]))
    page.locator(f"#team-{team.pk}").get_by_role("link", name="Give it a cadence").click()
    page.get_by_label("Kanban").check()
    expect(page.get_by_label("A sprint takes")).to_be_hidden()
    page.get_by_label("Scrum").check()
    page.get_by_label("A sprint takes").select_option("3 weeks")
    page.get_by_label("It begins on a").select_option("Wednesday")
    page.get_by_role("button", name="Plan a year ahead").click()
    expect(notice(page, "sprints planned, until")).to_be_visible()
    expect(page.locator(f"#team-{team.pk}")).to_contain_text("Scrum, 3 weeks from Wednesday")
    page.goto(sprints(chain.product))
    expect(page.locator(f"#row-{team.pk}").get_by_role("link", name="Sprint 1")).to_be_visible()


def test_the_next_goal_is_drafted_by_keyboard(chain: Chain, goal: Goal, open_as: Open) -> None:
    following = make_sprint(team=chain.sprint.team, name="Sprint 2")
    page = open_as(chain.owner, sprints(chain.product))
    press(page, "ArrowRight")
    expect(page).to_have_url(re.compile("from="))
    press(page, "t")
    expect(page.locator(f"#sprint-{chain.sprint.pk}")).to_contain_text("Service booking works")
    page.locator(f"#sprint-{chain.sprint.pk}").focus()
    page.keyboard.press("Tab")
    expect_focus(page, page.locator(f"#sprint-{following.pk}"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="No goal yet")).to_be_visible()
    press(page, "n")
    expect(page.locator("select[name=sprint]")).to_have_value(str(following.pk))
    page.get_by_label("Title").focus()
    page.keyboard.type("Riders get a confirmation")
    page.get_by_role("button", name="Add the goal").press("Enter")
    expect(page.get_by_role("heading", name="Riders get a confirmation")).to_be_visible()
    page.goto(place(following))
    expect(page.get_by_role("link", name="Riders get a confirmation")).to_be_visible()
    press(page, "ArrowLeft")
    expect(page.get_by_role("heading", level=1)).to_have_text("Service booking works")


def test_how_the_sprint_works_is_written_in_place(chain: Chain, goal: Goal, open_as: Open) -> None:
    page = open_as(chain.owner, place(chain.sprint))
    why = page.locator("#goal-why")
    why.get_by_text("Why is this sprint worth it?").click()
    why.get_by_role("textbox").fill("Half of the riders give up before they reach us.")
    # Somebody else changes the goal meanwhile: what is typed stays.
    fresh(goal).revise(by=make_member(chain.product), title="Booking works for everybody")
    expect(page.get_by_role("heading", level=1)).to_have_text("Booking works for everybody")
    expect(why.get_by_role("textbox")).to_have_value("Half of the riders give up before they reach us.")


def test_a_field_saves_with_a_notice_and_undo(chain: Chain, goal: Goal, open_as: Open) -> None:
    page = open_as(chain.owner, place(chain.sprint))
    kind = page.locator("#goal-kind")
    kind.get_by_text("Learn, risk or deliver?").click()
    kind.get_by_role("combobox").select_option("Test a risk")
    kind.get_by_role("button", name="Save").click()
    expect(kind).to_contain_text("Test a risk")
    notice(page, "Kind saved").get_by_role("button", name="Undo").click()
    expect(kind).to_contain_text("Learn, risk or deliver?")
    assert offences(page) == []


def test_the_line_is_one_sentence_that_can_be_copied(chain: Chain, goal: Goal, open_as: Open) -> None:
    page = open_as(chain.owner, place(chain.sprint), permissions=["clipboard-read", "clipboard-write"])
    page.get_by_text("As one sentence").click()
    page.get_by_role("button", name="Copy").click()
    expect(notice(page, "Copied.")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("Service booking works, because no slot, no service, so that")


def test_the_wall_follows_by_itself(chain: Chain, goal: Goal, open_as: Open) -> None:
    viewer = make_member(chain.product, "viewer")
    page = open_as(viewer, f"{place(chain.sprint)}?mode=wall")
    expect(page.get_by_role("heading", level=1)).to_have_text("Service booking works")
    expect(page.get_by_role("button")).to_have_count(0)
    fresh(goal).revise(by=chain.owner, title="Booking works for everybody")
    expect(page.get_by_role("heading", level=1)).to_have_text("Booking works for everybody")


def test_a_kanban_teams_week(demo: Product, open_as: Open) -> None:
    owner = demo.memberships.get(role="owner").user
    page = open_as(owner, sprints(demo))
    row = page.get_by_role("row").filter(has_text="Kanban, a goal each week")
    now = row.locator("[aria-current=date]")
    expect(now).to_contain_text("Two workshops show a week of right slots")
    expect(row.get_by_text("No goal yet").first).to_have_class("trouble")
    now.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Two workshops show a week of right slots")
    expect(page.get_by_role("heading", name="Other teams in these weeks")).to_be_visible()
    expect(page.get_by_role("link", name="Service booking works")).to_be_visible()


def test_on_a_phone_each_team_stands_by_itself(chain: Chain, goal: Goal, open_as: Open) -> None:
    make_goal(chain.product, "sprint", sprint_id=make_sprint(chain.product).pk, state="agreed")
    page = open_as(chain.owner, sprints(chain.product), viewport={"width": 375, "height": 800})
    page.get_by_role("link", name="Service booking works").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Service booking works")
