"""The pages of assumptions: the region of the goal page, the forms, what tests them, the goals that are for review."""

import pytest
from django.test import Client
from django.urls import reverse

from goalchain.goals.models import Event
from goalchain.metrics.models import Assumption, Upholding
from tests.factories import fresh, make_assumption, make_chain_of_all_levels, make_goal, make_members, make_user
from tests.support.queries import queries_of

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}
WORDS = {"statement": "Riders trust <ratings>", "test": "Ask ten riders"}


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def text(answer):
    return answer.content.decode()


@pytest.fixture
def chain():
    return make_chain_of_all_levels(key="BIKE")


@pytest.fixture
def people(chain):
    return make_members(chain.product) | {"owner": chain.owner}


@pytest.fixture
def owner(chain):
    return signed_in(chain.owner)


@pytest.fixture
def goal(chain):
    return chain["product"]


def at(assumption, more=""):
    return f"/g/{assumption.goal.key}/assumptions/{assumption.pk}/{more}"


def test_add_one(owner, goal):
    where = f"/g/{goal.key}/assumptions/"
    assert "What has to be true?" in text(owner.get(where))
    answer = owner.post(where, WORDS)
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/g/{goal.key}/")
    assert "Riders trust &lt;ratings&gt;" in text(owner.get(f"/g/{goal.key}/"))
    answer = owner.post(where, WORDS, headers=HTMX)
    assert answer.headers["HX-Retarget"] == "#assumptions"
    assert "Undo" in text(answer)
    assert owner.post(where, {"statement": " "}).status_code == 422
    archived = make_goal(goal.product, "product", archived=True)
    assert owner.post(f"/g/{archived.key}/assumptions/", WORDS).status_code == 422


def test_refute_one(owner, goal):
    assumption = make_assumption(goal, statement="Riders trust ratings")
    words = WORDS | {"state": "refuted", "read": 1}
    answer = owner.post(at(assumption), words, headers=HTMX)
    assert answer.status_code == 422
    assert "Say what shows that it is refuted" in text(answer)
    answer = owner.post(at(assumption), words | {"evidence": "Nine of ten laughed"}, headers=HTMX)
    assert "The goals that rest on it are for review now." in text(answer)
    page = text(owner.get(f"/g/{goal.key}/"))
    assert "For review: what it rests on was refuted" in page
    assert "Nine of ten laughed" in page
    event = Event.objects.filter(subject="assumption").latest("id")
    owner.post(f"/g/{goal.key}/undo/", {"event": event.pk})
    assert Assumption.objects.get().state == "open"


def test_a_clash_shows_both(owner, goal):
    assumption = make_assumption(goal)
    words = WORDS | {"state": "dropped", "evidence": "Nobody asks"}
    assert owner.post(at(assumption), words | {"read": 1}).status_code == 302
    answer = owner.post(at(assumption), WORDS | {"state": "open", "statement": "Mine", "read": 1}, headers=HTMX)
    assert answer.status_code == 409
    for told in ("Dropped: Nobody asks", "Mine", "Save mine", 'name="read" value="2"'):
        assert told in text(answer)
    assert owner.post(at(assumption), words | {"read": 2, "statement": ""}).status_code == 422
    assert "Nothing changed" in text(owner.post(at(assumption), words | {"read": 2}, headers=HTMX))
    assert owner.get(at(assumption)).status_code == 200


def test_remove_one(owner, goal):
    assumption = make_assumption(goal)
    assert owner.post(at(assumption, "archive/"), {"read": 9}, headers=HTMX).status_code == 409
    assert owner.post(at(assumption, "archive/"), {"read": 1}).status_code == 302
    assert owner.get(at(assumption)).status_code == 404
    assert assumption.statement not in text(owner.get(f"/g/{goal.key}/"))


class TestTests:
    def test_link_a_sprint_goal_and_take_it_out(self, owner, chain, goal):
        assumption = make_assumption(goal)
        sprint_goal = chain["sprint"]
        assert f'<option value="{sprint_goal.key}">' in text(owner.get(at(assumption, "tests/")))
        answer = owner.post(at(assumption, "tests/"), {"goal": sprint_goal.key.lower(), "read": 1}, headers=HTMX)
        assert sprint_goal.title in text(answer)
        answer = owner.post(at(assumption, "tests/"), {"goal": sprint_goal.key, "read": 1}, headers=HTMX)
        assert answer.status_code == 409
        for words, told in [(goal.key, "is no sprint goal"), ("BIKE-999", "There is no goal BIKE-999"), ("", "key")]:
            answer = owner.post(at(assumption, "tests/"), {"goal": words, "read": 2})
            assert answer.status_code == 422
            assert told in text(answer)
        removal = at(assumption, f"tests/{sprint_goal.key}/removal/")
        assert owner.post(removal, {"read": 1}, headers=HTMX).status_code == 409
        assert owner.post(removal, {"read": 2}).status_code == 302
        assert owner.post(removal, {"read": 3}).status_code == 404

    def test_a_draft_is_hidden_from_who_takes_no_part_in_planning(self, people, chain, goal):
        draft, active = chain["sprint"], make_goal(chain.product, "sprint", title="Ask ten riders", state="active")
        make_assumption(goal, tested_by=[draft, active])
        for role, person in people.items():
            page = text(signed_in(person).get(f"/g/{goal.key}/"))
            assert "Ask ten riders" in page
            tells_of_it = draft.title in page.partition('id="assumptions"')[2].partition("</section>")[0]
            assert tells_of_it is (role in ("owner", "coach", "developer")), role
            history = text(signed_in(person).get(f"/g/{goal.key}/history/"))
            assert (draft.key in history) is (role in ("owner", "coach", "developer")), role


