"""The rules of the chain, said once more and differently: in plain Python over what is stored; the nets' oracle."""

from collections import Counter
from collections.abc import Iterator

from goalchain.goals import levels
from goalchain.goals.models import Event, Goal, Link
from goalchain.products.access import Role
from goalchain.products.models import Product
from roadmap.models import ProductGoal
from sprints.models import Sprint, SprintGoal

RANK = {"vision": 1, "user": 2, "business": 2, "product": 3, "release": 4, "sprint": 5}
STATES = {"draft", "agreed", "active", "closed"}
OUTCOMES = {"achieved", "partly", "missed", "abandoned"}


def broken_rules(product: Product) -> list[str]:
    """Return what is wrong with the stored chain of one product, a sentence each; empty when all rules hold."""
    product = Product.objects.get(pk=product.pk)
    goals = {goal.pk: goal for goal in Goal.objects.filter(product=product)}
    links = list(Link.objects.filter(product=product))
    return [
        *_goals(product, goals),
        *_links(goals, links),
        *_sprints(goals, links),
        *_overlaps(product),
        *_gate(product, goals),
        *_events(product, goals),
        *_members(product),
    ]


def _goals(product: Product, goals: dict[int, Goal]) -> Iterator[str]:
    for goal in goals.values():
        where = f"{product.key}-{goal.number}"
        if RANK.get(goal.level_name) != goal.level:
            yield f"{where}: level {goal.level} is called {goal.level_name}"
        if goal.state not in STATES:
            yield f"{where}: state {goal.state}"
        if (goal.outcome in OUTCOMES) != (goal.state == "closed") or (goal.outcome and goal.outcome not in OUTCOMES):
            yield f"{where}: {goal.state} with outcome “{goal.outcome}”"
        if not goal.title.strip():
            yield f"{where}: no title"
        if goal.starts_on and goal.ends_on and goal.ends_on < goal.starts_on:
            yield f"{where}: ends on {goal.ends_on}, starts on {goal.starts_on}"
        if not 1 <= goal.number <= product.last_number:
            yield f"{where}: the last number is {product.last_number}"
    for kind, key in (("number", lambda goal: goal.number), ("place", lambda goal: (goal.level, goal.position))):
        for value, times in Counter(map(key, goals.values())).items():
            if times > 1:
                yield f"{product.key}: {times} goals have the {kind} {value}"
    visions = [goal for goal in goals.values() if goal.level == 1 and goal.state != "closed" and not goal.archived_at]
    if len(visions) > 1:
        yield f"{product.key}: {len(visions)} live visions"
    rows: Counter[int] = Counter()
    for rank in levels.RANKS:
        table = levels.model_of(rank)._default_manager.filter(pk__in=goals)
        for pk in table.values_list("pk", flat=True):
            rows[pk] += 1
            if goals[pk].level != rank:
                yield f"{product.key}-{goals[pk].number}: has a row of level {rank}"
    for pk, goal in goals.items():
        if rows[pk] != 1:
            yield f"{product.key}-{goal.number}: {rows[pk]} rows of its level"


def _links(goals: dict[int, Goal], links: list[Link]) -> Iterator[str]:
    for link in links:
        child, parent = goals.get(link.child_id), goals.get(link.parent_id)
        if child is None or parent is None:
            yield f"link {link.pk}: an end in another product"
            continue
        if (link.child_level, link.parent_level) != (child.level, parent.level):
            yield f"link {link.pk}: copied levels {link.child_level}, {link.parent_level}"
        if parent.level >= child.level:
            yield f"link {link.pk}: does not lead upward"
    for pair, times in Counter((link.child_id, link.parent_id) for link in links).items():
        if times > 1:
            yield f"the link {pair} is there {times} times"


def _overlaps(product: Product) -> Iterator[str]:
    days: Counter[tuple[int, int]] = Counter()
    for team, first, last in Sprint.objects.filter(product=product).values_list("team_id", "starts_on", "ends_on"):
        if first and last:
            days.update((team, day) for day in range(first.toordinal(), last.toordinal() + 1))
    for team in {team for (team, _), times in days.items() if times > 1}:
        yield f"sprints of team {team} share a day"


def _sprints(goals: dict[int, Goal], links: list[Link]) -> Iterator[str]:
    holders: Counter[int] = Counter()
    for goal in SprintGoal.objects.filter(pk__in=goals).select_related("sprint"):
        committed = goal.state in ("agreed", "active") and goal.archived_at is None
        if goal.agreed_for_id != (goal.sprint_id if committed else None):
            yield f"sprint goal {goal.number}: {goal.state} in {goal.sprint_id}, agreed for {goal.agreed_for_id}"
        if goal.sprint and goal.sprint.product_id != goal.product_id:
            yield f"sprint goal {goal.number}: in a sprint of another product"
        if committed and goal.sprint_id:
            holders[goal.sprint_id] += 1
        if committed and not any(
            link.child_id == goal.pk and link.parent_id in goals and goals[link.parent_id].archived_at is None
            for link in links
        ):
            yield f"sprint goal {goal.number}: {goal.state} without a live parent"
    for sprint, times in holders.items():
        if times > 1:
            yield f"sprint {sprint}: {times} agreed goals"


def _gate(product: Product, goals: dict[int, Goal]) -> Iterator[str]:
    rows = dict(ProductGoal.objects.filter(pk__in=goals).values_list("pk", "active_for"))
    active = {pk for pk in rows if goals[pk].state == "active" and goals[pk].archived_at is None}
    if product.one_active_goal and len(active) > 1:
        yield f"{product.key}: {len(active)} active product goals"
    for pk, holds in rows.items():
        if holds != (product.pk if product.one_active_goal and pk in active else None):
            yield f"{product.key}-{goals[pk].number}: {goals[pk].state}, active for {holds}"


def _events(product: Product, goals: dict[int, Goal]) -> Iterator[str]:
    events = list(Event.objects.filter(product=product).order_by("id").values_list("revision", "goal_id", "subject"))
    revisions = [revision for revision, *_ in events]
    if sorted(set(revisions)) != list(range(1, product.revision + 1)) or revisions != sorted(revisions):
        yield f"{product.key}: at revision {product.revision} with events of {sorted(set(revisions))}"
    told = Counter(goal for _, goal, subject in events if subject == "goal")
    for goal in goals.values():
        if told[goal.pk] != goal.version:
            yield f"{product.key}-{goal.number}: version {goal.version} after {told[goal.pk]} events"


def _members(product: Product) -> Iterator[str]:
    if not product.memberships.filter(role=Role.OWNER, user__is_active=True).exists():
        yield f"{product.key}: no owner"
