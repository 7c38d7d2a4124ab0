"""Many sprints at once: of a cadence, of an import, of a synthetic chain."""

from collections.abc import Sequence
from operator import attrgetter
from typing import TYPE_CHECKING

from goalchain.lib.storing import claim_ids, insert_rows
from goalchain.products.changes import Change

if TYPE_CHECKING:
    from .models import Sprint


def plan_sprints(begun: Change, sprints: "Sequence[Sprint]") -> None:
    """Store new sprints whose names and days are free, give them their primary keys, and note each as `Sprint.plan`
    does. Two queries.
    """
    if not sprints:
        return
    model = type(sprints[0])
    for sprint, pk in zip(sprints, claim_ids(model, len(sprints)), strict=True):
        sprint.pk = pk
    columns = [field.attname for field in model._meta.concrete_fields]
    insert_rows(model, columns, map(attrgetter(*columns), sprints))
    for sprint in sprints:
        begun.record("plan", "sprint", after=sprint.facts(), former={})
