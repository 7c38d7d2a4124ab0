"""Feedback by CSV: previewed, taken whole or not at all, and out again as it came in."""

import csv
import io

import pytest

from goalchain.products.access import Access, Role
from goalchain.talk.models import Evidence, Feedback
from goalchain.talk.sheet import COLUMNS, MOST_ROWS, ONLY_OUT, read_feedback
from tests.factories import make_chain_of_all_levels, make_feedback, make_goal, make_member, make_product, make_user
from tests.support.queries import queries_of

pytestmark = pytest.mark.django_db
OWNER = Access(Role.OWNER)


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


def previewed(client, url, rows):
    """The seal of the preview of these rows."""
    answer = client.post(f"{url}import/", {"rows": rows})
    assert answer.status_code == 200, answer.content.decode()
    return answer.context["sealed"]


def taken(client, url, rows):
    return client.post(f"{url}import/", {"previewed": previewed(client, url, rows)})


def rows_out(client, url):
    return list(csv.DictReader(io.StringIO(client.get(f"{url}csv/").content.decode(), newline="")))


def test_rows_become_feedback_with_its_goals(client, owner, chain, url):
    key = chain["release"].key
    goals = f"{key.lower()};{chain['user'].key}"
    rows = f"text,date,segment,goals,name,source\n“Too slow”,2026-01-02,Families,{goals},Ada,Call\n"
    assert Feedback.objects.count() == 0
    assert taken(client, url, rows + "Fine,,,,,").status_code == 302
    first, second = Feedback.objects.order_by("pk")
    assert (first.text, first.segment, first.name, first.source) == ("“Too slow”", "Families", "Ada", "Call")
    assert first.said_on.isoformat() == "2026-01-02" and first.written_by == owner
    assert {row.goal.key for row in Evidence.objects.all()} == {key, chain["user"].key}
    assert second.said_on == chain.product.today()
    chain.product.refresh_from_db()
    events = list(chain.product.events.filter(revision=chain.product.revision).values_list("verb", flat=True))
    assert sorted(events) == ["attach", "attach", "receive", "receive"]


def test_every_bad_row_is_named_with_its_column_and_nothing_is_written(client, owner, chain, url):
    make_goal(chain.product, title="Gone", archived=True)
    gone = chain.product.goals.get(title="Gone").key
    rows = (
        "date,text,name,goals\n2026-01-02,Fine,,\n20.11.2026,Late,,\n9999-01-01,Later,,\n,,Ada,\n"
        f",Named,{'x' * 101},\n,Lost,,BIKE-999\n,Archived,,{gone}\n,More,,,,,x\n"
    )
    answer = client.post(f"{url}import/", {"rows": rows})
    page = answer.content.decode()
    assert answer.status_code == 422 and Feedback.objects.count() == 0
    for words in (
        "date: “20.11.2026” is no date. Write year-month-day",
        "date: 9999-01-01 is still to come",
        "text: It is empty",
        "name: It has 101 characters; 100 is the most",
        "goals: There is no goal BIKE-999 in",
        f"goals: {gone} is archived",
        "There are 7 cells instead of 4",
        "Line 3",
        "7 rows cannot be taken",
    ):
        assert words in page
    assert "Fine" in page.partition("<textarea")[2], "what was pasted is still there"


def test_a_sheet_without_its_columns_is_refused(client, owner, url):
    for rows, words in (
        ("Too slow,Ada", "does not name the columns"),
        ("text,colour\na,b", "“colour” is no column here"),
        ("text", "no row below them"),
        ("", "There is no row"),
        ("text\n" + "x\n" * (MOST_ROWS + 1), f"{MOST_ROWS} at once are the most"),
    ):
        answer = client.post(f"{url}import/", {"rows": rows})
        assert answer.status_code == 422 and words in answer.content.decode()


def test_a_file_does_as_well(client, owner, url):
    for content, status in ((b"\xef\xbb\xbftext\r\nToo slow", 200), (b"text\nz\xfc", 422), (b"", 422)):
        file = io.BytesIO(content)
        file.name = "said.csv"
        assert client.post(f"{url}import/", {"file": file}).status_code == status


def test_what_is_there_already_is_not_taken_twice(client, owner, chain, url):
    make_feedback(chain.product, "Too  slow\r\nat noon", by=owner, name="Ada")
    rows = 'text,name,goals\n"Too slow\nat noon",Ada,\n"Too slow\nat noon",Ada,'
    taken(client, url, rows)
    assert Feedback.objects.count() == 2, "two alike rows are two voices"
    answer = client.post(f"{url}import/", {"rows": rows})
    assert "Nothing would change" in answer.content.decode() and answer.context["sealed"] == ""
    taken(client, url, f"text,name,goals\nToo slow at noon,Ada,{chain['release'].key}")
    assert Evidence.objects.get().feedback == Feedback.objects.order_by("pk").first()


