"""The past: moments as addresses name them, and the chain, its page and its traces as they stood then."""

import random
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from goalchain.goals.chain_map.asked import Asked
from goalchain.goals.columns import chain_columns
from goalchain.goals.history.chains import chain_now
from goalchain.goals.history.moments import moment_of, stretch_of
from goalchain.goals.history.past import past_of
from goalchain.goals.history.past_chain import past_columns
from goalchain.goals.models import Event, Goal
from goalchain.goals.trace import trace
from goalchain.products.access import Access, Role
from goalchain.products.errors import Refused
from tests.factories import (
    fresh,
    make_chain_of_all_levels,
    make_goal,
    make_member,
    make_product,
    make_user,
    product_owner,
)
from tests.support.queries import queries_of

pytestmark = pytest.mark.django_db
BERLIN = ZoneInfo("Europe/Berlin")
OWNER, VIEWER = Access(Role.OWNER), Access(Role.VIEWER)


class TestMoments:
    @pytest.mark.parametrize(
        ("text", "first", "last"),
        [
            ("2026-10-01", "2026-10-01T00:00:00+02:00", "2026-10-01T23:59:59.999999+02:00"),
            ("2026-10-25", "2026-10-25T00:00:00+02:00", "2026-10-25T23:59:59.999999+01:00"),
            ("2026-10-01T12:00", "2026-10-01T12:00:00+02:00", "2026-10-01T12:00:59.999999+02:00"),
            ("2026-10-01 12:00:30", "2026-10-01T12:00:30+02:00", "2026-10-01T12:00:30.999999+02:00"),
            ("2026-10-01T12:00:30.25", "2026-10-01T12:00:30.25+02:00", "2026-10-01T12:00:30.25+02:00"),
            ("2026-10-01T12:00Z", "2026-10-01T12:00+00:00", "2026-10-01T12:00:59.999999+00:00"),
            ("2026-10-01T12:00+05:30", "2026-10-01T12:00+05:30", "2026-10-01T12:00:59.999999+05:30"),
            # A plus sign that was not encoded.
            ("2026-10-01T12:00:00 05:30", "2026-10-01T12:00:00+05:30", "2026-10-01T12:00:00.999999+05:30"),
        ],
    )
    def test_a_day_and_a_time_last_as_long_as_they_say(self, text, first, last):
        found = stretch_of(text, BERLIN)
        assert (found.first, found.last) == (datetime.fromisoformat(first), datetime.fromisoformat(last))

    @pytest.mark.parametrize(
        "text",
        ["yesterday", "2026-13-01", "2026-02-30", "0001-01-01", "9999-12-31", "2026-10-01T25:00", "²", "2026-10-01\0"],
    )
    def test_anything_else_is_refused_with_words(self, text):
        with pytest.raises(ValueError, match="is no moment"):
            stretch_of(text, BERLIN)

    def test_a_revision_is_the_moment_of_its_change(self):
        goal = make_goal()
        event = Event.objects.get(goal=goal)
        found = moment_of(goal.product, str(event.revision))
        assert (found.revision, found.at) == (event.revision, event.at)
        assert moment_of(goal.product, "999999").revision == event.revision
        assert moment_of(goal.product, "0").revision == 0

    def test_a_time_is_the_last_change_until_then(self):
        goal = make_goal()
        goal.revise(by=None, title="Later")
        made, revised = Event.objects.filter(goal=goal)
        between = made.at + (revised.at - made.at) / 2
        assert moment_of(goal.product, between.isoformat()).revision == made.revision
        assert moment_of(goal.product, f"{revised.at + timedelta(days=400):%Y-%m-%d}").revision == revised.revision
        assert moment_of(goal.product, "1999-01-01").revision == 0


def acts(product, rng):
    """Change something at random by a verb, as people do."""
    goals = list(Goal.objects.filter(product=product))
    goal = fresh(rng.choice(goals))
    other = fresh(rng.choice(goals))
    match rng.randrange(9):
        case 0:
            make_goal(product, rng.choice(["user", "business", "product", "release", "sprint"]))
        case 1:
            goal.revise(by=None, title=f"Title {rng.random()}")
        case 2:
            goal.link(other, "for a reason", by=None)
        case 3:
            links = list(goal.up_links.select_related("parent"))
            if links:
                goal.unlink(rng.choice(links).parent, by=None)
        case 4:
            goal.agree(by=None)
        case 5:
            goal.close(rng.choice(["achieved", "missed"]), "Learnt", by=None)
        case 6:
            goal.archive(by=None)
        case 7:
            goal.restore(by=None)
        case 8:
            goal.reorder(before=None, by=None)


def shown(view):
    """What a chain page shows: the goals of each column in order, the links, the sentence of the lit line."""
    columns = [(c.rank, [(g.number, g.title, g.state, g.outcome) for g in c.goals], c.count) for c in view.columns]
    return columns, sorted(view.edges), view.sentence


