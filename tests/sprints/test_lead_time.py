"""Lead time: cases worked by hand, and the same from events."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone

from goalchain.goals.models import Event
from goalchain.products.models import Product
from sprints.models import Shaping, SprintGoal
from sprints.pipeline.lead import Lead, agreed_at, day_of, lead_said, usual_said
from sprints.pipeline.lead_reads import leads_of
from tests.factories import fresh, make_goal, make_member, make_product, make_sprint, make_team, product_owner
from tests.support.queries import queries_of

MONDAY = date(2026, 11, 16)


def moment(day: int, hour: int = 12) -> datetime:
    """A moment in November 2026, in UTC."""
    return datetime(2026, 11, day, hour, tzinfo=UTC)


@pytest.mark.parametrize(
    ("states", "day"),
    [
        ([], None),
        (["draft"], None),
        (["draft", "agreed"], 2),
        (["agreed"], 1),
        (["draft", "agreed", "active", "closed"], 2),
        (["draft", "agreed", "draft"], None),
        (["draft", "agreed", "draft", "agreed"], 4),
        (["draft", "agreed", "draft", "agreed", "active", "agreed"], 4),
        (["draft", "draft", "closed", "active"], 3),
    ],
)
def test_it_was_agreed_when_it_was_last_more_than_a_draft(states: list[str], day: int | None) -> None:
    steps = [(moment(place), state) for place, state in enumerate(states, start=1)]
    assert agreed_at(steps) == (None if day is None else moment(day))


@pytest.mark.parametrize(
    ("agreed_on", "days"),
    [
        (date(2026, 11, 11), 5),
        (date(2026, 11, 15), 1),
        (MONDAY, 0),
        (date(2026, 11, 18), -2),
        (date(2025, 12, 31), 320),
        (None, None),
    ],
)
def test_days_count_before_the_first_day(agreed_on: date | None, days: int | None) -> None:
    lead = Lead(MONDAY, date(2026, 11, 29), date(2025, 1, 1), agreed_on=agreed_on)
    assert lead.agreed == days
    assert lead.shaped is None


def test_days_count_over_a_leap_day_and_over_the_change_of_clocks() -> None:
    written = date(2023, 1, 1)
    assert Lead(date(2024, 3, 4), None, written, agreed_on=date(2024, 2, 26)).agreed == 7
    assert Lead(date(2026, 3, 30), None, written, agreed_on=date(2026, 3, 27)).agreed == 3


def test_what_is_written_down_afterwards_has_no_lead() -> None:
    after = Lead(MONDAY, date(2026, 11, 29), date(2026, 11, 30), agreed_on=date(2026, 11, 30))
    assert after.is_hindsight and after.agreed is None
    on_the_last_day = Lead(MONDAY, date(2026, 11, 29), date(2026, 11, 29), agreed_on=date(2026, 11, 29))
    assert on_the_last_day.agreed == -13


def test_a_day_is_that_of_the_product() -> None:
    late = moment(15, 23)
    assert day_of(late, ZoneInfo("UTC")) == date(2026, 11, 15)
    assert day_of(late, ZoneInfo("Europe/Berlin")) == date(2026, 11, 16)
    assert day_of(None, ZoneInfo("UTC")) is None


@pytest.mark.parametrize(
    ("days", "words"),
    [(5, "5 days before"), (1, "1 day before"), (0, "on the first day"), (-1, "1 day late"), (-3, "3 days late")],
)
def test_a_lead_in_words(days: int, words: str) -> None:
    assert lead_said(days) == words
    assert lead_said(None) == ""


@pytest.mark.parametrize(
    ("agreed", "words"),
    [
        ([], ""),
        ([5, 6], ""),
        ([1, 5, 3], "Goals are usually agreed 3 days before."),
        ([1, 5, 3, 4], "Goals are usually agreed 3 days before."),
        ([2, 2, 2, 2, 2, 2], "Goals are usually agreed 2 days before, and that is steady."),
        (
            [0, 1, -1, 4, 6, 5],
            "Goals are usually agreed 1 day before; the last three 5 days before, which is earlier than those before "
            "them (on the first day).",
        ),
        (
            [5, 5, 5, -1, -2, -1],
            "Goals are usually agreed 1 day late; the last three 1 day late, which is later than those before them "
            "(5 days before).",
        ),
    ],
)
def test_what_is_usual_in_words(agreed: list[int], words: str) -> None:
    assert usual_said(agreed) == words


# -- from events -------------------------------------------------------------------------------------------------------


@pytest.fixture
def product(db: None) -> Product:
    """A product with the team Web."""
    made = make_product(key="LEAD")
    make_team(made, "Web")
    return made


def led(product: Product, starts: int, agreed: int | None, shaped: int | None = None, **words: Any) -> SprintGoal:
    """A goal of a sprint that starts in so many days, agreed and shaped so many days ago."""
    first = timezone.localdate() + timedelta(days=starts)
    team = words.pop("team", None) or product.teams.get(name="Web")
    sprint = make_sprint(team=team, starts_on=first, ends_on=first + timedelta(days=6))
    goal = fresh(make_goal(product, "sprint", sprint_id=sprint.pk, parents=[make_goal(product)], **words))
    assert isinstance(goal, SprintGoal)
    written = timezone.now() - timedelta(days=60)
    SprintGoal.objects.filter(pk=goal.pk).update(created_at=written)
    Event.objects.filter(goal=goal).update(at=written)
    by = product_owner(product)
    if shaped is not None:
        shaping = Shaping.record(goal, by=by)
        Shaping.objects.filter(pk=shaping.pk).update(at=timezone.now() - timedelta(days=shaped))
    if agreed is not None:
        goal.agree(by=by)
        told = Event.objects.filter(goal=goal, verb="agree")
        told.update(at=timezone.now() - timedelta(days=agreed))
    return goal


def test_the_leads_of_a_team_come_from_its_events(product: Product) -> None:
    led(product, -10, agreed=12, shaped=15)
    led(product, 5, agreed=2, title="Coming")
    (team,) = leads_of(product)
    newest, oldest = team.led
    assert (newest.lead.shaped, newest.lead.agreed) == (None, 7)
    assert (oldest.lead.shaped, oldest.lead.agreed) == (5, 2)
    assert (newest.shaped_said, newest.agreed_said) == ("not recorded", "7 days before")
    assert team.usual == ""


def test_an_agreement_that_was_taken_back_does_not_count(product: Product) -> None:
    goal = led(product, 9, agreed=4, shaped=3)
    fresh(goal).withdraw(by=product_owner(product))
    (team,) = leads_of(product)
    assert team.led[0].lead.agreed is None
    assert team.led[0].agreed_said == "not yet"


def test_drafts_that_nobody_shaped_and_goals_without_days_are_left_out(product: Product) -> None:
    led(product, 9, agreed=None)
    make_goal(product, "sprint", state="agreed")
    assert leads_of(product) == []


def test_shaping_that_was_taken_back_does_not_count(product: Product) -> None:
    goal = led(product, 9, agreed=None, shaped=3)
    assert leads_of(product)[0].led[0].lead.shaped == 12
    Shaping.take_back(goal, by=product_owner(product))
    assert leads_of(product) == []


def test_the_page_tells_them_to_those_who_plan(product: Product) -> None:
    for back in range(4):
        led(product, -7 * back, agreed=7 * back + 3, title=f"Goal {back}")
    client = Client()
    client.force_login(make_member(product, "developer"))
    html = client.get("/p/LEAD/pipeline/lead-times/").content.decode()
    assert "Goals are usually agreed 3 days before." in html
    assert html.count("3 days before") == 5
    for role in ("stakeholder", "viewer"):
        client.force_login(make_member(product, role))
        assert client.get("/p/LEAD/pipeline/lead-times/").status_code == 404


def test_the_page_asks_the_same_however_many_there_are(product: Product) -> None:
    client = Client()
    client.force_login(product_owner(product))
    led(product, 0, agreed=1)
    few = queries_of(lambda: client.get("/p/LEAD/pipeline/lead-times/"))
    other = make_team(product, "App")
    for back in range(1, 5):
        led(product, -7 * back, agreed=1)
        led(product, -7 * back, agreed=1, team=other)
    many = queries_of(lambda: client.get("/p/LEAD/pipeline/lead-times/"))
    assert few == many <= 5
