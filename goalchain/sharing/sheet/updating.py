"""The goals of a plan that change."""

from dataclasses import dataclass, field
from typing import Any

from goalchain.goals import levels
from goalchain.goals.bulk import BATCH, batches, insert_links, record, update_goals, update_level_rows
from goalchain.goals.models import Goal, Link
from goalchain.goals.models.goal import plain
from goalchain.products.changes import Change
from roadmap.models import ProductGoal
from sprints.models import SprintGoal

from .inserting import columns_of, parent_facts, stored_ends
from .plan import Entry, Plan
from .stored import SprintName

#: The columns that every level shares and a sheet may change.
_COMMON = ("title", "statement", "owner_id", "state", "outcome", "starts_on", "ends_on", "version", "updated_at")
#: Where the name of a sheet's column is not the model's.
_ATTRIBUTES = {"owner": "owner_id", "sprint": "sprint_id"}
_LINKS = {"parents", "rationale"}


@dataclass
class Update:
    """A goal that changes: as it is after the change, and the former values of what changed."""

    entry: Entry
    goal: Goal
    former: dict[str, Any] = field(default_factory=dict)

    @property
    def verb(self) -> str:
        """The verb that would have done it, so that it can be undone; `import` where several would have been needed."""
        changes = set(self.entry.changes)
        if changes <= _LINKS:
            return "relink"
        return "import" if changes & (_LINKS | {"state", "outcome"}) else "revise"


def update(plan: Plan, begun: Change, sprints: dict[SprintName, int]) -> list[Update]:
    """Store the new values of goals that exist; their links come later, when the new goals are there."""
    read: dict[int, int] = {}
    updates = []
    for entry, goal in _load(plan):
        update = Update(entry, goal)
        values = columns_of(plan, entry, sprints)
        for column in entry.changes:
            if column not in _LINKS:
                attribute = _ATTRIBUTES.get(column, column)
                update.former[attribute] = plain(getattr(goal, attribute))
                setattr(goal, attribute, values[attribute])
        if isinstance(goal, SprintGoal):
            goal.agreed_for_id = goal.sprint_id if goal.holds_sprint else None
        if isinstance(goal, ProductGoal):
            goal.active_for_id = values["active_for_id"]
        read[goal.pk] = goal.version
        goal.version += 1
        goal.updated_at = begun.at
        updates.append(update)
    # A vision or product goal that closes makes room for the one that opens.
    updates.sort(key=lambda update: update.goal.state != "closed")
    update_goals([update.goal for update in updates], _COMMON, read=read)
    _update_sprint_goals(updates)
    _update_product_goals(updates)
    return updates


def link_updated(plan: Plan, updates: list[Update], made: dict[int, Goal]) -> None:
    """Give the goals their new links and reasons. Links to archived parents stay, as in the verb `relink`."""
    relinked = [update for update in updates if _LINKS & set(update.entry.changes)]
    ends = stored_ends(plan, [update.entry for update in relinked]) | made
    added = []
    for batch in batches(relinked, BATCH):
        links = {
            (link.child_id, link.parent_id): link
            for link in Link.objects.filter(child_id__in=[update.goal.pk for update in batch])
        }
        gone, explained = [], []
        for update in batch:
            former, wanted = _parents_of(plan, update)
            for number in former.keys() - wanted.keys():
                gone.append(links[update.goal.pk, plan.chain.goals[number].pk].pk)
            for number, rationale in wanted.items():
                if number not in former:
                    added.append((update.goal, ends[number], rationale))
                elif former[number] != rationale:
                    link = links[update.goal.pk, plan.chain.goals[number].pk]
                    link.rationale = rationale
                    explained.append(link)
        Link.objects.filter(pk__in=gone).delete()
        Link.objects.bulk_update(explained, ["rationale"], batch_size=BATCH // 2)
    insert_links(added)


def record_updated(plan: Plan, begun: Change, updates: list[Update]) -> None:
    """Note what changed of each goal."""
    for update in updates:
        former, wanted = _parents_of(plan, update)
        if _LINKS & set(update.entry.changes):
            update.former["parents"] = parent_facts(former)
        record(begun, update.verb, update.goal, parent_facts(wanted), update.former)


def _load(plan: Plan) -> list[tuple[Entry, Goal]]:
    pairs = []
    for batch in batches(plan.changed, BATCH):
        found = Goal.objects.filter(product=plan.chain.product, number__in=[entry.number for entry in batch])
        goals = {goal.number: goal for goal in found.with_level()}
        for entry in batch:
            goals[entry.number].product = plan.chain.product
            pairs.append((entry, goals[entry.number].of_level))
    return pairs


def _update_sprint_goals(updates: list[Update]) -> None:
    goals = [
        update.goal
        for update in updates
        if update.goal.level == levels.SPRINT and {"state", "sprint"} & set(update.entry.changes)
    ]
    for batch in batches(goals, BATCH):
        SprintGoal.objects.filter(pk__in=[goal.pk for goal in batch]).update(agreed_for=None)
    update_level_rows(goals, ["sprint_id", "agreed_for_id"])


def _update_product_goals(updates: list[Update]) -> None:
    goals = [
        update.goal for update in updates if update.goal.level == levels.PRODUCT and "state" in update.entry.changes
    ]
    for batch in batches(goals, BATCH):
        ProductGoal.objects.filter(pk__in=[goal.pk for goal in batch]).update(active_for=None)
    update_level_rows(goals, ["active_for_id"])


def _parents_of(plan: Plan, update: Update) -> tuple[dict[int, str], dict[int, str]]:
    """All links upward, by number, before and after."""
    stored = update.entry.stored
    former = stored.parents if stored else {}
    if update.entry.parents is None:
        return former, former
    archived = {number: former[number] for number in former if plan.chain.goals[number].archived}
    return former, archived | update.entry.parents
