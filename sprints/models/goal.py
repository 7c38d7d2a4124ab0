"""SprintGoal: what only goals of sprints have."""

from typing import Any

from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import F, Q

from goalchain.accounts.models import User
from goalchain.goals.models import Goal, State
from goalchain.goals.rules import parentless_refusal, sprint_taken_refusal
from goalchain.lib.text import storable
from goalchain.products.changes import Change
from goalchain.products.errors import Refused

from .sprint import Sprint


class GoalKind(models.TextChoices):
    """What a sprint is for (Roman Pichler's sprint goal template)."""

    LEARN = "learn", "Learn"
    RISK = "risk", "Test a risk"
    DELIVER = "deliver", "Deliver"


class SprintGoal(Goal):
    """The single objective of one sprint.

    Beside its wording it says, as in Roman Pichler's sprint goal template, why the sprint is worth it, how the goal is
    reached (artefact, technique, test group) and by what success is known.

    `agreed_for` repeats `sprint` while the goal is agreed or active: it is unique, so that the database itself refuses
    a second agreed goal in one sprint, while drafts may compete.
    """

    goal = models.OneToOneField(Goal, on_delete=models.CASCADE, parent_link=True, primary_key=True)
    sprint = models.ForeignKey(Sprint, null=True, blank=True, on_delete=models.SET_NULL, related_name="sprint_goals")
    agreed_for = models.OneToOneField(
        Sprint, null=True, blank=True, editable=False, on_delete=models.SET_NULL, related_name="agreed_goal"
    )

    kind = models.CharField(max_length=7, choices=GoalKind, blank=True)
    why = models.TextField(blank=True, validators=[storable, MaxLengthValidator(10_000)])
    artefact = models.CharField(max_length=500, blank=True, validators=[storable])
    technique = models.CharField(max_length=500, blank=True, validators=[storable])
    test_group = models.CharField(max_length=500, blank=True, validators=[storable])
    success = models.TextField(blank=True, validators=[storable, MaxLengthValidator(10_000)])

    detail_fields = ("sprint_id", "kind", "why", "artefact", "technique", "test_group", "success")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=["", *GoalKind.values]), name="sprint_goal_kind_known"),
            models.CheckConstraint(
                condition=Q(agreed_for=None) | Q(agreed_for=F("sprint")), name="sprint_goal_agreed_for_its_sprint"
            ),
        ]

    def postpone(self, *, by: User | None, version: int | None = None, within: Change | None = None) -> Sprint:
        """Move a draft on to the next sprint of its team that is not over; all that happened to it stays.

        Returns that sprint. Raises Refused for a goal that is no draft or in no sprint, and when no sprint follows;
        Stale when it was changed since it was read. Queries: two beside the write.
        """
        with self._change(by, version, within) as begun:
            self._refuse_archived()
            if self.state != State.DRAFT:
                raise Refused(f"{self.key} is {self.state}. Only a draft moves on to the next sprint.", field="state")
            if self.sprint is None:
                raise Refused(f"{self.key} is in no sprint. Choose one for it.", field="sprint")
            following = self.sprint.following(self.product.today())
            if following is None:
                raise Refused(f"No sprint follows {self.sprint}. Plan one first.", field="sprint")
            self._write(begun, "postpone", sprint_id=following.pk)
            self.sprint = following
        return following

    @property
    def holds_sprint(self) -> bool:
        """Whether this is the goal of its sprint: agreed or active, and not archived."""
        return self.state in (State.AGREED, State.ACTIVE) and self.archived_at is None

    def _enter_state(self, state: str) -> None:
        super()._enter_state(state)
        if state in (State.AGREED, State.ACTIVE):
            if not self.up_links.filter(parent__archived_at=None).exists():
                raise Refused(parentless_refusal(self.key), field="parent")
            self._take_sprint(self.sprint_id)
        else:
            self._release_sprint()

    def _check_values(self, values: dict[str, Any]) -> dict[str, Any]:
        related = super()._check_values(values)
        sprint_id = values.get("sprint_id")
        if sprint_id:
            sprints = Sprint.objects.select_related("team").filter(product_id=self.product_id)
            related["sprint"] = sprints.filter(pk=sprint_id).first()
            if related["sprint"] is None:
                raise Refused("That sprint belongs to another product. Choose one of this product.", field="sprint")
        if "sprint_id" in values and self.pk and self.holds_sprint:
            self._take_sprint(sprint_id)
        return related

    def _take_sprint(self, sprint_id: int | None) -> None:
        """Become the one agreed goal of a sprint; two queries."""
        if sprint_id is None:
            self._release_sprint()
            return
        holder = SprintGoal.objects.filter(agreed_for_id=sprint_id).exclude(pk=self.pk).first()
        if holder is not None:
            key = f"{self.product.key}-{holder.number}"
            raise Refused(sprint_taken_refusal(str(holder.sprint), key, holder.title), field="sprint")
        SprintGoal.objects.filter(pk=self.pk).update(sprint=sprint_id, agreed_for=sprint_id)
        self.agreed_for_id = sprint_id

    def _release_sprint(self) -> None:
        SprintGoal.objects.filter(pk=self.pk).update(agreed_for=None)
        self.agreed_for_id = None

    def _leave_chain(self) -> None:
        self._release_sprint()

    def _rejoin_chain(self) -> None:
        super()._rejoin_chain()
        if self.state in (State.AGREED, State.ACTIVE):
            self._enter_state(self.state)
