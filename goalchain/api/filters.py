"""Which rows a list shows. Every list is narrowed to what the caller may see before a filter is asked."""

from typing import Any, TypeVar

from django import forms
from django.db.models import Model, QuerySet
from django.http import QueryDict
from django_filters import CharFilter, ChoiceFilter, Filter, FilterSet, MultipleChoiceFilter
from rest_framework.request import Request

from goalchain.goals import levels
from goalchain.goals.fetch import split_key
from goalchain.goals.models import Dependency, Goal, Link, Proposal, State
from goalchain.goals.models.proposal import Standing
from goalchain.metrics.models import Metric, Reading
from goalchain.products.models import Team
from goalchain.sharing.models import ShareLink
from goalchain.talk.models import Feedback
from roadmap.features import Feature
from sprints.models import BacklogItem, ItemState, Sprint, SprintReview
from vision.board import BoardEntry
from vision.sections import NAMES as SECTION_NAMES

from .problems import BadQuery

M = TypeVar("M", bound=Model)


class WholeFilter(Filter):
    """An id."""

    field_class = forms.IntegerField


class GoalKeyFilter(CharFilter):
    """A reference like BIKE-12; one that names nothing matches nothing."""

    def filter(self, queryset: "QuerySet[Any]", value: str | None) -> "QuerySet[Any]":
        """Rows whose `field_name` is the goal."""
        if not value:
            return queryset
        parts = split_key(value)
        if parts is None:
            return queryset.none()
        return queryset.filter(product__key=parts[0], **{f"{self.field_name}__number": parts[1]})


class IsoDateFilter(Filter):
    """A day, year-month-day."""

    field_class = forms.DateField

    def __init__(self, *names: Any, **options: Any) -> None:
        super().__init__(*names, input_formats=["%Y-%m-%d"], **options)


class Filters(FilterSet):
    """Filters of a list, of which those are made that the query names: to make all of them costs more than to ask."""

    base_filters: dict[str, Filter]

    def __init__(self, data: QueryDict, **options: Any) -> None:
        self.base_filters = {name: asked for name, asked in type(self).base_filters.items() if name in data}
        super().__init__(data, **options)


class GoalFilter(Filters):
    """`/goals/`: archived goals are left out unless asked for."""

    product = CharFilter("product__key")
    level = MultipleChoiceFilter(field_name="level_name", choices=levels.NAMES)
    state = MultipleChoiceFilter(choices=State.choices)
    owner = CharFilter("owner__email", "iexact")
    q = CharFilter(method="holding")
    archived = ChoiceFilter(choices=[("false", "live"), ("true", "archived"), ("any", "both")], method="archive")

    class Meta:
        model = Goal
        fields: list[str] = []

    def holding(self, queryset: Any, name: str, words: str) -> Any:
        """Goals that the words are in, or that they name."""
        return queryset.matching(words)

    def archive(self, queryset: Any, name: str, choice: str) -> Any:
        """Archived goals, live goals, or both."""
        return queryset if choice == "any" else queryset.filter(archived_at__isnull=choice == "false")


class LinkFilter(Filters):
    """`/links/`."""

    product = CharFilter("product__key")
    child = GoalKeyFilter("child")
    parent = GoalKeyFilter("parent")

    class Meta:
        model = Link
        fields: list[str] = []


class BoardEntryFilter(Filters):
    """`/board-entries/`."""

    product = CharFilter("product__key")
    section = ChoiceFilter(choices=SECTION_NAMES)

    class Meta:
        model = BoardEntry
        fields: list[str] = []


class FeatureFilter(Filters):
    """`/features/`."""

    product = CharFilter("product__key")
    goal = GoalKeyFilter("goal")

    class Meta:
        model = Feature
        fields: list[str] = []


class DependencyFilter(Filters):
    """`/dependencies/`."""

    product = CharFilter("product__key")
    blocker = GoalKeyFilter("blocker")
    blocked = GoalKeyFilter("blocked")

    class Meta:
        model = Dependency
        fields: list[str] = []


