"""Readiness: cases worked by hand, and the same answers from what is stored."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db.models import BooleanField, Value
from django.utils import timezone

from goalchain.products.models import Product
from sprints.models import Sprint, SprintGoal
from sprints.pipeline import needs
from sprints.pipeline.needs import Need, has_ready_goal, readiness_of, with_readiness
from sprints.pipeline.readiness import Facts, readiness
from tests.factories import (
    fresh,
    make_feedback,
    make_goal,
    make_metric,
    make_product,
    make_readings,
    make_sprint,
    make_team,
    product_owner,
)

#: A draft that lacks nothing.
READY: dict[str, Any] = {"has_sprint": True, "has_parent": True, "has_open_parent": True, "has_evidence": True}
CAPACITY = ("capacity", "Nobody has noted the team's capacity.")


@pytest.mark.parametrize(
    ("facts", "missing"),
    [
        (READY, []),
        ({}, ["sprint", "parent", "evidence"]),
        (READY | {"has_sprint": False}, ["sprint"]),
        (READY | {"is_sprint_over": True}, ["sprint"]),
        (READY | {"has_parent": False, "has_open_parent": False}, ["parent"]),
        (READY | {"has_open_parent": False}, ["parent"]),
        (READY | {"has_evidence": False}, ["evidence"]),
        (READY | {"is_first": False}, ["priority"]),
        (READY | {"is_sprint_taken": True}, ["free sprint"]),
        (READY | {"is_sprint_taken": True, "is_first": False}, ["free sprint"]),
        (READY | {"others": [(*CAPACITY, True)]}, []),
        (READY | {"others": [(*CAPACITY, False)]}, ["capacity"]),
        (READY | {"is_first": False, "has_evidence": False, "others": [(*CAPACITY, False)]},
         ["evidence", "priority", "capacity"]),
        ({"state": "agreed"}, []),
        ({"state": "active", "others": [(*CAPACITY, False)]}, []),
        ({"state": "closed"}, []),
    ],
)  # fmt: skip
def test_a_draft_is_told_what_it_lacks(facts: dict[str, Any], missing: list[str]) -> None:
    told = readiness(Facts(**facts))
    assert [lack.word for lack in told.missing] == missing
    assert told.is_ready == (not missing)
    assert all(lack.said.endswith(".") for lack in told.missing)


def test_it_is_said_in_one_line() -> None:
    assert readiness(Facts(**READY)).said == "Ready"
    assert readiness(Facts()).said == "Missing: sprint, parent, evidence"


def test_a_closed_parent_is_another_trouble_than_none() -> None:
    none, closed = readiness(Facts()), readiness(Facts(has_parent=True))
    assert none.missing[1].said != closed.missing[1].said
    assert "closed" in closed.missing[1].said


# -- from what is stored -----------------------------------------------------------------------------------------------


@pytest.fixture
def own_needs(monkeypatch: pytest.MonkeyPatch) -> dict[str, Need]:
    """No room but this one asks for anything."""
    asked: dict[str, Need] = {}
    monkeypatch.setattr(needs, "_NEEDS", asked)
    return asked


@pytest.fixture
def product(db: None, own_needs: dict[str, Need]) -> Product:
    """A product with a team."""
    made = make_product()
    make_team(made)
    return made


def coming(product: Product, weeks: int = 1) -> Sprint:
    """A sprint of the product's team that starts so many weeks from today; 0 or fewer: it began then."""
    first = timezone.localdate() + timedelta(weeks=weeks)
    return make_sprint(team=product.teams.get(), starts_on=first, ends_on=first + timedelta(days=6))


def draft(product: Product, sprint: Sprint | None, **words: Any) -> SprintGoal:
    """A draft for the sprint."""
    made = fresh(make_goal(product, "sprint", sprint_id=sprint and sprint.pk, **words))
    assert isinstance(made, SprintGoal)
    return made


def measured(product: Product, **words: Any) -> Any:
    """A release goal below a product goal whose metric has a reading."""
    above = make_goal(product, "product", title="Riders book")
    make_readings(make_metric(above), [4, 5])
    return make_goal(product, "release", parents=[above], **words)


def lacks(goal: Any, today: date | None = None) -> list[str]:
    """What the stored goal lacks. A sprint ahead with this goal alone has a ready one exactly if that is nothing."""
    read = with_readiness(SprintGoal.objects.select_related("sprint")).get(pk=goal.pk)
    missing = [lack.word for lack in readiness_of(read, today or timezone.localdate()).missing]
    if read.sprint and today is None and read.sprint.sprint_goals.count() == 1 and missing != ["sprint"]:
        assert is_covered(read.sprint) == (not missing)
    return missing


