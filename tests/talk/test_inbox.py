"""/p/KEY/feedback/: read by the team, answered by the owner, put aside, attached to goals."""

import pytest

from goalchain.products.access import Role
from goalchain.talk.models import Evidence, Feedback
from tests.factories import make_chain_of_all_levels, make_feedback, make_goal, make_member, make_user
from tests.support.queries import queries_of

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true", "HX-Target": "feedback-1"}


@pytest.fixture
def chain():
    return make_chain_of_all_levels()


@pytest.fixture
def url(chain):
    return f"/p/{chain.product.key}/feedback/"


@pytest.fixture
def said(chain):
    return make_feedback(chain.product, "When can I <b>cancel</b>?", about=chain["product"], name="Ada")


@pytest.fixture
def owner(client, chain):
    client.force_login(chain.owner)
    return chain.owner


def fresh(said):
    return Feedback.objects.get(pk=said.pk)


def test_it_shows_what_was_said_as_it_was_said(client, owner, chain, url, said):
    html = client.get(url).content.decode()
    assert "When can I &lt;b&gt;cancel&lt;/b&gt;?" in html and "Ada" in html and chain["product"].key in html
    assert "Nothing waits" not in html


def test_tabs(client, owner, url, said):
    assert "When can I" not in client.get(url, {"show": "answered"}).content.decode()
    said.reply("From March on.", by=owner)
    assert "Nothing waits" in client.get(url).content.decode()
    assert "From March on." in client.get(url, {"show": "answered"}).content.decode()
    said.put_aside("Said twice", by=owner)
    assert "Ada" in client.get(url, {"show": "aside"}).content.decode()
    assert "Nothing here" in client.get(url, {"show": "answered"}).content.decode()


def test_what_concerns_one_goal(client, owner, chain, url, said):
    other = make_feedback(chain.product, "Something else")
    assert "Something else" not in client.get(url, {"goal": chain["product"].key}).content.decode()
    other.attach(chain["product"], by=owner)
    html = client.get(url, {"goal": chain["product"].key}).content.decode()
    assert "Something else" in html and "Ada" in html


@pytest.mark.parametrize("role", list(Role))
def test_who_reads_and_who_answers(client, chain, url, said, role):
    person = chain.owner if role == Role.OWNER else make_member(chain.product, role)
    client.force_login(person)
    team = role in (Role.OWNER, Role.COACH, Role.DEVELOPER)
    assert client.get(url).status_code == (200 if team else 403)
    answered = client.post(f"{url}{said.pk}/answer/", {"answer": "Yes", "version": 1})
    assert answered.status_code == (302 if role == Role.OWNER else 403)
    put = client.post(f"{url}{said.pk}/aside/", {"version": fresh(said).version, "reason": "Said twice"})
    assert put.status_code == (302 if role in (Role.OWNER, Role.COACH) else 403)
    attached = client.post(f"{url}{said.pk}/evidence/", {"parent": chain["release"].key})
    assert attached.status_code == (302 if role in (Role.OWNER, Role.COACH) else 403)
    on_sprint = client.post(f"{url}{said.pk}/evidence/", {"parent": chain["sprint"].key})
    assert on_sprint.status_code == (302 if team else 403)


def test_strangers_and_foreign_feedback(client, chain, url, said):
    assert client.get(url).status_code == 302
    client.force_login(make_user())
    assert client.get(url).status_code == 404
    client.force_login(chain.owner)
    foreign = make_feedback()
    for noun in ("answer", "aside", "restoration", "undo", "evidence"):
        assert client.post(f"{url}{foreign.pk}/{noun}/", {"version": 1}).status_code == 404
    assert client.post(url).status_code == 405
    assert client.get(f"{url}{said.pk}/restoration/").status_code == 405


def test_answer_with_htmx_and_take_it_back(client, owner, url, said):
    form = client.get(f"{url}{said.pk}/answer/", headers=HTMX).content.decode()
    assert form.lstrip().startswith("<article") and "data-editor" in form
    response = client.post(f"{url}{said.pk}/answer/", {"answer": "From March on.", "version": 1}, headers=HTMX)
    html = response.content.decode()
    assert response.status_code == 200 and response["HX-Trigger"] == "goal-changed"
    assert "From March on." in html and "Undo" in html
    event = response.wsgi_request and fresh(said).version
    assert event == 2
    newest = said.product.events.latest("id").pk
    undone = client.post(f"{url}{said.pk}/undo/", {"event": newest}, headers=HTMX)
    assert undone.status_code == 200 and fresh(said).answer == ""
    assert client.post(f"{url}{said.pk}/undo/", {"event": newest}, headers=HTMX).status_code == 422


