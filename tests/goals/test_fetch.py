"""Finding a goal for a person: the whole goal as its level's model, in one query, or nothing."""

import datetime

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404

from goalchain.goals.fetch import find_goal, goal_or_404
from goalchain.goals.levels import LEVELS, model_of
from goalchain.goals.models import Goal
from sprints.models import SprintGoal
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("level_name", LEVELS)
def test_a_goal_is_found_as_it_is_stored(level_name: str, django_assert_num_queries) -> None:
    owner = make.make_user()
    product = make.make_product(owner=owner)
    day = datetime.date(2027, 3, 31)
    made = make.make_goal(product, level_name, statement="Riders book.", owner_id=owner.pk, ends_on=day)
    with django_assert_num_queries(1):
        found = find_goal(owner, made.key)
        assert found is not None and found.owner is not None
        assert (found.product.name, found.owner.email) == (product.name, owner.email)
        assert found.access.manage
    stored = model_of(LEVELS[level_name].rank).objects.get(pk=made.pk)
    assert type(found) is type(stored)
    fields = [field.attname for field in stored._meta.concrete_fields]
    assert {name: getattr(found, name) for name in fields} == {name: getattr(stored, name) for name in fields}
    assert not found._state.adding


def test_a_sprint_goal_comes_with_its_sprint() -> None:
    owner = make.make_user()
    product = make.make_product(owner=owner)
    sprint = make.make_sprint(product)
    made = make.make_goal(product, "sprint", sprint_id=sprint.pk)
    found = find_goal(owner, made.key)
    assert isinstance(found, SprintGoal) and found.sprint_id == sprint.pk


def test_nobody_finds_what_is_not_theirs() -> None:
    product = make.make_product()
    goal = make.make_goal(product, "product")
    stranger, gone = make.make_user(), make.make_user(is_active=False)
    make.make_member(product, "owner", user=gone)
    for person in (stranger, gone, AnonymousUser()):
        assert find_goal(person, goal.key) is None
        with pytest.raises(Http404):
            goal_or_404(person, goal.key)


def test_a_draft_sprint_goal_is_found_by_those_who_plan() -> None:
    product = make.make_product()
    goal = make.make_goal(product, "sprint")
    found = {}
    for role in ("owner", "coach", "developer", "stakeholder", "viewer"):
        found[role] = find_goal(make.make_member(product, role), goal.key) is not None
    assert found == {"owner": True, "coach": True, "developer": True, "stakeholder": False, "viewer": False}


def test_nothing_is_found_in_a_deleted_product() -> None:
    owner = make.make_user()
    product = make.make_product(owner=owner)
    goal = make.make_goal(product, "product")
    product.delete_for_all(by=owner)
    assert find_goal(owner, goal.key) is None


@pytest.mark.parametrize("key", ["", "BIKE", "bike-1", "BIKE-0", "BIKE-9999999999", "BIKE-1\n", "BIKE-١"])
def test_what_is_no_key_names_no_goal(key: str) -> None:
    assert find_goal(make.make_user(), key) is None


def test_archived_goals_are_found() -> None:
    owner = make.make_user()
    goal = make.make_goal(make.make_product(owner=owner), "product")
    goal.archive(by=owner)
    found = find_goal(owner, goal.key)
    assert found is not None and found.archived_at == Goal.objects.get(pk=goal.pk).archived_at is not None
