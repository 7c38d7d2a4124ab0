"""Goal, Link, Dependency, Event, GapAcceptance and Proposal."""

from .dependency import Dependency
from .event import Event
from .gap_acceptance import GapAcceptance
from .goal import Goal, State
from .link import Link
from .proposal import Proposal

__all__ = ["Dependency", "Event", "GapAcceptance", "Goal", "Link", "Proposal", "State"]
