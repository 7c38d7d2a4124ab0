"""What the sprint level stores: cadences, sprints with their capacity, their goals, how these were shaped and
reviewed, the backlog; a file each."""

from .backlog_item import BacklogItem, ItemState
from .cadence import Cadence
from .capacity import Availability, SprintCapacity
from .goal import SprintGoal
from .review import SprintReview
from .shaping import Shaping
from .sprint import Sprint

__all__ = [
    "Availability",
    "BacklogItem",
    "Cadence",
    "ItemState",
    "Shaping",
    "Sprint",
    "SprintCapacity",
    "SprintGoal",
    "SprintReview",
]
