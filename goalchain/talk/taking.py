"""Taking in much feedback at once: one change, all or none."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from goalchain.goals.models import Goal
from goalchain.lib.storing import claim_ids, insert_rows
from goalchain.products.changes import Change, change
from goalchain.products.errors import Refused, Stale
from goalchain.products.models import Product

from .models import Evidence, Feedback
from .models.feedback import check_words

if TYPE_CHECKING:
    from goalchain.accounts.models import User


@dataclass(frozen=True)
class Said:
    """What somebody said, on its way in: with the goals of the product that it speaks for."""

    text: str
    said_on: date
    name: str = ""
    source: str = ""
    segment: str = ""
    goals: tuple[Goal, ...] = ()

    @property
    def same(self) -> tuple[object, ...]:
        """What two rows share that are the same voice."""
        return same_voice(self)


def same_voice(said: Said | Feedback) -> tuple[object, ...]:
    """Day and words, whatever blanks and line ends stand between them: spreadsheets and browsers change those."""
    return (said.said_on, *(" ".join(words.split()) for words in (said.text, said.name, said.source, said.segment)))


@dataclass
class Taking:
    """What taking rows would do: feedback that is new, goals that stored feedback is attached to, and what stays."""

    new: list[Said] = field(default_factory=list)
    linked: list[tuple[Feedback, list[Goal]]] = field(default_factory=list)
    unchanged: int = 0


def plan(product: Product, rows: Sequence[Said]) -> Taking:
    """Compare the rows with the inbox: what stands there already, word for word, is not taken twice.

    Two alike rows are two voices: the second is the second of the inbox. Two queries.
    """
    taking = Taking()
    if not rows:
        return taking
    days = {row.said_on for row in rows}
    stored: dict[tuple[object, ...], list[Feedback]] = {}
    for feedback in Feedback.objects.filter(product=product, said_on__range=(min(days), max(days))).order_by("pk"):
        feedback.product = product
        stored.setdefault(same_voice(feedback), []).append(feedback)
    held = set(Evidence.objects.filter(product=product).values_list("feedback_id", "goal_id"))
    met: Counter[tuple[object, ...]] = Counter()
    for row in rows:
        alike = stored.get(row.same, [])
        place = met[row.same]
        met[row.same] += 1
        if place >= len(alike):
            taking.new.append(row)
            continue
        goals = [goal for goal in row.goals if (alike[place].pk, goal.pk) not in held]
        if goals:
            taking.linked.append((alike[place], goals))
        else:
            taking.unchanged += 1
    return taking


def take_in(product: Product, rows: Sequence[Said], *, by: "User", revision: int | None = None) -> Taking:
    """Take in what is new of these rows and attach what they say, in one change. Returns what was done.

    `revision` is the product's when the rows were looked at: Stale is raised when something has changed since. Raises
    Refused as `receive_all` does. Seven queries, however many rows.
    """
    with change(product, by) as begun:
        if revision is not None and begun.revision != revision + 1:
            raise Stale(revision)
        taking = plan(product, rows)
        receive_all(product, taking.new, by=by, within=begun)
        _attach(begun, dict(taking.linked))
    return taking


def receive_all(product: Product, rows: Sequence[Said], *, by: "User", within: Change | None = None) -> list[Feedback]:
    """Take in every row as feedback of its own: one change, an event for each. Returns the feedback, in order.

    Raises Refused for no words, a day to come, and a goal that is archived or of another product. Four queries beside
    the change, however many rows.
    """
    today = product.today()
    for row in rows:
        check_words(row.text, row.said_on, today)
        for goal in row.goals:
            check_goal(product, goal)
    with change(product, by, within) as begun:
        made = [
            Feedback(
                product=product,
                text=row.text,
                name=row.name,
                source=row.source,
                segment=row.segment,
                said_on=row.said_on,
                written_by=by,
                created_at=begun.at,
            )
            for row in rows
        ]
        if made:
            for feedback, pk in zip(made, claim_ids(Feedback, len(made)), strict=True):
                feedback.pk = pk
            columns = [field.attname for field in Feedback._meta.concrete_fields]
            insert_rows(Feedback, columns, ([getattr(one, name) for name in columns] for one in made))
        for feedback in made:
            feedback.record(begun, "receive", {})
        _attach(begun, {one: list(dict.fromkeys(row.goals)) for one, row in zip(made, rows, strict=True) if row.goals})
    return made


def check_goal(product: Product, goal: Goal) -> None:
    """Raise Refused for a goal that nothing can be attached to."""
    if goal.product_id != product.pk:
        raise Refused(f"{goal.key} is a goal of another product.", field="goals")
    if goal.archived_at is not None:
        raise Refused(f"{goal.key} is archived. Restore it, or choose another goal.", field="goals")


def _attach(begun: Change, goals_of: Mapping[Feedback, Sequence[Goal]]) -> None:
    """Make feedback evidence of goals of which it is none yet. One query."""
    pairs = [(feedback, goal) for feedback, goals in goals_of.items() for goal in goals]
    Evidence.objects.bulk_create(
        [
            Evidence(product=begun.product, feedback=feedback, goal=goal, attached_by=begun.by, at=begun.at)
            for feedback, goal in pairs
        ],
        batch_size=1000,
    )
    for feedback, goal in pairs:
        feedback.record_evidence(begun, "attach", goal)
