"""What rolls up along the chain, on every page that tells it, against a walk of one goal at a time on random chains."""

from collections import Counter
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import given, settings

from goalchain.goals import reads
from goalchain.goals.columns import chain_columns
from goalchain.goals.gaps.reach import reach_of
from goalchain.goals.impact.reads import impact_of
from goalchain.goals.models import Goal
from goalchain.goals.trace import trace, upward
from goalchain.goals.trace_page import traced
from goalchain.lib.rows import fetch
from goalchain.metrics.flat import flat_in_product, flat_words
from goalchain.metrics.for_review import asking
from goalchain.metrics.models import Assumption, Metric, Reading
from goalchain.products.access import Access, Role
from goalchain.products.models import Product
from roadmap.reads import add_releases_and_sprints, add_teams, product_goals
from roadmap.releases.reads import releases_of, work_of
from tests.factories import make_product, make_sprint, make_team
from tests.support.random_chains import Drawn, chains, store
from tests.support.walked import Walked
from vision.strategy import strategy_of

pytestmark = pytest.mark.django_db
EXAMPLES = settings(max_examples=40, deadline=None)
#: Whoever plans sees everything; a stakeholder sees no draft of a sprint goal, and none is counted.
WHO = (Access(Role.OWNER), Access(Role.STAKEHOLDER))


class AtHand:
    """A product with sprints, made once for all examples of a test."""

    def __init__(self) -> None:
        self.product: Product = make_product()
        team = make_team(self.product)
        self.sprints = [make_sprint(team=team).pk for _ in range(14)]
        self.team = team.pk


#: What is checked: with what is at hand, the chain to be walked, as whom, and the goals that this member sees.
Check = Callable[[AtHand, Walked, Access, list[Goal]], None]


def on_random_chains(check: Check) -> None:
    """Store one chain after the other, check it for each kind of member, and take it back."""
    at_hand = AtHand()

    @EXAMPLES
    @given(chains())
    def examples(drawn: list[Drawn]) -> None:
        with transaction.atomic():
            goals = store(at_hand.product, drawn, at_hand.sprints)
            for access in WHO:
                for goal in goals:
                    goal.access = access
                walked = Walked(at_hand.product, planning=access.read_planning)
                check(at_hand, walked, access, [goal for goal in goals if walked.is_seen(goal.pk)])
            transaction.set_rollback(True)

    examples()


def test_the_goal_page_and_the_trace() -> None:
    def check(at_hand: AtHand, walked: Walked, access: Access, goals: list[Goal]) -> None:
        for goal in goals:
            below = {
                child.pk: (child.child_count, child.closed_count) for child, _ in reads.children(goal, access, 100)
            }
            assert below == {pk: walked.delivery(pk) for pk in walked.children(goal.pk)}
            whole = trace(goal, access)
            assert {found.pk for found in whole.up} == {found.pk for found in upward(goal).up}
            assert {found.pk for found in whole.up} == walked.above(goal.pk)
            assert {found.pk for found in whole.down} == walked.below(goal.pk)
            told = traced(whole, past=True)
            assert told.said == walked.delivery_said(goal.pk)
            assert {row.goal.pk for row in told.rows} == walked.below(goal.pk)
            for row in told.rows:
                assert row.said == walked.delivery_said(row.goal.pk)
                served = walked.children(row.goal.pk)
                ends = not served and row.goal.level < 5 and row.goal.state != "closed"
                assert bool(row.gap) is ends

    on_random_chains(check)


def test_what_hangs_on_a_goal() -> None:
    def check(at_hand: AtHand, walked: Walked, access: Access, goals: list[Goal]) -> None:
        for goal in goals:
            told = {part.part.name: part for part in impact_of(goal, whole="goals").parts}
            below = walked.below(goal.pk)
            assert (told["goals"].count if "goals" in told else 0) == len(below)
            lone = {walked.every[pk].number for pk in below if walked.parents(pk) == {goal.pk}}
            listed = told["goals"].listed if "goals" in told else []
            assert {int(touched.key.rpartition("-")[2]) for touched in listed if touched.is_lone} == lone
            agreed = [pk for pk in below if walked.every[pk].state in ("agreed", "active")]
            assert (told["agreements"].count if "agreements" in told else 0) == len(agreed)

    on_random_chains(check)


