"""How a route's line in the table is written: who may, on what, with what."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.test import Client
from django.urls import reverse

from goalchain.goals.models import Goal

from .world import World

Words = dict[str, Any]
#: What a case sends, from the world and the goal that it is about (None for a case about no goal).
Maker = Callable[[World, Any], Words]


def nothing(world: World, goal: Any) -> Words:
    """No arguments, or no words."""
    return {}


@dataclass(frozen=True)
class Case:
    """One method of a route, on one thing, with a payload that is valid.

    right: "public"; "signed in"; "mine" (the world's owner alone, as it is that person's own thing); or a right of
        `goalchain.products.access` that a member must have.
    sees: the right without which a member is told that there is no such thing (404).
    match: the address whose ETag goes into If-Match, for the API.
    first: what the client does before.
    expect: statuses that differ for an actor, by name.
    writes: whether an allowed request that is no GET changes the database; None when that depends.
    htmx: whether htmx may ask too.
    """

    method: str
    right: str
    kwargs: Maker = nothing
    data: Maker = nothing
    goal: tuple[str, str] | None = None
    sees: str = "read"
    query: Maker = nothing
    match: Callable[[World, Any], str] | None = None
    first: Callable[[Client, World], None] | None = None
    expect: dict[str, tuple[int, ...]] = field(default_factory=dict)
    ok: tuple[int, ...] = (200, 201, 204, 302, 303)
    writes: bool | None = True
    htmx: bool = True

    def about(self, world: World) -> Goal | None:
        """The goal that the case is about."""
        return world.goal(*self.goal) if self.goal else None

    def path(self, name: str, world: World) -> str:
        """The address to ask."""
        return reverse(name, kwargs=self.kwargs(world, self.about(world)))

    def headers(self, world: World) -> dict[str, str]:
        """The headers that the request needs."""
        return {"If-Match": world.etag(self.match(world, self.about(world)))} if self.match else {}

    def ready(self, name: str, world: World, client: Client, **headers: str) -> Callable[[], Any]:
        """Prepare the request; calling what is returned sends it and gives the answer."""
        if self.first:
            self.first(client, world)
        goal = self.about(world)
        path, words = self.path(name, world), self.data(world, goal)
        more: Words = {"headers": headers, "query_params": self.query(world, goal)}
        if words:
            more["data"] = words
        if name.startswith("api:") and self.method not in ("GET", "HEAD"):
            more["content_type"] = "application/json"
        return lambda: getattr(client, self.method.lower())(path, **more)

    def send(self, name: str, world: World, client: Client, **headers: str) -> Any:
        """Ask, and return the answer."""
        return self.ready(name, world, client, **headers)()


def of_product(world: World, goal: Any) -> Words:
    """The product's key."""
    return {"key": world.key}


def of_goal(world: World, goal: Goal) -> Words:
    """The goal's key."""
    return {"key": goal.key}


def with_parent(world: World, goal: Goal) -> Words:
    """The goal's key and its parent's."""
    return {"key": goal.key, "parent_key": world.parent(goal).key}


def version(world: World, goal: Goal) -> Words:
    """The version that was read."""
    return {"version": goal.version}


def and_version(**words: Any) -> Maker:
    """These words and the version; what can be called is called with world and goal."""

    def made(world: World, goal: Goal) -> Words:
        told = {name: value(world, goal) if callable(value) else value for name, value in words.items()}
        return told | {"version": goal.version}

    return made


def words(**told: Any) -> Maker:
    """These words; what can be called is called with world and goal."""
    return lambda world, goal: {name: value(world, goal) if callable(value) else value for name, value in told.items()}


#: A verb's right on the upper levels, and on sprint goals.
RIGHTS = {
    "read": ("read", "read"),
    "edit": ("edit", "edit_sprint_goal"),
    "decide": ("decide", "decide_sprint_goal"),
}


def on_goals(method: str, may: str, state: str = "draft", **more: Any) -> list[Case]:
    """The case on a release goal and on a sprint goal of this state: `may` is read, edit or decide."""
    upper, sprint = RIGHTS[may]
    sees = "read_planning" if state in ("draft", "archived") else "read"
    more = {"kwargs": of_goal} | more
    return [
        Case(method, upper, goal=("release", state), **more),
        Case(method, sprint, goal=("sprint", state), sees=sees, **more),
    ]


def api_goal(world: World, goal: Goal) -> str:
    """The goal's address in the API."""
    return reverse("api:goal", kwargs={"key": goal.key})
