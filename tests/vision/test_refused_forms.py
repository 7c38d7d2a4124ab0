"""A form of the board or of a review that is refused keeps the version that was read: what others saved is a clash."""

from functools import partial
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.factories import Chain, make_chain_of_all_levels, make_entry, make_review
from tests.support.refused_form import Tried, refused_then_clashes, refused_without_version
from vision.replacing import replace_vision
from vision.reviews.rhythm import ReviewRhythm

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
ANOTHER = {"title": "Nobody needs a workshop", "why": "Simple was not enough", "outcome": "partly"}


@pytest.fixture
def chain() -> Chain:
    return make_chain_of_all_levels(key="BIKE")


@pytest.fixture
def owner(client: Client, chain: Chain) -> Client:
    client.force_login(chain.owner)
    return client


def entry(chain: Chain) -> Tried:
    made = make_entry(chain["vision"])
    meanwhile = partial(made.reword, "Their words", by=chain.owner)
    return Tried(f"/p/BIKE/vision/entries/{made.pk}/", {"text": "Mine"}, {"text": " "}, meanwhile)


def answers(chain: Chain) -> Tried:
    made = make_entry(chain["vision"])
    meanwhile = partial(made.answer_with, [chain["user"]], by=chain.owner)
    return Tried(f"/p/BIKE/vision/entries/{made.pk}/answers/", {"goals": []}, {"goals": ["999"]}, meanwhile)


def goal(chain: Chain) -> Tried:
    meanwhile = partial(chain["user"].revise, by=chain.owner, title="Their title")
    return Tried(f"/p/BIKE/vision/goals/{chain['user'].number}/", {"title": "Mine"}, {"title": " "}, meanwhile)


def replacement(chain: Chain) -> Tried:
    """The vision that is to be replaced is reworded."""
    meanwhile = partial(chain["vision"].revise, by=chain.owner, title="Their title")
    return Tried("/p/BIKE/vision/replacement/", ANOTHER | {"below": "all"}, {"title": " "}, meanwhile)


def replacement_of_a_replaced_vision(chain: Chain) -> Tried:
    """Another vision takes the place of the one that was read."""
    meanwhile = partial(replace_vision, chain["vision"], by=chain.owner, **ANOTHER | {"title": "Theirs"})
    return Tried("/p/BIKE/vision/replacement/", ANOTHER | {"below": "all"}, {"title": " "}, meanwhile)


def correction(chain: Chain) -> Tried:
    made = make_review(chain.product)
    right = {"held_on": timezone.localdate().isoformat(), "decisions": "Mine"}
    meanwhile = partial(made.correct, by=chain.owner, decisions="Theirs")
    return Tried(f"/p/BIKE/reviews/{made.pk}/correction/", right, {"held_on": ""}, meanwhile)


def rhythm(chain: Chain) -> Tried:
    ReviewRhythm.settle(chain.product, "strategy", 12, by=chain.owner)
    meanwhile = partial(ReviewRhythm.settle, chain.product, "strategy", 8, by=chain.owner)
    address = "/p/BIKE/reviews/strategy/rhythm/"
    return Tried(address, {"weeks": "6"}, {"weeks": "often"}, meanwhile, page="/p/BIKE/reviews/")


def first_rhythm(chain: Chain) -> Tried:
    meanwhile = partial(ReviewRhythm.settle, chain.product, "strategy", 8, by=chain.owner)
    address = "/p/BIKE/reviews/strategy/rhythm/"
    return Tried(address, {"weeks": "6"}, {"weeks": "often"}, meanwhile, page="/p/BIKE/reviews/")


FORMS = [entry, answers, goal, replacement, replacement_of_a_replaced_vision, correction, rhythm, first_rhythm]


@pytest.mark.parametrize("headers", [None, HTMX], ids=["page", "htmx"])
@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.__name__)
def test_what_others_saved_is_a_clash(owner: Client, chain: Chain, form: Any, headers: dict[str, str] | None) -> None:
    refused_then_clashes(owner, chain.product, form(chain), headers=headers)


@pytest.mark.parametrize("form", [entry, answers, goal, replacement], ids=lambda form: form.__name__)
def test_a_form_without_a_version_stays_without(owner: Client, chain: Chain, form: Any) -> None:
    refused_without_version(owner, form(chain))


@pytest.mark.parametrize("form", [correction, rhythm, first_rhythm], ids=lambda form: form.__name__)
def test_a_form_of_reviews_without_a_version_has_one_that_nothing_has(owner: Client, chain: Chain, form: Any) -> None:
    refused_without_version(owner, form(chain), none="1000000000")
