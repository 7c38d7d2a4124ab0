"""Writing: a review that was held, its correction, its removal, the rhythm, and taking back."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.views.decorators.http import require_http_methods, require_POST

from goalchain.accounts.http import PersonRequest
from goalchain.goals.models import Event
from goalchain.lib.text import ago
from goalchain.products.access import EDIT
from goalchain.products.errors import Refused, Stale
from goalchain.products.fetch import membership_or_404
from goalchain.products.forms import add_refusal
from goalchain.products.models import Membership
from goalchain.products.pages import product_context

from ..due import standings
from ..fetch import editable, kind_or_404, review_or_404
from ..forms import ReviewForm, RhythmForm, as_typed
from ..kinds import Kind
from ..page import list_context, next_context, review_context
from ..review import Review
from ..rhythm import ReviewRhythm
from ..undo import event_of, find_event, undo


def read_version(request: PersonRequest) -> int:
    """The version that the form shows; for a form without one a version that nothing has."""
    version = request.POST.get("read", "")
    return int(version) if version.isascii() and version.isdigit() and len(version) < 10 else 10**9


@require_http_methods(["GET", "HEAD", "POST"])
def next_review(request: PersonRequest, key: str, kind: str) -> HttpResponse:
    """GET: what changed since the last review of a kind, and the form of the next one. POST: write it down."""
    mine = editable(request.user, key) if request.method == "POST" else membership_or_404(request.user, key)
    asked = kind_or_404(kind)
    if request.method != "POST":
        initial = {"held_on": mine.product.today(), "members": [request.user.pk]}
        form = ReviewForm(mine.product, initial=initial) if EDIT in mine.access else None
        return render(request, "vision/review_next.html", next_context(mine, asked, form=form))
    form = ReviewForm(mine.product, request.POST)
    if form.is_valid():
        try:
            review = Review.record(mine.product, asked, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            _tell(request, mine, review, "The review is written down.")
            return redirect(review)
    return render(request, "vision/review_next.html", next_context(mine, asked, form=form), status=422)


@require_http_methods(["GET", "HEAD", "POST"])
def correction(request: PersonRequest, key: str, review_id: int) -> HttpResponse:
    """GET: the review as it was written down. POST: correct it, onto the version that was read."""
    mine = editable(request.user, key)
    review = review_or_404(mine.product, review_id)
    if request.method != "POST":
        return _form(request, mine, review, ReviewForm(mine.product, review=review, initial=as_typed(review)))
    form = ReviewForm(mine.product, request.POST, review=review)
    if not form.is_valid():
        return _form(request, mine, review, form, 422)
    try:
        changed = review.correct(by=request.user, version=read_version(request), **form.cleaned_data)
    except Refused as refusal:
        add_refusal(form, refusal)
        return _form(request, mine, review, form, 422)
    except Stale:
        fresh = review_or_404(mine.product, review_id)
        return _form(request, mine, fresh, form, 409, clash=_clash(fresh))
    if changed:
        _tell(request, mine, review, "Corrected.")
    return redirect(review)


def _form(
    request: PersonRequest, mine: Membership, review: Review, form: ReviewForm, status: int = 200, **more: Any
) -> HttpResponse:
    context = product_context(mine.product, mine.access, "reviews", review=review, form=form, **more)
    context["read"] = read_version(request) if status == 422 else review.version
    return render(request, "vision/review_correction.html", context, status=status)


def _clash(review: Review) -> dict[str, Any]:
    """Who changed the review since it was read, and when. One query."""
    events = Event.objects.filter(product=review.product, subject="review", after__id=review.pk)
    event = events.select_related("actor").order_by("-pk").first()
    return {"by": event.actor if event and event.actor else "Somebody", "at": ago(event.at) if event else ""}


@require_POST
def removal(request: PersonRequest, key: str, review_id: int) -> HttpResponse:
    """Take a review out of the list."""
    mine = editable(request.user, key)
    review = review_or_404(mine.product, review_id)
    try:
        review.remove(by=request.user, version=read_version(request))
    except (Refused, Stale) as error:
        return _refused(request, mine, review_id, error)
    _tell(request, mine, review, f"The {review.get_kind_display().lower()} is removed.")
    return redirect("reviews", key)


@require_POST
def restoration(request: PersonRequest, key: str, review_id: int) -> HttpResponse:
    """Put a removed review back."""
    mine = editable(request.user, key)
    review = review_or_404(mine.product, review_id)
    try:
        review.put_back(by=request.user, version=read_version(request))
    except (Refused, Stale) as error:
        return _refused(request, mine, review_id, error)
    _tell(request, mine, review, "The review is back.")
    return redirect(review)


def _refused(request: PersonRequest, mine: Membership, review_id: int, error: Refused | Stale) -> HttpResponse:
    """A verb said no: the review's page as it stands now, with the reason."""
    fresh = review_or_404(mine.product, review_id)
    if isinstance(error, Refused):
        context = review_context(mine, fresh, refusal=error.message)
        return render(request, "vision/review.html", context, status=422)
    text = f"{_clash(fresh)['by']} changed this while you were reading it. This is how it stands now."
    return render(request, "vision/review.html", review_context(mine, fresh, refusal=text), status=409)


