"""Q2: nobody sees a word of a product that is not theirs, or of planning they take no part in; no foreign id is taken.

Every route, method and payload is asked, and every address that an answer leads to is followed.
"""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.db import connection

from goalchain.products.access import Access, Role
from goalchain.sharing.search import index
from goalchain.sharing.search.finding import Narrowed, find
from goalchain.sharing.search.sources import SOURCES
from goalchain.sharing.search.words import Wanted

from .canaries import CANARY, PLANNING, every_text_is_planted, plant, sightings
from .cases import Case, Words
from .conftest import undone
from .html import addresses_in, is_html
from .routes import ROUTES
from .share_routes import BY_LINK
from .test_authorisation import Writes
from .world import World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unlogged")]

HTMX = {"HX-Request": "true"}
#: What differs between two worlds and refers to nothing in them: a person's own words, or the state that was read.
NO_REFERENCE = {"version"}
CRAWLED = 400


@pytest.fixture(scope="module")
def birds(world: World) -> World:
    """The world with canaries in it."""
    plant(world.product)
    world.etags = {}
    for goal in world.goals.values():
        goal.refresh_from_db()
    for thing in (world.product, world.team, world.sprint, world.invitation):
        thing.refresh_from_db()
    return world


def texts(answer: Any) -> str:
    """Everything that an answer tells: body and headers."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    # What was looked for is marked in what was found: the marks would part a canary.
    told = re.sub(r"</?mark>", "", body.decode("utf-8", "replace"))
    return told + repr(dict(answer.headers))


def seen_in_cases(world: World, actor: str, words: tuple[str, ...], granted: Callable[[str, Case], bool]) -> list[str]:
    """Ask every case as somebody; return the sightings. What `granted` names may tell."""
    found = []
    for name, cases in ROUTES.items():
        for case in cases:
            if granted(name, case):
                continue
            for headers in ({}, HTMX)[: 1 + case.htmx]:
                with undone(world.actors[actor]):
                    answer = case.send(name, world, world.actors[actor], **case.headers(world), **headers)
                    told = texts(answer) + "".join(letter.body + letter.subject for letter in mail.outbox)
                    mail.outbox.clear()
                found += [f"{case.method} {name} as {actor}: {bird}" for bird in sightings(told, words)]
    return found


def crawl(world: World, actor: str, words: tuple[str, ...], starts: list[str]) -> tuple[list[str], list[str], int]:
    """Follow every address from `starts`; return the sightings, the dead ends and how many pages were read."""
    client, found, dead = world.actors[actor], [], []
    waiting, known, read = list(starts), set(starts), 0
    while waiting and read < CRAWLED:
        address = waiting.pop(0)
        read += 1
        with undone(client):
            answer = client.get(address)
            if answer.status_code in (301, 302) and answer.headers["Location"].startswith("/"):
                onward = [answer.headers["Location"]]
            else:
                onward = list(addresses_in(answer.content.decode())) if is_html(answer) else []
                if answer.headers.get("Content-Type", "").startswith("application/json"):
                    onward = [link.removeprefix("http://testserver") for link in links_in(answer.json())]
        if answer.status_code >= 400:
            dead.append(f"{address} as {actor}: {answer.status_code}")
        found += [f"{address} as {actor}: {bird}" for bird in sightings(texts(answer), words)]
        for link in onward:
            if link not in known and "/logout/" not in link:
                known.add(link)
                waiting.append(link)
    return found, dead, read


def links_in(value: Any) -> list[str]:
    """Every address in a JSON answer."""
    if isinstance(value, dict):
        return [link for inner in value.values() for link in links_in(inner)]
    if isinstance(value, list):
        return [link for inner in value for link in links_in(inner)]
    return [value] if isinstance(value, str) and value.startswith("http://testserver/") else []


def searches(key: str) -> list[str]:
    """Where words are looked for, in one's own product and across all: by a part of the canary, since pages say what
    was looked for."""
    parts = [word[:-2] for word in (CANARY, PLANNING)]
    places = (f"/p/{key}/search/", "/search/", "/api/v1/search/", "/api/v1/goals/")
    return [f"{place}?q={part}" for place in places for part in parts]


STARTS = [
    "/",
    "/api/v1/",
    "/api/v1/goals/",
    "/api/v1/links/",
    "/api/v1/products/",
    "/api/v1/teams/",
    "/api/v1/sprints/",
]


def test_canaries_sit_in_every_text(birds):
    assert every_text_is_planted(birds.product) == []


def public(name: str, case: Case) -> bool:
    """Whether a case is for everybody who holds a link that works: an invitation, a shared page."""
    return name in ("invitation", "invitation_link") or (name in BY_LINK and case.ok not in ((404,), (410,)))


def test_a_stranger_sees_nothing(birds, figures):
    words = (CANARY, PLANNING)
    seen, pages = [], 0
    for actor in ("stranger", "anonymous", "deactivated", "stranger's write token"):
        seen += seen_in_cases(birds, actor, words, public)
        found, _, read = crawl(birds, actor, words, STARTS + searches(birds.other.key) + searches(birds.key))
        seen, pages = seen + found, pages + read
    figures("Q2", f"{len(seen)} canaries seen by strangers, over every case and {pages} crawled pages")
    assert not seen, "\n".join(seen)


@pytest.mark.parametrize("actor", ["stakeholder", "viewer"])
def test_who_takes_no_part_in_planning_sees_no_draft_of_a_sprint_goal(birds, actor, figures):
    seen = seen_in_cases(birds, actor, (PLANNING,), lambda name, case: False)
    starts = [f"/p/{birds.key}/", *STARTS, *searches(birds.key), f"/p/{birds.key}/export/"]
    starts += [f"/api/v1/products/{birds.key}/events/?since=0", f"/api/v1/products/{birds.key}/chain/"]
    found, dead, read = crawl(birds, actor, (PLANNING,), starts)
    seen += found
    figures("Q2", f"{len(seen)} drafts of sprint goals seen by a {actor}, over every case and {read} crawled pages")
    assert not seen, "\n".join(seen)
    assert not dead, "\n".join(dead)


@pytest.mark.parametrize("actor", ["owner", "developer"])
def test_those_who_plan_see_them_and_meet_no_dead_end(birds, actor):
    """The control: the canaries do sing. And every address that a page shows leads somewhere."""
    starts = [f"/p/{birds.key}/", *STARTS, *searches(birds.key)]
    found, dead, read = crawl(birds, actor, (CANARY, PLANNING), starts)
    assert any(CANARY in bird for bird in found) and any(PLANNING in bird for bird in found)
    assert read > 40
    assert not dead, "\n".join(dead)


def test_the_search_finds_a_canary_in_every_source(birds):
    """The control: nothing is hidden from a stranger only because the index does not have it."""
    owner = {birds.product.pk: Access(Role.OWNER)}
    kept = set()
    for source in SOURCES:
        for word in (CANARY, PLANNING):
            kept |= {row.source for row in find(Wanted(word), owner, Narrowed(source.kind))}
    # A goal is told once, by the best of its own words, its reasons and its template.
    assert {source.name for source in SOURCES if source.kind != "goal"} | {"goal"} <= kept
    assert list(index.offences()) == []


def test_a_search_that_forgets_planning_is_noticed(birds, monkeypatch):
    """The control."""
    assert not seen_in_searches(birds)
    monkeypatch.setattr("goalchain.sharing.search.finding._readable", lambda may: ("", []))
    assert len(seen_in_searches(birds)) == 4


def seen_in_searches(world: World) -> list[str]:
    """The drafts of sprint goals that a viewer sees in each form of the search."""
    viewer, part = world.actors["viewer"], PLANNING[:-2]
    asked = [(f"/p/{world.key}/search/", {}), (f"/p/{world.key}/search/", HTMX | {"HX-Target": "find-results"})]
    asked += [("/search/", {}), ("/api/v1/search/", {})]
    answers = [viewer.get(address, {"q": part}, headers=headers) for address, headers in asked]
    return [bird for answer in answers for bird in sightings(texts(answer), (PLANNING,))]


# -- foreign ids ---------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def elsewhere(world: World) -> World:
    """Another world, with everything of the same kind in it."""
    return World("ALT")


def swaps(case: Case, world: World, elsewhere: World) -> list[tuple[str, Words, Words, Words]]:
    """Return each way to put something foreign in place: what, and the address' arguments, the query, the words."""
    here, there = case.about(world), case.about(elsewhere)
    parts = [(case.kwargs(w, g), case.query(w, g), case.data(w, g)) for w, g in ((world, here), (elsewhere, there))]
    found = []
    for place, what in enumerate(("address", "query", "body")):
        for name, own in parts[0][place].items():
            foreign = parts[1][place].get(name, own)
            if foreign != own and name not in NO_REFERENCE:
                words = list(parts[0])
                words[place] = {**words[place], name: foreign}
                found.append((f"{what} {name}={foreign!r}", *words))
    return found


