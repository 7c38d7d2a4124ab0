"""Q5: whatever people do in whatever order, the rules hold after each step, and "as of" replays every past state.

A refused step leaves no trace. A step that was accepted on an old version is a lost update, and fails.
"""

import csv
from collections.abc import Callable
from datetime import date
from io import StringIO
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import rule, run_state_machine_as_test

from goalchain.goals.models import Goal
from goalchain.goals.undo import last_event, undo
from goalchain.metrics.models import Assumption, CheckIn
from goalchain.metrics.verbs.upholding import uphold
from goalchain.products.access import Role
from goalchain.products.changes import change
from goalchain.products.models import Product
from goalchain.sharing.sheet.export import export_sheet
from goalchain.sharing.sheet.reading import read_sheet
from goalchain.sharing.sheet.writing import import_sheet
from roadmap.gate import holder_of
from roadmap.models import ProductGoal
from tests.factories import fresh, membership_of, product_owner
from tests.nets.board_at_work import BoardAtWork
from tests.nets.chain_at_work import tally
from tests.nets.reviews_at_work import ReviewsAtWork
from tests.nets.rules import RANK
from tests.support.extent import whole

LEVELS = ("vision", "user", "business", "product", "release", "sprint")
place = st.integers(0, 1000)
words = st.sampled_from(("", "because riders wait", "Öl; „neu“ 🚲", "=1+1", "a\r\nb"))
days = st.one_of(st.none(), st.dates(date(2026, 1, 1), date(2026, 3, 1)))

#: Verb → whether it makes sense for a goal.
FITS: dict[str, Callable[[Goal], bool]] = {
    "agree": lambda goal: goal.state == "draft" and (goal.level < 5 or goal.up_links.exists()),
    "withdraw": lambda goal: goal.state in ("agreed", "active"),
    "activate": lambda goal: goal.state == "agreed",
    "close": lambda goal: goal.state in ("agreed", "active"),
    "reopen": lambda goal: goal.state == "closed",
    "archive": lambda goal: goal.archived_at is None,
    "restore": lambda goal: goal.archived_at is not None,
}

SHEETS = ("same", "retitle", "state", "parents", "orphan", "sprint", "new")


def to_csv(rows: list[dict[str, str]]) -> str:
    """Rows as a sheet."""
    text = StringIO()
    writer = csv.DictWriter(text, rows[0])
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def deciding(verb: str) -> Any:
    """Return the step of a verb that takes no words."""

    @rule(which=place, old=st.booleans())
    def step(self: "ChainMachine", which: int, old: bool) -> None:
        goal = self.read(which, old, FITS[verb])
        self.attempt(verb, goal, lambda: getattr(goal, verb)(by=None, version=goal.version))

    return step


