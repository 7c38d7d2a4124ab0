"""Feedback and share links as resources, from rows."""

from collections.abc import Iterable
from typing import Any

from goalchain.talk.models import Evidence
from goalchain.talk.reads import Need

from .answers import Row
from .representations import day, moment

FEEDBACK_COLUMNS = [
    *("pk", "product__key", "about__number", "text", "name", "source", "segment", "said_on", "answer"),
    *("answered_by__email", "answered_at", "put_aside_at", "aside_reason", "written_by__email"),
    *("version", "created_at"),
]
SHARE_COLUMNS = [
    *("pk", "product__key", "kind", "goal__number", "name", "filters", "shows", "revision", "frozen_at", "password"),
    *("created_by__email", "created_at", "expires_at", "revoked_at", "last_used_at"),
]


def feedback_of(rows: list[Row]) -> list[dict[str, Any]]:
    """Feedback resources, from rows of FEEDBACK_COLUMNS. One query, for the goals that they speak for."""
    goals: dict[int, list[int]] = {}
    found = Evidence.objects.filter(feedback_id__in=[row[0] for row in rows]).order_by("goal__number")
    for feedback, number in found.values_list("feedback_id", "goal__number"):
        goals.setdefault(feedback, []).append(number)
    told = []
    for row in rows:
        words = dict(zip(FEEDBACK_COLUMNS, row, strict=True))
        key, about = words["product__key"], words["about__number"]
        told.append(
            {
                "id": words["pk"],
                "product": key,
                "about": f"{key}-{about}" if about else None,
                **{name: words[name] for name in ("text", "name", "source", "segment", "answer")},
                "said_on": day(words["said_on"]),
                "answered_by": words["answered_by__email"],
                "written_by": words["written_by__email"],
                "aside_reason": words["aside_reason"],
                "version": words["version"],
                **{name: moment(words[name]) for name in ("answered_at", "put_aside_at", "created_at")},
                "goals": [f"{key}-{number}" for number in goals.get(words["pk"], [])],
            }
        )
    return told


def needs_of(found: Iterable[Need]) -> list[dict[str, Any]]:
    """Unserved needs as resources. No query."""
    return [
        {
            "goal": need.key,
            "level": need.level_name,
            "title": need.title,
            "voices": need.voices,
            "newest": day(need.newest),
            "said": need.said,
        }
        for need in found
    ]


def shares_of(rows: list[Row]) -> list[dict[str, Any]]:
    """Share link resources, from rows of SHARE_COLUMNS: nothing from which one could get in. No query."""
    told = []
    for row in rows:
        words = dict(zip(SHARE_COLUMNS, row, strict=True))
        key, number = words["product__key"], words["goal__number"]
        times = ("frozen_at", "created_at", "expires_at", "revoked_at", "last_used_at")
        told.append(
            {
                "id": words["pk"],
                "product": key,
                "goal": f"{key}-{number}" if number else None,
                **{name: words[name] for name in ("kind", "name", "filters", "shows", "revision")},
                "has_password": bool(words["password"]),
                "created_by": words["created_by__email"],
                **{name: moment(words[name]) for name in times},
            }
        )
    return told
