"""Metric and Reading, CheckIn and its rhythm, Assumption and what tests it."""

from .assumption import Assumption, AssumptionState, AssumptionTest, Upholding
from .check_in import CheckIn, CheckInRhythm
from .metric import Direction, Metric
from .reading import Reading

__all__ = [
    "Assumption",
    "AssumptionState",
    "AssumptionTest",
    "CheckIn",
    "CheckInRhythm",
    "Direction",
    "Metric",
    "Reading",
    "Upholding",
]
