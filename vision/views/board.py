"""The board's pages: the live vision's, those of former visions, and the wall."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from goalchain.accounts.http import PersonRequest
from goalchain.goals import levels
from goalchain.goals.models import Goal
from goalchain.lib.answers import page_tag, tagged, unchanged
from goalchain.products.errors import Refused
from goalchain.products.fetch import membership_or_404
from goalchain.products.forms import add_refusal

from ..forms import BeginningForm
from ..page import board_context


@require_safe
def board(request: PersonRequest, key: str) -> HttpResponse:
    """The Product Vision Board of the live vision, with the former visions."""
    mine = membership_or_404(request.user, key)
    tag = page_tag(request, mine.product.revision, mine.role, mine.product.today())
    if answer := unchanged(request, tag):
        return answer
    context = board_context(mine, form=BeginningForm(auto_id="vision-%s"))
    return tagged(render(request, "vision/board.html", context), tag)


@require_safe
def former(request: PersonRequest, key: str, number: int) -> HttpResponse:
    """The board of a former vision, as it was when the vision was replaced."""
    mine = membership_or_404(request.user, key)
    tag = page_tag(request, mine.product.revision, mine.role, mine.product.today())
    if answer := unchanged(request, tag):
        return answer
    found = Goal.objects.filter(product=mine.product, level=levels.VISION, number=number).live().first()
    if found is None:
        raise Http404(f"There is no vision {key}-{number}.")
    found.product = mine.product
    if found.state != "closed":
        return redirect("vision", key)
    return tagged(render(request, "vision/board.html", board_context(mine, found)), tag)


@require_safe
def wall(request: PersonRequest, key: str) -> HttpResponse:
    """The board in large type, for a screen on the wall: no controls, and it refreshes itself."""
    mine = membership_or_404(request.user, key)
    return render(request, "vision/wall.html", board_context(mine))


@require_POST
def beginning(request: PersonRequest, key: str) -> HttpResponse:
    """Write the first vision, on an empty board."""
    mine = membership_or_404(request.user, key)
    mine.access.require_edit(levels.VISION)
    form = BeginningForm(request.POST, auto_id="vision-%s")
    if form.is_valid():
        try:
            Goal.create(
                mine.product, "vision", by=request.user, title=form.cleaned_data["title"], owner_id=request.user.pk
            )
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            return redirect("vision", key)
    return render(request, "vision/board.html", board_context(mine, form=form), status=422)
