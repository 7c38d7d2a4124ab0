"""The app's name for Django, and what it adds to the chain."""

from django.apps import AppConfig


class SharingConfig(AppConfig):
    """See the package's docstring."""

    name = "goalchain.sharing"

    def ready(self) -> None:
        """Name the shared pages that show a goal before it is changed; word the events of share links."""
        from goalchain.goals.impact import parts
        from goalchain.goals.wording import tell_with

        from .impact import SHARED_PAGES
        from .links.wording import tell_share

        parts.offer(SHARED_PAGES)
        tell_with("share", tell_share)
