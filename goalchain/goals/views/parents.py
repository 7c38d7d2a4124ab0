"""What a goal serves: link to a parent, give the reason, unlink, move."""

from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_http_methods, require_POST
from django_htmx.http import reswap, retarget

from goalchain.accounts.http import PersonRequest
from goalchain.lib.answers import version_in, version_kept
from goalchain.lib.inline import inline
from goalchain.products.errors import Refused, Stale

from ..fetch import goal_or_404, split_key
from ..forms import LinkForm, ReasonField
from ..impact.reads import impact_of
from ..legal import offer_parents
from ..models import Goal, Link
from ..page import goal_context, parent_row
from .asking import Question, ask, is_sure
from .responses import quicker, refused, saved

PARENTS = "goals/_parents.html"
#: Where the chain map shows its dialogs: it asks for the picker, too, but has no list of parents to bring up to date.
MAP = "asked"


def _editable(request: PersonRequest, key: str) -> Goal:
    goal = goal_or_404(request.user, key)
    goal.access.require_edit(goal.level)
    return goal


def _linked(goal: Goal, parent_key: str) -> Link:
    """The goal's link to this parent, or Http404. One query."""
    number = parent_key.rpartition("-")[2]
    link = goal.up_links.select_related("parent").filter(parent__number=number).first()
    if link is None or not parent_key.startswith(f"{goal.product.key}-"):
        raise Http404(f"{goal.key} does not serve {parent_key}.")
    link.parent.product = goal.product
    return link


@require_http_methods(["GET", "HEAD", "POST"])
def parents(request: PersonRequest, key: str) -> HttpResponse:
    """GET: the picker, or with `?q=` what it found; for the chain map as a dialog. POST: link to the chosen parent."""
    goal = _editable(request, key)
    if request.method == "POST":
        return _link(request, goal, None)
    return _picker(request, goal, LinkForm(goal.product, goal.access, initial=_chosen(request)))


@require_http_methods(["GET", "HEAD", "POST"])
def move(request: PersonRequest, key: str, parent_key: str) -> HttpResponse:
    """GET: the picker for another parent in place of this one. POST: move there."""
    goal = _editable(request, key)
    link = _linked(goal, parent_key)
    if request.method == "POST":
        return _link(request, goal, link)
    initial = {"rationale": link.rationale} | _chosen(request)
    return _picker(request, goal, LinkForm(goal.product, goal.access, initial=initial), link)


def _chosen(request: PersonRequest) -> dict[str, str]:
    """What stands in the picker already when a person without JavaScript searches in it."""
    return {name: request.GET[name] for name in ("parent", "rationale") if request.GET.get(name)}


def _link(request: PersonRequest, goal: Goal, old: Link | None) -> HttpResponse:
    form = LinkForm(goal.product, goal.access, request.POST)
    if not form.is_valid():
        return _picker(request, goal, form, old, status=422)
    parent, rationale = form.cleaned_data["parent"], form.cleaned_data["rationale"]
    by: Any = request.user
    try:
        if old is None:
            goal.link(parent, rationale, by=by, version=version_in(request))
        else:
            goal.move_parent(old.parent, parent, rationale, by=by, version=version_in(request))
    except Refused as error:
        form.add_error("parent" if error.field == "parent" else None, error.message)
        return _picker(request, goal, form, old, status=422)
    except Stale:
        goal = goal_or_404(request.user, goal.key)
        form.add_error(None, quicker(goal))
        return _picker(request, goal, form, old, status=409)
    text = f"{goal.key} serves {parent.key}." if old is None else f"Moved from {old.parent.key} to {parent.key}."
    return _parents(request, goal, text)


def _picker(
    request: PersonRequest, goal: Goal, form: forms.Form, old: Link | None = None, status: int = 200
) -> HttpResponse:
    words = request.GET.get("q", "") or request.POST.get("q", "")
    chosen = form.data.get("parent") or form.initial.get("parent") or ""
    context = {
        "goal": goal,
        "product": goal.product,
        "may": goal.access,
        "nav": "chain",
        "form": form,
        "old": old,
        "version": version_kept(request, goal.version, status),
        "action": f"/g/{goal.key}/parents/{old.parent.key}/move/" if old else f"/g/{goal.key}/parents/",
        "offers": offer_parents(goal, words),
        "q": words,
        "chosen": chosen,
    }
    if request.htmx.target == "parent-offers" and "q" in request.GET:
        return render(request, "goals/_offers.html", context, status=status)
    if old is not None:
        context["impact"] = impact_of(goal)
    template = "goals/_link.html" if request.htmx else "goals/parents.html"
    if request.htmx.target == MAP:
        template = "goals/_map_link.html"
    return render(request, template, context, status=status)


