"""The features on the page of a product goal."""

import json
from typing import Any

from goalchain.goals import levels
from goalchain.goals.models import Goal
from goalchain.goals.regions import Children, Region

from .feature_list import feature_list
from .rows import FeatureRow

_WORDS = """(
    SELECT {gather}({row}) FROM (
        SELECT f.id, f.text, f.version FROM roadmap_feature f
        WHERE f.goal_id = %s AND f.removed_at IS NULL ORDER BY f.position, f.id) f)"""


def features_read_along(vendor: str) -> str:
    """The features of a goal as one JSON value, read along with its history: a list of [id, text, version]."""
    if vendor == "postgresql":
        return _WORDS.format(gather="json_agg", row="json_build_array(f.id, f.text, f.version)")
    return _WORDS.format(gather="json_group_array", row="json_array(f.id, f.text, f.version)")


def gather(goal: Goal, children: Children) -> dict[str, Any]:
    """The context of the region: the list, as it is shown; None for goals that have no features. No query."""
    if goal.level != levels.PRODUCT:
        return {"feature_list": None}
    told = goal.along.get("features")
    features = [FeatureRow(*row) for row in (json.loads(told) if isinstance(told, str) else told or [])]
    can_edit = goal.access.edit_level(goal.level) and goal.archived_at is None
    return {"feature_list": feature_list(goal.key, goal.number, features, can_edit=can_edit)}


FEATURES = Region("features", "roadmap/_features.html", gather)
