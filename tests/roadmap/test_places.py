"""A product goal on the roadmap: its title, its words and its time edited in place, and its column."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from goalchain.goals.models import Event, Goal
from goalchain.goals.offences import offences
from goalchain.products.errors import Refused
from roadmap.models import ProductGoal
from tests import factories as make

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


def product_goal(product: object = None, **words: object) -> ProductGoal:
    stored = make.fresh(make.make_goal(product, "product", **words))
    assert isinstance(stored, ProductGoal)
    return stored


@pytest.fixture
def goal() -> ProductGoal:
    """A product goal."""
    return product_goal(title="Riders pay")


@pytest.fixture
def owner(client: Client, goal: ProductGoal) -> Client:
    """The owner's client."""
    client.force_login(make.product_owner(goal.product))
    return client


def again(goal: Goal) -> ProductGoal:
    stored = make.fresh(goal)
    assert isinstance(stored, ProductGoal)
    return stored


def order(goal: Goal) -> list[str]:
    found = Goal.objects.filter(product=goal.product, level=3).order_by("position", "number")
    return list(found.values_list("title", flat=True))


# -- the column --------------------------------------------------------------------------------------------------------


def test_a_card_is_placed_in_one_change(goal: ProductGoal) -> None:
    by = make.product_owner(goal.product)
    other = product_goal(goal.product, title="Second")
    assert other.place("now", before=goal, by=by) and order(goal) == ["Second", "Riders pay"]
    event = Event.objects.filter(goal_id=other.pk).latest("id")
    assert event.verb == "place" and set(event.former) == {"horizon", "position"}
    assert event.after["details"] == {"horizon": "now"} and again(other).horizon == "now"
    assert not again(other).place("now", before=goal, by=by) and not list(offences(goal.product))


def test_a_place_can_be_kept(goal: ProductGoal) -> None:
    by = make.product_owner(goal.product)
    product_goal(goal.product, title="Second")
    assert goal.place("later", reorder=False, by=by) and order(goal) == ["Riders pay", "Second"]
    assert not goal.place("later", reorder=False, by=by)
    assert goal.place("", reorder=False, by=by) and again(goal).details() == {}


def test_where_no_room_is_left_all_get_new_places(goal: ProductGoal) -> None:
    second, third = product_goal(goal.product, title="Second"), product_goal(goal.product, title="Third")
    Goal.objects.filter(pk=second.pk).update(position=goal.position + 1)
    assert third.place("now", before=again(second), by=None) and order(goal) == ["Riders pay", "Third", "Second"]


def test_an_unknown_column_is_refused(goal: ProductGoal) -> None:
    with pytest.raises(Refused, match="no column"):
        goal.place("never", by=None)
    with pytest.raises(Refused, match="not on the level"):
        goal.place("now", before=make.make_goal(goal.product, "release"), by=None)
    with pytest.raises(IntegrityError), transaction.atomic():
        ProductGoal.objects.filter(pk=goal.pk).update(horizon="never")


def test_a_card_is_moved_on_the_page_and_back(goal: ProductGoal, owner: Client) -> None:
    second = product_goal(goal.product, title="Second")
    url = f"/g/{second.key}/horizon/"
    answer = owner.post(url, {"horizon": "next", "before": goal.key, "version": second.version}, headers=HTMX)
    assert answer.status_code == 200 and "stands in Next" in answer.content.decode()
    assert again(second).horizon == "next" and order(goal) == ["Second", "Riders pay"]
    event = Event.objects.filter(goal_id=second.pk).latest("id")
    assert owner.post(f"/g/{second.key}/undo/", {"event": event.pk}, headers=HTMX).status_code == 200
    assert again(second).horizon == "" and order(goal) == ["Riders pay", "Second"]
    assert not list(offences(goal.product))


def test_undo_stands_before_who_took_the_place(goal: ProductGoal, owner: Client) -> None:
    product_goal(goal.product, title="Second")
    goal.place("later", by=make.product_owner(goal.product))
    event = Event.objects.filter(goal_id=goal.pk).latest("id")
    Goal.objects.filter(title="Second").update(position=event.former["position"])
    owner.post(f"/g/{goal.key}/undo/", {"event": event.pk}, headers=HTMX)
    assert order(goal) == ["Riders pay", "Second"]


def test_without_a_word_about_its_place_it_keeps_it(goal: ProductGoal, owner: Client) -> None:
    product_goal(goal.product, title="Second")
    answer = owner.post(f"/g/{goal.key}/horizon/", {"horizon": "later", "version": goal.version}, follow=True)
    assert answer.redirect_chain == [(f"/p/{goal.product.key}/roadmap/?view=now", 302)]
    assert order(goal) == ["Riders pay", "Second"] and "stands in Later" in answer.content.decode()
    answer = owner.post(f"/g/{goal.key}/horizon/", {"horizon": "", "version": again(goal).version}, follow=True)
    assert "stands where its state and dates put it" in answer.content.decode()


def test_a_refusal_is_a_notice_or_a_page(goal: ProductGoal, owner: Client) -> None:
    url = f"/g/{goal.key}/horizon/"
    for data, status in (({"horizon": "x", "version": "1"}, 422), ({"horizon": "now", "version": "9"}, 409)):
        assert owner.post(url, data, headers=HTMX).status_code == status
        answer = owner.post(url, data)
        assert answer.status_code == status and "Nothing was changed" in answer.content.decode()
    owner.post(url, {"horizon": "now", "before": "NOPE-1", "version": goal.version})
    assert again(goal).horizon == ""


