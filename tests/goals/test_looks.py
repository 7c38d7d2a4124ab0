"""Since my last look: kept once a visit, told on the first page, never a word of planning to those outside it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from goalchain.goals.home import MANY
from goalchain.products.looks import VISIT, Look
from tests.factories import make_goal, make_member, make_product, product_owner
from tests.support.queries import queries_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def product():
    product = make_product(key="BIKE")
    make_goal(product, "vision", title="Servicing is simple")
    return product


@pytest.fixture
def reader(product, client):
    person = make_member(product, "viewer")
    client.force_login(person)
    client.person = person
    return client


def came_long_ago():
    """Let all visits be over."""
    Look.objects.update(at=timezone.now() - VISIT - timedelta(minutes=1))


def home(client):
    return client.get("/").content.decode()


def test_the_first_page_counts_what_others_changed_since(reader, product):
    assert "since you looked" not in home(reader)
    reader.get("/p/BIKE/")
    make_goal(product, "product", title="Customers book")
    make_goal(product, "product", title="Customers pay")
    look = Look.objects.get()
    html = home(reader)
    assert "2 changes since you looked on" in html
    assert f"/p/BIKE/history/?since={look.revision}&amp;by=others" in html
    page = reader.get(f"/p/BIKE/history/?since={look.revision}&by=others").content.decode()
    assert "Customers pay" in page and "Customers book" in page
    assert "Servicing is simple" not in page


def test_a_visit_is_one_look(reader, product):
    reader.get("/p/BIKE/")
    first = Look.objects.get()
    make_goal(product, "product")
    reader.get("/p/BIKE/history/")
    assert Look.objects.get().revision == first.revision
    came_long_ago()
    reader.get("/p/BIKE/history/")
    second = Look.objects.get()
    product.refresh_from_db()
    assert (second.before_revision, second.revision) == (first.revision, product.revision)
    assert "since you looked" not in home(reader)
    page = reader.get("/p/BIKE/history/").content.decode()
    assert "Since my last look" in page
    assert f"?since={first.revision}&amp;by=others" in page


def test_a_visit_is_written_once_and_read_for_nothing(reader, product):
    reader.get("/p/BIKE/")
    came_long_ago()
    begins = queries_of(lambda: reader.get("/p/BIKE/"))
    assert queries_of(lambda: reader.get("/p/BIKE/")) == begins - 1 <= 7


def test_my_own_changes_are_none(client, product):
    owner = product_owner(product)
    client.force_login(owner)
    client.get("/p/BIKE/")
    make_goal(product, "product", by=owner)
    assert "since you looked" not in home(client)


def test_planning_is_not_counted_for_those_outside_it(reader, client, product):
    reader.get("/p/BIKE/")
    developer = make_member(product, "developer")
    draft = make_goal(product, "sprint", parents=[make_goal(product, "release", by=developer)])
    draft.revise(by=None, title="Quite another")
    # The new release goal; not the member, not the draft.
    assert "1 change since" in home(reader)
    draft.agree(by=None)
    assert "2 changes since" in home(reader)
    draft.withdraw(by=None)
    assert "1 change since" in home(reader)


def test_it_stops_counting(reader, product):
    reader.get("/p/BIKE/")
    goal = make_goal(product, "product")
    for number in range(MANY):
        goal.revise(by=None, title=f"Title {number}")
    assert "99+ changes since" in home(reader)


def test_a_look_ends_with_the_membership(reader, product):
    reader.get("/p/BIKE/")
    product.memberships.get(user=reader.person).end(by=product_owner(product))
    assert not Look.objects.exists()
    assert reader.get("/p/BIKE/").status_code == 404
    assert not Look.objects.exists()


def test_two_first_pages_at_once_are_one_look(product):
    member = product.memberships.get()
    Look.take(member)
    Look.take(product.memberships.get())
    assert Look.objects.count() == 1