class TestForReview:
    def test_it_surfaces_on_every_goal_below_and_on_their_cards(self, owner, chain, goal):
        make_assumption(goal, "refuted", statement="Riders trust ratings", evidence="Nine of ten laughed")
        for name in ("product", "release", "sprint"):
            page = text(owner.get(f"/g/{chain[name].key}/"))
            assert 'id="for-review"' in page
            assert "Nine of ten laughed" in page
            assert f"/g/{goal.key}/#assumption-" in page or name == "product"
        for name in ("vision", "user", "business"):
            assert 'id="for-review"' not in text(owner.get(f"/g/{chain[name].key}/"))
        cards = text(owner.get(f"/p/{chain.product.key}/"))
        assert cards.count("for review") == 3

    def test_until_somebody_says_why_it_stays(self, owner, chain, goal):
        assumption = make_assumption(goal, "refuted")
        release = chain["release"]
        where = f"/g/{release.key}/upholding/{assumption.pk}/"
        assert "Why does it stay?" in text(owner.get(where, headers=HTMX))
        assert owner.post(where, {"reason": " "}, headers=HTMX).status_code == 422
        answer = owner.post(where, {"reason": "It is right <anyway>"}, headers=HTMX)
        assert answer.headers["HX-Retarget"] == "#notices"
        assert 'id="for-review"' not in text(answer)
        assert 'id="for-review"' not in text(owner.get(f"/g/{release.key}/"))
        assert "It is right &lt;anyway&gt;" in text(owner.get(f"/g/{release.key}/history/"))
        assert owner.post(where, {"reason": "Again"}).status_code == 422
        assert owner.get(f"/g/{release.key}/upholding/{assumption.pk + 99}/").status_code == 404
        event = Event.objects.filter(subject="upholding").latest("id")
        owner.post(f"/g/{release.key}/undo/", {"event": event.pk})
        assert not Upholding.objects.exists()
        assert 'id="for-review"' in text(owner.get(f"/g/{release.key}/"))

    def test_or_revises_the_goal(self, owner, chain, goal):
        make_assumption(goal, "refuted")
        release = fresh(chain["release"])
        owner.post(f"/g/{release.key}/edit/title/", {"title": "Another way", "version": release.version})
        assert 'id="for-review"' not in text(owner.get(f"/g/{release.key}/"))
        assert text(owner.get(f"/p/{chain.product.key}/")).count("for review") == 2

    def test_several_are_told_one_by_one(self, owner, chain, goal):
        make_assumption(goal, "refuted", statement="One of them")
        make_assumption(chain["release"], "refuted", statement="Another one")
        page = text(owner.get(f"/g/{chain['release'].key}/"))
        assert "For review: 2 assumptions that it rests on were refuted" in page
        assert page.index("Another one") < page.index("One of them")
        assert "assumed here" in page


def test_who_may_only_read_is_offered_nothing(people, chain, goal):
    assumption = make_assumption(goal, "refuted", statement="Read me")
    for role in ("stakeholder", "viewer", "developer"):
        client = signed_in(people[role])
        page = text(client.get(f"/g/{goal.key}/"))
        assert "Read me" in page
        assert "assumptions/" not in page
        assert "say why it stays" not in page
        assert client.post(f"/g/{goal.key}/assumptions/", WORDS).status_code == 403
        assert client.post(f"/g/{goal.key}/upholding/{assumption.pk}/", {"reason": "x"}).status_code == 403
    stranger = signed_in(make_user())
    assert stranger.post(f"/g/{goal.key}/assumptions/", WORDS).status_code == 404
    assert stranger.get(at(assumption)).status_code == 404


def test_pages_ask_no_more_with_many(owner, chain, goal):
    def pages():
        owner.get(f"/g/{goal.key}/")
        owner.get(reverse("chain", args=[chain.product.key]), {"goal": goal.key})

    make_assumption(goal, "refuted")
    pages()  # the first look of a visit is noted
    few = queries_of(pages)
    for level in ("vision", "user", "business", "product", "release"):
        for _ in range(4):
            make_assumption(chain[level], "refuted", tested_by=[chain["sprint"]])
    assert queries_of(pages) == few
    assert queries_of(lambda: owner.get(f"/g/{goal.key}/")) <= 6