def test_the_chain_the_strategy_and_the_share_that_reaches_the_vision() -> None:
    def check(at_hand: AtHand, walked: Walked, access: Access, goals: list[Goal]) -> None:
        columns = chain_columns(at_hand.product, access).columns
        cards = {card.pk: (card.child_count, card.closed_count) for column in columns for card in column.goals}
        assert cards == {goal.pk: walked.delivery(goal.pk) for goal in goals}

        strategy = strategy_of(at_hand.product, access)
        rows = [*strategy.user, *strategy.business]
        assert {row.goal.pk for row in rows} == {goal.pk for goal in goals if goal.level == 2}
        for row in rows:
            assert row.delivery == walked.delivery_said(row.goal.pk)
            assert {told.goal.pk for told in row.below} == walked.children(row.goal.pk)
            assert all(told.delivery == walked.delivery_said(told.goal.pk) for told in row.below)
        loose = {
            goal.pk
            for goal in goals
            if goal.level == 3
            and goal.state != "closed"
            and not any(walked.every[pk].level == 2 for pk in walked.parents(goal.pk))
        }
        assert {told.goal.pk for told in strategy.loose} == loose

        now = reach_of(at_hand.product, access, weeks=0).now
        assert (now.open.reaching, now.open.of) == walked.reaching(only_open=True)
        assert (now.all.reaching, now.all.of) == walked.reaching(only_open=False)

    on_random_chains(check)


def test_the_roadmap_and_the_releases() -> None:
    def check(at_hand: AtHand, walked: Walked, access: Access, goals: list[Goal]) -> None:
        sprint_of = {goal.pk: goal.sprint_id for goal in goals if goal.level == 5}  # type: ignore[attr-defined]
        found = product_goals(at_hand.product, access, "all").by_pk
        assert {pk: (row.below, row.closed_below) for pk, row in found.items()} == {
            goal.pk: walked.delivery(goal.pk) for goal in goals if goal.level == 3
        }
        add_releases_and_sprints(found, access)
        teams = product_goals(at_hand.product, access, "all").by_pk
        add_teams(teams, access)
        for pk, row in found.items():
            releases = [child for child in walked.children(pk) if walked.every[child].level == 4]
            assert sorted(told.number for told in row.releases) == sorted(walked.every[r].number for r in releases)
            expected = [
                (sprint_of[below], through)
                for above, through in [(pk, None), *((r, walked.every[r].number) for r in releases)]
                for below in walked.children(above)
                if walked.every[below].level == 5 and sprint_of[below]
            ]
            assert Counter((told.pk, told.release) for told in row.sprints) == Counter(expected)
            assert set(teams[pk].teams) == ({at_hand.team} if expected else set())

        shown, more = releases_of(at_hand.product, access)
        assert not more
        assert {row.pk: (row.below, row.closed_below) for row in shown} == {
            goal.pk: walked.delivery(goal.pk) for goal in goals if goal.level == 4
        }
        for pk, work in work_of([row.pk for row in shown], access).items():
            assert {told.number for told in work} == {walked.every[child].number for child in walked.children(pk)}

    on_random_chains(check)


def test_met_but_flat_and_what_is_for_review() -> None:
    at_hand = AtHand()

    @EXAMPLES
    @given(chains())
    def examples(drawn: list[Drawn]) -> None:
        with transaction.atomic():
            goals = store(at_hand.product, drawn, at_hand.sprints)
            _measure(goals, drawn)
            _refute(goals, drawn)
            # What a member may not see counts here, too: what is not met hides the word, and tells nothing.
            walked = Walked(at_hand.product, planning=True)
            flat = {
                goal.pk
                for goal, told in zip(goals, drawn, strict=True)
                if told.moved == 0
                and walked.children(goal.pk)
                and all(walked.every[pk].outcome == "achieved" for pk in walked.children(goal.pk))
            }
            keys = [goal.pk for goal in goals]
            assert {pk for (pk,) in fetch(*flat_in_product(at_hand.product.pk))} == flat
            assert {pk for (pk,) in fetch(*flat_words(keys))} == flat

            refuted = {goal.pk for goal, told in zip(goals, drawn, strict=True) if told.refuted}
            assert set(asking(keys)) == {
                goal.pk
                for goal in walked.goals
                if goal.state != "closed" and refuted & ({goal.pk} | walked.above(goal.pk))
            }
            transaction.set_rollback(True)

    examples()


def _measure(goals: list[Goal], drawn: list[Drawn]) -> None:
    """Give the goals their metrics, from 0 to 10, each read once."""
    now = timezone.now()
    for goal, told in zip(goals, drawn, strict=True):
        if told.moved is not None:
            metric = Metric.objects.create(
                product=goal.product, goal_id=goal.pk, name="Bookings", unit="%", baseline=Decimal(0),
                target=Decimal(10), created_at=now, updated_at=now,
            )  # fmt: skip
            Reading.objects.create(metric=metric, day=now.date(), value=Decimal(told.moved), recorded_at=now)


def _refute(goals: list[Goal], drawn: list[Drawn]) -> None:
    """Give the goals their refuted assumptions."""
    now = timezone.now()
    for goal, told in zip(goals, drawn, strict=True):
        if told.refuted:
            Assumption.objects.create(
                product=goal.product, goal_id=goal.pk, statement="Riders care", state="refuted",
                evidence="They do not", settled_in=1, settled_at=now, created_at=now, updated_at=now,
            )  # fmt: skip
