"""What can be done to a metric, a check-in, an assumption. The models inherit all of it.

The manner is that of the goals' verbs: each takes `by`, the `version` that was read where a person read it first, and
`within` to join a change; it raises Refused or Stale and has written nothing then. Events carry the goal, and the
subject says what it is that hangs on it. Who may call a verb is asked by the views: whoever may edit the goal.
"""

from .keeping import Keepable
from .reading import Readable

__all__ = ["Keepable", "Readable"]
