"""The pages of the backlog: the list and what narrows it, quick add, pasted lines, one item, and the sprint backlog."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from goalchain.products.access import EDIT_BACKLOG, RIGHTS, Role
from goalchain.products.models import Product
from sprints.backlog.reads import SHOWN
from sprints.models import BacklogItem
from tests.factories import make_goal, make_member, make_product, make_sprint, make_user, product_owner
from tests.support.queries import queries_of

from .backlog import make_item, make_items, titles

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
READERS = [role for role in Role if role not in RIGHTS[EDIT_BACKLOG]]


@pytest.fixture
def product() -> Product:
    return make_product()


@pytest.fixture
def person(client: Client, product: Product) -> Any:
    someone = make_member(product, "developer")
    client.force_login(someone)
    return someone


def at(product: Product, name: str = "backlog", *parts: Any) -> str:
    return reverse(name, args=[product.key, *parts])


def shown(client: Client, product: Product, **query: Any) -> list[str]:
    html = client.get(at(product), query).content.decode()
    return [title for title in titles(product) if f">{title}</a>" in html]


def test_the_list_is_in_its_order_and_numbered(client: Client, person: Any, product: Product) -> None:
    make_items(product, "Wait", "Ride")
    html = client.get(at(product)).content.decode()
    assert html.index("Wait") < html.index("Ride")
    assert html.count('class="item-number"') == 2
    assert 'class="item-number"' not in client.get(at(product), {"q": "Ride"}).content.decode()


def test_an_empty_backlog_teaches(client: Client, person: Any, product: Product) -> None:
    assert "Nothing to do yet" in client.get(at(product)).content.decode()
    assert "No item is like that" in client.get(at(product), {"q": "x"}).content.decode()


def test_the_list_is_narrowed(client: Client, person: Any, product: Product) -> None:
    goal, sprint = make_goal(product, "product"), make_sprint(product)
    make_item(product, "Serves", goal=goal)
    make_item(product, "Unsaid 100%")
    make_item(product, "On purpose", serves_none=True)
    make_item(product, "Planned", sprint=sprint)
    make_item(product, "Finished", state="done")
    make_item(product, "Gone").archive(by=None)
    for query, expected in (
        ({}, ["Serves", "Unsaid 100%", "On purpose", "Planned"]),
        ({"q": "serVES"}, ["Serves"]),
        ({"q": "0%"}, ["Unsaid 100%"]),
        ({"q": "_"}, []),
        ({"goal": goal.key}, ["Serves"]),
        ({"goal": "none"}, ["On purpose"]),
        ({"goal": "unsaid"}, ["Unsaid 100%", "Planned"]),
        ({"sprint": sprint.pk}, ["Planned"]),
        ({"sprint": "none", "goal": "unsaid"}, ["Unsaid 100%"]),
        ({"state": "done"}, ["Finished"]),
        ({"state": "all"}, ["Serves", "Unsaid 100%", "On purpose", "Planned", "Finished"]),
        ({"state": "archived"}, ["Gone"]),
        ({"goal": make_goal(title="Elsewhere").key}, []),
        (
            {"state": "begun", "sprint": "x", "after": "²", "goal": "x"},
            ["Serves", "Unsaid 100%", "On purpose", "Planned"],
        ),
    ):
        assert shown(client, product, **query) == expected, query


def test_a_long_backlog_goes_on_behind_the_last_item(client: Client, person: Any, product: Product) -> None:
    make_items(product, *(f"Item {number:04}" for number in range(1, 451)))
    first = client.get(at(product)).content.decode()
    assert first.count("data-item=") == SHOWN and "More items" in first
    last = BacklogItem.objects.get(title=f"Item {SHOWN:04}")
    second = client.get(at(product), {"after": last.position}).content.decode()
    assert f">Item {SHOWN + 1:04}</a>" in second and f">Item {SHOWN:04}</a>" not in second
    assert f'<span class="item-number">{SHOWN + 1}</span>' in second and "From the top" in second


def test_the_list_costs_the_same_however_long_the_backlog(client: Client, person: Any, product: Product) -> None:
    make_items(product, "One", "Two")
    client.get(at(product))
    few = queries_of(lambda: client.get(at(product)))
    make_items(product, *(f"{number}" for number in range(500)), goal=make_goal(product, "release"))
    assert queries_of(lambda: client.get(at(product))) == few <= 8


# -- adding --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("place", ["", "top"])
def test_quick_add(client: Client, person: Any, product: Product, place: str) -> None:
    goal = make_goal(product, "product")
    make_item(product, "There")
    response = client.post(at(product), {"title": "New", "goal": goal.key, "place": place})
    item = BacklogItem.objects.get(title="New")
    assert (response.status_code, response["Location"]) == (302, f"{at(product)}#item-{item.pk}")
    assert titles(product) == (["New", "There"] if place else ["There", "New"]) and item.goal_id == goal.pk
    answer = client.post(at(product), {"title": "By htmx", "goal": "none"}, headers=HTMX)
    assert answer["HX-Trigger"] == "goal-changed" and "Undo" in answer.content.decode()
    assert BacklogItem.objects.get(title="By htmx").serves_none


@pytest.mark.parametrize(
    "words", [{"title": ""}, {"title": "x" * 201}, {"title": "x", "goal": "ELSE-1"}, {"goal": "²"}]
)
def test_what_no_item_can_be_comes_back_as_typed(client: Client, person: Any, product: Product, words: dict) -> None:
    for headers in ({}, HTMX):
        answer = client.post(at(product), words, headers=headers)
        assert answer.status_code == 422
        assert words.get("title", "") in answer.content.decode()
    assert titles(product) == []


def test_pasted_lines_are_shown_before_they_are_added(client: Client, person: Any, product: Product) -> None:
    lines = at(product, "backlog_lines")
    words = {"lines": "- One\n- Two\n", "goal": ""}
    preview = client.post(lines, words).content.decode()
    assert "2 items will be added" in preview and titles(product) == []
    answer = client.post(lines, words | {"confirmed": "yes"}, follow=True)
    assert titles(product) == ["One", "Two"]
    assert "2 items added at the end." in answer.content.decode()
    event = answer.content.decode().partition('name="event" value="')[2].partition('"')[0]
    client.post(at(product, "backlog_undo"), {"event": event})
    assert not BacklogItem.objects.live().exists()


@pytest.mark.parametrize("lines", ["", " \n- \n", "x" * 201, "x\n" * 501])
def test_lines_that_cannot_be_taken_come_back_as_typed(
    client: Client, person: Any, product: Product, lines: str
) -> None:
    for more in ({}, {"confirmed": "yes"}):
        answer = client.post(at(product, "backlog_lines"), {"lines": lines} | more)
        assert answer.status_code == 422 and lines in answer.content.decode()
    assert titles(product) == []


# -- one item ------------------------------------------------------------------------------------------------------


def typed(item: BacklogItem, **words: Any) -> dict[str, Any]:
    return {"title": item.title, "goal": "", "sprint": "", "state": item.state, "size": "", "tracker_url": ""} | words


def test_an_item_is_edited_in_one_change(client: Client, person: Any, product: Product) -> None:
    goal, sprint, item = make_goal(product, "product"), make_sprint(product), make_item(product)
    page = at(product, "backlog_item", item.pk)
    editor = client.get(page, headers=HTMX).content.decode()
    assert f'id="item-{item.pk}" data-editor' in editor and 'name="version" value="1"' in editor
    revision = Product.objects.get(pk=product.pk).revision
    link = "https://bikes.atlassian.net/browse/BIKE-7"
    words = {"title": "Other", "goal": goal.key, "sprint": sprint.pk, "size": "2.5", "tracker_url": link}
    answer = client.post(page, typed(item, version=1, **words), headers=HTMX)
    html = answer.content.decode()
    assert answer.status_code == 200 and "Jira BIKE-7" in html and "Undo" in html
    item.refresh_from_db()
    assert (item.title, item.goal_id, item.sprint_id, item.tracker_url) == ("Other", goal.pk, sprint.pk, link)
    assert Product.objects.get(pk=product.pk).revision == revision + 1
    event = html.partition('name="event" value="')[2].partition('"')[0]
    client.post(at(product, "backlog_undo"), {"event": event}, headers=HTMX)
    item.refresh_from_db()
    assert (item.title, item.goal, item.sprint, item.size) == ("An item", None, None, None)


def test_a_clash_shows_both_wordings(client: Client, person: Any, product: Product) -> None:
    item = make_item(product)
    item.revise(by=None, title="Theirs", state="doing")
    for headers in ({}, HTMX):
        answer = client.post(
            at(product, "backlog_item", item.pk), typed(item, version=1, title="Mine", state="open"), headers=headers
        )
        html = answer.content.decode()
        assert answer.status_code == 409
        for words in ("<dd>Theirs</dd>", "<dd>Mine</dd>", "<dd>Doing</dd>", "<dd>To do</dd>", 'value="2"', ">Mine<"):
            assert words in html.replace("\n", ""), words


@pytest.mark.parametrize(
    "words",
    [{"title": ""}, {"size": "many"}, {"size": "-1"}, {"tracker_url": "http://x"}, {"goal": "NO-1"}, {"sprint": 9}],
)
def test_a_bad_value_is_refused(client: Client, person: Any, product: Product, words: dict[str, Any]) -> None:
    item = make_item(product)
    for headers in ({}, HTMX):
        answer = client.post(at(product, "backlog_item", item.pk), typed(item, version=1, **words), headers=headers)
        assert answer.status_code == 422 and "errorlist" in answer.content.decode()
    item.refresh_from_db()
    assert item.version == 1


def test_state_and_place_and_archive(client: Client, person: Any, product: Product) -> None:
    made = make_items(product, "a", "b", "c")
    item = made[2]

    def post(name: str, **words: Any) -> int:
        item.refresh_from_db()
        return client.post(at(product, name, item.pk), {"version": item.version} | words, headers=HTMX).status_code

    assert post("backlog_item_state", to="done") == 200
    item.refresh_from_db()
    assert item.state == "done"
    assert post("backlog_item_position", place="top") == 200 and titles(product) == ["c", "a", "b"]
    assert post("backlog_item_position", after=made[0].pk) == 200 and titles(product) == ["a", "c", "b"]
    assert post("backlog_item_archive") == 200 and post("backlog_item_restoration") == 200
    for name, words in (
        ("backlog_item_state", {"to": "begun"}),
        ("backlog_item_position", {"number": "0"}),
        ("backlog_item_position", {"number": "²"}),
        ("backlog_item_position", {"before": 10**8}),
        ("backlog_item_position", {}),
        ("backlog_item_restoration", {}),
    ):
        assert post(name, **words) == 422, name
        assert client.post(at(product, name, item.pk), words | {"version": item.version}).status_code == 422


def test_a_stale_move_is_a_clash(client: Client, person: Any, product: Product) -> None:
    item = make_items(product, "a", "b")[1]
    item.revise(by=None, title="c")
    for headers in ({}, HTMX):
        answer = client.post(
            at(product, "backlog_item_position", item.pk), {"place": "top", "version": 1}, headers=headers
        )
        assert answer.status_code == 409 and "Somebody changed “c”" in answer.content.decode()
    assert titles(product) == ["a", "c"]


def test_a_button_leads_back_to_the_page_of_the_sprint(client: Client, person: Any, product: Product) -> None:
    sprint = make_sprint(product)
    item = make_item(product, sprint=sprint)
    answer = client.post(at(product, "backlog_item_state", item.pk) + "?in=sprint&to=doing", {"version": item.version})
    assert answer["Location"] == f"{reverse('sprint', args=[product.key, sprint.pk])}#item-{item.pk}"


@pytest.mark.parametrize("role", READERS)
def test_readers_read_and_change_nothing(client: Client, product: Product, role: Role) -> None:
    item = make_item(product, "Theirs to read")
    client.force_login(make_member(product, role))
    html = client.get(at(product)).content.decode()
    assert "Theirs to read" in html and "backlog-acts" not in html and "new-item" not in html
    assert "Theirs to read" in client.get(at(product, "backlog_item", item.pk)).content.decode()
    assert client.get(at(product, "backlog_item", item.pk), headers=HTMX).status_code == 403
    assert client.post(at(product), {"title": "x"}).status_code == 403


def test_items_of_others_are_not_found(client: Client, person: Any, product: Product) -> None:
    item = make_item(make_product())
    assert client.get(at(product, "backlog_item", item.pk)).status_code == 404
    client.force_login(make_user())
    assert client.get(at(product)).status_code == 404


# -- the sprint backlog --------------------------------------------------------------------------------------------


def test_the_sprint_page_shows_its_backlog(client: Client, product: Product) -> None:
    sprint, parent = make_sprint(product), make_goal(product, "release")
    make_goal(product, "sprint", parents=[parent], state="agreed", sprint_id=sprint.pk)
    page = reverse("sprint", args=[product.key, sprint.pk])
    client.force_login(product_owner(product))
    client.get(page)
    few = queries_of(lambda: client.get(page))
    for number in range(80):
        make_item(product, f"Item {number}", goal=parent, sprint=sprint)
    make_item(product, "Other", goal=make_goal(product, "release"), sprint=sprint)
    make_item(product, "Archived", sprint=sprint).archive(by=None)
    make_item(product, "Not planned")
    html = client.get(page).content.decode()
    assert html.count("data-item=") == 81 and "0 of 81 done" in html
    assert html.count("serves another goal than the sprint’s") == 1
    assert queries_of(lambda: client.get(page)) == few <= 8


@pytest.mark.parametrize("role", ["stakeholder", "viewer"])
def test_the_backlog_of_a_sprint_without_a_goal_is_planning(client: Client, product: Product, role: str) -> None:
    sprint = make_sprint(product)
    goal = make_goal(product, "sprint", parents=[make_goal(product, "release")], sprint_id=sprint.pk)
    make_item(product, "Secret plan", sprint=sprint)
    page = reverse("sprint", args=[product.key, sprint.pk])
    client.force_login(make_member(product, role))
    assert "Secret plan" not in client.get(page).content.decode()
    goal.agree(by=None)
    assert "Secret plan" in client.get(page).content.decode()
