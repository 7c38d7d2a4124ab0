"""Gaps, their acceptances and the headline of the report as resources. No query."""

from typing import Any

from goalchain.goals.gaps.reach import Reach, Share
from goalchain.goals.gaps.report import Gap, Kind
from goalchain.goals.models import GapAcceptance

from .answers import Row
from .representations import day, moment


def acceptance_of(stored: GapAcceptance) -> dict[str, Any]:
    """An acceptance; its goal with the product and its person are loaded."""
    return {
        "goal": stored.goal.key,
        "rule": stored.rule,
        "reason": stored.reason,
        "until": day(stored.until),
        "accepted_by": stored.accepted_by and stored.accepted_by.email,
        "accepted_at": moment(stored.accepted_at),
        "version": stored.version,
    }


def gap_of(gap: Gap) -> dict[str, Any]:
    """A gap."""
    return {
        "rule": gap.rule.name,
        "goal": gap.goal.key,
        "level": gap.goal.level_name,
        "title": gap.goal.title,
        "state": gap.goal.state,
        "other": gap.other or None,
        "about": gap.about,
        "acceptance": acceptance_of(gap.acceptance) if gap.acceptance else None,
    }


def gaps_of(rows: list[Row]) -> list[dict[str, Any]]:
    """Gaps, from pairs of a cursor and a gap."""
    return [gap_of(gap) for _, gap in rows]


def summary_of(revision: int, reach: Reach, kinds: list[Kind]) -> dict[str, Any]:
    """The headline, its trend, and how many gaps there are of each kind."""
    return {
        "revision": revision,
        "reach": {"open": _share(reach.now.open), "all": _share(reach.now.all)},
        "weeks": [{"day": day(p.day), "open": _share(p.open), "all": _share(p.all)} for p in reach.points],
        "kinds": [
            {
                "rule": kind.rule.name,
                "label": kind.rule.label,
                "levels": list(kind.rule.levels),
                "reason": kind.rule.reason,
                "remedy": kind.rule.remedy,
                "count": kind.count,
                "accepted": kind.accepted_count,
            }
            for kind in kinds
        ],
    }


def _share(share: Share) -> dict[str, int]:
    return {"reaching": share.reaching, "of": share.of}
