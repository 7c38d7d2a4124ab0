"""/api/schema/ and /api/docs/: the API described, for programs and for people; and /healthz."""

import re

import pytest
from django.db import DatabaseError, connection
from django.test import Client
from django.urls import get_resolver

from goalchain.api.docs import description
from tests.factories import make_user
from tests.support.queries import queries_of

pytestmark = pytest.mark.django_db


def test_the_schema_is_openapi_3_1_for_everybody():
    answer = Client().get("/api/schema/")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/vnd.oai.openapi+json"
    assert answer.json()["openapi"].startswith("3.1")
    assert Client().post("/api/schema/").status_code == 405


def test_every_route_is_described():
    v1 = next(found for found in get_resolver().url_patterns if str(found.pattern) == "api/").url_patterns[0]
    routes = {"/api/v1/" + re.sub(r"<\w+:(\w+)>", r"{\1}", str(route.pattern)) for route in v1.url_patterns}
    assert {path.replace("{id}", "{pk}") for path in description()["paths"]} == routes


def test_details_depend_on_the_level():
    components = description()["components"]["schemas"]
    assert set(components["Goal"]["discriminator"]["mapping"]) == {
        *("vision", "user", "business", "product", "release", "sprint")
    }
    assert set(components["SprintGoalDetails"]["properties"]) == {
        *("team", "sprint", "sprint_id", "kind", "why", "artefact", "technique", "test_group", "success")
    }


def test_every_change_of_what_exists_asks_for_its_version():
    for path, methods in description()["paths"].items():
        for method, operation in methods.items():
            asks = any(
                found["name"] == "If-Match" and found.get("required") for found in operation.get("parameters", [])
            )
            # A PUT says what is, whatever was said before: there the version is asked for only by If-Match itself.
            makes = (method == "post" and "{" not in path) or method == "put"
            assert asks == (method != "get" and not makes), (method, path)
            assert ("428" in operation["responses"]) == asks


def test_the_page_names_every_operation_and_resource(client):
    page = client.get("/api/docs/").content.decode()
    for path, methods in description()["paths"].items():
        assert page.count(f'<code class="wrap">{path}</code>') == len(methods)
    for target in re.findall(r'href="#([\w-]+)"', page):
        assert f'id="{target}"' in page


def test_the_page_asks_no_more_than_who_is_there(client):
    client.force_login(make_user())
    client.get("/api/docs/")
    assert queries_of(lambda: client.get("/api/docs/")) <= 2


def test_health(client):
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok")
    assert not answer.cookies
    assert queries_of(lambda: client.get("/healthz")) == 1
    assert client.post("/healthz").status_code == 405


def test_health_without_a_database(client, monkeypatch):
    def gone(*_):
        raise DatabaseError("gone")

    monkeypatch.setattr(connection, "cursor", gone)
    assert client.get("/healthz").status_code == 503
