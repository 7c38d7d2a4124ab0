"""A form of the roadmap that is refused keeps the version that was read, so that what others saved is a clash."""

from functools import partial
from typing import Any

import pytest
from django.test import Client

from tests.factories import (
    Chain,
    fresh,
    make_chain_of_all_levels,
    make_checkpoint,
    make_feature,
    make_goal,
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


def theirs(chain: Chain, level: str) -> Any:
    """Somebody rewords the goal of a level."""
    return partial(chain[level].revise, by=chain.owner, title="Their title")


def when(chain: Chain) -> Tried:
    address = f"/g/{chain['product'].key}/when/"
    return Tried(address, {"ends_on": "2030-01-05"}, {"ends_on": "2030-02-31"}, theirs(chain, "product"))


def title_in_the_grid(chain: Chain) -> Tried:
    address = f"/g/{chain['product'].key}/roadmap/title/"
    return Tried(address, {"title": "Mine"}, {"title": ""}, theirs(chain, "product"))


def version_in_the_list(chain: Chain) -> Tried:
    address = f"/g/{chain['release'].key}/release/version_name/"
    return Tried(address, {"version_name": "1.0"}, {"version_name": "v" * 500}, theirs(chain, "release"))


def dates(chain: Chain) -> Tried:
    address = f"/g/{chain['release'].key}/dates/"
    return Tried(address, {"ends_on": "2030-01-05"}, {"ends_on": "2030-02-31"}, theirs(chain, "release"))


def feature(chain: Chain) -> Tried:
    made = make_feature(chain["product"], "Search")
    meanwhile = partial(made.reword, "Their words", by=chain.owner)
    return Tried(f"/g/{chain['product'].key}/features/{made.pk}/", {"text": "Mine"}, {"text": " "}, meanwhile)


def checkpoint(chain: Chain) -> Tried:
    release = make_goal(chain.product, "release", state="active")
    made = make_checkpoint(release)
    right = {"shipped_on": made.shipped_on.isoformat(), "result": "Mine"}
    meanwhile = partial(made.correct, by=chain.owner, result="Theirs")
    return Tried(f"/p/BIKE/releases/{release.number}/checkpoint/", right, {"result": " "}, meanwhile)


def gate(chain: Chain) -> Tried:
    """The goal that is to become active is reworded."""
    make_goal(chain.product, state="active")
    goal = make_goal(chain.product, state="agreed")
    meanwhile = partial(fresh(goal).revise, by=chain.owner, title="Their title")
    right = {"outcome": "partly", "learning": "Half of them do"}
    return Tried(f"/g/{goal.key}/gate/", right, {"outcome": ""}, meanwhile)


def gate_of_the_former_goal(chain: Chain) -> Tried:
    """The goal that is to be closed is reworded."""
    former = make_goal(chain.product, state="active")
    goal = make_goal(chain.product, state="agreed")
    meanwhile = partial(fresh(former).revise, by=chain.owner, title="Their title")
    right = {"outcome": "partly", "learning": "Half of them do"}
    return Tried(f"/g/{goal.key}/gate/", right, {"outcome": ""}, meanwhile)


FORMS = [
    when,
    title_in_the_grid,
    version_in_the_list,
    dates,
    feature,
    checkpoint,
    gate,
    gate_of_the_former_goal,
]


@pytest.mark.parametrize("headers", [None, HTMX], ids=["page", "htmx"])
@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.__name__)
def test_what_others_saved_is_a_clash(owner: Client, chain: Chain, form: Any, headers: dict[str, str] | None) -> None:
    refused_then_clashes(owner, chain.product, form(chain), headers=headers)


@pytest.mark.parametrize("form", [when, title_in_the_grid, feature, checkpoint], ids=lambda form: form.__name__)
def test_a_form_without_a_version_stays_without(owner: Client, chain: Chain, form: Any) -> None:
    refused_without_version(owner, form(chain))


def test_a_bad_answer_about_a_goal_that_is_no_longer_active_is_a_clash(owner: Client, chain: Chain) -> None:
    former, goal = make_goal(chain.product, state="active"), make_goal(chain.product, state="agreed")
    former.close("achieved", by=chain.owner)
    other = make_goal(chain.product, state="active")
    sent = {"version": goal.version, "former": former.key, "former_version": 1, "outcome": "", "learning": "Mine"}
    answer = owner.post(f"/g/{goal.key}/gate/", sent)
    assert answer.status_code == 409 and other.title in answer.content.decode() and "Mine" in answer.content.decode()
