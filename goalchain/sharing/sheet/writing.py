"""Carrying out a plan: every goal, link, team and sprint in one change, each goal with its event."""

from goalchain.accounts.models import User
from goalchain.products.changes import Change, change
from goalchain.products.errors import Stale
from goalchain.products.models import Product, Team
from sprints.bulk import plan_sprints
from sprints.models import Sprint

from .inserting import insert
from .plan import Plan
from .planning import make_plan
from .reading import Sheet
from .stored import SprintName, read_chain
from .updating import link_updated, record_updated, update


class SheetRefused(Exception):
    """A sheet with bad rows: nothing was written. `plan` names them."""

    def __init__(self, plan: Plan) -> None:
        super().__init__(f"{plan.refused_count} rows are refused.")
        self.plan = plan


def preview_sheet(product: Product, sheet: Sheet) -> Plan:
    """Say what the sheet would do now. Seven queries."""
    return make_plan(sheet, read_chain(product))


def import_sheet(product: Product, sheet: Sheet, *, by: User | None, revision: int | None = None) -> Plan:
    """Write the sheet in one change, all rows or none, and return what was done.

    With `revision`, only while the product still has it: raises Stale otherwise, so that what was previewed is what is
    written. Raises SheetRefused when a row is bad. A sheet that says what is stored already changes nothing, not even
    the revision. Queries: about eight for every 1,000 rows, and one for each goal that changes.
    """
    with change(product, by) as begun:
        if revision is not None and begun.revision != revision + 1:
            raise Stale(revision)
        plan = preview_sheet(product, sheet)
        if plan.refused:
            raise SheetRefused(plan)
        if plan.writes:
            _write(plan, begun)
    return plan


def _write(plan: Plan, begun: Change) -> None:
    sprints = _make_sprints(plan, begun)
    # What gives up a place (a closed vision, a sprint) does so before somebody else takes it.
    updates = update(plan, begun, sprints)
    made = insert(plan, begun, sprints)
    link_updated(plan, updates, made)
    record_updated(plan, begun, updates)


def _make_sprints(plan: Plan, begun: Change) -> dict[SprintName, int]:
    """Make the missing teams and sprints; return the primary key of every sprint."""
    product = plan.chain.product
    teams = Team.objects.bulk_create(Team(product=product, name=name) for name in plan.teams)
    for team in teams:
        begun.record("form", "team", after=team.facts(), former={})
    team_ids = plan.chain.teams | {team.name: team.pk for team in teams}
    sprints = [Sprint(product=product, team_id=team_ids[team], name=name) for team, name in plan.sprints]
    plan_sprints(begun, sprints)
    made = {names: sprint.pk for names, sprint in zip(plan.sprints, sprints, strict=True)}
    return plan.chain.sprints | made
