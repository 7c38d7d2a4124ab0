"""What the chain map tells of a goal while one looks at its card: apps above this one add what they know."""

from collections.abc import Callable, Iterable

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from goalchain.accounts.http import PersonRequest

from ..fetch import goal_or_404
from ..models import Goal

_tellers: list[Callable[[Goal], Iterable[str]]] = []


def preview_with(tell: Callable[[Goal], Iterable[str]]) -> None:
    """Show what this tells of a goal, in words, in each preview."""
    if tell not in _tellers:
        _tellers.append(tell)


@require_safe
def preview(request: PersonRequest, key: str) -> HttpResponse:
    """A goal in short: wording, state, days, owner, and its metrics in words. Whoever comes without htmx is led to the
    goal: there is no page here."""
    goal = goal_or_404(request.user, key)
    if not request.htmx:
        return redirect(goal)
    told = [words for tell in _tellers for words in tell(goal)]
    return render(request, "goals/_preview.html", {"goal": goal, "told": told})
