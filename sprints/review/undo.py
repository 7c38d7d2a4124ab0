"""Undo of what was done to a review: the opposite, as a new change, with what it did to the goal."""

from goalchain.accounts.models import User
from goalchain.goals.models import Event, Goal
from goalchain.goals.undo import put_goal_back
from goalchain.products.changes import change
from goalchain.products.errors import Refused

from ..models import SprintReview
from ..models.review import WORDS


def undo_review(event: Event, goal: Goal, by: User) -> None:
    """Take back a step of a review. Raises Refused when the review or its goal was changed again since."""
    with change(goal.product, by) as begun:
        begun.undoes_id = event.pk
        review = SprintReview.objects.select_related("sprint").get(pk=event.after["id"], goal_id=goal.pk)
        review.product = review.sprint.product = goal.product
        review.goal = goal
        if review.version != event.after["version"]:
            raise Refused("This review was changed again since. Look at it and change it by hand.")
        match event.verb:
            case "record" | "put_back":
                put_goal_back(event, goal, by, begun)
                review.remove(by=by, within=begun)
            case "remove":
                put_goal_back(event, goal, by, begun)
                review.put_back(by=by, within=begun)
            case "correct":
                put_goal_back(event, goal, by, begun)
                words = {name: text for name, text in event.former.items() if name in WORDS}
                review.goal = goal
                if not review.correct(by=by, within=begun, **words):
                    review._write(begun, "correct")
            case "answer":
                review._write(begun, "answer", says=event.former["says"])
            case _:
                raise Refused(f"“{event.verb}” cannot be undone.")
