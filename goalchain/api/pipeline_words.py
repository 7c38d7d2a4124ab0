"""The pipeline as resources. No query."""

from typing import Any

from sprints.pipeline.lead_reads import TeamLead
from sprints.pipeline.reads import Draft, Pipeline

from .representations import day, moment


def readiness_told(draft: Draft) -> dict[str, Any]:
    """What a sprint goal lacks, and when it was shaped."""
    shaping = draft.shaping
    return {
        "goal": draft.goal.key,
        "version": draft.goal.version,
        "is_ready": draft.readiness.is_ready,
        "missing": [{"word": lack.word, "said": lack.said} for lack in draft.readiness.missing],
        "shaped": shaping
        and {
            "at": moment(shaping.at),
            "by": shaping.by and shaping.by.email,
            "is_reworded": draft.is_reworded,
        },
    }


def pipeline_told(pipeline: Pipeline) -> dict[str, Any]:
    """The sprints ahead, team by team, with their goals and drafts."""
    return {
        "sprints": [
            {
                "sprint": place.sprint.pk,
                "team": team.team.pk,
                "name": place.sprint.name,
                "starts_on": day(place.sprint.starts_on),
                "ends_on": day(place.sprint.ends_on),
                "goal": place.goal and place.goal.key,
                "drafts": [readiness_told(draft) for draft in place.drafts],
            }
            for team in pipeline.teams
            for place in team.sprints
        ],
        "loose": [readiness_told(draft) for draft in pipeline.loose],
    }


def leads_told(teams: list[TeamLead]) -> list[dict[str, Any]]:
    """How early the goals of each team were ready, the newest sprint first."""
    return [
        {
            "team": one.team.pk,
            "name": one.team.name,
            "usual": one.usual,
            "goals": [
                {
                    "goal": led.goal.key,
                    "sprint": led.goal.sprint_id,
                    "starts_on": day(led.lead.starts_on),
                    "shaped": led.lead.shaped,
                    "agreed": led.lead.agreed,
                }
                for led in one.led
            ],
        }
        for one in teams
    ]
