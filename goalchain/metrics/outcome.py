"""How the first metric of a goal stands, for lists of goals that know nothing of metrics (see goals.results)."""

from datetime import date
from typing import Any

from goalchain.goals.results import Source
from goalchain.lib.rows import array

from .models import Metric, Reading
from .reads import first_words
from .standing import Standing

_NAMES = ("name", "unit", "direction", "baseline", "target", "lower", "upper")


def _words() -> str:
    said = array(f"{', '.join(f'm.{name}' for name in _NAMES)}, r.value")
    return first_words(f"m.goal_id, {said} AS said")


def _tell(said: list[Any]) -> str:
    """The metric by its name, where it is and where it is to go: "Bookings 41% → 60%"."""
    *told, value = said
    metric = Metric(**dict(zip(_NAMES, told, strict=True)))
    readings = [] if value is None else [Reading(metric=metric, day=date.min, value=value)]
    return f"{metric.name} {Standing(metric, readings).short}"


OUTCOME = Source("metrics", "outcome", _words, _tell)