def test_the_board_shows_where_each_card_stands(goal: ProductGoal, owner: Client) -> None:
    product_goal(goal.product, title="Active one", state="active")
    goal.place("next", by=make.product_owner(goal.product))
    html = owner.get(f"/p/{goal.product.key}/roadmap/?view=now").content.decode()
    now, following = html.split('data-lane="next"')
    assert "Active one" in now.split('data-lane="now"')[1] and "Now, by its state" in now
    assert "Riders pay" in following.split('data-lane="later"')[0]


# -- fields in place ---------------------------------------------------------------------------------------------------


def test_the_title_is_edited_on_the_grid(goal: ProductGoal, owner: Client) -> None:
    url = f"/g/{goal.key}/roadmap/title/"
    assert f'id="go-{goal.number}-title"' in owner.get(url, headers=HTMX).content.decode()
    assert f"{url}?shown" in owner.get(url, headers=HTMX).content.decode()
    answer = owner.post(url, {"title": "Riders pay at once", "version": goal.version}, headers=HTMX)
    assert f'id="go-{goal.number}-title"' in answer.content.decode() and again(goal).title == "Riders pay at once"
    assert "Riders pay at once" in owner.get(f"{url}?shown", headers=HTMX).content.decode()
    clash = owner.post(url, {"title": "Mine", "version": goal.version}, headers=HTMX)
    assert clash.status_code == 409 and "Mine" in clash.content.decode()
    assert owner.get(f"/g/{goal.key}/roadmap/owner/").status_code == 404
    after = owner.post(url, {"title": "Plain", "version": again(goal).version})
    assert after["Location"] == f"/p/{goal.product.key}/roadmap/#go-{goal.number}"


def test_a_long_statement_is_cut_on_the_grid_only(goal: ProductGoal, owner: Client) -> None:
    again(goal).revise(by=make.product_owner(goal.product), statement="reader " * 100)
    html = owner.get(f"/g/{goal.key}/roadmap/statement/?shown", headers=HTMX).content.decode()
    assert html.count("reader") == 37 and "…" in html
    assert owner.get(f"/g/{goal.key}/roadmap/statement/", headers=HTMX).content.decode().count("reader") == 100


def test_the_time_is_one_change(goal: ProductGoal, owner: Client) -> None:
    url = f"/g/{goal.key}/when/"
    assert "Timeframe" in owner.get(url, headers=HTMX).content.decode()
    words = {"timeframe": "Q1  2027", "starts_on": "2027-01-04", "ends_on": "2027-03-26", "version": goal.version}
    answer = owner.post(url, words, headers=HTMX)
    html = answer.content.decode()
    assert "Q1 2027" in html and "4\u00a0Jan – 26\u00a0Mar 2027" in html and "undo/" in html
    stored = again(goal)
    assert (stored.timeframe, stored.starts_on, stored.ends_on) == ("Q1 2027", date(2027, 1, 4), date(2027, 3, 26))
    assert stored.version == goal.version + 1
    same = owner.post(url, words | {"version": stored.version}, headers=HTMX)
    assert "undo/" not in same.content.decode() and again(goal).version == stored.version


def test_a_time_that_cannot_be(goal: ProductGoal, owner: Client) -> None:
    url = f"/g/{goal.key}/when/"
    for words, why in (
        ({"starts_on": "2027-03-01", "ends_on": "2027-01-01"}, "before it starts"),
        ({"starts_on": "soon"}, "is no date"),
        ({"timeframe": "x" * 41}, "at most 40"),
    ):
        answer = owner.post(url, words | {"version": goal.version}, headers=HTMX)
        assert answer.status_code == 422 and why in answer.content.decode()
        assert owner.post(url, words | {"version": goal.version}).status_code == 422
    with pytest.raises(Refused, match="41 characters"):
        goal.revise(by=None, timeframe="x" * 41)


def test_two_people_say_when(goal: ProductGoal, owner: Client) -> None:
    again(goal).revise(by=make.product_owner(goal.product), timeframe="In summer")
    # Words too long for chance: two letters stand in one CSRF token of sixty.
    mine = {"timeframe": "In autumn", "version": goal.version}
    answer = owner.post(f"/g/{goal.key}/when/", mine, headers=HTMX)
    html = answer.content.decode()
    assert answer.status_code == 409 and "In summer" in html and html.count("In autumn") == 2
    assert owner.post(f"/g/{goal.key}/when/", mine).status_code == 409


def test_without_htmx_the_roadmap_follows(goal: ProductGoal, owner: Client) -> None:
    url = f"/g/{goal.key}/when/"
    assert "When is" in owner.get(url).content.decode()
    answer = owner.post(url, {"timeframe": "next", "version": goal.version})
    assert answer["Location"] == f"/p/{goal.product.key}/roadmap/#go-{goal.number}"


def test_who_may_not_edit_is_refused(goal: ProductGoal, client: Client) -> None:
    client.force_login(make.make_member(goal.product, "developer"))
    for path in ("when/", "roadmap/title/", "features/"):
        assert client.get(f"/g/{goal.key}/{path}").status_code == 403
    assert client.post(f"/g/{goal.key}/horizon/", {"horizon": "now"}).status_code == 403
    assert "now-move" not in client.get(f"/p/{goal.product.key}/roadmap/?view=now").content.decode()
    assert "data-edit" not in client.get(f"/p/{goal.product.key}/roadmap/").content.decode()
