"""/api/v1/links/ and one link."""

import pytest

from goalchain.goals.models import Link
from tests.api.caller import Caller, done, refused
from tests.factories import fresh, make_chain_of_all_levels, make_goal, make_member, make_product, make_user
from tests.support.queries import queries_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def chain():
    return make_chain_of_all_levels(key="BIKE")


@pytest.fixture
def owner(chain):
    return Caller(chain.owner)


@pytest.fixture
def link(chain):
    return chain["release"].up_links.get()


def test_lists_and_filters(owner, chain):
    make_goal(product := make_product(owner=chain.owner), "user", parents=[make_goal(product, "vision")])
    assert len(done(owner.get("links/"))["results"]) == 7
    assert len(done(owner.get("links/?product=BIKE"))["results"]) == 6
    assert len(done(owner.get(f"links/?child={chain['product'].key}"))["results"]) == 2
    (link,) = done(owner.get(f"links/?parent={chain['product'].key}"))["results"]
    assert (link["child"], link["rationale"], link["version"]) == (chain["release"].key, "it begins here", 1)
    assert done(owner.get("links/?child=nonsense"))["results"] == []
    first = done(owner.get("links/?page_size=5"))
    assert len(done(owner.get(first["next"].partition("/v1/")[2]))["results"]) == 2


def test_links_of_archived_goals_wait_unseen(owner, chain, link):
    chain["release"].archive(by=chain.owner)
    assert done(owner.get(f"links/?child={chain['release'].key}"))["results"] == []
    refused(owner.get(f"links/{link.pk}/"), 404)


def test_makes_a_link(owner, chain):
    body = {"child": chain["product"].key, "parent": chain["vision"].key, "rationale": "straight up"}
    answer = owner.post("links/", body)
    link = done(answer, 201)
    assert answer.headers["ETag"] == '"2"'
    assert answer.headers["Location"].endswith(f"/api/v1/links/{link['id']}/")
    assert done(owner.get(f"links/{link['id']}/")) == link
    assert fresh(chain["product"]).version == 2
    body["parent"] = make_goal(chain.product, "user").key
    refused(owner.post("links/", body, match=1), 412)
    done(owner.post("links/", body, match=2), 201)


@pytest.mark.parametrize(
    ("child", "parent", "field"),
    [
        ("release", "sprint", "parent"),
        ("user", "business", "parent"),
        ("product", "product", "parent"),
        ("release", "product", "parent"),
    ],
)
def test_what_the_chain_does_not_allow(owner, chain, child, parent, field):
    before = Link.objects.count()
    refused(owner.post("links/", {"child": chain[child].key, "parent": chain[parent].key}), 422, field)
    assert Link.objects.count() == before


def test_no_link_leaves_the_product_or_reaches_an_archived_goal(owner, chain):
    child = chain["product"].key
    foreign = make_goal(make_product(), "vision")
    refused(owner.post("links/", {"child": child, "parent": foreign.key}), 422, "parent")
    mine = make_goal(make_product(owner=chain.owner), "vision")
    refused(owner.post("links/", {"child": child, "parent": mine.key}), 422, "parent")
    refused(owner.post("links/", {"child": foreign.key, "parent": chain["vision"].key}), 404)
    archived = make_goal(chain.product, "user", archived=True)
    refused(owner.post("links/", {"child": child, "parent": archived.key}), 422, "parent")


def test_bad_values(owner, chain, link):
    refused(owner.post("links/", {"child": chain["product"].key}), 422, "parent")
    refused(owner.post("links/", {"child": "x", "parent": 1}), 422, "child", "parent")
    refused(owner.patch(f"links/{link.pk}/", {"rationale": "x" * 2001}, match=1), 422, "rationale")
    refused(owner.patch(f"links/{link.pk}/", {"parent": "BIKE-1", "rationale": ""}, match=1), 422, "parent")
    refused(owner.patch(f"links/{link.pk}/", {"rationale": "\0"}, match=1), 422, "rationale")


def test_explains_a_link_anew(owner, chain, link):
    path = f"links/{link.pk}/"
    refused(owner.patch(path, {"rationale": "new"}), 428)
    refused(owner.patch(path, {"rationale": "new"}, match=3), 412)
    answer = owner.patch(path, {"rationale": "because it is new"}, match=1)
    assert done(answer)["rationale"] == "because it is new"
    assert answer.headers["ETag"] == '"2"' == owner.get(path).headers["ETag"]


def test_unlinks(owner, chain, link):
    path = f"links/{link.pk}/"
    refused(owner.delete(path), 428)
    refused(owner.delete(path, match=3), 412)
    done(owner.delete(path, match=1), 204)
    refused(owner.get(path), 404)
    assert fresh(chain["release"]).version == 2


def test_an_agreed_sprint_goal_keeps_a_parent(owner, chain):
    chain["sprint"].agree(by=chain.owner)
    only = chain["sprint"].up_links.get()
    refused(owner.delete(f"links/{only.pk}/", match=2), 422, "parent")


def test_who_may(chain, link):
    path, body = f"links/{link.pk}/", {"child": chain["product"].key, "parent": chain["vision"].key}
    refused(Caller(None).get("links/"), 401)
    stranger = Caller(make_user())
    assert done(stranger.get("links/"))["results"] == []
    refused(stranger.post("links/", body), 404)
    for answer in (
        stranger.get(path),
        stranger.patch(path, {"rationale": ""}, match=1),
        stranger.delete(path, match=1),
    ):
        refused(answer, 404)
    for role in ("developer", "stakeholder", "viewer"):
        member = Caller(make_member(chain.product, role))
        done(member.get(path))
        refused(member.post("links/", body), 403)
        refused(member.patch(path, {"rationale": ""}, match=1), 403)
        refused(member.delete(path, match=1), 403)


def test_links_of_draft_sprint_goals_are_for_planners(chain):
    link = chain["sprint"].up_links.get()
    viewer = Caller(make_member(chain.product, "viewer"))
    assert len(done(viewer.get("links/"))["results"]) == 5
    assert done(viewer.get(f"links/?child={chain['sprint'].key}"))["results"] == []
    refused(viewer.get(f"links/{link.pk}/"), 404)
    done(Caller(make_member(chain.product, "developer")).get(f"links/{link.pk}/"))


def test_wrong_methods_and_ids(owner, link):
    refused(owner.ask("PUT", f"links/{link.pk}/", {}), 405)
    refused(owner.delete("links/"), 405)
    refused(owner.get("links/99999999999999999999/"), 404)
    refused(owner.get("links/x/"), 404)


def test_queries_do_not_grow(owner, chain):
    few = queries_of(lambda: done(owner.get("links/")))
    make_goal(chain.product, "release", parents=[make_goal(chain.product, "user") for _ in range(6)])
    assert queries_of(lambda: done(owner.get("links/"))) == few <= 6