def lines(whole):
    """What a trace shows, by numbers: the goals in order, its links, its lines."""
    by_pk = {goal.pk: goal.number for goal in [whole.goal, *whole.up, *whole.down]}
    links = [(by_pk[link.child_id], by_pk[link.parent_id], link.rationale) for link in whole.links]
    told = [[(s.level_name, s.title, s.rationale) for s in line] for line in whole.lines()]
    return [g.number for g in whole.up], [g.number for g in whole.down], sorted(links), sorted(map(str, told))


@pytest.mark.parametrize("seed", range(3))
def test_the_past_is_what_was_stored_then(seed):
    """After each of forty changes the chain, its page and a trace are kept; in the end, the past equals all of them."""
    rng = random.Random(seed)
    product = make_chain_of_all_levels().product
    kept = []
    while len(kept) < 40:
        try:
            acts(product, rng)
        except Refused:
            continue
        product.refresh_from_db()
        if kept and kept[-1][0] == product.revision:
            continue
        live = [goal.number for goal in Goal.objects.filter(product=product).live()]
        number = rng.choice(live) if live else None
        goal = fresh(Goal.objects.get(product=product, number=number)) if number else None
        views = {
            role: (
                shown(chain_columns(product, Access(role), Asked(product.key, selected=number))),
                lines(trace(goal, Access(role))) if goal else None,
            )
            for role in (Role.OWNER, Role.VIEWER)
        }
        kept.append((product.revision, chain_now(product), number, goal, views))
    for revision, chain, number, goal, views in kept:
        moment = moment_of(product, str(revision))
        past = past_of(product, OWNER, moment)
        stored = {told["number"]: told for told in chain["goals"]}
        told = {n: {k: v for k, v in g.items() if k != "parents"} for n, g in (past.goals | past.archived).items()}
        assert told == stored
        assert shown(past_columns(past, Asked(product.key, selected=number))) == views[Role.OWNER][0]
        if goal:
            assert lines(past.trace(number)) == views[Role.OWNER][1]
        # For others, what is a draft today is hidden; all else is as they saw it then.
        for_viewer = past_of(product, VIEWER, moment)
        drafts = {g.number for g in Goal.objects.filter(product=product, level=5, state="draft")}
        seen = {n for _, goals, _ in views[Role.VIEWER][0][0] for n, *_ in goals} - drafts
        assert {n for c in past_columns(for_viewer).columns for g in c.goals for n in [g.number]} == seen


