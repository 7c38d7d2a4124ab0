"""The steps of a draft: shaped with the team, moved on to the next sprint, put first; and how they are taken back."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from goalchain.goals.history import chain_as_of, chain_now
from goalchain.goals.models import Event
from goalchain.goals.offences import offences
from goalchain.goals.undo import undo
from goalchain.goals.wording import tell
from goalchain.products.errors import Refused, Stale
from goalchain.products.models import Product
from sprints.models import Shaping, Sprint, SprintGoal
from sprints.pipeline.steps import put_first
from tests.factories import fresh, make_goal, make_product, make_sprint, make_team, product_owner

pytestmark = pytest.mark.django_db


@pytest.fixture
def product() -> Product:
    """A product with the team Web, whose sprints are weeks."""
    made = make_product(key="BIKE")
    make_team(made, "Web")
    return made


def week(product: Product, number: int, **words: Any) -> Sprint:
    """The team's sprint of a week that starts so many weeks from today."""
    first = timezone.localdate() + timedelta(weeks=number)
    return make_sprint(team=product.teams.get(name="Web"), starts_on=first, ends_on=first + timedelta(days=6), **words)


def draft(product: Product, sprint: Sprint | None, **words: Any) -> SprintGoal:
    """A draft for the sprint."""
    made = fresh(make_goal(product, "sprint", sprint_id=sprint and sprint.pk, **words))
    assert isinstance(made, SprintGoal)
    return made


def last(product: Product, subject: str) -> Event:
    """The newest event of a subject."""
    return Event.objects.filter(product=product, subject=subject).latest("id")


# -- shaped with the team ----------------------------------------------------------------------------------------------


def test_a_draft_is_shaped_with_date_and_person(product: Product) -> None:
    goal, by = draft(product, week(product, 1)), product_owner(product)
    shaping = Shaping.record(goal, by=by, version=goal.version)
    assert shaping.by == by and shaping.removed_at is None and shaping.is_of(goal)
    event = last(product, "shaping")
    assert (event.verb, event.actor, event.goal_id, event.planning) == ("shape", by, goal.pk, True)
    assert tell(event, "BIKE")["words"] == "shaped it with the team"
    assert fresh(goal).version == 1
    assert list(offences(product)) == []


def test_other_words_ask_for_shaping_again(product: Product) -> None:
    goal, by = draft(product, week(product, 1)), product_owner(product)
    Shaping.record(goal, by=by)
    with pytest.raises(Refused, match="in this wording already"):
        Shaping.record(goal, by=by)
    goal.reorder(by=by)
    goal.revise(by=by, confidence="on_track")
    assert Shaping.objects.get(goal=goal).is_of(goal)
    goal.revise(by=by, technique="Interviews")
    assert not Shaping.objects.get(goal=goal).is_of(goal)
    Shaping.record(goal, by=by)
    assert Shaping.objects.get(goal=goal).is_of(goal)
    assert Shaping.objects.get(goal=goal).version == 2


def test_only_a_live_draft_is_shaped(product: Product) -> None:
    by = product_owner(product)
    agreed = fresh(make_goal(product, "sprint", state="agreed"))
    with pytest.raises(Refused, match="is agreed. Only a draft"):
        Shaping.record(agreed, by=by)  # type: ignore[arg-type]
    gone = draft(product, None, archived=True)
    with pytest.raises(Refused, match="is archived"):
        Shaping.record(gone, by=by)
    with pytest.raises(Refused, match="was not shaped"):
        Shaping.take_back(draft(product, None), by=by)
    assert not Shaping.objects.exists()


def test_a_wording_that_nobody_read_is_not_shaped(product: Product) -> None:
    goal, by = draft(product, None), product_owner(product)
    draft_of_another = fresh(goal)
    draft_of_another.revise(by=by, title="Other words")
    with pytest.raises(Stale):
        Shaping.record(goal, by=by, version=1)
    assert not Shaping.objects.exists()


def test_shaping_is_taken_back_and_undone_step_by_step(product: Product) -> None:
    goal, by = draft(product, week(product, 1)), product_owner(product)
    Shaping.record(goal, by=by)
    shaped = last(product, "shaping")
    undo(shaped, goal, by=by)
    assert Shaping.objects.get(goal=goal).removed_at is not None
    with pytest.raises(Refused, match="shaped again since"):
        undo(shaped, goal, by=by)
    Shaping.record(goal, by=by)
    first = Shaping.objects.get(goal=goal)
    goal.revise(by=by, why="Nobody has asked")
    Shaping.record(goal, by=by)
    undo(last(product, "shaping"), goal, by=by)
    stored = Shaping.objects.get(goal=goal)
    assert (stored.at, stored.wording, stored.by, stored.removed_at) == (first.at, first.wording, by, None)
    Shaping.take_back(goal, by=by)
    undo(last(product, "shaping"), goal, by=by)
    assert Shaping.objects.get(goal=goal).removed_at is None
    assert list(offences(product)) == []


