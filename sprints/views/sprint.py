"""The page of a sprint, and the same for a screen on the wall."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from goalchain.accounts.http import PersonRequest
from goalchain.lib.answers import page_tag, tagged, unchanged

from ..page import sprint_context
from ..reads import sprint_for


@require_safe
def sprint(request: PersonRequest, key: str, sprint_id: int) -> HttpResponse:
    """The sprint with its goal and the line above it; with `?mode=wall`, in large type and without controls.

    Seven queries, with session and person; eight for who takes part in planning.
    """
    mine, found, former, following = sprint_for(request.user, key, sprint_id)
    tag = page_tag(request, mine.product.revision, mine.role, mine.product.today())
    if answer := unchanged(request, tag):
        return answer
    is_wall = request.GET.get("mode") == "wall"
    context = sprint_context(mine, found, former=former, following=following)
    return tagged(render(request, "sprints/wall.html" if is_wall else "sprints/sprint.html", context), tag)
