"""The metrics of a goal in words, for the preview on the chain map."""

from goalchain.goals.models import Goal

from .reads import standings

#: So many metrics are told; the goal page has them all.
TOLD = 3


def metrics_told(goal: Goal) -> list[str]:
    """ "Time to book: 35 → 20 minutes" for each of the first metrics. One query."""
    own, _, _ = standings(goal)
    return [f"{standing.metric.name}: {standing.short}" for standing in own[:TOLD]]
