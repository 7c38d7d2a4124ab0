"""The cards of the chain page: what they show, and that nothing which people write becomes markup."""

import datetime

import pytest
from django.utils import timezone

from goalchain.goals.chain_map.asked import Asked
from goalchain.goals.columns import chain_columns
from goalchain.products.access import Access, Role
from tests import factories as make

pytestmark = pytest.mark.django_db
OWNER = Access(Role.OWNER)


def html_of(product, **options) -> str:
    return "".join(column.cards for column in chain_columns(product, OWNER, Asked(product.key, **options)).columns)


def test_a_card_shows_title_state_end_and_progress() -> None:
    product = make.make_product(key="BIKE")
    day = datetime.date(timezone.localdate().year + 1, 3, 5)
    vision = make.make_goal(product, "vision", title="Simple servicing")
    parent = make.make_goal(product, "product", title="Booked & paid", parents=[vision], ends_on=day)
    make.make_goal(product, "release", parents=[parent], state="closed", outcome="missed")
    make.make_goal(product, "release", parents=[parent])
    html = html_of(product)
    assert '<article class="card is-product" id="BIKE-2" data-goal="2" data-parents="1">' in html
    assert '<a id="open-2" href="/g/BIKE-2/">Booked &amp; paid</a>' in html
    assert f"<span>by {day.day} {day:%b %Y}</span>" in html
    assert "<span>1 of 2 closed</span>" in html
    assert '<span class="state is-closed is-missed">Missed</span>' in html


def test_nothing_that_people_write_becomes_markup() -> None:
    product = make.make_product()
    make.make_goal(product, "vision", title='<img src=x onerror="x()">')
    assert "<img" not in html_of(product)


def test_a_goal_without_a_parent_is_told_but_no_vision() -> None:
    product = make.make_product()
    make.make_goal(product, "vision")
    assert "serves no goal" not in html_of(product)
    make.make_goal(product, "user")
    assert html_of(product).count("serves no goal") == 1


def test_the_line_of_the_selected_goal_is_lit_and_the_rest_recedes() -> None:
    product = make.make_product(key="EAT")
    vision = make.make_goal(product, "vision")
    goal = make.make_goal(product, "user", parents=[vision])
    make.make_goal(product, "business", parents=[vision])
    html = html_of(product, selected=goal.number)
    assert 'class="card is-vision is-lit"' in html
    assert 'class="card is-user is-selected"' in html
    assert 'class="card is-business is-receded"' in html
    assert "is-lit" not in html_of(product) and "is-receded" not in html_of(product)


def test_an_end_that_is_over_is_told_as_late_until_the_goal_is_closed() -> None:
    product = make.make_product()
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    goal = make.make_goal(product, "release", ends_on=yesterday, state="active")
    assert '<span class="trouble">late: ' in html_of(product)
    goal.close("missed", by=None)
    assert "late: " not in html_of(product)
