"""New goals: the form, and quick add under a goal."""

from typing import Any

from django.db.models import Exists, OuterRef
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.views.decorators.http import require_http_methods, require_POST

from goalchain.accounts.http import PersonRequest
from goalchain.products.errors import Refused
from goalchain.products.fetch import membership_or_404
from goalchain.products.models import Membership, Product
from goalchain.products.pages import product_context

from .. import levels
from ..fetch import goal_or_404
from ..forms import ChildForm, GoalForm
from ..legal import OFFERED, legal_parents
from ..models import Goal
from ..page import goal_context
from .responses import region, saved, tell


@require_http_methods(["GET", "HEAD", "POST"])
def new_goal(request: PersonRequest, key: str) -> HttpResponse:
    """GET: the form, with `?level=` and `?parent=` filled in. POST: make the goal and open its page."""
    member = membership_or_404(request.user, key)
    product, access = member.product, member.access
    access.require("edit_sprint_goal")
    wanted = request.GET.get("level", "")
    if request.method != "POST":
        form = GoalForm(product, access, initial=request.GET.dict() | {"level": wanted or _first_level(member)})
        return _form(request, member, form)
    level = levels.LEVELS.get(request.POST.get("level", ""))
    if level is not None:
        access.require_edit(level.rank)
    form = GoalForm(product, access, request.POST)
    if not form.is_valid():
        return _form(request, member, form, 422)
    words = form.cleaned_data
    try:
        goal = Goal.create(
            product,
            words["level"],
            by=request.user,
            title=words["title"],
            statement=words["statement"],
            **form.fact_values(),
            parents=[(words["parent"], words["rationale"])] if words["parent"] else [],
        )
    except Refused as error:
        form.add_error(error.field if error.field in form.fields else None, error.message)
        return _form(request, member, form, 422)
    tell(request, goal, f"{goal.key} is in the chain.")
    return redirect(goal)


def _first_level(member: Membership) -> str:
    """What is missing first in a new chain: the vision, then the levels downward; for a team, a sprint goal.

    One query, which stops at the first goal of each level.
    """
    product, access = member.product, member.access
    live = Goal.objects.filter(product=OuterRef("pk")).live()
    there = [Exists(live.filter(level=rank)) for rank in levels.RANKS]
    found = Product.objects.filter(pk=product.pk).values_list(*there).get()
    present = {rank for rank, exists in zip(levels.RANKS, found, strict=True) if exists}
    usable = [level for level in levels.used_by(product.preset) if access.edit_level(level.rank)]
    return next((level.name for level in usable if level.rank not in present), usable[-1].name)


def _form(request: PersonRequest, member: Membership, form: GoalForm, status: int = 200) -> HttpResponse:
    level = form.chosen_level
    words = request.GET.get("q", "") or request.POST.get("q", "")
    found = legal_parents(member.product_id, level.rank if level else levels.SPRINT).readable(member.access)
    offers = list((found.matching(words) if words.strip() else found)[:OFFERED])
    chosen = str(form["parent"].value() or "")
    for goal in offers:
        goal.product = member.product
    context = product_context(
        member.product,
        member.access,
        "chain",
        form=form,
        level=level,
        choices=form.level_choices,
        offers=offers,
        q=words,
        chosen=chosen,
    )
    only_found = request.htmx and request.htmx.target == "parent-offers"
    return render(request, "goals/_new_offers.html" if only_found else "goals/new.html", context, status=status)


@require_POST
def children(request: PersonRequest, key: str) -> HttpResponse:
    """Quick add: a new goal that serves this one."""
    parent = goal_or_404(request.user, key)
    access = parent.access
    below = [level for level in levels.used_by(parent.product.preset) if level.rank > parent.level]
    wanted = levels.LEVELS.get(request.POST.get("level", ""))
    access.require_edit(wanted.rank if wanted in below else (below[0].rank if below else parent.level))
    form = ChildForm([level for level in below if access.edit_level(level.rank)], request.POST)
    error = ""
    if form.is_valid():
        words = form.cleaned_data
        try:
            child = Goal.create(
                parent.product,
                words["level"],
                by=request.user,
                title=words["title"],
                parents=[(parent, words["rationale"])],
            )
        except Refused as refusal:
            error = refusal.message
        else:
            return _added(request, parent, child)
    more: dict[str, Any] = {"child_form": form, "children_error": error}
    return region(request, parent, "goals/_children.html", status=422, **more)


def _added(request: PersonRequest, parent: Goal, child: Goal) -> HttpResponse:
    if not request.htmx:
        tell(request, child, f"{child.key} serves {parent.key}.")
        return redirect(f"/g/{parent.key}/#children")
    html = render_to_string("goals/_children.html", goal_context(parent, just_added=child), request=request)
    return saved(request, child, f"{child.key} serves {parent.key}.", html)
