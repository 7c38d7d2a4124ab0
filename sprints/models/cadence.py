"""Cadence: the rhythm in which a team has its sprints."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q

from goalchain.accounts.models import User
from goalchain.products.changes import Change, change
from goalchain.products.errors import Refused
from goalchain.products.models import Product, Team

from ..bulk import plan_sprints
from ..spans import FIRST_DAY, LAST_DAY, Rhythm, Span, number_in, numbered, spans_of, weeks_named
from .sprint import Sprint


class Kind(models.TextChoices):
    """How a team works: in sprints, or with a goal for each calendar week."""

    SCRUM = "scrum", "Scrum: sprints"
    KANBAN = "kanban", "Kanban: a goal each week"


@dataclass(frozen=True)
class Planned:
    """What a change of cadence did: how many sprints were planned and taken away, and until when there are some."""

    made: int
    removed: int
    until: date | None


class Cadence(models.Model):
    """A team's rhythm. A Kanban team's is fixed: weeks from Monday to Sunday (ISO 8601).

    Sprints are planned a year ahead. Another cadence plans anew what lies ahead and has no goal; whatever has a goal,
    has begun or has no dates stays.
    """

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="cadences")
    team = models.OneToOneField(Team, on_delete=models.CASCADE, related_name="cadence")
    kind = models.CharField(max_length=6, choices=Kind)
    weeks = models.PositiveSmallIntegerField(default=2)
    weekday = models.PositiveSmallIntegerField(default=1)
    starts_on = models.DateField()

    class Meta:
        verbose_name_plural = "cadences"
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="cadence_kind_known"),
            models.CheckConstraint(
                condition=Q(weeks__range=(1, 4)) & Q(weekday__range=(1, 7)), name="cadence_one_to_four_weeks"
            ),
            models.CheckConstraint(
                condition=~Q(kind="kanban") | Q(weeks=1, weekday=1), name="cadence_kanban_by_calendar_week"
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()

    @property
    def rhythm(self) -> Rhythm:
        """The cadence as plain dates."""
        return Rhythm(self.weeks, self.weekday, self.starts_on)

    def facts(self) -> dict[str, Any]:
        """The cadence as events record it."""
        return {
            "kind": self.kind,
            "weeks": self.weeks,
            "weekday": self.weekday,
            "starts_on": self.starts_on.isoformat(),
        }

    @classmethod
    def keep(
        cls, team: Team, kind: str, *, starts_on: date, weeks: int = 1, weekday: int = 1, by: User | None,
        today: date, within: Change | None = None,
    ) -> Planned:  # fmt: skip
        """Let the team work in this rhythm, and plan its sprints a year ahead.

        The same cadence again only plans on where the last sprint ends. Raises Refused for values that no cadence has.
        Queries: nine, and the events.
        """
        if kind == Kind.KANBAN:
            weeks = weekday = 1
        _check(kind, weeks, weekday, starts_on)
        with change(team.product, by, within) as begun:
            stored = cls.objects.filter(team_id=team.pk).first()
            cadence = stored or cls(product_id=team.product_id, team=team)
            former = stored.facts() if stored else None
            cadence.kind, cadence.weeks, cadence.weekday, cadence.starts_on = kind, weeks, weekday, starts_on
            is_new = cadence.facts() != former
            if is_new:
                cadence.save()
                begun.record(
                    "set_cadence",
                    "team",
                    after=team.facts() | {"cadence": cadence.facts()},
                    former={"cadence": former},
                )
            return cadence._plan(team, today, begun, anew=is_new)

    def plan_on(self, *, by: User | None, today: date, within: Change | None = None) -> Planned:
        """Plan further sprints, until a year from today. Nothing changes when that is done already."""
        with change(self.team.product, by, within) as begun:
            self.refresh_from_db(fields=["kind", "weeks", "weekday", "starts_on"])
            return self._plan(self.team, today, begun, anew=False)

    def _plan(self, team: Team, today: date, begun: Change, *, anew: bool) -> Planned:
        """Make the sprints that are missing; `anew`, take those away that have no goal and do not fit any more."""
        sprints = list(Sprint.objects.filter(team_id=team.pk).order_by("starts_on", "pk"))
        loose = _without_goals(team, today) if anew else set()
        kept = [sprint for sprint in sprints if sprint.pk not in loose]
        standing = [span for sprint in kept if (span := sprint.span)]
        after = None if anew else max((span.ends_on for span in standing), default=None)
        wanted = spans_of(self.rhythm, today, kept=standing, after=after)
        waiting = [sprint for sprint in sprints if sprint.pk in loose]
        # What stands already as it is wanted keeps its name; from the first that does not, all are planned anew.
        same = 0
        while same < min(len(wanted), len(waiting)) and waiting[same].span == wanted[same]:
            same += 1
        gone, kept = waiting[same:], kept + waiting[:same]
        for sprint in gone:
            begun.record("unplan", "sprint", after={}, former=sprint.facts())
        if gone:
            Sprint.objects.filter(pk__in=[sprint.pk for sprint in gone]).delete()
        made = self._made(team, wanted[same:], kept)
        plan_sprints(begun, made)
        ends = [span.ends_on for sprint in kept + made if (span := sprint.span)]
        return Planned(len(made), len(gone), max(ends, default=None))

    def _made(self, team: Team, spans: list[Span], kept: list[Sprint]) -> list[Sprint]:
        if self.kind == Kind.KANBAN:
            names = weeks_named(spans, {sprint.name for sprint in kept})
        else:
            names = numbered(_word(kept), spans, [(sprint.span, sprint.name) for sprint in kept])
        return [
            Sprint(
                product_id=team.product_id, team_id=team.pk, name=name, starts_on=span.starts_on, ends_on=span.ends_on
            )
            for name, span in zip(names, spans, strict=True)
        ]


def _without_goals(team: Team, today: date) -> set[int]:
    """The sprints ahead that have no goal of any kind, archived and closed ones included, no item and no capacity that
    is noted. One query."""
    ahead = Sprint.objects.filter(team_id=team.pk, starts_on__gt=today, sprint_goals=None, backlog_items=None)
    ahead = ahead.filter(Q(capacity=None) | Q(capacity__note="", capacity__holidays=0, capacity__availabilities=None))
    return set(ahead.exclude(ends_on=None).values_list("pk", flat=True))


def _word(sprints: list[Sprint]) -> str:
    """What the team calls its sprints: the word before the number of the latest that has one."""
    dated = [(span, sprint.name) for sprint in sprints if (span := sprint.span)]
    for _, name in sorted(dated, reverse=True):
        word = name.rpartition(" ")[0]
        if word and number_in(name, word) is not None:
            return word[:70]
    return "Sprint"


def _check(kind: str, weeks: int, weekday: int, starts_on: date) -> None:
    if kind not in Kind.values:
        raise Refused(f"“{kind}” is no way of working. Choose Scrum or Kanban.", field="kind")
    if not 1 <= weeks <= 4:
        raise Refused(f"A sprint of {weeks} weeks is none: choose 1 to 4 weeks (Scrum Guide 2020).", field="weeks")
    if not 1 <= weekday <= 7:
        raise Refused("Choose the day of the week on which sprints begin.", field="weekday")
    if not FIRST_DAY <= starts_on <= LAST_DAY:
        raise Refused(
            f"{starts_on:%d %B} {starts_on.year} cannot be right. Choose a day from 1970 to 2199.", field="starts_on"
        )
