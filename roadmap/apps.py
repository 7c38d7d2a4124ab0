"""The app's name for Django, and what it adds to the chain."""

from django.apps import AppConfig


class RoadmapConfig(AppConfig):
    """See the package's docstring."""

    name = "roadmap"

    def ready(self) -> None:
        """Serve the product and the release level, show features on the goal page, word and take back what happens to
        them, and add their rules to those checked."""
        from goalchain.goals import levels, reads, regions, results
        from goalchain.goals.fields import offer
        from goalchain.goals.impact import parts
        from goalchain.goals.matrix import heads
        from goalchain.goals.offences import check_with
        from goalchain.goals.undo import undo_verb_with, undo_with
        from goalchain.goals.wording import tell_with
        from goalchain.products.models import settle_with

        from . import region, undo
        from .fields import HORIZON, TIMEFRAME, VERSION
        from .gate import gate_offences, settle_gate
        from .impact import RELEASES
        from .models import ProductGoal, ReleaseGoal
        from .offences import feature_offences
        from .releases.delivered import DELIVERED
        from .releases.offences import checkpoint_offences
        from .releases.undo import undo_checkpoint
        from .releases.wording import tell_checkpoint
        from .wording import tell_feature

        levels.serve(levels.PRODUCT, ProductGoal)
        levels.serve(levels.RELEASE, ReleaseGoal)
        results.offer(DELIVERED)
        parts.offer(RELEASES)
        heads.name_with(levels.RELEASE, ["releasegoal__version_name"], lambda values: values[0] or "")
        offer(TIMEFRAME)
        offer(HORIZON)
        offer(VERSION)
        reads.read_along("features", region.features_read_along)
        regions.offer(region.FEATURES)
        tell_with("feature", tell_feature)
        tell_with("checkpoint", tell_checkpoint)
        undo_with("feature", undo.undo_feature)
        undo_with("checkpoint", undo_checkpoint)
        undo_verb_with("place", undo.undo_place)
        check_with(feature_offences)
        check_with(checkpoint_offences)
        check_with(gate_offences)
        settle_with("one_active_goal", settle_gate)
