"""A form of sprints that is refused keeps the version that was read, so that what others saved is a clash."""

from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from sprints.models import SprintCapacity, SprintReview
from tests.factories import Chain, fresh, make_chain_of_all_levels, make_goal, make_sprint, make_team
from tests.sprints.backlog import make_item
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


def item(chain: Chain) -> Tried:
    made = make_item(chain.product)
    right = {"title": "Mine", "state": "open"}
    meanwhile = partial(made.revise, by=chain.owner, title="Their title")
    return Tried(f"/p/BIKE/backlog/{made.pk}/", right, {"title": " "}, meanwhile)


def draft(chain: Chain) -> Tried:
    address = f"/g/{chain['sprint'].key}/pipeline/fields/title/"
    meanwhile = partial(chain["sprint"].revise, by=chain.owner, title="Their title")
    return Tried(address, {"title": "Mine"}, {"title": " "}, meanwhile)


def review(chain: Chain) -> Tried:
    """The goal of the sprint is reworded before its review is written down."""
    today = timezone.localdate()
    days = {"starts_on": today - timedelta(days=15), "ends_on": today - timedelta(days=2)}
    sprint = make_sprint(team=make_team(chain.product), **days)
    above = chain["release"]
    goal = make_goal(chain.product, "sprint", parents=[above], state="active", sprint_id=sprint.pk)
    meanwhile = partial(fresh(goal).revise, by=chain.owner, title="Their title")
    right = {"outcome": "partly", "increment": "Mine"}
    return Tried(f"/p/BIKE/sprints/{sprint.pk}/review/", right, {"outcome": ""}, meanwhile)


def written_review(chain: Chain) -> Tried:
    """The review is corrected before it is corrected."""
    tried = review(chain)
    goal = fresh(tried.meanwhile.func.__self__)  # type: ignore[attr-defined]
    sprint = goal.sprint
    sprint.product = chain.product
    made = SprintReview.record(sprint, goal, "partly", "As it was", by=chain.owner)
    meanwhile = partial(made.correct, by=chain.owner, outcome="partly", learning="As it was", increment="Theirs")
    return Tried(tried.address, tried.right, tried.wrong, meanwhile)


def capacity(chain: Chain) -> Tried:
    meanwhile = partial(SprintCapacity.keep, chain.sprint, by=chain.owner, note="Their note")
    address = f"/p/BIKE/sprints/{chain.sprint.pk}/capacity/"
    return Tried(address, {"note": "Mine"}, {"holidays": "many"}, meanwhile)


FORMS = [item, draft, review, written_review, capacity]


@pytest.mark.parametrize("headers", [None, HTMX], ids=["page", "htmx"])
@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.__name__)
def test_what_others_saved_is_a_clash(owner: Client, chain: Chain, form: Any, headers: dict[str, str] | None) -> None:
    refused_then_clashes(owner, chain.product, form(chain), headers=headers)


@pytest.mark.parametrize("form", [item, draft, review, written_review], ids=lambda form: form.__name__)
def test_a_form_without_a_version_stays_without(owner: Client, chain: Chain, form: Any) -> None:
    refused_without_version(owner, form(chain))
