"""A product owner replans on the timeline: by mouse, by keyboard, by form; sees what that touches, and undoes it."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from statistics import median

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from goalchain.goals.models import Goal
from tests.browser.test_styleguide import offences
from tests.factories import (
    Chain,
    fresh,
    make_chain_of_all_levels,
    make_goal,
    make_member,
    make_sprint,
    make_team,
)
from tests.journeys.steps import Held, expect_focus, notice, undo, until

Open = Callable[..., Page]
#: Pixels a day at the zoom of quarters.
PER_DAY = 2.6


def day(number: int) -> date:
    """A day, counted from today."""
    return timezone.localdate() + timedelta(days=number)


@pytest.fixture
def chain(live_server: object) -> Chain:
    """A product goal from 10 to 99 days from now, its release to day 60, a sprint goal in a sprint to day 40."""
    chain = make_chain_of_all_levels(key="BIKE")
    chain["product"].revise(by=None, title="Customers book", starts_on=day(10), ends_on=day(99))
    chain["release"].revise(by=None, title="Book a slot", starts_on=day(10), ends_on=day(60))
    team = make_team(chain.product, "Web")
    sprint = make_sprint(team=team, name="Sprint 3", starts_on=day(80), ends_on=day(91))
    chain["sprint"].revise(by=None, title="Booking works", sprint_id=sprint.pk)
    return chain


def timeline(open_as: Open, chain: Chain, query: str = "", **options: object) -> Page:
    """The timeline, as the owner opens it."""
    return open_as(chain.owner, f"/p/BIKE/roadmap/?view=timeline{query}", **options)


def bar(page: Page, goal: Goal) -> Locator:
    """The bar or the flag of a goal."""
    return page.locator(f"#bar-{goal.key}")


def drag(page: Page, place: Locator, days: int, *, at: float = 0.5) -> None:
    """Drag a bar by so many days, held at a part of its visible width."""
    place.scroll_into_view_if_needed()
    box = place.bounding_box()
    view = page.locator("#timeline-scroll").bounding_box()
    assert box and view
    right = min(box["x"] + box["width"], view["x"] + view["width"])
    x, y = box["x"] + (right - box["x"]) * at, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + days * PER_DAY / 2, y)
    page.mouse.move(x + days * PER_DAY, y)
    page.mouse.up()


def days(goal: Goal) -> tuple[int, int]:
    """The stored days, counted from today."""
    found, today = fresh(goal), timezone.localdate()
    assert found.starts_on and found.ends_on
    return (found.starts_on - today).days, (found.ends_on - today).days


def test_a_bar_is_moved_by_mouse_and_what_serves_it_goes_along_and_all_is_undone(chain: Chain, open_as: Open) -> None:
    page = timeline(open_as, chain)
    goal = chain["product"]
    drag(page, bar(page, goal), 20)
    panel = page.locator("#reschedule")
    expect(panel).to_contain_text("20 days later")
    expect(panel).to_contain_text(f"{chain['release'].key} “Book a slot” begins")
    assert days(goal) == (10, 99)
    panel.get_by_role("button", name="along").click()
    expect(notice(page, "along with it")).to_be_visible()
    expect(panel).to_be_empty()
    assert (days(goal), days(chain["release"])) == ((30, 119), (30, 80))
    undo(page, "along with it")
    expect(notice(page, "Undone: 2 goals are as before.")).to_be_visible()
    assert (days(goal), days(chain["release"])) == ((10, 99), (10, 60))


def test_the_impact_line_names_the_sprint_that_no_longer_fits(chain: Chain, open_as: Open) -> None:
    page = timeline(open_as, chain)
    page.locator("#timeline-scroll").evaluate("element => element.scrollLeft += 160")
    drag(page, bar(page, chain["product"]), -15, at=0.995)
    panel = page.locator("#reschedule")
    expect(panel).to_contain_text("ends 15 days earlier")
    expect(panel).to_contain_text(f"Sprint 3, {chain['sprint'].key} “Booking works” ends")
    expect(panel).to_contain_text("7 days after")
    expect(panel).to_contain_text("A sprint keeps its days")
    panel.get_by_role("link", name="Cancel").click()
    expect(panel).to_be_empty()
    expect(bar(page, chain["product"])).to_be_focused()
    assert days(chain["product"]) == (10, 99)


def test_a_move_that_touches_nothing_is_saved_at_once_with_undo(chain: Chain, open_as: Open) -> None:
    goal = make_goal(chain.product, title="Alone", starts_on=day(5), ends_on=day(50))
    page = timeline(open_as, chain)
    bar(page, goal).scroll_into_view_if_needed()
    scroll = page.locator("#timeline-scroll").evaluate("element => (element.scrollLeft += 40)")
    page.locator("body").evaluate("element => (element.dataset.same = 'page')")
    drag(page, bar(page, goal), 10)
    expect(notice(page, f"{goal.key}: ")).to_be_visible()
    expect(bar(page, goal)).to_have_attribute("data-starts", day(15).isoformat())
    expect(page.locator("body")).to_have_attribute("data-same", "page")
    assert page.locator("#timeline-scroll").evaluate("element => element.scrollLeft") == scroll
    assert days(goal) == (15, 60)
    undo(page, f"{goal.key}: ")
    expect(notice(page, "Undone")).to_be_visible()
    assert days(goal) == (5, 50)


def test_the_year_that_one_looks_at_stays_in_view(chain: Chain, open_as: Open) -> None:
    make_goal(chain.product, title="Alone", starts_on=date(2026, 3, 26), ends_on=date(2029, 4, 30))
    page = timeline(open_as, chain)
    scroller = page.locator("#timeline-scroll")
    edge = page.locator(".timeline-corner").evaluate("element => element.getBoundingClientRect().right")
    for day_in_view in (400, 800):
        scroller.evaluate("(element, left) => (element.scrollLeft = left)", day_in_view * PER_DAY)
        page.wait_for_function(
            """edge => [...document.querySelectorAll(".timeline-unit")]
                .some((year) => Math.abs(year.getBoundingClientRect().left - edge - 6) < 8)""",
            arg=edge,
        )


def test_a_bar_is_moved_by_keyboard_alone_and_each_step_is_said(chain: Chain, open_as: Open) -> None:
    goal = make_goal(chain.product, title="Alone", starts_on=date(2027, 3, 26), ends_on=date(2027, 4, 30))
    page = timeline(open_as, chain)
    place, said = bar(page, goal), page.locator("#timeline-said")
    place.focus()
    # Over the change of the clocks on 28 March, and over the end of a shorter month.
    for key, words in (
        ("ArrowRight", "27 Mar 2027 to 1 May 2027, 1 day later"),
        ("Shift+ArrowRight", "3 Apr 2027 to 8 May 2027, 8 days later"),
        ("ArrowLeft", "2 Apr 2027 to 7 May 2027, 7 days later"),
        ("Alt+ArrowLeft", "2 Mar 2027 to 6 Apr 2027, 24 days earlier"),
        ("PageDown", "2 Apr 2027 to 7 May 2027, 7 days later"),
    ):
        place.press(key)
        expect(said).to_have_text(words)
    expect_focus(page, place)
    expect(page.locator("#reschedule")).to_contain_text("Nothing else is touched")
    place.press("Enter")
    expect(notice(page, "2 Apr 2027 to 7 May 2027")).to_be_visible()
    expect_focus(page, place)
    assert fresh(goal).starts_on == date(2027, 4, 2)


def test_enter_before_the_answer_saves_where_the_bar_stands(chain: Chain, open_as: Open) -> None:
    """What is asked of an earlier step is not what Enter means."""
    goal = make_goal(chain.product, title="Alone", starts_on=day(5), ends_on=day(50))
    page = timeline(open_as, chain)
    place = bar(page, goal)
    place.focus()
    place.press("ArrowRight")
    expect(page.locator("#reschedule")).to_contain_text("Nothing else is touched")
    place.press("Shift+ArrowRight")
    place.press("Enter")
    expect(notice(page, f"{goal.key}: ")).to_be_visible()
    assert days(goal) == (13, 58)


def test_an_answer_that_comes_while_a_move_is_saved_changes_nothing(chain: Chain, open_as: Open) -> None:
    """Enter asked once more; the form that the former answer brought is sent already, and waits for its own."""
    goal = make_goal(chain.product, title="Alone", starts_on=day(5), ends_on=day(50))
    page = timeline(open_as, chain)
    place = bar(page, goal)
    held = Held(page, re.compile("/dates/"))
    place.focus()
    place.press("ArrowRight")
    held.asked()
    place.press("Enter")
    held.release()
    until(page, lambda: len(held.routes) == 2, "nothing is saved, or nothing was asked once more")
    held.routes.sort(key=lambda route: route.request.method)
    with page.expect_response(lambda answer: answer.request.method == "GET" and "/dates/" in answer.url):
        held.release()
    held.release()
    expect(notice(page, f"{goal.key}: ")).to_be_visible()
    assert days(goal) == (6, 51)


def test_what_is_pressed_while_a_move_is_saved_comes_after_it(chain: Chain, open_as: Open) -> None:
    goal = make_goal(chain.product, title="Alone", starts_on=day(5), ends_on=day(50))
    page = timeline(open_as, chain)
    place = bar(page, goal)
    place.focus()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
        page.wait_for_timeout(20)
        page.keyboard.press("Enter")
        page.wait_for_timeout(60)
    expect(place).to_have_attribute("data-starts", day(8).isoformat())
    expect(page.locator("#reschedule form")).to_have_count(0)
    assert days(goal) == (8, 53)


def test_escape_puts_a_bar_back(chain: Chain, open_as: Open) -> None:
    page = timeline(open_as, chain)
    place = bar(page, chain["product"])
    width = place.evaluate("element => element.previousElementSibling.getAttribute('width')")
    place.focus()
    place.press("Shift+ArrowRight")
    expect(page.locator("#reschedule form")).to_be_visible()
    place.press("Escape")
    expect(page.locator("#reschedule")).to_be_empty()
    assert place.evaluate("element => element.previousElementSibling.getAttribute('width')") == width
    expect_focus(page, place)
    assert days(chain["product"]) == (10, 99)


@pytest.mark.allow_status(422)
def test_a_goal_without_dates_gets_some_by_the_form(chain: Chain, open_as: Open) -> None:
    goal = make_goal(chain.product, title="Some day")
    page = timeline(open_as, chain)
    page.get_by_role("link", name=f"Give it dates for {goal.key}").click()
    panel = page.locator("#reschedule")
    expect(panel.get_by_label("Starts")).to_be_focused()
    panel.get_by_label("Starts").fill("2027-05-01")
    panel.get_by_label("Ends").fill("2027-04-01")
    panel.get_by_role("button", name="Save").click()
    # The preview says so first; the field is marked by the answer to what was sent.
    expect(panel.get_by_label("Ends")).to_have_attribute("aria-invalid", "true")
    expect(panel).to_contain_text("It would end on 2027-04-01")
    panel.get_by_label("Ends").fill("2027-08-31")
    panel.get_by_role("button", name="Save").click()
    expect(bar(page, goal)).to_be_visible()
    assert not offences(page)


@pytest.mark.allow_status(409)
def test_somebody_else_was_quicker(chain: Chain, open_as: Open) -> None:
    page = timeline(open_as, chain)
    goal = chain["product"]
    place = bar(page, goal)
    place.focus()
    place.press("Shift+ArrowRight")
    panel = page.locator("#reschedule")
    expect(panel.get_by_role("button", name="Save")).to_be_visible()
    chain["product"].revise(by=chain.owner, title="Riders book")
    panel.get_by_role("button", name="Save").click()
    expect(panel).to_contain_text("while you were reading it")
    assert days(goal) == (10, 99)
    panel.get_by_role("button", name="Save").click()
    expect(notice(page, f"{goal.key}: ")).to_be_visible()
    assert days(goal) == (17, 106)


def test_a_stakeholder_reads_it_and_moves_nothing(chain: Chain, open_as: Open) -> None:
    make_goal(chain.product, title="Pay", starts_on=day(60), ends_on=day(90)).wait_for(chain["product"], by=None)
    page = open_as(make_member(chain.product, "stakeholder"), "/p/BIKE/roadmap/?view=timeline")
    expect(page.locator(".timeline-row", has_text="Pay")).to_contain_text(
        f"waits for {chain['product'].key}: late by 39 days"
    )
    bar(page, chain["product"]).press("ArrowRight")
    expect(page.locator("#reschedule")).to_have_count(0)
    bar(page, chain["product"]).click()
    page.wait_for_url(f"**/g/{chain['product'].key}/")


def test_without_javascript_the_form_does_it_all(chain: Chain, open_as: Open) -> None:
    page = timeline(open_as, chain, java_script_enabled=False)
    goal = chain["product"]
    bar(page, goal).click()
    page.get_by_label("Starts").fill(day(30).isoformat())
    page.get_by_label("Ends").fill(day(119).isoformat())
    page.get_by_role("button", name="What does it touch?").click()
    expect(page.locator("main")).to_contain_text("begins")
    page.get_by_role("button", name="along").click()
    page.wait_for_url("**view=timeline")
    assert (days(goal), days(chain["release"])) == ((30, 119), (30, 80))
    page.get_by_role("button", name="Undo").click()
    assert days(goal) == (10, 99)


def test_where_one_looks_stays_when_others_change_the_roadmap(chain: Chain, open_as: Open) -> None:
    page = timeline(open_as, chain, "&zoom=month")
    view = page.locator("#timeline-scroll")
    view.evaluate("element => element.scrollLeft = 300")
    make_goal(chain.product, title="A new one", starts_on=day(20), ends_on=day(50))
    expect(page.locator(".timeline-row", has_text="A new one")).to_be_visible()
    assert view.evaluate("element => element.scrollLeft") == 300
    page.get_by_role("button", name="Today").click()
    expect(page.locator("[data-timeline]")).to_have_attribute("data-per-day", "8.0")


def test_two_hundred_bars_scroll_without_a_pause(chain: Chain, open_as: Open) -> None:
    for number in range(199):
        make_goal(chain.product, title=f"Goal {number}", starts_on=day(number), ends_on=day(number + 40))
    page = timeline(open_as, chain, "&zoom=month")
    expect(page.locator(".timeline-row")).to_have_count(200)
    frames = page.evaluate(
        """async () => {
          const view = document.getElementById("timeline-scroll");
          const [frames, last] = [[], performance.now()];
          for (let step = 0; step < 60; step++) {
            view.scrollBy(40, 120);
            frames.push(await new Promise((drawn) => requestAnimationFrame(drawn)));
          }
          return frames.map((time, at) => time - (frames[at - 1] ?? last));
        }"""
    )
    head = page.locator(".timeline-head").nth(100).bounding_box()
    view = page.locator("#timeline-scroll").bounding_box()
    assert head and view and abs(head["x"] - view["x"]) < 2, "the titles do not stay at the left"
    # What else the machine does may hold a frame up, not most of them.
    assert median(frames) < 250, f"a frame takes {median(frames):.0f} ms"


def test_a_release_is_moved_by_its_flag(chain: Chain, open_as: Open) -> None:
    page = timeline(open_as, chain)
    release = chain["release"]
    flag = bar(page, release)
    drag(page, flag, 10, at=0.1)
    expect(notice(page, f"{release.key}: ")).to_be_visible()
    # A flag is the end of its release: the start stays.
    assert days(release) == (10, 70)
    flag.focus()
    flag.press("ArrowRight")
    expect(page.locator("#timeline-said")).to_contain_text("ends 1 day later")
    flag.press("Escape")
    expect(flag).to_be_focused()
