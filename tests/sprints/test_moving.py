"""Moving later sprints along, taking an empty one away, and undoing both."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from goalchain.goals.models import Event
from goalchain.products.access import PLAN_SPRINTS, RIGHTS, Role
from goalchain.products.errors import Refused
from goalchain.products.hold import mark_of
from sprints.capacity.days import Share
from sprints.models import BacklogItem, Cadence, Sprint, SprintCapacity
from sprints.undo import event_of, undo
from tests.factories import make_goal, make_member, make_product, make_sprint, make_team, product_owner

pytestmark = pytest.mark.django_db
FIRST = date(2100, 1, 4)


@pytest.fixture
def product():
    return make_product(key="MOV")


@pytest.fixture
def owner(client, product):
    person = product_owner(product)
    client.force_login(person)
    return person


@pytest.fixture
def sprints(product):
    """Three sprints of two weeks, far ahead."""
    team = make_team(product, "Web")
    found = [make_sprint(team=team, name="Sprint 1", starts_on=FIRST, ends_on=FIRST + timedelta(days=13))]
    found += [make_sprint(team=team, name=f"Sprint {number}") for number in (2, 3)]
    for sprint in found:
        sprint.product = sprint.team.product = product
    return found


def days(sprints):
    found = Sprint.objects.in_bulk([sprint.pk for sprint in sprints])
    return [((found[s.pk].starts_on - FIRST).days, (found[s.pk].ends_on - FIRST).days) for s in sprints]


def later(day, by):
    return day + timedelta(days=by)


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (0, 7, [(0, 20), (21, 34), (35, 48)]),
        (7, 7, [(7, 20), (21, 34), (35, 48)]),
        (0, -7, [(0, 6), (7, 20), (21, 34)]),
        (3, 0, [(3, 13), (14, 27), (28, 41)]),
    ],
)
def test_the_later_ones_move_as_the_end_does(owner, sprints, start, end, expected):
    sprint = sprints[0]
    dates = {"starts_on": later(sprint.starts_on, start), "ends_on": later(sprint.ends_on, end)}
    assert sprint.replan(by=owner, along=True, **dates)
    assert days(sprints) == expected
    events = list(Event.objects.filter(subject="sprint", verb="replan"))
    assert len(events) == (3 if end else 1)
    assert len({event.revision for event in events}) == 1


def test_without_the_word_nothing_moves_and_nothing_overlaps(owner, sprints):
    with pytest.raises(Refused, match="let the later sprints move along"):
        sprints[0].replan(by=owner, ends_on=later(sprints[0].ends_on, 7))
    assert days(sprints) == [(0, 13), (14, 27), (28, 41)]


def test_what_has_begun_stays_and_is_in_the_way(owner, product):
    team, today = make_team(product), product.today()
    past = make_sprint(team=team, starts_on=later(today, -27), ends_on=later(today, -14))
    now = make_sprint(team=team, starts_on=later(today, -13), ends_on=today)
    following = make_sprint(team=team)
    past.product = product
    with pytest.raises(Refused):
        past.replan(by=owner, along=True, ends_on=later(past.ends_on, 7))
    assert Sprint.objects.get(pk=following.pk).starts_on == later(today, 1)
    now.product = product
    now.replan(by=owner, along=True, ends_on=later(now.ends_on, 7))
    assert Sprint.objects.get(pk=following.pk).starts_on == later(today, 8)


def test_no_sprint_moves_past_the_last_day(owner, sprints):
    with pytest.raises(Refused):
        sprints[0].replan(by=owner, along=True, ends_on=date(2199, 12, 30))
    assert days(sprints) == [(0, 13), (14, 27), (28, 41)]


def test_it_is_taken_back_whole(owner, product, sprints):
    before = days(sprints)
    sprints[0].replan(by=owner, along=True, name="Long", ends_on=later(sprints[0].ends_on, 7))
    event = event_of(sprints[0].latest_change, "sprint")
    undo(event, product, by=owner)
    assert days(sprints) == before
    assert Sprint.objects.get(pk=sprints[0].pk).name == "Sprint 1"
    with pytest.raises(Refused, match="changed again"):
        undo(event, product, by=owner)


def test_it_is_not_taken_back_when_one_was_changed_since(owner, product, sprints):
    sprints[0].replan(by=owner, along=True, ends_on=later(sprints[0].ends_on, 7))
    moved = Sprint.objects.get(pk=sprints[2].pk)
    moved.replan(by=owner, name="Mine")
    with pytest.raises(Refused, match="Mine|Sprint 3"):
        undo(event_of(sprints[0].latest_change, "sprint"), product, by=owner)
    assert days(sprints)[0] == (0, 20)


def test_the_form_offers_it_and_does_it(client, owner, sprints):
    url = reverse("sprint_dates", args=["MOV", sprints[0].pk])
    assert "Move the 2 later sprints along" in client.get(url).content.decode()
    words = {"name": "Sprint 1", "starts_on": "2100-01-04", "ends_on": "2100-01-24", "read": mark_of(sprints[0])}
    refused = client.post(url, words)
    assert refused.status_code == 422 and "Move the 2 later sprints along" in refused.content.decode()
    saved = client.post(url, words | {"along": "on"})
    assert saved["Location"] == reverse("sprint", args=["MOV", sprints[0].pk])
    assert days(sprints) == [(0, 20), (21, 34), (35, 48)]
    assert "2 later sprints move along" in client.get(saved["Location"]).content.decode()
    assert "Move the" not in client.get(reverse("sprint_dates", args=["MOV", sprints[2].pk])).content.decode()


def test_a_kanban_team_keeps_the_weeks_of_the_calendar(client, owner, product):
    team = make_team(product)
    Cadence.keep(team, "kanban", starts_on=product.today(), by=owner, today=product.today())
    week = team.sprints.order_by("starts_on").first()
    assert "along" not in client.get(reverse("sprint_dates", args=["MOV", week.pk])).content.decode()


def removal(sprint):
    return reverse("sprint_removal", args=["MOV", sprint.pk])


def test_an_empty_sprint_is_removed_and_put_back(client, owner, product, sprints):
    sprint = sprints[1]
    page = reverse("sprint", args=["MOV", sprint.pk])
    assert removal(sprint) in client.get(page).content.decode()
    gone = client.post(removal(sprint), {"read": mark_of(sprint)})
    assert gone["Location"] == reverse("teams", args=["MOV"])
    assert client.get(page).status_code == 404
    event = Event.objects.latest("pk")
    assert (event.verb, event.former) == ("unplan", sprint.facts())
    undone = client.post(reverse("sprints_undo", args=["MOV"]), {"event": event.pk})
    assert undone["Location"] == page
    assert Sprint.objects.get(pk=sprint.pk).facts() == sprint.facts()
    again = client.post(reverse("sprints_undo", args=["MOV"]), {"event": event.pk})
    assert again.status_code == 422


def test_htmx_goes_where_the_sprint_is_again(client, owner, product, sprints):
    sprints[1].remove(by=owner)
    event = event_of(sprints[1].latest_change, "sprint")
    answer = client.post(reverse("sprints_undo", args=["MOV"]), {"event": event.pk}, headers={"HX-Request": "true"})
    assert answer["HX-Redirect"] == reverse("sprint", args=["MOV", sprints[1].pk])


def fill_with_goal(sprint, owner):
    make_goal(sprint.product, "sprint", sprint_id=sprint.pk)


def fill_with_archived_goal(sprint, owner):
    make_goal(sprint.product, "sprint", sprint_id=sprint.pk, archived=True)


def fill_with_item(sprint, owner):
    BacklogItem.add(sprint.product, "A rider books", by=owner, sprint=sprint)


def fill_with_capacity(sprint, owner):
    SprintCapacity.keep(sprint, by=owner, people=[Share(owner.pk)])


@pytest.mark.parametrize("fill", [fill_with_goal, fill_with_archived_goal, fill_with_item, fill_with_capacity])
def test_a_sprint_with_something_in_it_stays(client, owner, sprints, fill):
    sprint = sprints[1]
    fill(sprint, owner)
    answer = client.post(removal(sprint), {"read": mark_of(sprint)})
    assert answer.status_code == 422
    assert Sprint.objects.filter(pk=sprint.pk).exists()
    if fill is not fill_with_archived_goal:
        assert removal(sprint) not in client.get(reverse("sprint", args=["MOV", sprint.pk])).content.decode()


def test_a_sprint_is_removed_as_it_was_read(client, owner, sprints):
    sprint, read = sprints[1], mark_of(sprints[1])
    sprint.replan(by=owner, name="Not empty in thought")
    assert client.post(removal(sprint), {"read": read}).status_code == 409
    assert client.get(removal(sprint)).status_code == 405


def test_its_days_may_be_taken_meanwhile(owner, product, sprints):
    sprints[1].remove(by=owner)
    make_sprint(team=sprints[0].team, name="Other", starts_on=later(FIRST, 14), ends_on=later(FIRST, 20))
    with pytest.raises(Refused, match="overlap"):
        undo(event_of(sprints[1].latest_change, "sprint"), product, by=owner)


@pytest.mark.parametrize("role", [role for role in Role if role not in RIGHTS[PLAN_SPRINTS]])
def test_only_who_plans_sprints_removes_one_or_takes_that_back(client, owner, product, sprints, role):
    sprints[2].remove(by=owner)
    event = event_of(sprints[2].latest_change, "sprint")
    client.force_login(make_member(product, role))
    assert client.post(removal(sprints[1]), {"read": mark_of(sprints[1])}).status_code == 403
    assert client.post(reverse("sprints_undo", args=["MOV"]), {"event": event.pk}).status_code == 403


def test_what_has_no_undo_says_so(owner, product, sprints):
    goal = make_goal(product, "sprint", sprint_id=sprints[0].pk, state="agreed")
    sprints[0].product = goal.product
    sprints[0].cancel("The law changed", by=owner)
    with pytest.raises(Refused, match="cannot be undone"):
        undo(event_of(sprints[0].latest_change, "sprint"), product, by=owner)
