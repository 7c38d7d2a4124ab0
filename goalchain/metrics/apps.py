"""The app's name for Django, and what it adds to the chain."""

from django.apps import AppConfig


class MetricsConfig(AppConfig):
    """See the package's docstring."""

    name = "goalchain.metrics"

    def ready(self) -> None:
        """Show metrics, check-ins and assumptions on the goal page; word their events, take them back, check their
        rules; say which check-ins are due, which goals are for review, which met, but flat; and
        which gaps there are."""
        from goalchain.goals import marks, regions, results
        from goalchain.goals.chain_map.preview import preview_with
        from goalchain.goals.due import tell_due_with
        from goalchain.goals.gaps import rule as gaps
        from goalchain.goals.impact import parts
        from goalchain.goals.offences import check_with
        from goalchain.goals.undo import undo_with
        from goalchain.goals.wording import tell_with

        from . import undo, undo_said, wording, wording_said
        from .flat import FLAT, flat_words
        from .for_review import marked_words
        from .gaps import GAP_RULES
        from .impact import METRICS as HANGING_METRICS
        from .offences import metric_offences
        from .offences_said import said_offences
        from .outcome import OUTCOME
        from .overdue import due_check_ins
        from .preview import metrics_told
        from .region import ASSUMPTIONS, CHECK_INS, METRICS

        for region in (METRICS, CHECK_INS, ASSUMPTIONS):
            regions.offer(region)
        results.offer(OUTCOME)
        parts.offer(HANGING_METRICS)
        marks.offer(marks.Mark("for review", marked_words))
        marks.offer(marks.Mark(FLAT, flat_words))
        tell_due_with("check-ins", due_check_ins)
        preview_with(metrics_told)
        undo_with("metric", undo.undo_metric)
        undo_with("reading", undo.undo_reading)
        tell_with("metric", wording.tell_metric)
        tell_with("reading", wording.tell_reading)
        undo_with("check_in", undo_said.undo_check_in)
        undo_with("check_rhythm", undo_said.undo_rhythm)
        undo_with("assumption", undo_said.undo_assumption)
        undo_with("upholding", undo_said.undo_upholding)
        tell_with("check_in", wording_said.tell_check_in)
        tell_with("check_rhythm", wording_said.tell_rhythm)
        tell_with("assumption", wording_said.tell_assumption)
        tell_with("upholding", wording_said.tell_upholding)
        check_with(metric_offences)
        check_with(said_offences)
        for rule in GAP_RULES:
            gaps.offer(rule)
