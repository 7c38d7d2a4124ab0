"""The list, quick add, pasted lines, and undo."""

from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_http_methods, require_POST

from goalchain.accounts.http import PersonRequest
from goalchain.lib.answers import page_tag, tagged, unchanged
from goalchain.products.access import EDIT_BACKLOG
from goalchain.products.errors import Refused, Stale
from goalchain.products.fetch import membership_or_404
from goalchain.products.forms import add_refusal
from goalchain.products.models import Membership
from goalchain.products.pages import product_context

from ...models import BacklogItem
from ..fetch import refining
from ..forms import LinesForm, NewItemForm, served
from ..order import END, TOP
from ..page import new_item_form
from ..reads import Filters, goals_offered
from ..undo import event_of, find_event, undo
from .responses import backlog_page, refused, saved


@require_http_methods(["GET", "HEAD", "POST"])
def backlog(request: PersonRequest, key: str) -> HttpResponse:
    """GET: a window of the backlog. POST: add an item, at the end or at the top."""
    mine = membership_or_404(request.user, key)
    filters = Filters.asked(request.GET)
    if request.method == "POST":
        mine.access.require(EDIT_BACKLOG)
        return _add(request, mine, filters)
    tag = page_tag(request, mine.product.revision, mine.role, mine.product.today())
    return unchanged(request, tag) or tagged(backlog_page(request, mine, filters), tag)


def _add(request: PersonRequest, mine: Membership, filters: Filters) -> HttpResponse:
    form = NewItemForm(lambda: goals_offered(mine.product), request.POST)
    at_top = request.POST.get("place") == "top"
    if form.is_valid():
        words = form.cleaned_data
        try:
            values = served(mine.product, words["goal"])
            place = TOP if at_top else END
            item = BacklogItem.add(mine.product, words["title"], place=place, by=request.user, **values)
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            fresh = Filters(goal=words["goal"])
            html = _form(request, mine, new_item_form(goals_offered(mine.product), fresh)) if request.htmx else ""
            text = "Added at the top." if at_top else "Added at the end."
            return saved(request, mine, text, html, event=event_of(item.latest_change), item=item)
    if request.htmx:
        return HttpResponse(_form(request, mine, form), status=422)
    return backlog_page(request, mine, filters, form=form, status=422)


def _form(request: PersonRequest, mine: Membership, form: NewItemForm) -> str:
    context = {"product": mine.product, "form": form}
    return render_to_string("sprints/_backlog_add.html", context, request=request)


@require_http_methods(["GET", "HEAD", "POST"])
def lines(request: PersonRequest, key: str) -> HttpResponse:
    """GET: the form. POST: what would be added; with `confirmed`, add it, all lines or none."""
    mine = refining(request.user, key)
    form = LinesForm(lambda: goals_offered(mine.product), request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return _lines(request, mine, form)
    if not form.is_valid():
        return _lines(request, mine, form, 422)
    try:
        values = served(mine.product, form.cleaned_data["goal"])
        if "confirmed" not in request.POST:
            return _lines(request, mine, form, titles=form.titles, **values)
        done = BacklogItem.add_all(mine.product, form.titles, by=request.user, **values)
    except Refused as refusal:
        add_refusal(form, refusal)
        return _lines(request, mine, form, 422)
    count = len(form.titles)
    text = f"{count} items added at the end." if count > 1 else "1 item added at the end."
    return saved(request, mine, text, event=event_of(done))


def _lines(
    request: PersonRequest, mine: Membership, form: LinesForm, status: int = 200, **more: object
) -> HttpResponse:
    context = product_context(mine.product, mine.access, "backlog", form=form, **more)
    return render(request, "sprints/backlog_lines.html", context, status=status)


@require_POST
def take_back(request: PersonRequest, key: str) -> HttpResponse:
    """Undo the change of the event that the form names, if nothing came after it."""
    mine = refining(request.user, key)
    event = find_event(mine.product, request.POST.get("event", ""))
    try:
        if event is None:
            raise Refused("There is nothing to undo.")
        undo(event, mine.product, by=request.user)
    except (Refused, Stale) as error:
        return refused(request, mine, str(error))
    return saved(request, mine, "Undone.")
