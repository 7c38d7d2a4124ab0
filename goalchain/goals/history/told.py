"""What the events of the product itself, of its people and of its teams say in words. No query."""

from typing import Any

from goalchain.products.access import Role
from goalchain.products.models import Product

from ..models import Event
from ..wording import both

Told = tuple[str, list[tuple[str, str]]]

_SETTINGS = {
    "name": "the name",
    "preset": "the levels",
    "one_active_goal": "the rule of one active product goal",
    "time_zone": "the time zone",
    "ready_days": "how early a sprint goal is asked for",
    "quiet_rules": "the writing checks",
}
_MADE = {
    "found": "founded the product",
    "delete": "deleted the product",
    "restore": "restored the product",
    "silence": "switched a writing check off",
    "hear": "switched a writing check on",
}


def tell_product(event: Event) -> Told:
    """An event of the product: founded, its settings changed, deleted, restored."""
    if event.verb != "redescribe":
        return _MADE.get(event.verb, event.verb), []
    words = f"changed {both([_SETTINGS.get(name, name) for name in event.former])} of the product"
    names = [name for name in ("name", "preset", "time_zone") if name in event.former]
    return words, [(_setting(name, event.former[name]), _setting(name, event.after[name])) for name in names]


def _setting(name: str, value: Any) -> str:
    return str(Product.Preset(value).label) if name == "preset" and value in Product.Preset.values else str(value)


def tell_member(event: Event) -> Told:
    """An event of a member or an invitation. Names are those that the reader of the history has put on the event."""
    facts = event.former | event.after
    people: dict[int, str] = getattr(event, "people", {})
    person = people.get(facts.get("user"), "somebody") if "user" in facts else facts.get("email", "somebody")
    match event.verb:
        case "admit":
            return f"made {person} {_role(facts)}", []
        case "change_role":
            return f"made {person} {_role(event.after)}", [(_role(event.former), _role(event.after))]
        case "dismiss":
            return f"took {person} out of the product", []
        case "invite":
            return f"invited {person} as {_role(facts)}", []
        case "renew":
            return f"made a new link for the invitation of {person}", []
        case "revoke":
            return f"revoked the invitation of {person}", []
        case "rename":
            return "took another name", [(str(event.former.get("name", "")), str(event.after.get("name", "")))]
    return f"{event.verb}: {person}", []


def _role(facts: dict[str, Any]) -> str:
    role = facts.get("role", "")
    return Role(role).label.lower() if role in Role.values else "a member"


def tell_team(event: Event) -> Told:
    """An event of a team."""
    name = f"“{event.after.get('name', '')}”"
    match event.verb:
        case "form":
            return f"formed the team {name}", []
        case "rename":
            return f"renamed a team to {name}", [(event.former["name"], event.after["name"])]
        case "set_cadence":
            return f"set the rhythm of the team {name}", []
    return f"{event.verb} the team {name}", []
