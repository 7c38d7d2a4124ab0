"""The Product Vision Board as it is stored: short entries in the sections of a vision, and which goals answer a need.

User goals and business goals are not entries: they are goals of the chain, and the board shows them as such.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import F, Q

from goalchain.goals.models import Goal
from goalchain.lib.text import storable
from goalchain.products.changes import Change, change
from goalchain.products.errors import Refused, Stale
from goalchain.products.models import Product

from .sections import ENTRY_LENGTH, MOST_ENTRIES, NAMES, NEEDS, SECTIONS

if TYPE_CHECKING:
    from goalchain.accounts.models import User

    from .models import Vision

#: How far apart entries stand when they are added, so that others fit between them.
STRIDE = 1 << 20


class BoardEntryQuerySet(models.QuerySet["BoardEntry"]):
    """Entries, read as sentences."""

    def kept(self) -> "BoardEntryQuerySet":
        """All but the removed ones."""
        return self.filter(removed_at=None)

    def in_order(self) -> "BoardEntryQuerySet":
        """Section by section, in the order that people gave them."""
        return self.order_by("section", "position", "id")


class BoardEntry(models.Model):
    """One short entry in a section of a vision's board.

    `version` rises with every change of the entry; a save carries the version that was read. A removed entry keeps its
    row, so that it can be put back.
    """

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="+")
    vision = models.ForeignKey("vision.Vision", on_delete=models.CASCADE, related_name="board_entries")
    section = models.CharField(max_length=12, choices=NAMES)
    text = models.CharField(max_length=ENTRY_LENGTH, validators=[storable])
    position = models.BigIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)
    removed_at = models.DateTimeField(null=True, blank=True)
    goals = models.ManyToManyField(Goal, through="Answer", related_name="+")

    objects = BoardEntryQuerySet.as_manager()

    #: The change in which the last verb on this instance took part.
    latest_change: Change | None = None

    class Meta:
        ordering = ["section", "position", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(section__in=list(SECTIONS)), name="board_section_known"),
            models.CheckConstraint(condition=~Q(text=""), name="board_entry_worded"),
            models.CheckConstraint(condition=Q(version__gte=1), name="board_entry_version_from_1"),
        ]
        indexes = [models.Index(fields=["vision", "section", "position", "id"], name="board_in_order")]

    def __str__(self) -> str:
        return self.text

    def facts(self) -> dict[str, Any]:
        """The entry as its events record it. One query for a need, none elsewhere."""
        numbers = []
        if self.section == NEEDS:
            numbers = sorted(self._answered().values())
        return self.facts_with(numbers)

    def facts_with(self, numbers: list[int]) -> dict[str, Any]:
        """The entry as its events record it, with the numbers of the goals that answer it. No query."""
        return {
            "id": self.pk,
            "section": self.section,
            "text": self.text,
            "position": self.position,
            "version": self.version,
            "removed": self.removed_at is not None,
            "goals": numbers,
        }

    # -- verbs -------------------------------------------------------------------------------------------------------

    @classmethod
    def add(
        cls, vision: "Vision", section: str, text: str, *, by: "User | None", within: Change | None = None
    ) -> "BoardEntry":
        """Put an entry at the end of a section. Raises Refused for a full section, no words, a former vision."""
        with change(vision.product, by, within) as begun:
            refuse_former(vision)
            check_text(text)
            kept = cls.objects.kept().filter(vision_id=vision.pk, section=section)
            count, last = kept.aggregate(count=models.Count("id"), last=models.Max("position")).values()
            if count >= MOST_ENTRIES:
                raise Refused(
                    f"{SECTIONS[section].label} holds {count} entries already, the most that a board of one page has. "
                    "Remove one, or say two of them as one.",
                    field="text",
                )
            entry = cls(
                product=vision.product, vision=vision, section=section, text=text, position=(last or 0) + STRIDE
            )
            entry.save(force_insert=True)
            entry._record(begun, "add", {}, [])
        return entry

    def reword(self, text: str, *, by: "User | None", version: int | None = None, within: Change | None = None) -> bool:
        """Say it otherwise. Returns whether the words changed."""
        with self._change(by, version, within) as begun:
            check_text(text)
            changed = text != self.text
            if changed:
                self._write(begun, "reword", text=text)
        return changed

    def reorder(
        self,
        *,
        before: "BoardEntry | None" = None,
        by: "User | None",
        version: int | None = None,
        within: Change | None = None,
    ) -> bool:
        """Stand right before `before`, an entry of the same section; None: last. Returns whether the place changed.

        Queries: one beside the write. Where no room is left between two neighbours, all entries of the section, of
        which there are MOST_ENTRIES at most, get new places.
        """
        with self._change(by, version, within) as begun:
            others = list(self.neighbours().exclude(pk=self.pk))
            places = [other.pk for other in others]
            if before is not None and before.pk not in places:
                if before.pk == self.pk:
                    return False
                raise Refused(f"“{before.text}” is not in this section any more. Load the page again.", field="before")
            place = places.index(before.pk) if before is not None else len(others)
            lower = others[place - 1].position if place else None
            upper = others[place].position if place < len(others) else None
            position = _between(lower, upper, self.position)
            if position is None:
                self._spread(begun, [*others[:place], self, *others[place:]])
                return True
            changed = position != self.position
            if changed:
                self._write(begun, "reorder", position=position)
        return changed

    def answer_with(
        self, goals: Sequence[Goal], *, by: "User | None", version: int | None = None, within: Change | None = None
    ) -> bool:
        """Let exactly these user goals answer the need. Returns whether that changed."""
        with self._change(by, version, within) as begun:
            self._check_answers(goals)
            former = self._answered()
            wanted = {goal.pk: goal.number for goal in goals}
            changed = wanted.keys() != former.keys()
            if changed:
                if gone := former.keys() - wanted.keys():
                    self.answers.filter(goal_id__in=gone).delete()
                come = sorted(wanted.keys() - former.keys())
                Answer.objects.bulk_create(Answer(entry=self, goal_id=pk) for pk in come)
                self._write(begun, "answer", numbers=sorted(wanted.values()))
                begun.records[-1].former = {"goals": sorted(former.values())}
        return changed

    def answer_also(self, goal: Goal, *, by: "User | None", within: Change) -> None:
        """Let one more user goal answer the need, as part of a change under way."""
        with self._change(by, None, within) as begun:
            self._check_answers([goal])
            former = self._answered()
            Answer.objects.create(entry=self, goal=goal)
            self._write(begun, "answer", numbers=sorted({*former.values(), goal.number}))
            begun.records[-1].former = {"goals": sorted(former.values())}

    def remove(self, *, by: "User | None", version: int | None = None, within: Change | None = None) -> None:
        """Take it from the board; it can be put back."""
        with self._change(by, version, within) as begun:
            if self.removed_at is not None:
                raise Refused(f"“{self.text}” was removed already.")
            self._write(begun, "remove", removed_at=begun.at)

    def put_back(self, *, by: "User | None", version: int | None = None, within: Change | None = None) -> None:
        """Bring a removed entry back to where it stood."""
        with self._change(by, version, within) as begun:
            if self.removed_at is None:
                raise Refused(f"“{self.text}” is on the board.")
            self._write(begun, "put_back", removed_at=None)

    def neighbours(self) -> BoardEntryQuerySet:
        """The entries of its section, in order."""
        return BoardEntry.objects.kept().filter(vision_id=self.vision_id, section=self.section).in_order()

    # -- how they write ----------------------------------------------------------------------------------------------

    @contextmanager
    def _change(self, by: "User | None", version: int | None, within: Change | None) -> Iterator[Change]:
        """Open the product's change, or join one. Raises Stale when the entry was loaded at another version."""
        if version is not None and version != self.version:
            raise Stale(version)
        with change(self.product, by, within) as begun:
            refuse_former(self.vision)
            if version is None and within is None:
                self.refresh_from_db(fields=["text", "position", "version", "removed_at"])
            yield begun

    def _answered(self) -> dict[int, int]:
        """The numbers of the goals that answer the need, by primary key. One query."""
        return dict(self.answers.values_list("goal_id", "goal__number"))

    def _write(self, begun: Change, verb: str, numbers: list[int] | None = None, **values: Any) -> None:
        """Store the values onto the version that was read, and record the event. Raises Stale.

        `numbers` are those of the goals that answer the need, where they are known. One query, and one for a need
        without them.
        """
        before = self.facts_with([])
        stored = BoardEntry.objects.filter(pk=self.pk, version=self.version).update(**values, version=F("version") + 1)
        if not stored:
            raise Stale(self.version)
        for name, value in values.items():
            setattr(self, name, value)
        self.version += 1
        self._record(begun, verb, {name: before[name] for name in values if name in before}, numbers)

    def _record(self, begun: Change, verb: str, former: dict[str, Any], numbers: list[int] | None = None) -> None:
        self.latest_change = begun
        after = self.facts() if numbers is None else self.facts_with(numbers)
        begun.record(verb, "board", goal_id=self.vision_id, after=after, former=former)

    def _spread(self, begun: Change, entries: "list[BoardEntry]") -> None:
        for place, entry in enumerate(entries, start=1):
            if entry.position != place * STRIDE:
                entry._write(begun, "reorder", position=place * STRIDE)
        self.latest_change = begun

    def _check_answers(self, goals: Sequence[Goal]) -> None:
        if self.section != NEEDS:
            raise Refused(f"“{self.text}” is no need. User goals answer needs.", field="goals")
        for goal in goals:
            if goal.product_id != self.product_id or goal.level_name != "user" or goal.archived_at is not None:
                raise Refused("Only user goals of this product that are in the chain answer a need.", field="goals")