class ChainMachine(BoardAtWork, ReviewsAtWork):
    """Every verb of a goal, on goals read now or long ago; sheets; roles; boards and reviews; sprints and proposals."""

    @rule(
        which=place,
        level=st.sampled_from(LEVELS),
        above=st.lists(place, max_size=2, unique=True),
        why=words,
        starts=days,
        ends=days,
    )
    def create(self, which: int, level: str, above: list[int], why: str, starts: Any, ends: Any) -> None:
        """A goal of any level under any goals."""
        product = self.products[which % 4 == 3]
        parents = [(self.above(number, RANK[level], product.pk), why) for number in above]
        if len({parent.pk for parent, _ in parents}) < len(parents):
            parents = parents[:1]
        made: list[Goal] = []

        def act() -> None:
            fields = {"sprint_id": self.sprints[which % 3].pk} if level == "sprint" else {}
            dates = {"starts_on": starts, "ends_on": ends}
            made.append(Goal.create(product, level, by=None, title=f"Goal {why}", parents=parents, **fields, **dates))

        self.attempt("create", None, act)
        self.goals += [goal.pk for goal in made]

    @rule(which=place, old=st.booleans(), title=words, starts=days, ends=days, by=place)
    def revise(self, which: int, old: bool, title: str, starts: Any, ends: Any, by: int) -> None:
        """Other words, other dates."""
        goal = self.read(which, old)
        fields = {"title": title, "starts_on": starts, "ends_on": ends}
        person = self.people[by % len(self.people)]
        self.attempt("revise", goal, lambda: goal.revise(by=person, version=goal.version, **fields))

    @rule(which=place, old=st.booleans(), sprint=st.integers(0, 3))
    def replan(self, which: int, old: bool, sprint: int) -> None:
        """Another sprint, or none, for a sprint goal."""
        goal = self.read(which, old, lambda goal: goal.level_name == "sprint")
        if goal.level_name == "sprint":
            sprint_id = self.sprints[sprint].pk if sprint < 3 else None
            self.attempt("replan", goal, lambda: goal.revise(by=None, version=goal.version, sprint_id=sprint_id))

    @rule(which=place, other=place, stop=st.booleans())
    def wait(self, which: int, other: int, stop: bool) -> None:
        """Wait for another goal, or no longer."""
        goal = self.goal(which, lambda it: not stop or it.waiting.exists())
        waits_for = goal.waiting.select_related("blocker__product").first() if stop else None
        blocker = waits_for.blocker if waits_for else self.goal(other, lambda it: it.product_id == goal.product_id)
        verb = goal.stop_waiting_for if stop else goal.wait_for
        self.attempt("stop waiting" if stop else "wait", goal, lambda: verb(blocker, by=None))

    @rule(which=place, other=place, old=st.booleans(), why=words)
    def link(self, which: int, other: int, old: bool, why: str) -> None:
        """Serve another goal."""
        goal = self.read(which, old)
        parent = self.above(other, goal.level, goal.product_id)
        self.attempt("link", goal, lambda: goal.link(parent, why, by=None, version=goal.version))

    @rule(
        which=place,
        other=place,
        new=place,
        old=st.booleans(),
        why=words,
        how=st.sampled_from(("unlink", "move", "explain")),
    )
    def change_link(self, which: int, other: int, new: int, old: bool, why: str, how: str) -> None:
        """Unlink a parent, serve another in its place, or say anew why."""
        goal = self.read(which, old, lambda goal: goal.archived_at is None and goal.up_links.exists())
        links = list(goal.up_links.order_by("pk").values_list("parent_id", flat=True))
        parent = fresh(Goal.objects.get(pk=links[other % len(links)])) if links else self.goal(other)
        version = goal.version
        acts = {
            "unlink": lambda: goal.unlink(parent, by=None, version=version),
            "move": lambda: goal.move_parent(
                parent, self.above(new, goal.level, goal.product_id), why, by=None, version=version
            ),
            "explain": lambda: goal.explain(parent, why, by=None, version=version),
        }
        self.attempt(how, goal, acts[how])

    @rule(which=place, above=st.lists(place, max_size=3), why=words)
    def relink(self, which: int, above: list[int], why: str) -> None:
        """Exactly these parents."""
        goal = self.goal(which, lambda goal: goal.archived_at is None)
        parents = [(self.above(number, goal.level, goal.product_id), why) for number in above]
        self.attempt("relink", goal, lambda: goal.relink(parents, by=None, version=goal.version))

    @rule(which=place, before=st.one_of(st.none(), place), old=st.booleans())
    def reorder(self, which: int, before: int | None, old: bool) -> None:
        """Before another goal, or last."""
        goal = self.read(which, old)
        other = None if before is None else self.goal(before, lambda other: other.level == goal.level)
        self.attempt("reorder", goal, lambda: goal.reorder(before=other, by=None, version=goal.version))

    @rule(
        which=place,
        before=st.one_of(st.none(), place),
        old=st.booleans(),
        horizon=st.sampled_from(("", "now", "next", "later")),
    )
    def place_on_roadmap(self, which: int, before: int | None, old: bool, horizon: str) -> None:
        """Into a column of the roadmap, before another product goal, or last."""
        goal = self.read(which, old, lambda goal: goal.level_name == "product")
        if isinstance(goal, ProductGoal):
            other = None if before is None else self.goal(before, lambda other: other.level == goal.level)
            version = goal.version
            self.attempt("place", goal, lambda: goal.place(horizon, before=other, by=None, version=version))

    agree, activate, withdraw = deciding("agree"), deciding("activate"), deciding("withdraw")
    reopen, archive, restore = deciding("reopen"), deciding("archive"), deciding("restore")

    @rule(which=place, old=st.booleans(), outcome=st.sampled_from(("achieved", "missed", "abandoned")), learning=words)
    def close(self, which: int, old: bool, outcome: str, learning: str) -> None:
        """Close with an outcome; abandoned without words is refused."""
        goal = self.read(which, old, FITS["close"])
        self.attempt("close", goal, lambda: goal.close(outcome, learning, by=None, version=goal.version))

    @rule(which=place, sure=st.sampled_from(("on_track", "at_risk", "off_track")), why=words)
    def check_in(self, which: int, sure: str, why: str) -> None:
        """Say how sure one is of a goal, or correct what was said last, or take it out."""
        goal = self.goal(which)
        said = CheckIn.objects.filter(goal_id=goal.pk).first() if which % 3 else None
        if said is None:
            self.attempt("check in", goal, lambda: CheckIn.make(goal, sure, why, by=None))
            return
        said.goal = goal
        act = said.remove if which % 3 == 1 else lambda by: said.revise(by=by, confidence=sure, sentence=why)
        self.attempt("correct check-in", goal, lambda: act(by=None))

    @rule(which=place, other=place, state=st.sampled_from(("open", "holds", "refuted", "dropped")), why=words)
    def assume(self, which: int, other: int, state: str, why: str) -> None:
        """Assume something, or say what came of it and what tests it, in one change; or that a goal stays anyway."""
        goal = self.goal(which)
        assumed = Assumption.objects.filter(product__in=self.products).order_by("id").first() if which % 3 else None
        if assumed is None:
            self.attempt("assume", None, lambda: Assumption.create(goal, why, by=None))
            return
        if which % 3 == 1:
            self.attempt("uphold", None, lambda: uphold(goal, assumed, why, by=None))
            return
        assumed.goal = fresh(assumed.goal)

        def act() -> None:
            with change(assumed.goal.product, None) as begun:
                assumed.revise(by=None, within=begun, state=state, evidence=why)
                assumed.test_exactly([self.goal(other)], by=None, within=begun)

        self.attempt("settle", None, act)

    @rule(which=place, old=st.booleans(), outcome=st.sampled_from(("achieved", "abandoned")), learning=words)
    def take_over(self, which: int, old: bool, outcome: str, learning: str) -> None:
        """Close the active product goal and activate another in one change."""
        goal = self.read(which, old, lambda goal: goal.level == 3 and goal.state == "agreed")
        former = holder_of(goal.product)
        if former is not None and isinstance(goal, ProductGoal):
            words = {"by": None, "version": goal.version, "former_version": former.version}
            self.attempt("take over", goal, lambda: goal.activate_after(former, outcome, learning, **words))

    @rule(which=place)
    def switch_the_gate(self, which: int) -> None:
        """One active product goal at a time, or any number."""
        product = self.products[which % 2]
        wish = not Product.objects.get(pk=product.pk).one_active_goal
        self.attempt(
            "switch the gate", None, lambda: product.redescribe(by=product_owner(product), one_active_goal=wish)
        )

    @rule(which=place)
    def take_back(self, which: int) -> None:
        """Undo the newest event of a goal."""
        goal = self.goal(which)
        event = last_event(goal)
        assert event is not None
        self.attempt("undo", goal, lambda: undo(event, goal, by=product_owner(goal.product)))

    @rule(which=place, other=place, how=st.sampled_from(SHEETS), words=words)
    def import_rows(self, which: int, other: int, how: str, words: str) -> None:
        """A sheet: the whole export again, which changes nothing; or one row, changed in one of many ways, or new."""
        product = self.products[0]
        rows = list(csv.DictReader(StringIO(export_sheet(product))))
        row = dict(rows[which % len(rows)])
        above = [other["key"] for other in rows if RANK[other["level"]] < RANK[row["level"]]] or [rows[0]["key"]]
        changes = {
            "retitle": {"title": f"Imported {words}"},
            "state": {
                "state": ("draft", "agreed", "active", "closed")[other % 4],
                "outcome": "missed" * (other % 4 == 3),
            },
            "parents": {"parents": above[other % len(above)], "rationale": ""},
            "orphan": {"parents": "", "rationale": ""},
            "sprint": {column: rows[other % len(rows)][column] for column in ("team", "sprint")},
            "new": {"key": "new", "level": LEVELS[other % 6], "state": "draft", "outcome": ""},
        }
        sheet = export_sheet(product) if how == "same" else to_csv([row | changes[how]])
        before = self.state
        self.attempt("import", None, lambda: import_sheet(product, read_sheet(sheet), by=None))
        assert how != "same" or self.state == before
        if how == "new":
            self.goals = list(
                Goal.objects.filter(product__in=self.products).order_by("pk").values_list("pk", flat=True)
            )

    @rule(which=place, role=st.sampled_from([*Role]), leave=st.booleans())
    def change_role(self, which: int, role: str, leave: bool) -> None:
        """Give a member another role, or let them go; the product keeps an owner."""
        product = self.products[0]
        members = list(product.memberships.order_by("pk"))
        membership = membership_of(product, members[which % len(members)].user)
        act = membership.end if leave and which % 5 == 0 else lambda by: membership.change_role(role, by=by)
        self.attempt("change role", None, lambda: act(by=product_owner(product)))


