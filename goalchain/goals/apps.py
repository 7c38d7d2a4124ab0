"""The app's name for Django, and where events come from."""

from django.apps import AppConfig


class GoalsConfig(AppConfig):
    """See the package's docstring."""

    name = "goalchain.goals"

    def ready(self) -> None:
        """Write down every change of a product as events; tell, check, show and undo what is between goals."""
        from goalchain.products import changes

        from . import dependencies, regions
        from .due import tell_due_with
        from .gaps import rule as gaps
        from .gaps.chain import CHAIN_RULES
        from .gaps.offences import gap_offences
        from .gaps.undo import undo_gap
        from .gaps.wording import tell_gap
        from .history import told
        from .impact import own, parts
        from .models import Event
        from .offences import check_with
        from .proposals.due import due_proposals
        from .proposals.offences import proposal_offences
        from .proposals.region import PROPOSALS
        from .proposals.undo import undo_proposal
        from .proposals.wording import tell_proposal
        from .undo import undo_with
        from .wording import tell_with

        changes.write_with(Event.write)
        for part in (own.GOALS, own.AGREEMENTS, own.DEPENDENCIES):
            parts.offer(part)
        tell_with("product", told.tell_product)
        tell_with("member", told.tell_member)
        tell_with("team", told.tell_team)
        tell_with("dependency", dependencies.tell_dependency)
        undo_with("dependency", dependencies.undo_dependency)
        check_with(dependencies.dependency_offences)
        regions.offer(PROPOSALS)
        check_with(proposal_offences)
        tell_with("proposal", tell_proposal)
        undo_with("proposal", undo_proposal, decides=True)
        tell_due_with("proposals", due_proposals)
        for rule in CHAIN_RULES:
            gaps.offer(rule)
        check_with(gap_offences)
        tell_with("gap", tell_gap)
        undo_with("gap", undo_gap)
