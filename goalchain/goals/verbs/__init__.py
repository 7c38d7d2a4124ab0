"""What can be done to a goal, a file a subject. Goal inherits all of them.

Every verb takes `by` (the person; None for a program) and, where a person read the goal first, the `version` that was
read. It checks the rules under the product's lock, writes the goal and its event in one transaction, and leaves the
goal in memory as it is stored. It raises Refused for a change that a rule forbids and Stale when the version is no
longer the stored one; then nothing has been written. `within` joins a change that is already under way, so that
several verbs share one revision. Who may call a verb is not asked here but in `goalchain.products.access`.
"""

from .archiving import Archivable
from .depending import Dependable
from .linking import Linkable
from .moving import Movable
from .revising import Revisable
from .states import Stateful

__all__ = ["Archivable", "Dependable", "Linkable", "Movable", "Revisable", "Stateful"]