def is_covered(sprint: Sprint) -> bool:
    """Whether the sprint has a goal that is ready."""
    return Sprint.objects.filter(has_ready_goal(), pk=sprint.pk).exists()


def test_a_metric_that_was_read_is_evidence(product: Product) -> None:
    sprint = coming(product)
    made = draft(product, sprint, parents=[measured(product)])
    assert lacks(made) == []
    assert is_covered(sprint)


def test_a_metric_that_nobody_read_is_none(product: Product) -> None:
    above = make_goal(product, "product")
    make_metric(above)
    made = draft(product, coming(product), parents=[above])
    assert lacks(made) == ["evidence"]


def test_an_archived_metric_is_none(product: Product) -> None:
    above = make_goal(product, "product")
    metric = make_metric(above)
    make_readings(metric, [4])
    metric.archive(by=product_owner(product))
    assert lacks(draft(product, coming(product), parents=[above])) == ["evidence"]


@pytest.mark.parametrize("of", ["itself", "parent", "product goal above"])
def test_feedback_is_evidence(product: Product, of: str) -> None:
    above = make_goal(product, "product")
    release = make_goal(product, "release", parents=[above])
    made = draft(product, coming(product), parents=[release])
    assert lacks(made) == ["evidence"]
    said = make_feedback(product, "I called three times")
    said.attach({"itself": made, "parent": release, "product goal above": above}[of], by=product_owner(product))
    assert lacks(made) == []
    said.put_aside("A test call", by=product_owner(product))
    assert lacks(made) == ["evidence"]


def test_a_user_goal_two_rungs_above_is_too_far(product: Product) -> None:
    user = make_goal(product, "user")
    make_readings(make_metric(user), [4])
    release = make_goal(product, "release", parents=[user])
    assert lacks(draft(product, coming(product), parents=[release])) == ["evidence"]


def test_what_it_serves_has_to_be_open(product: Product) -> None:
    owner = product_owner(product)
    release = fresh(measured(product))
    made = draft(product, coming(product), parents=[release])
    release.agree(by=owner)
    release.close("missed", "Too late", by=owner)
    assert lacks(made) == ["parent"]
    release.archive(by=owner)
    assert lacks(made) == ["parent", "evidence"]


def test_the_first_of_several_is_ready(product: Product) -> None:
    sprint, release = coming(product), measured(product)
    first, second = (draft(product, sprint, parents=[release]) for _ in range(2))
    assert (lacks(first), lacks(second)) == ([], ["priority"])
    second.reorder(before=first, by=product_owner(product))
    assert (lacks(first), lacks(second)) == (["priority"], [])


def test_an_archived_draft_stands_in_nobodys_way(product: Product) -> None:
    sprint, release = coming(product), measured(product)
    first, second = (draft(product, sprint, parents=[release]) for _ in range(2))
    first.archive(by=product_owner(product))
    assert lacks(second) == []


def test_a_sprint_that_has_its_goal_is_taken(product: Product) -> None:
    sprint, release = coming(product), measured(product)
    first, second = (draft(product, sprint, parents=[release]) for _ in range(2))
    second.agree(by=product_owner(product))
    assert lacks(first) == ["free sprint"]
    assert lacks(second) == []
    assert is_covered(sprint)


def test_a_draft_in_no_sprint_or_in_one_that_is_over_is_told_so(product: Product) -> None:
    release = measured(product)
    assert lacks(draft(product, None, parents=[release])) == ["sprint"]
    past = coming(product, -4)
    assert lacks(draft(product, past, parents=[release])) == ["sprint"]


def test_the_last_day_of_a_sprint_is_not_over(product: Product) -> None:
    sprint = coming(product)
    made = draft(product, sprint, parents=[measured(product)])
    assert sprint.ends_on is not None
    assert lacks(made, sprint.ends_on) == []
    assert lacks(made, sprint.ends_on + timedelta(days=1)) == ["sprint"]


def test_a_sprint_without_a_ready_goal_is_not_covered(product: Product) -> None:
    sprint = coming(product)
    assert not is_covered(sprint)
    draft(product, sprint)
    assert not is_covered(sprint)


def test_other_rooms_ask_for_more(product: Product, own_needs: dict[str, Need]) -> None:
    sprint = coming(product)
    made = draft(product, sprint, parents=[measured(product)])

    def answer(is_met: bool) -> Any:
        return lambda: Value(is_met, output_field=BooleanField())

    needs.need(Need("capacity", *CAPACITY, answer(False)))
    assert lacks(made) == ["capacity"]
    assert not is_covered(sprint)
    needs.need(Need("capacity", *CAPACITY, answer(True)))
    assert lacks(made) == []
    assert is_covered(sprint)
