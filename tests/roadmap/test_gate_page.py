"""/g/KEY/gate/: what became of the active product goal is asked before the next becomes active."""

import pytest
from django.test import Client

from goalchain.products.access import Role
from tests.factories import fresh, make_goal, make_member, make_product, make_user, product_owner
from tests.support.queries import queries_of

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}


@pytest.fixture
def product():
    return make_product(key="GATE", name="Gate")


@pytest.fixture
def former(product):
    return make_goal(product, title="Riders book", state="active")


@pytest.fixture
def goal(product, former):
    return make_goal(product, title="Riders pay", state="agreed")


@pytest.fixture
def owner(product):
    client = Client()
    client.force_login(product_owner(product))
    return client


def words(goal, former, **more):
    return {
        "version": goal.version,
        "former": former.key,
        "former_version": former.version,
        "outcome": "partly",
        "learning": "Half of them do",
    } | more


def test_activating_leads_to_the_question(owner, former, goal):
    plain = owner.post(f"/g/{goal.key}/activation/", {"version": goal.version})
    assert plain.status_code == 422
    assert f'href="/g/{goal.key}/gate/"' in plain.content.decode()
    quick = owner.post(f"/g/{goal.key}/activation/", {"version": goal.version}, headers=HTMX)
    assert quick.status_code == 422
    assert 'hx-trigger="load, click" hx-target="#asked"' in quick.content.decode()


def test_the_question_is_a_dialog_and_a_page(owner, former, goal):
    page = owner.get(f"/g/{goal.key}/gate/").content.decode()
    assert "<h1>First: what became of" in page and "Riders book" in page
    dialog = owner.get(f"/g/{goal.key}/gate/", headers=HTMX).content.decode()
    assert dialog.lstrip().startswith("<dialog") and "data-opens" in dialog


def test_the_answer_closes_the_one_and_activates_the_other(owner, former, goal):
    response = owner.post(f"/g/{goal.key}/gate/", words(goal, former))
    assert (response.status_code, response["Location"]) == (302, f"/g/{goal.key}/")
    assert (fresh(goal).state, fresh(former).state, fresh(former).outcome) == ("active", "closed", "partly")
    assert fresh(former).learning == "Half of them do"


def test_by_htmx_with_undo_of_both(owner, product, former, goal):
    response = owner.post(f"/g/{goal.key}/gate/", words(goal, former), headers=HTMX)
    assert (response.status_code, response["HX-Trigger"]) == (200, "goal-changed")
    assert f"/g/{goal.key}/undo/" in response.content.decode()
    event = goal.events.get(verb="activate")
    undone = owner.post(f"/g/{goal.key}/undo/", {"event": event.pk}, headers=HTMX)
    assert undone.status_code == 200
    assert f"Undone: {goal.key} is as it was before, {former.key} is open again." in undone.content.decode()
    assert (fresh(goal).state, fresh(former).state) == ("agreed", "active")


@pytest.mark.parametrize("wrong", [{"outcome": ""}, {"outcome": "done"}, {"outcome": "abandoned", "learning": " "}])
def test_a_bad_answer_is_refused_and_kept(owner, former, goal, wrong):
    response = owner.post(f"/g/{goal.key}/gate/", words(goal, former, **wrong), headers=HTMX)
    assert (response.status_code, response["HX-Retarget"]) == (422, "#gate-form")
    page = owner.post(f"/g/{goal.key}/gate/", words(goal, former, **wrong))
    assert page.status_code == 422
    assert wrong.get("learning", "Half of them do").strip() in page.content.decode()
    assert (fresh(goal).state, fresh(former).state) == ("agreed", "active")


def test_what_changed_meanwhile_is_a_clash(owner, former, goal):
    fresh(former).revise(by=None, title="Riders book a slot")
    response = owner.post(f"/g/{goal.key}/gate/", words(goal, former))
    html = response.content.decode()
    assert response.status_code == 409
    assert "Riders book a slot" in html and "Half of them do" in html
    fresh(goal).revise(by=None, title="Riders pay by app")
    assert owner.post(f"/g/{goal.key}/gate/", words(goal, fresh(former))).status_code == 409
    assert (fresh(goal).state, fresh(former).state) == ("agreed", "active")


def test_another_goal_may_be_active_by_then_or_none(owner, product, former, goal):
    former.close("achieved", by=None)
    assert "Nothing stands in the way" in owner.get(f"/g/{goal.key}/gate/").content.decode()
    assert owner.post(f"/g/{goal.key}/gate/", words(goal, former)).status_code == 409
    other = make_goal(product, state="active")
    assert owner.post(f"/g/{goal.key}/gate/", words(goal, former)).status_code == 409
    assert (fresh(goal).state, fresh(other).state) == ("agreed", "active")


@pytest.mark.parametrize("role", [role for role in Role if role != Role.OWNER])
def test_only_who_decides_is_asked(product, former, goal, role):
    client = Client()
    client.force_login(make_member(product, role))
    assert client.get(f"/g/{goal.key}/gate/").status_code == 403
    assert client.post(f"/g/{goal.key}/gate/", words(goal, former)).status_code == 403


def test_strangers_and_other_levels_find_nothing(owner, product, former, goal):
    stranger = Client()
    stranger.force_login(make_user())
    assert stranger.get(f"/g/{goal.key}/gate/").status_code == 404
    assert owner.get(f"/g/{make_goal(product, 'release').key}/gate/").status_code == 404
    assert owner.put(f"/g/{goal.key}/gate/").status_code == 405


def test_queries(owner, former, goal):
    assert queries_of(lambda: owner.get(f"/g/{goal.key}/gate/")) <= 6
    assert queries_of(lambda: owner.post(f"/g/{goal.key}/gate/", words(goal, former))) <= 14
