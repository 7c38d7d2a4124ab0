"""/api/v1/products/BIKE/matrix/: two levels against each other, as the page has them."""

import pytest

from tests.api.caller import Caller, done, refused
from tests.factories import make_chain_of_all_levels, make_goal, make_member, make_user
from tests.support.queries import queries_of

pytestmark = pytest.mark.django_db
PATH = "products/BIKE/matrix/"


@pytest.fixture
def chain():
    return make_chain_of_all_levels(key="BIKE")


@pytest.fixture
def owner(chain):
    return Caller(chain.owner)


def test_user_and_business_goals_by_sprint_goals(owner, chain):
    answer = owner.get(PATH)
    told = done(answer)
    assert answer.headers["ETag"] == f'"{told["revision"]}"'
    assert (told["rows"]["level"], told["columns"]["level"]) == ("strategic", "sprint")
    assert [goal["level"] for goal in told["rows"]["goals"]] == ["user", "business"]
    assert told["columns"] | {"goals": None} == {"level": "sprint", "total": 1, "page": 1, "goals": None}
    assert told["columns"]["goals"][0]["beside"] == f"{chain.sprint.name} of {chain.sprint.team.name}"
    through = [chain["product"].key, chain["release"].key]
    assert told["cells"] == [
        {
            "row": chain[level].key,
            "column": chain["sprint"].key,
            "lines": 1,
            "through": through,
            "direct": False,
        }
        for level in ("user", "business")
    ]


def test_any_two_levels(owner, chain):
    told = done(owner.get(f"{PATH}?rows=release&columns=product"))
    (cell,) = told["cells"]
    assert cell == {
        "row": chain["release"].key,
        "column": chain["product"].key,
        "lines": 1,
        "through": [],
        "direct": True,
    }


def test_what_cannot_be_asked_is_refused(owner):
    refused(owner.get(f"{PATH}?rows=epic"), 400, "rows")
    refused(owner.get(f"{PATH}?rows=user&columns=business"), 400, "columns")
    for number in ("0", "x", "1001", "-1"):
        refused(owner.get(f"{PATH}?columns_page={number}"), 400, "columns_page")


def test_draft_sprint_goals_are_for_planners(chain):
    told = done(Caller(make_member(chain.product, "viewer")).get(PATH))
    assert (told["columns"]["total"], told["cells"]) == (0, [])


def test_who_may(chain):
    refused(Caller(None).get(PATH), 401)
    refused(Caller(make_user()).get(PATH), 404)
    refused(Caller(chain.owner).post(PATH, {}), 405)


def test_queries_do_not_grow(owner, chain):
    few = queries_of(lambda: done(owner.get(PATH)))
    for _ in range(4):
        make_goal(chain.product, "sprint", parents=[chain["release"], chain["product"]])
    assert queries_of(lambda: done(owner.get(PATH))) == few <= 8