def wrong_with_swap(name: str, case: Case, world: World, swap: tuple[str, Words, Words, Words]) -> str:
    """Ask with something foreign in place; return what is wrong, or an empty text."""
    what, kwargs, query, words = swap
    client, writes = world.actors["owner"], Writes()
    given = [lambda w, g, told=told: told for told in (kwargs, query, words)]
    asked = Case(case.method, case.right, given[0], given[2], case.goal, query=given[1], match=None, first=case.first)
    with undone(client):
        headers = case.headers(world)
        with connection.execute_wrapper(writes):
            answer = asked.send(name, world, client, **headers)
        told = texts(answer)
    taken = answer.status_code < 400 and case.method not in ("GET", "HEAD")
    seen = sightings(told, ("elsewhere-only",))
    if answer.status_code < 400 and what.startswith("address") or taken or seen or answer.status_code >= 500:
        return f"{case.method} {name} with {what}: {answer.status_code} {seen}"
    return ""


def test_no_foreign_id_is_taken(world, elsewhere, figures):
    wrong, tried = [], 0
    for goal in elsewhere.goals.values():
        type(goal).objects.filter(pk=goal.pk).update(statement="elsewhere-only")
    for name, cases in ROUTES.items():
        for case in cases:
            if case.right == "public":
                continue
            for swap in swaps(case, world, elsewhere):
                tried += 1
                wrong.append(wrong_with_swap(name, case, world, swap))
    wrong = [trouble for trouble in wrong if trouble]
    figures("Q2", f"{len(wrong)} foreign ids taken of {tried} tried")
    assert tried > 150
    assert not wrong, "\n".join(wrong)


def test_a_fetcher_that_forgets_the_product_is_noticed(world, elsewhere, monkeypatch):
    """The control: when teams are taken from any product, the swapped id is named."""
    case = next(case for case in ROUTES["team"] if case.method == "POST")
    swap = next(swap for swap in swaps(case, world, elsewhere) if "team_id" in swap[0])
    assert not wrong_with_swap("team", case, world, swap)
    monkeypatch.setattr("sprints.views.teams.team_or_404", lambda product, pk: elsewhere.team)
    monkeypatch.setattr("sprints.views.teams.require_mark", lambda *args: None)
    assert wrong_with_swap("team", case, world, swap)
