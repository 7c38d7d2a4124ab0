"""What a frozen link shows: the product as it was at its revision, rebuilt from events."""

from dataclasses import replace
from datetime import date
from typing import Any

from goalchain.accounts.models import User
from goalchain.goals import levels
from goalchain.goals.history import chain_as_of
from goalchain.goals.models import Goal
from goalchain.goals.trace import Trace, TraceLink
from roadmap.filters import Wanted
from roadmap.grouping import filtered
from roadmap.horizons import horizon_of
from roadmap.releases.trail import trail_of
from roadmap.rows import Above, FeatureRow, Release, Row

from .drawn import timeline_of
from .hanging import hanging_as_of
from .live import served
from .models import ShareLink
from .releases import release_chapters
from .roadmaps import roadmap_chapters, wanted_of
from .shown import DATED, SharedGoal, checkpoint_parts, goal_shown, late_words
from .teams import teams_as_of, teams_of
from .traces import Page, trace_page


class Past:
    """The goals that were for visitors' eyes at the link's revision, by number, and the links between them.

    Three queries, and one for the names of owners where the link shows them.
    """

    def __init__(self, link: ShareLink) -> None:
        assert link.revision is not None and link.frozen_at is not None
        chain = chain_as_of(link.product, revision=link.revision)
        self.link = link
        self.day = link.product.day_of(link.frozen_at)
        self.goals: dict[int, dict[str, Any]] = {goal["number"]: goal for goal in chain["goals"] if _is_visible(goal)}
        self.above: dict[int, list[tuple[int, str]]] = {}
        self.below: dict[int, list[tuple[int, str]]] = {}
        for told in chain["links"]:
            child, parent = told["child"], told["parent"]
            if child in self.goals and parent in self.goals:
                self.above.setdefault(child, []).append((parent, told["rationale"]))
                self.below.setdefault(parent, []).append((child, told["rationale"]))
        for parents in self.above.values():
            parents.sort(key=lambda pair: self._nearest(pair[0]))
        self.owners: dict[int, str] = {}
        if "owner" in link.shows:
            people = {goal["owner_id"] for goal in self.goals.values() if goal["owner_id"]}
            self.owners = dict(User.objects.filter(pk__in=people).values_list("pk", "name"))

    def _nearest(self, number: int) -> tuple[int, int, int]:
        goal = self.goals[number]
        return -goal["level"], goal["position"], number

    def in_order(self, numbers: Any) -> list[dict[str, Any]]:
        """These goals as the chain orders them."""
        found = [self.goals[number] for number in numbers]
        return sorted(found, key=lambda goal: (goal["level"], goal["position"], goal["number"]))

    def around(self, number: int, step: dict[int, list[tuple[int, str]]]) -> list[int]:
        """Every goal that is reached from one by these steps, nearest first, each once."""
        seen: dict[int, None] = {}
        waiting = [number]
        while waiting:
            for other, _ in step.get(waiting.pop(0), []):
                if other not in seen:
                    seen[other] = None
                    waiting.append(other)
        return list(seen)

    def shown(self, goal: dict[str, Any], hanging: Any, **more: Any) -> SharedGoal:
        """A goal as the link shows it."""
        number = goal["number"]
        if checkpoint := hanging.checkpoints.get(number):
            shipped_on = day_of(checkpoint["shipped_on"])
            more |= checkpoint_parts(shipped_on, checkpoint["result"], checkpoint["value"])
        elif goal["level_name"] in DATED:
            more["late"] = late_words(day_of(goal["ends_on"]), goal["state"], self.day)
        names = ("number", "level_name", "title", "statement", "state", "outcome", "learning", "confidence")
        return goal_shown(
            self.link.shows,
            key=f"{self.link.product.key}-{number}",
            starts_on=day_of(goal["starts_on"]),
            ends_on=day_of(goal["ends_on"]),
            owner=self.owners.get(goal["owner_id"], ""),
            version_name=(goal.get("details") or {}).get("version_name", ""),
            metrics=[f"{told.metric.name}: {told.short}" for told in hanging.metrics.get(number, [])[:1]],
            **{name: goal[name] for name in names},
            **more,
        )


def _is_visible(goal: dict[str, Any]) -> bool:
    is_planning = goal["level"] == levels.SPRINT and goal["state"] == "draft"
    return goal["archived_at"] is None and not is_planning


def day_of(value: str | None) -> date | None:
    """A date as events have it."""
    return date.fromisoformat(value) if value else None


def frozen_roadmap(link: ShareLink) -> Page:
    """The roadmap as it was. Seven queries at most."""
    past, asked = Past(link), wanted_of(link)
    goals = [goal for goal in past.goals.values() if goal["level"] == levels.PRODUCT and _in_state(goal, asked)]
    shown = [goal["number"] for goal in goals]
    hanging = hanging_as_of(link, [*shown, *(child for number in shown for child, _ in past.below.get(number, []))])
    rows = [_row(past, goal, hanging) for goal in goals]
    rows.sort(key=_when)
    if asked.view != "grid":
        # As on a live roadmap, which reads no more than these.
        rows = [replace(row, metrics=row.metrics[:1]) for row in rows]
    if asked.group == "team" or asked.team is not None:
        teams = teams_as_of(link)
        rows = [replace(row, teams=teams_of(row.number, past.goals, past.below, teams)) for row in rows]
    rows = filtered(rows, asked)
    drawn = timeline_of(link, rows, asked, past.day) if asked.view == "timeline" else None
    return Page(roadmap_chapters(link, rows, asked, past.day), timeline=drawn)


