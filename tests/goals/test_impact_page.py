"""The impact where a person meets it: its page, and the steps before a goal is changed, moved, closed or archived."""

import pytest

from goalchain.goals.models import Goal
from tests.factories import (
    make_checkpoint,
    make_goal,
    make_member,
    make_metric,
    make_product,
    make_user,
    product_owner,
)
from tests.support.queries import queries_of

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
SAID = "hang on BIKE-4."


def test_the_page_counts_lists_and_leads_on(owner, chain):
    for _ in range(10):
        make_goal(chain.product, "release", parents=[chain["product"]])
    html = owner.get("/g/BIKE-4/impact/").content.decode()
    assert SAID in html
    assert "12 goals" in html
    assert "11 would lose their only parent" in html
    assert '<a class="quiet" href="/g/BIKE-4/impact/?all=goals">All 12</a>' in html
    whole = owner.get("/g/BIKE-4/impact/?all=goals").content.decode()
    assert whole.count("no other parent") == 11
    assert 'id="impact-sprints"' not in whole
    assert 'id="impact-sprints"' in owner.get("/g/BIKE-4/impact/?all=nothing").content.decode()


def test_a_goal_by_itself_says_so(client):
    goal = make_goal(make_product(key="BIKE"), "product")
    client.force_login(product_owner(goal.product))
    assert "Nothing hangs on BIKE-1" in client.get("/g/BIKE-1/impact/").content.decode()


def test_who_may(client, chain):
    assert client.get("/g/BIKE-4/impact/").status_code == 302
    client.force_login(make_user())
    assert client.get("/g/BIKE-4/impact/").status_code == 404
    client.force_login(make_member(chain.product, "viewer"))
    html = client.get("/g/BIKE-4/impact/").content.decode()
    assert chain["release"].title in html
    assert chain["sprint"].title not in html
    assert client.get(f"/g/{chain['sprint'].key}/impact/").status_code == 404
    assert client.post("/g/BIKE-4/impact/").status_code == 405


def test_queries_do_not_grow(owner, chain):
    few = queries_of(lambda: owner.get("/g/BIKE-4/impact/"))
    for _ in range(3):
        make_metric(make_goal(chain.product, "release", parents=[chain["product"]]))
    assert queries_of(lambda: owner.get("/g/BIKE-4/impact/")) == few <= 8


# -- before it happens -------------------------------------------------------------------------------------------------


def test_closing_tells_what_hangs_on_it(owner, chain):
    chain["product"].agree(by=chain.owner)
    html = owner.get("/g/BIKE-4/outcome/").content.decode()
    assert SAID in html
    assert "These serve no other goal:" in html
    lonely = make_goal(chain.product, "product", state="agreed")
    assert 'class="impact"' not in owner.get(f"/g/{lonely.key}/outcome/").content.decode()


def test_the_gate_tells_what_hangs_on_the_goal_that_closes(owner, chain):
    chain["product"].agree(by=chain.owner)
    chain["product"].activate(by=chain.owner)
    following = make_goal(chain.product, "product", state="agreed")
    assert SAID in owner.get(f"/g/{following.key}/gate/").content.decode()


def test_moving_tells_it_and_a_first_link_does_not(owner, chain):
    move = f"/g/BIKE-4/parents/{chain['user'].key}/move/"
    html = owner.get(move).content.decode()
    assert SAID in html
    assert f"it serves the goal you choose, and {chain['user'].key} no longer" in html
    assert SAID not in owner.get("/g/BIKE-4/parents/").content.decode()
    found = owner.get(move, {"q": "a"}, headers=HTMX | {"HX-Target": "parent-offers"}).content.decode()
    assert SAID not in found


@pytest.mark.parametrize(("field", "is_told"), [("title", True), ("ends_on", True), ("confidence", False)])
def test_rewording_an_agreed_goal_tells_it(owner, chain, field, is_told):
    address = f"/g/BIKE-4/edit/{field}/"
    assert SAID not in owner.get(address).content.decode()
    chain["product"].agree(by=chain.owner)
    assert (SAID in owner.get(address).content.decode()) is is_told