def _parents(request: PersonRequest, goal: Goal, text: str) -> HttpResponse:
    html = ""
    if request.htmx.target == MAP:
        return saved(request, goal, text)
    if request.htmx:
        html = render_to_string(PARENTS, goal_context(goal), request=request)
    response = saved(request, goal, text, html)
    return retarget(reswap(response, "outerHTML"), "#parents") if html else response


@require_POST
def removal(request: PersonRequest, key: str, parent_key: str) -> HttpResponse:
    """Unlink from this parent; from the only one when the person is sure."""
    goal = _editable(request, key)
    version, sure = version_in(request), is_sure(request)
    if sure and _is_no_parent(goal, parent_key):
        return saved(request, goal, f"{goal.key} serves {parent_key} no longer already.", undoable=False)
    link = _linked(goal, parent_key)
    if not sure and not goal.needs_a_parent and _is_only(link):
        return ask(request, goal, _unlinking(link), version)
    try:
        goal.unlink(link.parent, by=request.user, version=version)
    except (Refused, Stale) as error:
        goal = goal_or_404(request.user, key)
        if sure:
            return ask(request, goal, _unlinking(link), goal.version, error)
        return refused(request, goal, PARENTS, error, "parents_error")
    text = f"{goal.key} no longer serves {parent_key}."
    # The dialog goes; the page around it asks for its regions again.
    return saved(request, goal, text) if sure else _parents(request, goal, text)


def _is_no_parent(goal: Goal, key: str) -> bool:
    """Whether this is a goal of the product that `goal` does not serve: somebody was quicker to say yes. One query."""
    product, number = split_key(key) or ("", 0)
    others = Goal.objects.filter(product=goal.product, number=number).exclude(down_links__child=goal)
    return product == goal.product.key and others.exists()


def _is_only(link: Link) -> bool:
    """Whether it is the only one that leads up from its goal in the chain. One query."""
    live = Link.objects.filter(child_id=link.child_id, child__archived_at=None, parent__archived_at=None)
    return list(live.values_list("pk", flat=True)[:2]) == [link.pk]


def _unlinking(link: Link) -> Question:
    child, parent = link.child.key, link.parent.key
    alone = f"{child} serves {parent} alone: nothing would lead from it up to the vision any more."
    return Question(
        f"Unlink {child} from {parent}",
        "unlink",
        f"/g/{child}/parents/{parent}/removal/",
        f"unlink-{parent}",
        before=alone if _is_only(link) else "",
        after="What hangs on it stays linked to it. You can undo this, or link it to another parent at any time.",
    )


@require_http_methods(["GET", "HEAD", "POST"])
def rationale(request: PersonRequest, key: str, parent_key: str) -> HttpResponse:
    """GET: the editor of the reason, or with `?field=` the reason as shown. POST: save it."""
    goal = _editable(request, key)
    link = _linked(goal, parent_key)
    if "field" in request.GET and request.htmx:
        return HttpResponse(inline(parent_row(goal, link.parent, link.rationale)))
    form = forms.Form(request.POST if request.method == "POST" else None, initial={"rationale": link.rationale})
    form.fields["rationale"] = ReasonField()
    if request.method != "POST":
        return _reason(request, goal, link, form)
    if not form.is_valid():
        return _reason(request, goal, link, form, 422)
    words = form.cleaned_data["rationale"]
    try:
        changed = goal.explain(link.parent, words, by=request.user, version=version_in(request))
    except Refused as error:
        form.add_error("rationale", error.message)
        return _reason(request, goal, link, form, 422)
    except Stale:
        goal = goal_or_404(request.user, key)
        link = _linked(goal, parent_key)
        clash = {"by": quicker(goal).partition(" changed ")[0], "theirs": link.rationale, "yours": words}
        return _reason(request, goal, link, form, 409, clash=clash)
    row = parent_row(goal, link.parent, words)
    html = inline(row) if request.htmx else ""
    return saved(request, goal, "Reason saved." if changed else "Nothing changed.", html, undoable=changed)


def _reason(
    request: PersonRequest, goal: Goal, link: Link, form: forms.Form, status: int = 200, **more: Any
) -> HttpResponse:
    context = {
        **parent_row(goal, link.parent, link.rationale),
        "goal": goal,
        "product": goal.product,
        "may": goal.access,
        "nav": "chain",
        "form": form,
        "field": form["rationale"],
        "version": version_kept(request, goal.version, status),
        "display_url": f"/g/{goal.key}/parents/{link.parent.key}/?field=rationale"
        if request.htmx
        else f"/g/{goal.key}/",  # type: ignore[attr-defined]
        **more,
    }
    template = "parts/_inline_edit.html" if request.htmx else "goals/edit.html"
    return render(request, template, context, status=status)
