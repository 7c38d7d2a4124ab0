"""Replacing the vision: the former one is kept with its dates, its board and the reason; goals move or stay."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from goalchain.goals.history import chain_as_of
from goalchain.goals.models import Event, Goal
from goalchain.goals.offences import offences
from goalchain.products.errors import Refused, Stale
from tests import factories as make
from vision.models import Vision
from vision.replacing import replace_vision

pytestmark = pytest.mark.django_db
WORDS: dict[str, Any] = {"title": "Nobody thinks about servicing", "outcome": "partly", "why": "Simple was not enough"}


@pytest.fixture
def chain() -> make.Chain:
    return make.make_chain_of_all_levels()


def now(chain: make.Chain) -> Vision:
    """The first vision as it is stored now."""
    vision = chain["vision"]
    assert isinstance(vision, Vision)
    return vision


def parents(goal: Goal) -> list[int]:
    return list(goal.up_links.values_list("parent__number", flat=True))


def test_the_former_vision_is_kept(chain: make.Chain) -> None:
    make.make_entry(chain["vision"], "needs", "Know the price", answered_by=[chain["user"]])
    new = replace_vision(now(chain), by=chain.owner, **WORDS)
    former, today = chain["vision"], timezone.localdate()
    assert (former.state, former.outcome, former.learning) == ("closed", "partly", "Simple was not enough")
    assert (former.starts_on, former.ends_on, new.starts_on) == (today, today, today)
    assert Vision.objects.filter(product=chain.product).open().get() == new
    assert [entry.text for entry in former.board_entries.all()] == ["Know the price"]
    copy = new.board_entries.get()
    assert copy.text == "Know the price" and copy.goals.get().pk == chain["user"].pk
    assert parents(chain["user"]) == [new.number] == parents(chain["business"])
    assert offences(chain.product) == []


def test_it_is_one_change(chain: make.Chain) -> None:
    vision = now(chain)
    before = vision.product.revision
    replace_vision(vision, by=chain.owner, **WORDS)
    assert vision.product.revision == before + 1
    verbs = Event.objects.filter(product=chain.product, revision=before + 1).values_list("verb", flat=True)
    assert list(verbs) == ["close", "create", "move", "move"]
    then = chain_as_of(chain.product, revision=before)
    assert "Servicing is simple" in str(then) and WORDS["title"] not in str(then)


def test_only_chosen_goals_move(chain: make.Chain) -> None:
    old, user, business = now(chain), chain["user"], chain["business"]
    new = replace_vision(old, by=chain.owner, move=[user.number], keep_board=False, **WORDS)
    assert parents(user) == [new.number] and parents(business) == [old.number]
    assert not new.board_entries.exists()


def test_the_first_day_stays(chain: make.Chain) -> None:
    first = timezone.localdate() - timedelta(days=400)
    vision = now(chain)
    vision.revise(by=chain.owner, starts_on=first)
    replace_vision(vision, by=chain.owner, move=[], **WORDS)
    assert chain["vision"].starts_on == first


@pytest.mark.parametrize("words", [{"title": " "}, {"why": " "}, {"outcome": "great"}])
def test_what_is_refused(chain: make.Chain, words: dict[str, str]) -> None:
    with pytest.raises(Refused):
        replace_vision(now(chain), by=chain.owner, **WORDS | words)
    assert chain["vision"].state == "draft"


def test_a_vision_is_replaced_once(chain: make.Chain) -> None:
    mine, theirs = now(chain), now(chain)
    replace_vision(theirs, by=chain.owner, version=1, **WORDS)
    with pytest.raises(Stale):
        replace_vision(mine, by=chain.owner, version=1, **WORDS)
    with pytest.raises(Refused):
        replace_vision(now(chain), by=chain.owner, **WORDS)


def test_the_page(chain: make.Chain, client: Client) -> None:
    client.force_login(chain.owner)
    address = f"/p/{chain.product.key}/vision/replacement/"
    assert chain["user"].title in client.get(address).content.decode()
    read = {"vision": chain["vision"].number, "version": 1, "below": "chosen", "goals": [chain["user"].number]}
    assert client.post(address, read).status_code == 422
    assert client.post(address, WORDS | read | {"version": 7}).status_code == 409
    assert client.post(address, WORDS | read).status_code == 302
    # The same form, sent again, is about a vision that is no longer the one there is.
    answer = client.post(address, WORDS | read)
    assert answer.status_code in (409, 422)
    assert Vision.objects.filter(product=chain.product).count() == 2
    former = client.get(f"/p/{chain.product.key}/vision/former/{chain['vision'].number}/").content.decode()
    assert "Simple was not enough" in former and "Servicing is simple" in former and "data-draft" not in former


def test_who_may_not(chain: make.Chain, client: Client) -> None:
    address = f"/p/{chain.product.key}/vision/replacement/"
    client.force_login(make.make_member(chain.product, "coach"))
    assert client.get(address).status_code == 403
    client.force_login(make.make_user())
    assert client.get(address).status_code == 404


def test_former_boards_that_are_none(chain: make.Chain, client: Client) -> None:
    client.force_login(chain.owner)
    address = f"/p/{chain.product.key}/vision/former/"
    assert client.get(f"{address}{chain['vision'].number}/").status_code == 302
    assert client.get(f"{address}{chain['user'].number}/").status_code == 404
    assert client.get(f"{address}{10**30}/").status_code == 404