def _when(row: Row) -> tuple[bool, date, int, int]:
    """Its place among the rows: by its first day, without one last."""
    day = row.starts_on or row.ends_on
    return day is None, day or date.max, row.position, row.number


def _in_state(goal: dict[str, Any], asked: Wanted) -> bool:
    if asked.state == "all":
        return True
    return goal["state"] == asked.state if asked.state else goal["state"] != "closed"


def _row(past: Past, goal: dict[str, Any], hanging: Any) -> Row:
    number, details = goal["number"], goal.get("details") or {}
    starts_on, ends_on = day_of(goal["starts_on"]), day_of(goal["ends_on"])
    below = past.in_order(child for child, _ in past.below.get(number, []))
    chosen = details.get("horizon", "")
    return Row(
        pk=number,
        key=f"{past.link.product.key}-{number}",
        **{name: goal[name] for name in ("number", "title", "statement", "state", "outcome", "confidence", "learning")},
        **{name: goal[name] for name in ("owner_id", "position", "version")},
        starts_on=starts_on,
        ends_on=ends_on,
        owner=past.owners.get(goal["owner_id"], ""),
        timeframe=details.get("timeframe", ""),
        chosen_horizon=chosen,
        horizon=horizon_of(chosen, goal["state"], starts_on, ends_on, past.day),
        below=len(below),
        closed_below=sum(child["state"] == "closed" for child in below),
        above=[
            Above(parent, past.goals[parent]["level_name"], past.goals[parent]["title"], reason)
            for parent, reason in past.above.get(number, [])
        ],
        metrics=hanging.metrics.get(number, []),
        features=[FeatureRow(0, text, 0) for text in hanging.features.get(number, [])],
        releases=[
            _release(child, child["number"] in hanging.checkpoints)
            for child in below
            if child["level"] == levels.RELEASE
        ],
    )


def _release(goal: dict[str, Any], has_shipped: bool) -> Release:
    return Release(
        number=goal["number"],
        title=goal["title"],
        state=goal["state"],
        outcome=goal["outcome"],
        starts_on=day_of(goal["starts_on"]),
        ends_on=day_of(goal["ends_on"]),
        confidence=goal["confidence"],
        version=goal["version"],
        has_shipped=has_shipped,
    )


def frozen_releases(link: ShareLink) -> Page:
    """The release goals as they were. Five queries at most."""
    past = Past(link)
    goals = [goal for goal in past.goals.values() if goal["level"] == levels.RELEASE]
    goals.sort(key=lambda goal: (not goal["ends_on"], goal["ends_on"], goal["position"], goal["number"]))
    hanging = hanging_as_of(link, [goal["number"] for goal in goals])
    shown = [
        past.shown(
            goal,
            hanging,
            trail=trail_of(hanging.moves.get(goal["number"], [])),
            serves=[served(past.goals[up]["title"], reason) for up, reason in past.above.get(goal["number"], [])],
        )
        for goal in goals
    ]
    return Page(release_chapters(shown, hanging.checkpoints))


def frozen_trace(link: ShareLink) -> Page:
    """The trace as it was. Five queries at most; an empty page when the goal was not for visitors' eyes then."""
    past, number = Past(link), link.goal.number if link.goal else 0
    if number not in past.goals:
        return Page()
    up, down = past.around(number, past.above), past.around(number, past.below)
    goals = {found: _goal(past, past.goals[found]) for found in {number, *up, *down}}
    whole = Trace(goals[number])
    whole.up = [goals[told["number"]] for told in past.in_order(up)]
    whole.up.sort(key=lambda goal: -goal.level)
    whole.down = [goals[told["number"]] for told in past.in_order(down)]
    # A parent may serve what is in the trace and something else: only what lies on a line belongs to it.
    for steps, ends in ((past.above, {number, *up}), (past.below, {number, *down})):
        for here in ends:
            for there, reason in steps.get(here, []):
                child, parent = (here, there) if steps is past.above else (there, here)
                whole.links.append(TraceLink(child, parent, reason))
    order = {told["number"]: place for place, told in enumerate(past.in_order(goals))}
    whole.links.sort(key=lambda told: order[told.child_id])
    hanging = hanging_as_of(link, [number, *down])
    return trace_page(whole, lambda found: past.shown(past.goals[found.number], hanging))


def _goal(past: Past, told: dict[str, Any]) -> Goal:
    """A goal of the past for the trace, which is never stored: its number stands for its primary key."""
    names = ("number", "level", "level_name", "title", "state", "outcome", "position")
    return Goal(pk=told["number"], product=past.link.product, **{name: told[name] for name in names})
