"""/s/TOKEN/: what a visitor reads, live and frozen."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from goalchain.sharing.links.models import SHOWABLE
from goalchain.sharing.models import ShareLink
from roadmap.features import Feature
from roadmap.releases.checkpoint import Checkpoint
from tests.factories import (
    fresh,
    make_chain_of_all_levels,
    make_feedback,
    make_goal,
    make_member,
    make_metric,
    make_product,
    make_readings,
    make_share,
    make_user,
    product_owner,
)
from tests.support.queries import queries_of

pytestmark = pytest.mark.django_db
KINDS = ("roadmap", "releases", "trace")
EVERYTHING = list(SHOWABLE)


@pytest.fixture
def chain():
    return make_chain_of_all_levels(make_product(name="Bike Service App", owner=make_user(name="Mara Lindt")))


def shared(chain, kind="roadmap", **words):
    """A link that shows everything, and its address."""
    goal = chain["product"] if kind == "trace" else None
    link, token = make_share(chain.product, kind, **({"goal": goal, "shows": EVERYTHING} | words))
    return link, f"/s/{token}/"


def revise(goal, **words):
    fresh(goal).revise(by=product_owner(goal.product), **words)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("is_frozen", [False, True])
def test_whoever_has_the_link_reads_it_and_nothing_is_kept(client, chain, kind, is_frozen):
    link, address = shared(chain, kind, is_frozen=is_frozen)
    response = client.get(address)
    html = response.content.decode()
    assert response.status_code == 200
    assert chain["release"].title in html and link.name in html and "Bike Service App" in html
    assert ("Frozen." in html, "Live." in html) == (is_frozen, not is_frozen)
    assert not response.cookies
    assert response["Referrer-Policy"] == "no-referrer"
    assert "noindex" in response["X-Robots-Tag"] and 'content="noindex' in html
    assert "no-store" in response["Cache-Control"]
    assert "csrfmiddlewaretoken" not in html
    assert "/p/" not in html and "/g/" not in html, "nothing leads into the product"


@pytest.mark.parametrize("kind", KINDS)
def test_live_and_frozen_tell_the_same_while_nothing_changes(client, chain, kind):
    make_readings(make_metric(chain["product"]), [5, 10, 14])
    make_readings(make_metric(chain["release"]), [3])
    revise(chain["product"], starts_on=date(2027, 1, 4), ends_on=date(2027, 6, 30), owner_id=chain.owner.pk)
    revise(chain["product"], confidence="at_risk", statement="In full", timeframe="H1 2027")
    fresh(chain["sprint"]).agree(by=chain.owner)
    other = make_goal(chain.product, parents=[(chain["user"], "it is so")], state="closed", outcome="abandoned")
    make_goal(chain.product, "release", parents=[other], state="closed", outcome="missed", ends_on=date(2026, 1, 1))
    Feature.add(fresh(chain["product"]), "Push notifications", by=chain.owner)
    shipped = fresh(make_goal(chain.product, "release", parents=[chain["product"]], ends_on=date(2026, 11, 1)))
    shipped.revise(by=chain.owner, version_name="1.0")
    Checkpoint.hold(
        shipped, shipped_on=date(2025, 11, 3), result="Forty bookings", by=chain.owner, value="Riders save a call"
    )
    back = fresh(make_goal(chain.product, "release", parents=[chain["product"]], ends_on=date(2026, 12, 1)))
    Checkpoint.hold(back, shipped_on=date(2025, 11, 3), result="Not yet", by=chain.owner).take_back(by=chain.owner)
    pages = [shared(chain, kind, is_frozen=frozen, filters="state=all")[1] for frozen in (False, True)]
    live, frozen = (client.get(page).context for page in pages)
    told = [
        [(chapter.label, [(goal, goal.prints) for goal in chapter.goals]) for chapter in page["shown"].chapters]
        for page in (live, frozen)
    ]
    assert told[0] == told[1]
    assert live["shown"].lines == frozen["shown"].lines
    assert sum(len(goals) for _, goals in told[0]) >= 2


@pytest.mark.parametrize("is_frozen", [False, True])
def test_a_release_that_shipped_tells_its_result(client, chain, is_frozen):
    release = fresh(chain["release"])
    release.revise(by=chain.owner, version_name="1.0")
    Checkpoint.hold(
        release, shipped_on=date(2025, 11, 3), result="Forty bookings", by=chain.owner, value="Riders save a call"
    )
    _, address = shared(chain, "releases", is_frozen=is_frozen)
    page = client.get(address)
    for words in ("1.0", "on 3 Nov 2025", "Forty bookings", "Riders save a call"):
        assert words in page.content.decode()
    assert [chapter.label for chapter in page.context["shown"].chapters] == ["Done"]
    _, address = shared(chain, "releases", is_frozen=is_frozen, shows=[])
    html = client.get(address).content.decode()
    assert "Forty bookings" not in html and "3 Nov" not in html and "Riders save a call" not in html


def test_frozen_stays_and_live_follows(client, chain):
    metric = make_metric(chain["product"])
    make_readings(metric, [5])
    feature = Feature.add(fresh(chain["product"]), "Push notifications", by=chain.owner)
    _, live = shared(chain)
    _, frozen = shared(chain, is_frozen=True)
    before = client.get(frozen).content
    revise(chain["product"], title="Another wording")
    make_goal(chain.product, title="A later goal")
    metric.record(timezone.localdate(), 40, by=chain.owner)
    feature.reword("Text messages", by=chain.owner)
    after = client.get(frozen)
    assert [goal.prints for goal in goals_on(after)] == [goal.prints for goal in goals_on(client.get(frozen))]
    assert after.content == before
    html = client.get(live).content.decode()
    for words in ("Another wording", "A later goal", "40%", "Text messages"):
        assert words in html and words not in after.content.decode()


def goals_on(response):
    return [goal for chapter in response.context["shown"].chapters for goal in chapter.goals]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("is_frozen", [False, True])
def test_no_draft_of_a_sprint_goal_shows_nor_its_count(client, chain, kind, is_frozen):
    _, address = shared(chain, kind, is_frozen=is_frozen)
    assert chain["sprint"].title not in client.get(address).content.decode()
    fresh(chain["sprint"]).agree(by=chain.owner)
    _, address = shared(chain, "trace", is_frozen=is_frozen)
    assert chain["sprint"].title in client.get(address).content.decode()


@pytest.mark.parametrize("is_frozen", [False, True])
def test_a_shared_sprint_goal_that_is_a_draft_again_is_hidden(client, chain, is_frozen):
    fresh(chain["sprint"]).agree(by=chain.owner)
    _, token = make_share(chain.product, "trace", goal=chain["sprint"])
    assert chain["sprint"].title in client.get(f"/s/{token}/").content.decode()
    fresh(chain["sprint"]).withdraw(by=chain.owner)
    html = client.get(f"/s/{token}/").content.decode()
    assert chain["sprint"].title not in html and "Nothing to show at present" in html


@pytest.mark.parametrize("is_frozen", [False, True])
def test_only_what_the_link_shows_shows(client, chain, is_frozen):
    make_readings(make_metric(chain["product"], name="Bookings"), [5])
    Feature.add(fresh(chain["product"]), "Push notifications", by=chain.owner)
    revise(
        chain["product"],
        starts_on=date(2027, 1, 4),
        ends_on=date(2027, 6, 30),
        owner_id=chain.owner.pk,
        confidence="at_risk",
    )
    revise(chain["release"], ends_on=date(2027, 3, 1))
    words = {
        "dates": ["4 Jan to 30 Jun 2027", "by 1 Mar 2027"],
        "owner": ["Mara Lindt"],
        "metrics": ["Bookings"],
        "confidence": ["At risk"],
        "features": ["Push notifications"],
    }
    for shown in words:
        _, address = shared(chain, is_frozen=is_frozen, shows=[shown], filters="group=owner")
        html = client.get(address).content.decode()
        for part, told in words.items():
            for word in told:
                assert (word in html) == (part == shown), f"{word} while only {shown} shows"


def test_a_timeframe_stands_with_the_dates_that_it_means(client, chain):
    revise(chain["product"], starts_on=date(2027, 2, 9), ends_on=date(2027, 8, 10), timeframe="First half")
    make_goal(chain.product, title="Some day", timeframe="Later in 2028")
    for is_frozen in (False, True):
        _, address = shared(chain, is_frozen=is_frozen)
        dates = [goal.dates for goal in goals_on(client.get(address))]
        assert dates == ["First half, 9 Feb to 10 Aug 2027", "Later in 2028"]
    _, address = shared(chain, shows=["metrics"])
    assert "First half" not in client.get(address).content.decode()


def test_an_address_never_stands_in_for_a_name(client):
    owner = make_user("secret@example.com", name=" ")
    type(owner).objects.filter(pk=owner.pk).update(name="")
    product = make_product(owner=owner)
    make_goal(product, owner_id=owner.pk)
    for frozen in (False, True):
        for kind in ("roadmap", "releases"):
            _, token = make_share(product, kind, shows=EVERYTHING, is_frozen=frozen)
            assert "secret@" not in client.get(f"/s/{token}/").content.decode()


@pytest.mark.parametrize("is_frozen", [False, True])
def test_the_filters_of_the_roadmap_hold(client, chain, is_frozen):
    make_goal(chain.product, title="A goal that is over", state="closed")
    _, all_of_them = shared(chain, filters="state=all&group=state", is_frozen=is_frozen)
    _, open_ones = shared(chain, is_frozen=is_frozen)
    _, by_horizon = shared(chain, filters="view=now", is_frozen=is_frozen)
    assert "A goal that is over" in client.get(all_of_them).content.decode()
    assert "A goal that is over" not in client.get(open_ones).content.decode()
    labels = [chapter.label for chapter in client.get(all_of_them).context["shown"].chapters]
    assert labels == ["Draft", "Closed"]
    assert [chapter.label for chapter in client.get(by_horizon).context["shown"].chapters] == ["Later"]


def test_archived_goals_are_gone(client, chain):
    _, live = shared(chain, "trace")
    fresh(chain["release"]).archive(by=chain.owner)
    assert chain["release"].title not in client.get(live).content.decode()
    fresh(chain["product"]).archive(by=chain.owner)
    assert "Nothing to show at present" in client.get(live).content.decode()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("is_frozen", [False, True])
def test_queries_are_few_and_do_not_grow(client, chain, kind, is_frozen):
    link, address = shared(chain, kind, is_frozen=is_frozen)
    client.get(address)
    before = queries_of(lambda: client.get(address))
    for number in range(6):
        parents = [(chain["user"], "so"), (chain["business"], "and so")]
        goal = make_goal(chain.product, parents=parents)
        make_goal(chain.product, "release", parents=[goal, chain["product"]])
        make_metric(goal)
        make_feedback(link=link, text=f"Said {number}", answer="Noted", about=goal)
    ShareLink.objects.filter(pk=link.pk).update(last_used_at=timezone.now())
    if is_frozen:
        link.product.refresh_from_db()
        ShareLink.objects.filter(pk=link.pk).update(revision=link.product.revision)
    after = queries_of(lambda: client.get(address))
    assert after <= before <= 8


# -- the ways in -------------------------------------------------------------------------------------------------------


def test_revoked_and_expired_are_told_at_once(client, chain):
    link, address = shared(chain)
    assert client.get(address).status_code == 200
    link.revoke(by=chain.owner)
    gone = client.get(address)
    assert gone.status_code == 410 and "This link was revoked" in gone.content.decode()
    assert chain["product"].title not in gone.content.decode() and "Bike Service App" not in gone.content.decode()
    link, address = shared(chain, days=1)
    ShareLink.objects.filter(pk=link.pk).update(expires_at=timezone.now() - timedelta(minutes=1))
    gone = client.get(address)
    assert gone.status_code == 410 and "This link has expired" in gone.content.decode()
    assert client.post(f"{address}goals/1/feedback/", {"text": "Still here?"}).status_code == 410


def test_a_link_that_nobody_made_and_one_of_a_deleted_product(client, chain):
    assert client.get("/s/nobody-made-this-one/").status_code == 404
    _, address = shared(chain)
    chain.product.delete_for_all(by=chain.owner)
    assert client.get(address).status_code == 410


def test_a_member_reads_it_as_a_visitor_does(client, chain):
    client.force_login(make_member(chain.product, "viewer"))
    _, address = shared(chain)
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_other_methods(client, chain, method):
    _, address = shared(chain)
    assert getattr(client, method)(address).status_code == 405


# -- the password ------------------------------------------------------------------------------------------------------


def test_a_password_opens_the_page_for_this_link_alone(client, chain):
    _, address = shared(chain, password="sesame open")
    _, other = shared(chain, password="sesame open")
    closed = client.get(address)
    assert chain["product"].title not in closed.content.decode() and "has a password" in closed.content.decode()
    wrong = client.post(f"{address}password/", {"password": "sesame"})
    assert wrong.status_code == 422 and "not the password" in wrong.content.decode()
    right = client.post(f"{address}password/", {"password": "sesame open"})
    assert (right.status_code, right["Location"]) == (302, address)
    cookie = right.cookies["share"]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == (address, True, "Lax")
    assert set(right.cookies) == {"share"}
    assert chain["product"].title in client.get(address).content.decode()
    # The test client sends every cookie everywhere: this one opens no other link all the same.
    assert "has a password" in client.get(other).content.decode()


def test_a_cookie_that_somebody_wrote_opens_nothing(client, chain):
    _, address = shared(chain, password="sesame open")
    client.cookies["share"] = "[1, 'x']:made:up"
    assert "has a password" in client.get(address).content.decode()


def test_feedback_needs_the_password_too(client, chain):
    link, address = shared(chain, password="sesame open")
    response = client.post(f"{address}goals/{chain['product'].number}/feedback/", {"text": "Let me in"})
    assert "has a password" in response.content.decode()
    assert not link.voices.exists()


def test_guesses_are_throttled_and_knowing_it_costs_nothing(client, chain):
    _, address = shared(chain, password="sesame open")
    for _ in range(15):
        assert client.post(f"{address}password/", {"password": "sesame open"}).status_code == 302
    for _ in range(10):
        assert client.post(f"{address}password/", {"password": "guess"}, REMOTE_ADDR="10.1.2.3").status_code == 422
    late = client.post(f"{address}password/", {"password": "sesame open"}, REMOTE_ADDR="10.9.9.9")
    assert late.status_code == 429 and "Too many tries" in late.content.decode()


# -- the timeline ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("is_frozen", [False, True])
def test_the_timeline_is_drawn_of_what_the_link_shows(client, chain, is_frozen):
    make_readings(make_metric(chain["product"], name="Bookings"), [5])
    revise(chain["product"], starts_on=date(2027, 1, 4), ends_on=date(2027, 6, 30), confidence="at_risk")
    revise(chain["release"], ends_on=date(2027, 3, 1))
    fresh(chain["sprint"]).agree(by=chain.owner)
    number = chain["product"].number
    _, address = shared(chain, is_frozen=is_frozen, filters="view=timeline")
    html = client.get(address).content.decode()
    assert f'href="#goal-{number}"' in html and f'id="bar-{chain["product"].key}"' in html
    assert f'id="goal-{chain["release"].number}"' in html and "/g/" not in html
    assert chain["sprint"].title not in html and chain.sprint.name not in html
    _, address = shared(chain, is_frozen=is_frozen, filters="view=timeline", shows=["dates"])
    html = client.get(address).content.decode()
    assert "timeline-bar" in html and "At risk" not in html and "Bookings" not in html
    _, address = shared(chain, is_frozen=is_frozen, filters="view=timeline", shows=["metrics"])
    html = client.get(address).content.decode()
    assert "timeline-bar" not in html and "2027" not in html.replace(f"{timezone.localdate().year}", "")


@pytest.mark.parametrize("is_frozen", [False, True])
def test_the_timeline_shows_what_waits_for_what_of_the_goals_on_it(client, chain, is_frozen):
    by, day = chain.owner, timezone.localdate()
    revise(chain["product"], starts_on=day, ends_on=day + timedelta(days=90))
    revise(chain["release"], title="Book <a> slot", ends_on=day + timedelta(days=60))
    waiting, lifted, hidden = (
        make_goal(chain.product, title=title, starts_on=day + timedelta(days=40), ends_on=day + timedelta(days=99))
        for title in ("It waits", "It waited", "Nobody sees it")
    )
    for goal in (waiting, lifted, hidden):
        fresh(goal).wait_for(fresh(chain["release"]), by=by)
    fresh(lifted).stop_waiting_for(fresh(chain["release"]), by=by)
    fresh(hidden).archive(by=by)
    _, address = shared(chain, is_frozen=is_frozen, filters="view=timeline")
    early = make_goal(chain.product, starts_on=day - timedelta(days=30), ends_on=day - timedelta(days=9))
    fresh(chain["product"]).wait_for(early, by=by)
    html = client.get(address).content.decode()
    assert html.count('<g class="is-late">') == 1
    assert "waits for “Book &lt;a&gt; slot”: late by 20 days" in html
    assert html.count('<g class="is-') == (1 if is_frozen else 2), "frozen as it was, live as it is"
    assert ">late by 20 days</text>" in html and "/g/" not in html
    if is_frozen:
        for goal in (waiting, chain["release"]):
            fresh(goal).archive(by=by)
        assert client.get(address).content.decode() == html
