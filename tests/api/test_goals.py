"""/api/v1/goals/: the list with its filters, and making a goal."""

import pytest

from goalchain.goals.models import Goal
from tests.api.caller import Caller, done, refused
from tests.factories import (
    make_chain_of_all_levels,
    make_goal,
    make_member,
    make_product,
    make_sprint,
    make_user,
    product_owner,
)
from tests.support.queries import queries_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def chain():
    return make_chain_of_all_levels(key="BIKE")


@pytest.fixture
def owner(chain):
    return Caller(chain.owner)


def titles(answer):
    return [goal["title"] for goal in done(answer)["results"]]


def test_lists_every_level(owner, chain):
    goals = done(owner.get("goals/"))["results"]
    assert [goal["level"] for goal in goals] == ["vision", "user", "business", "product", "release", "sprint"]
    sprint = goals[-1]
    assert sprint["key"] == chain["sprint"].key
    assert sprint["parents"] == [{"key": chain["release"].key, "rationale": "no slot, no service"}]
    assert sprint["details"] == {
        "team": chain.sprint.team.name,
        "sprint": chain.sprint.name,
        "sprint_id": chain.sprint.pk,
        "kind": None,
        **dict.fromkeys(("why", "artefact", "technique", "test_group", "success"), ""),
    }
    assert goals[1]["details"] == {}


def test_filters(owner, chain):
    make_goal(chain.product, "user", title="Riders trust us", state="active", owner_id=chain.owner.pk)
    make_goal(chain.product, "user", title="Riders came back", archived=True)
    make_goal(make_product(owner=chain.owner, key="EAT"), "user", title="Lose weight")
    assert titles(owner.get("goals/?product=EAT")) == ["Lose weight"]
    assert titles(owner.get("goals/?state=active")) == ["Riders trust us"]
    assert titles(owner.get(f"goals/?owner={chain.owner.email.upper()}")) == ["Riders trust us"]
    assert titles(owner.get("goals/?q=riders")) == ["Riders trust us"]
    assert titles(owner.get("goals/?q=riders&archived=true")) == ["Riders came back"]
    assert titles(owner.get("goals/?q=riders&archived=any")) == ["Riders trust us", "Riders came back"]
    assert len(titles(owner.get("goals/?product=BIKE&level=vision&level=sprint"))) == 2
    assert titles(owner.get("goals/?product=NONE")) == []


@pytest.mark.parametrize(
    "query",
    ["level=team", "state=done", "archived=maybe", "page_size=0", "page_size=201", "page_size=ten", "cursor=nonsense"],
)
def test_a_query_that_is_not_understood(owner, query):
    refused(owner.get(f"goals/?{query}"), 400, query.partition("=")[0])


def test_pages_lead_forward_and_back(owner, chain):
    everything = titles(owner.get("goals/"))
    seen, answer = [], done(owner.get("goals/?page_size=4"))
    assert answer["previous"] is None
    seen += answer["results"]
    answer = done(owner.get(answer["next"].partition("/api/v1/")[2]))
    seen += answer["results"]
    assert [goal["title"] for goal in seen] == everything
    assert answer["next"] is None
    back = done(owner.get(answer["previous"].partition("/api/v1/")[2]))
    assert [goal["title"] for goal in back["results"]] == everything[:4]
    assert back["previous"] is None


def test_a_stranger_sees_nothing(chain):
    assert titles(Caller(make_user()).get("goals/?product=BIKE")) == []


@pytest.mark.parametrize(("role", "planning"), [("developer", True), ("stakeholder", False), ("viewer", False)])
def test_draft_sprint_goals_are_for_planners(chain, role, planning):
    caller = Caller(make_member(chain.product, role))
    for query in ("goals/", "goals/?level=sprint", f"goals/?q={chain['sprint'].key}"):
        levels = [goal["level"] for goal in done(caller.get(query))["results"]]
        assert ("sprint" in levels) is planning


