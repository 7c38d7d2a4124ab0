"""What stored data may not be: every rule of the chain, asked of the rows as they lie there.

The constraints of the database and the verbs keep these rules; here looks who no longer trusts either.
Nothing here believes a constraint. Rules of one level are its app's, which adds them with `check_with`.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db.models import F, Max, Min

from goalchain.lib.text import storable
from goalchain.products.access import Role
from goalchain.products.models import Product, Team, key_form

from . import levels
from .models import Event, Goal, Link
from .models.goal import Confidence, Outcome, State
from .rules import TITLE_LENGTH
from .writing.catalogue import RULES


@dataclass(frozen=True)
class Offence:
    """A rule that stored data breaks: where (a goal, or "" for the product itself), which, and the value."""

    product: str
    goal: str
    rule: str
    value: str

    def __str__(self) -> str:
        return f"{self.goal or self.product}: {self.rule} ({self.value})"


#: What a check says of a product: pairs of the number of a goal (0: the product itself) with a rule and a value.
Finding = tuple[int, str, Any]
Check = Callable[[Product], Iterable[Finding]]

_checks: list[Check] = []


def check_with(check: Check) -> None:
    """Add the rules of a level; called by its app when it is ready."""
    _checks.append(check)


def offences(product: Product) -> list[Offence]:
    """Every offence in the stored data of a product. It reads all of it: goals, links and events."""
    checks = [_product, _goals, _level_rows, _links, _revisions, _histories, *_checks]
    return [
        Offence(product.key, f"{product.key}-{number}" if number else "", rule, str(value)[:200])
        for check in checks
        for number, rule, value in check(product)
    ]


def _product(product: Product) -> Iterator[Finding]:
    try:
        key_form(product.key)
    except ValidationError:
        yield 0, "a product's key is 2 to 10 capital letters and digits", product.key
    if product.preset not in Product.Preset.values:
        yield 0, "a product's preset is one that exists", product.preset
    for rule in set(product.quiet_rules) - set(RULES):
        yield 0, "a writing check that is switched off is one that exists", rule
    roles = list(product.memberships.order_by().values_list("role", "user__is_active"))
    if (Role.OWNER.value, True) not in roles:
        yield 0, "a product keeps an owner", f"{len(roles)} members"
    for role in {role for role, _ in roles} - set(Role.values):
        yield 0, "a member's role is one that exists", role
    for team in Team.objects.filter(product=product, name=""):
        yield 0, "a team has a name", team.pk


# -- goals -------------------------------------------------------------------------------------------------------------


def _goals(product: Product) -> Iterator[Finding]:
    last_number = Product.objects.values_list("last_number", flat=True).get(pk=product.pk)
    columns = "number level level_name title statement learning state outcome confidence starts_on ends_on version"
    goals = Goal.objects.filter(product=product).order_by("number")
    for goal in goals.values_list(*columns.split(), "archived_at", named=True).iterator(chunk_size=2000):
        for rule, value in _goal(goal):
            yield goal.number, rule, value
        if not 0 < goal.number <= last_number:
            yield goal.number, "a product's last number is not below that of a goal", f"last number {last_number}"
    numbers = Counter(goals.values_list("number", flat=True))
    yield from repeated("a number belongs to one goal", numbers)
    visions = goals.filter(level=levels.VISION).open().values_list("number", flat=True)
    for number in visions[1:]:
        yield number, "a product has one live vision", f"{product.key}-{visions[0]} is another"


def _goal(goal: Any) -> Iterator[tuple[str, Any]]:
    """What is wrong with one goal by itself."""
    level = levels.LEVELS.get(goal.level_name)
    if level is None or level.rank != goal.level:
        yield "a level's name and its rank belong together", f"{goal.level_name}, {goal.level}"
    if goal.state not in State.values:
        yield "a state is one that exists", goal.state
    if (goal.state == State.CLOSED) != bool(goal.outcome):
        yield "an outcome exists exactly when the state is closed", f"{goal.state}, outcome “{goal.outcome}”"
    if goal.outcome and goal.outcome not in Outcome.values:
        yield "an outcome is one that exists", goal.outcome
    if goal.confidence and goal.confidence not in Confidence.values:
        yield "a confidence is one that exists", goal.confidence
    if goal.starts_on and goal.ends_on and goal.ends_on < goal.starts_on:
        yield "a goal ends after it starts", f"{goal.starts_on} to {goal.ends_on}"
    if not goal.title.strip() or len(goal.title) > TITLE_LENGTH:
        yield f"a title has 1 to {TITLE_LENGTH} characters", goal.title
    if goal.version < 1:
        yield "a version counts from 1", goal.version
    for text in (goal.title, goal.statement, goal.learning):
        try:
            storable(text)
        except ValidationError as error:
            yield "text can be stored in every database", error.messages[0]


def _level_rows(product: Product) -> Iterator[Finding]:
    """A goal has one row in the table of its level, and none in another's."""
    goals = Goal.objects.filter(product=product).order_by("number")
    models = {levels.model_of(rank) for rank in levels.RANKS}
    rows = {model: set(model._base_manager.filter(product=product).values_list("pk", flat=True)) for model in models}
    for pk, number, rank in goals.values_list("pk", "number", "level"):
        own = levels.model_of(rank) if rank in levels.RANKS else None
        if own and pk not in rows[own]:
            yield number, "a goal has a row in the table of its level", f"none in {own._meta.db_table}"
        for model in models - {own}:
            if pk in rows[model]:
                yield number, "a goal has a row in the table of its level only", f"one in {model._meta.db_table}"


