"""How the views of metrics answer: a form in its place, the region or the page after a change, a refusal.

The same forms open on the goal page and on the metric's own page; the place in which htmx opened one says which.
"""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django_htmx.http import reswap, retarget

from goalchain.accounts.http import PersonRequest
from goalchain.goals.models import Event, Goal
from goalchain.goals.page import goal_context
from goalchain.goals.views.responses import saved
from goalchain.goals.wording import tell
from goalchain.lib.answers import page_tag, tagged, unchanged, version_kept
from goalchain.lib.text import ago
from goalchain.products.errors import Refused, Stale
from goalchain.products.pages import product_context

from ..fetch import metric_or_404
from ..models import Metric, Reading
from ..plot import LARGE, NARROW, Plot
from ..reads import plotted
from ..region import shown

READINGS_A_PAGE = 30
EVENTS_SHOWN = 20
#: The place on the metric's own page in which forms open.
ON_PAGE = "page-editor"


def form_page(
    request: PersonRequest, goal: Goal, form: Form, metric: Metric | None = None, *, status: int = 200, **more: Any
) -> HttpResponse:
    """The form of a metric, in its place or as a page."""
    context = {
        "action": f"/g/{goal.key}/metrics/{metric.pk}/edit/" if metric else f"/g/{goal.key}/metrics/",
        "read": version_kept(request, metric.version, status, "read") if metric else "",
        **more,
    }
    return form_in_place(
        request, goal, form, "metrics/_form.html", "metrics/form.html", status, metric=metric, **context
    )


def form_in_place(
    request: PersonRequest, goal: Goal, form: Form, fragment: str, page: str, status: int, **more: Any
) -> HttpResponse:
    """A form as a fragment where htmx asked for it, else as a page."""
    place = (request.htmx.target or "") if request.htmx else ""
    context = product_context(goal.product, goal.access, "chain", goal=goal, form=form, place=place, **more)
    on_page = _is_on_page(request) if request.htmx else request.GET.get("from") == "metric"
    context["back"] = metric_address(goal, more.get("metric")) if on_page else f"/g/{goal.key}/"
    context["region"] = "metric" if on_page else "metrics"
    context["refocus"] = _refocus(on_page, more.get("metric"), more.get("reading"), is_reading="reading" in more)
    return render(request, fragment if request.htmx else page, context, status=status)


def _refocus(on_page: bool, metric: Metric | None, reading: Reading | None, *, is_reading: bool) -> str:
    """The id of the word that opened a form, which gets the focus back when the form is done."""
    if metric is None:
        return "add-metric"
    if reading is not None:
        return f"reading-{reading.pk}-edit"
    if is_reading:
        return "enter-reading" if on_page else f"metric-{metric.pk}-reading"
    return "edit-metric" if on_page else f"metric-{metric.pk}-edit"


def metric_address(goal: Goal, metric: Metric | None) -> str:
    """The address of the metric's page."""
    return f"/g/{goal.key}/metrics/{metric.pk}/" if metric else f"/g/{goal.key}/"


def done(request: PersonRequest, metric: Metric, text: str, *, undoable: bool = True) -> HttpResponse:
    """After a change: the region of the goal page, or what the metric's page shows, with a toast that offers undo."""
    goal = metric.goal
    goal.latest_change = metric.latest_change
    if not request.htmx:
        response = saved(request, goal, text, undoable=undoable)
        if request.POST.get("from") == "metric":
            response["Location"] = metric_address(goal, metric)
        return response
    on_page = _is_on_page(request)
    html = (
        render_to_string("metrics/_page.html", page_context(request, metric), request=request)
        if on_page
        else render_to_string("metrics/_metrics.html", goal_context(goal), request=request)
    )
    response = saved(request, goal, text, html, undoable=undoable)
    return retarget(reswap(response, "outerHTML"), "#metric" if on_page else "#metrics")


def _is_on_page(request: PersonRequest) -> bool:
    """Whether htmx asks from the metric's own page."""
    target = request.htmx.target or ""
    return target in (ON_PAGE, "metric") or target.startswith("reading-")


def refused(request: PersonRequest, metric: Metric, error: Refused | Stale) -> HttpResponse:
    """A verb said no on the metric's page: 422 with its reason, or 409 with who was quicker."""
    if isinstance(error, Stale):
        text = f"{clash_of(metric)['by']} changed this while you were reading it. Look at it as it stands now."
    else:
        text = error.message
    status = 409 if isinstance(error, Stale) else 422
    template = "metrics/_page.html" if request.htmx else "metrics/metric.html"
    return render(request, template, page_context(request, metric, error=text), status=status)


def clash_of(metric: Metric, reading: Reading | None = None) -> dict[str, Any]:
    """Who changed the metric, or the reading, since it was read, and when. One query."""
    subject, pk = ("reading", reading.pk) if reading else ("metric", metric.pk)
    events = Event.objects.filter(goal_id=metric.goal_id, subject=subject, after__id=pk).select_related("actor")
    event = events.order_by("-id").first()
    return {"by": event.actor if event and event.actor else "Somebody", "at": ago(event.at) if event else ""}


def metric_page(request: PersonRequest, key: str, metric_id: int) -> HttpResponse:
    """The page of a metric. Seven queries at most."""
    metric = metric_or_404(request.user, key, metric_id)
    tag = page_tag(request, metric.goal.product.revision, metric.goal.access.role, metric.goal.product.today())
    if answer := unchanged(request, tag):
        return answer
    return tagged(render(request, "metrics/metric.html", page_context(request, metric)), tag)


def page_context(request: PersonRequest, metric: Metric, **more: Any) -> dict[str, Any]:
    """What the page of a metric shows. Four queries: what is plotted, a page of readings and their count, events."""
    goal = metric.goal
    standing = plotted(metric)
    editable = goal.access.edit_level(goal.level) and goal.archived_at is None
    readings = metric.readings.select_related("reader").order_by("-day")
    page = Paginator(readings, READINGS_A_PAGE).get_page(request.GET.get("page"))
    events = Event.objects.filter(goal_id=goal.pk).readable(goal.access).filter(_of(metric))
    history = events.select_related("actor").order_by("-id")[:EVENTS_SHOWN]
    return product_context(
        goal.product,
        goal.access,
        "chain",
        goal=goal,
        **shown(standing, goal.product.today()),
        large=Plot(standing, LARGE, f"plot-{metric.pk}") if standing.readings else None,
        narrow=Plot(standing, NARROW, f"narrow-{metric.pk}") if standing.readings else None,
        page=page,
        can_edit=editable and metric.archived_at is None,
        can_restore=editable and metric.archived_at is not None,
        history=[tell(event, goal.product.key) for event in history],
        **more,
    )


def _of(metric: Metric) -> Q:
    """The events of a metric and of its readings; those that only entered one stand in the table of readings."""
    changed = Q(subject="reading", after__metric=metric.pk) & ~Q(verb="record")
    return Q(subject="metric", after__id=metric.pk) | changed
