"""Feedback that the team writes down and corrects."""

import pytest

from goalchain.products.errors import Refused
from goalchain.talk.models import Evidence, Feedback
from tests.factories import make_chain_of_all_levels, make_feedback, make_goal, make_member, make_user

pytestmark = pytest.mark.django_db
SAID = {"text": "Too slow", "name": "Ada", "segment": "Families", "source": "Call", "said_on": "2026-01-02"}
HTMX = {"HX-Request": "true", "HX-Target": "new-feedback"}


@pytest.fixture
def chain():
    return make_chain_of_all_levels(key="BIKE")


@pytest.fixture
def url(chain):
    return f"/p/{chain.product.key}/feedback/"


@pytest.fixture
def owner(client, chain):
    client.force_login(chain.owner)
    return chain.owner


def test_written_down_without_javascript(client, owner, url):
    assert "Write it down" in client.get(f"{url}new/").content.decode()
    page = client.post(f"{url}new/", SAID, follow=True).content.decode()
    assert "Too slow" in page and "Written down." in page and "Undo" in page
    said = Feedback.objects.get()
    assert (said.name, said.segment, said.source, said.written_by) == ("Ada", "Families", "Call", owner)


def test_written_down_in_place_as_evidence(client, owner, chain, url):
    form = client.get(f"{url}new/?goal={chain['release'].key}", headers=HTMX).content.decode()
    assert form.lstrip().startswith("<form") and chain["release"].title in form
    answer = client.post(f"{url}new/", SAID | {"goal": chain["release"].key}, headers=HTMX)
    assert answer.headers["HX-Trigger"] == "goal-changed" and "Undo" in answer.content.decode()
    assert Evidence.objects.get().goal_id == chain["release"].pk
    received = chain.product.events.get(verb="receive", subject="feedback")
    said = Feedback.objects.get()
    client.post(f"{url}{said.pk}/undo/", {"event": received.pk}, headers=HTMX)
    said.refresh_from_db()
    assert said.put_aside_at and said.aside_reason == "Taken back right after it was written down"
    assert client.get(f"{url}new/?shown", headers=HTMX).content == b""


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"text": " "}, "Write down what was said"),
        ({"said_on": "soon"}, "“soon” is no date"),
        ({"said_on": "9999-01-01"}, "still to come"),
        ({"name": "x" * 101}, "at most 100"),
    ],
)
def test_what_cannot_be_is_named_and_nothing_is_lost(client, owner, url, wrong, words):
    for headers in (HTMX, {}):
        answer = client.post(f"{url}new/", SAID | wrong, headers=headers)
        assert answer.status_code == 422 and words in answer.content.decode() and "Families" in answer.content.decode()
    assert Feedback.objects.count() == 0


def test_who_writes_down_and_for_which_goals(client, chain, url):
    for role, plain, linked in (("coach", 302, 302), ("developer", 302, 403), ("stakeholder", 403, 403)):
        client.force_login(make_member(chain.product, role))
        assert client.post(f"{url}new/", SAID).status_code == plain
        assert client.post(f"{url}new/", SAID | {"goal": chain["release"].key}).status_code == linked
    client.force_login(chain.owner)
    assert client.post(f"{url}new/", SAID | {"goal": make_goal(by=None).key}).status_code == 404
    client.force_login(make_user())
    assert client.get(f"{url}new/").status_code == 404


def test_what_a_visitor_said_is_not_taken_back_by_who_may_not_put_it_aside(client, chain, url):
    of_visitor, of_member = make_feedback(chain.product), make_feedback(chain.product, by=chain.owner)
    client.force_login(make_member(chain.product, "developer"))
    for said, status in ((of_visitor, 403), (of_member, 302)):
        event = chain.product.events.get(verb="receive", subject="feedback", after__id=said.pk)
        assert client.post(f"{url}{said.pk}/undo/", {"event": event.pk}).status_code == status
        said.refresh_from_db()
        assert (said.put_aside_at is None) == (status == 403)


def test_corrected_in_place_with_undo(client, owner, chain, url):
    said = make_feedback(chain.product, "To slow", by=owner)
    headers = HTMX | {"HX-Target": f"feedback-{said.pk}"}
    form = client.get(f"{url}{said.pk}/edit/", headers=headers).content.decode()
    assert form.lstrip().startswith("<article") and "To slow</textarea>" in form
    answer = client.post(f"{url}{said.pk}/edit/", SAID | {"version": 1}, headers=headers)
    assert "Corrected." in answer.content.decode() and "Too slow" in answer.content.decode()
    event = chain.product.events.latest("id")
    assert (event.verb, event.former["text"]) == ("revise", "To slow")
    assert client.post(f"{url}{said.pk}/undo/", {"event": event.pk}, headers=headers).status_code == 200
    said.refresh_from_db()
    assert (said.text, said.segment, said.version) == ("To slow", "", 3)
    assert said.said_on == chain.product.today()
    shown = client.get(f"{url}{said.pk}/edit/?shown", headers=headers).content.decode()
    assert "<form class" not in shown and "To slow" in shown
    same = client.post(f"{url}{said.pk}/edit/", {"text": "To slow", "said_on": said.said_on, "version": 3})
    assert same.status_code == 302 and not chain.product.events.filter(after__version=4).exists()


def test_a_clash_keeps_both(client, owner, chain, url):
    said = make_feedback(chain.product, "To slow", by=owner)
    said.revise(by=owner, text="Theirs")
    answer = client.post(f"{url}{said.pk}/edit/", SAID | {"version": 1}, headers=HTMX)
    page = answer.content.decode()
    assert answer.status_code == 409 and "Theirs" in page and "Too slow</textarea>" in page
    assert 'name="version" value="2"' in page


def test_what_a_visitor_wrote_stays(client, owner, chain, url):
    said = make_feedback(chain.product, "When can I cancel?")
    page = client.get(f"{url}{said.pk}/edit/", headers=HTMX).content.decode()
    assert 'name="segment"' in page and 'name="text"' not in page and "When can I cancel?" in page
    client.post(f"{url}{said.pk}/edit/", SAID | {"version": 1})
    said.refresh_from_db()
    assert (said.text, said.segment, said.name) == ("When can I cancel?", "Families", "")
    with pytest.raises(Refused, match="stays as it was written"):
        said.revise(by=owner, text="Never cancel")


def test_put_aside_says_why(client, owner, chain, url):
    said = make_feedback(chain.product, "Buy now")
    headers = HTMX | {"HX-Target": f"feedback-{said.pk}"}
    assert "Why is it put aside?" in client.get(f"{url}{said.pk}/aside/", headers=headers).content.decode()
    assert "Why is it" not in client.get(f"{url}{said.pk}/aside/?shown", headers=headers).content.decode()
    assert client.post(f"{url}{said.pk}/aside/", {"version": 1, "reason": " "}, headers=headers).status_code == 422
    answer = client.post(f"{url}{said.pk}/aside/", {"version": 1, "reason": " Said  twice "}, headers=headers)
    assert ": Said twice" in answer.content.decode()
    assert client.post(f"{url}{said.pk}/aside/", {"version": 2, "reason": "Again"}, headers=headers).status_code == 422
    assert "Said twice" in client.get(f"{url}?show=aside").content.decode()
    with pytest.raises(Refused, match="200 is the most"):
        make_feedback(chain.product).put_aside("x" * 201, by=owner)