def test_makes_a_goal_with_parents(owner, chain):
    answer = owner.post(
        "goals/",
        {
            "product": "BIKE",
            "level": "product",
            "title": "  Customers pay in the app ",
            "statement": "In <b>one</b> step.",
            "owner": chain.owner.email.upper(),
            "starts_on": "2026-01-01",
            "ends_on": "2026-06-30",
            "confidence": "at_risk",
            "parents": [
                {"key": chain["user"].key, "rationale": "paying takes a day"},
                {"key": chain["business"].key},
            ],
        },
    )
    goal = done(answer, 201)
    assert answer.headers["ETag"] == '"1"'
    assert answer.headers["Location"].endswith(f"/api/v1/goals/{goal['key']}/")
    assert goal["title"] == "  Customers pay in the app "
    assert (goal["state"], goal["outcome"], goal["owner"]) == ("draft", None, chain.owner.email)
    assert goal["parents"] == [
        {"key": chain["user"].key, "rationale": "paying takes a day"},
        {"key": chain["business"].key, "rationale": ""},
    ]
    assert done(owner.get(f"goals/{goal['key']}/")) == goal


def test_makes_a_sprint_goal_in_its_sprint(owner, chain):
    goal = done(
        owner.post(
            "goals/",
            {"product": "BIKE", "level": "sprint", "title": "Pay", "details": {"sprint_id": chain.sprint.pk}},
        ),
        201,
    )
    assert goal["details"]["sprint"] == chain.sprint.name


NEW = {"product": "BIKE", "level": "product", "title": "Customers pay"}


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": " "}, "title"),
        ({"title": 7}, "title"),
        ({"title": "x" * 201}, "title"),
        ({"title": "NUL \0"}, "title"),
        ({"title": "half \ud800"}, "title"),
        ({"statement": "x" * 10_001}, "statement"),
        ({"level": "team"}, "level"),
        ({"level": ["product"]}, "level"),
        ({"level": None}, "level"),
        ({"product": None}, "product"),
        ({"starts_on": "tomorrow"}, "starts_on"),
        ({"ends_on": "0000-00-00"}, "ends_on"),
        ({"starts_on": "2026-02-02", "ends_on": "2026-02-01"}, "ends_on"),
        ({"confidence": "sure"}, "confidence"),
        ({"owner": "nobody@example.com"}, "owner"),
        ({"state": "agreed"}, "state"),
        ({"titel": "x"}, "titel"),
        ({"details": {"sprint_id": 1}}, "details.sprint_id"),
        ({"parents": {}}, "parents"),
        ({"parents": [{"key": "BIKE-999"}]}, "parents.0.key"),
        ({"parents": [{"key": "BIKE-1"}, {"key": "BIKE-1"}]}, "parents.1.key"),
        ({"parents": [{"key": "7"}]}, "parents.0.key"),
        ({"parents": [{"key": "BIKE-6"}]}, "parents"),
        ({"level": "vision"}, "level"),
        ({"level": "sprint", "details": {"sprint_id": 2**70}}, "details.sprint_id"),
        ({"level": "sprint", "details": {"sprint_id": True}}, "details.sprint_id"),
        ({"level": "sprint", "details": {"sprint_id": 999_999}}, "details.sprint_id"),
    ],
)
def test_a_bad_value_is_named_and_nothing_written(owner, words, field):
    before = Goal.objects.count()
    refused(owner.post("goals/", NEW | words), 422, field)
    assert Goal.objects.count() == before


def test_another_products_goals_and_sprints_are_not_taken(owner, chain):
    foreign = make_goal(make_product(), "vision", title="Secret")
    detail = refused(owner.post("goals/", NEW | {"parents": [{"key": foreign.key}]}), 422, "parents.0.key")
    assert "Secret" not in detail
    mine = make_goal(make_product(owner=chain.owner), "vision")
    refused(owner.post("goals/", NEW | {"parents": [{"key": mine.key}]}), 422, "parents")
    sprint = make_sprint(make_product())
    body = NEW | {"level": "sprint", "details": {"sprint_id": sprint.pk}}
    refused(owner.post("goals/", body), 422, "details.sprint_id")


def test_who_may_make_what(chain):
    refused(Caller(None).post("goals/", NEW), 401)
    refused(Caller(make_user()).post("goals/", NEW), 404)
    refused(Caller(make_member(chain.product, "viewer")).post("goals/", NEW), 403)
    developer = Caller(make_member(chain.product, "developer"))
    refused(developer.post("goals/", NEW), 403)
    done(developer.post("goals/", NEW | {"level": "sprint"}), 201)


def test_wrong_method(owner):
    refused(owner.ask("PUT", "goals/", {}), 405)


def test_queries_do_not_grow(owner, chain):
    few = queries_of(lambda: done(owner.get("goals/")))
    for _ in range(8):
        make_goal(chain.product, "sprint", parents=[chain["release"], chain["user"]], by=product_owner(chain.product))
    assert queries_of(lambda: done(owner.get("goals/"))) == few <= 7
