"""The roadmap's page: its views, groups, filters and modes."""

from datetime import date, timedelta

import pytest
from django.http import QueryDict
from django.test import Client
from django.utils import timezone

from goalchain.products.access import Access, Role
from roadmap.filters import Wanted, wanted
from roadmap.grouping import choices_of, filtered, grouped
from roadmap.horizons import derived
from roadmap.marks import days_said, when_in_words
from roadmap.reads import rows_for
from tests import factories as make

pytestmark = pytest.mark.django_db
OWNER = Access(Role.OWNER)
VIEWS = ["grid", "timeline", "now"]


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_shows_the_open_product_goals(client: Client, view: str) -> None:
    chain = make.make_chain_of_all_levels()
    make.make_goal(chain.product, "product", state="closed", title="Long ago")
    client.force_login(make.product_owner(chain.product))
    html = client.get(f"/p/{chain.product.key}/roadmap/", {"view": view}).content.decode()
    assert chain["product"].title in html and "Long ago" not in html
    html = client.get(f"/p/{chain.product.key}/roadmap/", {"view": view, "state": "closed"}).content.decode()
    assert chain["product"].title not in html and "Long ago" in html


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("mode", ["", "present", "wall"])
def test_an_empty_roadmap_teaches(client: Client, view: str, mode: str) -> None:
    product = make.make_product()
    client.force_login(make.product_owner(product))
    html = client.get(f"/p/{product.key}/roadmap/", {"view": view, "mode": mode}).content.decode()
    assert "No product goal yet" in html and ("New product goal" in html) == (not mode)


def test_filters_that_leave_nothing_say_so(client: Client) -> None:
    chain = make.make_chain_of_all_levels()
    client.force_login(make.product_owner(chain.product))
    html = client.get(f"/p/{chain.product.key}/roadmap/", {"owner": "999999"}).content.decode()
    assert "No product goal fits these filters" in html


def test_what_is_wanted_is_read_from_the_address_and_written_to_it() -> None:
    query = "view=now&group=goal&state=all&owner=3&team=4&goal=12&mode=wall"
    assert wanted("BIKE", QueryDict(query)).url == f"/p/BIKE/roadmap/?{query}"
    assert wanted("BIKE", QueryDict("")).url == "/p/BIKE/roadmap/"
    odd = wanted("BIKE", QueryDict("view=x&group=y&state=%27&owner=²&team=-1&goal=1e9&mode=z&zoom=q"))
    assert odd == Wanted("BIKE")


def test_rows_know_what_is_above_and_below_them() -> None:
    chain = make.make_chain_of_all_levels()
    make.make_readings(make.make_metric(chain["product"], name="Bookings"), [4, 20])
    make.make_metric(chain["product"], name="Second")
    make.make_feature(chain["product"], "Booking")
    (row,) = rows_for(chain.product, OWNER, Wanted(chain.product.key)).rows
    assert {above.title for above in row.above} == {chain["user"].title, chain["business"].title}
    assert row.above[0].rationale and row.delivery == "0 of 1 closed"
    assert [found.metric.name for found in row.metrics] == ["Bookings", "Second"]
    assert row.outcome_said.startswith("Bookings: 20%")
    assert [feature.text for feature in row.features] == ["Booking"]


def test_the_timeline_reads_releases_and_sprints_through_them() -> None:
    chain = make.make_chain_of_all_levels()
    (row,) = rows_for(chain.product, OWNER, Wanted(chain.product.key, view="timeline")).rows
    assert [release.number for release in row.releases] == [chain["release"].number]
    assert [sprint.release for sprint in row.sprints] == [chain["release"].number]
    assert set(row.teams.values()) == {row.sprints[0].team}


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("view", VIEWS)
def test_drafts_of_sprint_goals_count_only_for_those_who_plan(client: Client, role: Role, view: str) -> None:
    product = make.make_product(preset="pichler")
    goal = make.make_goal(product, "product", title="Riders pay")
    team = make.make_team(product, "Secret team")
    sprint = make.make_sprint(team=team, name="Secret sprint")
    make.make_goal(product, "sprint", parents=[goal], sprint_id=sprint.pk, title="Secret plan")
    access = Access(role)
    (row,) = rows_for(product, access, Wanted(product.key, view=view)).rows
    assert bool(row.below) == bool(row.teams) == access.read_planning
    client.force_login(make.make_member(product, role))
    html = client.get(f"/p/{product.key}/roadmap/", {"view": view, "group": "team"}).content.decode()
    assert ("Secret" in html) == access.read_planning
    assert ("0 of 1 closed" in html) == (access.read_planning and view != "timeline")


