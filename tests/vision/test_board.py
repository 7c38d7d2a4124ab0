"""The board's pages: what they show, what is sent to them, and how they answer."""

from typing import Any

import pytest
from django.test import Client

from goalchain.goals.models import Goal
from tests import factories as make
from vision.board import BoardEntry

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def chain() -> make.Chain:
    return make.make_chain_of_all_levels()


@pytest.fixture
def owner(chain: make.Chain, client: Client) -> Client:
    client.force_login(chain.owner)
    return client


def at(chain: make.Chain, path: str = "") -> str:
    return f"/p/{chain.product.key}/vision/{path}"


def page(client: Client, address: str, **more: Any) -> str:
    answer = client.get(address, **more)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_board_shows_entries_and_goals(chain: make.Chain, owner: Client) -> None:
    make.make_entry(chain["vision"], "needs", "Know the price", answered_by=[chain["user"]])
    make.make_entry(chain["vision"], "needs", "Be quick", answered_by=[chain["user"]])
    make.make_entry(chain["vision"], "competitors", "The corner shop")
    loose = make.make_goal(chain.product, "user", title="Riders trust")
    html = page(owner, at(chain))
    for words in ("Servicing is simple", "Know the price", "The corner shop", "Riders trust", "0 of 1 closed"):
        assert words in html
    assert html.count(f'id="goal-{chain["user"].number}"') == 1
    assert "does not serve this vision" in html and "User goals that answer no need yet" in html
    assert loose.key in html


def test_a_reader_sees_no_controls(chain: make.Chain, client: Client) -> None:
    entry = make.make_entry(chain["vision"], "needs", "Know the price")
    client.force_login(make.make_member(chain.product, "viewer"))
    html = page(client, at(chain))
    assert "Know the price" in html and "Replace the vision" not in html and "Add a need" not in html
    assert f'href="{at(chain)}entries/{entry.pk}/"' not in html


def test_a_product_without_a_vision_asks_for_one(client: Client) -> None:
    product = make.make_product()
    client.force_login(make.product_owner(product))
    address = f"/p/{product.key}/vision/"
    assert "exist?" in page(client, address) and "For example" in page(client, address)
    assert client.post(f"{address}beginning/", {"title": " "}).status_code == 422
    assert client.post(f"{address}entries/", {"section": "needs", "text": "Too early"}).status_code == 404
    assert client.post(f"{address}beginning/", {"title": "Riding is easy"}).status_code == 302
    assert "Riding is easy" in page(client, address)


@pytest.mark.parametrize(
    ("data", "status"),
    [
        ({"section": "needs", "text": "Know the price"}, 302),
        ({"section": "needs", "text": "  "}, 422),
        ({"section": "needs", "text": "x" * 201}, 422),
        ({"section": "needs", "text": "a\0b"}, 422),
        ({"section": "nowhere", "text": "Words"}, 422),
    ],
)
def test_adding_an_entry(chain: make.Chain, owner: Client, data: dict[str, str], status: int) -> None:
    assert owner.post(at(chain, "entries/"), data).status_code == status
    assert BoardEntry.objects.count() == (status == 302)
    if status == 422:
        answer = owner.post(at(chain, "entries/"), data, headers=HTMX)
        assert answer.status_code == 422
        if data["section"] == "needs" and "\0" not in data["text"]:
            assert 'aria-invalid="true"' in answer.content.decode()


def test_adding_answers_with_an_empty_form_and_undo(chain: make.Chain, owner: Client) -> None:
    answer = owner.post(at(chain, "entries/"), {"section": "needs", "text": "Know the price"}, headers=HTMX)
    html = answer.content.decode()
    assert answer.headers["HX-Trigger"] == "goal-changed" and 'id="add-needs"' in html and "Know the price" not in html
    entry = BoardEntry.objects.get()
    event = answer.content.decode().partition('name="event" value="')[2].partition('"')[0]
    assert owner.post(at(chain, f"entries/{entry.pk}/undo/"), {"event": event}, headers=HTMX).status_code == 200
    assert not BoardEntry.objects.kept().exists()
    assert owner.post(at(chain, f"entries/{entry.pk}/undo/"), {"event": event}, headers=HTMX).status_code == 422
    assert owner.post(at(chain, f"entries/{entry.pk}/undo/"), {"event": "x"}).status_code == 422


def test_editing_in_place(chain: make.Chain, owner: Client) -> None:
    entry = make.make_entry(chain["vision"], "needs", "Price")
    address = at(chain, f"entries/{entry.pk}/")
    assert "Price" in page(owner, address, headers=HTMX) and "<html" in page(owner, address)
    saved = owner.post(address, {"text": "A fair\nprice", "version": 1}, headers=HTMX)
    assert saved.status_code == 200 and "A fair price" in saved.content.decode()
    assert owner.post(address, {"text": "", "version": 2}, headers=HTMX).status_code == 422
    clash = owner.post(address, {"text": "Mine", "version": 1}, headers=HTMX)
    assert clash.status_code == 409 and "A fair price" in clash.content.decode() and "Mine" in clash.content.decode()
    assert owner.post(address, {"text": "Plain", "version": 2}).status_code == 302
    assert owner.get(address + "?shown", headers=HTMX).content.decode().count("Plain") >= 1


