"""The backlog by CSV: previewed, taken whole or not at all, and out again as it came in."""

import csv
import io
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from goalchain.products.access import Role
from sprints.backlog.undo import event_of
from sprints.models import BacklogItem
from tests.factories import (
    Chain,
    make_chain_of_all_levels,
    make_goal,
    make_member,
    make_product,
    make_sprint,
    make_user,
    product_owner,
)
from tests.sprints.backlog import make_item, make_items, offences, titles
from tests.support.queries import queries_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def chain() -> Chain:
    return make_chain_of_all_levels(key="BIKE")


@pytest.fixture
def owner(client: Client, chain: Chain) -> Any:
    client.force_login(chain.owner)
    return chain.owner


URL = "/p/BIKE/backlog/"


def previewed(client: Client, rows: str) -> str:
    answer = client.post(f"{URL}import/", {"rows": rows})
    assert answer.status_code == 200, answer.content.decode()
    return str(answer.context["sealed"])


def taken(client: Client, rows: str) -> Any:
    return client.post(f"{URL}import/", {"previewed": previewed(client, rows)})


def out(client: Client) -> str:
    return client.get(f"{URL}csv/").content.decode()


def test_rows_become_items_at_the_end_in_their_order(client: Client, owner: Any, chain: Chain) -> None:
    make_item(chain.product, "First")
    team = chain.sprint.team.name
    rows = (
        "title,serves,state,size,link,team,sprint\n"
        f'"Pay, later",{chain["release"].key.lower()},Doing,"2,5",https://github.com/a/b/issues/7,{team},{chain.sprint.name}\n'
        "Tidy up,none,,,,,\n"
    )
    page = client.post(f"{URL}import/", {"rows": rows}).content.decode()
    assert "Pay, later" in page and titles(chain.product) == ["First"]
    assert taken(client, rows).status_code == 302
    assert titles(chain.product) == ["First", "Pay, later", "Tidy up"]
    pay, tidy = BacklogItem.objects.order_by("position")[1:]
    assert (pay.goal, pay.state, pay.size, pay.sprint) == (chain["release"].goal, "doing", Decimal("2.5"), chain.sprint)
    assert (tidy.goal, tidy.serves_none, tidy.state) == (None, True, "open")
    assert not offences(chain.product)
    chain.product.refresh_from_db()
    events = chain.product.events.filter(revision=chain.product.revision).order_by("pk")
    assert [(event.verb, event.after["version"]) for event in events] == [("add", 1), ("plan", 2), ("add", 1)]
    assert pay.version == 2 and events[1].planning, "the sprint has no goal beyond a draft"


def test_a_row_with_an_id_changes_its_item_and_only_what_the_sheet_has(
    client: Client, owner: Any, chain: Chain
) -> None:
    first, second = make_items(chain.product, "First", "Second", goal=chain["product"])
    first.plan(chain.sprint, by=owner)
    taken(client, f"id,title,size\n{second.pk},Second,3\n{first.pk},First of all,")
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.title, first.goal_id, first.sprint) == ("First of all", chain["product"].pk, chain.sprint)
    assert (second.size, titles(chain.product)) == (3, ["First of all", "Second"])
    taken(client, f"id,title,serves,team,sprint\n{first.pk},First of all,,,")
    first.refresh_from_db()
    assert (first.goal, first.sprint) == (None, None)


def test_every_bad_row_is_named_and_nothing_is_written(client: Client, owner: Any, chain: Chain) -> None:
    item, gone = make_items(chain.product, "First", "Gone")
    gone.archive(by=owner)
    foreign = make_item(make_product(), "Foreign")
    rows = (
        f"id,title,serves,state,size,link,team,sprint\n,Fine,,,,,,\n,,none,,,,,\n{foreign.pk},F,,,,,,\n{gone.pk},G,,,,,,\n"
        f"{item.pk},A,,,,,,\n{item.pk},B,,,,,,\n²,C,,,,,,\n,D,BIKE-999,,,,,\n,E,{chain['vision'].key},,,,,\n"
        f",F,,waiting,,,,\n,G,,,two,,,\n,H,,,99999,,,\n,I,,,,ftp://x,,\n,J,,,,,Nobody,Never\n,K,,,,,Web,\n"
        f",{'x' * 201},,,,,,\n"
        ",L,,,,,,,,x\n"
    )
    answer = client.post(f"{URL}import/", {"rows": rows})
    page = answer.content.decode()
    assert answer.status_code == 422 and titles(chain.product) == ["First", "Gone"]
    for words in (
        "title: An item needs words",
        f"id: There is no item {foreign.pk} in this backlog",
        f"id: Item {gone.pk} is archived",
        f"id: Item {item.pk} stands in line 6 already",
        "id: There is no item ² in this backlog",
        "serves: There is no goal BIKE-999",
        "serves: “Servicing is simple” is a vision",
        "state: “waiting” is no state. Write open, doing, done, dropped",
        "size: “two” is no size",
        "size: A size is a number from 0 to 9999",
        "link: “ftp://x” is no https address",
        "sprint: There is no sprint “Never” of a team “Nobody”",
        "sprint: It is empty, and the team is Web",
        "title: It has 201 characters",
        "There are 10 cells instead of 8",
    ):
        assert words in page, words
    for rows, words in (
        ("First\nSecond", "does not name the columns"),
        ("title,sprint\na,b", "belong together"),
        ("title", "no row below them"),
        (" ", "There is no row"),
        ("title\n" + "x\n" * 5001, "5000 at once are the most"),
    ):
        answer = client.post(f"{URL}import/", {"rows": rows})
        assert answer.status_code == 422 and words in answer.content.decode()


