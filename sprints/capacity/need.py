"""That the capacity is noted, as a need of a ready goal."""

from typing import Final

from django.db.models import Exists, OuterRef

from ..models import Availability
from ..pipeline.needs import Need


def _noted() -> Exists:
    """Whether somebody has days in the sprint of a goal."""
    return Exists(Availability.objects.filter(capacity__sprint_id=OuterRef("sprint_id")))


CAPACITY: Final = Need(
    "capacity",
    "capacity",
    "Nobody knows how many days the team has. Note its capacity on the page of the sprint.",
    _noted,
    of_sprint=True,
)