def test_an_export_that_is_imported_again_changes_nothing_and_comes_back_elsewhere(client, owner, chain, url):
    hostile = ["=cmd|' /C calc'!A0", "'=1", "a,b;c\td", "“so” 'so' \"so\"", "two\r\nlines", " blanks ", "@x", "＝1"]
    for text in hostile:
        make_feedback(chain.product, text, by=owner, name=text[:20].strip(), segment="+1", source="-x")
    said = make_feedback(chain.product, "Linked", by=owner)
    said.attach(chain["release"], by=owner)
    said.attach(chain["user"], by=owner)
    make_feedback(chain.product, "Spam").put_aside("=No customer", by=owner)
    out = client.get(f"{url}csv/")
    cells = [cell for row in csv.reader(io.StringIO(out.content.decode(), newline="")) for cell in row]
    assert not [cell for cell in cells if cell[:1] in ("=", "+", "-", "@", "\t", "\r", "＝")]
    again = client.post(f"{url}import/", {"rows": out.content.decode()})
    assert "Nothing would change" in again.content.decode()
    other = make_product(key="CAR", owner=owner)
    Evidence.objects.all().delete()
    elsewhere = f"/p/{other.key}/feedback/"
    taken(client, elsewhere, client.get(f"{url}csv/").content.decode())
    mine, theirs = rows_out(client, url), rows_out(client, elsewhere)
    assert [[row[name].strip() for name in COLUMNS] for row in mine] == [
        [row[name] for name in COLUMNS] for row in theirs
    ]
    assert set(mine[0]) == {*COLUMNS, *ONLY_OUT}
    assert {row["state"] for row in mine} == {"new", "aside"}


def test_a_preview_holds_for_its_person_product_and_revision(client, owner, chain, url):
    sealed = previewed(client, url, "text\nToo slow")
    assert client.post(f"{url}import/", {"previewed": sealed + "x"}).status_code == 422
    other = make_product(key="CAR", owner=owner)
    assert client.post(f"/p/{other.key}/feedback/import/", {"previewed": sealed}).status_code == 422
    make_feedback(chain.product, "Meanwhile")
    stale = client.post(f"{url}import/", {"previewed": sealed})
    assert stale.status_code == 409 and "while you were looking" in stale.content.decode()
    assert Feedback.objects.count() == 1
    assert client.post(f"{url}import/", {"previewed": stale.context["sealed"]}).status_code == 302
    assert Feedback.objects.count() == 2


def test_who_imports_and_what_they_may_attach(client, chain, url):
    rows = f"text,goals\nToo slow,{chain['release'].key}"
    for role, status in (("coach", 200), ("developer", 422), ("stakeholder", 403), ("viewer", 403)):
        client.force_login(make_member(chain.product, role))
        answer = client.post(f"{url}import/", {"rows": rows})
        assert answer.status_code == status
        assert client.get(f"{url}csv/").status_code == (403 if status == 403 else 200)
    client.force_login(make_user())
    assert client.get(f"{url}import/").status_code == 404 == client.get(f"{url}csv/").status_code
    assert client.post(f"{url}csv/").status_code == 405


def test_a_developer_is_told_which_goal_is_not_theirs(chain):
    sheet = read_feedback(f"text,goals\nx,{chain['release'].key}", chain.product, Access(Role.DEVELOPER))
    assert "Your role cannot attach anything to" in sheet.refused[0].reason


def test_many_rows_take_no_more_queries(client, owner, chain, url):
    def rows(count):
        return "text,goals\n" + "".join(f"Voice {count} {number},{chain['release'].key}\n" for number in range(count))

    few, many = previewed(client, url, rows(3)), rows(400)
    counted = queries_of(lambda: client.post(f"{url}import/", {"previewed": few}))
    sealed = previewed(client, url, many)
    assert queries_of(lambda: client.post(f"{url}import/", {"previewed": sealed})) <= counted + 2
    assert Feedback.objects.count() == 403
    before = queries_of(lambda: client.get(f"{url}csv/"))
    make_feedback(chain.product).attach(chain["user"], by=owner)
    assert queries_of(lambda: client.get(f"{url}csv/")) == before <= 8
