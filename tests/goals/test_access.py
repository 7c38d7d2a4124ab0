"""The fetchers of goals: a stranger gets 404, drafts of sprint goals are for those who plan; queries are constant."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import Http404

from goalchain.goals.fetch import goal_or_404, split_key
from goalchain.goals.models import Event, Goal, Link
from goalchain.products.access import RIGHTS, Access, Role
from tests.factories import (
    make_chain_of_all_levels,
    make_goal,
    make_member,
    make_members,
    make_product,
    make_user,
    membership_of,
)
from tests.nets.counting import counted_queries

pytestmark = pytest.mark.django_db

#: The table of who may do what: right → owner, coach, developer, stakeholder, viewer.
TABLE = {
    "read": "yes yes yes yes yes",
    "read_planning": "yes yes yes no no",
    "edit": "yes yes no no no",
    "edit_sprint_goal": "yes yes yes no no",
    "decide": "yes no no no no",
    "decide_sprint_goal": "yes yes no no no",
    "edit_backlog": "yes yes yes no no",
    "plan_sprints": "yes yes no no no",
    "cancel_sprint": "yes no no no no",
    "read_feedback": "yes yes yes no no",
    "answer_feedback": "yes no no no no",
    "manage": "yes no no no no",
}


def test_the_table_names_every_right():
    assert set(TABLE) == set(RIGHTS)


@pytest.mark.parametrize("right", TABLE)
def test_who_may_do_what(right):
    for role, told in zip(Role, TABLE[right].split(), strict=True):
        access = Access(role)
        assert (right in access) is (told == "yes"), f"{role} {right}"
        assert getattr(access, right) is (right in access)
        if told == "yes":
            access.require(right)
        else:
            with pytest.raises(PermissionDenied, match=f"Your role here is {role.label.lower()}"):
                access.require(right)


@pytest.mark.parametrize("level", range(1, 6))
@pytest.mark.parametrize("role", Role)
def test_rights_over_goals_follow_the_level(level, role):
    access, kind = Access(role), "_sprint_goal" if level == 5 else ""
    for act in ("edit", "decide"):
        able = f"{act}{kind}" in access
        assert getattr(access, f"{act}_level")(level) is able
        if able:
            getattr(access, f"require_{act}")(level)
        else:
            with pytest.raises(PermissionDenied):
                getattr(access, f"require_{act}")(level)


def test_an_unknown_right_is_no_attribute():
    with pytest.raises(AttributeError):
        Access(Role.OWNER).fly  # noqa: B018


@pytest.mark.parametrize(
    "key", ["", "BIKE", "BIKE-", "BIKE-0", "BIKE-01", "bike-1", "BIKE-1 ", "BIKE-1\n", "B-1", "-1"]
)
def test_what_is_no_reference(key):
    assert split_key(key) is None
    with pytest.raises(Http404):
        goal_or_404(make_user(), key)


def test_members_get_the_goal_as_its_level_with_their_access():
    chain = make_chain_of_all_levels()
    for role, member in make_members(chain.product).items():
        goal = goal_or_404(member, chain["product"].key)
        assert type(goal) is type(chain["product"])
        assert goal.access.role == role


@pytest.mark.parametrize("who", ["stranger", "anonymous", "deactivated", "former member"])
def test_others_are_told_that_it_does_not_exist(who):
    goal = make_goal()
    make_goal(make_product())
    if who == "anonymous":
        person = AnonymousUser()
    else:
        person = make_user()
    if who == "deactivated":
        make_member(goal.product, Role.OWNER, person)
        person.is_active = False
        person.save()
    if who == "former member":
        make_member(goal.product, user=person)
        membership_of(goal.product, person).end(by=person)
    with pytest.raises(Http404):
        goal_or_404(person, goal.key)


def test_a_deleted_product_takes_its_goals_with_it():
    chain = make_chain_of_all_levels()
    key = chain["vision"].key
    chain.product.delete_for_all(by=chain.owner)
    with pytest.raises(Http404):
        goal_or_404(chain.owner, key)
    assert not Goal.objects.visible_to(chain.owner).exists()
    chain.product.restore_for_all(by=chain.owner)
    assert goal_or_404(chain.owner, key)


def test_drafts_of_sprint_goals_are_planning():
    chain = make_chain_of_all_levels()
    members, draft = make_members(chain.product), chain["sprint"]
    for role, member in members.items():
        access = Access(Role(role))
        plans = role in ("owner", "coach", "developer")
        assert Goal.objects.visible_to(member).filter(pk=draft.pk).exists() is plans
        assert Goal.objects.readable(access).filter(pk=draft.pk).exists() is plans
        assert Link.objects.readable(access.read_planning).filter(child=draft).exists() is plans
        assert Event.objects.readable(access).filter(goal=draft).exists() is plans
        assert Event.objects.readable(access).filter(subject="member").exists() is (role == "owner")
    draft.agree(by=None)
    assert goal_or_404(members["viewer"], draft.key).state == "agreed"
    # What was said while it was a draft stays with those who plan.
    assert set(Event.objects.readable(Access(Role.VIEWER)).filter(goal=draft).values_list("verb", flat=True)) == {
        "agree"
    }


def test_one_query():
    chain = make_chain_of_all_levels()
    with counted_queries() as queries:
        goal = goal_or_404(chain.owner, chain.goals["sprint"].key)
        assert goal.key and goal.owner is None
    assert len(queries) == 1


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("servicing", {"Servicing is simple"}),
        ("SIMPLE", {"Servicing is simple"}),
        ("BIKE-1", {"Servicing is simple"}),
        ("1", {"Servicing is simple"}),
        ("every rider", {"Servicing is simple"}),
        ("%", set()),
        ("BIKE-99999999999999999999", set()),
        ("\0", {"Servicing is simple", "Release"}),
        ("²", set()),
    ],
)
def test_search(words, found):
    product = make_product(key="BIKE")
    make_goal(product, "vision", title="Servicing is simple", statement="For every rider")
    make_goal(product, "release", title="Release")
    assert set(Goal.objects.matching(words).values_list("title", flat=True)) == found