class Answer(models.Model):
    """That a user goal answers a need."""

    entry = models.ForeignKey(BoardEntry, on_delete=models.CASCADE, related_name="answers")
    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="needs_answered")

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["entry", "goal"], name="answer_once_a_pair")]

    def __str__(self) -> str:
        return f"{self.goal_id} answers {self.entry_id}"


def check_text(text: str) -> None:
    """Raise Refused unless an entry may have these words."""
    if not text.strip():
        raise Refused("An entry needs words. Say it in a few, or remove it.", field="text")
    if len(text) > ENTRY_LENGTH:
        raise Refused(f"It has {len(text)} characters; {ENTRY_LENGTH} is the most. Say it shorter.", field="text")


def refuse_former(vision: Goal) -> None:
    """Raise Refused for the board of a vision that is closed or archived. One query, for the stored state."""
    state, archived_at = Goal.objects.values_list("state", "archived_at").get(pk=vision.pk)
    if state == "closed" or archived_at is not None:
        raise Refused("This is the board of a former vision: it stays as it was.")


def _between(lower: int | None, upper: int | None, now: int) -> int | None:
    """A position between two neighbours, the present one if it fits; None when there is no room."""
    if (lower is None or lower < now) and (upper is None or now < upper):
        return now
    if upper is None:
        return (lower or 0) + STRIDE
    if lower is None:
        return upper - STRIDE
    middle = (lower + upper) // 2
    return middle if lower < middle < upper else None
