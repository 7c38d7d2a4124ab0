"""Unlink: at once where the goal serves another goal as well; from the only parent after a question."""

import pytest

from goalchain.goals.models import Link
from tests.factories import fresh, make_goal, make_member
from tests.support.queries import queries_of

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def release(chain):
    return chain["release"]


def unlink(client, goal, parent, headers=None, **words):
    """Ask for the link to be taken away; return the answer, and whether the goal still serves the parent."""
    words = {"version": fresh(goal).version} | words
    answer = client.post(f"/g/{goal.key}/parents/{parent.key}/removal/", words, headers=headers or {})
    return answer, Link.objects.filter(child=goal, parent=parent).exists()


def test_nothing_is_asked_where_another_parent_stays(owner, chain, release):
    other = make_goal(chain.product, "product")
    release.link(other, by=None)
    answer, is_linked = unlink(owner, release, chain["product"], HTMX)
    assert not is_linked
    assert f"{release.key} no longer serves {chain['product'].key}." in answer.content.decode()


def test_a_parent_that_was_archived_does_not_count(owner, chain, release):
    other = make_goal(chain.product, "product")
    release.link(other, by=None)
    other.archive(by=None)
    assert unlink(owner, release, chain["product"], HTMX)[1]


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_the_only_parent_is_asked_for_first(owner, chain, release, headers):
    answer, is_linked = unlink(owner, release, chain["product"], headers)
    html = answer.content.decode()
    assert (answer.status_code, is_linked) == (200, True)
    assert f"{release.key} serves {chain['product'].key} alone" in html
    assert f"hang on {release.key}." in html
    assert ("<html" in html) is not headers
    if headers:
        assert (answer["HX-Retarget"], answer["HX-Reswap"]) == ("#asked", "innerHTML")
        assert f'data-opens="unlink-{chain["product"].key}"' in html
    answer, is_linked = unlink(owner, release, chain["product"], headers, sure="yes")
    assert not is_linked
    if headers:
        assert answer["HX-Trigger"] == "goal-changed"
        assert "Undo" in answer.content.decode()


def test_the_question_goes_back_to_the_button(owner, chain, release):
    assert f'id="unlink-{chain["product"].key}"' in owner.get(f"/g/{release.key}/").content.decode()


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_who_is_sure_and_late_is_asked_again(owner, chain, release, headers):
    answer, is_linked = unlink(owner, release, chain["product"], headers, sure="yes", version=0)
    assert (answer.status_code, is_linked) == (409, True)
    html = answer.content.decode()
    assert "while you were reading it" in html
    assert f'name="version" value="{release.version}"' in html


def test_an_agreed_sprint_goal_is_refused_without_a_question(owner, chain):
    goal = chain["sprint"]
    goal.agree(by=chain.owner)
    for words in ({}, {"sure": "yes"}):
        answer, is_linked = unlink(owner, goal, chain["release"], HTMX, **words)
        assert (answer.status_code, is_linked) == (422, True)
        assert "an agreed sprint goal has a parent" in answer.content.decode()


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_who_says_yes_after_somebody_else_learns_that_it_is_done(owner, chain, release, headers):
    unlink(owner, release, chain["product"], sure="yes")
    answer, is_linked = unlink(owner, release, chain["product"], headers, sure="yes")
    assert (answer.status_code, is_linked) == (200 if headers else 302, False)
    if headers:
        assert f"{release.key} serves {chain['product'].key} no longer already." in answer.content.decode()
        assert answer["HX-Trigger"] == "goal-changed"
    assert unlink(owner, release, chain["product"], headers)[0].status_code == 404
    nowhere = f"/g/{release.key}/parents/BIKE-999/removal/"
    assert owner.post(nowhere, {"version": 1, "sure": "yes"}).status_code == 404


def test_the_question_is_asked_again_of_the_goal_as_it_stands(owner, chain, release):
    read = fresh(release).version
    release.link(make_goal(chain.product, "product"), by=None)
    answer, is_linked = unlink(owner, release, chain["product"], HTMX, sure="yes", version=read)
    assert (answer.status_code, is_linked) == (409, True)
    assert "alone" not in answer.content.decode()


def test_where_no_yes_can_be_taken_none_is_offered(owner, chain, release):
    release.archive(by=None)
    answer, _ = unlink(owner, release, chain["product"], HTMX, sure="yes")
    assert answer.status_code == 422
    assert "<button class" not in answer.content.decode()


def test_who_may_not_edit_is_not_asked(client, chain, release):
    client.force_login(make_member(chain.product, "viewer"))
    assert unlink(client, release, chain["product"])[0].status_code == 403


def test_the_question_asks_few_queries(owner, chain, release):
    def ask():
        assert unlink(owner, release, chain["product"])[1]

    few = queries_of(ask)
    for _ in range(5):
        make_goal(chain.product, "sprint", parents=[release])
    assert queries_of(ask) == few <= 10  # two of these are the test's own
