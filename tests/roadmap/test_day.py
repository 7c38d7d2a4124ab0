"""Which day it is goes by the product's time zone: what is late, what may be written down, on every page alike."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from goalchain.metrics.models import CheckInRhythm
from goalchain.products.errors import Refused
from goalchain.products.zones import FIRST, latest_today, today_in
from tests.api.caller import Caller, done
from tests.factories import (
    fresh,
    make_checkpoint,
    make_goal,
    make_metric,
    make_product,
    make_review,
    make_share,
    product_owner,
)
from vision.reviews.rhythm import ReviewRhythm

pytestmark = pytest.mark.django_db

#: Where a day ends last: at every instant it is an earlier day here than where it begins first.
LAST = "Pacific/Pago_Pago"


@pytest.fixture(params=[FIRST, LAST])
def zone(request):
    return request.param


@pytest.fixture
def product(zone):
    """A product, with goals that end on the day that it is where days end last."""
    made = make_product(key="DAY")
    made.redescribe(time_zone=zone, by=product_owner(made))
    served = make_goal(made, state="active", ends_on=today_in(LAST), starts_on=today_in(LAST) - timedelta(days=9))
    release = make_goal(made, "release", parents=[served], state="active", ends_on=today_in(LAST))
    waiting = make_goal(made, title="Waiting", starts_on=today_in(LAST))
    waiting.wait_for(release, by=product_owner(made))
    made.named = {"served": served, "release": release, "waiting": waiting}
    return made


@pytest.fixture
def read(product):
    """Reads a page as the product owner; or as a visitor, when it is a link's."""
    client = Client()
    client.force_login(product_owner(product))
    return lambda path: client.get(path).content.decode()


def says_late(html):
    """Whether the page has the word, in what is read."""
    return re.search(r"\blate\b", re.sub(r"<script.*?</script>|<[^>]*>", " ", html, flags=re.DOTALL)) is not None


@pytest.mark.parametrize(
    "path",
    [
        "/p/DAY/roadmap/?view=grid",
        "/p/DAY/roadmap/?view=timeline",
        "/p/DAY/roadmap/?view=now",
        "/p/DAY/releases/",
        "/p/DAY/releases/{release}/",
        "/p/DAY/?when=late",
        "/g/DAY-{waiting}/",
    ],
)
def test_a_goal_is_late_when_its_last_day_is_over_there(product, read, zone, path):
    html = read(path.format(**{name: goal.number for name, goal in product.named.items()}))
    told = product.named["served"].title in html if "when=late" in path else says_late(html)
    assert told == (zone == FIRST)


@pytest.mark.parametrize("is_frozen", [False, True])
@pytest.mark.parametrize("filters", ["view=grid", "view=timeline", "view=now"])
def test_a_shared_roadmap_says_the_same(client, product, zone, filters, is_frozen):
    _, token = make_share(product, filters=filters, is_frozen=is_frozen, shows=["dates"])
    assert says_late(client.get(f"/s/{token}/").content.decode()) == (zone == FIRST)


def test_the_api_says_the_same(product, zone):
    [told] = done(Caller(product_owner(product)).get("dependencies/?product=DAY"))["results"]
    assert (told["late_by"] > 0) == (zone == FIRST)


def test_what_happened_is_written_down_on_the_day_that_it_is_there(product, zone):
    """Refused where the day is still to come, taken where it has begun."""
    metric, day = make_metric(product.named["served"]), latest_today()
    by = product_owner(product)
    writing = [
        lambda: make_checkpoint(product.named["release"], shipped_on=day),
        lambda: metric.record(day=day, value=5, by=by),
        lambda: make_review(product, days_ago=(timezone.localdate() - day).days),
    ]
    for write in writing:
        if zone == FIRST:
            write()
        else:
            with pytest.raises(Refused, match="still to come"):
                write()


def test_what_is_due_is_due_there(product, read, zone):
    for goal in product.named.values():
        CheckInRhythm.ask(fresh(goal), 1, by=product_owner(product), since=latest_today() - timedelta(days=1))
    ReviewRhythm.settle(product, "strategy", 4, by=product_owner(product), begun_on=latest_today() - timedelta(weeks=4))
    html = read("/")
    assert ("Check in on DAY-" in html, "Strategy review" in html) == (zone == FIRST, zone == FIRST)
