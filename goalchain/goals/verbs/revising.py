"""Create and revise: the wording, the dates, the owner."""

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Max

from goalchain.goals import levels
from goalchain.goals.rules import dates_refusal, second_vision_refusal, title_refusal
from goalchain.products.changes import Change, change
from goalchain.products.errors import Refused
from goalchain.products.models import Product

from .base import Verbs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from goalchain.accounts.models import User
    from goalchain.goals.models import Event, Goal

#: What people agree on when they agree on a goal.
WORDINGS = ("title", "statement")
#: How far apart goals stand when they are created, so that others fit between them.
STRIDE = 1 << 20


class Revisable(Verbs):
    """create, revise"""

    #: What a person may revise at every level; a level's own model adds its `detail_fields`.
    REVISABLE = ("title", "statement", "owner_id", "starts_on", "ends_on", "confidence", "learning")

    @classmethod
    def create(
        cls,
        product: Product,
        level_name: str,
        *,
        by: "User | None",
        title: str,
        parents: "Sequence[tuple[Goal, str]]" = (),
        number: int | None = None,
        within: Change | None = None,
        **fields: Any,
    ) -> "Goal":
        """Make a draft goal of the named level, linked to `parents` (pairs of goal and rationale).

        Args:
            number: the goal's number, if it must have a certain free one; otherwise the product's next.
            fields: any of REVISABLE and of the level's own `detail_fields`.

        Raises Refused for a parent that the chain does not allow, dates in the wrong order, a second live vision.
        Queries: 10 at most.
        """
        from goalchain.goals.models import Goal

        level = levels.LEVELS[level_name]
        model = levels.model_of(level.rank)
        with change(product, by, within) as begun:
            if level.rank == levels.VISION:
                refuse_second_vision(product)
            goal = model(
                product=product,
                number=number or product.claim_numbers(1),
                level=level.rank,
                level_name=level_name,
                title=title,
                position=_last_position(product, level.rank) + STRIDE,
                created_at=begun.at,
                updated_at=begun.at,
                **fields,
            )
            goal._check_values({"title": title, **fields})
            models.Model.save(goal, force_insert=True)
            goal._link_rows(parents)
            goal._record(begun, "create", {})
        assert isinstance(goal, Goal)
        return goal

    def revise(
        self, *, by: "User | None", version: int | None = None, within: Change | None = None, **fields: Any
    ) -> bool:
        """Change the wording or any other of REVISABLE and `detail_fields`; several fields are one change.

        Returns whether anything changed; the same values again write nothing. Queries: 4 with a version.
        """
        with self._change(by, version, within) as begun:
            self._refuse_archived()
            values = {name: value for name, value in fields.items() if getattr(self, name) != value}
            if values:
                related = self._check_values(values)
                self._write(begun, "revise", **values)
                for name, thing in related.items():
                    setattr(self, name, thing)
        return bool(values)

    def restore_wording(
        self, event: "Event", *, by: "User | None", version: int | None = None, within: Change | None = None
    ) -> bool:
        """Give the goal the title and the statement again that `event`, one of its own, replaced: a new change.

        Returns whether anything changed. Raises Refused for an event that replaced neither. Queries: as revise.
        """
        former = {name: event.former[name] for name in WORDINGS if name in event.former}
        if event.goal_id != self.pk or event.subject != "goal" or not former:
            raise Refused("This change replaced no wording. Choose one that changed the title or the statement.")
        return self.revise(by=by, version=version, within=within, **former)

    def _check_values(self, values: dict[str, Any]) -> dict[str, Any]:
        """Refuse what the constraints would, with words. Returns the things that the values refer to, by attribute."""
        unknown = set(values) - set(self.REVISABLE) - set(self.detail_fields)
        if unknown:
            raise TypeError(f"{', '.join(sorted(unknown))}: not revisable at level {self.level_name}")
        if "title" in values and (refusal := title_refusal(values["title"])):
            raise Refused(refusal, field="title")
        refusal = dates_refusal(values.get("starts_on", self.starts_on), values.get("ends_on", self.ends_on))
        if refusal:
            raise Refused(refusal, field="ends_on")
        owner_id = values.get("owner_id")
        if not owner_id:
            return {}
        member = self.product.memberships.select_related("user").filter(user_id=owner_id).first()
        if member is None:
            raise Refused("The owner of a goal is a member of its product. Add the person first.", field="owner")
        return {"owner": member.user}


def refuse_second_vision(product: Product, beside: int | None = None) -> None:
    """Raise Refused when the product has a live vision other than the goal with the primary key `beside`. One query."""
    from goalchain.goals.models import Goal

    visions = Goal.objects.filter(product=product, level=levels.VISION).open()
    vision = (visions.exclude(pk=beside) if beside else visions).first()
    if vision is not None:
        refusal = second_vision_refusal(product.name, f"{product.key}-{vision.number}", vision.title)
        raise Refused(refusal, field="level")


def _last_position(product: Product, rank: int) -> int:
    from goalchain.goals.models import Goal

    last = Goal.objects.filter(product=product, level=rank).aggregate(last=Max("position"))["last"]
    return last or 0
