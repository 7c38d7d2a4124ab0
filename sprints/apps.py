"""The app's name for Django, and what it adds to the chain."""

from django.apps import AppConfig


class SprintsConfig(AppConfig):
    """See the package's docstring."""

    name = "sprints"

    def ready(self) -> None:
        """Serve the sprint level, let people edit what only sprint goals have, check the level's rules and find
        its gaps."""
        from goalchain.goals import levels, regions, results
        from goalchain.goals.chain_map import filters
        from goalchain.goals.due import tell_due_with
        from goalchain.goals.fields import offer
        from goalchain.goals.gaps import rule as gaps
        from goalchain.goals.impact import parts
        from goalchain.goals.matrix import heads
        from goalchain.goals.offences import check_with
        from goalchain.goals.undo import undo_verb_with, undo_with
        from goalchain.goals.wording import tell_with

        from .backlog.offences import backlog_offences
        from .backlog.wording import tell_item
        from .capacity.due import due_goals
        from .capacity.need import CAPACITY
        from .capacity.offences import capacity_offences
        from .capacity.wording import tell_capacity
        from .chain_map import ENDS, OF_TEAM, STARTS
        from .fields import FIELDS
        from .gaps import ENDS_LATE, OFF_GOAL
        from .impact import SPRINTS
        from .matrix import SPRINT_COLUMNS, in_sprint
        from .models import SprintGoal
        from .offences import sprint_offences
        from .pipeline.needs import need
        from .pipeline.offences import shaping_offences
        from .pipeline.undo import undo_postponing, undo_shaping
        from .pipeline.wording import tell_shaping
        from .region import IN_SPRINT, TEMPLATE
        from .review.delivered import DELIVERED
        from .review.offences import review_offences
        from .review.undo import undo_review
        from .review.wording import tell_review
        from .sprint_wording import tell_sprint

        levels.serve(levels.SPRINT, SprintGoal, "sprint__team")
        for field in FIELDS:
            offer(field)
        results.offer(DELIVERED)
        parts.offer(SPRINTS)
        filters.tell_days_with(STARTS, ENDS)
        filters.tell_team_with(OF_TEAM)
        heads.name_with(levels.SPRINT, SPRINT_COLUMNS, in_sprint)
        regions.offer(TEMPLATE)
        regions.offer(IN_SPRINT)
        check_with(sprint_offences)
        check_with(backlog_offences)
        check_with(review_offences)
        check_with(shaping_offences)
        tell_with("backlog", tell_item)
        tell_with("sprint", tell_sprint)
        tell_with("sprintreview", tell_review)
        undo_with("sprintreview", undo_review, decides=True)
        gaps.offer(OFF_GOAL)
        gaps.offer_further("ends-late", ENDS_LATE)
        tell_with("shaping", tell_shaping)
        undo_with("shaping", undo_shaping)
        undo_verb_with("postpone", undo_postponing)
        need(CAPACITY)
        tell_due_with("sprint goals", due_goals)
        tell_with("capacity", tell_capacity)
        check_with(capacity_offences)
