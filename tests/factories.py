"""Small functions that make what a test needs, through the verbs, so that history is true. Give only what matters."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from itertools import count
from typing import Any

from django.db.models import Max
from django.utils import timezone

from goalchain.accounts.models import ApiToken, User
from goalchain.goals import levels
from goalchain.goals.models import Goal
from goalchain.metrics.models import Assumption, CheckIn, Metric, Reading
from goalchain.metrics.verbs.reading import Row
from goalchain.products.access import Role
from goalchain.products.models import Membership, Product, Team
from goalchain.sharing.models import ShareLink, Voice
from goalchain.talk.models import Feedback
from roadmap.features import Feature
from roadmap.models import ProductGoal, ReleaseGoal
from roadmap.releases.checkpoint import Checkpoint
from sprints.models import Sprint
from vision.board import BoardEntry
from vision.models import Vision
from vision.reviews.review import Review

PASSWORD = "correct horse battery staple"
_numbers = count(1)

#: What a test writes as a parent: a goal, or a goal with the rationale.
Parent = Goal | tuple[Goal, str]


def make_user(email: str = "", *, name: str = "", password: str | None = None, **fields: Any) -> User:
    """A person who can sign in with `password`; without one, only by force_login."""
    number = next(_numbers)
    return User.objects.create_user(
        email or f"person{number}@example.com", password, name=name or f"Person {number}", **fields
    )


def make_product(
    *, owner: User | None = None, key: str = "", name: str = "", preset: str = Product.Preset.RELEASES
) -> Product:
    """A product with its first owner (a new person, unless given). `product_owner(product)` finds that person."""
    number = next(_numbers)
    return Product.found(
        key=key or f"T{number}", name=name or f"Product {number}", preset=preset, by=owner or make_user()
    )


def product_owner(product: Product) -> User:
    """The first product owner."""
    return product.memberships.filter(role=Role.OWNER).select_related("user").order_by("id")[0].user


def make_member(product: Product, role: str = Role.DEVELOPER, user: User | None = None) -> User:
    """A person (a new one, unless given) who has this role in the product."""
    user = user or make_user()
    product.admit(user, role, by=product_owner(product))
    return user


def make_members(product: Product) -> dict[str, User]:
    """One person a role, by role; the owner is the one whom the product has."""
    others = {role.value: make_member(product, role) for role in Role if role != Role.OWNER}
    return {Role.OWNER.value: product_owner(product), **others}


def membership_of(product: Product, user: User) -> Membership:
    """The person's membership, with its product and person."""
    return Membership.objects.select_related("product", "user").get(product=product, user=user)


def make_goal(
    product: Product | None = None,
    level: str = "product",
    *,
    parents: Sequence[Parent] = (),
    title: str = "",
    state: str = "draft",
    outcome: str = "achieved",
    learning: str = "",
    archived: bool = False,
    by: User | None = None,
    **fields: Any,
) -> Goal:
    """A goal of a named level, linked to `parents`, brought to `state` by the verbs (`outcome` counts when closed).

    A sprint goal that is to be agreed gets a parent of its own if none is given.
    """
    product = product or make_product()
    by = by or product_owner(product)
    if level == "sprint" and state != "draft" and not parents:
        parents = [make_goal(product, "release" if product.preset == "releases" else "product", by=by)]
    pairs = [parent if isinstance(parent, tuple) else (parent, "") for parent in parents]
    goal = Goal.create(
        product,
        level,
        by=by,
        title=title or f"{levels.LEVELS[level].label} {next(_numbers)}",
        parents=pairs,
        **({"learning": learning} if learning and state != "closed" else {}),
        **fields,
    )
    _bring(goal, state, outcome, learning or "It took longer than we thought.", by)
    if archived:
        goal.archive(by=by)
    return goal


def _bring(goal: Goal, state: str, outcome: str, learning: str, by: User) -> None:
    if state == "draft":
        return
    goal.agree(by=by)
    if state == "active":
        goal.activate(by=by)
    elif state == "closed":
        goal.close(outcome, learning, by=by)


