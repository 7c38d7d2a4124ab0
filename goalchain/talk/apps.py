"""The app's name for Django, and what it adds to the chain."""

from django.apps import AppConfig


class TalkConfig(AppConfig):
    """See the package's docstring."""

    name = "goalchain.talk"

    def ready(self) -> None:
        """Show evidence on the goal page, word the events of feedback and check its rules."""
        from goalchain.goals import reads, regions
        from goalchain.goals.offences import check_with
        from goalchain.goals.wording import tell_with

        from . import wording
        from .offences import feedback_offences
        from .region import EVIDENCE, evidence_words

        reads.read_along(EVIDENCE.name, evidence_words)
        regions.offer(EVIDENCE)
        tell_with("feedback", wording.tell_feedback)
        tell_with("evidence", wording.tell_evidence)
        check_with(feedback_offences)
