"""What the first page asks a person to do: told by the apps above, the longest overdue first."""

from datetime import date

import pytest
from django.urls import reverse

from goalchain.goals import due
from goalchain.goals.due import SHOWN, Due, due_for, tell_due_with
from tests.factories import make_product, product_owner

pytestmark = pytest.mark.django_db


@pytest.fixture
def tellers(monkeypatch):
    """Only the tellers of this test."""
    monkeypatch.setattr(due, "_tellers", {})


def test_the_longest_overdue_comes_first(tellers):
    product = make_product()
    memberships = list(product.memberships.all())
    day = date(2026, 11, 2)
    tell_due_with("reviews", lambda mine: [Due("Review the strategy", "/r/", product, day)])
    tell_due_with("check-ins", lambda mine: [Due("Check in", "/c/", product, date(2026, 11, 1))])
    assert [told.said for told in due_for(memberships)] == ["Check in", "Review the strategy"]


def test_who_belongs_to_no_product_is_asked_for_nothing(tellers):
    tell_due_with("broken", lambda mine: 1 / 0)
    assert due_for([]) == []


def test_the_first_page_shows_what_is_due_with_its_product(client, tellers):
    product = make_product(name="Bike Service App")
    day = date(2026, 11, 2)
    told = [Due(f"Look at <{number}>", f"/g/{number}/", product, day) for number in range(SHOWN + 3)]
    tell_due_with("reviews", lambda mine: told)
    client.force_login(product_owner(product))
    html = client.get(reverse("home")).content.decode()
    assert "What is due" in html
    assert "Look at &lt;0&gt;" in html
    assert "2 Nov 2026" in html
    assert "and 3 more" in html


def test_nothing_due_says_nothing(client, tellers):
    client.force_login(product_owner(make_product()))
    assert "What is due" not in client.get(reverse("home")).content.decode()
