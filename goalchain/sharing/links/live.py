"""What a live link shows: the product as it is now, as somebody may read it who takes no part in planning."""

from typing import Any

from django.db.models import F

from goalchain.goals import levels
from goalchain.goals.models import Goal, Link
from goalchain.goals.trace import trace
from goalchain.lib.text import as_reason
from goalchain.metrics.reads import first_metrics
from goalchain.metrics.standing import Standing
from goalchain.products.access import Access, Role
from roadmap.filters import Wanted
from roadmap.grouping import filtered
from roadmap.reads import add_above, add_features, add_metrics, add_releases_and_sprints, product_goals
from roadmap.releases.trail import Trail, trails
from roadmap.rows import Row

from .drawn import timeline_of
from .models import ShareLink
from .releases import release_chapters
from .roadmaps import roadmap_chapters, wanted_of
from .shown import DATED, checkpoint_parts, goal_shown, late_words
from .traces import Page, trace_page

#: Whoever holds a link reads what a viewer reads: no draft of a sprint goal, and no count of one.
VISITOR = Access(Role.VIEWER)
#: So many releases are on a page.
RELEASES_SHOWN = 200
_FACTS = (
    *("number", "level_name", "title", "statement", "state", "outcome", "learning", "starts_on", "ends_on"),
    *("confidence", "owner__name"),
)
#: What only releases have, under the names by which a goal reaches them.
_RELEASE = {
    "releasegoal__version_name": "version_name",
    "releasegoal__checkpoint__shipped_on": "shipped_on",
    "releasegoal__checkpoint__result": "result",
    "releasegoal__checkpoint__value": "value",
    "releasegoal__checkpoint__taken_back_at": "taken_back_at",
}


def live_roadmap(link: ShareLink) -> Page:
    """The roadmap as the link's filters ask for it. Six queries."""
    wanted: Wanted = wanted_of(link)
    found = product_goals(link.product, VISITOR, wanted.state)
    add_above(found.by_pk)
    more_below = add_releases_and_sprints(found.by_pk, VISITOR)
    if "metrics" in link.shows:
        add_metrics(found.by_pk, only_first=wanted.view != "grid")
    if "features" in link.shows:
        add_features(found.by_pk)
    rows: list[Row] = filtered(found.rows, wanted)
    today = link.product.today()
    drawn = timeline_of(link, rows, wanted, today) if wanted.view == "timeline" else None
    return Page(roadmap_chapters(link, rows, wanted, today), more=found.more or more_below, timeline=drawn)


def live_trace(link: ShareLink) -> Page:
    """The trace of the link's goal. Four queries; an empty page while the goal is not for visitors' eyes."""
    goal = link.goal
    if goal is None or goal.archived_at is not None or goal.planning:
        return Page()
    goal.product = link.product
    whole = trace(goal, VISITOR)
    goals = [goal, *whole.down]
    facts = {told["number"]: told for told in _facts(goals)}
    standings = _standings(link, goals)
    return trace_page(whole, lambda found: _shown(link, facts[found.number], standings.get(found.pk)))


def live_releases(link: ShareLink) -> Page:
    """The release goals by date, and what each serves. Four queries."""
    found = Goal.objects.filter(product=link.product, level=levels.RELEASE).live().readable(VISITOR)
    rows = list(
        found.order_by(F("ends_on").asc(nulls_last=True), "position", "number").values("pk", *_FACTS, *_RELEASE)[
            : RELEASES_SHOWN + 1
        ]
    )
    above: dict[int, list[str]] = {}
    links = Link.objects.filter(child_id__in=[row["pk"] for row in rows], parent__archived_at=None)
    links = links.order_by("-parent__level", "parent__position", "parent__number")
    for child, title, reason in links.values_list("child_id", "parent__title", "rationale"):
        above.setdefault(child, []).append(served(title, reason))
    standings = first_metrics([row["pk"] for row in rows]) if "metrics" in link.shows else {}
    moved = trails(row["pk"] for row in rows) if "dates" in link.shows else {}
    goals = []
    for row in rows[:RELEASES_SHOWN]:
        pk = row.pop("pk")
        goals.append(_shown(link, row, standings.get(pk), serves=above.get(pk, []), trail=moved.get(pk, Trail())))
    shipped = {row["number"] for row in rows if _has_shipped(row)}
    return Page(release_chapters(goals, shipped), more=len(rows) > RELEASES_SHOWN)


def served(title: str, reason: str) -> str:
    """A goal that is served, and why, in one line."""
    return f"{title}, because {as_reason(reason)}" if reason.strip() else title


def _facts(goals: list[Goal]) -> Any:
    """The words of goals that a trace reads only in short. One query."""
    return Goal.objects.filter(pk__in=[goal.pk for goal in goals]).values(*_FACTS, *_RELEASE)


def _has_shipped(facts: dict[str, Any]) -> bool:
    """Whether a release has a checkpoint that was not taken back."""
    is_back = facts["releasegoal__checkpoint__taken_back_at"] is not None
    return facts["releasegoal__checkpoint__shipped_on"] is not None and not is_back


def _standings(link: ShareLink, goals: list[Goal]) -> dict[int, Standing]:
    return first_metrics([goal.pk for goal in goals]) if "metrics" in link.shows else {}


def _shown(link: ShareLink, facts: dict[str, Any], standing: Standing | None, **more: Any) -> Any:
    parts = {name: value for name, value in facts.items() if name != "owner__name" and name not in _RELEASE}
    own = {name: facts[column] for column, name in _RELEASE.items()}
    if _has_shipped(facts):
        parts |= checkpoint_parts(own["shipped_on"], own["result"], own["value"])
    elif facts["level_name"] in DATED:
        parts["late"] = late_words(facts["ends_on"], facts["state"], link.product.today())
    parts["version_name"] = own["version_name"] or ""
    return goal_shown(
        link.shows,
        key=f"{link.product.key}-{facts['number']}",
        owner=facts["owner__name"] or "",
        metrics=[f"{standing.metric.name}: {standing.short}"] if standing else [],
        **parts,
        **more,
    )
