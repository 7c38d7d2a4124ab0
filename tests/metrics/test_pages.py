"""The pages of metrics: the region of the goal page, the forms, the metric's own page."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from goalchain.goals.models import Event
from goalchain.metrics.models import Metric, Reading
from tests.factories import fresh, make_goal, make_members, make_metric, make_product, make_readings, make_user
from tests.support.queries import queries_of

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}
WORDS = {"name": "Bookings without a call", "unit": "%", "direction": "up", "baseline": "4 %", "target": "60,5"}


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def product():
    return make_product(key="BIKE")


@pytest.fixture
def goal(product):
    return make_goal(product, "product")


@pytest.fixture
def metric(goal):
    return make_metric(goal, name="Bookings")


@pytest.fixture
def owner(product):
    return signed_in(product.memberships.get(role="owner").user)


def at(metric, more=""):
    return f"/g/{metric.goal.key}/metrics/{metric.pk}/{more}"


def text(answer):
    return answer.content.decode()


def test_the_goal_page_shows_metrics_with_their_plots(owner, metric):
    make_readings(metric, [39, 40, 41])
    page = text(owner.get(f"/g/{metric.goal.key}/"))
    assert f'id="metric-{metric.pk}"' in page
    assert '<polyline class="plot-readings"' in page
    assert "rising 1 a week" in page
    assert "41% → 60%" in page
    assert "style=" not in page


def test_a_child_shows_its_delivery_and_its_outcome(owner, product, goal, metric):
    make_readings(metric, [41])
    parent = make_goal(product, "user")
    goal.link(parent, by=None)
    make_goal(product, "release", parents=[goal], state="closed")
    page = text(owner.get(f"/g/{parent.key}/"))
    assert "1 of 1 closed" in page
    assert "Bookings 41% → 60%" in page


def test_delivery_without_outcome_is_said(owner, product, goal, metric):
    make_readings(metric, [4])
    child = make_goal(product, "release", parents=[goal], state="closed")
    said = "All children met; the metric has not moved."
    assert said in text(owner.get(f"/g/{goal.key}/"))
    make_goal(product, "release", parents=[goal])
    assert said not in text(owner.get(f"/g/{goal.key}/"))
    assert fresh(child).outcome == "achieved"


def test_add_a_metric(owner, goal):
    assert "Measure" in text(owner.get(f"/g/{goal.key}/metrics/"))
    answer = owner.post(f"/g/{goal.key}/metrics/", WORDS)
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/g/{goal.key}/")
    metric = Metric.objects.get()
    assert (metric.baseline, metric.target, metric.name) == (Decimal(4), Decimal("60.5"), WORDS["name"])
    answer = owner.post(f"/g/{goal.key}/metrics/", WORDS | {"name": "Another"}, headers=HTMX)
    assert answer.headers["HX-Retarget"] == "#metrics"
    assert answer.headers["HX-Trigger"] == "goal-changed"
    assert "Undo" in text(answer)


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        ({"name": ""}, "Name what is measured"),
        ({"name": "x" * 101}, "at most 100 characters"),
        ({"unit": ""}, "Say the unit"),
        ({"unit": "x" * 21}, "at most 20 characters"),
        ({"baseline": "1,234"}, "could be 1234 or 1.234"),
        ({"baseline": "four"}, "is no number"),
        ({"baseline": "NaN"}, "is no number"),
        ({"target": "1" + "0" * 30}, "is too large"),
        ({"target": "4"}, "is the baseline"),
        ({"target": "2"}, "is below the baseline"),
        ({"target": ""}, "Say where it is to go"),
        ({"target_on": "2026-02-30"}, "is no date"),
        ({"target_on": "0206-02-20"}, "cannot be right"),
        ({"name": "a\0b"}, "cannot be stored"),
        ({"direction": "within", "lower": "5", "upper": "4"}, "is not above the lower bound"),
    ],
)
def test_what_is_wrong_stands_beside_its_field(owner, goal, words, complaint):
    answer = owner.post(f"/g/{goal.key}/metrics/", WORDS | words)
    assert answer.status_code == 422
    assert complaint in text(answer).replace("&quot;", '"')
    assert not Metric.objects.exists()


def test_what_was_typed_is_still_there(owner, goal):
    page = text(owner.post(f"/g/{goal.key}/metrics/", WORDS | {"target": "sixty"}, headers=HTMX))
    assert 'value="sixty"' in page
    assert 'value="4 %"' in page


def test_edit_onto_what_was_read(owner, metric):
    assert 'name="read" value="1"' in text(owner.get(at(metric, "edit/")))
    answer = owner.post(at(metric, "edit/"), WORDS | {"read": "1"})
    assert answer.status_code == 302
    assert Metric.objects.get().version == 2
    answer = owner.post(at(metric, "edit/"), WORDS | {"name": "Mine", "read": "1"})
    assert answer.status_code == 409
    assert "changed this" in text(answer)
    assert 'value="Mine"' in text(answer)
    assert Metric.objects.get().name == WORDS["name"]
    assert owner.post(at(metric, "edit/"), WORDS).status_code == 409


def test_archive_restore_and_put_first(owner, metric):
    second = make_metric(metric.goal)
    owner.post(at(second, "first/"), {"read": "1"})
    assert metric.goal.metrics.in_order().first() == second
    owner.post(at(metric, "archive/"), {"read": "1"})
    assert "was archived on" in text(owner.get(at(metric)))
    assert f'id="metric-{metric.pk}"' not in text(owner.get(f"/g/{metric.goal.key}/"))
    assert owner.post(at(metric, "archive/"), {"read": "2"}).status_code == 422
    assert owner.post(at(metric, "restoration/"), {"read": "1"}).status_code == 409
    owner.post(at(metric, "restoration/"), {"read": "2"})
    assert Metric.objects.get(pk=metric.pk).archived_at is None


def test_enter_a_reading(owner, metric):
    today = timezone.localdate()
    assert f'value="{today.isoformat()}"' in text(owner.get(at(metric, "readings/")))
    words = {"value": "41,5 %", "day": today.isoformat(), "note": "after the launch"}
    answer = owner.post(at(metric, "readings/"), words, headers=HTMX)
    assert "41.5% on" in text(answer)
    reading = Reading.objects.get()
    assert (reading.value, reading.note) == (Decimal("41.5"), "after the launch")
    # Nobody replaces what they have not seen: the reading of that day is shown first.
    answer = owner.post(at(metric, "readings/"), words | {"value": "42", "read": "0"}, headers=HTMX)
    assert answer.status_code == 409
    assert "There is a reading of" in text(answer) and "41.5%" in text(answer) and 'value="42"' in text(answer)
    assert 'name="read" value="1"' in text(answer)
    assert Reading.objects.get().value == Decimal("41.5")
    assert "Nothing changed." in text(owner.post(at(metric, "readings/"), words, headers=HTMX))
    owner.post(at(metric, "readings/"), words | {"value": "42", "read": "1"})
    assert Reading.objects.get().value == Decimal(42)
    assert "41.5%" in text(owner.get(at(metric)))


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        ({"value": ""}, "Say what the metric was"),
        ({"value": "41 min"}, "with or without the unit %"),
        ({"day": ""}, "Choose the day"),
        ({"day": "yesterday"}, "is no date"),
        ({"day": "9999-12-31"}, "is still to come"),
        ({"day": "0001-01-01"}, "cannot be right"),
        ({"note": "x" * 501}, "at most 500 characters"),
    ],
)
def test_what_is_wrong_with_a_reading(owner, metric, words, complaint):
    answer = owner.post(at(metric, "readings/"), {"value": "41", "day": "2026-01-01"} | words, headers=HTMX)
    assert answer.status_code == 422
    assert complaint in text(answer)
    assert not Reading.objects.exists()


def test_correct_and_remove_a_reading(owner, metric):
    (reading,) = make_readings(metric, [14])
    path, day = at(metric, f"readings/{reading.pk}/"), timezone.localdate().isoformat()
    assert 'value="14"' in text(owner.get(path))
    answer = owner.post(path, {"value": "41", "day": day, "read": "1", "from": "metric"})
    assert answer.headers["Location"] == at(metric)
    page = text(owner.get(at(metric)))
    assert "corrected the reading" in page
    assert "14%" in page
    answer = owner.post(path, {"value": "40", "day": day, "read": "1"}, headers=HTMX)
    assert answer.status_code == 409
    assert "41% on" in text(answer)
    assert owner.post(f"{path}removal/", {"read": "1"}).status_code == 409
    assert owner.post(f"{path}removal/", {"read": "2"}).status_code == 302
    assert not Reading.objects.exists()
    assert owner.get(path).status_code == 404
    assert "removed the reading" in text(owner.get(at(metric)))


def test_undo_in_the_toast(owner, metric):
    day = timezone.localdate().isoformat()
    owner.post(at(metric, "readings/"), {"value": "41", "day": day})
    event = Event.objects.latest("id")
    undo = f"/g/{metric.goal.key}/undo/"
    assert "Undone." in text(owner.post(undo, {"event": event.pk}, headers=HTMX))
    assert not Reading.objects.exists()
    assert owner.post(undo, {"event": event.pk}, headers=HTMX).status_code == 422


def test_who_may(product, goal):
    metric = make_metric(goal)
    (reading,) = make_readings(metric, [14])
    posts = {
        f"/g/{goal.key}/metrics/": WORDS,
        at(metric, "edit/"): WORDS | {"read": "1"},
        at(metric, "archive/"): {"read": "1"},
        at(metric, "first/"): {"read": "1"},
        at(metric, "readings/"): {"value": "1", "day": "2026-01-01"},
        at(metric, f"readings/{reading.pk}/"): {"value": "1", "day": "2026-01-01", "read": "1"},
        at(metric, f"readings/{reading.pk}/removal/"): {"read": "1"},
        at(metric, "readings/import/"): {"rows": "2026-01-01,5"},
    }
    people = make_members(product)
    for role in ("developer", "stakeholder", "viewer"):
        client = signed_in(people[role])
        assert client.get(at(metric)).status_code == 200
        assert client.get(at(metric, "readings/export/")).status_code == 200
        for path, words in posts.items():
            assert client.post(path, words).status_code == 403, path
    stranger = signed_in(make_user())
    for path, words in posts.items():
        assert stranger.post(path, words).status_code == 404
    assert stranger.get(at(metric)).status_code == 404
    assert Client().get(at(metric)).status_code == 302
    assert (Metric.objects.get(), Reading.objects.get().value) == (metric, Decimal(14))


def test_a_developer_measures_sprint_goals_and_a_stakeholder_sees_none_of_a_draft(product):
    draft = make_goal(product, "sprint")
    metric = make_metric(draft)
    people = make_members(product)
    assert signed_in(people["developer"]).get(at(metric, "edit/")).status_code == 200
    assert signed_in(people["stakeholder"]).get(at(metric)).status_code == 404


def test_a_metric_is_found_under_its_own_goal_alone(owner, product, metric):
    other, elsewhere = make_goal(product, "product"), make_metric()
    (reading,) = make_readings(make_metric(other), [1])
    assert owner.get(f"/g/{other.key}/metrics/{metric.pk}/").status_code == 404
    assert owner.get(f"/g/{metric.goal.key}/metrics/{elsewhere.pk}/").status_code == 404
    assert owner.get(at(metric, f"readings/{reading.pk}/")).status_code == 404


def test_wrong_methods(owner, metric):
    for path in ("archive/", "restoration/", "first/"):
        assert owner.get(at(metric, path)).status_code == 405
    assert owner.post(at(metric)).status_code == 405


def test_queries_do_not_grow_with_readings(owner, metric):
    make_readings(metric, [4])
    few = [queries_of(lambda path=path: owner.get(path)) for path in (f"/g/{metric.goal.key}/", at(metric))]
    make_readings(metric, [number % 50 for number in range(5000)], last=timezone.localdate() - timedelta(1), days=1)
    for _ in range(5):
        make_readings(make_metric(metric.goal), range(20))
    many = [queries_of(lambda path=path: owner.get(path)) for path in (f"/g/{metric.goal.key}/", at(metric))]
    assert few == many
    assert max(many) <= 8


def test_at_most_two_hundred_readings_are_plotted(owner, metric):
    make_readings(metric, range(230), days=1)
    page = text(owner.get(at(metric)))
    points = page.partition('points="')[2].partition('"')[0].split()
    assert len(points) == 200
    assert "Shown: the last 200 readings" in page


def test_all_metrics_of_a_product_as_small_multiples(product, owner, metric):
    make_readings(metric, range(40))
    make_metric(make_goal(product, "user"), name="Days lost")
    make_metric(make_goal(product, "release", archived=False)).archive(by=None)
    draft = make_metric(make_goal(product, "sprint"), name="Slots found")
    page = text(owner.get("/p/BIKE/metrics/"))
    assert page.index("Days lost") < page.index("Bookings") < page.index("Slots found")
    assert len(page.partition('points="')[2].partition('"')[0].split()) == 30
    assert page.count('<li class="is-') == 3
    viewer = signed_in(make_members(product)["viewer"])
    assert draft.name not in text(viewer.get("/p/BIKE/metrics/"))
    assert signed_in(make_user()).get("/p/BIKE/metrics/").status_code == 404
    few = queries_of(lambda: owner.get("/p/BIKE/metrics/"))
    for _ in range(5):
        make_readings(make_metric(metric.goal), range(30))
    assert queries_of(lambda: owner.get("/p/BIKE/metrics/")) == few <= 8


def test_a_product_without_metrics_teaches(owner):
    assert "Nothing is measured yet" in text(owner.get("/p/BIKE/metrics/"))
