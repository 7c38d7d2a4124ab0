"""The table of the routes of metrics and readings, on pages and in the API; see routes.py."""

from typing import Any

from django.urls import reverse
from django.utils import timezone

from goalchain.goals.models import Event, Goal
from goalchain.metrics.models import Metric
from goalchain.metrics.views.imports import seal

from .cases import Case, Maker, Words, of_product, on_goals, words
from .world import World

BOOKINGS = {"name": "Bookings", "unit": "%", "direction": "up", "baseline": "4", "target": "60"}
DAY = "2026-01-05"


def metric_of(world: World, goal: Goal, place: int = 0) -> Metric:
    """The first metric of a goal of the nets; the one at 1 comes second, the one at 2 is archived."""
    return goal.metrics.order_by("id")[place]


def of_metric(place: int = 0) -> Maker:
    """The goal's key and a metric of it."""
    return lambda world, goal: {"key": goal.key, "metric_id": metric_of(world, goal, place).pk}


def of_reading(world: World, goal: Goal) -> Words:
    """The goal's key, its first metric and the newest reading."""
    metric = metric_of(world, goal)
    return {"key": goal.key, "metric_id": metric.pk, "reading_id": metric.readings.first().pk}


def and_read(place: int = 0, **told: Any) -> Maker:
    """These words and the version of the metric that was read."""
    return lambda world, goal: told | {"read": metric_of(world, goal, place).version}


def and_reading_read(**told: Any) -> Maker:
    """These words and the version of the newest reading."""
    return lambda world, goal: told | {"read": metric_of(world, goal).readings.first().version}


def previewed(world: World, goal: Goal) -> Words:
    """Rows that the owner has seen the preview of."""
    product = type(world.product).objects.get(pk=world.product.pk)
    metric = metric_of(world, goal)
    metric.goal.product = product
    return {"previewed": seal("2025-12-29,5", metric, world.owner)}


def reading_event(world: World, goal: Goal) -> Words:
    """The newest event of a reading."""
    return {"event": Event.objects.filter(goal_id=goal.pk, subject="reading").latest("id").pk}


def read(name_kwargs: Maker) -> list[Case]:
    """A page that members read, of a draft and of an active goal."""
    return on_goals("GET", "read", kwargs=name_kwargs) + on_goals("GET", "read", "active", kwargs=name_kwargs)


def _taken() -> list[Case]:
    """Only who saw the preview may confirm it: for others of the same right it is no longer valid."""
    release, sprint = on_goals("POST", "edit", kwargs=of_metric(), data=previewed)
    others = {"coach": (422,)}
    return [
        Case(**vars(release) | {"expect": others}),
        Case(**vars(sprint) | {"expect": others | {"developer": (422,)}}),
    ]


METRIC_ROUTES: dict[str, list[Case]] = {
    "product_metrics": [Case("GET", "read", of_product)],
    "metrics": on_goals("GET", "edit") + on_goals("POST", "edit", data=words(**BOOKINGS)),
    "metric": read(of_metric()),
    "metric_edit": on_goals("GET", "edit", kwargs=of_metric())
    + on_goals("POST", "edit", kwargs=of_metric(), data=and_read(**BOOKINGS)),
    "metric_archive": on_goals("POST", "edit", kwargs=of_metric(), data=and_read()),
    "metric_first": on_goals("POST", "edit", kwargs=of_metric(1), data=and_read(1)),
    "metric_restoration": on_goals("POST", "edit", kwargs=of_metric(2), data=and_read(2)),
    "readings": on_goals("GET", "edit", kwargs=of_metric())
    + on_goals("POST", "edit", kwargs=of_metric(), data=words(value="41,5 %", day=DAY, note="Read by hand")),
    "readings_import": on_goals("GET", "edit", kwargs=of_metric())
    + on_goals("POST", "edit", kwargs=of_metric(), data=words(rows=f"{DAY},41.5"), writes=False)
    + _taken(),
    "readings_export": read(of_metric()),
    "reading": on_goals("GET", "edit", kwargs=of_reading)
    + on_goals("POST", "edit", kwargs=of_reading, data=and_reading_read(value="42", day=DAY)),
    "reading_removal": on_goals("POST", "edit", kwargs=of_reading, data=and_reading_read()),
}

# -- the API -----------------------------------------------------------------------------------------------------------


def pk_of(place: int = 0) -> Maker:
    """A metric of the goal."""
    return lambda world, goal: {"pk": metric_of(world, goal, place).pk}


def address_of(place: int = 0) -> Any:
    """Where its ETag is read."""
    return lambda world, goal: reverse("api:metric", kwargs=pk_of(place)(world, goal))


def of_today(world: World, goal: Goal) -> Words:
    """The reading of today."""
    return pk_of()(world, goal) | {"day": timezone.localdate()}


def today_address(world: World, goal: Goal) -> str:
    """Where the ETag of today's reading is read."""
    return reverse("api:reading", kwargs=of_today(world, goal))


def _made(right: str, level: str) -> Case:
    goal = words(goal=lambda w, g: g.key, name="Calls", unit="calls", baseline=4, target=60.5)
    sees = "read_planning" if level == "sprint" else "read"
    return Case("POST", right, data=goal, goal=(level, "draft"), sees=sees)


METRIC_API_ROUTES: dict[str, list[Case]] = {
    "api:metrics": [
        Case("GET", "signed in", query=words(product=lambda w, g: w.key)),
        _made("edit", "release"),
        _made("edit_sprint_goal", "sprint"),
    ],
    "api:metric": read(pk_of())
    + on_goals("PATCH", "edit", kwargs=pk_of(), data=words(name="Patched"), match=address_of()),
    "api:metric_archive": on_goals("POST", "edit", kwargs=pk_of(), match=address_of()),
    "api:metric_restoration": on_goals("POST", "edit", kwargs=pk_of(2), match=address_of(2)),
    "api:readings": read(pk_of()),
    "api:reading": read(of_today)
    + on_goals("PUT", "edit", kwargs=of_today, data=words(value=43))
    + on_goals("DELETE", "edit", kwargs=of_today, match=today_address),
}
