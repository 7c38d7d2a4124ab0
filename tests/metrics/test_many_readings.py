"""Fifty goals and five thousand readings: as many queries as for one goal, and lists that never load all readings."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from goalchain.metrics import reads
from goalchain.metrics.models import Reading
from goalchain.products.models import Product
from tests.factories import make_chain_of_all_levels, make_goal, make_metric, product_owner
from tests.support.queries import queries_of

pytestmark = pytest.mark.django_db

GOALS, READINGS_EACH = 50, 100


def grow(product: Product, goals: int) -> None:
    """So many more product goals below the first user or business goal, each with a metric and its readings."""
    user = product.goals.filter(level=2).earliest("number")
    today = timezone.localdate()
    readings = []
    for _ in range(goals):
        metric = make_metric(make_goal(product, parents=[user]))
        readings += [
            Reading(
                metric=metric,
                day=today - timedelta(days=7 * back),
                value=Decimal(40) - back,
                recorded_at=timezone.now(),
            )
            for back in range(READINGS_EACH)
        ]
    Reading.objects.bulk_create(readings)


@pytest.fixture
def product() -> Product:
    product = make_chain_of_all_levels(key="BIKE").product
    grow(product, 1)
    return product


def test_queries_do_not_grow(product: Product, client: Client) -> None:
    client.force_login(product_owner(product))
    user = product.goals.filter(level=2).earliest("number")
    pages = ["/p/BIKE/metrics/", "/p/BIKE/strategy/", "/p/BIKE/vision/", "/p/BIKE/", f"/g/{user.key}/"]
    for page in pages:
        client.get(page)
    few = {page: queries_of(lambda page=page: client.get(page)) for page in pages}
    grow(product, GOALS - 1)
    assert Reading.objects.count() == GOALS * READINGS_EACH == 5000
    assert {page: queries_of(lambda page=page: client.get(page)) for page in pages} == few
    assert max(few.values()) <= 8 and few[f"/g/{user.key}/"] <= 6


def test_lists_never_load_all_readings(product: Product, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    grow(product, GOALS - 1)
    client.force_login(product_owner(product))
    read = 0
    fetch = reads.fetch

    def counted(*asked: Any) -> list[tuple[Any, ...]]:
        nonlocal read
        rows = fetch(*asked)
        read += len(rows)
        return rows

    monkeypatch.setattr(reads, "fetch", counted)
    client.get("/p/BIKE/metrics/")
    assert read == GOALS * (reads.SPARKED + 1)  # one more each, which tells that there are others
    read = 0
    client.get("/p/BIKE/strategy/")
    assert read == GOALS  # the latest of each
