"""The strategy page: both kinds of goals with what serves them, and what is missing."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from goalchain.products.access import Access, Role
from tests import factories as make
from vision.health import delivery, health_of
from vision.strategy import strategy_of

pytestmark = pytest.mark.django_db
OWNER = Access(Role.OWNER)


def test_rows_with_what_serves_them() -> None:
    chain = make.make_chain_of_all_levels()
    make.make_goal(chain.product, "release", parents=[chain["product"]], state="closed")
    strategy = strategy_of(chain.product, OWNER)
    (user,), (business,) = strategy.user, strategy.business
    assert [serving.goal for serving in user.below] == [chain["product"].goal] == [s.goal for s in business.below]
    assert user.below[0].rationale == "booking takes three calls"
    assert (user.delivery, user.below[0].delivery) == ("0 of 1 closed", "1 of 2 closed")
    assert not user.below[0].also and business.below[0].also
    assert user.serves and strategy.has_vision and strategy.gaps == 0 and strategy.loose == []


def test_gaps_are_named(client: Client) -> None:
    product = make.make_product()
    make.make_goal(product, "user", title="Riders trust")
    make.make_goal(product, "product", title="Chains run many workshops")
    make.make_goal(product, "product", state="closed", title="Long ago")
    strategy = strategy_of(product, OWNER)
    assert strategy.gaps == 1 and [serving.goal.title for serving in strategy.loose] == ["Chains run many workshops"]
    client.force_login(make.product_owner(product))
    html = client.get(f"/p/{product.key}/strategy/").content.decode()
    assert "Nothing serves it yet" in html and "Product goals that serve no user or business goal" in html
    assert "1 of them is served by nothing" in html


@pytest.mark.parametrize("role", Role)
def test_planning_counts_only_for_those_who_may_see_it(role: Role) -> None:
    product = make.make_product(preset="pichler")
    user = make.make_goal(product, "user")
    below = make.make_goal(product, "product", parents=[user])
    make.make_goal(product, "sprint", parents=[below])
    make.make_goal(product, "sprint", parents=[user], title="Secret plan")
    access = Access(role)
    row = strategy_of(product, access).user[0]
    assert len(row.below) == (2 if access.read_planning else 1)
    assert row.below[0].delivery == ("0 of 1 closed" if access.read_planning else "")


def test_health_says_what_is_gravest() -> None:
    today = timezone.localdate()
    goal = make.make_goal(level="user", confidence="at_risk", ends_on=today - timedelta(days=1))
    late = health_of(goal, below=0, today=today)
    assert late.trouble and late.words.startswith("late since")
    goal.ends_on = today
    assert health_of(goal, below=0, today=today).words == "nothing serves it"
    assert health_of(goal, below=1, today=today) == type(late)("at risk", trouble=True)
    goal.confidence = "on_track"
    assert health_of(goal, below=1, today=today) == type(late)("on track")
    goal.confidence = ""
    assert health_of(goal, below=1, today=today).words == ""
    closed = make.make_goal(level="user", state="closed", outcome="partly", ends_on=date(2020, 1, 1))
    assert health_of(closed, below=0, today=today) == type(late)("Partly achieved")
    assert (delivery(1, 3), delivery(0, 0)) == ("1 of 3 closed", "")


def test_a_preset_without_these_levels_says_so(client: Client) -> None:
    product = make.make_product(preset="scrum")
    client.force_login(make.product_owner(product))
    assert "does without user and business goals" in client.get(f"/p/{product.key}/strategy/").content.decode()


def test_a_stranger_finds_nothing(client: Client) -> None:
    product = make.make_product()
    client.force_login(make.make_user())
    for path in ("strategy", "vision", "vision/wall"):
        assert client.get(f"/p/{product.key}/{path}/").status_code == 404
