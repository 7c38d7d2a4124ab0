"""The whole chain as JSON. 20,000 goals take a few times what fetching their rows takes: no goal becomes an object."""

from typing import Any

from goalchain.accounts.models import User
from goalchain.goals.models import Goal, Link
from goalchain.products.access import Access
from goalchain.products.models import Product
from sprints.models import Sprint
from vision.board import BoardEntry

from .board_words import boards_from, empty_board, lines_of
from .release_words import checkpoint_column, checkpoint_of
from .roadmap_words import FEATURE, feature_lines_in, features_from
from .sprint_words import NO_SPRINT, TEMPLATE, template_of
from .sql import IsoDay, IsoMoment

_FIRST = "pk", "number", "level_name", "title", "statement", "state", "outcome", "learning", "owner_id"
_REST = "confidence", "version", IsoMoment("created_at"), IsoMoment("updated_at"), "sprintgoal__sprint_id"
_TEMPLATE = [f"sprintgoal__{name}" for name in TEMPLATE]
_PRODUCT = "productgoal__timeframe", "productgoal__horizon"
_RELEASE = "releasegoal__version_name", checkpoint_column("releasegoal__checkpoint")


def chain_of(product: Product, access: Access) -> dict[str, Any]:
    """Every live goal and link that a member with this access may read. Five queries.

    The revision was read first, so the chain is at least as new as it says.
    """
    keys: dict[int, str] = {}
    goals = _goals(product, access, keys)
    links = [
        {"child": keys[child], "parent": keys[parent], "rationale": rationale}
        for child, parent, rationale in Link.objects.filter(product=product)
        .order_by("pk")
        .values_list("child_id", "parent_id", "rationale")
        # An end that is archived or hidden, or came after the goals were read, has no key here.
        if child in keys and parent in keys
    ]
    return {"revision": product.revision, "goals": goals, "links": links}


def _goals(product: Product, access: Access, keys: dict[int, str]) -> list[dict[str, Any]]:
    """The goals in order; `keys` takes the key of each by its id. Four queries."""
    owners = dict(User.objects.filter(pk__in=product.goals.values("owner_id")).values_list("pk", "email"))
    sprints = {
        pk: {"team": team, "sprint": name, "sprint_id": pk}
        for pk, name, team in Sprint.objects.filter(product=product).values_list("pk", "name", "team__name")
    }
    boards, features = _hanging_on(product)
    rows = (
        Goal.objects.filter(product=product)
        .readable(access)
        .live()
        .in_order()
        .values_list(*_FIRST, IsoDay("starts_on"), IsoDay("ends_on"), *_REST, *_TEMPLATE, *_PRODUCT, *_RELEASE)
    )
    goals = []
    for pk, number, level, title, statement, state, outcome, learning, owner_id, *rest in rows:
        starts_on, ends_on, confidence, version, created_at, updated_at, sprint_id, *told = rest
        *template, timeframe, horizon, version_name, checkpoint = told
        keys[pk] = key = f"{product.key}-{number}"
        goals.append(
            {
                "key": key,
                "level": level,
                "title": title,
                "statement": statement,
                "state": state,
                "outcome": outcome or None,
                "learning": learning,
                "owner": owners.get(owner_id),
                "starts_on": starts_on,
                "ends_on": ends_on,
                "confidence": confidence or None,
                "version": version,
                "created_at": created_at,
                "updated_at": updated_at,
                "details": sprints.get(sprint_id, NO_SPRINT) | template_of(template)
                if level == "sprint"
                else boards.get(pk) or empty_board()
                if level == "vision"
                else {"timeframe": timeframe, "horizon": horizon or None, "features": features.get(pk, [])}
                if level == "product"
                else {"version": version_name, "checkpoint": checkpoint_of(checkpoint)}
                if level == "release"
                else {},
            }
        )
    return goals


def _hanging_on(product: Product) -> tuple[dict[int, dict[str, Any]], dict[int, list[dict[str, Any]]]]:
    """The boards of its visions and the features of its product goals, by goal. One query."""
    rows = list(lines_of(BoardEntry.objects.filter(product=product)).union(feature_lines_in(product), all=True))
    return (
        boards_from(row for row in rows if row[2] != FEATURE),
        features_from(row for row in rows if row[2] == FEATURE),
    )
