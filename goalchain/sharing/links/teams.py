"""Which teams worked on a product goal when a link was frozen, from events, as the chain is."""

from collections.abc import Mapping, Sequence
from typing import Any

from goalchain.goals import levels
from goalchain.goals.models import Event

from .models import ShareLink


def teams_as_of(link: ShareLink) -> dict[int, tuple[int, str]]:
    """The id and the name of the team of each sprint, by the id of the sprint, as they were when the link was frozen.

    One query.
    """
    events = Event.objects.filter(product=link.product, revision__lte=link.revision, subject__in=("sprint", "team"))
    told: dict[str, dict[int, dict[str, Any]]] = {"sprint": {}, "team": {}}
    for subject, after in events.order_by("id").values_list("subject", "after"):
        # A sprint that was taken away leaves nothing: no goal was for it.
        if after:
            told[subject][after["id"]] = after
    names = {pk: team["name"] for pk, team in told["team"].items()}
    found = {pk: sprint["team"] for pk, sprint in told["sprint"].items()}
    return {pk: (team, names[team]) for pk, team in found.items() if team in names}


def teams_of(
    number: int,
    goals: Mapping[int, dict[str, Any]],
    below: Mapping[int, Sequence[tuple[int, str]]],
    teams: Mapping[int, tuple[int, str]],
) -> dict[int, str]:
    """The teams whose sprint goals serve a product goal, directly or by its releases: their names by their ids.

    `goals` and `below` are those of the past, `teams` those of its sprints.
    """
    near = [child for child, _ in below.get(number, [])]
    releases = [child for child in near if goals[child]["level"] == levels.RELEASE]
    serving = [*near, *(child for release in releases for child, _ in below.get(release, []))]
    told = [goals[child] for child in serving if goals[child]["level"] == levels.SPRINT]
    sprints: list[Any] = [(goal.get("details") or {}).get("sprint_id") for goal in told]
    return dict(teams[sprint] for sprint in sprints if sprint in teams)
