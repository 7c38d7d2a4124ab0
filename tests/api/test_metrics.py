"""/api/v1/metrics/, one metric, and its readings."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from goalchain.goals.models import Event
from goalchain.metrics.models import Metric, Reading
from tests.api.caller import Caller, done, refused
from tests.factories import make_chain_of_all_levels, make_goal, make_member, make_metric, make_readings, make_user
from tests.support.queries import queries_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def chain():
    return make_chain_of_all_levels(key="BIKE")


@pytest.fixture
def owner(chain):
    return Caller(chain.owner)


@pytest.fixture
def metric(chain):
    return make_metric(chain["product"], name="Bookings")


@pytest.fixture
def today():
    return timezone.localdate()


def new(chain, **words):
    return {"goal": chain["product"].key, "name": "Calls", "unit": "calls", "baseline": 4, "target": 60.5} | words


def test_makes_reads_and_changes_a_metric(owner, chain):
    answer = owner.post("metrics/", new(chain, target_on="2027-12-18"))
    metric = done(answer, 201)
    path = f"metrics/{metric['id']}/"
    assert answer.headers["ETag"] == '"1"'
    assert answer.headers["Location"].endswith(f"/api/v1/{path}")
    assert (metric["direction"], metric["target"], metric["current"]) == ("up", 60.5, None)
    assert done(owner.get(path)) == metric
    refused(owner.patch(path, {"name": "x"}), 428)
    refused(owner.patch(path, {"name": "x"}, match=2), 412)
    changed = done(owner.patch(path, {"name": "Bookings", "target": 70}, match=1))
    assert (changed["name"], changed["target"], changed["version"]) == ("Bookings", 70, 2)
    within = {"direction": "within", "target": None, "lower": -1, "upper": 0.000001}
    changed = done(owner.patch(path, within, match=2))
    assert (changed["lower"], changed["upper"], changed["target"]) == (-1, 0.000001, None)


def test_archives_and_restores(owner, metric):
    path = f"metrics/{metric.pk}/"
    assert done(owner.post(f"{path}archive/", match=1))["archived_at"]
    assert done(owner.get("metrics/"))["results"] == []
    assert len(done(owner.get("metrics/?archived=true"))["results"]) == 1
    refused(owner.post(f"{path}archive/", match=2), 422)
    refused(owner.post(f"{path}restoration/", match=1), 412)
    assert done(owner.post(f"{path}restoration/", match=2))["archived_at"] is None


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "x" * 101}, "name"),
        ({"unit": "x" * 21}, "unit"),
        ({"unit": " "}, "unit"),
        ({"baseline": "4"}, "baseline"),
        ({"baseline": True}, "baseline"),
        ({"baseline": None}, "baseline"),
        ({"target": 4}, "target"),
        ({"target": 1e30}, "target"),
        ({"target": 0.1234567}, "target"),
        ({"target": 123456789.1234567}, "target"),
        ({"direction": "sideways"}, "direction"),
        ({"direction": "within", "target": None, "lower": 2, "upper": 1}, "upper"),
        ({"target_on": "2026-02-30"}, "target_on"),
        ({"target_on": "0001-01-01"}, "target_on"),
        ({"current": 4}, "current"),
        ({"goal": "BIKE"}, "goal"),
    ],
)
def test_bad_values(owner, chain, words, field):
    refused(owner.post("metrics/", new(chain, **words)), 422, field)
    assert not Metric.objects.exists()


def test_what_is_no_json_number_is_no_number(owner, chain):
    body = f'{{"goal": "{chain["product"].key}", "name": "x", "unit": "x", "baseline": 1, "target": %s}}'
    refused(owner.post("metrics/", body % "NaN"), 400)
    refused(owner.post("metrics/", body % "Infinity"), 400)
    refused(owner.post("metrics/", body % "1e999"), 422, "target")


def test_a_reading_is_put_once_a_day(owner, metric, today):
    path = f"metrics/{metric.pk}/readings/{today}/"
    answer = owner.put(path, {"value": 14, "note": "typed in haste"})
    reading = done(answer, 201)
    assert (reading["value"], reading["day"], answer.headers["ETag"]) == (14, today.isoformat(), '"1"')
    revision = Event.objects.latest("id").revision
    assert done(owner.put(path, {"value": 14.0, "note": "typed in haste"})) == reading
    assert Event.objects.latest("id").revision == revision
    corrected = done(owner.put(path, {"value": 41}))
    assert (corrected["value"], corrected["note"], corrected["version"]) == (41, "", 2)
    assert Event.objects.latest("id").former == {
        "value": "14",
        "note": "typed in haste",
        "user": Reading.objects.get().reader_id,
    }
    assert done(owner.get(path)) == corrected
    refused(owner.put(path, {"value": 42}, match=1), 412)
    assert done(owner.put(path, {"value": 42}, match=2))["version"] == 3
    metric = done(owner.get(f"metrics/{metric.pk}/"))
    assert (metric["current"], metric["current_on"]) == (42, today.isoformat())
    assert metric["attainment"] == pytest.approx(38 / 56, abs=1e-6)


def test_bad_readings(owner, metric, today):
    path = f"metrics/{metric.pk}/readings/"
    refused(owner.put(f"{path}{today + timedelta(days=1)}/", {"value": 1}), 422, "day")
    refused(owner.put(f"{path}1969-12-31/", {"value": 1}), 422, "day")
    refused(owner.put(f"{path}{today}/", {}), 422, "value")
    refused(owner.put(f"{path}{today}/", {"value": "41%"}), 422, "value")
    refused(owner.put(f"{path}{today}/", {"value": 1, "note": "x" * 501}), 422, "note")
    refused(owner.put(f"{path}{today}/", {"value": 1, "day": "2026-01-01"}), 422, "day")
    refused(owner.put(f"{path}2026-02-30/", {"value": 1}), 404)
    refused(owner.put(f"{path}{today}/", {"value": 1}, match=1), 404)
    assert not Reading.objects.exists()


def test_removes_a_reading(owner, metric, today):
    make_readings(metric, [14])
    path = f"metrics/{metric.pk}/readings/{today}/"
    refused(owner.delete(path), 428)
    refused(owner.delete(path, match=2), 412)
    done(owner.delete(path, match=1), 204)
    refused(owner.get(path), 404)
    refused(owner.delete(path, match=1), 404)


def test_lists_and_filters(owner, chain, metric, today):
    other = make_metric(chain["user"])
    make_metric(make_goal())
    make_readings(metric, [1, 2, 3])
    assert [found["id"] for found in done(owner.get("metrics/"))["results"]] == [metric.pk, other.pk]
    assert [found["current"] for found in done(owner.get("metrics/"))["results"]] == [3, None]
    assert [found["id"] for found in done(owner.get(f"metrics/?goal={chain['user'].key}"))["results"]] == [other.pk]
    assert done(owner.get("metrics/?product=ELSE"))["results"] == []
    path = f"metrics/{metric.pk}/readings/"
    first = done(owner.get(f"{path}?page_size=2"))
    assert [reading["value"] for reading in first["results"]] == [1, 2]
    assert [reading["value"] for reading in done(owner.get(first["next"].partition("/v1/")[2]))["results"]] == [3]
    week = (today - timedelta(days=7)).isoformat()
    assert [reading["value"] for reading in done(owner.get(f"{path}?since={week}&until={week}"))["results"]] == [2]
    refused(owner.get(f"{path}?since=yesterday"), 400, "since")
    refused(owner.get("metrics/?archived=perhaps"), 400, "archived")


def test_who_may(chain, metric, today):
    make_readings(metric, [14])
    path = f"metrics/{metric.pk}/"
    refused(Caller(None).get("metrics/"), 401)
    stranger = Caller(make_user())
    assert done(stranger.get("metrics/"))["results"] == []
    refused(stranger.post("metrics/", new(chain)), 404)
    for caller, status in [
        (stranger, 404),
        *((Caller(make_member(chain.product, role)), 403) for role in ("developer", "stakeholder", "viewer")),
    ]:
        for answer in (
            caller.patch(path, {"name": "x"}, match=1),
            caller.post(f"{path}archive/", match=1),
            caller.post(f"{path}restoration/", match=1),
            caller.put(f"{path}readings/{today}/", {"value": 1}),
            caller.delete(f"{path}readings/{today}/", match=1),
        ):
            refused(answer, status)
        for more in ("", "readings/", f"readings/{today}/"):
            assert caller.get(f"{path}{more}").status_code == (404 if status == 404 else 200)
    assert (Metric.objects.get().version, Reading.objects.get().value) == (1, Decimal(14))
    refused(Caller(make_member(chain.product, "viewer")).post("metrics/", new(chain)), 403)


def test_what_is_measured_of_draft_sprint_goals_is_for_planners(chain, today):
    metric = make_metric(chain["sprint"])
    make_readings(metric, [14])
    viewer, developer = (Caller(make_member(chain.product, role)) for role in ("viewer", "developer"))
    assert done(viewer.get("metrics/"))["results"] == []
    for path in (f"metrics/{metric.pk}/", f"metrics/{metric.pk}/readings/", f"metrics/{metric.pk}/readings/{today}/"):
        refused(viewer.get(path), 404)
        done(developer.get(path))
    done(developer.put(f"metrics/{metric.pk}/readings/{today}/", {"value": 15}))
    assert not [
        event
        for event in done(viewer.get("products/BIKE/events/?page_size=200"))["results"]
        if event["subject"] in ("metric", "reading")
    ]


def test_events_tell_metrics_and_readings(owner, chain, metric):
    make_readings(metric, [14])
    made, read = done(owner.get("products/BIKE/events/?page_size=200"))["results"][-2:]
    assert (made["subject"], made["verb"], made["goal"]) == ("metric", "create", chain["product"].key)
    assert (read["subject"], read["after"]["value"], read["after"]["user"]) == ("reading", "14", chain.owner.email)


def test_wrong_methods_and_ids(owner, metric):
    refused(owner.delete(f"metrics/{metric.pk}/", match=1), 405)
    refused(owner.post(f"metrics/{metric.pk}/readings/", {}), 405)
    refused(owner.get("metrics/99999999999999999999/"), 404)
    refused(owner.get("metrics/99999999999999999999/readings/"), 404)


def test_queries_do_not_grow(owner, chain, metric):
    make_readings(metric, [1])
    few = queries_of(lambda: done(owner.get("metrics/")))
    for _ in range(5):
        make_readings(make_metric(chain["product"]), range(30))
    assert queries_of(lambda: done(owner.get("metrics/"))) == few <= 6