def test_moving_by_one_step_and_by_place(chain: make.Chain, owner: Client) -> None:
    first, second, third = (make.make_entry(chain["vision"], "needs", text) for text in "ABC")

    def order() -> str:
        return "".join(BoardEntry.objects.in_order().values_list("text", flat=True))

    def post(entry: BoardEntry, **data: Any) -> int:
        version = BoardEntry.objects.get(pk=entry.pk).version
        answer = owner.post(at(chain, f"entries/{entry.pk}/position/"), {"version": version, **data}, headers=HTMX)
        return answer.status_code

    assert (post(first, move="up"), order()) == (200, "ABC")
    assert (post(first, move="down"), order()) == (200, "BAC")
    assert (post(third, before=second.pk), order()) == (200, "CBA")
    assert (post(third, before=""), order()) == (200, "BAC")
    elsewhere = make.make_entry(chain["vision"], "product")
    assert post(third, before=elsewhere.pk) == 422
    assert post(third, before="x") == 422
    stale = owner.post(at(chain, f"entries/{first.pk}/position/"), {"version": 99, "move": "up"}, headers=HTMX)
    assert stale.status_code == 409
    assert owner.post(at(chain, f"entries/{first.pk}/removal/"), {"version": 99}).status_code == 409


def test_an_entry_of_another_product_is_not_found(chain: make.Chain, owner: Client) -> None:
    other = make.make_chain_of_all_levels()
    entry = make.make_entry(other["vision"])
    for path in ("", "position/", "removal/", "undo/", "answers/"):
        assert owner.post(at(chain, f"entries/{entry.pk}/{path}"), {"version": 1}).status_code == 404
    mine = make.make_entry(chain["vision"])
    data = {"version": 1, "goals": [other["user"].number + 50]}
    assert owner.post(at(chain, f"entries/{mine.pk}/answers/"), data).status_code == 422
    assert owner.post(at(chain, "goals/"), {"level": "user", "title": "T", "need": entry.pk}).status_code == 422


def test_a_goal_is_made_on_the_board(chain: make.Chain, owner: Client) -> None:
    need = make.make_entry(chain["vision"])
    data = {"level": "user", "title": "Riders trust", "need": need.pk}
    assert owner.post(at(chain, "goals/"), data, headers=HTMX).status_code == 200
    goal = Goal.objects.get(title="Riders trust")
    assert goal.up_links.get().parent_id == chain["vision"].pk
    assert need.goals.get() == goal
    assert owner.post(at(chain, "goals/"), {"level": "business", "title": ""}, headers=HTMX).status_code == 422
    assert owner.post(at(chain, "goals/"), {"level": "sprint", "title": "No"}).status_code == 422


def test_a_goal_is_edited_and_moved_on_the_board(chain: make.Chain, owner: Client) -> None:
    goal = chain["user"]
    other = make.make_goal(chain.product, "user", title="Riders trust")
    address = at(chain, f"goals/{goal.number}/")
    saved = owner.post(address, {"title": "Riders ride", "version": goal.version}, headers=HTMX)
    assert saved.status_code == 200 and "Riders ride" in saved.content.decode()
    clash = owner.post(address, {"title": "Mine", "version": goal.version}, headers=HTMX)
    assert clash.status_code == 409 and "Riders ride" in clash.content.decode()
    assert owner.post(address, {"title": "", "version": 2}).status_code == 422
    assert owner.get(at(chain, f"goals/{chain['product'].number}/")).status_code == 404
    assert owner.get(at(chain, "goals/999/")).status_code == 404
    moved = owner.post(address + "position/", {"move": "down", "version": make.fresh(goal).version}, headers=HTMX)
    assert moved.status_code == 200
    titles = Goal.objects.filter(level_name="user").in_order().values_list("title", flat=True)
    assert list(titles) == ["Riders trust", "Riders ride"]
    version = make.fresh(goal).version
    assert owner.post(address + "position/", {"before": other.number, "version": version}).status_code == 302
    assert owner.post(address + "position/", {"before": 999, "version": version + 1}).status_code == 422


def test_the_wall_has_no_controls(chain: make.Chain, owner: Client) -> None:
    make.make_entry(chain["vision"], "needs", "Know the price", answered_by=[chain["user"]])
    main = page(owner, at(chain, "wall/")).partition("<main")[2].partition("</main>")[0]
    assert "Know the price" in main and chain["user"].title in main
    assert "<button" not in main and "<a " not in main and "<input" not in main
