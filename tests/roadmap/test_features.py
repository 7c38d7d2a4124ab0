"""The features of a product goal: added, edited, ordered, removed, taken back."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from goalchain.goals.models import Event, Goal
from goalchain.goals.offences import offences
from goalchain.goals.wording import tell
from goalchain.products.errors import Refused, Stale
from roadmap.features import FEATURE_LENGTH, MOST_FEATURES, STRIDE, Feature
from roadmap.models import ProductGoal
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def goal() -> ProductGoal:
    """A product goal."""
    stored = make.fresh(make.make_goal(level="product", title="Riders pay"))
    assert isinstance(stored, ProductGoal)
    return stored


@pytest.fixture
def owner(client: Client, goal: ProductGoal) -> Client:
    """The owner's client."""
    client.force_login(make.product_owner(goal.product))
    return client


def texts(goal: Goal) -> list[str]:
    return [feature.text for feature in Feature.objects.kept().filter(goal_id=goal.pk).in_order()]


def last(goal: Goal) -> Event:
    return Event.objects.filter(goal_id=goal.pk, subject="feature").latest("id")


# -- verbs -------------------------------------------------------------------------------------------------------------


def test_features_stand_in_the_order_in_which_they_were_added(goal: ProductGoal) -> None:
    make.make_feature(goal, "Search")
    feature = make.make_feature(goal, "Booking")
    assert texts(goal) == ["Search", "Booking"] and str(feature) == "Booking"
    event = last(goal)
    assert event.verb == "add" and event.after == feature.facts() and not event.planning


def test_the_same_words_again_write_nothing(goal: ProductGoal) -> None:
    feature, by = make.make_feature(goal, "Search"), make.product_owner(goal.product)
    assert not feature.reword("Search", by=by) and feature.reword("Find", by=by, version=1)
    assert (last(goal).verb, last(goal).former) == ("reword", {"text": "Search"})


def test_they_change_places(goal: ProductGoal) -> None:
    first, second, third = (make.make_feature(goal, text) for text in "abc")
    by = make.product_owner(goal.product)
    assert third.reorder(before=first, by=by) and texts(goal) == ["c", "a", "b"]
    assert third.reorder(by=by) and texts(goal) == ["a", "b", "c"]
    assert not third.reorder(by=by) and not second.reorder(before=second, by=by)
    assert second.reorder(before=first, by=by) and texts(goal) == ["b", "a", "c"]


def test_where_no_room_is_left_all_get_new_places(goal: ProductGoal) -> None:
    first, second, third = (make.make_feature(goal, text) for text in "abc")
    Feature.objects.filter(pk=second.pk).update(position=first.position + 1)
    assert third.reorder(before=second, by=make.product_owner(goal.product)) and texts(goal) == ["a", "c", "b"]
    stored = Feature.objects.filter(goal_id=goal.pk).in_order().values_list("position", flat=True)
    assert list(stored) == [STRIDE, 2 * STRIDE, 3 * STRIDE]


def test_what_is_removed_can_be_put_back(goal: ProductGoal) -> None:
    feature, by = make.make_feature(goal, "Search"), make.product_owner(goal.product)
    feature.remove(by=by)
    assert texts(goal) == []
    for refused in (lambda: feature.remove(by=by), lambda: feature.reword("x", by=by), lambda: feature.reorder(by=by)):
        with pytest.raises(Refused, match="was removed"):
            refused()
    feature.put_back(by=by)
    assert texts(goal) == ["Search"]
    with pytest.raises(Refused, match="in the list"):
        feature.put_back(by=by)


def test_a_list_has_an_end(goal: ProductGoal) -> None:
    removed, by = make.make_feature(goal), make.product_owner(goal.product)
    removed.remove(by=by)
    for _ in range(MOST_FEATURES):
        make.make_feature(goal)
    with pytest.raises(Refused, match="20 features already"):
        make.make_feature(goal)
    with pytest.raises(Refused, match="20 features already"):
        removed.put_back(by=by)


def test_words_are_needed_and_few_of_them(goal: ProductGoal) -> None:
    for words, why in (("", "needs words"), ("  ", "needs words"), ("x" * (FEATURE_LENGTH + 1), "121 characters")):
        with pytest.raises(Refused, match=why):
            Feature.add(goal, words, by=None)


def test_an_archived_goal_keeps_its_features_as_they_are(goal: ProductGoal) -> None:
    feature, by = make.make_feature(goal), make.product_owner(goal.product)
    make.fresh(goal).archive(by=by)
    with pytest.raises(Refused, match="archived"):
        feature.reword("x", by=by)
    with pytest.raises(Refused, match="archived"):
        Feature.add(goal, "x", by=by)


def test_a_stale_version_is_refused(goal: ProductGoal) -> None:
    feature, by = make.make_feature(goal), make.product_owner(goal.product)
    other = Feature.objects.select_related("goal").get(pk=feature.pk)
    other.product = other.goal.product = goal.product
    feature.reword("First", by=by, version=1)
    with pytest.raises(Stale):
        other.reword("Second", by=by, version=1)
    with pytest.raises(Stale):
        feature.reword("Third", by=by, version=1)


