"""Is the person sure? Asked, with what hangs on the goal, before it leaves the chain or loses its last parent.

The question is a form that posts to the same address, with `sure`: a dialog for htmx, a page otherwise.
"""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django_htmx.http import reswap, retarget

from goalchain.accounts.http import PersonRequest
from goalchain.products.errors import Refused, Stale
from goalchain.products.pages import product_context

from ..impact.reads import impact_of
from ..models import Goal
from .responses import quicker


@dataclass(frozen=True)
class Question:
    """What is asked about a goal.

    `word` is what happens, for the heading and the button ("Archive BIKE-4"), `icon` the button's, `url` where yes is
    posted, `asked_by` the id of what gets the focus back. `before` is said first; `lone_words` before those that would
    lose their only parent, "" if none would; `after` says how to take it back.
    """

    word: str
    icon: str
    url: str
    asked_by: str
    after: str
    before: str = ""
    lone_words: str = ""


def is_sure(request: PersonRequest) -> bool:
    """Whether the person was asked and said yes."""
    return "sure" in request.POST


def ask(
    request: PersonRequest, goal: Goal, question: Question, version: int, error: Refused | Stale | None = None
) -> HttpResponse:
    """Ask about the goal as it was read. `error` is why a yes was not taken: 409 if the goal was changed meanwhile, and
    the question is asked again; 422 if it cannot be, and there is nothing to ask. One query."""
    status, text, is_refused = 200, "", isinstance(error, Refused)
    if isinstance(error, Stale):
        status, text = 409, quicker(goal)
    elif error is not None:
        status, text = 422, error.message
    words = {"goal": goal, "question": question, "version": version, "error": text, "is_refused": is_refused}
    words["impact"] = None if is_refused else impact_of(goal)
    context = product_context(goal.product, goal.access, "chain", **words)
    if not request.htmx:
        return render(request, "goals/sure.html", context, status=status)
    response = render(request, "goals/_sure_dialog.html", context, status=status)
    return retarget(reswap(response, "innerHTML"), "#asked")
