"""What only product goals have as JSON: when in words, the column on the roadmap, the features in their order."""

from collections.abc import Iterable
from functools import cache
from typing import Any

from django.db.models import IntegerField, Value

from goalchain.lib.rows import fetch, listed, words_of
from goalchain.products.models import Product
from roadmap.features import Feature
from roadmap.models import ProductGoal

from .answers import Row

FEATURE_COLUMNS = ["pk", "product__key", "goal__number", "text", "version"]
#: Where other rows say the section of a board.
FEATURE = "feature"


def product_details_of(goals: Iterable[int]) -> dict[int, dict[str, Any]]:
    """The `details` of product goals by primary key. One query; none for none."""
    wanted = list(goals)
    if not wanted:
        return {}
    told: dict[int, dict[str, Any]] = {}
    # By goal, and the place of the feature, if there is one.
    for pk, timeframe, horizon, feature, text, version, removed_at, _ in sorted(
        fetch(_details_sql(), [listed(wanted)]), key=lambda row: (row[0], row[7] or 0, row[3] or 0)
    ):
        details = told.setdefault(pk, {"timeframe": timeframe, "horizon": horizon or None, "features": []})
        if feature is not None and removed_at is None:
            details["features"].append({"id": feature, "text": text, "version": version})
    return told


@cache
def _details_sql() -> str:
    own = ("pk", "text", "version", "removed_at", "position")
    columns = ("pk", "timeframe", "horizon", *(f"features__{name}" for name in own))
    rows = ProductGoal.objects.filter(pk=0).order_by().values_list(*columns)
    return words_of(rows, '"roadmap_productgoal"."goal_id"')


def feature_lines_in(product: Product) -> Any:
    """The features of a product as rows that stand beside those of `board_words.lines_of`, in any order."""
    lines = Feature.objects.kept().filter(product=product).order_by()
    # The columns of an entry of a board that a feature does not have.
    nowhere, nobody = Value(FEATURE), Value(None, output_field=IntegerField())
    columns = ("goal_id", "pk", nowhere, "text", "version", "position", "product__key", nobody)
    return lines.values_list(*columns)


def features_from(rows: Iterable[Row]) -> dict[int, list[dict[str, Any]]]:
    """The features of each goal in their order, from the rows of `feature_lines_in`. No query beside theirs."""
    told: dict[int, list[dict[str, Any]]] = {}
    for goal, pk, _, text, version, *_ in sorted(rows, key=lambda row: (row[5], row[1])):
        told.setdefault(goal, []).append({"id": pk, "text": text, "version": version})
    return told


def features_of(rows: list[Row]) -> list[dict[str, Any]]:
    """Feature resources, from rows of FEATURE_COLUMNS. No query."""
    return [
        {"id": pk, "product": key, "goal": f"{key}-{number}", "text": text, "version": version}
        for pk, key, number, text, version in rows
    ]
