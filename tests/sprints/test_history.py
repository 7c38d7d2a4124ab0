"""The history of the sprints' goals: by team, by product goal, as CSV; the same queries however many there are."""

import csv
import io
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from goalchain.products.models import Product, Team
from sprints.models import Sprint, SprintGoal, SprintReview
from sprints.review.history import Held, by_team, held_in, rate_said
from tests.factories import fresh, make_goal, make_member, make_product, make_sprint, make_team, product_owner

pytestmark = pytest.mark.django_db


def held(product: Product, team: Team, weeks_ago: int, outcome: str, **words: Any) -> SprintGoal:
    """A sprint of a week, so long ago, whose goal was closed with this outcome; "" for one that is active still."""
    first = timezone.localdate() - timedelta(weeks=weeks_ago)
    sprint = make_sprint(team=team, starts_on=first, ends_on=first + timedelta(days=6))
    state = "closed" if outcome else "active"
    goal = make_goal(product, "sprint", state=state, outcome=outcome or "missed", sprint_id=sprint.pk, **words)
    return fresh(goal).of_level


@pytest.fixture
def product() -> Product:
    """A product with two teams and four sprints that are over, and one draft that nobody may see here."""
    made = make_product()
    web, app = make_team(made, "Web"), make_team(made, "App")
    booking = make_goal(made, "product", title="Riders book")
    release = make_goal(made, "release", parents=[booking], title="Booking online")
    held(made, web, 9, "achieved", parents=[release], title="First", learning="=SUM(1)")
    held(made, web, 7, "missed", parents=[booking], title="Second", learning="Slow")
    held(made, web, 5, "", parents=[release], title="Third")
    held(made, app, 4, "abandoned", title="Fourth")
    first = timezone.localdate() - timedelta(weeks=3)
    sprint = make_sprint(team=web, starts_on=first, ends_on=first + timedelta(days=6))
    make_goal(made, "sprint", sprint_id=sprint.pk, title="Never agreed")
    return made


def reader(product: Product, role: str = "viewer") -> Client:
    """A client of somebody with this role."""
    client = Client()
    client.force_login(make_member(product, role))
    return client


@pytest.mark.parametrize(
    ("outcomes", "words"),
    [
        (["achieved", "missed", "achieved"], "2 of 3 achieved, 1 missed"),
        (["partly", "abandoned", ""], "0 of 2 achieved, 1 partly, 1 abandoned; 1 not reviewed"),
        ([""], "1 not reviewed"),
        ([], ""),
    ],
)
def test_the_rate_is_said_in_words(outcomes: list[str], words: str) -> None:
    facts = {"number": 1, "title": "", "state": "", "learning": "", "sprint_id": 1, "sprint": "", "cancelled": ""}
    days = {"starts_on": None, "ends_on": None}
    assert rate_said([Held(**facts, **days, outcome=word, team_id=1, team="") for word in outcomes]) == words


def test_teams_stand_in_alphabetical_order_with_their_own_rate(product: Product) -> None:
    groups = by_team(held_in(product))
    assert [(group.name, group.said) for group in groups] == [
        ("App", "0 of 1 achieved, 1 abandoned"),
        ("Web", "1 of 2 achieved, 1 missed; 1 not reviewed"),
    ]
    page = reader(product).get(f"/p/{product.key}/sprints/history/").content.decode()
    assert page.index("App</h2>") < page.index("Web</h2>")
    assert "Slow" in page and "Never agreed" not in page


def test_by_product_goal(product: Product) -> None:
    page = reader(product).get(f"/p/{product.key}/sprints/history/?by=goal").content.decode()
    assert page.index("Riders book</a>") < page.index("No product goal") < page.index("Fourth")
    assert "1 of 2 achieved, 1 missed; 1 not reviewed" in page


def test_one_team_alone(product: Product) -> None:
    team = product.teams.get(name="Web")
    page = reader(product).get(f"/p/{product.key}/sprints/history/?team={team.pk}").content.decode()
    assert "Second" in page and "Fourth" not in page
    assert "Fourth" in reader(product).get(f"/p/{product.key}/sprints/history/?team=none").content.decode()


def test_a_quarter_is_said_by_its_months(product: Product) -> None:
    facts = {"number": 1, "title": "", "state": "closed", "learning": "", "sprint_id": 1, "sprint": "", "cancelled": ""}
    days = [date(2026, 3, 31), date(2026, 4, 1), date(2026, 4, 20)]
    told = [
        Held(**facts, starts_on=None, ends_on=day, outcome=word, team_id=1, team="A")
        for day, word in zip(days, ["missed", "achieved", "partly"], strict=True)
    ]
    (group,) = by_team(told)
    assert group.quarters == [
        ("Jan – Mar 2026", "0 of 1 achieved, 1 missed"),
        ("Apr – Jun 2026", "1 of 2 achieved, 1 partly"),
    ]


def test_the_export_runs_no_formula(product: Product) -> None:
    goal = SprintGoal.objects.get(title="Second")
    goal.product, goal.sprint.product = product, product
    words = {"increment": "@cmd", "links": "https://example.com/a"}
    SprintReview.record(goal.sprint, goal, "missed", "Slow", by=product_owner(product), **words)
    answer = reader(product).get(f"/p/{product.key}/sprints/history/csv/")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{product.key}-sprints.csv"'
    first, second, *_ = rows = list(csv.DictReader(io.StringIO(answer.content.decode())))
    assert len(rows) == 4
    assert (first["learning"], first["outcome"], first["team"]) == ("'=SUM(1)", "achieved", "Web")
    assert (second["increment"], second["links"]) == ("'@cmd", "https://example.com/a")
    assert second["product_goals"] == f"{product.key}-1"


def test_an_empty_history_teaches() -> None:
    product = make_product()
    page = reader(product).get(f"/p/{product.key}/sprints/history/").content.decode()
    assert "No sprint is over yet" in page


def test_strangers_and_methods(product: Product) -> None:
    stranger = Client()
    stranger.force_login(product_owner(make_product()))
    for address in ("history/", "history/csv/"):
        assert stranger.get(f"/p/{product.key}/sprints/{address}").status_code == 404
        assert reader(product).post(f"/p/{product.key}/sprints/{address}").status_code == 405


def test_five_hundred_sprints_take_no_more_queries(
    product: Product, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    team = make_team(product, "Many")
    parent = make_goal(product, "product", title="Much")
    like = held(product, team, 600, "achieved", parents=[parent], title="Much 0")
    base = like.sprint
    sprints = [
        Sprint(
            product=product,
            team=team,
            name=f"Week {week}",
            starts_on=base.starts_on + timedelta(weeks=week),
            ends_on=base.ends_on + timedelta(weeks=week),
        )
        for week in range(1, 500)
    ]
    Sprint.objects.bulk_create(sprints)
    for number, sprint in enumerate(Sprint.objects.filter(team=team).exclude(pk=base.pk)[:40], start=1000):
        goal = SprintGoal.objects.get(pk=like.pk)
        goal.pk = goal.id = goal.goal_id = None
        goal.number, goal.sprint, goal._state.adding = number, sprint, True
        goal.save()
    client = reader(product)
    for address in ("history/", "history/?by=goal", "history/csv/"):
        with django_assert_max_num_queries(6):
            assert client.get(f"/p/{product.key}/sprints/{address}").status_code == 200