def test_rows_in_groups() -> None:
    chain = make.make_chain_of_all_levels()
    make.make_goal(chain.product, "product", title="Loose", state="agreed")
    key = chain.product.key
    rows = rows_for(chain.product, OWNER, Wanted(key)).rows
    by_goal = grouped(rows, Wanted(key, group="goal"))
    assert [(group.label, len(group.rows)) for group in by_goal] == [
        (chain["user"].title, 1),
        (chain["business"].title, 1),
        ("Serves no user or business goal", 1),
    ]
    assert by_goal[0].level_name == "user" and by_goal[0].key == chain["user"].key
    assert [group.label for group in grouped(rows, Wanted(key, group="team"))][-1] == "No team works on it"
    assert [len(group.rows) for group in grouped(rows, Wanted(key))] == [2] and grouped([], Wanted(key)) == []


def test_states_stand_in_the_order_in_which_people_look_at_them() -> None:
    product = make.make_product()
    for state in ("draft", "agreed", "active"):
        make.make_goal(product, "product", state=state)
    rows = rows_for(product, OWNER, Wanted(product.key)).rows
    assert [group.label for group in grouped(rows, Wanted(product.key, group="state"))] == ["Active", "Agreed", "Draft"]


def test_filters_leave_what_was_asked_for() -> None:
    chain = make.make_chain_of_all_levels()
    owner = make.make_member(chain.product, "developer")
    other = make.make_goal(chain.product, "product", title="Other")
    make.fresh(other).revise(by=make.product_owner(chain.product), owner_id=owner.pk)
    key = chain.product.key
    rows = rows_for(chain.product, OWNER, Wanted(key)).rows
    choices = choices_of(rows)
    assert choices.owners == [(owner.pk, str(owner))] and len(choices.goals) == 2 and len(choices.teams) == 1

    def left(**asked: int) -> list[str]:
        return [row.title for row in filtered(rows, Wanted(key, **asked))]

    assert left(owner=owner.pk) == ["Other"]
    assert left(goal=chain["user"].number) == left(team=choices.teams[0][0]) == [chain["product"].title]


def test_those_with_dates_come_first_in_time() -> None:
    product, today = make.make_product(), timezone.localdate()
    make.make_goal(product, "product", title="Never said")
    make.make_goal(product, "product", title="Second", ends_on=today + timedelta(days=200))
    make.make_goal(product, "product", title="First", starts_on=today, ends_on=today + timedelta(days=300))
    rows = rows_for(product, OWNER, Wanted(product.key)).rows
    assert [row.title for row in rows] == ["First", "Second", "Never said"]


def test_a_goal_that_is_late_says_so(client: Client) -> None:
    product, today = make.make_product(), timezone.localdate()
    make.make_goal(product, "product", ends_on=today - timedelta(days=1), confidence="off_track")
    client.force_login(make.product_owner(product))
    for view in ("grid", "now"):
        html = client.get(f"/p/{product.key}/roadmap/", {"view": view}).content.decode()
        assert " late</span>" in html and '<span class="sure is-off_track">Off track</span>' in html


DAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("state", "starts", "ends", "column"),
    [
        ("active", None, None, "now"),
        ("active", 400, 500, "now"),
        ("draft", 0, 90, "now"),
        ("draft", -90, -1, "now"),
        ("agreed", 1, 400, "next"),
        ("draft", 92, None, "next"),
        ("agreed", 93, None, "later"),
        ("draft", None, 92, "next"),
        ("agreed", None, 93, "later"),
        ("agreed", None, None, "next"),
        ("draft", None, None, "later"),
    ],
)
def test_state_and_dates_say_the_column(state: str, starts: int | None, ends: int | None, column: str) -> None:
    days = [None if day is None else DAY + timedelta(days=day) for day in (starts, ends)]
    assert derived(state, days[0], days[1], DAY) == column


def test_when_in_words() -> None:
    january, march = date(2027, 1, 6), date(2027, 3, 31)
    assert days_said(january, march) == "6\u00a0Jan – 31\u00a0Mar 2027"
    assert days_said(DAY, march) == "20\u00a0Nov 2026 – 31\u00a0Mar 2027"
    assert days_said(None, march) == "by 31\u00a0Mar 2027" and days_said(january, None) == "from 6\u00a0Jan 2027"
    assert when_in_words("Q1 2027", None, march) == "Q1 2027\nby 31\u00a0Mar 2027"
    assert when_in_words("", None, None) == "" and when_in_words("next", None, None) == "next"


def test_the_filters_push_a_short_address(client: Client) -> None:
    chain = make.make_chain_of_all_levels()
    client.force_login(make.product_owner(chain.product))
    headers = {"HX-Request": "true", "HX-Trigger": "roadmap-filters"}
    asked = {"view": "now", "group": "", "state": "all", "owner": ""}
    answer = client.get(f"/p/{chain.product.key}/roadmap/", asked, headers=headers)
    assert answer["HX-Push-Url"] == f"/p/{chain.product.key}/roadmap/?view=now&state=all"


def test_a_stranger_finds_nothing(client: Client) -> None:
    product = make.make_product()
    client.force_login(make.make_user())
    assert client.get(f"/p/{product.key}/roadmap/").status_code == 404
    client.force_login(make.product_owner(product))
    assert client.post(f"/p/{product.key}/roadmap/").status_code == 405
