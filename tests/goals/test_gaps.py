"""The rules of the gap report: for each a case in which it must fire, and one next to it in which it must not."""

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import cast

import pytest

from goalchain.goals.gaps.chain import LONG_AGREED, LONG_AGREED_SPRINT
from goalchain.goals.gaps.report import Asking, gaps_beside, kinds_of
from goalchain.goals.gaps.rule import ORDER, rules
from goalchain.goals.models import Goal
from goalchain.goals.writing.fit import HORIZON
from goalchain.goals.writing.wording import Wording
from goalchain.metrics.gaps import READ_WITHIN
from goalchain.metrics.models import Metric
from sprints.models import Sprint
from tests.factories import (
    Chain,
    fresh,
    make_assumption,
    make_goal,
    make_metric,
    make_product,
    make_readings,
    make_sprint,
    make_team,
)
from tests.support.queries import queries_of

from .sound import OWNER, VIEWER, day, gaps_in, long_ago, sound_chain

pytestmark = pytest.mark.django_db

Breaking = Callable[[Chain], Goal | None]


def dated(goal: Goal, starts: int | None, ends: int | None) -> Goal:
    """The goal with these days, counted from today."""
    given = {"starts_on": starts, "ends_on": ends}
    fresh(goal).revise(by=None, **{name: None if days is None else day(days) for name, days in given.items()})
    return goal


def no_parent(chain: Chain) -> Goal:
    chain["user"].unlink(chain["vision"], by=chain.owner)
    return chain["user"]


def closed_without_parent(chain: Chain) -> None:
    make_goal(chain.product, "release", state="closed")
    make_goal(chain.product, "release", archived=True)


def no_child(chain: Chain) -> Goal:
    chain["release"].unlink(chain["product"], by=chain.owner)
    chain["release"].link(chain["user"], by=chain.owner)
    return chain["product"]


def a_level_is_skipped(chain: Chain) -> None:
    chain["sprint"].move_parent(chain["release"], chain["product"], by=chain.owner)
    chain["release"].archive(by=chain.owner)


def unserved(chain: Chain) -> Goal:
    chain["product"].unlink(chain["business"], by=chain.owner)
    return chain["business"]


def served_by_a_sprint_goal(chain: Chain) -> None:
    unserved(chain)
    chain["sprint"].link(chain["business"], by=chain.owner)


def served_by_what_is_archived(chain: Chain) -> Goal:
    other = make_goal(chain.product, "user", parents=[chain["vision"]], state="active")
    make_readings(make_metric(other), [30])
    make_goal(chain.product, "product", parents=[other], archived=True)
    return other


def off_goal(chain: Chain) -> Goal:
    chain["product"].withdraw(by=chain.owner)
    return chain["sprint"]


def agreed_for_later(chain: Chain) -> None:
    off_goal(chain)
    chain["sprint"].archive(by=chain.owner)
    later = make_sprint(team=make_team(chain.product), starts_on=day(20), ends_on=day(30))
    make_goal(chain.product, "sprint", parents=[chain["release"]], state="agreed", sprint_id=later.pk)


def below_the_active_goal_itself(chain: Chain) -> None:
    chain["sprint"].link(chain["product"], by=chain.owner)
    chain["sprint"].unlink(chain["release"], by=chain.owner)


def open_under_closed(chain: Chain) -> Goal:
    chain["release"].close("achieved", "It works", by=chain.owner)
    return chain["release"]


def open_under_another(chain: Chain) -> None:
    chain["sprint"].link(chain["product"], by=chain.owner)
    open_under_closed(chain)


def active_under_draft(chain: Chain) -> Goal:
    chain["release"].withdraw(by=chain.owner)
    return chain["sprint"]


def active_under_an_agreed_one_too(chain: Chain) -> None:
    chain["sprint"].link(chain["product"], by=chain.owner)
    active_under_draft(chain)


def refuted(chain: Chain) -> Goal:
    make_assumption(chain["sprint"], "refuted")
    return chain["sprint"]


def thought_through_again(chain: Chain) -> None:
    refuted(chain)
    chain["sprint"].revise(by=chain.owner, title="Anew")


def flat(chain: Chain) -> Goal:
    metric = Metric.objects.get(goal=chain.goals["product"])
    metric.goal = chain["product"]
    make_readings(metric, [5])
    fresh(chain["sprint"]).close("achieved", "It works", by=chain.owner)
    fresh(chain["release"]).close("achieved", "It works", by=chain.owner)
    return chain["product"]


def one_is_not_met_yet(chain: Chain) -> None:
    flat(chain)
    below = make_goal(chain.product, "release", parents=[chain["product"]], state="agreed")
    make_goal(chain.product, "sprint", parents=[below])


