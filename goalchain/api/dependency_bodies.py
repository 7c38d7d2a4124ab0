"""What requests about dependencies may carry."""

from .bodies import GoalKeyText
from .fields import Body


class NewDependency(Body):
    """A new dependency: which goal waits for which."""

    blocker = GoalKeyText()
    blocked = GoalKeyText()
