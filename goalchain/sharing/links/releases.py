"""The chapters of shared releases: what is ahead, and what is done."""

from collections.abc import Collection

from goalchain.goals.models.goal import State

from .shown import Chapter, SharedGoal


def release_chapters(goals: list[SharedGoal], shipped: Collection[int]) -> list[Chapter]:
    """The release goals, given by date: those ahead first; those that shipped or are closed after them, newest first.

    `shipped` are the numbers of those that have a checkpoint.
    """
    done = [goal for goal in reversed(goals) if goal.state == State.CLOSED or goal.number in shipped]
    ahead = [goal for goal in goals if goal not in done]
    return [Chapter(label, found) for label, found in (("Ahead", ahead), ("Done", done)) if found]