@require_POST
def rhythm(request: PersonRequest, key: str, kind: str) -> HttpResponse:
    """Set every how many weeks reviews of a kind are held, onto the version that was read."""
    mine = editable(request.user, key)
    asked = kind_or_404(kind)
    form = RhythmForm(request.POST)
    if not form.is_valid():
        return _not_settled(request, mine, asked, " ".join(map(str, form.errors["weeks"])))
    try:
        settled, changed = ReviewRhythm.settle(
            mine.product, asked, form.cleaned_data["weeks"], by=request.user, version=read_version(request)
        )
    except Refused as refusal:
        return _not_settled(request, mine, asked, refusal.message)
    except Stale:
        text = "Somebody changed the rhythm while you were reading it. This is how it stands now; save again."
        return _not_settled(request, mine, asked, text, 409)
    text = f"{asked.label}: the rhythm is saved."
    event = event_of(settled) if settled and changed else None
    undo_words = {"undo_url": f"/p/{key}/reviews/undo/", "undo_event": event.pk} if event else {}
    if not request.htmx:
        if event:
            messages.success(request, text, extra_tags=f"/p/{key}/reviews/undo/ {event.pk}")
        return redirect("reviews", key)
    html = _standing(request, mine, asked)
    toast = render_to_string("parts/_toast_oob.html", {"text": text, **undo_words}, request=request) if event else ""
    return HttpResponse(format_html("{}{}", html, toast), headers={"HX-Trigger": "goal-changed"} if event else {})


def _standing(request: PersonRequest, mine: Membership, kind: Kind, **more: Any) -> str:
    """How it stands with a kind, with the form of its rhythm. Two queries."""
    found = next(found for found in standings(mine.product, mine.product.today()) if found.kind == kind)
    context = {"product": mine.product, "standing": found, "can_edit": True, **more}
    return render_to_string("vision/_review_standing.html", context, request=request)


def _not_settled(request: PersonRequest, mine: Membership, kind: Kind, text: str, status: int = 422) -> HttpResponse:
    # As other forms do, a refused one keeps the version that it was sent with: see version_kept.
    sent = read_version(request) if status == 422 else None
    typed = request.POST.get("weeks", "")
    more: dict[str, Any] = {"rhythm_error": text, "error_at": kind.value, "typed": typed, "sent": sent}
    if request.htmx:
        return HttpResponse(_standing(request, mine, kind, **more), status=status)
    return render(request, "vision/reviews.html", list_context(mine, **more), status=status)


@require_POST
def take_back(request: PersonRequest, key: str) -> HttpResponse:
    """Undo the event that the form names, if nothing came after it."""
    mine = editable(request.user, key)
    event = find_event(mine.product, request.POST.get("event", ""))
    try:
        if event is None:
            raise Refused("There is nothing to undo.")
        undo(event, mine.product, by=request.user)
    except Refused as refusal:
        if not request.htmx:
            return render(request, "vision/reviews.html", list_context(mine, refusal=refusal.message), status=422)
        words = {"text": refusal.message, "level": "error"}
        return HttpResponse(render_to_string("parts/_toast_oob.html", words, request=request), status=422)
    if not request.htmx:
        messages.success(request, "Undone.")
        return redirect("reviews", key)
    toast = render_to_string("parts/_toast_oob.html", {"text": "Undone."}, request=request)
    return HttpResponse(toast, headers={"HX-Trigger": "goal-changed"})


def _tell(request: PersonRequest, mine: Membership, review: Review, text: str) -> None:
    """Leave a notice for the next page; it offers to take back what the last verb on this instance did."""
    event = event_of(review)
    messages.success(request, text, extra_tags=f"/p/{mine.product.key}/reviews/undo/ {event.pk}" if event else "")