def make_team(product: Product | None = None, name: str = "") -> Team:
    """A team of the product."""
    product = product or make_product()
    return Team.form(product, name or f"Team {next(_numbers)}", by=product_owner(product))


def make_sprint(product: Product | None = None, *, team: Team | None = None, name: str = "", **dates: date) -> Sprint:
    """A sprint of two weeks from today, or from the end of the team's last one, unless the dates say otherwise."""
    team = team or make_team(product)
    last = team.sprints.aggregate(last=Max("ends_on"))["last"]
    first = last + timedelta(days=1) if last else timezone.localdate()
    dates = {"starts_on": first, "ends_on": first + timedelta(days=13)} | dates
    return Sprint.plan(team, name or f"Sprint {next(_numbers)}", by=product_owner(team.product), **dates)


@dataclass
class Chain:
    """A product with a goal of every level, each linked to the one above; `goals` by level name."""

    product: Product
    owner: User
    sprint: Sprint
    goals: dict[str, Goal] = field(default_factory=dict)

    def __getitem__(self, level_name: str) -> Goal:
        """The goal of a level, read anew."""
        return fresh(self.goals[level_name])


def make_chain_of_all_levels(product: Product | None = None, **words: Any) -> Chain:
    """Vision ← user goal ← product goal ← release goal ← sprint goal (a draft, in a sprint); a business goal beside.

    The product goal serves the user goal and the business goal. `words` go to make_product.
    """
    product = product or make_product(**words)
    by = product_owner(product)
    sprint = make_sprint(product)
    chain = Chain(product, by, sprint)
    chain.goals["vision"] = vision = make_goal(product, "vision", title="Servicing is simple", by=by)
    chain.goals["user"] = user = make_goal(product, "user", parents=[(vision, "a lost day hurts")], by=by)
    chain.goals["business"] = business = make_goal(product, "business", parents=[(vision, "idle slots cost")], by=by)
    chain.goals["product"] = middle = make_goal(
        product, "product", parents=[(user, "booking takes three calls"), (business, "an app fills slots")], by=by
    )
    chain.goals["release"] = release = make_goal(product, "release", parents=[(middle, "it begins here")], by=by)
    chain.goals["sprint"] = make_goal(
        product, "sprint", parents=[(release, "no slot, no service")], by=by, sprint_id=sprint.pk
    )
    return chain


def make_entry(vision: Goal, section: str = "needs", text: str = "", *, answered_by: Sequence[Goal] = ()) -> BoardEntry:
    """An entry on the board of a vision, answered by these user goals."""
    by = product_owner(vision.product)
    stored = fresh(vision)
    assert isinstance(stored, Vision)
    entry = BoardEntry.add(stored, section, text or f"Entry {next(_numbers)}", by=by)
    if answered_by:
        entry.answer_with(answered_by, by=by)
    return entry


def make_review(product: Product, kind: str = "strategy", *, days_ago: int = 0, **words: Any) -> Review:
    """A review that was held today, or so many days ago; the product owner took part and wrote it down."""
    by = product_owner(product)
    told = {"members": [by.pk], "decisions": f"Decision {next(_numbers)}", "by": by} | words
    return Review.record(product, kind, held_on=timezone.localdate() - timedelta(days=days_ago), **told)


def make_feature(goal: Goal, text: str = "") -> Feature:
    """A feature of a product goal."""
    stored = fresh(goal)
    assert isinstance(stored, ProductGoal)
    return Feature.add(stored, text or f"Feature {next(_numbers)}", by=product_owner(goal.product))


def make_checkpoint(goal: Goal, *, by: User | None = None, **words: Any) -> Checkpoint:
    """The checkpoint of a release goal, which shipped today unless `shipped_on` says otherwise."""
    stored = fresh(goal)
    assert isinstance(stored, ReleaseGoal)
    words = {"shipped_on": timezone.localdate(), "result": "Customers book a slot"} | words
    return Checkpoint.hold(stored, by=by or product_owner(goal.product), **words)