def test_the_database_holds_one_shaping_a_goal(product: Product) -> None:
    goal, by = draft(product, None), product_owner(product)
    words: dict[str, Any] = {"product": product, "goal": goal, "at": timezone.now(), "by": by}
    with pytest.raises(IntegrityError), transaction.atomic():
        Shaping.objects.create(**words, wording="")
    Shaping.objects.create(**words, wording="x")
    with pytest.raises(IntegrityError), transaction.atomic():
        Shaping.objects.create(**words, wording="y")
    assert [found.rule for found in offences(product)] == ["the last event tells a shaping as it is stored"]


# -- moved on to the next sprint ---------------------------------------------------------------------------------------


def test_a_draft_moves_on_and_keeps_its_history(product: Product) -> None:
    first, second, by = week(product, 1), week(product, 2), product_owner(product)
    goal = draft(product, first)
    Shaping.record(goal, by=by)
    before = chain_now(product)
    assert goal.postpone(by=by, version=goal.version) == second
    stored = fresh(goal)
    assert isinstance(stored, SprintGoal)
    assert (stored.sprint, stored.version) == (second, 2)
    event = last(product, "goal")
    assert (event.verb, event.former, event.planning) == ("postpone", {"sprint_id": first.pk}, True)
    assert tell(event, "BIKE")["words"] == "moved it on to the next sprint"
    assert Shaping.objects.get(goal=goal).removed_at is None
    product.refresh_from_db()
    assert chain_as_of(product, revision=product.revision) == chain_now(product) != before
    assert chain_as_of(product, revision=before["revision"]) == before
    undo(event, stored, by=by)
    assert fresh(goal).sprint_id == first.pk  # type: ignore[attr-defined]
    assert list(offences(product)) == []


def test_it_moves_past_what_is_over_and_what_is_cancelled(product: Product) -> None:
    by = product_owner(product)
    past, _, now = week(product, -3), week(product, -2), week(product, 0)
    cancelled = week(product, 1)
    goal = make_goal(product, "sprint", state="agreed", sprint_id=cancelled.pk)
    assert goal.state == "agreed"
    cancelled.cancel("Obsolete", by=by)
    later = week(product, 2)
    left = draft(product, past)
    assert left.postpone(by=by) == now
    assert left.postpone(by=by) == later
    with pytest.raises(Refused, match="No sprint follows"):
        left.postpone(by=by)


def test_it_stays_with_its_team(product: Product) -> None:
    first, by = week(product, 1), product_owner(product)
    other = make_team(product, "App")
    soon = timezone.localdate() + timedelta(weeks=2)
    make_sprint(team=other, starts_on=soon, ends_on=soon + timedelta(days=6))
    with pytest.raises(Refused, match="Plan one first"):
        draft(product, first).postpone(by=by)


@pytest.mark.parametrize(("state", "in_sprint", "says"), [("agreed", True, "is agreed"), ("draft", False, "no sprint")])
def test_only_a_draft_of_a_sprint_moves_on(product: Product, state: str, in_sprint: bool, says: str) -> None:
    sprint = week(product, 1)
    week(product, 2)
    goal = fresh(make_goal(product, "sprint", state=state, sprint_id=sprint.pk if in_sprint else None))
    assert isinstance(goal, SprintGoal)
    with pytest.raises(Refused, match=says):
        goal.postpone(by=product_owner(product))
    assert fresh(goal).version == goal.version


def test_two_people_move_it_on_once(product: Product) -> None:
    by, sprint = product_owner(product), week(product, 1)
    second = week(product, 2)
    week(product, 3)
    goal = draft(product, sprint)
    mine, theirs = fresh(goal), fresh(goal)
    assert isinstance(mine, SprintGoal) and isinstance(theirs, SprintGoal)
    mine.postpone(by=by, version=1)
    with pytest.raises(Stale):
        theirs.postpone(by=by, version=1)
    assert fresh(goal).sprint_id == second.pk  # type: ignore[attr-defined]


# -- put first ---------------------------------------------------------------------------------------------------------


def test_a_draft_is_put_first_among_those_of_its_sprint(product: Product) -> None:
    sprint, by = week(product, 1), product_owner(product)
    one, two, three = (draft(product, sprint) for _ in range(3))
    put_first(three, by=by, version=three.version)
    in_order = SprintGoal.objects.filter(sprint=sprint).order_by("position", "number")
    assert list(in_order.values_list("number", flat=True)) == [three.number, one.number, two.number]
    with pytest.raises(Refused, match="stands first already"):
        put_first(three, by=by)
    with pytest.raises(Refused, match="no draft of a sprint"):
        put_first(draft(product, None), by=by)
    with pytest.raises(Stale):
        put_first(two, by=by, version=7)
