"""/p/KEY/feedback/: what people said; answered, put aside, restored; the needs that it voices."""

from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from goalchain.accounts.http import PersonRequest
from goalchain.goals.fetch import goal_or_404
from goalchain.lib.answers import page_tag, tagged, unchanged, version_in
from goalchain.products.access import ANSWER_FEEDBACK, EDIT, EDIT_SPRINT_GOAL
from goalchain.products.errors import Refused, Stale
from goalchain.products.pages import product_context

from ..fetch import feedback_or_404, reader_or_404
from ..forms import AnswerForm, AsideForm
from ..inbox import inbox_context, page_asked
from ..models import Feedback
from ..reads import Filters, needs
from ..undo import find_event, undo
from .responses import QUICKER, in_place, one, refused, row, saved

NEEDS_A_PAGE = 50
#: Who may take back what these verbs did to a member's words; all else is for those who put aside and restore.
MAY_UNDO = {
    "answer": ANSWER_FEEDBACK,
    "take_back": ANSWER_FEEDBACK,
    "receive": EDIT_SPRINT_GOAL,
    "revise": EDIT_SPRINT_GOAL,
}


@login_required
@require_safe
def inbox(request: PersonRequest, key: str) -> HttpResponse:
    """The inbox, narrowed by its address; with `?goal=` what concerns one goal. Seven queries at most."""
    mine = reader_or_404(request.user, key)
    tag = page_tag(request, mine.product.revision, mine.role, mine.product.today())
    if answer_ := unchanged(request, tag):
        return answer_
    filters = Filters.asked(request.GET, mine.product)
    context = inbox_context(mine, filters, request.GET.get("page", ""))
    return tagged(render(request, "talk/inbox.html", context), tag)


@login_required
@require_safe
def one_feedback(request: PersonRequest, key: str, feedback_id: int) -> HttpResponse:
    """What one person said, by itself. Five queries."""
    mine = reader_or_404(request.user, key)
    return one(request, mine, feedback_or_404(mine.product, feedback_id))


@login_required
@require_safe
def unserved(request: PersonRequest, key: str) -> HttpResponse:
    """All unserved needs, the most voiced first; of a segment or a source. Five queries."""
    mine = reader_or_404(request.user, key)
    tag = page_tag(request, mine.product.revision, mine.role, mine.product.today())
    if answer_ := unchanged(request, tag):
        return answer_
    filters = Filters.asked(request.GET, mine.product)
    number = page_asked(request.GET.get("page", ""))
    start = (number - 1) * NEEDS_A_PAGE
    voiced, has_more = needs(mine.product, mine.access, NEEDS_A_PAGE, start, filters.voices)
    query = urlencode(filters.voices)
    context = product_context(
        mine.product,
        mine.access,
        "feedback",
        needs=voiced,
        number=number,
        before=f"?{query}&page={number - 1}" if number > 1 else "",
        onward=f"?{query}&page={number + 1}" if has_more else "",
    )
    return tagged(render(request, "talk/needs.html", context), tag)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: PersonRequest, key: str, feedback_id: int) -> HttpResponse:
    """GET: the form, or with `?shown` the row. POST: answer, onto the version that was read."""
    mine = reader_or_404(request.user, key)
    mine.access.require(ANSWER_FEEDBACK)
    found = feedback_or_404(mine.product, feedback_id)
    if request.method != "POST":
        if "shown" in request.GET and request.htmx:
            return HttpResponse(row(request, mine, found))
        return in_place(request, mine, found, answer_form=_answer_form(found, initial={"answer": found.answer}))
    form = _answer_form(found, request.POST)
    if not form.is_valid():
        return in_place(request, mine, found, answer_form=form, status=422)
    try:
        changed = found.reply(form.cleaned_data["answer"], by=request.user, version=version_in(request))
    except Stale:
        fresh = feedback_or_404(mine.product, feedback_id)
        clash = {"theirs": fresh.answer, "yours": form.cleaned_data["answer"]}
        return in_place(request, mine, fresh, answer_form=form, clash=clash, status=409)
    text = ("Answered." if found.answer else "The answer is taken back.") if changed else "Nothing changed."
    return saved(request, mine, found, text, undoable=changed)


def _answer_form(found: Feedback, data: Any = None, initial: dict[str, Any] | None = None) -> AnswerForm:
    return AnswerForm(data, initial=initial, auto_id=f"feedback-{found.pk}-%s")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def aside(request: PersonRequest, key: str, feedback_id: int) -> HttpResponse:
    """GET: the form that asks why, or with `?shown` the row. POST: take it out of the inbox."""
    mine = reader_or_404(request.user, key)
    mine.access.require(EDIT)
    found = feedback_or_404(mine.product, feedback_id)
    form = AsideForm(request.POST if request.method == "POST" else None, auto_id=f"feedback-{found.pk}-%s")
    if request.method != "POST":
        if "shown" in request.GET and request.htmx:
            return HttpResponse(row(request, mine, found))
        return in_place(request, mine, found, aside_form=form)
    if not form.is_valid():
        return in_place(request, mine, found, aside_form=form, status=422)
    try:
        found.put_aside(form.cleaned_data["reason"], by=request.user, version=version_in(request))
    except Refused as refusal:
        return refused(request, mine, feedback_id, refusal)
    except Stale:
        fresh = feedback_or_404(mine.product, feedback_id)
        return in_place(request, mine, fresh, aside_form=form, row_error=QUICKER, status=409)
    return saved(request, mine, found, "Put aside.")


@login_required
@require_POST
def restoration(request: PersonRequest, key: str, feedback_id: int) -> HttpResponse:
    """Bring it back to the inbox."""
    mine = reader_or_404(request.user, key)
    mine.access.require(EDIT)
    found = feedback_or_404(mine.product, feedback_id)
    try:
        found.restore(by=request.user, version=version_in(request))
    except (Refused, Stale) as error:
        return refused(request, mine, feedback_id, error)
    return saved(request, mine, found, "It is back in the inbox.")


@login_required
@require_POST
def take_back(request: PersonRequest, key: str, feedback_id: int) -> HttpResponse:
    """Undo what `event` did, for whoever may do the opposite."""
    mine = reader_or_404(request.user, key)
    found = feedback_or_404(mine.product, feedback_id)
    event = find_event(found, request.POST.get("event", ""))
    try:
        if event is None:
            raise Refused("There is nothing to undo.")
        if event.subject == "evidence":
            goal = goal_or_404(request.user, f"{key}-{event.after['number']}")
            mine.access.require_edit(goal.level)
        else:
            of_visitor = event.verb == "receive" and found.written_by_id is None
            mine.access.require(EDIT if of_visitor else MAY_UNDO.get(event.verb, EDIT))
        undo(event, found, by=request.user)
    except (Refused, Stale) as error:
        if not request.htmx:
            return refused(request, mine, feedback_id, error)
        toast = render_to_string("parts/_toast_oob.html", {"text": str(error), "level": "error"}, request=request)
        return HttpResponse(toast, status=422)
    return saved(request, mine, found, "Undone.", undoable=False)