def fresh(goal: Goal) -> Goal:
    """The goal as it is stored now, of its level's model, with its product."""
    return Goal.objects.with_level().select_related("product").get(pk=goal.pk).of_level


def make_token(user: User, *, scope: str = "write", name: str = "", expires_in: timedelta | None = None) -> str:
    """The text of an API token of this person. `expires_in` may be negative: an expired one."""
    _, text = ApiToken.objects.create(user, expires_in, name=name or f"Token {next(_numbers)}", scope=scope)
    return text


def make_metric(goal: Goal | None = None, *, by: User | None = None, **fields: Any) -> Metric:
    """A metric of a goal (of a product goal of its own, unless given): "Bookings", from 4% up to 60%."""
    goal = goal or make_goal()
    aims: dict[str, Any] = {"direction": "up"}
    if fields.get("direction") == "within":
        aims = {"lower": Decimal(20), "upper": Decimal(40)}
    elif "baseline" not in fields and "target" not in fields:
        aims |= {"baseline": Decimal(4), "target": Decimal(60)}
        if fields.get("direction") == "down":
            aims |= {"baseline": Decimal(60), "target": Decimal(4)}
    words = {"name": f"Bookings {next(_numbers)}", "unit": "%"}
    return Metric.create(goal, by=by or product_owner(goal.product), **words | aims | fields)


def make_readings(
    metric: Metric, values: Sequence[float | str], *, last: date | None = None, days: int = 7
) -> list[Reading]:
    """Readings of these values, oldest first, the newest on `last` (today), `days` apart."""
    last = last or timezone.localdate()
    rows = [Row(last - timedelta(days=days * back), Decimal(str(value))) for back, value in enumerate(reversed(values))]
    metric.take_readings(rows[::-1], by=product_owner(metric.goal.product))
    return list(metric.readings.order_by("day"))


def make_check_in(
    goal: Goal | None = None,
    confidence: str = "at_risk",
    sentence: str = "",
    *,
    by: User | None = None,
    days_ago: int = 0,
) -> CheckIn:
    """A check-in on a goal (on a product goal of its own, unless given), said so many days ago."""
    goal = goal or make_goal()
    at = timezone.now() - timedelta(days=days_ago) if days_ago else None
    words = sentence or f"Sentence {next(_numbers)}"
    return CheckIn.make(fresh(goal), confidence, words, by=by or product_owner(goal.product), at=at)


def make_assumption(
    goal: Goal | None = None,
    state: str = "open",
    *,
    by: User | None = None,
    tested_by: Sequence[Goal] = (),
    **words: str,
) -> Assumption:
    """An assumption of a goal (of a product goal of its own, unless given) in this state, tested by sprint goals."""
    goal = goal or make_goal()
    by = by or product_owner(goal.product)
    evidence = words.pop("evidence", "Five of six said no")
    words = {"statement": f"Assumption {next(_numbers)}"} | words
    assumption = Assumption.create(fresh(goal), by=by, **words)
    for sprint_goal in tested_by:
        assumption.test_with(fresh(sprint_goal), by=by)
    if state != "open":
        assumption.revise(by=by, state=state, evidence=evidence)
    return assumption


def make_share(product: Product | None = None, kind: str = "roadmap", **words: Any) -> tuple[ShareLink, str]:
    """A share link of the product with its token; `words` go to ShareLink.share."""
    product = product or make_product()
    words = {"name": f"Shared {next(_numbers)}", "by": product_owner(product)} | words
    return ShareLink.share(product, kind, **words)


def make_feedback(
    product: Product | None = None, text: str = "", *, link: ShareLink | None = None, answer: str = "",
    by: User | None = None, **words: Any,
) -> Feedback:  # fmt: skip
    """What a visitor said, by a link if one is given, with the owner's answer if there is one; or what `by` wrote."""
    product = product or (link.product if link else make_product())
    feedback = Feedback.receive(product, text or f"I miss a word {next(_numbers)}", by=by, **words)
    if link:
        Voice.objects.create(link=link, feedback=feedback)
    if answer:
        feedback.reply(answer, by=product_owner(product))
    return feedback
