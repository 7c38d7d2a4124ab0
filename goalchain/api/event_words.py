"""Events in the words of the API: keys for numbers, e-mails for people, no places in lists."""

from collections.abc import Callable
from typing import Any

from goalchain.accounts.models import User

from .answers import Row
from .representations import moment

EVENT_COLUMNS = [
    "pk",
    "revision",
    "verb",
    "subject",
    "goal__number",
    "actor__email",
    "at",
    "after",
    "former",
    "product__key",
]

_NEVER = {"level", "position", "agreed_for_id"}
_EMPTY_IS_NULL = {"outcome", "confidence", "horizon"}


def events_of(rows: list[Row]) -> list[dict[str, Any]]:
    """Event resources, from rows of EVENT_COLUMNS. One query, for the people they name."""
    people = {
        facts[name]
        for row in rows
        for facts in (row[7], row[8])
        for name in ("owner_id", "user")
        if facts.get(name) is not None
    } | {member for row in rows for facts in (row[7], row[8]) for member in facts.get("members", ())}
    emails = dict(User.objects.filter(pk__in=people).values_list("pk", "email"))
    return [
        {
            "revision": revision,
            "verb": verb,
            "subject": subject,
            "goal": f"{key}-{number}" if number else None,
            "actor": actor,
            "at": moment(at),
            "after": facts_told(after, key, emails.get),
            "former": facts_told(former, key, emails.get),
        }
        for _, revision, verb, subject, number, actor, at, after, former, key in rows
    ]


def facts_told(facts: dict[str, Any], product: str, email: Callable[[int], str | None]) -> dict[str, Any]:
    """Recorded facts as a resource names them."""
    told: dict[str, Any] = {}
    for name, value in facts.items():
        match name:
            case "number":
                told["key"] = f"{product}-{value}"
            case "level_name":
                told["level"] = value
            case "owner_id":
                told["owner"] = value and email(value)
            case "origin":
                told["origin"] = value and f"{product}-{value}"
            case "serves":
                told["goal"] = value and f"{product}-{value}"
            case "user":
                told["user"] = email(value)
            case "parents":
                told["parents"] = [
                    {"key": f"{product}-{parent['number']}", "rationale": parent["rationale"]} for parent in value
                ]
            case "members":
                told["members"] = [email(member) for member in value]
            case "goals":
                told["goals"] = [f"{product}-{number}" for number in value]
            case "details" if facts.get("level_name") == "product":
                # Events hold what is set; features have events of their own.
                told["details"] = {"timeframe": value.get("timeframe", ""), "horizon": value.get("horizon")}
            case "details" if facts.get("level_name") == "release":
                # The checkpoint has events of its own.
                told["details"] = {"version": value.get("version_name", "")}
            case _ if name in _NEVER:
                continue
            case _ if name in _EMPTY_IS_NULL:
                told[name] = value or None
            case _:
                told[name] = value
    return told
