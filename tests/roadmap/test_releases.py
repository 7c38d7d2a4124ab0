"""/p/KEY/releases/ and the page of one release: read by members, edited in place, absent without the level."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from goalchain.products.access import Role
from goalchain.products.models import Product
from tests.factories import (
    fresh,
    make_checkpoint,
    make_goal,
    make_member,
    make_metric,
    make_product,
    make_readings,
    make_sprint,
    make_user,
    product_owner,
)
from tests.support.queries import queries_of

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}
TODAY = timezone.localdate()


@pytest.fixture
def product():
    return make_product(key="REL", name="Rel")


@pytest.fixture
def owner(product):
    return client_of(product_owner(product))


def client_of(person):
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def release(product):
    """A late release of a product goal, with a sprint that is over and one that is being drafted."""
    vision = make_goal(product, "vision", title="Servicing is simple")
    goal = make_goal(product, "product", title="Riders book", parents=[(vision, "calls cost time")], state="active")
    release = make_goal(
        product,
        "release",
        title="Riders see free slots",
        parents=[(goal, "nobody books blind")],
        state="active",
        ends_on=TODAY - timedelta(days=20),
        version_name="1.0",
    )
    release.revise(by=None, ends_on=TODAY - timedelta(days=9))
    over, ahead = make_sprint(product, name="Sprint 1"), make_sprint(product, name="Sprint 2")
    make_goal(
        product,
        "sprint",
        title="Slots are read",
        parents=[release],
        state="closed",
        learning="Paper calendars are everywhere",
        sprint_id=over.pk,
    )
    make_goal(product, "sprint", title="A secret draft", parents=[release], sprint_id=ahead.pk)
    make_readings(make_metric(release, name="Right slots"), [4, 30])
    return fresh(release)


def test_the_list_tells_what_is_late_and_how_its_date_moved(owner, product, release):
    html = owner.get("/p/REL/releases/").content.decode()
    for words in (
        *("1.0", "Riders see free slots", "9 days late", "11 days later than agreed", "The date was moved once"),
        *("1 of 2 closed", "Right slots: 30% → 60%", "Sprint 1 of", "A secret draft"),
        "Release 1.0 has slipped once, by 11 days.",
        'href="/g/REL-2/">Riders book</a>',
    ):
        assert words in html, words


def test_what_is_done_comes_last_with_its_result(owner, product, release):
    make_checkpoint(make_goal(product, "release", title="A map", state="closed"), result="Riders see where they are")
    html = owner.get("/p/REL/releases/").content.decode()
    assert html.index("Ahead") < html.index("Riders see free slots") < html.index("Done") < html.index("A map")
    assert "Riders see where they are" in html and "shipped " in html


@pytest.mark.parametrize("role", [Role.STAKEHOLDER, Role.VIEWER])
def test_drafts_of_sprint_goals_stay_with_those_who_plan(product, release, role):
    client = client_of(make_member(product, role))
    for address in ("/p/REL/releases/", f"/p/REL/releases/{release.number}/"):
        html = client.get(address).content.decode()
        assert "Slots are read" in html
        assert "A secret draft" not in html and "Sprint 2" not in html
        assert "1 of 1 closed" in html
        assert "data-edit" not in html and "New release goal" not in html


def test_the_page_of_a_release_reads_as_notes(owner, product, release):
    make_checkpoint(
        release,
        result="Free slots of twelve workshops.\n\nNothing else.",
        value="A call less",
        beneficiary="Riders",
        effect="Bookings rose",
        evidence="Nine of ten found one",
        links=["https://wiki.example.com/a?b=c&d=e"],
    )
    html = owner.get(f"/p/REL/releases/{release.number}/").content.decode()
    for words in (
        "<b>Riders see free slots</b>, because nobody books blind, so that <b>riders book</b>, because calls cost "
        "time, with no user or business goal between, so that <b>servicing is simple</b>.",
        "<p>Free slots of twelve workshops.</p>",
        *("A call less", "Bookings rose", "Nine of ten found one", "Paper calendars are everywhere"),
        'href="https://wiki.example.com/a?b=c&amp;d=e" rel="noopener nofollow noreferrer"',
        "<b>wiki.example.com</b>",
        "Right slots <b>30% → 60%</b>",
        "still active",
    ):
        assert words in html, words
    assert "9 days late" not in html, "It has shipped."


def test_an_empty_product_says_how_to_begin(owner, product):
    html = owner.get("/p/REL/releases/").content.decode()
    assert "No release yet" in html and "?level=release" in html


def test_without_the_level_there_is_no_page_and_nothing_is_lost(owner, product, release):
    make_checkpoint(release, result="It shipped")
    addresses = [
        "/p/REL/releases/",
        f"/p/REL/releases/{release.number}/",
        f"/p/REL/releases/{release.number}/checkpoint/",
    ]
    before = [owner.get(address).content.decode() for address in addresses[:2]]
    assert "/p/REL/releases/" in owner.get("/p/REL/").content.decode()
    product.redescribe(by=product_owner(product), preset=Product.Preset.PICHLER)
    assert [owner.get(address).status_code for address in addresses] == [404] * 3
    assert owner.post(addresses[2], {"result": "Again"}).status_code == 404
    assert "/p/REL/releases/" not in owner.get("/p/REL/").content.decode()
    assert owner.get(release.get_absolute_url()).status_code == 200
    product.redescribe(by=product_owner(product), preset=Product.Preset.RELEASES)
    after = [owner.get(address).content.decode() for address in addresses[:2]]
    for old, new in zip(before, after, strict=True):
        assert _main(old) == _main(new)


def _main(html):
    """The page without what changes with every answer."""
    return html[html.index('class="title"' if 'class="title"' in html else "notes-head") : html.index("</main>")].split(
        "csrfmiddlewaretoken"
    )[0]


@pytest.mark.parametrize(
    ("name", "value", "stored"), [("version_name", "1.1", "1.1"), ("ends_on", "2027-03-31", "2027")]
)
def test_version_and_date_are_edited_in_place(owner, release, name, value, stored):
    url = f"/g/{release.key}/release/{name}/"
    assert 'name="version"' in owner.get(url, headers=HTMX).content.decode()
    response = owner.post(url, {name: value, "version": release.version}, headers=HTMX)
    assert response.status_code == 200
    assert f'id="release-{release.number}-{name}"' in response.content.decode()
    assert "/undo/" in response.content.decode()
    assert str(getattr(fresh(release), name)).startswith(stored)
    # Somebody else read it before.
    clash = owner.post(url, {name: value, "version": release.version}, headers=HTMX)
    assert clash.status_code == 409
    plain = owner.post(url, {name: "", "version": fresh(release).version})
    assert plain["Location"] == f"/p/REL/releases/#release-{release.number}"
    assert not getattr(fresh(release), name)
    shown = owner.get(f"{url}?shown", headers=HTMX).content.decode()
    assert "inline-prompt" in shown


@pytest.mark.parametrize(
    ("name", "value"),
    [("version_name", "v" * 41), ("version_name", "a\0"), ("ends_on", "soon"), ("ends_on", "2027-02-30")],
)
def test_a_bad_value_is_refused(owner, release, name, value):
    url = f"/g/{release.key}/release/{name}/"
    assert owner.post(url, {name: value, "version": release.version}, headers=HTMX).status_code == 422
    assert fresh(release).version == release.version


def test_who_may_read_and_who_may_edit(product, release):
    page, edit = f"/p/REL/releases/{release.number}/", f"/g/{release.key}/release/version_name/"
    for role in Role:
        client = client_of(product_owner(product) if role == Role.OWNER else make_member(product, role))
        assert client.get("/p/REL/releases/").status_code == client.get(page).status_code == 200
        assert client.get(edit).status_code == (200 if role in (Role.OWNER, Role.COACH) else 403)
    stranger = client_of(make_user())
    assert [stranger.get(url).status_code for url in ("/p/REL/releases/", page, edit)] == [404, 404, 404]


def test_what_is_no_release_is_not_found(owner, product, release):
    assert owner.get("/p/REL/releases/1/").status_code == 404
    assert owner.get("/p/REL/releases/99/").status_code == 404
    assert owner.get(f"/p/REL/releases/{'9' * 30}/").status_code == 404
    assert owner.get(f"/g/{release.key}/release/title/").status_code == 404
    assert owner.get("/g/REL-2/release/version_name/").status_code == 404
    assert owner.post("/p/REL/releases/").status_code == 405


def test_queries_do_not_grow(owner, product, release):
    page = f"/p/REL/releases/{release.number}/"
    make_checkpoint(release)
    small = [queries_of(lambda: owner.get("/p/REL/releases/")), queries_of(lambda: owner.get(page))]
    parent = release.up_links.get().parent
    for _ in range(5):
        other = make_goal(product, "release", parents=[parent], state="agreed", ends_on=TODAY)
        other.revise(by=None, ends_on=TODAY + timedelta(days=3))
        make_checkpoint(other)
        for goal in (other, release):
            make_goal(product, "sprint", parents=[goal], sprint_id=make_sprint(product).pk)
            make_readings(make_metric(goal), [1, 2])
    large = [queries_of(lambda: owner.get("/p/REL/releases/")), queries_of(lambda: owner.get(page))]
    assert large == small
    assert max(large) <= 8
