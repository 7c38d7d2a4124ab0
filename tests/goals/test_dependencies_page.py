"""/g/KEY/dependencies/: the picker and the region of the goal page, in both directions."""

import pytest
from django.test import Client

from goalchain.goals.models import Dependency, Event
from tests.factories import make_goal, make_members, make_product

pytestmark = pytest.mark.django_db


class Board:
    """A product with two release goals and a draft sprint goal, and a client for each role."""

    def __init__(self) -> None:
        self.product = make_product(key="BIKE")
        self.booking = make_goal(self.product, "release", title="Customers book online")
        self.payment = make_goal(self.product, "release", title="Customers pay online")
        self.sprint = make_goal(self.product, "sprint", title="The gateway is integrated")
        self.clients = {role: Client() for role in make_members(self.product)}
        for role, person in make_members_of(self.product).items():
            self.clients[role].force_login(person)
        self.owner = self.clients["owner"]

    def post(self, goal, other, role="owner", direction="waits", **headers):
        """Send the form."""
        words = {"goal": other.key, "direction": direction}
        return self.clients[role].post(f"/g/{goal.key}/dependencies/", words, headers=headers)


def make_members_of(product):
    """The people of a product by role."""
    return {membership.role: membership.user for membership in product.memberships.select_related("user")}


HTMX = {"HX-Request": "true"}


@pytest.fixture
def board():
    """The board."""
    return Board()


def test_it_is_made_shown_in_both_directions_and_removed(board):
    answer = board.post(board.payment, board.booking)
    assert (answer.status_code, answer["Location"]) == (302, f"/g/{board.payment.key}/#dependencies")
    assert b"Waits for" in board.owner.get(f"/g/{board.payment.key}/").content
    assert b"Blocks" in board.owner.get(f"/g/{board.booking.key}/").content
    answer = board.owner.post(f"/g/{board.booking.key}/dependencies/{board.payment.key}/removal/")
    assert answer["Location"] == f"/g/{board.booking.key}/#dependencies"
    assert not Dependency.objects.exists()
    assert board.owner.post(f"/g/{board.booking.key}/dependencies/{board.payment.key}/removal/").status_code == 404


def test_the_other_direction(board):
    board.post(board.booking, board.payment, direction="blocks")
    dependency = Dependency.objects.get()
    assert (dependency.blocked_id, dependency.blocker_id) == (board.payment.pk, board.booking.pk)


def test_htmx_gets_the_region_with_undo(board):
    answer = board.post(board.payment, board.booking, **HTMX)
    text = answer.content.decode()
    assert 'id="dependencies"' in text and f"/g/{board.payment.key}/undo/" in text
    assert (answer["HX-Retarget"], answer["HX-Trigger"]) == ("#dependencies", "goal-changed")
    event = Event.objects.latest("id")
    board.owner.post(f"/g/{board.payment.key}/undo/", {"event": event.pk}, headers=HTMX)
    assert not Dependency.objects.exists()


def test_the_picker_offers_what_is_not_tied_yet(board):
    text = board.owner.get(f"/g/{board.payment.key}/dependencies/").content.decode()
    assert board.booking.title in text and "The gateway" in text and f'value="{board.payment.key}"' not in text
    found = board.owner.get(
        f"/g/{board.payment.key}/dependencies/?q=gateway", headers=HTMX | {"HX-Target": "dependency-offers"}
    )
    assert b"The gateway" in found.content and board.booking.title.encode() not in found.content
    board.post(board.payment, board.booking)
    assert (
        f'value="{board.booking.key}"' not in board.owner.get(f"/g/{board.payment.key}/dependencies/").content.decode()
    )


def test_a_cycle_is_refused_with_its_path(board):
    board.post(board.payment, board.booking)
    answer = board.post(board.booking, board.payment)
    assert answer.status_code == 422
    assert f"{board.payment.key} waits for {board.booking.key}" in answer.content.decode()
    answer = board.post(board.booking, board.payment, **HTMX)
    assert (answer.status_code, b"data-dirty" in answer.content) == (422, True)


@pytest.mark.parametrize("words", [{"goal": "", "direction": "waits"}, {"goal": "BIKE-999", "direction": "up"}])
def test_a_bad_value_is_422(board, words):
    assert board.owner.post(f"/g/{board.payment.key}/dependencies/", words).status_code == 422


def test_who_may(board):
    stranger = Client()
    stranger.force_login(make_product().memberships.get().user)
    assert stranger.get(f"/g/{board.payment.key}/dependencies/").status_code == 404
    for role, allowed in (("coach", 302), ("developer", 403), ("stakeholder", 403), ("viewer", 403)):
        assert board.post(board.payment, board.booking, role).status_code == allowed
    assert board.post(board.sprint, board.booking, "developer").status_code == 302
    assert board.post(board.sprint, board.payment, "developer", direction="blocks").status_code == 403
    assert board.post(board.sprint, board.booking, "viewer").status_code == 404
    assert board.owner.get(f"/g/{board.payment.key}/dependencies/{board.booking.key}/removal/").status_code == 405
    removal = f"/g/{board.payment.key}/dependencies/{board.booking.key}/removal/"
    assert board.clients["viewer"].post(removal).status_code == 403


def test_a_draft_sprint_goal_shows_to_planners_only(board):
    board.post(board.payment, board.sprint)
    for role, client in board.clients.items():
        text = client.get(f"/g/{board.payment.key}/").content.decode()
        assert ("The gateway" in text) == (role in ("owner", "coach", "developer"))
        history = client.get(f"/g/{board.payment.key}/history/").content.decode()
        assert (f"waits for {board.sprint.key}" in history) == (role in ("owner", "coach", "developer"))
