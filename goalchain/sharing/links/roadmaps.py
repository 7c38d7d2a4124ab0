"""The chapters of a shared roadmap, from the rows of a live one or of a past one."""

from datetime import date
from urllib.parse import parse_qsl

from django.http import QueryDict

from goalchain.goals.models.goal import state_word
from goalchain.products.errors import Refused
from roadmap.filters import GROUPS, STATES, VIEWS, Wanted, wanted
from roadmap.models import Horizon
from roadmap.rows import Row

from .headings import groups_shown
from .models import ShareLink
from .shown import Below, Chapter, SharedGoal, by_end, goal_shown, late_words, span


def wanted_of(link: ShareLink) -> Wanted:
    """What the link's filters ask for. A link that hides the owners does not group by them."""
    asked = wanted(link.product.key, QueryDict(link.filters))
    return asked.but(group="") if asked.group == "owner" and "owner" not in link.shows else asked


def strict_filters(product_key: str, query: str) -> str:
    """The query of a roadmap's address in its usual form. Raises Refused for one that no roadmap has."""
    asked = wanted(product_key, QueryDict(query))
    for name, value in parse_qsl(query, keep_blank_values=True):
        if name in ("key", "mode") or str(getattr(asked, name, None)) != value:
            raise Refused(
                f"No roadmap is filtered by “{name}={value}”. Send what follows the question mark in the address of "
                "a roadmap, like view=now&state=all.",
                field="filters",
            )
    return asked.query


def filters_said(link: ShareLink) -> str:
    """The view and the filters in words, for lists: "Now, next, later · active", and what the link leaves out."""
    asked = wanted_of(link)
    words = ["Cards" if _lacks_timeline(link, asked) else VIEWS[asked.view]]
    if asked.group:
        words.append(f"by {GROUPS[asked.group].lower()}")
    if asked.state:
        words.append(STATES[asked.state].lower())
    if asked.owner or asked.team or asked.goal:
        words.append("filtered")
    return " · ".join([*words, *left_out(link)])


def left_out(link: ShareLink) -> list[str]:
    """What the link's filters ask for and its page cannot give, because the link does not show what that needs."""
    asked = wanted(link.product.key, QueryDict(link.filters))
    told = ["no timeline, as dates are not shown"] if _lacks_timeline(link, asked) else []
    if asked.group != wanted_of(link).group:
        told.append("not grouped by owner, as owners are not shown")
    return told


def _lacks_timeline(link: ShareLink, asked: Wanted) -> bool:
    return asked.view == "timeline" and "dates" not in link.shows


def roadmap_chapters(link: ShareLink, rows: list[Row], asked: Wanted, today: date) -> list[Chapter]:
    """The rows by horizon in the view of now, next and later; by the chosen group else. What is late is so on the day
    `today`. No query."""
    if asked.view == "now" and not asked.group:
        found = [
            Chapter(str(horizon.label), [_shown(link, row, today) for row in rows if row.horizon == horizon])
            for horizon in Horizon
        ]
        return [chapter for chapter in found if chapter.goals]
    groups = groups_shown(rows, asked)
    return [Chapter(group.label, [_shown(link, row, today) for row in group.rows]) for group in groups]


def _shown(link: ShareLink, row: Row, today: date) -> SharedGoal:
    """A product goal with its releases."""
    return goal_shown(
        link.shows,
        key=row.key,
        number=row.number,
        level_name="product",
        title=row.title,
        statement=row.statement,
        state=row.state,
        outcome=row.outcome,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        timeframe=row.timeframe,
        late=late_words(row.ends_on, row.state, today),
        owner=row.owner,
        confidence=row.confidence,
        learning=row.learning,
        metrics=[f"{standing.metric.name}: {standing.short}" for standing in row.metrics],
        features=[feature.text for feature in row.features],
        serves=[above.title for above in row.above],
        below=[
            Below(
                release.number,
                "release",
                release.title,
                state_word(release.state, release.outcome),
                release.state,
                release.outcome,
                span(None, release.ends_on),
                late_words(release.ends_on, release.state, today) if release.is_late(today) else "",
            )
            for release in by_end(row.releases)
        ],
    )
