"""The table of the routes of the roadmap and of the features of product goals; see routes.py."""

from typing import Any

from django.urls import reverse

from goalchain.goals.models import Event, Goal

from .cases import Case, Maker, Words, and_version, of_product, words
from .world import World

PRODUCT_GOAL = ("product", "draft")


def named(name: str) -> Maker:
    """The goal's key and a field of the grid."""
    return lambda world, goal: {"key": goal.key, "name": name}


def of_goal(world: World, goal: Goal) -> Words:
    """The goal's key."""
    return {"key": goal.key}


def of_feature(world: World, goal: Goal) -> Words:
    """The goal's key and its first feature."""
    return {"key": goal.key, "feature_id": world.feature.pk}


def and_read(**told: Any) -> Maker:
    """These words and the version of the feature that was read."""
    return lambda world, goal: told | {"read": world.feature.version}


def feature_event(world: World, goal: Goal) -> Words:
    """The newest event of the first feature."""
    return {"event": Event.objects.filter(subject="feature", after__id=world.feature.pk).latest("id").pk}


def on_it(method: str, data: Maker | None = None, kwargs: Maker = of_goal, **more: Any) -> Case:
    """A case on the product goal of the nets, for whoever may edit it."""
    return Case(method, "edit", kwargs, goal=PRODUCT_GOAL, **({"data": data} if data else {}), **more)


ROADMAP_ROUTES: dict[str, list[Case]] = {
    "roadmap": [
        Case("GET", "read", of_product),
        Case("GET", "read", of_product, query=words(view="grid", group="goal", state="all")),
        Case("GET", "read", of_product, query=words(view="timeline", group="goal")),
        Case("GET", "read", of_product, query=words(view="now", state="all", group="team")),
        Case("GET", "read", of_product, query=words(view="grid", mode="present")),
        Case("GET", "read", of_product, query=words(view="now", mode="wall", group="owner")),
        Case("GET", "read", of_product, query=words(view="timeline", mode="wall", group="state")),
    ],
    "roadmap_edit": [
        on_it("GET", kwargs=named("title")),
        on_it("POST", and_version(title="Another title"), named("title")),
        on_it("GET", kwargs=named("statement")),
        on_it("POST", and_version(statement="Other words"), named("statement")),
    ],
    "roadmap_when": [
        on_it("GET"),
        on_it("POST", and_version(timeframe="Q1 2027", starts_on="2027-01-04", ends_on="2027-03-26")),
    ],
    "roadmap_horizon": [
        on_it("POST", and_version(horizon="later")),
        on_it("POST", and_version(horizon="now", before=lambda w, g: w.goal("product", "second").key)),
    ],
    "features": [on_it("GET"), on_it("POST", words(text="Search by slot"))],
    "feature": [on_it("GET", kwargs=of_feature), on_it("POST", and_read(text="Another feature"), of_feature)],
    "feature_position": [on_it("POST", and_read(move="down"), of_feature)],
    "feature_removal": [on_it("POST", and_read(), of_feature)],
}


def by_pk(world: World, goal: Any) -> Words:
    """The first feature."""
    return {"pk": world.feature.pk}


def its_address(world: World, goal: Any) -> str:
    """The feature's address in the API."""
    return reverse("api:feature", kwargs=by_pk(world, goal))


ROADMAP_API_ROUTES: dict[str, list[Case]] = {
    "api:features": [
        Case("GET", "signed in", query=words(product=lambda w, g: w.key)),
        Case("POST", "edit", data=words(goal=lambda w, g: w.goal("product", "draft").key, text="Made by a program")),
    ],
    "api:feature": [
        Case("GET", "read", by_pk),
        Case("PATCH", "edit", by_pk, words(text="Patched", before=lambda w, g: w.other_feature.pk), match=its_address),
        Case("DELETE", "edit", by_pk, match=its_address),
    ],
}
