"""/p/KEY/matrix/: two levels against each other, what is empty, who sees what, the sheet, and the lines of a cell."""

import csv
import io
import re

import pytest

from goalchain.goals.matrix.axes import AXES
from goalchain.goals.matrix.page import matrix_context, matrix_of
from goalchain.products.access import Access, Role
from tests.factories import make_chain_of_all_levels, make_goal, make_member, make_product, make_user, product_owner
from tests.support.queries import queries_of

pytestmark = pytest.mark.django_db
ADDRESS = "/p/BIKE/matrix/"


@pytest.fixture
def chain():
    return make_chain_of_all_levels(key="BIKE", name="Bikes")


def page(client, query="", status=200):
    """Ask for the page and return its HTML."""
    answer = client.get(f"{ADDRESS}{query}")
    assert answer.status_code == status
    return answer.content.decode()


def rows_of(html):
    """Return the body of the table: for each row, the text of its head and of its cells."""
    body = html.partition("<tbody")[2].partition("</tbody>")[0]
    told = []
    for row in body.split("<tr")[1:]:
        cells = [re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", cell)).strip() for cell in re.split(r"</t[hd]>", row)[:-1]]
        told.append([cells[0].partition("> ")[2] or cells[0], *cells[1:]])
    return told


def test_user_and_business_goals_by_sprint_goals(owner, chain):
    user, business, sprint = (chain[level] for level in ("user", "business", "sprint"))
    rows = rows_of(page(owner))
    assert [row[0].split()[-3:] for row in rows] == [goal.title.split()[-3:] for goal in (user, business)]
    through = f"through {chain['product'].key}, {chain['release'].key}"
    for row, goal in zip(rows, (user, business), strict=True):
        assert row[1] == f"1 line between {goal.key} and {sprint.key}, {through} {chain['product'].key}"


def test_any_two_levels_and_either_way_round(owner, chain):
    html = page(owner, "?rows=sprint&columns=vision")
    (row,) = rows_of(html)
    # Two lines: by the user goal and by the business goal. Seen from the sprint goal, the release goal is nearest.
    assert row[1].startswith("2 lines between")
    assert row[1].endswith(chain["release"].key)
    assert "1 of 1 visions is served by sprint goals" not in html
    assert "1 of 1 vision is served by sprint goals" in html


def test_a_direct_link_says_so_and_counts_as_a_line(owner, chain):
    chain["sprint"].link(chain["product"], "it also tests this", by=chain.owner)
    chain["sprint"].link(chain["user"], "and this", by=chain.owner)
    (row,) = rows_of(page(owner, "?rows=product"))
    assert row[1].startswith("2 lines between")
    assert "and direct" in row[1]
    assert row[1].endswith(f"{chain['release'].key} +1")
    (row,) = rows_of(page(owner, "?rows=release"))
    assert row[1].endswith("direct direct")


def test_empty_rows_and_columns_are_named(owner, chain):
    make_goal(chain.product, "user", title="Nobody serves this")
    make_goal(chain.product, "sprint", title="This serves nobody")
    html = page(owner)
    assert html.count("No sprint goal serves it") == 2  # in the table and in the list
    assert html.count("Serves no user or business goal") == 2
    assert "2 of 3 user and business goals are served by sprint goals" in html
    assert "1 of 2 sprint goals serves user and business goals" in html
    assert '<tr class="is-lacking">' in html


def test_archived_goals_break_the_line_and_are_not_shown(owner, chain):
    chain["product"].archive(by=chain.owner)
    html = page(owner)
    assert [row[1] for row in rows_of(html)] == ["", ""]
    assert chain["product"].title not in page(owner, "?rows=product")


def test_levels_of_one_rank_have_no_matrix(owner):
    for query in ("?rows=user&columns=business", "?rows=sprint&columns=sprint"):
        html = page(owner, query)
        assert "Choose two different levels" in html
        assert "<table" not in html


@pytest.mark.parametrize(
    "query", ["?rows=sprint", "?rows=unheard&columns=of", "?rows_page=x&columns_page=9999999", "?rows_page=7"]
)
def test_what_means_nothing_is_passed_over(owner, query):
    assert "<table" in page(owner, query)


def test_an_empty_product_is_told_what_the_matrix_is_for(client):
    product = make_product(key="BIKE")
    client.force_login(product_owner(product))
    html = page(client)
    assert "No user or business goal yet" in html
    assert "/p/BIKE/goals/new/?level=user" in html
    make_goal(product, "user")
    assert "No sprint goal yet" in page(client)
    client.force_login(make_member(product, "viewer"))
    assert "goals/new/" not in page(client)


def test_the_scrum_levels_begin_with_product_goals(client):
    product = make_product(key="BIKE", preset="scrum")
    client.force_login(product_owner(product))
    html = page(client)
    assert '<option value="product" selected>' in html
    assert 'value="strategic"' not in html


def test_draft_sprint_goals_are_for_planners(client, chain):
    for role, is_seen in (("developer", True), ("stakeholder", False), ("viewer", False)):
        client.force_login(make_member(chain.product, role))
        assert (chain["sprint"].title in page(client)) is is_seen
        assert (chain["sprint"].title in client.get("/p/BIKE/matrix.csv").content.decode()) is is_seen
        line = client.get(f"{ADDRESS}{chain['user'].key}/{chain['sprint'].key}/")
        assert line.status_code == (200 if is_seen else 404)


def test_who_may(client, chain):
    addresses = (ADDRESS, "/p/BIKE/matrix.csv", f"{ADDRESS}{chain['user'].key}/{chain['release'].key}/")
    for address in addresses:
        client.logout()
        assert client.get(address).status_code == 302
        client.force_login(make_user())
        assert client.get(address).status_code == 404
        client.force_login(chain.owner)
        assert client.post(address).status_code == 405
        assert client.get(address).status_code == 200


def test_it_is_unchanged_until_the_product_changes(owner, chain):
    page(owner)  # the first page brings a cookie
    tag = owner.get(ADDRESS).headers["ETag"]
    assert owner.get(ADDRESS, headers={"If-None-Match": tag}).status_code == 304
    chain["user"].revise(by=chain.owner, title="Riders ride")
    assert owner.get(ADDRESS, headers={"If-None-Match": tag}).status_code == 200


# -- windows -----------------------------------------------------------------------------------------------------------


def test_open_goals_come_first_then_the_newest_and_the_rest_is_led_on_to(chain):
    product = chain.product
    make_goal(product, "user", title="Done", state="closed")
    newest = make_goal(product, "user", title="New")
    asked = AXES["user"], AXES["sprint"]
    first, second = (matrix_of(product, Access(Role.OWNER), asked, (number, 1), 2) for number in (1, 2))
    assert [head.title for head in first.rows.heads] == [chain["user"].title, newest.title]
    assert [head.title for head in second.rows.heads] == ["Done"]
    assert (first.rows.total, first.rows.pages, first.rows.is_part) == (3, 2, True)
    told = matrix_context(product, first)
    turn = told["turns"][0]
    assert turn["words"] == "1–2 of 3 user goals"
    assert (turn["newer"], turn["older"]) == ("", "rows=user&columns=sprint&rows_page=2")
    # It is said of what is shown alone.
    assert "serves these user goals" in told["summary"]
    assert [row.lack for row in told["rows"]] == ["", "No sprint goal serves it"]
    assert matrix_context(product, second)["heads"][0][1] == "Serves none of these user goals"


def test_a_page_beyond_the_last_is_the_first(chain):
    found = matrix_of(chain.product, Access(Role.OWNER), (AXES["user"], AXES["sprint"]), (9, 9), 100)
    assert (found.rows.page, len(found.rows.heads), len(found.columns.heads)) == (1, 1, 1)


def test_queries_do_not_grow(owner, chain):
    few = queries_of(lambda: page(owner))
    for _ in range(4):
        release = make_goal(chain.product, "release", parents=[chain["product"]])
        make_goal(chain.product, "sprint", parents=[release])
        make_goal(chain.product, "business", parents=[chain["vision"]])
    assert queries_of(lambda: page(owner)) == few <= 8
    line = f"{ADDRESS}{chain['user'].key}/{chain['sprint'].key}/"
    assert queries_of(lambda: owner.get(line)) <= 6


# -- the sheet ---------------------------------------------------------------------------------------------------------


def test_the_sheet_is_the_same_in_rows_and_columns(owner, chain):
    make_goal(chain.product, "user", title="=HYPERLINK(1)")
    answer = owner.get("/p/BIKE/matrix.csv?rows=user&columns=sprint")
    assert answer.headers["Content-Type"].startswith("text/csv")
    assert 'filename="BIKE-matrix.csv"' in answer.headers["Content-Disposition"]
    rows = list(csv.reader(io.StringIO(answer.content.decode())))
    assert rows[0] == ["key", "level", "title", f"{chain['sprint'].key} {chain['sprint'].title}"]
    through = f"{chain['product'].key}; {chain['release'].key}"
    assert rows[1] == [chain["user"].key, "user", chain["user"].title, through]
    assert rows[2][2:] == ["'=HYPERLINK(1)", ""]
    chain["sprint"].link(chain["user"], "", by=chain.owner)
    assert f"direct; {through}" in owner.get("/p/BIKE/matrix.csv?rows=user").content.decode()


# -- the lines of a cell -----------------------------------------------------------------------------------------------


def line_page(client, first, second, **headers):
    """Ask for the lines between two goals."""
    return client.get(f"{ADDRESS}{first.key}/{second.key}/", headers=headers)


def test_the_lines_of_a_cell_read_as_sentences(owner, chain):
    html = line_page(owner, chain["vision"], chain["sprint"]).content.decode()
    assert html.count('<p class="say">') == 2
    assert "because no slot, no service, so that" in html
    assert f"/g/{chain['sprint'].key}/trace/" in html
    assert line_page(owner, chain["sprint"], chain["vision"]).content.decode().count('<p class="say">') == 2


def test_only_lines_that_lead_there_are_told(owner, chain):
    html = line_page(owner, chain["user"], chain["sprint"]).content.decode()
    assert html.count('<p class="say">') == 1
    assert f"/g/{chain['business'].key}/" not in html


def test_htmx_gets_a_dialog_that_knows_who_asked(owner, chain):
    told = {"HX-Request": "true", "HX-Trigger": "cell-2-7"}
    html = line_page(owner, chain["user"], chain["sprint"], **told).content.decode()
    assert '<dialog id="matrix-line" class="matrix-dialog" data-opens="cell-2-7"' in html
    assert "<html" not in html


def test_a_line_that_is_gone_is_told_so(owner, chain):
    chain["release"].unlink(chain["product"], by=chain.owner)
    assert "any more" in line_page(owner, chain["user"], chain["sprint"]).content.decode()


def test_goals_of_another_product_or_of_one_level_have_no_lines(owner, chain):
    other = make_chain_of_all_levels(make_product(owner=chain.owner))
    assert line_page(owner, other["user"], other["sprint"]).status_code == 404
    assert line_page(owner, chain["user"], other["sprint"]).status_code == 404
    assert line_page(owner, chain["user"], chain["business"]).status_code == 404


def test_so_many_lines_and_no_more(owner, chain, monkeypatch):
    monkeypatch.setattr("goalchain.goals.matrix.lines.LINES_SHOWN", 1)
    html = line_page(owner, chain["vision"], chain["sprint"]).content.decode()
    assert html.count('<p class="say">') == 1
    assert "The first line from" in html