#: So many walks. Chance draws the steps: where a verb that asks for what another has made came too early each time, the
#: longer run decides.
SHORT, LONG = whole(60, 15), 60
STEPS = settings(
    stateful_step_count=30,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)


def too_little() -> str:
    """What the walks met too little of to say much; "" when they met enough."""
    verbs = {verb for verb, _ in tally if verb}
    never = [verb for verb in verbs if not tally[verb, "accepted"]]
    if len(never) > len(verbs) // 5:
        return f"{never} were never accepted"
    if sum(1 for verb in verbs if tally[verb, "Refused"]) <= 10:
        return "few verbs were refused"
    return "" if sum(times for (_, answer), times in tally.items() if answer == "Stale") > 5 else "little was stale"


@pytest.mark.django_db
def test_the_rules_hold_after_each_step(figures):
    for walks in (SHORT, LONG):
        tally.clear()
        run_state_machine_as_test(ChainMachine, settings=settings(STEPS, max_examples=walks))
        missing = too_little()
        if not missing:
            break
    assert not missing, f"{missing}: {tally}"
    verbs = {verb for verb, _ in tally if verb}
    accepted = sum(times for (_, answer), times in tally.items() if answer == "accepted")
    figures("Q5", f"0 violations in {tally['', 'steps']:,} steps of {len(verbs)} verbs, {accepted:,} of them accepted")


