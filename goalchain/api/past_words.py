"""The past in the words of the API: the chain as it stood, and two moments compared."""

from typing import Any

from goalchain.accounts.models import User
from goalchain.goals.history.compare import Change, Comparison
from goalchain.goals.history.moments import Moment
from goalchain.goals.history.past import Past

from .event_words import facts_told
from .representations import moment as moment_told


def past_told(past: Past) -> dict[str, Any]:
    """The past resource. One query, for the owners."""
    goals = past.in_order(past.goals)
    emails = _emails(goals)
    key = past.product.key
    return _moment(past.moment) | {
        "goals": [_goal(goal, key, emails) for goal in goals],
        "links": [
            {"child": f"{key}-{child}", "parent": f"{key}-{parent}", "rationale": rationale}
            for child in sorted(past.above)
            for parent, rationale in past.above[child]
        ],
    }


def comparison_told(found: Comparison) -> dict[str, Any]:
    """The comparison resource. One query, for the owners."""
    key = found.after.product.key
    emails = _emails([change.goal for change in found.changes], found.owners)
    return {
        "from": _moment(found.before.moment),
        "to": _moment(found.after.moment),
        "counts": {name: found.counts[name] for name, _, _ in found.summary},
        "changes": [_change(change, key, emails) for change in found.changes],
    }


def _moment(moment: Moment) -> dict[str, Any]:
    return {"revision": moment.revision, "at": moment_told(moment.at)}


def _goal(goal: dict[str, Any], key: str, emails: dict[int, str]) -> dict[str, Any]:
    told = facts_told({name: value for name, value in goal.items() if name != "parents"}, key, emails.get)
    return {name: value for name, value in told.items() if name != "archived_at"}


def _change(change: Change, key: str, emails: dict[int, str]) -> dict[str, Any]:
    former = {name: was for name, (was, _) in change.fields.items()}
    return {
        "goal": _goal(change.goal, key, emails),
        "kinds": change.sorts,
        "former": facts_told(former, key, emails.get),
        "serves": [{"key": f"{key}-{number}", "rationale": reason} for number, reason in change.come],
        "serves_no_longer": [f"{key}-{number}" for number in change.gone],
        "other_reasons": [
            {"key": f"{key}-{number}", "former": was, "rationale": now} for number, was, now in change.said
        ],
    }


def _emails(goals: list[dict[str, Any]], others: Any = ()) -> dict[int, str]:
    people = {goal["owner_id"] for goal in goals if goal["owner_id"]} | set(others)
    return dict(User.objects.filter(pk__in=people).values_list("pk", "email"))