class TestPages:
    def test_the_chain_is_shown_as_it_was_and_offers_no_change(self, client, chain):
        before = chain.product.revision
        chain["release"].revise(by=chain.owner, title="Reworded since")
        make_goal(chain.product, "release", title="Added since")
        client.force_login(chain.owner)
        now = client.get("/p/BIKE/").content.decode()
        assert "Reworded since" in now and "New goal" in now
        html = client.get(f"/p/BIKE/?as_of={before}").content.decode()
        assert "As it stood on" in html and "Back to now" in html
        assert "Reworded since" not in html and "Added since" not in html
        main = html[html.index("<main") : html.index("</main>")]
        assert "hx-post" not in main and 'method="post"' not in main and "New goal" not in main
        assert 'hx-trigger="poll"' not in html

    def test_a_line_of_then_is_lit(self, client, chain):
        before = chain.product.revision
        chain["release"].unlink(chain["product"], by=chain.owner)
        client.force_login(chain.owner)
        key = chain["release"].key
        html = client.get(f"/p/BIKE/?as_of={before}&goal={key}").content.decode()
        assert "because it begins here" in html
        line = client.get(
            f"/p/BIKE/?as_of={before}&goal={key}", headers={"HX-Request": "true", "HX-Target": "line"}
        ).content.decode()
        assert line.strip().startswith("<div") and "because it begins here" in line and "position" not in line

    def test_the_trace_is_shown_as_it_was(self, client, chain):
        goal, before = chain["sprint"], chain.product.revision
        former = goal.title
        goal.revise(by=chain.owner, title="Reworded since")
        chain["user"].revise(by=chain.owner, title="A user goal reworded")
        client.force_login(chain.owner)
        html = client.get(f"/g/{goal.key}/trace/?as_of={before}").content.decode()
        assert former in html and "Reworded since" not in html and "A user goal reworded" not in html
        assert f"/trace/?as_of={before}" in html
        assert "did not exist then" in client.get(f"/g/{goal.key}/trace/?as_of=2").content.decode()
        chain["release"].archive(by=chain.owner)
        chain.product.refresh_from_db()
        gone = client.get(f"/g/{chain['release'].key}/trace/?as_of={chain.product.revision}").content.decode()
        assert "was archived then" in gone

    def test_before_everything_there_is_nothing(self, client, chain):
        client.force_login(chain.owner)
        assert "had no goals yet" in client.get("/p/BIKE/?as_of=1999-01-01").content.decode()

    @pytest.mark.parametrize("text", ["nonsense", "2026-02-30", "9999-12-31", "1\0", "²"])
    def test_what_is_no_moment_is_told_with_a_choice(self, client, chain, text):
        client.force_login(chain.owner)
        for address in ("/p/BIKE/", f"/g/{chain['sprint'].key}/trace/"):
            answer = client.get(address, {"as_of": text})
            assert answer.status_code == 422
            assert "is no moment" in answer.content.decode()

    def test_drafts_of_sprint_goals_stay_within_the_team(self, client, chain):
        draft = chain["sprint"]
        as_draft = chain.product.revision
        draft.agree(by=chain.owner)
        chain.product.refresh_from_db()
        as_agreed = chain.product.revision
        client.force_login(make_member(chain.product, "stakeholder"))
        for address in ("/p/BIKE/?as_of={}", f"/g/{chain['release'].key}/trace/?as_of={{}}"):
            assert draft.title not in client.get(address.format(as_draft)).content.decode()
            assert draft.title in client.get(address.format(as_agreed)).content.decode()
        fresh(draft).withdraw(by=chain.owner)
        # It is planned anew: its past went with it.
        assert draft.title not in client.get(f"/p/BIKE/?as_of={as_agreed}").content.decode()
        assert client.get(f"/g/{draft.key}/trace/?as_of={as_agreed}").status_code == 404

    def test_a_stranger_is_told_that_there_is_nothing(self, client, chain):
        client.force_login(make_user())
        assert client.get("/p/BIKE/?as_of=3").status_code == 404
        assert client.get(f"/g/{chain['sprint'].key}/trace/?as_of=3").status_code == 404

    def test_queries_do_not_grow(self, client, chain):
        client.force_login(make_member(chain.product, "viewer"))
        addresses = [f"/p/BIKE/?as_of=9999&goal={chain['release'].key}", f"/g/{chain['release'].key}/trace/?as_of=9999"]
        for address in addresses:
            client.get(address)
        few = [queries_of(lambda at=address: client.get(at)) for address in addresses]
        for _ in range(10):
            make_goal(chain.product, "sprint", parents=[chain["release"]], state="agreed")
        assert [queries_of(lambda at=address: client.get(at)) for address in addresses] == few
        assert max(few) <= 6

    def test_times_are_those_of_the_product(self, client):
        product = make_product(key="ZONE")
        product.redescribe(by=product_owner(product), time_zone="Asia/Tokyo")
        make_goal(product, "vision", title="Made at noon")
        noon = datetime(2026, 10, 1, 12, 0, 30, tzinfo=ZoneInfo("Asia/Tokyo")).astimezone(UTC)
        Event.objects.filter(product=product).update(at=noon)
        client.force_login(product_owner(product))
        address = reverse("chain", args=["ZONE"])
        assert "Made at noon" in client.get(address, {"as_of": "2026-10-01T12:00"}).content.decode()
        assert "Made at noon" not in client.get(address, {"as_of": "2026-10-01T11:59"}).content.decode()
        assert "1 October 2026, 12:00" in client.get(address, {"as_of": "2026-10-01T12:00"}).content.decode()


class TestRoadmap:
    def test_it_is_shown_as_it_was_and_offers_no_change(self, client, chain):
        goal, before = chain["product"], chain.product.revision
        former = goal.title
        goal.revise(by=chain.owner, title="Reworded since", owner_id=chain.owner.pk)
        make_goal(chain.product, "product", title="Added since")
        client.force_login(chain.owner)
        html = client.get(f"/p/BIKE/roadmap/?as_of={before}").content.decode()
        main = html[html.index("<main") : html.index("</main>")]
        assert former in main and "As it stood on" in main and f"/g/{goal.key}/trace/?as_of={before}" in main
        assert "Reworded since" not in main and "Added since" not in main and "no metric" not in main
        assert "hx-post" not in main and 'method="post"' not in main and "New product goal" not in main
        assert "0 of 1 closed" in main

    def test_drafts_are_not_counted_for_those_outside_planning(self, client, chain):
        make_goal(chain.product, "sprint", parents=[chain["product"]])
        chain.product.refresh_from_db()
        address = f"/p/BIKE/roadmap/?as_of={chain.product.revision}"
        client.force_login(make_member(chain.product, "viewer"))
        assert "0 of 1 closed" in client.get(address).content.decode()
        client.force_login(chain.owner)
        assert "0 of 2 closed" in client.get(address).content.decode()

    def test_nonsense_nothing_and_strangers(self, client, chain):
        client.force_login(chain.owner)
        assert client.get("/p/BIKE/roadmap/?as_of=x").status_code == 422
        assert "No product goal stood here" in client.get("/p/BIKE/roadmap/?as_of=1").content.decode()
        few = queries_of(lambda: client.get("/p/BIKE/roadmap/?as_of=999"))
        make_goal(chain.product, "product", owner_id=chain.owner.pk)
        make_goal(chain.product, "product", owner_id=chain.owner.pk)
        assert queries_of(lambda: client.get("/p/BIKE/roadmap/?as_of=999")) <= few + 1 <= 7
        client.force_login(make_user())
        assert client.get("/p/BIKE/roadmap/?as_of=3").status_code == 404