def orphan(machine: ChainMachine) -> None:
    """Unlink an active sprint goal from its only parent, as a step of the machine."""
    goal = fresh(Goal.objects.get(product=machine.products[0], level=5, state="active"))
    parent = fresh(Goal.objects.get(down_links__child=goal))
    machine.attempt("unlink", goal, lambda: goal.unlink(parent, by=None))
    machine.the_rules_hold()


@pytest.mark.django_db
def test_a_verb_without_its_rule_is_caught(monkeypatch):
    """The control: with the rule about the last parent gone, the machine names the orphan."""
    machine = ChainMachine()
    machine.found()
    orphan(machine)
    monkeypatch.setattr("goalchain.goals.verbs.linking.Linkable._keep_a_parent", lambda *args, **words: None)
    with pytest.raises(AssertionError, match="without a live parent"):
        orphan(machine)
    machine.teardown()


@pytest.mark.django_db
def test_a_verb_that_leaves_no_event_is_caught(monkeypatch):
    """The control: the past can no longer be replayed."""
    machine = ChainMachine()
    machine.found()
    monkeypatch.setattr("goalchain.goals.models.Event.write", lambda change: None)
    monkeypatch.setattr("goalchain.products.changes._writers", [])
    goal = fresh(Goal.objects.get(product=machine.products[0], level_name="release"))
    with pytest.raises(AssertionError):
        machine.attempt("revise", goal, lambda: goal.revise(by=None, title="Untold"))
        machine.the_rules_hold()
    machine.copies = {}
    machine.teardown()
