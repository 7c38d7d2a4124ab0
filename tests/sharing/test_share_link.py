"""ShareLink: made, used, revoked; what its events tell."""

import re
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from goalchain.goals.models import Event
from goalchain.products.errors import Refused
from goalchain.sharing.links import models
from goalchain.sharing.models import ShareLink
from tests.factories import make_goal, make_product, make_share, product_owner

pytestmark = pytest.mark.django_db


def test_a_link_is_random_and_only_its_hash_is_stored():
    link, token = make_share()
    _, other = make_share(link.product)
    assert token != other
    assert re.fullmatch(r"[A-Za-z0-9_-]{43}", token), "256 random bits"
    stored = ShareLink.objects.filter(pk=link.pk).values().get()
    assert token not in repr(stored)
    assert stored["digest"] == models.digest_of(token)


def test_its_events_tell_no_way_in():
    link, token = make_share(password="only for us")
    link.revoke(by=product_owner(link.product))
    events = Event.objects.filter(product=link.product, subject="share").order_by("id")
    assert [event.verb for event in events] == ["share", "revoke"]
    for event in events:
        told = repr((event.after, event.former))
        assert token not in told and link.digest not in told and link.password not in told
        assert event.after["has_password"] is True
        assert event.goal_id is None


def test_frozen_is_the_moment_before_it_was_made():
    product = make_product()
    make_goal(product)
    product.refresh_from_db()
    before = product.revision
    link, _ = make_share(product, is_frozen=True)
    assert (link.revision, link.is_frozen) == (before, True)
    assert make_share(product)[0].revision is None


def test_it_works_until_it_expires_or_is_revoked():
    link, _ = make_share(days=7)
    assert link.works and link.state == "works"
    link.expires_at = timezone.now() - timedelta(seconds=1)
    assert not link.works and link.state == "expired"
    other, _ = make_share()
    other.revoke(by=product_owner(other.product))
    assert not other.works and other.state == "revoked"
    with pytest.raises(Refused, match="revoked already"):
        other.revoke(by=product_owner(other.product))


def test_a_draft_sprint_goal_an_archived_and_a_foreign_goal_are_not_shared():
    product = make_product()
    draft = make_goal(product, "sprint")
    with pytest.raises(Refused, match="stays with the team"):
        make_share(product, "trace", goal=draft)
    with pytest.raises(Refused, match="archived"):
        make_share(product, "trace", goal=make_goal(product, archived=True))
    for nothing in (None, make_goal()):
        with pytest.raises(Refused, match="Choose the goal"):
            make_share(product, "trace", goal=nothing)
    assert not ShareLink.objects.filter(product=product).exists()


def test_there_are_no_more_than_somebody_can_watch(monkeypatch):
    monkeypatch.setattr(models, "MOST", 1)
    link, _ = make_share()
    with pytest.raises(Refused, match="Revoke one"):
        make_share(link.product)
    link.revoke(by=product_owner(link.product))
    make_share(link.product)


def test_the_last_use_is_noted_to_the_hour_and_is_no_change_of_the_product(django_assert_num_queries):
    link, _ = make_share()
    link.product.refresh_from_db()
    revision = link.product.revision
    link.note_use()
    link.refresh_from_db()
    assert (link.last_used_at.minute, link.last_used_at.second) == (0, 0)
    link.last_used_at = timezone.now() - timedelta(minutes=1)
    with django_assert_num_queries(0):
        link.note_use()
    link.product.refresh_from_db()
    assert link.product.revision == revision


def test_only_known_words_are_shown_in_their_order():
    link, _ = make_share(shows=["learning", "dates", "everything"])
    assert link.shows == ["dates", "learning"]
    assert link.shows_words == ["Dates", "Learning and results"]


@pytest.mark.parametrize(
    "wrong", [{"kind": "chain"}, {"kind": "trace"}, {"revision": 3}, {"frozen_at": timezone.now()}, {"name": ""}]
)
def test_the_database_keeps_the_rules(wrong):
    link, _ = make_share()
    with pytest.raises(IntegrityError), transaction.atomic():
        ShareLink.objects.filter(pk=link.pk).update(**wrong)
