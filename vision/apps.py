"""The app's name for Django, and what it adds to the chain."""

from django.apps import AppConfig


class VisionConfig(AppConfig):
    """See the package's docstring."""

    name = "vision"

    def ready(self) -> None:
        """Serve the vision and the strategic level; word the events of the board and of reviews, and add their rules to
        those checked; say which reviews are due."""
        from goalchain.goals import levels
        from goalchain.goals.due import tell_due_with
        from goalchain.goals.offences import check_with
        from goalchain.goals.wording import tell_with

        from .models import StrategicGoal, Vision
        from .offences import board_offences
        from .reviews.due import due_reviews
        from .reviews.offences import review_offences
        from .reviews.wording import tell_review, tell_rhythm
        from .wording import tell_entry

        levels.serve(levels.VISION, Vision)
        levels.serve(levels.STRATEGIC, StrategicGoal)
        tell_with("board", tell_entry)
        tell_with("review", tell_review)
        tell_with("rhythm", tell_rhythm)
        tell_due_with("reviews", due_reviews)
        check_with(board_offences)
        check_with(review_offences)
