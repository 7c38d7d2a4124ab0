"""The goal page, its trace and its history."""

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.dateformat import format as date_format
from django.views.decorators.http import require_safe

from goalchain.accounts.http import PersonRequest
from goalchain.lib.answers import page_tag, tagged, unchanged
from goalchain.lib.inline import inline
from goalchain.products.pages import product_context

from ..fetch import goal_or_404
from ..fields import field_of
from ..history.page import past_asked, past_context
from ..history.past_chain import past_trace
from ..models import Event, Goal
from ..page import goal_context, shown
from ..trace import trace
from ..trace_page import Traced, traced
from ..trace_text import FORMS, Plain, trace_text
from ..tree import tree
from ..verbs.revising import WORDINGS
from ..wording import tell

EVENTS_A_PAGE = 50


@require_safe
def goal(request: PersonRequest, key: str) -> HttpResponse:
    """The goal page; for htmx with `?field=title`, that field as it is shown when nobody edits it."""
    found = goal_or_404(request.user, key)
    field = field_of(found, request.GET.get("field", "")) if request.htmx else None
    if field is not None:
        return HttpResponse(inline(shown(found, field)))
    tag = page_tag(request, found.product.revision, found.access.role, found.product.today())
    return unchanged(request, tag) or tagged(render(request, "goals/goal.html", goal_context(found)), tag)


@require_safe
def goal_trace(request: PersonRequest, key: str) -> HttpResponse:
    """The trace: every line up to the vision, and what serves the goal, down to the sprints; with `?as_of=`, as it
    stood then; with `?as=text` or `?as=markdown`, as text that can be pasted anywhere."""
    found = goal_or_404(request.user, key)
    access = found.access
    tag = page_tag(request, found.product.revision, access.role, found.product.today())
    if answer := unchanged(request, tag):
        return answer
    if request.GET.get("as_of"):
        return tagged(_past_trace(request, found), tag)
    whole = trace(found, access)
    told = traced(whole)
    if form := FORMS.get(request.GET.get("as", "")):
        return tagged(_as_text(request, told, form, date_format(found.product.today(), "j M Y")), tag)
    can_link = not found.archived_at and access.edit_level(found.level)
    context = product_context(
        found.product,
        access,
        "chain",
        can_link=can_link,
        serves_none=not whole.up,
        tree=tree(told.rows, found.product.key),
        **told.context(),
    )
    return tagged(render(request, "goals/trace.html", context), tag)


def _past_trace(request: PersonRequest, goal: Goal) -> HttpResponse:
    """The trace as it stood at `?as_of=`, to be read only. Two queries."""
    past = past_asked(request, goal.product, goal.access)
    if isinstance(past, HttpResponse):
        return past
    told = past_trace(past, goal.number) if goal.number in past.goals else None
    form = FORMS.get(request.GET.get("as", ""))
    if told and form:
        return _as_text(request, told, form, past.moment.words)
    words: dict[str, Any] = {"goal": goal}
    if told:
        words = {**told.context(), "tree": tree(told.rows, goal.product.key, past=past.query)}
    context = past_context(past, goal.access, "chain", was_archived=goal.number in past.archived, **words)
    return render(request, "goals/past_trace.html", context)


def _as_text(request: PersonRequest, told: Traced, form: Plain, moment: str) -> HttpResponse:
    """The trace as text, to be copied or kept as a file."""
    site = request.build_absolute_uri("/")[:-1]
    as_of = request.GET.get("as_of")
    address = f"{site}{request.path}{'?' + urlencode({'as_of': as_of}) if as_of else ''}"
    text = trace_text(told, form, site, address=address, moment=moment)
    response = HttpResponse(text, content_type=f"{form.content_type}; charset=utf-8")
    response["Content-Disposition"] = f'inline; filename="{told.goal.key}-trace.{form.suffix}"'
    return response


@require_safe
def goal_history(request: PersonRequest, key: str) -> HttpResponse:
    """Everything that happened to the goal, newest first, a page of events at a time."""
    found = goal_or_404(request.user, key)
    access = found.access
    events = Event.objects.filter(goal_id=found.pk).readable(access).select_related("actor").order_by("-id")
    page = Paginator(events, EVENTS_A_PAGE).get_page(request.GET.get("page"))
    context = product_context(
        found.product,
        access,
        "chain",
        goal=found,
        page=page,
        history=[tell(event, found.product.key) | {"former": _former(event, found)} for event in page],
        can_reword=access.edit_level(found.level) and found.archived_at is None,
    )
    return render(request, "goals/history.html", context)


def _former(event: Event, goal: Goal) -> bool:
    """Whether the event has replaced a wording that the goal does not have now, so that it can be put back."""
    if event.subject != "goal":
        return False
    return any(name in event.former and event.former[name] != getattr(goal, name) for name in WORDINGS)
