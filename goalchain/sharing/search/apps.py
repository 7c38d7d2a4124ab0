"""The app's name for Django, and when the index is made anew."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class SearchConfig(AppConfig):
    """See the package's docstring."""

    name = "goalchain.sharing.search"
    label = "search"

    def ready(self) -> None:
        """Let go of the tables before they are migrated and take them up again afterwards."""
        from . import index

        pre_migrate.connect(index.let_go, sender=self)
        post_migrate.connect(index.take_up, sender=self)
