"""A form of what is measured or said that is refused keeps the version that was read: what others saved is a clash."""

from functools import partial
from typing import Any

import pytest
from django.test import Client

from goalchain.metrics.models import CheckInRhythm
from tests.factories import (
    Chain,
    make_assumption,
    make_chain_of_all_levels,
    make_check_in,
    make_metric,
    make_readings,
)
from tests.support.refused_form import Tried, refused_then_clashes, refused_without_version

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def chain() -> Chain:
    return make_chain_of_all_levels(key="BIKE")


@pytest.fixture
def owner(client: Client, chain: Chain) -> Client:
    client.force_login(chain.owner)
    return client


def at(chain: Chain, place: str) -> str:
    """An address below the product goal."""
    return f"/g/{chain['product'].key}/{place}"


def metric(chain: Chain) -> Tried:
    made = make_metric(chain["product"])
    right = {"name": "Mine", "unit": "%", "direction": "up", "baseline": "4", "target": "60"}
    meanwhile = partial(made.revise, by=chain.owner, name="Their name")
    return Tried(at(chain, f"metrics/{made.pk}/edit/"), right, {"name": " "}, meanwhile)


def reading(chain: Chain) -> Tried:
    made = make_metric(chain["product"])
    (first,) = make_readings(made, [20])
    right = {"value": "30", "day": first.day.isoformat(), "note": "Mine"}
    meanwhile = partial(made.correct, first, by=chain.owner, value=first.value, day=first.day, note="Theirs")
    return Tried(at(chain, f"metrics/{made.pk}/readings/{first.pk}/"), right, {"value": "many"}, meanwhile)


def check_in(chain: Chain) -> Tried:
    made = make_check_in(chain["product"])
    right = {"confidence": "at_risk", "sentence": "Mine"}
    meanwhile = partial(made.revise, by=chain.owner, confidence="at_risk", sentence="Theirs")
    return Tried(at(chain, f"check-ins/{made.pk}/"), right, {"sentence": " "}, meanwhile)


def rhythm(chain: Chain) -> Tried:
    meanwhile = partial(CheckInRhythm.ask, chain["product"], 7, by=chain.owner)
    return Tried(at(chain, "check-ins/rhythm/"), {"days": "14"}, {"days": "often"}, meanwhile)


def assumption(chain: Chain) -> Tried:
    made = make_assumption(chain["product"])
    meanwhile = partial(made.revise, by=chain.owner, statement="Their words")
    right = {"statement": "Mine", "state": "open"}
    return Tried(at(chain, f"assumptions/{made.pk}/"), right, {"statement": " "}, meanwhile)


def linked_test(chain: Chain) -> Tried:
    made = make_assumption(chain["product"])
    meanwhile = partial(made.revise, by=chain.owner, statement="Their words")
    right = {"goal": chain["sprint"].key}
    return Tried(at(chain, f"assumptions/{made.pk}/tests/"), right, {"goal": "BIKE-999"}, meanwhile)


FORMS = [metric, reading, check_in, rhythm, assumption, linked_test]


@pytest.mark.parametrize("headers", [None, HTMX], ids=["page", "htmx"])
@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.__name__)
def test_what_others_saved_is_a_clash(owner: Client, chain: Chain, form: Any, headers: dict[str, str] | None) -> None:
    refused_then_clashes(owner, chain.product, form(chain), headers=headers)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.__name__)
def test_a_form_without_a_version_stays_without(owner: Client, chain: Chain, form: Any) -> None:
    refused_without_version(owner, form(chain))
