"""/p/KEY/search/ and /search/: the page, the list under the field, and the palette's."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import resolve

from goalchain.products.access import Role
from goalchain.products.models import Product
from tests.factories import (
    Chain,
    make_chain_of_all_levels,
    make_check_in,
    make_checkpoint,
    make_entry,
    make_feature,
    make_feedback,
    make_goal,
    make_member,
    make_metric,
    make_product,
    make_review,
    make_user,
)
from tests.sprints.backlog import make_item
from tests.sprints.reviews import make_reviewed
from tests.support.queries import queries_of

pytestmark = pytest.mark.django_db
WORD = "zeppelin"
FIELD = {"HX-Request": "true", "HX-Target": "find-results"}


@pytest.fixture
def chain() -> Chain:
    return make_chain_of_all_levels(key="BIKE", name="Bike Service App")


@pytest.fixture
def owner(client: Client, chain: Chain) -> Client:
    client.force_login(chain.owner)
    return client


def page(client: Client, key: str = "BIKE", **query: Any) -> str:
    answer = client.get(f"/p/{key}/search/" if key else "/search/", query)
    assert answer.status_code == 200
    return answer.content.decode()


def listed(client: Client, key: str = "BIKE", **query: Any) -> str:
    """What the field lists while one types."""
    answer = client.get(f"/p/{key}/search/" if key else "/search/", query, headers=FIELD)
    assert answer.status_code == 200
    return answer.content.decode()


def options(html: str) -> list[str]:
    """The words of each option, its group first."""
    found = []
    for group, inside in re.findall(
        r'role="group" aria-label="([^"]+)"[^>]*>(.*?)(?=<div role="group"|\Z)', html, re.S
    ):
        for option in re.findall(r'role="option"[^>]*>(.*?)</a>', inside, re.S):
            told = re.sub(r"<svg.*?</svg>", "", option, flags=re.S)
            found.append(f"{group}: " + " ".join(re.sub(r"<[^>]+>", " ", told.replace("mark>", "b>")).split()))
    return found


def addresses(html: str) -> list[str]:
    return re.findall(r'role="option"[^>]*href="([^"]+)"', html)


@pytest.mark.parametrize("path", ["/search/?q=x", "/p/BIKE/search/?q=x"])
def test_strangers_readers_and_methods(chain: Chain, client: Client, path: str) -> None:
    assert client.get(path).status_code == 302
    client.force_login(make_member(chain.product, Role.VIEWER))
    assert client.get(path).status_code == 200
    assert client.post(path).status_code == 405
    client.force_login(make_user())
    assert client.get(path).status_code == (404 if "BIKE" in path else 200)


def test_a_page_of_what_was_found(owner: Client, chain: Chain) -> None:
    make_goal(chain.product, title=f"The <b>{WORD}</b> flies", statement="x")
    make_goal(chain.product, title="Others", statement=f"Only here is a {WORD}.", state="agreed")
    html = page(owner, q=WORD)
    assert f"The &lt;b&gt;<mark>{WORD}</mark>&lt;/b&gt; flies" in html
    assert f"Only here is a <mark>{WORD}</mark>." in html
    assert "2 results" in html and "<title>“zeppelin” · Search · GoalChain</title>" in html
    assert html.index("flies") < html.index("Others")
    assert "One result" in page(owner, q="flies")
    assert "Nothing in Bike Service App has all of these words." in page(owner, q="zeppelin airship")
    assert "Type words into the field above" in page(owner)
    assert "Type words into the field above" in page(owner, q="  ")


def test_a_reason_is_told_as_one(owner: Client, chain: Chain) -> None:
    make_goal(chain.product, title="Serves", parents=[(chain["user"], f"of the {WORD}")])
    assert f"because of the <mark>{WORD}</mark>" in page(owner, q=WORD)


def test_it_is_narrowed_by_kind_and_level(owner: Client, chain: Chain) -> None:
    user_goal = make_goal(chain.product, "user", title=f"{WORD} user")
    make_goal(chain.product, "release", title=f"{WORD} release")
    make_metric(user_goal, name=f"{WORD} metric")

    def found(**query: str) -> list[str]:
        return re.findall(r"<mark>zeppelin</mark> (\w+)", page(owner, q=WORD, **query))

    assert sorted(found()) == ["metric", "release", "user"]
    assert found(kind="metric") == ["metric"]
    assert found(kind="goal", level="release") == ["release"]
    assert found(level="user") == ["user"]
    assert sorted(found(kind="nonsense", level="nonsense")) == ["metric", "release", "user"]
    assert 'value="metric" selected' in page(owner, q=WORD, kind="metric")
    assert "these words and is what you narrowed it to" in page(owner, q=WORD, kind="sprint")


def test_a_goal_that_is_named_opens_at_once(owner: Client, chain: Chain) -> None:
    other = make_product(owner=chain.owner, key="EAT")
    goal = make_goal(other, title="Users lose weight")
    for typed in ("BIKE-1", " bike-1 "):
        answer = owner.get("/p/BIKE/search/", {"q": typed})
        assert (answer.status_code, answer.headers["Location"]) == (302, "/g/BIKE-1/")
    assert owner.get("/search/", {"q": goal.key}).headers["Location"] == f"/g/{goal.key}/"
    assert owner.get("/p/BIKE/search/", {"q": goal.key}).headers["Location"] == f"/g/{goal.key}/"
    foreign = make_goal(make_product(key="ALT"))
    assert owner.get("/p/BIKE/search/", {"q": foreign.key}).status_code == 200


def test_a_key_or_number_comes_first(owner: Client, chain: Chain) -> None:
    vision = chain["vision"]
    make_goal(chain.product, title="1 in 5 riders")
    make_goal(chain.product, title="Bike 1")
    assert options(listed(owner, q="1"))[0].startswith("Goals: Servicing is simple BIKE-1")
    assert addresses(listed(owner, q="bike-1"))[0] == f"/g/{vision.key}/"
    # A number names a goal of the product at hand only: across all, none is.
    assert options(listed(owner, "", q="1"))[0].startswith("Goals: 1 in 5 riders")


def test_pages_of_results(owner: Client, chain: Chain) -> None:
    for number in range(30):
        make_item(chain.product, f"{WORD} {number}")
    first = page(owner, q=WORD)
    assert "30 results" in first and "Page 1 of 2" in first and first.count('<li><a class="rows-title"') == 25
    assert page(owner, q=WORD, page="2").count('<li><a class="rows-title"') == 5
    assert page(owner, q=WORD, page="-7").count('<li><a class="rows-title"') == 5
    assert page(owner, q=WORD, page="x").count('<li><a class="rows-title"') == 25


def test_the_list_groups_the_best_by_kind(owner: Client, chain: Chain) -> None:
    for number in range(8):
        make_goal(chain.product, title=f"{WORD} goal {number}")
        make_item(chain.product, f"{WORD} line {number}")
    told = options(listed(owner, q="zepp"))
    assert [option.partition(":")[0] for option in told] == ["Goals"] * 6 + ["Backlog"] * 3 + ["More"]
    assert told[-1] == "More: All results for “zepp”"
    assert addresses(listed(owner, q="zepp"))[-1] == "/p/BIKE/search/?q=zepp"
    assert "Nothing matches “nowhere”" in listed(owner, q="nowhere")
    assert "role=" not in listed(owner, q="")


def test_every_address_that_is_listed_leads_somewhere(owner: Client, chain: Chain) -> None:
    make_goal(chain.product, title=WORD)
    make_metric(chain["product"], name=WORD)
    make_check_in(chain["product"], sentence=WORD)
    make_entry(chain["vision"], text=WORD)
    make_feature(chain["product"], WORD)
    make_item(chain.product, WORD)
    make_feedback(chain.product, WORD)
    make_review(chain.product, decisions=WORD)
    make_checkpoint(chain["release"], result=WORD)
    _, review = make_reviewed(chain.product, chain["release"])
    type(review).objects.filter(pk=review.pk).update(increment=WORD)
    for preset in ("releases", "pichler"):
        Product.objects.filter(pk=chain.product.pk).update(preset=preset)
        found = addresses(listed(owner, q=WORD, palette="1"))
        found += re.findall(r'class="rows-title" href="([^"]+)"', page(owner, q=WORD))
        assert len(set(found)) >= 9
        assert [one for one in found if owner.get(one, follow=True).status_code != 200] == []


def test_the_palette_offers_what_was_opened_and_what_can_be_begun(owner: Client, chain: Chain) -> None:
    other = make_product(owner=chain.owner, key="EAT", name="Healthy Eating")
    recent = ",".join(["EAT-7", chain["release"].key, "ALT-1", "x", chain["vision"].key])
    told = options(listed(owner, palette="1", recent=recent))
    assert told[0].startswith(f"Recently opened: {chain['release'].title} {chain['release'].key}")
    assert told[1].startswith(f"Recently opened: {chain['vision'].title}")
    assert "Begin: New release goal" in told and "Begin: New backlog item" in told and "Begin: Invite a member" in told
    assert told[-1] == f"Products: {other.name} EAT"
    for address in addresses(listed(owner, palette="1")):
        assert resolve(address.partition("?")[0].partition("#")[0])
    assert options(listed(owner, palette="1", q="new rel")) == [
        "Begin: New release goal",
        "More: Look for “new rel” in all products",
    ]
    assert options(listed(owner, palette="1", q="eat"))[0] == "Products: Healthy Eating EAT"
    assert options(listed(owner, "", palette="1"))[0] == "Begin: New product"


@pytest.mark.parametrize(
    ("role", "begun"),
    [
        (Role.DEVELOPER, ["Begin: New sprint goal", "Begin: New backlog item"]),
        (Role.VIEWER, []),
    ],
)
def test_the_palette_offers_nothing_that_one_may_not_do(
    client: Client, chain: Chain, role: str, begun: list[str]
) -> None:
    client.force_login(make_member(chain.product, role))
    draft = make_goal(chain.product, "sprint", title="A draft")
    told = options(listed(client, palette="1", recent=draft.key))
    assert [option for option in told if option.startswith("Begin")] == begun
    assert any("A draft" in option for option in told) == (role == Role.DEVELOPER)


HOSTILE = [
    '"', "'", '""', "AND", "OR", "NOT", "NEAR(a b)", "a NEAR b", "title:x", "{title}:x", "^x", "x*", "*", "-x", "+",
    "(", ")", "a AND", "a:b", "scope:p1", "p1", "p/1", "'p/1'", "&", "|", "!x", "<->", "a <-> b", ":*", "a:*b", "\\",
    "\\'", "$$", ";", "--", "/*", "%s", "%(a)s", "{0}", "a\0b", "\0", "\ud800", "👩‍👩‍👧‍👦", "\u202e",
    "Z\u0351\u0327", "²", "١٢", "x" * 10_000_000, "x " * 5_000_000,
    "'" * 5_000, "9" * 400, "BIKE-" + "9" * 400, "\u2028", "\ufeff", "İ", "ẞ",
]  # fmt: skip


@pytest.mark.parametrize("number", range(len(HOSTILE)))
@pytest.mark.parametrize("how", ["page", "field", "palette"])
def test_hostile_queries_are_words_like_others(owner: Client, number: int, how: str) -> None:
    query = {"q": HOSTILE[number].encode("utf-8", "surrogatepass")}
    if how == "palette":
        query |= {"palette": b"1", "recent": HOSTILE[number].encode("utf-8", "surrogatepass")}
    answer = owner.get("/p/BIKE/search/", query, headers={} if how == "page" else FIELD)
    assert answer.status_code == 200


def test_operators_are_looked_for_as_words(owner: Client, chain: Chain) -> None:
    make_goal(chain.product, title="Fish AND chips near the OR scope p1")
    for typed in ("AND", "fish and", "NEAR", "OR", "scope", "scope:p1", "p1", '"and"', "(fish) & chips", "or*"):
        assert "1 result" in page(owner, q=typed) or "One result" in page(owner, q=typed), typed


def test_queries_stay_as_they_are(owner: Client, chain: Chain) -> None:
    def asked() -> list[int]:
        return [
            queries_of(lambda: page(owner, q=WORD)),
            queries_of(lambda: page(owner, "", q=WORD)),
            queries_of(lambda: listed(owner, q=WORD)),
            queries_of(lambda: listed(owner, q=WORD, palette="1")),
            queries_of(lambda: listed(owner, palette="1", recent=chain["release"].key)),
        ]

    make_goal(chain.product, title=WORD)
    few = asked()
    assert max(few) <= 5
    for _ in range(5):
        make_goal(make_product(owner=chain.owner), title=WORD)
        make_item(chain.product, WORD)
        make_metric(chain["product"], name=WORD)
    assert asked() == few
