"""Change proposals and reviews of sprints as steps of the chain's machine."""

from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule

from goalchain.goals.models import Event, Goal, Proposal, State
from goalchain.goals.models.goal import Outcome
from goalchain.goals.undo import undo
from sprints.models import Sprint, SprintReview
from tests.factories import fresh, product_owner

from .chain_at_work import ChainAtWork

place = st.integers(0, 1000)
words = st.sampled_from(("", "riders wait", "=1+1", "https://example.com"))


class ReviewsAtWork(ChainAtWork):
    """Propose, adopt, decline; review a sprint, correct the review, cancel a sprint; take all that back."""

    @rule(which=place, title=words, state=st.sampled_from(["", *State.values]), outcome=st.sampled_from(Outcome.values))
    def propose(self, which: int, title: str, state: str, outcome: str) -> None:
        """Another title or state for a goal above."""
        origin = self.goal(which, lambda goal: goal.up_links.exists() and not goal.planning)
        above = Goal.objects.filter(down_links__child=origin).order_by("pk").first() or origin
        changes = {"title": title, "state": state, "outcome": outcome if state == "closed" else ""}
        goal = fresh(above)
        self.attempt(
            "propose", None, lambda: Proposal.suggest(goal, origin=origin, reason="learnt", by=None, **changes)
        )

    @rule(which=place, verb=st.sampled_from(("adopt", "adopt", "decline", "withdraw")), why=words)
    def decide(self, which: int, verb: str, why: str) -> None:
        """Adopt, decline or withdraw a proposal, open or not."""
        found = list(Proposal.objects.filter(product__in=self.products).select_related("goal", "origin").order_by("pk"))
        if not found:
            return
        proposal = found[which % len(found)]
        proposal.goal.product = proposal.origin.product = proposal.product
        args = [why] if verb == "decline" else []
        self.attempt(verb, None, lambda: getattr(proposal, verb)(*args, by=None, version=proposal.version))

    @rule(which=place, outcome=st.sampled_from(Outcome.values), said=words)
    def review(self, which: int, outcome: str, said: str) -> None:
        """Review a sprint, or correct its review."""
        goal: Any = self.goal(which, lambda goal: goal.level == 5 and goal.state in ("agreed", "active")).of_level
        sprint = getattr(goal, "sprint", None)
        if sprint is None:
            return
        sprint.product = goal.product
        stored = SprintReview.objects.filter(sprint=sprint, removed_at=None).select_related("goal").first()
        if stored is None:
            act = lambda: SprintReview.record(sprint, goal, outcome, said, by=None, links=said)  # noqa: E731
        else:
            stored.sprint, stored.product, stored.goal.product = sprint, goal.product, goal.product
            act = lambda: stored.correct(by=None, outcome=outcome, learning=said, increment=said)  # noqa: E731
        self.attempt("review", None, act)

    @rule(which=place, why=words)
    def cancel(self, which: int, why: str) -> None:
        """Cancel a sprint, or resume a cancelled one."""
        sprint = Sprint.objects.select_related("product").get(pk=self.sprints[which % 3].pk)
        act = (lambda: sprint.resume(by=None)) if sprint.cancelled else (lambda: sprint.cancel(why, by=None))
        self.attempt("resume" if sprint.cancelled else "cancel", None, act)

    @rule(which=place, subject=st.sampled_from(("proposal", "sprintreview")))
    def take_review_back(self, which: int, subject: str) -> None:
        """Undo one of the newest events of a proposal or of a review."""
        events = list(Event.objects.filter(product__in=self.products, subject=subject).order_by("-pk")[:3])
        if events:
            event = events[which % len(events)]
            goal = fresh(Goal.objects.get(pk=event.goal_id)).of_level
            self.attempt(f"undo {subject}", None, lambda: undo(event, goal, by=product_owner(goal.product)))
