"""Steps on vision boards, visions that replace each other, and reviews, among the steps of the chain's own verbs."""

from datetime import timedelta
from typing import Any

from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import rule

from goalchain.goals.models import Goal
from tests.factories import product_owner
from tests.nets.chain_at_work import ChainAtWork
from vision.board import BoardEntry
from vision.models import Vision
from vision.replacing import goals_below, replace_vision
from vision.reviews.kinds import Kind
from vision.reviews.review import Review
from vision.reviews.rhythm import ReviewRhythm
from vision.sections import SECTIONS

place = st.integers(0, 1000)
words = st.sampled_from(("", "Riders wait", "Öl; „neu“ 🚲", "=1+1", "a\0b"))


class BoardAtWork(ChainAtWork):
    """Every verb of a board's entries and of reviews, and the replacement of a vision."""

    def __init__(self) -> None:
        super().__init__()
        self.entries_read: list[BoardEntry] = []
        self.reviews_read: list[Review] = []

    @rule(which=place, section=st.sampled_from(sorted(SECTIONS)), text=words)
    def add_entry(self, which: int, section: str, text: str) -> None:
        """An entry on the board of a vision, the live one or a former one."""
        vision = self.vision(which)
        if "\0" not in text:
            self.attempt("add entry", None, lambda: BoardEntry.add(vision, section, text, by=None))

    @rule(
        which=place,
        other=place,
        old=st.booleans(),
        text=words,
        how=st.sampled_from(("reword", "reorder", "answer", "remove", "put back")),
    )
    def change_entry(self, which: int, other: int, old: bool, text: str, how: str) -> None:
        """Reword, move, answer, remove or put back an entry that was read now or long ago."""
        found = BoardEntry.objects.select_related("vision", "product").order_by("pk")
        needs = found.filter(section="needs") if how == "answer" and which % 5 else found
        entries = list(needs.filter(removed_at__isnull=how != "put back")) or list(found)
        if not entries:
            return
        entry = entries[which % len(entries)]
        if old and self.entries_read:
            entry = self.entries_read.pop(which % len(self.entries_read))
        self.entries_read = [*self.entries_read[-3:], BoardEntry.objects.select_related("vision").get(pk=entry.pk)]
        neighbours = [*entry.neighbours(), entries[other % len(entries)]]
        goal = self.goal(other, lambda goal: goal.level_name == "user" and goal.product_id == entry.product_id)
        read: dict[str, Any] = {"by": None, "version": entry.version}
        acts = {
            "reword": lambda: entry.reword(text.replace("\0", ""), **read),
            "reorder": lambda: entry.reorder(before=neighbours[other % len(neighbours)], **read),
            "answer": lambda: entry.answer_with([goal] if other % 3 else [], **read),
            "remove": lambda: entry.remove(**read),
            "put back": lambda: entry.put_back(**read),
        }
        self.attempt(f"{how} entry", None, acts[how])

    @rule(which=place, outcome=st.sampled_from(("achieved", "missed", "abandoned", "done")), why=words, some=place)
    def replace(self, which: int, outcome: str, why: str, some: int) -> None:
        """Another vision in place of one; all goals below move with it, none of them, or some."""
        vision = self.vision(which)
        numbers = [goal.number for goal in goals_below(vision)]
        move = (None, [], numbers[some % 2 :: 2])[some % 3]
        by = product_owner(vision.product)

        def act() -> None:
            told = {"title": f"Vision {why}".replace("\0", ""), "outcome": outcome, "why": why.replace("\0", "")}
            replace_vision(
                vision, **told, move=move, keep_board=bool(some % 2), by=by, version=vision.version - (some % 7 == 6)
            )

        self.attempt("replace vision", None, act)
        self.goals = list(Goal.objects.filter(product__in=self.products).order_by("pk").values_list("pk", flat=True))

    @rule(which=place, kind=st.sampled_from([*Kind.values, "sprint"]), back=st.integers(-1, 4), text=words)
    def hold_review(self, which: int, kind: str, back: int, text: str) -> None:
        """A review of these days; one of a kind a day, and none of tomorrow."""
        product = self.products[which % 4 == 3]
        member = self.people[which % len(self.people)].pk
        told = {"held_on": timezone.localdate() - timedelta(days=back), "decisions": text, "others": [text]}
        self.attempt("hold review", None, lambda: Review.record(product, kind, members=[member], by=None, **told))

    @rule(
        which=place, old=st.booleans(), back=st.integers(-1, 4), text=words, how=st.sampled_from(("correct", "remove"))
    )
    def change_review(self, which: int, old: bool, back: int, text: str, how: str) -> None:
        """Correct, remove or put back a review that was read now or long ago."""
        reviews = list(Review.objects.select_related("product").order_by("pk"))
        if not reviews:
            return
        review = reviews[which % len(reviews)]
        if old and self.reviews_read:
            review = self.reviews_read.pop(which % len(self.reviews_read))
        self.reviews_read = [*self.reviews_read[-3:], Review.objects.select_related("product").get(pk=review.pk)]
        read: dict[str, Any] = {"by": None, "version": review.version}
        held_on = timezone.localdate() - timedelta(days=back)
        if how == "correct":
            self.attempt("correct review", None, lambda: review.correct(held_on=held_on, decisions=text, **read))
        elif review.removed_at is None:
            self.attempt("remove review", None, lambda: review.remove(**read))
        else:
            self.attempt("put back review", None, lambda: review.put_back(**read))

    @rule(
        which=place, kind=st.sampled_from(Kind.values), weeks=st.sampled_from((None, 0, 4, 12, 105)), old=st.booleans()
    )
    def set_rhythm(self, which: int, kind: str, weeks: int | None, old: bool) -> None:
        """Another rhythm, or none."""
        product = self.products[which % 4 == 3]
        versions = ReviewRhythm.objects.filter(product=product, kind=kind).values_list("version", flat=True)
        read = max((versions.first() or 0) - old, 0)
        self.attempt("set rhythm", None, lambda: ReviewRhythm.settle(product, kind, weeks, by=None, version=read))

    def vision(self, number: int) -> Vision:
        """A vision, live or former, as it is stored now."""
        vision = self.goal(number, lambda goal: goal.level_name == "vision" and goal.state != "closed")
        return vision if isinstance(vision, Vision) else Vision.objects.select_related("product").order_by("pk")[0]
