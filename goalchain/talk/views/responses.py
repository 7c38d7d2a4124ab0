"""How the views of feedback answer: its row with a notice for htmx, the inbox otherwise."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django_htmx.http import reswap, retarget

from goalchain.accounts.http import PersonRequest
from goalchain.lib.answers import version_kept
from goalchain.products.errors import Refused, Stale
from goalchain.products.models import Membership
from goalchain.products.pages import product_context

from ..fetch import feedback_or_404
from ..inbox import rows_of
from ..models import Feedback
from ..reads import state_of
from ..undo import event_of

QUICKER = "Somebody changed this while you were reading it. Look at it and choose again."


def row(request: PersonRequest, mine: Membership, feedback: Feedback, **more: Any) -> str:
    """The feedback as the inbox shows it. One query."""
    (told,) = rows_of(mine, [feedback])
    context = {"product": mine.product, "may": mine.access, **told, **more}
    return render_to_string("talk/_feedback.html", context, request=request)


def saved(
    request: PersonRequest, mine: Membership, feedback: Feedback, text: str, *, undoable: bool = True
) -> HttpResponse:
    """After a change: the row with a notice that offers undo for htmx, else the inbox with the notice."""
    event = event_of(feedback) if undoable else None
    address = reverse("feedback_undo", args=[mine.product.key, feedback.pk])
    if not request.htmx:
        messages.success(request, text, extra_tags=f"{address} {event.pk}" if event else "")
        return redirect(reverse("feedback", args=[mine.product.key]) + _tab_of(feedback))
    words: dict[str, Any] = {"text": text, **({"undo_url": address, "undo_event": event.pk} if event else {})}
    toast = render_to_string("parts/_toast_oob.html", words, request=request)
    is_from_notice = not (request.htmx.target or "").startswith("feedback-")
    response = HttpResponse(toast if is_from_notice else format_html("{}{}", row(request, mine, feedback), toast))
    response["HX-Trigger"] = "goal-changed"
    if is_from_notice:
        # The row may stand in another tab by now; what is on the page refreshes itself.
        return response
    return retarget(reswap(response, "outerHTML"), f"#feedback-{feedback.pk}")


def _tab_of(feedback: Feedback) -> str:
    """Where in the inbox the feedback stands now. One query."""
    show = state_of(feedback, is_linked=feedback.evidence.exists())
    return f"?show={show}#feedback-{feedback.pk}"


def refused(request: PersonRequest, mine: Membership, pk: int, error: Refused | Stale) -> HttpResponse:
    """A verb said no: the row as it stands now with the reason, 422, or 409 when somebody was quicker."""
    is_stale = isinstance(error, Stale)
    text = QUICKER if is_stale else str(error)
    feedback, status = feedback_or_404(mine.product, pk), 409 if is_stale else 422
    if request.htmx:
        response = HttpResponse(row(request, mine, feedback, row_error=text), status=status)
        return retarget(reswap(response, "outerHTML"), f"#feedback-{pk}")
    return one(request, mine, feedback, status=status, row_error=text)


def one(
    request: PersonRequest, mine: Membership, feedback: Feedback, *, status: int = 200, **more: Any
) -> HttpResponse:
    """A page of this feedback alone, with a form or a reason."""
    (told,) = rows_of(mine, [feedback])
    context = product_context(mine.product, mine.access, "feedback", **told, **more)
    return render(request, "talk/one.html", context, status=status)


def in_place(
    request: PersonRequest, mine: Membership, feedback: Feedback, *, status: int = 200, **more: Any
) -> HttpResponse:
    """The row with a form open in it, or a page of its own."""
    more["version"] = version_kept(request, feedback.version, status)
    if not request.htmx:
        return one(request, mine, feedback, status=status, **more)
    return HttpResponse(row(request, mine, feedback, **more), status=status)
