"""The pipeline of every team, and a new draft for one of its sprints."""

from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_http_methods, require_safe

from goalchain.accounts.http import PersonRequest
from goalchain.goals import levels
from goalchain.goals.models import Goal
from goalchain.goals.views.responses import saved
from goalchain.lib.answers import page_tag, tagged, unchanged
from goalchain.products.errors import Refused
from goalchain.products.forms import add_refusal
from goalchain.products.models import Membership
from goalchain.products.pages import product_context

from ...backlog.reads import goals_offered
from ...fetch import planner_or_404, sprint_or_404
from ...models import Sprint
from ...wording import dates_said
from ..forms import DraftForm
from ..page import pipeline_context, width_asked


@require_safe
def pipeline(request: PersonRequest, key: str) -> HttpResponse:
    """The sprints ahead of every team with their drafts: `?ahead=` 4, 8 or 26. Eight queries."""
    mine = planner_or_404(request.user, key)
    tag = page_tag(request, mine.product.revision, mine.role, mine.product.today())
    if answer := unchanged(request, tag):
        return answer
    context = pipeline_context(mine, width_asked(request.GET.get("ahead", "")))
    return tagged(render(request, "sprints/pipeline.html", context), tag)


@require_http_methods(["GET", "HEAD", "POST"])
def new_draft(request: PersonRequest, key: str, sprint_id: int) -> HttpResponse:
    """GET: the form. POST: write a draft down for the sprint, last among its drafts."""
    mine = planner_or_404(request.user, key)
    mine.access.require_edit(levels.SPRINT)
    sprint = sprint_or_404(mine.product, sprint_id)
    product = mine.product
    form = DraftForm(
        product, mine.access, lambda: goals_offered(product), request.POST if request.method == "POST" else None
    )
    if request.method != "POST":
        return _form(request, mine, sprint, form)
    if not form.is_valid():
        return _form(request, mine, sprint, form, 422)
    words = form.cleaned_data
    parents = [(words["parent"], words["rationale"])] if words["parent"] else []
    try:
        goal = Goal.create(
            product, "sprint", by=request.user, title=words["title"], parents=parents, sprint_id=sprint.pk
        )
    except Refused as refusal:
        add_refusal(form, refusal)
        return _form(request, mine, sprint, form, 422)
    words = {"product": product, "sprint": sprint}
    html = render_to_string("sprints/_pipeline_add.html", words, request=request) if request.htmx else ""
    text, to = f"{goal.key} is a draft for {sprint}.", f"/p/{key}/pipeline/#draft-{goal.number}"
    return saved(request, goal, text, html, to=to)


def _form(request: PersonRequest, mine: Membership, sprint: Sprint, form: DraftForm, status: int = 200) -> HttpResponse:
    """The form in the place of the word that opened it, or as a page; `?shown` closes it again."""
    if request.htmx and "shown" in request.GET:
        return render(
            request, "sprints/_pipeline_add.html", {"product": mine.product, "sprint": sprint, "is_gap": True}
        )
    context = product_context(mine.product, mine.access, "sprints", sprint=sprint, dates=dates_said(sprint), form=form)
    template = "sprints/_pipeline_form.html" if request.htmx else "sprints/new_draft.html"
    return render(request, template, context, status=status)
