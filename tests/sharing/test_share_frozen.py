"""/s/TOKEN/ of a frozen link: it tells what a live one told at its moment, in the same order."""

from datetime import date

import pytest

from goalchain.sharing.links.models import SHOWABLE
from sprints.models import SprintGoal
from tests.factories import (
    fresh,
    make_chain_of_all_levels,
    make_goal,
    make_metric,
    make_product,
    make_readings,
    make_share,
    make_sprint,
    make_team,
)
from tests.support.queries import queries_of

pytestmark = pytest.mark.django_db
EVERYTHING = list(SHOWABLE)


def read(client, product, kind="roadmap", *, is_frozen=True, **words):
    """The page of a new link that shows everything."""
    _, token = make_share(product, kind, is_frozen=is_frozen, **({"shows": EVERYTHING} | words))
    return client.get(f"/s/{token}/")


def chapters(page):
    """The titles of the goals by the headings under which they stand."""
    return {chapter.label: [goal.title for goal in chapter.goals] for chapter in page.context["shown"].chapters}


# -- teams -------------------------------------------------------------------------------------------------------------


@pytest.fixture
def product():
    """A product whose goal "Booking" two teams work on, one directly and one by a release; nobody on "Paying"."""
    product = make_product()
    booking = make_goal(product, title="Booking")
    release = make_goal(product, "release", parents=[booking])
    make_goal(product, title="Paying")
    for name, parent in (("Blue", booking), ("Red", release)):
        sprint = make_sprint(team=make_team(product, name))
        make_goal(product, "sprint", parents=[parent], sprint_id=sprint.pk, state="agreed")
    return product


@pytest.mark.parametrize("is_frozen", [False, True])
def test_teams_stand_over_what_they_worked_on(client, product, is_frozen):
    grouped = read(client, product, filters="group=team", is_frozen=is_frozen)
    both = {"Blue": ["Booking"], "Red": ["Booking"], "No team works on it": ["Paying"]}
    assert chapters(grouped) == both
    for team in product.teams.all():
        page = read(client, product, filters=f"team={team.pk}", is_frozen=is_frozen)
        assert chapters(page) == {"": ["Booking"]}


def test_teams_stay_as_they_were(client, product):
    _, token = make_share(product, filters="group=team", is_frozen=True)
    owner = product.memberships.get().user
    product.teams.get(name="Blue").rename("Green", by=owner)
    red = SprintGoal.objects.select_related("product").get(sprint__team__name="Red")
    red.revise(by=owner, sprint_id=None)
    former = chapters(client.get(f"/s/{token}/"))
    assert former == {"Blue": ["Booking"], "Red": ["Booking"], "No team works on it": ["Paying"]}
    now = chapters(read(client, product, filters="group=team"))
    assert now == {"Green": ["Booking"], "No team works on it": ["Paying"]}


def test_a_draft_of_a_sprint_goal_names_no_team(client):
    chain = make_chain_of_all_levels()
    page = read(client, chain.product, filters="group=team")
    assert chapters(page) == {"No team works on it": [chain["product"].title]}


def test_teams_take_one_query_however_many(client, product):
    _, token = make_share(product, filters="group=team", is_frozen=True)
    client.get(f"/s/{token}/")
    before = queries_of(lambda: client.get(f"/s/{token}/"))
    for _ in range(4):
        sprint = make_sprint(team=make_team(product))
        make_goal(product, "sprint", parents=[make_goal(product)], sprint_id=sprint.pk, state="agreed")
    _, token = make_share(product, filters="group=team", is_frozen=True)
    client.get(f"/s/{token}/")
    assert queries_of(lambda: client.get(f"/s/{token}/")) == before <= 8


# -- as a live link ----------------------------------------------------------------------------------------------------


def drawn(page):
    """Everything that a page shows of its goals, and its drawing."""
    shown = page.context["shown"]
    goals = [(chapter.label, [goal.prints for goal in chapter.goals]) for chapter in shown.chapters]
    return goals, shown.timeline


@pytest.mark.parametrize("view", ["grid", "now", "timeline"])
def test_a_frozen_roadmap_shows_what_the_live_one_shows(client, view):
    chain = make_chain_of_all_levels()
    goal = chain["product"]
    goal.revise(by=chain.owner, starts_on=date(2027, 1, 4), ends_on=date(2027, 6, 30))
    for value in (5, 6):
        make_readings(make_metric(goal), [value])
    for day in (date(2027, 5, 1), date(2027, 3, 1), None, date(2027, 3, 1)):
        make_goal(chain.product, "release", parents=[goal], starts_on=date(2027, 2, 1), ends_on=day)
    live, frozen = (read(client, chain.product, is_frozen=told, filters=f"view={view}") for told in (False, True))
    assert drawn(live) == drawn(frozen)
    metrics = frozen.context["shown"].chapters[0].goals[0].metrics
    assert len(metrics) == (2 if view == "grid" else 1)


@pytest.mark.parametrize("kind", ["releases", "roadmap"])
@pytest.mark.parametrize("is_frozen", [False, True])
def test_what_has_no_date_stands_last(client, kind, is_frozen):
    product = make_product()
    level = "release" if kind == "releases" else "product"
    for title, day in (("Undated", None), ("At the end of time", date.max), ("Soon", date(2027, 1, 1))):
        make_goal(product, level, title=title, ends_on=day)
    [titles] = chapters(read(client, product, kind, is_frozen=is_frozen)).values()
    assert titles == ["Soon", "At the end of time", "Undated"]


def test_flags_without_an_end_stand_last_on_the_timeline(client):
    product = make_product()
    goal = make_goal(product, starts_on=date(2027, 1, 4), ends_on=date(2027, 6, 30))
    titles = ["Undated", "Late", "Early"]
    for title, day in zip(titles, (None, date(2027, 5, 1), date(2027, 3, 1)), strict=True):
        make_goal(product, "release", parents=[fresh(goal)], title=title, starts_on=date(2027, 2, 1), ends_on=day)
    for is_frozen in (False, True):
        page = read(client, product, filters="view=timeline", is_frozen=is_frozen)
        [section] = page.context["shown"].timeline.sections
        assert sorted(titles, key=section.index) == ["Early", "Late", "Undated"]