def test_an_export_that_is_imported_again_changes_nothing(client: Client, owner: Any, chain: Chain) -> None:
    for title in ("=cmd|' /C calc'!A0", "'=1", 'a,b;"c"', "@x", "-1", "＝1"):
        make_item(chain.product, title, size=Decimal("0.5"))
    make_item(chain.product, "None", serves_none=True, state="done")
    link = "https://bikes.atlassian.net/browse/NET-8"
    make_item(chain.product, "All", goal=chain["product"], tracker_url=link, sprint=chain.sprint)
    make_item(chain.product, "Archived").archive(by=owner)
    cells = [cell for row in csv.reader(io.StringIO(out(client), newline="")) for cell in row]
    assert not [cell for cell in cells if cell[:1] in ("=", "+", "-", "@", "＝")] and "Archived" not in cells
    page = client.post(f"{URL}import/", {"rows": out(client)})
    assert "Nothing would change" in page.content.decode() and page.context["sealed"] == ""
    before = [row | {"id": ""} for row in csv.DictReader(io.StringIO(out(client), newline=""))]
    wanted = [",".join(before[0])]
    text = io.StringIO()
    writer = csv.DictWriter(text, wanted[0].split(","))
    writer.writeheader()
    writer.writerows(before)
    for item in BacklogItem.objects.filter(archived_at=None):
        item.archive(by=owner)
    taken(client, text.getvalue())
    assert [row | {"id": ""} for row in csv.DictReader(io.StringIO(out(client), newline=""))] == before


def test_a_plan_for_a_sprint_without_an_agreed_goal_is_told_to_the_team_alone(client: Client, chain: Chain) -> None:
    make_item(chain.product, "Planned", sprint=chain.sprint)
    for role, told in ((Role.DEVELOPER, True), (Role.STAKEHOLDER, False), (Role.VIEWER, False)):
        client.force_login(make_member(chain.product, role))
        (row,) = csv.DictReader(io.StringIO(out(client)))
        assert (row["sprint"], row["team"]) == ((chain.sprint.name, chain.sprint.team.name) if told else ("", ""))
    chain["sprint"].agree(by=chain.owner)
    (row,) = csv.DictReader(io.StringIO(out(client)))
    assert row["sprint"] == chain.sprint.name


def test_who_may_and_who_may_not(client: Client, chain: Chain) -> None:
    for role in Role:
        client.force_login(product_owner(chain.product) if role == Role.OWNER else make_member(chain.product, role))
        team = role in (Role.OWNER, Role.COACH, Role.DEVELOPER)
        assert client.get(f"{URL}import/").status_code == (200 if team else 403)
        assert client.post(f"{URL}import/", {"rows": "title\nx"}).status_code == (200 if team else 403)
        assert client.get(f"{URL}csv/").status_code == 200
        assert ("Import" in client.get(URL).content.decode()) == team
    client.force_login(make_user())
    assert client.get(f"{URL}import/").status_code == 404 == client.get(f"{URL}csv/").status_code
    assert client.post(f"{URL}csv/").status_code == 405


def test_a_preview_holds_for_its_person_product_and_revision(client: Client, owner: Any, chain: Chain) -> None:
    sealed = previewed(client, f"title,serves\nOne,{chain['release'].key}")
    assert client.post(f"{URL}import/", {"previewed": "x" + sealed}).status_code == 422
    make_item(chain.product, "Meanwhile")
    stale = client.post(f"{URL}import/", {"previewed": sealed})
    assert stale.status_code == 409 and titles(chain.product) == ["Meanwhile"]
    sealed = stale.context["sealed"]
    chain["release"].archive(by=owner)
    late = client.post(f"{URL}import/", {"previewed": sealed})
    assert late.status_code == 409 and "is archived" in late.content.decode() and titles(chain.product) == ["Meanwhile"]


def test_many_rows_take_no_more_queries(client: Client, owner: Any, chain: Chain) -> None:
    def rows(word: str, count: int) -> str:
        place = f"{chain.sprint.team.name},{chain.sprint.name}"
        lines = (f"{word} {number},{chain['release'].key},{place}" for number in range(count))
        return "title,serves,team,sprint\n" + "\n".join(lines)

    few = previewed(client, rows("Few", 3))
    before = queries_of(lambda: client.post(f"{URL}import/", {"previewed": few}))
    many = previewed(client, rows("Many", 600))
    assert queries_of(lambda: client.post(f"{URL}import/", {"previewed": many})) <= before
    assert BacklogItem.objects.count() == 603 and not offences(chain.product)
    counted = queries_of(lambda: out(client))
    make_item(chain.product, "Another", goal=make_goal(chain.product, "product"), sprint=make_sprint(chain.product))
    assert queries_of(lambda: out(client)) == counted <= 8


def test_pasted_lines_are_still_taken_back_as_one(chain: Chain) -> None:
    done = BacklogItem.add_all(chain.product, ["One", "Two"], by=chain.owner)
    event = event_of(done)
    assert event is not None and event.verb == "add"
