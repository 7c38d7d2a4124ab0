"""check_chain, check-ins and assumptions: each rule names its offence, and a sound product has none.

What a constraint of the database forbids is asked of rows that were never stored.
"""

from datetime import timedelta
from unittest.mock import patch

import pytest
from django.db.models import QuerySet
from django.utils import timezone

from goalchain.goals.offences import offences
from goalchain.metrics.models import Assumption, AssumptionTest, CheckIn, CheckInRhythm, Upholding
from goalchain.metrics.offences_said import said_offences
from goalchain.metrics.verbs.upholding import uphold
from tests.factories import make_assumption, make_chain_of_all_levels, make_check_in, make_product

pytestmark = pytest.mark.django_db


@pytest.fixture
def chain():
    """A product in which everything was said once."""
    chain = make_chain_of_all_levels()
    CheckInRhythm.ask(chain["product"], 7, by=None)
    make_check_in(chain["product"], days_ago=2)
    make_assumption(chain["product"], tested_by=[chain["sprint"]])
    refuted = make_assumption(chain["product"], "refuted")
    uphold(chain["release"], refuted, "It stays", by=None)
    return chain


def test_a_sound_product_has_none(chain):
    assert offences(chain.product) == []


@pytest.mark.parametrize(
    ("model", "change", "rule"),
    [
        (CheckIn, {"confidence": "sure"}, "a check-in's confidence is known"),
        (CheckIn, {"sentence": " "}, "a check-in says something"),
        (CheckIn, {"version": 0}, "the version of a check-in counts from 1"),
        (CheckIn, {"sentence": "a\0b"}, "text can be stored in every database"),
        (CheckInRhythm, {"days": 400}, "a rhythm is of 1 to 366 days"),
        (CheckInRhythm, {"version": 0}, "the version of a rhythm counts from 1"),
        (CheckInRhythm, {"due_on": timezone.localdate()}, "a check-in is due so many days after the last one"),
        (Assumption, {"statement": ""}, "an assumption states something"),
        (Assumption, {"state": "maybe"}, "an assumption's state is known"),
        (Assumption, {"evidence": "", "state": "refuted"}, "an assumption is proven by evidence"),
        (
            Assumption,
            {"settled_in": 1, "settled_at": None, "state": "dropped"},
            "an assumption is settled exactly when",
        ),
        (Assumption, {"settled_in": 10**6}, "an assumption was settled in a revision"),
        (Assumption, {"version": 0}, "the version of an assumption counts from 1"),
        (Upholding, {"reason": " "}, "upholding a goal gives a reason"),
    ],
)
def test_an_offence_is_named(chain, model, change, rule):
    """The rows are changed as they are read: most of them no database would store."""
    read = QuerySet.__iter__

    def changed(rows):
        for row in read(rows):
            if isinstance(row, model) and not (model is Assumption and row.state == "open" and "settled_in" in change):
                for name, value in change.items():
                    setattr(row, name, value)
            yield row

    with patch.object(QuerySet, "__iter__", changed):
        found = {named for _, named, _ in said_offences(chain.product)}
    assert any(named.startswith(rule) for named in found), found


def test_a_time_to_come_and_a_vision(chain):
    CheckIn.objects.update(at=timezone.now() + timedelta(hours=1), goal=chain.goals["vision"])
    rules = {rule for _, rule, _ in said_offences(chain.product)}
    assert {"a check-in is not of a time to come", "a vision is not checked in on"} <= rules


def test_what_belongs_to_another_product_is_named(chain):
    other = make_product()
    for model in (CheckIn, CheckInRhythm, Assumption):
        model.objects.update(product=other)
    AssumptionTest.objects.update(goal=chain.goals["release"])
    rules = {rule for _, rule, _ in said_offences(chain.product)} | {rule for _, rule, _ in said_offences(other)}
    assert rules >= {
        "a check-in and its goal are of one product",
        "a rhythm and its goal are of one product",
        "an assumption and its goal are of one product",
        "what tests an assumption is a sprint goal",
        "a sprint goal tests assumptions of its own product",
        "a goal is upheld against assumptions of its own product",
    }