def read_long_ago(chain: Chain, days: int) -> Goal:
    metric = Metric.objects.get(goal=chain.goals["product"])
    metric.readings.update(day=day(-days))
    Metric.objects.filter(pk=metric.pk).update(created_at=metric.created_at - timedelta(days=days + 2))
    return chain["product"]


def stale(chain: Chain) -> Goal:
    return read_long_ago(chain, READ_WITHIN)


def read_just_in_time(chain: Chain) -> None:
    read_long_ago(chain, READ_WITHIN - 1)
    draft = make_goal(chain.product, "release", parents=[chain["product"]])
    make_goal(chain.product, "sprint", parents=[draft])
    unread = make_metric(chain["release"])
    assert unread.readings.count() == 0


def no_metric(chain: Chain) -> Goal:
    Metric.objects.get(goal=chain.goals["business"]).archive(by=chain.owner)
    return chain["business"]


def one_of_two_is_left(chain: Chain) -> None:
    make_readings(make_metric(chain["business"]), [30])
    no_metric_of = Metric.objects.filter(goal=chain.goals["business"]).first()
    assert no_metric_of is not None
    no_metric_of.archive(by=chain.owner)


def never_started(chain: Chain) -> Goal:
    goal = make_goal(chain.product, "release", parents=[chain["product"]], state="agreed")
    make_goal(chain.product, "sprint", parents=[goal])
    return long_ago(goal, LONG_AGREED + 2)


def begun_below(chain: Chain) -> None:
    goal = never_started(chain)
    make_goal(chain.product, "sprint", parents=[goal], state="active")


def ends_late(chain: Chain) -> Goal:
    dated(chain["user"], None, 40)
    dated(chain["product"], None, 41)
    return chain["product"]


def ends_on_the_same_day(chain: Chain) -> None:
    dated(chain["user"], None, 40)
    dated(chain["product"], None, 40)


def too_long(chain: Chain) -> Goal:
    return dated(chain["release"], 0, 200)


def just_right(chain: Chain) -> None:
    dated(chain["release"], 0, 75)


FIRES: dict[str, Breaking] = {
    "no-parent": no_parent,
    "no-child": no_child,
    "unserved": unserved,
    "off-goal": off_goal,
    "open-under-closed": open_under_closed,
    "active-under-draft": active_under_draft,
    "refuted": refuted,
    "flat": flat,
    "stale": stale,
    "no-metric": no_metric,
    "never-started": never_started,
    "ends-late": ends_late,
    "horizon": too_long,
}
QUIET: dict[str, Breaking] = {
    "no-parent": closed_without_parent,
    "no-child": a_level_is_skipped,
    "unserved": served_by_a_sprint_goal,
    "off-goal": agreed_for_later,
    "open-under-closed": open_under_another,
    "active-under-draft": active_under_an_agreed_one_too,
    "refuted": thought_through_again,
    "flat": one_is_not_met_yet,
    "stale": read_just_in_time,
    "no-metric": one_of_two_is_left,
    "never-started": begun_below,
    "ends-late": ends_on_the_same_day,
    "horizon": just_right,
}


@pytest.fixture
def chain() -> Chain:
    return sound_chain()


def test_every_rule_has_its_place_and_both_cases() -> None:
    assert tuple(rule.name for rule in rules()) == ORDER
    assert set(FIRES) == set(QUIET) == set(ORDER)


def test_a_sound_chain_has_no_gap(chain: Chain) -> None:
    assert gaps_in(chain.product) == gaps_in(chain.product, VIEWER) == set()


@pytest.mark.parametrize("name", FIRES)
def test_a_rule_fires(chain: Chain, name: str) -> None:
    goal = FIRES[name](chain)
    assert goal is not None
    assert gaps_in(chain.product, rule=name) == {(name, goal.number)}
    assert (name, goal.number) in gaps_in(chain.product)


@pytest.mark.parametrize("name", QUIET)
def test_a_rule_does_not_fire_next_to_that(chain: Chain, name: str) -> None:
    QUIET[name](chain)
    assert gaps_in(chain.product, rule=name) == set()


@pytest.mark.parametrize(
    ("rule", "breaking"),
    [
        ("unserved", served_by_what_is_archived),
        ("off-goal", below_the_active_goal_itself),
    ],
)
def test_more_that_is_near(chain: Chain, rule: str, breaking: Breaking) -> None:
    goal = breaking(chain)
    assert gaps_in(chain.product, rule=rule) == ({(rule, goal.number)} if goal else set())


