"""/api/v1/search/: what holds some words, of what the caller may read."""

import pytest

from goalchain.products.access import Role
from tests.api.caller import Caller, done, refused
from tests.factories import (
    Chain,
    make_chain_of_all_levels,
    make_feedback,
    make_goal,
    make_member,
    make_metric,
    make_product,
    make_user,
)
from tests.sprints.backlog import make_item
from tests.support.queries import queries_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def chain() -> Chain:
    return make_chain_of_all_levels(key="BIKE")


@pytest.fixture
def owner(chain: Chain) -> Caller:
    return Caller(chain.owner)


def titles(caller: Caller, query: str) -> list[str]:
    return [one["title"] for one in done(caller.get(f"search/?{query}"))["results"]]


def test_what_is_found_is_told(owner: Caller, chain: Chain) -> None:
    goal = make_goal(chain.product, "release", title="Riders pay", statement="By a zeppelin, too")
    (one,) = done(owner.get("search/?q=zepp"))["results"]
    assert one == {
        "kind": "goal",
        "product": "BIKE",
        "goal": goal.key,
        "level": "release",
        "title": "Riders pay",
        "excerpt": "By a zeppelin, too",
        "archived": False,
        "page": f"http://testserver/g/{goal.key}/",
    }
    item = make_item(chain.product, "A zeppelin")
    first = done(owner.get("search/?q=zeppelin"))["results"][0]
    assert first == first | {"kind": "backlog", "goal": None, "level": None, "excerpt": ""}
    assert first["page"] == f"http://testserver/p/BIKE/backlog/{item.pk}/"


def test_it_is_narrowed(owner: Caller, chain: Chain) -> None:
    other = make_product(owner=chain.owner, key="EAT")
    for product in (chain.product, other):
        make_goal(product, "user", title=f"Zeppelins of {product.key}")
    make_metric(chain["user"], name="Zeppelins a day")
    assert len(titles(owner, "q=zeppelins")) == 3
    assert titles(owner, "q=zeppelins&product=EAT") == ["Zeppelins of EAT"]
    assert titles(owner, "q=zeppelins&kind=metric") == ["Zeppelins a day"]
    assert titles(owner, "q=zeppelins&level=user&product=BIKE") == ["Zeppelins of BIKE"]
    assert titles(owner, "q=EAT-1") == ["Zeppelins of EAT"]
    assert titles(owner, "q=EAT-1&product=BIKE") == []
    assert titles(owner, "q=zeppelins&product=NONE") == [] == titles(owner, "q=") == titles(owner, "")


def test_bad_queries_are_refused(owner: Caller) -> None:
    refused(owner.get("search/?q=x&kind=team"), 400, "kind")
    refused(owner.get("search/?q=x&level=team"), 400, "level")
    refused(owner.get("search/?q=x&page_size=0"), 400, "page_size")
    refused(owner.get("search/?q=x&cursor=x"), 400, "cursor")
    assert owner.ask("POST", "search/", {"q": "x"}).status_code == 405


def test_it_comes_in_pages_each_once(owner: Caller, chain: Chain) -> None:
    for number in range(7):
        make_item(chain.product, f"Zeppelin {number}")
    seen, path, back = [], "search/?q=zeppelin&page_size=3", None
    while path:
        answer = done(owner.get(path))
        seen.append([one["title"] for one in answer["results"]])
        back = answer["previous"]
        path = (answer["next"] or "").removeprefix("http://testserver/api/v1/")
    assert [len(page) for page in seen] == [3, 3, 1]
    assert len({title for page in seen for title in page}) == 7
    former = done(owner.get(back.removeprefix("http://testserver/api/v1/")))
    assert [one["title"] for one in former["results"]] == seen[1]
    first = done(owner.get(former["previous"].removeprefix("http://testserver/api/v1/")))
    assert [one["title"] for one in first["results"]] == seen[0] and first["previous"] is None


def test_nobody_finds_what_they_may_not_read(chain: Chain) -> None:
    make_goal(chain.product, "sprint", title="Zeppelin draft")
    make_feedback(chain.product, "Zeppelin please")
    assert Caller(None).get("search/?q=zeppelin").status_code == 401
    assert titles(Caller(make_user()), "q=zeppelin") == []
    assert titles(Caller(make_member(chain.product, Role.VIEWER), scope="read"), "q=zeppelin") == []
    developer = Caller(make_member(chain.product, Role.DEVELOPER), scope="read")
    assert titles(developer, "q=zeppelin") == ["Zeppelin draft", "Zeppelin please"]


def test_queries_stay_as_they_are(owner: Caller, chain: Chain) -> None:
    make_goal(chain.product, title="Zeppelin")
    few = queries_of(lambda: owner.get("search/?q=zeppelin"))
    for number in range(5):
        make_goal(make_product(owner=chain.owner), title=f"Zeppelin {number}")
    assert queries_of(lambda: owner.get("search/?q=zeppelin")) == few <= 5
