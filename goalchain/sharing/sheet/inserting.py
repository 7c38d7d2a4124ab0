"""The goals of a plan that are made."""

from typing import Any

from goalchain.goals import levels
from goalchain.goals.bulk import Parents, insert_goals, insert_links, record
from goalchain.goals.models import Goal
from goalchain.goals.verbs.revising import STRIDE
from goalchain.products.changes import Change
from goalchain.products.models import Product

from .plan import Entry, Plan
from .stored import SprintName


def insert(plan: Plan, begun: Change, sprints: dict[SprintName, int]) -> dict[int, Goal]:
    """Store the new goals with their links, note a `create` for each, and return them by number."""
    product = plan.chain.product
    if not plan.made:
        return {}
    highest = max(entry.number for entry in plan.made)
    if highest > plan.chain.last_number:
        product.claim_numbers(highest - plan.chain.last_number)
    places = _Places(product)
    goals = {
        entry.number: levels.model_of(entry.level)(
            product=product,
            number=entry.number,
            level=entry.level,
            level_name=entry.level_name,
            position=places.next(entry.level),
            created_at=begun.at,
            updated_at=begun.at,
            **columns_of(plan, entry, sprints),
        )
        for entry in plan.made
    }
    insert_goals(list(goals.values()))
    ends = goals | stored_ends(plan, plan.made)
    insert_links(
        (goals[entry.number], ends[number], rationale)
        for entry in plan.made
        for number, rationale in (entry.parents or {}).items()
    )
    for entry in plan.made:
        record(begun, "create", goals[entry.number], parent_facts(entry.parents or {}), {})
    return goals


def columns_of(plan: Plan, entry: Entry, sprints: dict[SprintName, int]) -> dict[str, Any]:
    """The entry's values as columns of its level's model."""
    values = dict(entry.values)
    values["owner_id"] = plan.chain.members.get(values.pop("owner"))
    if "sprint" in values:
        sprint = values.pop("sprint")
        values["sprint_id"] = sprints[sprint] if sprint else None
        values["agreed_for_id"] = values["sprint_id"] if entry.holds_sprint else None
    if entry.level == levels.PRODUCT:
        is_held = entry.is_active_product_goal and plan.chain.one_active_goal
        values["active_for_id"] = plan.chain.product.pk if is_held else None
    return values


def stored_ends(plan: Plan, entries: list[Entry]) -> dict[int, Goal]:
    """The goals that existed before and that links of these entries lead to, by number: enough of them for a link."""
    stored = plan.chain.goals
    return {
        number: Goal(pk=stored[number].pk, product=plan.chain.product, number=number, level=stored[number].level)
        for entry in entries
        for number in entry.parents or {}
        if number in stored
    }


def parent_facts(parents: dict[int, str]) -> Parents:
    """Links upward as snapshots hold them."""
    return [{"number": number, "rationale": parents[number]} for number in sorted(parents)]


class _Places:
    """The positions of new goals: behind those of their level, in the order of the file."""

    def __init__(self, product: Product) -> None:
        self._product = product
        self._last: dict[int, int] = {}

    def next(self, rank: int) -> int:
        """The next position; one query for each level."""
        if rank not in self._last:
            goals = Goal.objects.filter(product=self._product, level=rank).order_by("-position")
            self._last[rank] = goals.values_list("position", flat=True).first() or 0
        self._last[rank] += STRIDE
        return self._last[rank]