@pytest.mark.parametrize(("level", "days"), [("release", LONG_AGREED), ("sprint", LONG_AGREED_SPRINT)])
def test_never_started_counts_from_the_day_on_which_it_was_agreed(chain: Chain, level: str, days: int) -> None:
    parent = chain["product"] if level == "release" else chain["release"]
    goal = long_ago(make_goal(chain.product, level, parents=[parent]), days + 60)
    fresh(goal).agree(by=chain.owner)
    found = {("never-started", goal.number)}
    assert gaps_in(chain.product, rule="never-started") == set()
    long_ago(goal, days - 1)
    assert gaps_in(chain.product, rule="never-started") == set()
    long_ago(goal, 2)
    assert gaps_in(chain.product, rule="never-started") == found
    # Other words, said later, are no beginning; a start that is still to come is a plan.
    fresh(goal).revise(by=chain.owner, statement='They say "state": draft')
    assert gaps_in(chain.product, rule="never-started") == found
    dated(goal, 3, None)
    assert gaps_in(chain.product, rule="never-started") == set()


def test_a_sprint_goal_ends_with_its_sprint(chain: Chain) -> None:
    release, sprint = dated(chain["release"], None, 5), Sprint.objects.get(pk=chain.sprint.pk)
    assert sprint.ends_on == day(13)
    assert gaps_in(chain.product, rule="ends-late") == {("ends-late", chain["sprint"].number)}
    (kind,) = [kind for kind in kinds_of(Asking(chain.product, OWNER)) if kind.gaps]
    (gap,) = kind.gaps
    assert (gap.other, gap.start) == (release.key, f"/g/{chain['sprint'].key}/edit/sprint/")
    assert gap.about == f"ends after {release.key} “{release.title}”"
    dated(release, None, 13)
    assert gaps_in(chain.product, rule="ends-late") == set()


@pytest.mark.parametrize("preset", ["releases", "pichler", "scrum"])
def test_the_horizon_is_that_of_the_writing_check(preset: str) -> None:
    product = make_product(preset=preset)
    spans = (1, 4, 5, 28, 35, 36, 45, 46, 114, 115, 137, 138, 228, 229, 457, 912, 913, 1369, 1370, 2281, 2283)
    told = set()
    for level in ("vision", "user", "product", "release", "sprint"):
        for days in spans:
            words = {"starts_on": day(0), "ends_on": day(days - 1)}
            # A product has one vision that is not closed.
            if level == "vision" and days != 2283:
                continue
            goal = make_goal(product, level, **words)
            if HORIZON.say(cast(Wording, SimpleNamespace(preset=preset, level=level, **words))):
                told.add(("horizon", goal.number))
    assert gaps_in(product, rule="horizon") == told
    assert told


def test_drafts_of_sprint_goals_are_seen_by_planners_alone(chain: Chain) -> None:
    draft = make_goal(chain.product, "sprint", title="Hidden")
    below = make_goal(chain.product, "release", parents=[chain["product"]])
    make_goal(chain.product, "sprint", parents=[below])
    assert gaps_in(chain.product) == {("no-parent", draft.number)}
    # What hangs on nothing but drafts hangs on nothing for the others, as on every page of theirs.
    assert gaps_in(chain.product, VIEWER) == {("no-child", below.number)}


def test_of_each_kind_a_window_is_told_and_how_many_there_are(chain: Chain) -> None:
    for _ in range(25):
        make_goal(chain.product, "release")
    kinds = {kind.rule.name: kind for kind in kinds_of(Asking(chain.product, OWNER))}
    for name in ("no-parent", "no-child"):
        assert (kinds[name].count, len(kinds[name].gaps), kinds[name].more) == (25, 20, 5)
    rest = kinds_of(Asking(chain.product, OWNER), start=20, size=20)
    numbers = [gap.goal.number for kind in (kinds["no-parent"], rest[0]) for gap in kind.gaps]
    assert numbers == sorted(numbers) and len(set(numbers)) == 25
    assert queries_of(lambda: kinds_of(Asking(chain.product, OWNER))) == 1


def test_the_cursor_goes_through_all_of_them_and_back(chain: Chain) -> None:
    for _ in range(4):
        make_goal(chain.product, "release")
    asking = Asking(chain.product, OWNER)
    seen, cursor = [], 0
    while found := gaps_beside(asking, cursor, 3):
        seen += found
        cursor = found[-1][0]
    assert {(gap.rule.name, gap.goal.number) for _, gap in seen} == gaps_in(chain.product)
    assert len(seen) == 8
    back = gaps_beside(asking, seen[-1][0], 10, forward=False)
    assert [cursor for cursor, _ in back[::-1]] == [cursor for cursor, _ in seen[:-1]]


def test_levels_narrow(chain: Chain) -> None:
    make_goal(chain.product, "release")
    alone = make_goal(chain.product, "sprint")
    assert gaps_in(chain.product, levels=["sprint"]) == {("no-parent", alone.number)}


def test_another_product_is_another_chain(chain: Chain) -> None:
    make_goal(make_product(), "release")
    assert gaps_in(chain.product) == set()
