"""/p/KEY/import/ and /p/KEY/export/: previewed, confirmed, refused, stale; nothing that was typed is lost."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from goalchain.goals.models import Event, Goal
from goalchain.goals.offences import offences
from goalchain.products.access import Role
from goalchain.products.models import Product
from goalchain.sharing.forms import SHOWN_LIMIT, seal
from goalchain.sharing.sheet.export import export_sheet
from goalchain.sharing.sheet.reading import PAGE_LIMIT
from tests.factories import make_goal, make_member, make_product, make_user, product_owner
from tests.support.queries import queries_of

from .sixty import BAD, sixty_goals

pytestmark = pytest.mark.django_db


@pytest.fixture
def product():
    return make_product(key="BIKE", name="Bike Service App")


@pytest.fixture
def owner(client, product):
    client.force_login(product_owner(product))
    return product_owner(product)


@pytest.fixture
def url(product):
    return reverse("import", args=[product.key])


def upload(content: str | bytes, name: str = "goals.csv") -> dict[str, SimpleUploadedFile]:
    return {"file": SimpleUploadedFile(name, content.encode() if isinstance(content, str) else content)}


def sealed_in(response) -> str:
    """What the preview would send back when it is confirmed."""
    found = re.search(r'name="previewed" value="([^"]+)"', response.content.decode())
    assert found, "nothing can be confirmed"
    return found[1]


def test_a_file_is_previewed_and_then_written(client, owner, product, url):
    response = client.post(url, upload(sixty_goals(owner.email)))
    html = response.content.decode()
    assert response.status_code == 200
    assert "Made as BIKE-60" in html and "Import 60 goals" in html and "New teams" in html
    assert not Goal.objects.exists()

    response = client.post(url, {"previewed": sealed_in(response)}, follow=True)
    assert response.redirect_chain == [("/p/BIKE/", 302)]
    assert "Imported: 60 made, 0 changed." in response.content.decode()
    assert Goal.objects.count() == 60
    assert set(Event.objects.filter(verb="create").values_list("actor_id", flat=True)) == {owner.pk}
    assert offences(Product.objects.get(key="BIKE")) == []

    response = client.post(url, upload(client.get(reverse("export", args=["BIKE"])).content))
    assert "Nothing would change" in response.content.decode()
    assert 'name="previewed"' not in response.content.decode()


def test_both_bad_rows_are_named_and_the_text_can_be_mended_there(client, owner, url):
    response = client.post(url, upload(sixty_goals(owner.email, bad=True)))
    html = response.content.decode()
    assert response.status_code == 422
    assert "2 rows cannot be imported" in html
    assert "“team” is no level" in html and "The parent “nowhere” is neither" in html
    assert all(name in html for name in BAD)
    assert 'name="previewed"' not in html
    assert response.context["form"]["text"].value() == sixty_goals(owner.email, bad=True)
    assert not Goal.objects.exists()
    response = client.post(url, {"text": sixty_goals(owner.email)})
    assert response.status_code == 200


def test_pasted_text_keeps_its_line_ends_inside_cells(client, owner, product, url):
    text = 'level,title,statement\nuser,X,"one\ntwo"\n'
    response = client.post(url, {"text": text.replace("\n", "\r\n")})
    client.post(url, {"previewed": sealed_in(response)})
    assert Goal.objects.get().statement == "one\ntwo"


def test_rows_copied_from_a_spreadsheet_can_be_pasted(client, owner, url):
    response = client.post(url, {"text": "level\ttitle\tparents\r\nuser\tOne, two\t\r\n"})
    assert response.status_code == 200 and "One, two" in response.content.decode()


def test_what_changes_is_told_with_the_former_value(client, owner, product, url):
    goal = make_goal(product, "user", title="Old title", statement="old")
    other = make_goal(product, "vision")
    text = (
        "key,title,statement,state,outcome,starts_on,parents,rationale,owner\n"
        f"{goal.key},New title,new,closed,missed,2026-11-16,{other.key},because,{owner.email}\n"
    )
    html = client.post(url, {"text": text}).content.decode()
    for words in (
        "Title: Old title → New title",
        "Statement<",
        "State: draft → closed",
        "Outcome: none → missed",
        "Start: none → 2026-11-16",
        f"Parents: none → {other.key}",
        f"Owner: none → {owner.email}",
    ):
        assert words in html, words


def test_a_sprint_is_told_with_its_team(client, owner, product, url):
    goal = make_goal(product, "sprint")
    html = client.post(url, {"text": f"key,team,sprint\n{goal.key},Web,Sprint 1\n"}).content.decode()
    assert "Sprint: none → Sprint 1 of Web" in html


def test_long_previews_say_how_much_more_there_is(client, owner, url):
    html = client.post(url, {"text": "level,title\n" + "user,X\n" * 250}).content.decode()
    assert "and 50 more" in html and "Import 250 goals" in html


def test_a_changed_chain_is_previewed_again(client, owner, product, url):
    response = client.post(url, {"text": "key,level,title\nnew,user,X\n"})
    make_goal(product, "user", title="In between")
    response = client.post(url, {"previewed": sealed_in(response)})
    html = response.content.decode()
    assert response.status_code == 409
    assert "Somebody changed the chain while you were looking" in html and "Made as BIKE-2" in html
    assert Goal.objects.get().title == "In between"
    assert client.post(url, {"previewed": sealed_in(response)}).status_code == 302
    assert Goal.objects.count() == 2


def test_a_changed_chain_may_make_rows_bad(client, owner, product, url):
    response = client.post(url, {"text": "key,level,title\nnew,vision,X\n"})
    make_goal(product, "vision")
    response = client.post(url, {"previewed": sealed_in(response)})
    assert response.status_code == 409
    assert "has a vision already" in response.content.decode()
    assert response.context["form"]["text"].value() == "key,level,title\nnew,vision,X\n"


@pytest.mark.parametrize("forge", ["other person", "other product", "nothing", "other words"])
def test_only_a_preview_of_ones_own_is_written(client, owner, product, url, forge):
    sealed = {
        "other person": seal("level,title\nuser,X\n", product.revision, product=product, user=make_user()),
        "other product": seal("level,title\nuser,X\n", product.revision, product=make_product(), user=owner),
        "nothing": "",
        "other words": "level,title:signature",
    }[forge]
    response = client.post(url, {"previewed": sealed})
    assert response.status_code == 422
    assert "That preview is no longer valid" in response.content.decode()
    assert not Goal.objects.exists()


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({}, "Choose a file, or paste the rows below."),
        ({"text": "  \n"}, "Choose a file, or paste the rows below."),
        ({"text": "level,title\nuser,a\0b\n"}, "Null characters are not allowed."),
        (upload(b""), "The file is empty."),
        (upload(b"PK\x03\x04"), "This is a workbook or a zip file"),
        (upload("level,title\nuser,Größe".encode("latin-1")), "is not UTF-8"),
        ({"text": "level,titel\nuser,X\n"}, "There is no column “titel”. Did you mean title?"),
        (upload(b"x" * (PAGE_LIMIT + 10)), "10 MB is the most"),
    ],
)
def test_what_cannot_be_read_stands_beside_its_field(client, owner, url, sent, words):
    if "file" in sent:
        sent["file"].seek(0)
    response = client.post(url, sent)
    assert response.status_code == 422
    assert words in response.content.decode()


def test_pasted_text_that_cannot_be_read_is_still_there(client, owner, url):
    text = "level,titel\nuser,X\n"
    assert client.post(url, {"text": text}).context["form"]["text"].value() == text


def test_a_large_bad_file_is_not_put_into_the_text_box(client, owner, url):
    response = client.post(url, upload("level,title\nteam,X\n" + "user,X\n" * (SHOWN_LIMIT // 7)))
    assert response.status_code == 422
    assert not response.context["form"]["text"].value()


def test_markup_in_cells_is_text(client, owner, url):
    response = client.post(url, {"text": 'key,level,title\n<b>k</b>,team,"<script>x</script>"\n'})
    html = response.content.decode()
    assert "<script>x" not in html and "<b>k" not in html and "&lt;script&gt;x" in html


def test_only_owners_import(client, product, url):
    for role in set(Role) - {Role.OWNER}:
        client.force_login(make_member(product, role))
        assert client.get(url).status_code == 403
        assert client.post(url, {"text": "level,title\nuser,X\n"}).status_code == 403
    assert not Goal.objects.exists()


def test_who_lost_the_right_meanwhile_writes_nothing(client, owner, product, url):
    response = client.post(url, {"text": "level,title\nuser,X\n"})
    second = make_member(product, Role.OWNER)
    product.memberships.get(user=owner).change_role(Role.VIEWER, by=second)
    assert client.post(url, {"previewed": sealed_in(response)}).status_code == 403
    assert not Goal.objects.exists()


@pytest.mark.parametrize("name", ["import", "export"])
def test_strangers_and_the_signed_out(client, product, name):
    address = reverse(name, args=[product.key])
    assert client.get(address)["Location"].startswith("/accounts/login/")
    client.force_login(make_user())
    assert client.get(address).status_code == 404
    assert client.put(address).status_code in (404, 405)


def test_other_methods_are_refused(client, owner, url):
    assert client.delete(url).status_code == 405
    assert client.post(reverse("export", args=["BIKE"])).status_code == 405


def test_an_export_is_a_file_that_differs_by_role(client, owner, product):
    draft = make_goal(product, "sprint")
    address = reverse("export", args=["BIKE"])
    response = client.get(address)
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert re.fullmatch(r'attachment; filename="BIKE-\d{4}-\d\d-\d\d.csv"', response["Content-Disposition"])
    assert response.content.decode() == export_sheet(product)
    assert client.get(address, {"for": "excel"}).content == b"\xef\xbb\xbf" + response.content
    client.force_login(make_member(product, Role.STAKEHOLDER))
    assert draft.key not in client.get(address).content.decode()


def test_the_pages_cost_as_many_queries_for_many_goals_as_for_one(client, owner, product, url):
    export_url = reverse("export", args=["BIKE"])
    counts = []
    for _ in range(2):
        text = export_sheet(product)
        counts.append(
            [
                queries_of(lambda: client.get(url)),
                queries_of(lambda: client.get(export_url)),
                queries_of(lambda text=text: client.post(url, {"text": text})),
            ]
        )
        for _ in range(10):
            make_goal(product, "product", parents=[make_goal(product, "user")])
    assert counts[0] == counts[1]
    assert counts[0][0] <= 4 and counts[0][1] <= 8
