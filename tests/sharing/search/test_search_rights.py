"""Nobody finds, counts or reads a line of what is not theirs to read."""

from typing import Any

import pytest

from goalchain.products.access import Role
from tests.factories import (
    Chain,
    make_assumption,
    make_chain_of_all_levels,
    make_check_in,
    make_feedback,
    make_goal,
    make_member,
    make_members,
    make_metric,
    make_product,
    make_user,
)

from .asking import rows_for, titles

pytestmark = pytest.mark.django_db
WORD = "zeppelin"
TEAM = (Role.OWNER, Role.COACH, Role.DEVELOPER)
OTHERS = (Role.STAKEHOLDER, Role.VIEWER)


@pytest.fixture
def chain() -> Chain:
    return make_chain_of_all_levels(key="BIKE")


@pytest.fixture
def people(chain: Chain) -> dict[str, Any]:
    return make_members(chain.product)


def test_a_stranger_finds_nothing(chain: Chain) -> None:
    goal = make_goal(chain.product, title=WORD)
    stranger = make_user()
    assert rows_for(stranger, WORD) == []
    own = make_product(owner=stranger)
    mine = make_goal(own, title=f"{WORD} of mine")
    assert titles(stranger, WORD) == [mine.title]
    # Keys and numbers name goals of the searched products alone.
    assert [row.product_id for row in rows_for(stranger, goal.key)] == []
    assert titles(stranger, str(mine.number), own=own.key) == [mine.title]
    assert titles(chain.owner, WORD) == [goal.title]


def test_drafts_of_sprint_goals_are_for_the_team(chain: Chain, people: dict[str, Any]) -> None:
    draft = make_goal(chain.product, "sprint", title=f"{WORD} goal", parents=[(chain["release"], f"{WORD} reason")])
    draft.revise(by=chain.owner, why=f"{WORD} template")
    make_metric(draft, name=f"{WORD} metric")
    make_check_in(draft, sentence=f"{WORD} check-in")
    make_assumption(draft, statement=f"{WORD} assumption")
    texts = [f"{WORD} {what}" for what in ("goal", "metric", "assumption", "check-in")]
    for role in TEAM:
        assert titles(people[role], WORD) == texts
    for role in OTHERS:
        for typed in (WORD, "zepp", "zeppelin reason", "zeppelin template"):
            assert rows_for(people[role], typed, own="BIKE") == []
        for typed in (draft.key, str(draft.number)):
            # Its number may begin a number in the title of another goal.
            assert draft.title not in titles(people[role], typed, own="BIKE")
    draft.agree(by=chain.owner)
    for role in OTHERS:
        assert titles(people[role], WORD) == texts
    draft.withdraw(by=chain.owner)
    assert rows_for(people[Role.VIEWER], WORD) == []


def test_feedback_is_for_the_team(chain: Chain, people: dict[str, Any]) -> None:
    make_feedback(chain.product, WORD, name="Ines Zimmerli", answer="Ballons first")
    for role in TEAM:
        for typed in (WORD, "Zimmerli", "ballon"):
            assert titles(people[role], typed) == [WORD]
    for role in OTHERS:
        for typed in (WORD, "Zimmerli", "ballon"):
            assert rows_for(people[role], typed) == []


def test_each_product_is_read_by_the_role_that_one_has_in_it(chain: Chain) -> None:
    """Owner of one product and viewer of another: drafts and feedback of the one, none of the other."""
    viewer = make_member(chain.product, Role.VIEWER)
    own = make_product(owner=viewer)
    for product in (chain.product, own):
        make_goal(product, "sprint", title=f"{WORD} draft of {product.key}")
        make_feedback(product, f"{WORD} said to {product.key}")
        make_goal(product, "user", title=f"{WORD} goal of {product.key}")
    found = titles(viewer, WORD)
    assert sorted(found) == sorted(
        [
            f"{WORD} goal of BIKE",
            f"{WORD} goal of {own.key}",
            f"{WORD} draft of {own.key}",
            f"{WORD} said to {own.key}",
        ]
    )


def test_a_member_who_left_finds_nothing(chain: Chain, people: dict[str, Any]) -> None:
    make_goal(chain.product, title=WORD)
    coach = people[Role.COACH]
    assert titles(coach, WORD) == [WORD]
    chain.product.memberships.get(user=coach).end(by=chain.owner)
    assert rows_for(coach, WORD) == []


def test_many_drafts_do_not_crowd_out_what_may_be_read(chain: Chain, people: dict[str, Any]) -> None:
    """What may not be read is left out before the best are chosen, not after."""
    make_goal(chain.product, "user", title=f"{WORD} to be read")
    for number in range(120):
        make_goal(chain.product, "sprint", title=f"{WORD} draft {number}")
    assert titles(people[Role.VIEWER], WORD) == [f"{WORD} to be read"]