class BacklogFilter(Filters):
    """`/backlog/`: archived items are left out unless asked for."""

    product = CharFilter("product__key")
    goal = GoalKeyFilter("goal")
    state = MultipleChoiceFilter(choices=ItemState.choices)
    sprint = WholeFilter("sprint_id", min_value=0, max_value=2**63 - 1)
    q = CharFilter("title", "icontains")
    archived = ChoiceFilter(choices=[("false", "live"), ("true", "archived"), ("any", "both")], method="archive")

    class Meta:
        model = BacklogItem
        fields: list[str] = []

    def archive(self, queryset: Any, name: str, choice: str) -> Any:
        """Archived items, live ones, or both."""
        return queryset if choice == "any" else queryset.filter(archived_at__isnull=choice == "false")


class ProposalFilter(Filters):
    """`/proposals/`."""

    product = CharFilter("product__key")
    goal = GoalKeyFilter("goal")
    origin = GoalKeyFilter("origin")
    standing = MultipleChoiceFilter(choices=Standing.choices)

    class Meta:
        model = Proposal
        fields: list[str] = []


class SprintReviewFilter(Filters):
    """`/sprint-reviews/`."""

    product = CharFilter("product__key")
    team = WholeFilter("sprint__team_id", min_value=0, max_value=2**63 - 1)
    sprint = WholeFilter("sprint_id", min_value=0, max_value=2**63 - 1)

    class Meta:
        model = SprintReview
        fields: list[str] = []


class TeamFilter(Filters):
    """`/teams/`."""

    product = CharFilter("product__key")

    class Meta:
        model = Team
        fields: list[str] = []


class SprintFilter(Filters):
    """`/sprints/`."""

    product = CharFilter("product__key")
    team = WholeFilter("team_id", min_value=0, max_value=2**63 - 1)

    class Meta:
        model = Sprint
        fields: list[str] = []


class MetricFilter(Filters):
    """`/metrics/`: archived ones are left out unless asked for."""

    product = CharFilter("product__key")
    goal = GoalKeyFilter("goal")
    archived = ChoiceFilter(choices=[("false", "live"), ("true", "archived"), ("any", "both")], method="archive")

    class Meta:
        model = Metric
        fields: list[str] = []

    def archive(self, queryset: Any, name: str, choice: str) -> Any:
        """Archived metrics, live ones, or both."""
        return queryset if choice == "any" else queryset.filter(archived_at__isnull=choice == "false")


class FeedbackFilter(Filters):
    """`/feedback/`."""

    product = CharFilter("product__key")
    about = GoalKeyFilter("about")
    goal = GoalKeyFilter("goals")
    state = ChoiceFilter(
        choices=[(name, name) for name in ("new", "linked", "open", "answered", "aside")], method="narrow"
    )
    segment = CharFilter("segment")
    source = CharFilter("source")
    q = CharFilter("text", "icontains")

    class Meta:
        model = Feedback
        fields: list[str] = []

    def narrow(self, queryset: Any, name: str, choice: str) -> Any:
        """New, linked, either of them, answered, or put aside."""
        found = queryset.put_aside() if choice == "aside" else getattr(queryset, choice)()
        return found


class ShareLinkFilter(Filters):
    """`/share-links/`."""

    product = CharFilter("product__key")

    class Meta:
        model = ShareLink
        fields: list[str] = []


class ReadingFilter(Filters):
    """`/metrics/ID/readings/`."""

    since = IsoDateFilter("day", "gte")
    until = IsoDateFilter("day", "lte")

    class Meta:
        model = Reading
        fields: list[str] = []


def filtered(filters: type[Filters], request: Request, queryset: "QuerySet[M]", **defaults: str) -> "QuerySet[M]":
    """The rows that the query parameters ask for. Raises BadQuery."""
    query = request.query_params.copy()
    empty = {
        name: ["It is empty. Give a value, or leave the filter out."]
        for name, chosen in filters.base_filters.items()
        if not isinstance(chosen, CharFilter) and "" in query.getlist(name)
    }
    if empty:
        raise BadQuery(empty)
    for name, value in defaults.items():
        if not query.get(name):
            query[name] = value
    found = filters(query, queryset=queryset, request=request)
    if not found.form.is_valid():
        raise BadQuery({name: [str(text) for text in texts] for name, texts in found.form.errors.items()})
    return found.qs
