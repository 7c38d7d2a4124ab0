"""A form of a goal that is refused keeps the version that was read, so that what others saved meanwhile is a clash."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.test import Client

from goalchain.goals.models import Event, Proposal
from goalchain.goals.undo import undo
from tests.factories import Chain, fresh, make_goal
from tests.support.refused_form import Tried, refused_then_clashes, refused_without_version

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


def revised(chain: Chain, level: str = "release") -> Callable[[], object]:
    """Somebody rewords the goal."""
    return partial(chain[level].revise, by=chain.owner, title="Their title")


def title(chain: Chain) -> Tried:
    return Tried(f"/g/{chain['release'].key}/edit/title/", {"title": "Mine"}, {"title": " "}, revised(chain))


def day(chain: Chain) -> Tried:
    address = f"/g/{chain['release'].key}/edit/ends_on/"
    return Tried(address, {"ends_on": "2030-01-05"}, {"ends_on": "2030-02-31"}, revised(chain))


def outcome(chain: Chain) -> Tried:
    goal = make_goal(chain.product, "release", state="active")
    right = {"outcome": "partly", "learning": "Half of them do"}
    meanwhile = partial(fresh(goal).revise, by=chain.owner, title="Their title")
    return Tried(f"/g/{goal.key}/outcome/", right, {"outcome": ""}, meanwhile)


def outcome_that_a_rule_refuses(chain: Chain) -> Tried:
    tried = outcome(chain)
    return Tried(tried.address, tried.right, {"outcome": "abandoned", "learning": " "}, tried.meanwhile)


def parent(chain: Chain) -> Tried:
    other = make_goal(chain.product, "product")
    address = f"/g/{chain['release'].key}/parents/"
    return Tried(address, {"parent": other.key, "rationale": "so"}, {"parent": ""}, revised(chain))


def another_parent(chain: Chain) -> Tried:
    other = make_goal(chain.product, "product")
    address = f"/g/{chain['release'].key}/parents/{chain['product'].key}/move/"
    return Tried(address, {"parent": other.key, "rationale": "so"}, {"parent": "BIKE-999"}, revised(chain))


def reason(chain: Chain) -> Tried:
    above = chain["product"]
    meanwhile = partial(chain["release"].explain, above, "Their reason", by=chain.owner)
    address = f"/g/{chain['release'].key}/parents/{above.key}/"
    return Tried(address, {"rationale": "Mine"}, {"rationale": "r" * 2001}, meanwhile)


def proposal(chain: Chain) -> Tried:
    address = f"/g/{chain['release'].key}/parents/{chain['product'].key}/proposal/"
    right = {"title": "Riders reach us", "reason": "they call"}
    return Tried(address, right, {"reason": ""}, revised(chain, "product"))


FORMS = [title, day, outcome, outcome_that_a_rule_refuses, parent, another_parent, reason, proposal]


@pytest.mark.parametrize("headers", [None, HTMX], ids=["page", "htmx"])
@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.__name__)
def test_what_others_saved_is_a_clash(owner: Client, chain: Chain, form: Any, headers: dict[str, str] | None) -> None:
    refused_then_clashes(owner, chain.product, form(chain), headers=headers)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.__name__)
def test_a_form_without_a_version_stays_without(owner: Client, chain: Chain, form: Any) -> None:
    refused_without_version(owner, form(chain))


def test_a_proposal_that_others_decided_and_opened_again_is_a_clash(owner: Client, chain: Chain) -> None:
    above, told = chain["product"], {"reason": "they call", "title": "Riders reach us"}
    made = Proposal.suggest(above, origin=chain["release"], by=chain.owner, **told)

    def meanwhile() -> None:
        theirs = Proposal.objects.get(pk=made.pk)
        theirs.goal, theirs.product = chain["product"], chain.product
        theirs.decline("Their reason", by=chain.owner)
        undo(Event.objects.filter(subject="proposal").latest("pk"), chain["product"], by=chain.owner)

    page = f"/g/{above.key}/proposals/{made.pk}/"
    tried = Tried(f"{page}refusal/", {"reason": "Mine"}, {"reason": " "}, meanwhile, page)
    refused_then_clashes(owner, chain.product, tried)
