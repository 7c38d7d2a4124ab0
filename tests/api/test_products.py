"""/api/v1/products/ and one product."""

import pytest

from goalchain.products.models import Product
from tests.api.caller import Caller, done, refused
from tests.factories import make_goal, make_member, make_product, make_user, product_owner
from tests.support.queries import queries_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def product():
    return make_product(key="BIKE", name="Bike Service App")


@pytest.fixture
def owner(product):
    return Caller(product_owner(product))


def test_lists_mine_with_my_role(owner, product):
    person = product_owner(product)
    make_member(make_product(key="EAT"), "viewer", person)
    make_product(key="OTHER")
    mine = done(owner.get("products/"))["results"]
    assert [(found["key"], found["role"]) for found in mine] == [("BIKE", "owner"), ("EAT", "viewer")]
    first = done(owner.get("products/?page_size=1"))
    assert [found["key"] for found in done(owner.get(first["next"].partition("/v1/")[2]))["results"]] == ["EAT"]


def test_reads_one(owner, product):
    answer = owner.get("products/BIKE/")
    facts = done(answer)
    product.refresh_from_db()
    assert answer.headers["ETag"] == f'"{product.revision}"'
    assert (facts["name"], facts["preset"], facts["revision"]) == ("Bike Service App", "releases", product.revision)


def test_makes_one(owner):
    answer = owner.post("products/", {"key": "EAT", "name": "Healthy Eating", "preset": "pichler"})
    facts = done(answer, 201)
    assert (facts["role"], facts["preset"]) == ("owner", "pichler")
    assert done(owner.get(answer.headers["Location"].partition("/v1/")[2])) == facts
    assert answer.headers["ETag"] == owner.get("products/EAT/").headers["ETag"]


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ({"key": "BIKE"}, "key"),
        ({"key": "bike"}, "key"),
        ({"key": "B"}, "key"),
        ({"key": "EAT\n"}, "key"),
        ({"key": "B" * 11}, "key"),
        ({"name": ""}, "name"),
        ({"name": "\0"}, "name"),
        ({"preset": "none"}, "preset"),
        ({"owner": "me"}, "owner"),
    ],
)
def test_bad_values(owner, words, field):
    before = Product.objects.count()
    refused(owner.post("products/", {"key": "EAT", "name": "Healthy Eating"} | words), 422, field)
    assert Product.objects.count() == before


def test_changes_name_and_preset(owner, product):
    etag = owner.get("products/BIKE/").headers["ETag"].strip('"')
    refused(owner.patch("products/BIKE/", {"name": "New"}), 428)
    refused(owner.patch("products/BIKE/", {"name": "New"}, match="0"), 412)
    refused(owner.patch("products/BIKE/", {"key": "NEW"}, match=etag), 422, "key")
    answer = owner.patch("products/BIKE/", {"name": "New", "preset": "scrum"}, match=etag)
    facts = done(answer)
    assert (facts["name"], facts["preset"], facts["revision"]) == ("New", "scrum", int(etag) + 1)
    assert answer.headers["ETag"] == f'"{facts["revision"]}"'
    assert done(owner.patch("products/BIKE/", {}, match=facts["revision"])) == facts


def test_changes_the_writing_checks(owner, product):
    etag = owner.get("products/BIKE/").headers["ETag"].strip('"')
    refused(owner.patch("products/BIKE/", {"quiet_rules": ["joined", "none"]}, match=etag), 422, "quiet_rules.1")
    facts = done(owner.patch("products/BIKE/", {"quiet_rules": ["vague", "joined", "vague"]}, match=etag))
    assert facts["quiet_rules"] == ["joined", "vague"]
    event = done(owner.get("products/BIKE/events/"))["results"][-1]
    assert (event["verb"], event["after"]["quiet_rules"]) == ("redescribe", ["joined", "vague"])
    assert done(owner.get("products/"))["results"][0]["quiet_rules"] == ["joined", "vague"]


def test_any_change_of_the_product_makes_its_version_old(owner, product):
    etag = owner.get("products/BIKE/").headers["ETag"].strip('"')
    make_goal(product)
    refused(owner.patch("products/BIKE/", {"name": "New"}, match=etag), 412)


def test_deletes(owner, product):
    etag = owner.get("products/BIKE/").headers["ETag"].strip('"')
    refused(owner.delete("products/BIKE/"), 428)
    refused(owner.delete("products/BIKE/", match="0"), 412)
    done(owner.delete("products/BIKE/", match=etag), 204)
    refused(owner.get("products/BIKE/"), 404)
    assert done(owner.get("products/"))["results"] == []
    assert Product.objects.get(key="BIKE").deleted_at


def test_who_may(product):
    refused(Caller(None).get("products/"), 401)
    refused(Caller(None).get("products/BIKE/"), 401)
    stranger = Caller(make_user())
    for answer in (
        stranger.get("products/BIKE/"),
        stranger.patch("products/BIKE/", {}, match=1),
        stranger.delete("products/BIKE/", match=1),
    ):
        refused(answer, 404)
    for role in ("coach", "developer", "stakeholder", "viewer"):
        member = Caller(make_member(product, role))
        done(member.get("products/BIKE/"))
        refused(member.patch("products/BIKE/", {"name": "x"}, match=1), 403)
        refused(member.delete("products/BIKE/", match=1), 403)


def test_wrong_methods(owner):
    refused(owner.ask("PUT", "products/BIKE/", {}), 405)
    refused(owner.delete("products/"), 405)


def test_queries_do_not_grow(owner, product):
    few = queries_of(lambda: done(owner.get("products/")))
    for _ in range(4):
        make_product(owner=product_owner(product))
    assert queries_of(lambda: done(owner.get("products/"))) == few <= 6
