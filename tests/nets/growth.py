"""A world grown tenfold: more goals, links, events, metrics, people, teams, sprints, tokens, invitations, products."""

from datetime import date
from typing import Any

from goalchain.goals.models import Goal
from goalchain.metrics.models import Assumption, CheckInRhythm
from sprints.models import BacklogItem
from tests.factories import (
    make_assumption,
    make_check_in,
    make_checkpoint,
    make_entry,
    make_feature,
    make_feedback,
    make_goal,
    make_member,
    make_metric,
    make_product,
    make_readings,
    make_review,
    make_share,
    make_sprint,
    make_team,
    make_token,
)
from tests.sprints.drafts import make_rivals

from .world import MEASURED, World, make_cancelled, make_noted, make_reviewed, make_running

TIMES = 10


def grow(world: World) -> None:
    """Put ten times as much of everything around the things that the nets ask for."""
    by, product = world.owner, world.product
    for number in range(TIMES):
        vision, user = world.goal("vision", "draft"), make_goal(product, "user", by=by)
        user.link(vision, "more to do", by=by)
        business = make_goal(product, "business", parents=[vision], by=by)
        middle = make_goal(product, "product", parents=[user, business], by=by)
        for _ in range(3):
            release = make_goal(product, "release", parents=[middle, world.goal("product", "draft")], by=by)
            make_goal(product, "release", state="closed", by=by)
            for goal in (world.goal("release", "draft"), world.goal("release", "base"), release):
                make_goal(product, "sprint", parents=[goal], by=by)
            make_goal(product, "sprint", parents=[release], state="agreed", by=by)
        make_goal(product, "release", archived=True, by=by)
        for place in MEASURED:
            world.goal(*place).link(middle, f"another reason {number}", by=by)
            world.goal(*place).revise(by=by, statement=f"In other words {number}")
            make_readings(make_metric(world.goal(*place), by=by), range(30))
            think(world.goal(*place), by)
        make_readings(make_metric(middle, by=by), range(30))
        think(middle, by)
        make_checkpoint(release, by=by)
        for goal in (release, world.goal("release", "active")):
            goal.revise(by=by, ends_on=date(2027, 1, 1 + number))
        for place in (("release", "draft"), ("sprint", "draft"), ("release", "active"), ("sprint", "active")):
            world.goal(*place).wait_for(middle, by=by)
            make_goal(product, "release", by=by).wait_for(world.goal(*place), by=by)
        for goal in (middle, world.goal("product", "draft")):
            make_feature(goal)
        make_member(product, "developer")
        team = make_team(product)
        for _ in range(3):
            make_sprint(team=team)
            make_sprint(team=world.team)
        make_entry(vision, "needs", answered_by=[user])
        make_entry(vision, "product")
        make_review(product, days_ago=20 + number, others=["Jo", "Kim"])
        for _ in range(3):
            words = {"link": world.shared["live"][0], "about": world.goal("product", "draft"), "answer": "Noted"}
            make_feedback(**words).attach(world.goal("release", "draft"), by=by)
            make_feedback(product, about=middle).attach(world.goal("sprint", "draft"), by=by)
        make_share(product, "trace", goal=middle)
        BacklogItem.add_all(product, [f"An item {place}" for place in range(30)], by=by, goal=middle)
        BacklogItem.add(product, "Planned", by=by, goal=middle, sprint=world.sprint)
        make_reviewed(world)
        make_cancelled(world)
        make_running(world)
        make_noted(world)
        make_rivals(product, release)
        make_token(by)
        make_goal(make_product(owner=by), "vision", by=by)
    for place in MEASURED:
        # They were revised since: what they rest on has to be refuted anew to ask for them.
        refuted = Assumption.objects.filter(goal_id=world.goal(*place).pk).order_by("id")[1]
        refuted.goal = world.goal(*place)
        refuted.revise(by=by, state="open")
        refuted.revise(by=by, state="refuted")


def think(goal: Goal, by: Any) -> None:
    """Check-ins, one of them due, and assumptions, one of them refuted."""
    make_check_in(goal, by=by)
    CheckInRhythm.ask(goal, 3, by=by)
    CheckInRhythm.objects.filter(goal_id=goal.pk).update(since=date(2026, 1, 1), due_on=date(2026, 1, 4))
    tested_by = list(Goal.objects.filter(product=goal.product, level=5, archived_at=None)[:2])
    make_assumption(goal, by=by, tested_by=tested_by)
    if goal.level == 3:
        make_assumption(goal, "refuted", by=by)
