"""/p/KEY/releases/N/checkpoint/: what came out of a release is written down, corrected, taken back."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client

from goalchain.goals.models import Event
from goalchain.goals.offences import offences
from goalchain.goals.undo import undo
from goalchain.goals.wording import tell
from goalchain.products.access import Role
from goalchain.products.errors import Refused, Stale
from roadmap.releases.checkpoint import Checkpoint
from roadmap.releases.rules import host_of, link_refusal
from tests.factories import fresh, make_checkpoint, make_goal, make_member, make_product, make_user, product_owner

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}
DAY = date(2025, 11, 3)


@pytest.fixture
def product():
    return make_product(key="REL", name="Rel")


@pytest.fixture
def release(product):
    return make_goal(product, "release", state="active")


@pytest.fixture
def owner(product):
    client = Client()
    client.force_login(product_owner(product))
    return client


@pytest.fixture
def url(release):
    return f"/p/REL/releases/{release.number}/checkpoint/"


def words(**more):
    return {"read": "0", "shipped_on": "2025-11-03", "result": "Riders book a slot"} | more


def stored(release):
    return Checkpoint.objects.get(goal_id=release.pk)


def test_it_is_written_down_and_corrected(owner, release, url):
    response = owner.post(url, words(links="https://a.example.com/x\n\nhttps://b.example.com\nhttps://a.example.com/x"))
    assert (response.status_code, response["Location"]) == (302, f"/p/REL/releases/{release.number}/")
    checkpoint = stored(release)
    assert checkpoint.links == ["https://a.example.com/x", "https://b.example.com"]
    quick = owner.post(url, words(read="1", result="Riders book and move a slot", value="Fewer calls"), headers=HTMX)
    assert (quick.status_code, quick["HX-Trigger"]) == (200, "goal-changed")
    html = quick.content.decode()
    assert 'id="checkpoint"' in html and "Fewer calls" in html and "/undo/" in html
    told = [tell(event, "REL")["words"] for event in Event.objects.filter(subject="checkpoint").order_by("pk")]
    assert told == [
        "held the checkpoint: it shipped on 3 November 2025",
        "corrected the checkpoint: the result, the links and the delivered value",
    ]
    assert (
        owner.post(url, words(read="2", result="Riders book and move a slot", value="Fewer calls")).status_code == 302
    )
    assert stored(release).version == 2, "The same again changes nothing."
    assert offences(release.product) == []


def test_the_form_opens_in_its_place_and_as_a_page(owner, release, url):
    make_checkpoint(release, links=["https://a.example.com/x"])
    page = owner.get(url).content.decode()
    assert "<h1>" in page and "https://a.example.com/x" in page and 'name="read" value="1"' in page
    form = owner.get(url, headers=HTMX).content.decode()
    assert form.lstrip().startswith('<section id="checkpoint"') and "data-editor" in form
    shown = owner.get(f"{url}?shown", headers=HTMX).content.decode()
    assert "a.example.com" in shown and "data-editor" not in shown


@pytest.mark.parametrize(
    "wrong",
    [
        {"shipped_on": ""},
        {"shipped_on": "yesterday"},
        {"shipped_on": "9999-12-31"},
        {"result": " "},
        {"result": "r" * 4001},
        {"value": "a\0"},
        {"beneficiary": "b" * 201},
        {"links": "http://example.com"},
        {"links": "javascript:alert(1)"},
        {"links": "https://user:secret@example.com/"},
        {"links": "\n".join(f"https://example.com/{number}" for number in range(21))},
    ],
    ids=lambda wrong: f"{next(iter(wrong))} {next(iter(wrong.values()))[:20]!r}",
)
def test_a_bad_value_is_refused_and_kept(owner, release, url, wrong):
    response = owner.post(url, words(evidence="Nine of ten") | wrong)
    assert response.status_code == 422
    assert "Nine of ten" in response.content.decode()
    assert not Checkpoint.objects.exists()


@pytest.mark.parametrize(
    ("link", "fits"),
    [
        ("https://example.com", True),
        ("https://wiki.example.com:8443/a/b?c=d#e", True),
        ("https://bücher.example/ä", True),
        ("HTTPS://EXAMPLE.COM/", True),
        ("http://example.com", False),
        ("//example.com", False),
        ("https://", False),
        ("https:///path", False),
        ("https://exa mple.com", False),
        ("https://example.com/<b>", False),
        ("https://example.com:99999/", False),
        ("https://[::1", False),
        ("data:text/html,x", False),
        ("https://example.com/" + "x" * 500, False),
    ],
)
def test_what_can_be_a_link(link, fits):
    assert (link_refusal(link) == "") is fits


def test_a_link_shows_where_it_leads():
    assert host_of("https://wiki.example.com:8443/a") == "wiki.example.com"


def test_two_people_correct_it(owner, release, url):
    checkpoint = make_checkpoint(release, result="The first words")
    checkpoint.correct(by=None, result="Other words")
    response = owner.post(url, words(read="1", result="My words"))
    html = response.content.decode()
    assert response.status_code == 409
    assert "Other words" in html and "My words" in html and 'name="read" value="2"' in html
    assert stored(release).result == "Other words"
    assert owner.post(url, words(read="2", result="My words")).status_code == 302
    assert stored(release).result == "My words"


def test_two_people_write_it_first_or_one_takes_it_back(owner, release, url):
    checkpoint = make_checkpoint(release)
    assert owner.post(url, words()).status_code == 409
    checkpoint.take_back(by=None)
    assert owner.post(url, words(read="1")).status_code == 409
    assert owner.post(url, words(), headers=HTMX).status_code == 200
    assert (stored(release).version, stored(release).result) == (3, "Riders book a slot")
    assert stored(release).taken_back_at is None
    assert offences(release.product) == []


def test_it_is_taken_back_and_that_is_undone(owner, product, release, url):
    make_checkpoint(release, value="Fewer calls")
    assert owner.post(f"{url}removal/", {"read": "9"}, headers=HTMX).status_code == 409
    response = owner.post(f"{url}removal/", {"read": "1"}, headers=HTMX)
    assert response.status_code == 200 and "It has not shipped yet" in response.content.decode()
    event = Event.objects.filter(subject="checkpoint").latest("pk")
    assert owner.post(f"/g/{release.key}/undo/", {"event": event.pk}, headers=HTMX).status_code == 200
    assert (stored(release).taken_back_at, stored(release).value) == (None, "Fewer calls")
    again = owner.post(f"{url}removal/", {"read": "3"})
    assert again["Location"] == f"/p/REL/releases/{release.number}/"
    assert owner.post(f"{url}removal/", {"read": "4"}).status_code == 302
    assert owner.get(f"{url}removal/").status_code == 405


def test_each_step_can_be_undone(product, release):
    by = product_owner(product)
    checkpoint = make_checkpoint(release, shipped_on=DAY)
    checkpoint.correct(by=by, shipped_on=date(2025, 11, 4), links=["https://a.example.com"])
    undo(Event.objects.latest("pk"), fresh(release), by=by)
    assert (stored(release).shipped_on, stored(release).links) == (DAY, [])
    with pytest.raises(Refused, match="changed again"):
        undo(Event.objects.filter(subject="checkpoint", verb="hold").get(), fresh(release), by=by)
    first = make_goal(product, "release")
    make_checkpoint(first)
    undo(Event.objects.latest("pk"), fresh(first), by=by)
    assert stored(first).taken_back_at is not None
    assert offences(product) == []


def test_verbs_keep_the_rules(release):
    checkpoint = make_checkpoint(release)
    with pytest.raises(Refused, match="has a checkpoint already"):
        make_checkpoint(release)
    with pytest.raises(Stale):
        checkpoint.correct(by=None, version=7, result="Other")
    for wrong in ({"result": " "}, {"links": ["http://example.com"]}, {"beneficiary": "b" * 201}):
        with pytest.raises(Refused):
            checkpoint.correct(by=None, **wrong)
    fresh(release).archive(by=None)
    with pytest.raises(Refused, match="archived"):
        checkpoint.correct(by=None, result="Other")
    with pytest.raises(Refused, match="archived"):
        make_checkpoint(release)


def test_the_database_keeps_one_a_release_with_a_result(release):
    make_checkpoint(release)
    for wrong in (
        {"goal_id": release.pk, "result": "A second"},
        {"goal_id": make_goal(None, "release").pk, "result": ""},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Checkpoint.objects.create(product=release.product, shipped_on=DAY, **wrong)


@pytest.mark.parametrize(
    ("statement", "rule"),
    [
        ("UPDATE roadmap_checkpoint SET result = ' '", "a checkpoint has a result"),
        ("UPDATE roadmap_checkpoint SET links = '[\"http://example.com\"]'", "begin with https"),
        ("UPDATE roadmap_checkpoint SET value = 'other'", "the last event tells a checkpoint as it is stored"),
    ],
)
def test_the_check_finds_what_nobody_should_have_written(release, statement, rule):
    make_checkpoint(release)
    assert offences(release.product) == []
    with connection.cursor() as cursor:
        cursor.execute(statement)
    assert any(rule in str(offence) for offence in offences(release.product))


@pytest.mark.parametrize("role", [Role.DEVELOPER, Role.STAKEHOLDER, Role.VIEWER])
def test_others_read_it_and_do_not_write_it(product, release, url, role):
    make_checkpoint(release, result="Riders book")
    client = Client()
    client.force_login(make_member(product, role))
    html = client.get(f"/p/REL/releases/{release.number}/").content.decode()
    assert "Riders book" in html and "Take back" not in html
    assert client.get(url).status_code == client.post(url, words(read="1")).status_code == 403
    assert client.post(f"{url}removal/", {"read": "1"}).status_code == 403


def test_a_stranger_finds_nothing(release, url):
    client = Client()
    client.force_login(make_user())
    assert client.get(url).status_code == client.post(url, words()).status_code == 404
