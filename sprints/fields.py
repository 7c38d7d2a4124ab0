"""What only sprint goals have, edited in place: their sprint, and the sprint goal template."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django import forms
from django.db.models import Q

from goalchain.goals import levels
from goalchain.goals.fields import GoalField, LongField, OneLine, ReferenceField
from goalchain.goals.models import Goal
from goalchain.lib.text import storable

from .models import Sprint
from .models.goal import GoalKind

#: Sprints that ended longer ago are not offered any more.
OFFERED_SINCE = timedelta(weeks=13)


def _choices(goal: Goal) -> list[tuple[str, str]]:
    """The sprints that are under way, to come or not long over, team by team, and the goal's own. One query."""
    since = goal.product.today() - OFFERED_SINCE
    offered = Q(ends_on=None) | Q(ends_on__gte=since) | Q(pk=getattr(goal, "sprint_id", None))
    sprints = Sprint.objects.filter(offered, product_id=goal.product_id).select_related("team")
    in_order = sprints.order_by("team__name", "team_id", "starts_on", "pk")
    return [("", "None yet")] + [(str(sprint.pk), _name(sprint)) for sprint in in_order]


def _name(sprint: Sprint) -> str:
    return f"{sprint.team.name} · {sprint.name}"


def _make(goal: Goal) -> forms.Field:
    return ReferenceField(lambda: _choices(goal), label="Sprint")


def _show(goal: Any) -> str:
    return _name(goal.sprint) if goal.sprint else ""


def _make_kind(goal: Goal) -> forms.Field:
    return forms.ChoiceField(label="What it is for", required=False, choices=[("", "Not said"), *GoalKind.choices])


def _line(label: str) -> Callable[[Goal], forms.Field]:
    def make(goal: Goal) -> forms.Field:
        return forms.CharField(
            label=label, required=False, max_length=500, widget=OneLine({"maxlength": None}), validators=[storable]
        )

    return make


def _text(name: str, label: str, prompt: str) -> GoalField:
    def make(goal: Goal) -> forms.Field:
        return LongField(label=label)

    return _template(name, label, make, prompt)


def _template(name: str, label: str, make: Callable[[Goal], forms.Field], prompt: str) -> GoalField:
    return GoalField(
        name, label, name, make, lambda goal: getattr(goal, name), "template", prompt, ranks=(levels.SPRINT,)
    )


SPRINT_FIELD = GoalField("sprint", "Sprint", "sprint_id", _make, _show, prompt="Choose", ranks=(levels.SPRINT,))
KIND_FIELD = GoalField(
    "kind",
    "Kind",
    "kind",
    _make_kind,
    lambda goal: goal.get_kind_display(),  # type: ignore[attr-defined]
    prompt="Learn, risk or deliver?",
    ranks=(levels.SPRINT,),
)
#: Roman Pichler's sprint goal template: why the sprint is worth it, how the goal is reached, by what success is known.
TEMPLATE_FIELDS = (
    _text("why", "Why", "Why is this sprint worth it? The assumption, the risk, the benefit"),
    _template("artefact", "Artefact", _line("Artefact"), "What is built or shown: a drawing, a spike, an increment"),
    _template("technique", "Technique", _line("Technique"), "How it is tried: interviews, a usability test, a release"),
    _template("test_group", "Test group", _line("Test group"), "With whom it is tried"),
    _text("success", "Success", "By what will you know that the goal is met?"),
)
FIELDS = (SPRINT_FIELD, KIND_FIELD, *TEMPLATE_FIELDS)
