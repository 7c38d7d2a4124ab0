"""BacklogItem: something that may be done for a product, and the goal that it serves."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import F, Q

from goalchain.accounts.models import User
from goalchain.goals.models import Goal
from goalchain.lib.text import storable
from goalchain.products.changes import Change, change
from goalchain.products.errors import Refused, Stale
from goalchain.products.models import Product

from ..backlog.lines import TITLE_LENGTH
from ..backlog.order import END, Place, between, make_room, neighbours
from ..backlog.planning import hidden_plans
from ..backlog.rules import CHECKS, size_said
from ..backlog.tracker import LENGTH
from .sprint import Sprint

if TYPE_CHECKING:
    from datetime import datetime


class ItemState(models.TextChoices):
    """How far an item has come."""

    OPEN = "open", "To do"
    DOING = "doing", "Doing"
    DONE = "done", "Done"
    DROPPED = "dropped", "Dropped"


TO_DO = Q(state__in=["open", "doing"], archived_at=None)


class BacklogItemQuerySet(models.QuerySet["BacklogItem"]):
    """Items, read as sentences."""

    def live(self) -> "BacklogItemQuerySet":
        """All but the archived."""
        return self.filter(archived_at=None)

    def to_do(self) -> "BacklogItemQuerySet":
        """Live, and neither done nor dropped."""
        return self.filter(TO_DO)


class BacklogItem(models.Model):
    """An item of the product backlog (Scrum Guide 2020).

    It serves a product or a release goal, or is marked as serving none (`serves_none`); that nobody has said yet is
    neither. `position` orders the items of a product, archived ones too. `version` rises with every change; a save
    carries the version that was read.
    """

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="backlog_items")
    title = models.CharField(max_length=TITLE_LENGTH, validators=[storable])
    goal = models.ForeignKey(Goal, null=True, blank=True, on_delete=models.SET_NULL, related_name="backlog_items")
    serves_none = models.BooleanField(default=False)
    size = models.DecimalField(max_digits=5, decimal_places=1, null=True, blank=True)
    state = models.CharField(max_length=7, choices=ItemState, default=ItemState.OPEN)
    tracker_url = models.CharField(max_length=LENGTH, blank=True)
    # A sprint with a plan is not taken away by the way: its items would lose their place without anybody's word.
    sprint = models.ForeignKey(Sprint, null=True, blank=True, on_delete=models.RESTRICT, related_name="backlog_items")
    position = models.BigIntegerField()
    version = models.PositiveIntegerField(default=1)
    archived_at = models.DateTimeField(null=True, blank=True)

    objects = BacklogItemQuerySet.as_manager()

    #: The change in which the last verb on this instance took part.
    latest_change: Change | None = None

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["product", "position"], name="backlog_one_item_a_position"),
            models.CheckConstraint(condition=Q(position__gt=0), name="backlog_position_from_1"),
            models.CheckConstraint(condition=~Q(title=""), name="backlog_item_titled"),
            models.CheckConstraint(condition=Q(state__in=ItemState.values), name="backlog_state_known"),
            models.CheckConstraint(
                condition=Q(goal=None) | Q(serves_none=False), name="backlog_item_serves_a_goal_or_none"
            ),
            models.CheckConstraint(condition=Q(size=None) | Q(size__gte=0), name="backlog_size_from_0"),
            models.CheckConstraint(condition=Q(version__gte=1), name="backlog_version_from_1"),
        ]
        indexes = [
            models.Index(fields=["product", "position"], condition=TO_DO, name="backlog_to_do"),
            models.Index(fields=["goal", "position"], name="backlog_by_goal"),
            models.Index(fields=["sprint", "position"], name="backlog_by_sprint"),
        ]

    def __str__(self) -> str:
        return self.title

    def facts(self) -> dict[str, Any]:
        """The item as its events record it. The sprint is not among them: events of the plan alone tell it.

        No query when the goal is loaded.
        """
        return {
            "id": self.pk,
            "title": self.title,
            "serves": self.goal.number if self.goal else None,
            "serves_none": self.serves_none,
            "size": size_said(self.size) or None,
            "state": self.state,
            "tracker": self.tracker_url,
            "archived": self.archived_at is not None,
            "version": self.version,
        }

    # -- verbs -------------------------------------------------------------------------------------------------------

    @classmethod
    def add(
        cls, product: Product, title: str, *, by: User | None, sprint: Sprint | None = None, place: Place = END,
        within: Change | None = None, **values: Any,
    ) -> "BacklogItem":  # fmt: skip
        """Put an item into the backlog. `values` as `revise` takes them.

        Raises Refused for what no item can be. Five queries, and one for a sprint.
        """
        with change(product, by, within) as begun:
            item = cls(product=product)
            item.set_checked({"title": title} | values)
            item.position = item._position_at(place)[0]
            item.save(force_insert=True)
            item.record(begun, "add", {})
            if sprint is not None:
                item.plan(sprint, by=by, within=begun)
        return item

    @classmethod
    def add_all(
        cls, product: Product, titles: Sequence[str], *, by: User | None, within: Change | None = None, **values: Any
    ) -> Change:
        """Put these at the end of the backlog, in their order: one change, an event for each. Returns the change.

        Raises Refused as `add` does. Six queries, however many they are.
        """
        from ..backlog.taking import add_items, made_of

        made = [made_of(product, {"title": title} | values) for title in titles]
        return add_items(product, made, by=by, within=within)

    def revise(
        self, *, by: User | None, version: int | None = None, within: Change | None = None, **values: Any
    ) -> bool:
        """Change title, goal (a Goal or None), serves_none, size, state or tracker_url. Returns whether that changed
        anything. Raises Refused for what no item can be, and Stale."""
        with self._change(by, version, within) as begun:
            before = self.facts()
            columns = self.set_checked(values)
            changed = bool(columns)
            if changed:
                after = self.facts()
                self._write(begun, "revise", {name: before[name] for name in before if before[name] != after[name]},
                            **{name: getattr(self, name) for name in columns})  # fmt: skip
        return changed

    def plan(
        self, sprint: Sprint | None, *, by: User | None, version: int | None = None, within: Change | None = None
    ) -> bool:
        """Plan it into a sprint of the product; None: into none. Returns whether that changed anything.

        The event is one of planning unless the sprints have a goal that is more than a draft.
        """
        with self._change(by, version, within) as begun:
            former, wanted = self.sprint_id, sprint.pk if sprint else None
            if sprint is not None and sprint.product_id != self.product_id:
                raise Refused("That sprint belongs to another product. Choose one of this product.", field="sprint")
            if former != wanted:
                planning = bool(hidden_plans(pk for pk in (former, wanted) if pk))
                self.sprint = sprint
                self._write(begun, "plan", {"sprint": former}, {"sprint": wanted}, planning, sprint_id=wanted)
        return former != wanted

    def move(self, place: Place, *, by: User | None, version: int | None = None, within: Change | None = None) -> bool:
        """Stand at a place of the order. Returns whether that changed the order. Raises Refused and Stale.

        The event tells before which item it stood and stands. Five queries, four more where room has to be made.
        """
        with self._change(by, version, within) as begun:
            position, upper = self._position_at(place)
            former = self.objects_beside().filter(position__gt=self.position).order_by("position").values_list("pk")
            before = next(iter(former.first() or [None]))
            changed = upper != before
            if changed:
                self._write(begun, "move", {"before": before}, {"before": upper}, position=position)
        return changed

    def archive(self, *, by: User | None, version: int | None = None, within: Change | None = None) -> None:
        """Take it out of the backlog; it can be restored to where it stood."""
        with self._change(by, version, within) as begun:
            if self.archived_at is not None:
                raise Refused(f"“{self.title}” is archived already.")
            self._archive(begun, "archive", begun.at)

    def restore(self, *, by: User | None, version: int | None = None, within: Change | None = None) -> None:
        """Bring an archived item back."""
        with self._change(by, version, within) as begun:
            if self.archived_at is None:
                raise Refused(f"“{self.title}” is in the backlog.")
            self._archive(begun, "restore", None)

    def objects_beside(self) -> BacklogItemQuerySet:
        """The other items of the product."""
        others: BacklogItemQuerySet = BacklogItem.objects.filter(product_id=self.product_id)
        return others.exclude(pk=self.pk) if self.pk else others

    # -- how they write ----------------------------------------------------------------------------------------------

    @contextmanager
    def _change(self, by: User | None, version: int | None, within: Change | None) -> Iterator[Change]:
        """Open the product's change, or join one. Raises Stale when the item was loaded at another version."""
        if version is not None and version != self.version:
            raise Stale(version)
        with change(self.product, by, within) as begun:
            if within is None:
                # The order may have been spread meanwhile, which is no change of the item.
                names = ["position"] if version is not None else None
                self.refresh_from_db(fields=names)
            yield begun

    def _position_at(self, place: Place) -> tuple[int, int | None]:
        """A free position at a place, and the item before which that is."""
        lower, upper = neighbours(self.objects_beside(), place)
        position = between(lower, upper)
        if position is None and lower is not None:
            make_room(BacklogItem.objects.filter(product_id=self.product_id), lower[1])
            if self.pk:
                self.refresh_from_db(fields=["position"])
            lower, upper = neighbours(self.objects_beside(), place)
            position = between(lower, upper)
        assert position is not None
        return position, upper[0] if upper else None

    def set_checked(self, values: dict[str, Any]) -> list[str]:
        """Set checked values; return the columns that changed. No query."""
        if values.get("goal") is not None:
            values = {"serves_none": False} | values
        elif values.get("serves_none"):
            values = {"goal": None} | values
        if values.get("goal") is not None and values.get("serves_none"):
            raise Refused("It serves a goal or none, not both. Choose one.", field="goal")
        columns = {"goal": "goal_id"}
        changed = []
        for name, value in values.items():
            if self.pk and getattr(self, name) == value:
                continue
            if name in CHECKS:
                CHECKS[name](self.product_id, value)
            setattr(self, name, value)
            changed.append(columns.get(name, name))
        return changed

    def _archive(self, begun: Change, verb: str, at: "datetime | None") -> None:
        former = {"archived": self.archived_at is not None}
        self.archived_at = at
        self._write(begun, verb, former, archived_at=at)

    def _write(
        self, begun: Change, verb: str, former: dict[str, Any], after: dict[str, Any] | None = None,
        planning: bool = False, **columns: Any,
    ) -> None:  # fmt: skip
        """Store these columns onto the version that was read, and record the event. Raises Stale. One query."""
        stored = BacklogItem.objects.filter(pk=self.pk, version=self.version)
        if not stored.update(**columns, version=F("version") + 1):
            raise Stale(self.version)
        for name, value in columns.items():
            setattr(self, name, value)
        self.version += 1
        self.record(begun, verb, former, after, planning)

    def record(
        self, begun: Change, verb: str, former: dict[str, Any], after: dict[str, Any] | None = None,
        planning: bool = False,
    ) -> None:  # fmt: skip
        """Note on the change what happened to this item."""
        self.latest_change = begun
        begun.record(verb, "backlog", after=self.facts() | (after or {}), former=former, planning=planning)
