"""The table of the routes of the backlog, on pages and in the API; see routes.py."""

from typing import Any

from django.urls import reverse

from goalchain.goals.models import Event

from .cases import Case, Maker, Words, of_product, words
from .world import World


def of_item(place: int = 0) -> Maker:
    """The product's key and an item; the last one is archived."""
    return lambda world, goal: {"key": world.key, "item_id": world.items[place].pk}


def and_item_read(which: int = 0, /, **told: Any) -> Maker:
    """These words and the version of the item that was read."""
    return words(**told, version=lambda world, goal: world.items[which].version)


def last_item_event(world: World, goal: Any) -> Words:
    """The newest event of the first item."""
    return {"event": Event.objects.filter(subject="backlog", after__id=world.items[0].pk).latest("id").pk}


def served_key(world: World, goal: Any) -> str:
    """A goal that items serve."""
    return world.goal("product", "second").key


def of_archived(world: World, goal: Any) -> Words:
    """The archived item."""
    return of_item(-1)(world, goal)


FIELDS = {
    "title": "Another item",
    "goal": served_key,
    "sprint": lambda world, goal: world.sprint.pk,
    "state": "doing",
    "size": "2.5",
    "tracker_url": "https://bikes.atlassian.net/browse/NET-8",
}
BACKLOG_ROUTES: dict[str, list[Case]] = {
    "backlog": [
        Case("GET", "read", of_product),
        Case("GET", "read", of_product, query=words(state="all", sprint=lambda w, g: w.sprint.pk)),
        Case("GET", "read", of_product, query=words(after="1")),
        Case("POST", "edit_backlog", of_product, words(title="A rider pays", goal=served_key)),
    ],
    "backlog_lines": [
        Case("GET", "edit_backlog", of_product),
        Case("POST", "edit_backlog", of_product, words(lines="- One\n- Two", goal=served_key), writes=False),
        Case("POST", "edit_backlog", of_product, words(lines="One\nTwo", goal="none", confirmed="yes")),
    ],
    "backlog_import": [
        Case("GET", "edit_backlog", of_product),
        Case("POST", "edit_backlog", of_product, words(rows="title,size\nOne,2"), writes=False),
        Case("POST", "edit_backlog", of_product, words(rows="title,size\nOne,two"), ok=(422,), writes=False),
    ],
    "backlog_export": [Case("GET", "read", of_product)],
    "backlog_undo": [Case("POST", "edit_backlog", of_product, last_item_event)],
    "backlog_item": [
        Case("GET", "read", of_item(), htmx=False),
        Case("GET", "read", of_item(), query=words(shown="")),
        Case("POST", "edit_backlog", of_item(), and_item_read(**FIELDS)),
    ],
    "backlog_item_state": [Case("POST", "edit_backlog", of_item(), and_item_read(to="done"))],
    "backlog_item_position": [
        Case("POST", "edit_backlog", of_item(1), and_item_read(1, place="top")),
        Case("POST", "edit_backlog", of_item(1), and_item_read(1, number="1")),
        Case("POST", "edit_backlog", of_item(1), and_item_read(1, before=lambda w, g: w.items[0].pk)),
    ],
    "backlog_item_archive": [Case("POST", "edit_backlog", of_item(), and_item_read())],
    "backlog_item_restoration": [Case("POST", "edit_backlog", of_archived, and_item_read(-1))],
}


def pk_of_item(place: int = 0) -> Maker:
    """An item."""
    return lambda world, goal: {"pk": world.items[place].pk}


def address_of_item(place: int = 0) -> Any:
    """Where its ETag is read."""
    return lambda world, goal: reverse("api:backlog_item", kwargs=pk_of_item(place)(world, goal))


BACKLOG_API_ROUTES: dict[str, list[Case]] = {
    "api:backlog": [
        Case("GET", "read", query=words(product=lambda w, g: w.key)),
        Case("GET", "read", query=words(product=lambda w, g: w.key, sprint=lambda w, g: w.sprint.pk)),
        Case(
            "POST",
            "edit_backlog",
            data=words(
                product=lambda w, g: w.key,
                title="Made by a program",
                goal=served_key,
                size=2.5,
                state="open",
                tracker_url="https://github.com/bikes/app/issues/7",
                sprint=lambda w, g: w.sprint.pk,
            ),
        ),
    ],
    "api:backlog_bulk": [
        Case(
            "POST",
            "edit_backlog",
            data=words(product=lambda w, g: w.key, items=[{"title": "One of many", "size": 1, "serves_none": True}]),
        ),
    ],
    "api:backlog_item": [
        Case("GET", "read", pk_of_item()),
        Case(
            "PATCH",
            "edit_backlog",
            pk_of_item(),
            words(title="Patched", goal=None, serves_none=True, sprint=None),
            match=address_of_item(),
        ),
    ],
    "api:backlog_position": [
        Case("POST", "edit_backlog", pk_of_item(1), words(number=1), match=address_of_item(1)),
        Case("POST", "edit_backlog", pk_of_item(1), words(before=lambda w, g: w.items[0].pk), match=address_of_item(1)),
    ],
    "api:backlog_archive": [Case("POST", "edit_backlog", pk_of_item(), match=address_of_item())],
    "api:backlog_restoration": [Case("POST", "edit_backlog", pk_of_item(-1), match=address_of_item(-1))],
}
