"""Undo on the roadmap: the opposite of one event of a feature, or of a goal that was placed, as a new change."""

from typing import TYPE_CHECKING, Any

from goalchain.goals.models import Event, Goal
from goalchain.products.changes import Change, change
from goalchain.products.errors import Refused

from .features import Feature

if TYPE_CHECKING:
    from goalchain.accounts.models import User


def undo_place(event: Event, goal: Goal, by: "User", begun: Change) -> None:
    """Stand in the former column, at the former place; before the goal that has taken it meanwhile, if one has."""
    values: dict[str, Any] = dict(event.former)
    if "position" in values:
        others = Goal.objects.filter(product_id=goal.product_id, level=goal.level).exclude(pk=goal.pk)
        holder = others.filter(position=values["position"]).order_by("number").first()
        between = goal._position_before(holder) if holder is not None else None
        values["position"] = values["position"] if between is None else between
    goal._write(begun, "place", **values)


def undo_feature(event: Event, goal: Goal, by: "User") -> None:
    """Take back what `event` did to a feature. Raises Refused when somebody has changed the feature since."""
    feature = Feature.objects.select_related("goal").get(pk=event.after["id"], goal_id=goal.pk)
    feature.product = feature.goal.product = goal.product
    with change(goal.product, by) as begun:
        begun.undoes_id = event.pk
        feature.refresh_from_db(fields=["text", "position", "version", "removed_at"])
        if feature.version != event.after["version"]:
            raise Refused(f"“{feature.text}” was changed again since. Look at it and change it by hand.")
        match event.verb:
            case "add" | "put_back":
                feature.remove(by=by, within=begun)
            case "remove":
                feature.put_back(by=by, within=begun)
            case "reword":
                feature.reword(event.former["text"], by=by, within=begun)
            case "reorder":
                _put_places_back(event, feature, by, begun)
            case _:
                raise Refused(f"“{event.verb}” cannot be undone.")


def _put_places_back(event: Event, feature: Feature, by: "User", begun: Change) -> None:
    """Stand where it stood; where room had to be made for a move, with all that gave way. Raises Refused when one of
    these was moved again since."""
    moved = Event.objects.filter(product_id=event.product_id, revision=event.revision, goal_id=feature.goal_id)
    told = {one.after["id"]: one for one in moved.filter(subject="feature", verb="reorder")}
    if len(told) == 1:
        _put_place_back(feature, event.former["position"], by, begun)
        return
    for other in Feature.objects.select_related("goal").filter(pk__in=told):
        other.product = other.goal.product = feature.product
        if other.version != told[other.pk].after["version"]:
            raise Refused(f"“{other.text}” was changed again since. Look at the list and put it in order by hand.")
        other._write(begun, "reorder", position=told[other.pk].former["position"])


def _put_place_back(feature: Feature, position: int, by: "User", begun: Change) -> None:
    """Stand where it stood; before the feature that has taken the place since. One query beside the write."""
    holder = feature.neighbours().exclude(pk=feature.pk).filter(position=position).first()
    if holder is None:
        feature._write(begun, "reorder", position=position)
    else:
        feature.reorder(before=holder, by=by, within=begun)