def test_another_goals_feature_is_no_neighbour(goal: ProductGoal) -> None:
    feature, other = make.make_feature(goal), make.make_feature(make.make_goal(goal.product, "product"), "Elsewhere")
    with pytest.raises(Refused, match="not in this list"):
        feature.reorder(before=other, by=None)


def test_the_database_refuses_an_empty_feature(goal: ProductGoal) -> None:
    for wrong in ({"text": ""}, {"text": "x", "version": 0}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Feature.objects.create(product=goal.product, goal=goal, **wrong)


# -- undo and words ----------------------------------------------------------------------------------------------------


def undo(owner: Client, goal: Goal, event: Event | None = None) -> Any:
    return owner.post(f"/g/{goal.key}/undo/", {"event": (event or last(goal)).pk}, headers={"HX-Request": "true"})


def test_each_step_can_be_taken_back(goal: ProductGoal, owner: Client) -> None:
    by = make.product_owner(goal.product)
    first, second = make.make_feature(goal, "a"), make.make_feature(goal, "b")
    assert undo(owner, goal).status_code == 200 and texts(goal) == ["a"]
    assert undo(owner, goal).status_code == 200 and texts(goal) == ["a", "b"]
    second.reorder(before=first, by=by)
    undo(owner, goal)
    assert texts(goal) == ["a", "b"]
    first.reword("c", by=by)
    undo(owner, goal)
    assert texts(goal) == ["a", "b"]
    first.remove(by=by)
    undo(owner, goal)
    assert texts(goal) == ["a", "b"]
    assert last(goal).undoes_id is not None and not list(offences(goal.product))


def test_a_move_for_which_room_had_to_be_made_is_taken_back_whole(goal: ProductGoal, owner: Client) -> None:
    first, second, third = (make.make_feature(goal, text) for text in "abc")
    Feature.objects.filter(pk=second.pk).update(position=first.position + 1)
    third.reorder(before=second, by=make.product_owner(goal.product))
    moved = Event.objects.filter(goal_id=goal.pk, verb="reorder")
    assert texts(goal) == ["a", "c", "b"] and moved.count() == 2
    undo(owner, goal, moved.first())
    assert texts(goal) == ["a", "b", "c"] and not list(offences(goal.product))

    third.refresh_from_db()
    Feature.objects.filter(pk=second.pk).update(position=first.position + 1)
    third.reorder(before=second, by=make.product_owner(goal.product))
    event = last(goal)
    third.reword("d", by=None)
    assert undo(owner, goal, event).status_code == 422 and texts(goal) == ["a", "d", "b"]


def test_a_place_that_is_taken_is_shared(goal: ProductGoal, owner: Client) -> None:
    first, second = make.make_feature(goal, "a"), make.make_feature(goal, "b")
    first.reorder(by=make.product_owner(goal.product))
    event = last(goal)
    Feature.objects.filter(pk=second.pk).update(position=event.former["position"])
    undo(owner, goal, event)
    assert texts(goal) == ["a", "b"]


def test_what_somebody_changed_since_stays(goal: ProductGoal, owner: Client) -> None:
    feature, by = make.make_feature(goal, "a"), make.product_owner(goal.product)
    event = last(goal)
    feature.reword("b", by=by)
    answer = undo(owner, goal, event)
    assert answer.status_code == 422 and "changed again since" in answer.content.decode()
    assert texts(goal) == ["b"]


def test_the_history_says_what_happened(goal: ProductGoal) -> None:
    feature, by = make.make_feature(goal, "Search"), make.product_owner(goal.product)
    assert tell(last(goal), "X")["words"] == "added the feature “Search”"
    feature.reword("Find", by=by)
    assert tell(last(goal), "X")["changes"] == [("Search", "Find")]
    feature.remove(by=by)
    assert tell(last(goal), "X")["words"] == "removed the feature “Find”"


def test_offences_are_found(goal: ProductGoal) -> None:
    feature = make.make_feature(goal, "Search")
    assert not list(offences(goal.product))
    Feature.objects.filter(pk=feature.pk).update(text="  ", product=make.make_product())
    rules = {offence.rule for offence in offences(goal.product)}
    assert "the last event tells a feature as it is stored" in rules
    assert "a goal and its features are of one product" in rules and "a feature has 1 to 120 characters" in rules


# -- pages -------------------------------------------------------------------------------------------------------------

HTMX = {"HX-Request": "true"}


def test_adding_goes_on(goal: ProductGoal, owner: Client) -> None:
    url = f"/g/{goal.key}/features/"
    assert "data-editor" in owner.get(url, headers=HTMX).content.decode()
    answer = owner.post(url, {"text": " Search  by\nslot "}, headers=HTMX)
    html = answer.content.decode()
    assert answer["HX-Trigger"] == "goal-changed" and "data-editor" in html and "undo/" in html
    assert texts(goal) == ["Search by slot"] and f'id="features-{goal.number}"' in html
    assert "data-editor" not in owner.get(f"{url}?shown", headers=HTMX).content.decode()


def test_without_htmx_the_goals_page_follows(goal: ProductGoal, owner: Client) -> None:
    url = f"/g/{goal.key}/features/"
    assert "A feature of" in owner.get(url).content.decode()
    answer = owner.post(url, {"text": "Search"}, follow=True)
    assert answer.redirect_chain == [(f"/g/{goal.key}/#features", 302)]
    html = answer.content.decode()
    assert "Search" in html and "Added “Search”." in html
    refused = owner.post(url, {"text": ""})
    assert refused.status_code == 422 and "Say it in a few words" in refused.content.decode()


def test_a_feature_is_edited_in_place(goal: ProductGoal, owner: Client) -> None:
    feature = make.make_feature(goal, "Search")
    url = f"/g/{goal.key}/features/{feature.pk}/"
    editor = owner.get(url, headers=HTMX).content.decode()
    # The goal's own version, which its editors keep up to date among themselves, has the name that this must not have.
    assert 'name="read" value="1"' in editor and 'name="version"' not in editor
    assert "Search" in owner.get(f"{url}?shown", headers=HTMX).content.decode()
    assert owner.post(url, {"text": "Find", "read": "1"}, headers=HTMX).status_code == 200
    assert texts(goal) == ["Find"]
    clash = owner.post(url, {"text": "Look", "read": "1"}, headers=HTMX)
    assert clash.status_code == 409 and clash["HX-Retarget"] == f"#feature-{feature.pk}-text"
    assert "Look" in clash.content.decode() and "Find" in clash.content.decode()
    long = owner.post(url, {"text": "x" * 121, "read": "2"}, headers=HTMX)
    assert long.status_code == 422 and texts(goal) == ["Find"]


def test_a_feature_is_moved_and_removed(goal: ProductGoal, owner: Client) -> None:
    first, second, third = (make.make_feature(goal, text) for text in "abc")
    url = f"/g/{goal.key}/features"
    assert owner.post(f"{url}/{first.pk}/position/", {"move": "down", "read": "1"}, headers=HTMX).status_code == 200
    assert texts(goal) == ["b", "a", "c"]
    owner.post(f"{url}/{third.pk}/position/", {"move": "up", "read": "1"})
    assert texts(goal) == ["b", "c", "a"]
    owner.post(f"{url}/{third.pk}/position/", {"before": second.pk, "read": "2"})
    assert texts(goal) == ["c", "b", "a"]
    owner.post(f"{url}/{third.pk}/position/", {"before": "", "read": "3"})
    assert texts(goal) == ["b", "a", "c"]
    for data, status in (({"read": "1"}, 409), ({"before": "999999", "version": "4"}, 422), ({"move": "x"}, 422)):
        answer = owner.post(f"{url}/{third.pk}/position/", data, headers=HTMX)
        assert answer.status_code == status and "is-error" in answer.content.decode()
        assert owner.post(f"{url}/{third.pk}/position/", data).status_code == status
    assert owner.post(f"{url}/{first.pk}/removal/", {"read": "1"}, headers=HTMX).status_code == 409
    assert owner.post(f"{url}/{first.pk}/removal/", {"read": "2"}, headers=HTMX).status_code == 200
    assert texts(goal) == ["b", "c"]
    assert owner.get(f"{url}/{first.pk}/").status_code == 404


def test_a_list_that_grows_gets_a_friendly_word(goal: ProductGoal, owner: Client) -> None:
    for _ in range(5):
        make.make_feature(goal)
    assert "easier to keep in mind" not in owner.get(f"/g/{goal.key}/").content.decode()
    make.make_feature(goal)
    assert "6 features. Three to five" in owner.get(f"/g/{goal.key}/").content.decode()


def test_a_reader_reads(goal: ProductGoal, client: Client) -> None:
    feature = make.make_feature(goal, "Search")
    client.force_login(make.make_member(goal.product, "stakeholder"))
    html = client.get(f"/g/{goal.key}/").content.decode()
    assert "<li>Search</li>" in html
    assert client.get(f"/g/{goal.key}/features/{feature.pk}/").status_code == 403
    client.force_login(make.make_user())
    assert client.get(f"/g/{goal.key}/features/").status_code == 404


def test_only_product_goals_have_features(goal: ProductGoal, owner: Client) -> None:
    release = make.make_goal(goal.product, "release")
    assert owner.get(f"/g/{release.key}/features/").status_code == 404
    assert '<section id="features" class="section" hidden>' in owner.get(f"/g/{release.key}/").content.decode()
    foreign = make.make_feature(make.make_goal(goal.product, "product"))
    assert owner.get(f"/g/{goal.key}/features/{foreign.pk}/").status_code == 404