def test_answer_without_htmx(client, owner, url, said):
    assert "Send the answer" in client.get(f"{url}{said.pk}/answer/").content.decode()
    response = client.post(f"{url}{said.pk}/answer/", {"answer": "From March on.", "version": 1}, follow=True)
    html = response.content.decode()
    assert "From March on." in html and "Answered." in html and "Undo" in html


def test_a_clash_shows_both_answers(client, owner, url, said):
    said.reply("Theirs", by=owner)
    response = client.post(f"{url}{said.pk}/answer/", {"answer": "Mine", "version": 1}, headers=HTMX)
    html = response.content.decode()
    assert response.status_code == 409 and "Theirs" in html and "Mine</textarea>" in html
    assert 'name="version" value="2"' in html
    stale = client.post(f"{url}{said.pk}/aside/", {"version": 1, "reason": "Said twice"}, headers=HTMX)
    html = stale.content.decode()
    assert stale.status_code == 409 and "while you were reading" in html and 'value="Said twice"' in html


def test_too_long_an_answer_stays_in_the_form(client, owner, url, said):
    response = client.post(f"{url}{said.pk}/answer/", {"answer": "x" * 4001, "version": 1}, headers=HTMX)
    assert response.status_code == 422 and "x" * 4001 in response.content.decode()


def test_evidence_is_picked_searched_and_detached(client, owner, chain, url, said):
    release = chain["release"]
    assert release.title in client.get(f"{url}{said.pk}/evidence/", headers=HTMX).content.decode()
    found = client.get(
        f"{url}{said.pk}/evidence/", {"q": release.title}, headers=HTMX | {"HX-Target": "parent-offers"}
    ).content.decode()
    assert release.title in found and chain["product"].title not in found and found.lstrip().startswith("<fieldset")
    response = client.post(f"{url}{said.pk}/evidence/", {"parent": release.key}, headers=HTMX)
    assert f"It is evidence of {release.key} now." in response.content.decode()
    again = client.post(f"{url}{said.pk}/evidence/", {"parent": release.key}, headers=HTMX)
    assert "already" in again.content.decode()
    gone = client.post(f"{url}{said.pk}/evidence/{release.key}/removal/", headers=HTMX)
    assert gone.status_code == 200 and not Evidence.objects.exists()
    foreign = make_goal(by=None)
    assert client.post(f"{url}{said.pk}/evidence/{foreign.key}/removal/").status_code == 404


@pytest.mark.parametrize(("parent", "words"), [("", "Choose the goal"), ("XX-1", "There is no goal XX-1")])
def test_no_goal_no_evidence(client, owner, url, said, parent, words):
    response = client.post(f"{url}{said.pk}/evidence/", {"parent": parent}, headers=HTMX)
    assert response.status_code == 422 and words in response.content.decode()


def test_evidence_shows_on_the_goal_page(client, owner, chain, said):
    goal = chain["release"]
    page = client.get(f"/g/{goal.key}/").content.decode()
    assert '<section id="evidence" class="section" aria-labelledby="evidence-heading" hidden>' in page
    for number in range(7):
        make_feedback(chain.product, f"Voice {number}", segment="Commuters").attach(goal, by=owner)
    page = client.get(f"/g/{goal.key}/").content.decode()
    assert "Voice 6" in page and "Voice 1" not in page and "The newest 5 of 7." in page and "Commuters" in page
    client.force_login(make_member(chain.product, "viewer"))
    page = client.get(f"/g/{goal.key}/").content.decode()
    assert "Voice 6" in page and "/feedback/" not in page


def test_the_goal_page_asks_no_more_for_it(client, owner, chain, said):
    goal = chain["release"]
    client.get(f"/g/{goal.key}/")
    before = queries_of(lambda: client.get(f"/g/{goal.key}/"))
    said.attach(goal, by=owner)
    assert queries_of(lambda: client.get(f"/g/{goal.key}/")) == before


def test_the_inbox_asks_no_more_with_more_feedback(client, owner, chain, url, said):
    said.attach(chain["release"], by=owner)
    client.get(url)
    before = queries_of(lambda: client.get(url))
    for _ in range(5):
        more = make_feedback(chain.product, about=chain["product"])
        more.attach(chain["release"], by=owner)
        more.attach(chain["user"], by=owner)
    assert queries_of(lambda: client.get(url)) == before <= 8