def repeated(rule: str, counted: Counter[Any]) -> Iterator[Finding]:
    """An offence for each goal that is counted more than once."""
    for number, count in counted.items():
        if count > 1:
            yield number, rule, f"{count} times"


# -- links -------------------------------------------------------------------------------------------------------------


def _links(product: Product) -> Iterator[Finding]:
    links = Link.objects.filter(product=product).order_by() | Link.objects.filter(child__product=product).order_by()
    facts = links.annotate(
        number=F("child__number"),
        other=F("parent__number"),
        here=F("child__level"),
        above=F("parent__level"),
        of_child=F("child__product"),
        of_parent=F("parent__product"),
    ).values_list(
        *("number", "other", "here", "above", "of_child", "of_parent", "child_level", "parent_level"),
        *("product_id", "rationale"),
        named=True,
    )
    pairs: Counter[tuple[int, int]] = Counter()
    for link in facts.iterator(chunk_size=2000):
        pairs[link.number, link.other] += 1
        if not link.product_id == link.of_child == link.of_parent:
            products = f"{link.product_id}, {link.of_child}, {link.of_parent}"
            yield link.number, "a link and both its ends are of one product", products
        if (link.child_level, link.parent_level) != (link.here, link.above):
            copied = f"{link.child_level} to {link.parent_level}, goals {link.here} to {link.above}"
            yield link.number, "a link's levels are those of its goals", copied
        if link.here <= link.above or link.child_level <= link.parent_level:
            yield link.number, "a link leads upward", f"level {link.here} to {link.above}"
        try:
            storable(link.rationale)
        except ValidationError as error:
            yield link.number, "text can be stored in every database", error.messages[0]
    for (number, other), count in pairs.items():
        if count > 1:
            yield number, "a goal serves another once", f"{product.key}-{other} {count} times"


# -- events ------------------------------------------------------------------------------------------------------------


def _revisions(product: Product) -> Iterator[Finding]:
    revision = Product.objects.values_list("revision", flat=True).get(pk=product.pk)
    events = Event.objects.filter(product=product).order_by()
    found = events.aggregate(first=Min("revision"), last=Max("revision"))
    if (found["last"] or 0) != revision:
        yield 0, "a product's revision is that of its last event", f"revision {revision}, event {found['last']}"
    if (found["first"] or 1) != 1:
        yield 0, "the first event has revision 1", found["first"]
    known = set(events.values_list("revision", flat=True).distinct())
    missing = sorted(set(range(1, revision + 1)) - known)
    if missing:
        yield 0, "every revision has an event", f"none for {', '.join(map(str, missing[:10]))}"
    last = 0
    for pk, number in events.order_by("pk").values_list("pk", "revision").iterator(chunk_size=5000):
        if number < last:
            yield 0, "events are stored in the order of their revisions", f"event {pk} of revision {number}"
        last = number


def _histories(product: Product) -> Iterator[Finding]:
    """The events of each goal tell its versions one by one, and the last of them tells the goal as it is stored."""
    numbers = dict(Goal.objects.filter(product=product).order_by().values_list("pk", "number"))
    last: dict[int, dict[str, Any]] = {}
    events = Event.objects.filter(product=product, subject="goal").order_by("pk")
    columns = ("goal_id", "goal__product_id", "revision", "verb", "planning", "after")
    for event in events.values_list(*columns, named=True).iterator(chunk_size=500):
        number = numbers.get(event.goal_id, 0)
        if event.goal__product_id != product.pk:
            yield number, "an event is about a goal of its product", f"revision {event.revision}"
            continue
        former = last.get(event.goal_id)
        if (event.verb == "create") != (former is None):
            yield number, "a goal's first event, and no other, is its creation", f"{event.verb}, {event.revision}"
        if former is not None and event.after.get("version") != former.get("version", 0) + 1:
            versions = f"{event.after.get('version')} after {former.get('version')}"
            yield number, "a goal's events tell its versions one by one", versions
        is_planning = event.after.get("level") == levels.SPRINT and event.after.get("state") == State.DRAFT
        if event.planning != is_planning:
            yield number, "an event of a draft sprint goal is planning", f"revision {event.revision}"
        last[event.goal_id] = event.after
    yield from _last_snapshots(product, last)


def _last_snapshots(product: Product, last: dict[int, dict[str, Any]]) -> Iterator[Finding]:
    parents: dict[int, list[dict[str, Any]]] = {}
    links = Link.objects.filter(product=product).order_by("parent__number")
    for child, number, rationale in links.values_list("child_id", "parent__number", "rationale"):
        parents.setdefault(child, []).append({"number": number, "rationale": rationale})
    for goal in Goal.objects.filter(product=product).with_level().order_by("number").iterator(chunk_size=2000):
        try:
            goal.product = product
            stored = goal.of_level.facts() | {"parents": parents.get(goal.pk, [])}
        except (ObjectDoesNotExist, KeyError):
            continue  # The missing row is named by another rule.
        told = last.get(goal.pk)
        if told is None:
            yield goal.number, "a goal has events", "none"
            continue
        for name in sorted(stored.keys() | told.keys()):
            if stored.get(name) != told.get(name):
                values = f"{name}: stored {stored.get(name)!r}, last event {told.get(name)!r}"
                yield goal.number, "the last event tells the goal as it is stored", values