def test_the_review_of_a_sprint_tells_what_hangs_on_the_goal_that_it_closes(owner, chain):
    chain["sprint"].agree(by=chain.owner)
    make_metric(chain["sprint"])
    said = f"1 sprint and 1 metric hang on {chain['sprint'].key}."
    address = f"/p/BIKE/sprints/{chain.sprint.pk}/review/"
    assert said in owner.get(address).content.decode()
    assert said in owner.get(address, headers=HTMX).content.decode()
    assert said in owner.get(f"/p/BIKE/sprints/{chain.sprint.pk}/cancellation/").content.decode()
    chain["sprint"].close("achieved", "We learnt it.", by=chain.owner)
    assert said not in owner.get(address).content.decode()


def test_the_checkpoint_of_a_release_tells_what_hangs_on_it(owner, chain):
    address = f"/p/BIKE/releases/{chain['release'].number}/checkpoint/"
    said = "1 goal and 1 sprint hang on BIKE-5."
    assert said in owner.get(address).content.decode()
    assert said in owner.post(address, {"result": ""}, headers=HTMX).content.decode()
    make_checkpoint(chain["release"])
    assert said not in owner.get(address).content.decode()


def test_replacing_the_vision_tells_what_hangs_on_it(owner, chain):
    chain["vision"].agree(by=chain.owner)
    html = owner.get("/p/BIKE/vision/replacement/").content.decode()
    assert "5 goals, 1 release and 1 sprint hang on BIKE-1." in html
    assert "These serve nothing but this vision:" in html


def archive(client, goal, **words):
    """Ask for a goal to be archived; return the answer, and whether it was."""
    version = Goal.objects.get(pk=goal.pk).version
    headers = words.pop("headers", {})
    answer = client.post(f"/g/{goal.key}/archive/", {"version": version} | words, headers=headers)
    return answer, Goal.objects.get(pk=goal.pk).archived_at is not None


def test_nothing_is_asked_where_nothing_hangs_on_it(owner, chain):
    _, is_archived = archive(owner, make_goal(chain.product, "release"))
    assert is_archived


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_archiving_asks_first_what_hangs_on_it(owner, chain, headers):
    answer, is_archived = archive(owner, chain["product"], headers=headers)
    html = answer.content.decode()
    assert answer.status_code == 200
    assert not is_archived
    assert SAID in html
    assert "These would lose their only parent:" in html
    assert ("<html" in html) is not headers
    if headers:
        assert (answer["HX-Retarget"], answer["HX-Reswap"]) == ("#asked", "innerHTML")
        assert 'data-opens="archive-BIKE-4"' in html
    answer, is_archived = archive(owner, chain["product"], sure="yes", headers=headers)
    assert is_archived
    if headers:
        assert answer["HX-Trigger"] == "goal-changed"
        assert "BIKE-4 is archived. One goal that served it has this parent no longer." in answer.content.decode()


def test_who_is_sure_and_late_is_asked_again(owner, chain):
    answer, is_archived = archive(owner, chain["product"], sure="yes", version=0, headers=HTMX)
    assert (answer.status_code, is_archived) == (409, False)
    html = answer.content.decode()
    assert "while you were reading it" in html
    assert f'name="version" value="{chain["product"].version}"' in html


def test_who_is_sure_and_refused_reads_why(owner, chain):
    chain["sprint"].agree(by=chain.owner)
    answer, is_archived = archive(owner, chain["release"], sure="yes", headers=HTMX)
    assert (answer.status_code, is_archived) == (422, False)
    assert chain["sprint"].key in answer.content.decode()
    assert 'role="alert"' in answer.content.decode()
    plain, _ = archive(owner, chain["release"], sure="yes")
    assert plain.status_code == 422
    assert "<html" in plain.content.decode()


def test_who_may_not_decide_is_not_asked(client, chain):
    client.force_login(make_member(chain.product, "coach"))
    answer, is_archived = archive(client, chain["product"])
    assert (answer.status_code, is_archived) == (403, False)
