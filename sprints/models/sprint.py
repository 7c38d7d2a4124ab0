"""Sprint: a team's time box."""

from datetime import date
from typing import Any

from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import F, Q

from goalchain.accounts.models import User
from goalchain.lib.text import storable
from goalchain.products.changes import Change, change
from goalchain.products.errors import Refused
from goalchain.products.models import Product, Team

from ..moving import move_along
from ..spans import Span


class Sprint(models.Model):
    """A team's time box (Scrum Guide 2020: one month or less).

    A team has one sprint at a time: its sprints that have both dates share no day. No constraint that both databases
    know can say so; the verbs keep it under the product's lock, and `check_chain` looks.
    """

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="sprints")
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="sprints")
    name = models.CharField(max_length=80, validators=[storable])
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    # Why the sprint was cancelled: its goal became obsolete (Scrum Guide 2020). "" for one that was not.
    cancelled = models.TextField(blank=True, validators=[storable, MaxLengthValidator(10_000)])

    #: The review with what it led to, where a page has read it: see reads.sprint_for.
    reviewed: Any = None
    #: The change in which the sprint was last replanned, taken away, cancelled or resumed.
    latest_change: Change | None = None

    class Meta:
        ordering = [F("starts_on").asc(nulls_last=True), "id"]
        constraints = [
            models.UniqueConstraint(fields=["team", "name"], name="sprint_name_unique_in_team"),
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="sprint_ends_after_it_starts",
            ),
        ]
        indexes = [
            models.Index(fields=["product", "starts_on"], name="sprint_by_time"),
            models.Index(fields=["product", "ends_on"], name="sprint_by_end"),
            models.Index(fields=["team", "starts_on"], name="sprint_of_team_by_time"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def span(self) -> Span | None:
        """Its days; None while one of the dates is open."""
        return Span(self.starts_on, self.ends_on) if self.starts_on and self.ends_on else None

    def following(self, today: date) -> "Sprint | None":
        """The next sprint of the team that is neither over nor cancelled; None without one. One query."""
        if self.starts_on is None:
            return None
        later = Sprint.objects.select_related("team").filter(team_id=self.team_id, starts_on__gt=self.starts_on)
        open_ended = Q(ends_on=None) | Q(ends_on__gte=today)
        return later.filter(open_ended, cancelled="").order_by("starts_on", "pk").first()

    def facts(self) -> dict[str, Any]:
        """The sprint as its events record it."""
        return {
            "id": self.pk,
            "team": self.team_id,
            "name": self.name,
            "starts_on": self.starts_on and self.starts_on.isoformat(),
            "ends_on": self.ends_on and self.ends_on.isoformat(),
            "cancelled": self.cancelled,
        }

    @classmethod
    def plan(
        cls,
        team: Team,
        name: str,
        *,
        by: User | None,
        starts_on: Any = None,
        ends_on: Any = None,
        within: Change | None = None,
    ) -> "Sprint":
        """Make a sprint of a team.

        Raises Refused for a name that the team has used, dates in the wrong order, days on which the team has another.
        """
        with change(team.product, by, within) as begun:
            sprint = cls(product_id=team.product_id, team=team, name=name, starts_on=starts_on, ends_on=ends_on)
            sprint._check()
            sprint.save()
            sprint.latest_change = begun
            begun.record("plan", "sprint", after=sprint.facts(), former={})
        return sprint

    def replan(self, *, by: User | None, within: Change | None = None, along: bool = False, **fields: Any) -> bool:
        """Change name or dates. With `along`, the team's later sprints that have not begun move by as many days as the
        end does, in the same change. Returns whether anything changed. Raises Refused as `plan` does."""
        with change(self.product, by, within) as begun:
            former = {name: getattr(self, name) for name, value in fields.items() if getattr(self, name) != value}
            before, span = self.facts(), self.span
            for name in former:
                setattr(self, name, fields[name])
            if former:
                if along and span and self.span:
                    move_along(self, span, self.span, begun)
                self._check()
                self.save(update_fields=list(former))
                self.latest_change = begun
                begun.record("replan", "sprint", after=self.facts(), former={name: before[name] for name in former})
        return bool(former)

    def remove(self, *, by: User | None, within: Change | None = None) -> None:
        """Take the sprint away. Raises Refused unless it is empty: no goal was ever for it, nothing is planned into it.

        The instance keeps its facts, so that it can be told of.
        """
        with change(self.product, by, within) as begun:
            if self.sprint_goals.exists():
                raise Refused(
                    f"{self.name} has goals, maybe archived or closed ones. A sprint that had a goal stays in the "
                    "history."
                )
            if self.backlog_items.exists():
                raise Refused(
                    f"Items of the backlog are planned into {self.name}. Plan them into another sprint first."
                )
            kept = self.capacity_if_noted()
            if kept is not None:
                raise Refused(f"The capacity of {self.name} is noted. Take people and note out of it first.")
            self.latest_change = begun
            begun.record("unplan", "sprint", after={}, former=self.facts())
            Sprint.objects.filter(pk=self.pk).delete()

    def capacity_if_noted(self) -> Any:
        """What the team has for it, if anything is written down there. Two queries at most."""
        found: Any = getattr(self, "capacity", None)
        return found if found and (found.note or found.holidays or found.availabilities.exists()) else None

    @classmethod
    def put_back(cls, product: Product, facts: dict[str, Any], *, by: User | None, within: Change) -> "Sprint":
        """Let a sprint that was taken away be there again, as these facts of an event tell it.

        Raises Refused when its team, its name or its days are taken meanwhile.
        """
        with change(product, by, within) as begun:
            team = product.teams.filter(pk=facts["team"]).first()
            if team is None:
                raise Refused(f"The team of {facts['name']} is gone.")
            days = {name: facts[name] and date.fromisoformat(facts[name]) for name in ("starts_on", "ends_on")}
            sprint = cls(product_id=product.pk, team=team, name=facts["name"], cancelled=facts["cancelled"], **days)
            if not cls.objects.filter(pk=facts["id"]).exists():
                sprint.pk = facts["id"]
            sprint._check()
            sprint.save(force_insert=True)
            sprint.latest_change = begun
            begun.record("plan", "sprint", after=sprint.facts(), former={})
        return sprint

    def cancel(self, reason: str, *, by: User | None, within: Change | None = None) -> None:
        """Cancel the sprint because its goal is obsolete; the goal is abandoned, with the reason, in the same change.

        Only the product owner may (Scrum Guide 2020). Raises Refused without a reason and without an agreed goal.
        """
        with change(self.product, by, within) as begun:
            if self.cancelled:
                raise Refused(f"{self.name} is cancelled already.")
            if not reason.strip():
                raise Refused("Say why the goal is obsolete, so that others can learn from it.", field="reason")
            goal = self.sprint_goals.filter(agreed_for_id=self.pk).first()
            if goal is None:
                raise Refused(f"{self.name} has no agreed goal that could be obsolete.")
            goal.product = self.product
            goal.close("abandoned", reason, by=by, version=goal.version, within=begun)
            self._cancel(begun, "cancel", reason)

    def resume(self, *, by: User | None, within: Change | None = None) -> None:
        """Take the cancelling back. The goal stays as it is."""
        with change(self.product, by, within) as begun:
            if not self.cancelled:
                raise Refused(f"{self.name} is not cancelled.")
            self._cancel(begun, "resume", "")

    def _cancel(self, begun: Change, verb: str, reason: str) -> None:
        former = {"cancelled": self.cancelled}
        self.cancelled = reason
        self.save(update_fields=["cancelled"])
        self.latest_change = begun
        begun.record(verb, "sprint", after=self.facts(), former=former)

    def _check(self) -> None:
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            raise Refused(
                f"It would end on {self.ends_on}, before it starts on {self.starts_on}. Choose a later end.",
                field="ends_on",
            )
        in_the_way = Q(name=self.name)
        if self.span is not None:
            in_the_way |= Q(starts_on__lte=self.span.ends_on, ends_on__gte=self.span.starts_on)
        others = list(Sprint.objects.filter(in_the_way, team_id=self.team_id).exclude(pk=self.pk).order_by("pk"))
        if any(other.name == self.name for other in others):
            raise Refused(f"The team has a sprint {self.name} already. Choose another name.", field="name")
        for other in others:
            raise Refused(
                f"These days overlap with {other.name}, {other.starts_on} to {other.ends_on}. A team has one sprint at "
                "a time: choose other days, move that sprint first, or let the later sprints move along.",
                field="starts_on",
            )
