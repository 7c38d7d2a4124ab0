"""/s/TOKEN/: what is late, and how the dates of releases moved, live and frozen."""

from datetime import timedelta

import pytest
from django.utils import timezone

from goalchain.sharing.links.models import SHOWABLE
from roadmap.releases.checkpoint import Checkpoint
from tests.factories import fresh, make_chain_of_all_levels, make_goal, make_share, product_owner

pytestmark = pytest.mark.django_db
EVERYTHING = list(SHOWABLE)


@pytest.fixture
def chain():
    return make_chain_of_all_levels()


def shared(chain, kind="roadmap", **words):
    """A link that shows everything, and its address."""
    link, token = make_share(chain.product, kind, **({"shows": EVERYTHING} | words))
    return link, f"/s/{token}/"


def revise(goal, **words):
    fresh(goal).revise(by=product_owner(goal.product), **words)


@pytest.mark.parametrize("is_frozen", [False, True])
def test_a_date_that_slipped_stays_visible(client, chain, is_frozen):
    today = timezone.localdate()
    days = [today - timedelta(days=ago) for ago in (30, 20, 9)]
    release = make_goal(chain.product, "release", parents=[chain["product"]], ends_on=days[0])
    for day in days[1:]:
        revise(release, ends_on=day)
    assert fresh(release).state == "draft"
    _, address = shared(chain, "releases", is_frozen=is_frozen)
    html = client.get(address).content.decode()
    assert "9 days late" in html and "than agreed" not in html, "a draft promises nothing"
    fresh(release).agree(by=chain.owner)
    revise(release, ends_on=days[0])
    revise(release, ends_on=days[2])
    addresses = [shared(chain, "releases", is_frozen=is_frozen, shows=shows)[1] for shows in (EVERYTHING, ["owner"])]
    if is_frozen:
        revise(release, ends_on=today + timedelta(days=400))
    html, hidden = (client.get(address).content.decode() for address in addresses)
    assert "The date was moved twice" in html and "back where it was" in html and "9 days late" in html
    assert "9 days late" not in hidden and "The date was moved" not in hidden
    roadmap = client.get(shared(chain, "roadmap")[1]).content.decode()
    assert ("9 days late" in roadmap) != is_frozen, "it follows on a live roadmap"


@pytest.mark.parametrize("is_frozen", [False, True])
def test_a_release_that_shipped_is_not_late_on_a_roadmap(client, chain, is_frozen):
    past = timezone.localdate() - timedelta(days=9)
    revise(chain["product"], starts_on=past, ends_on=past + timedelta(days=90))
    late, shipped = (make_goal(chain.product, "release", parents=[chain["product"]], ends_on=past) for _ in "ab")
    Checkpoint.hold(fresh(shipped), shipped_on=past, result="Forty bookings", by=chain.owner)
    page = client.get(shared(chain, is_frozen=is_frozen, filters="view=timeline")[1])
    [goal] = [goal for chapter in page.context["shown"].chapters for goal in chapter.goals]
    told = {below.number: below.late for below in goal.below}
    assert (told[late.number], told[shipped.number]) == ("9 days late", "")
    assert page.content.decode().count(" · late</text>") == 1


def test_what_is_over_is_not_late(client, chain):
    past = timezone.localdate() - timedelta(days=5)
    over = make_goal(chain.product, state="closed", outcome="achieved", ends_on=past)
    revise(chain["product"], ends_on=past - timedelta(days=4))
    page = client.get(shared(chain, filters="state=all")[1])
    late = {goal.number: goal.late for chapter in page.context["shown"].chapters for goal in chapter.goals}
    assert late == {over.number: "", chain["product"].number: "9 days late"}
    assert "9 days late" in page.content.decode()
