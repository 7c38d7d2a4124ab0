"""The chain page, its outline, and the question whether anything changed."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe
from django_htmx.http import push_url

from goalchain.accounts.http import PersonRequest
from goalchain.lib.answers import page_tag, tagged, unchanged
from goalchain.products.fetch import membership_or_404
from goalchain.products.looks import Look
from goalchain.products.models import Membership
from goalchain.products.pages import product_context

from .. import levels
from ..chain_map.asked import Asked
from ..chain_map.page import map_context
from ..columns import archived_goals, chain_columns, more_of_level
from ..history.page import past_asked, past_context
from ..history.past_chain import past_columns
from ..outline import outline_rows


@require_safe
def chain(request: PersonRequest, key: str) -> HttpResponse:
    """The levels side by side with their links; with `?goal=BIKE-7`, that goal's line lit and told as a sentence.

    With `?as_of=2026-10-01T12:00`, all of that as it stood then.
    """
    member = membership_or_404(request.user, key)
    look = Look.take(member)
    tag = page_tag(request, member.product.revision, member.role, member.product.today(), look.before_revision)
    if answer := unchanged(request, tag):
        return answer
    asked = Asked.of(request.GET, key)
    if asked.as_of:
        return tagged(_past(request, member, asked), tag)
    view = chain_columns(member.product, member.access, asked)
    context = product_context(member.product, member.access, "chain", look=look, **map_context(view, key))
    sentence_only = request.htmx and request.htmx.target == "line"
    template = "goals/_line.html" if sentence_only else "goals/chain.html"
    answer = tagged(render(request, template, context), tag)
    # The form of the filters sends every one of them; the address keeps those that are set.
    return (
        push_url(answer, f"{request.path}{asked.query()}".rstrip("?"))
        if request.htmx.target == "chain-page"
        else answer
    )


def _past(request: PersonRequest, member: Membership, asked: Asked) -> HttpResponse:
    """The chain as it stood at `?as_of=`, to be read only. Two queries."""
    past = past_asked(request, member.product, member.access)
    if isinstance(past, HttpResponse):
        return past
    view = past_columns(past, asked)
    context = past_context(past, member.access, "chain", **map_context(view, member.product.key))
    sentence_only = request.htmx and request.htmx.target == "line"
    return render(request, "goals/_past_line.html" if sentence_only else "goals/past_chain.html", context)


@require_safe
def level_page(request: PersonRequest, key: str, level_rank: int) -> HttpResponse:
    """All goals of one level, a page at a time: where a column of the chain goes on."""
    member = membership_or_404(request.user, key)
    if level_rank not in levels.RANKS:
        raise Http404(f"There is no level {level_rank}. The levels are 1 (vision) to 5 (sprint goals).")
    page = more_of_level(member.product, member.access, level_rank, request.GET.get("page"))
    context = product_context(
        member.product, member.access, "chain", page=page, levels=levels.at_rank(level_rank), rank=level_rank
    )
    return render(request, "goals/level.html", context)


@require_safe
def archived(request: PersonRequest, key: str) -> HttpResponse:
    """The goals that were taken out of the chain, where each can be opened and restored."""
    member = membership_or_404(request.user, key)
    page = archived_goals(member.product, member.access, request.GET.get("page"))
    return render(request, "goals/archived.html", product_context(member.product, member.access, "outline", page=page))


@require_safe
def outline(request: PersonRequest, key: str) -> HttpResponse:
    """The whole chain as a list, for reading, printing and finding on the page."""
    member = membership_or_404(request.user, key)
    tag = page_tag(request, member.product.revision, member.role, member.product.today())
    if answer := unchanged(request, tag):
        return answer
    context = product_context(
        member.product, member.access, "outline", sections=outline_rows(member.product, member.access)
    )
    return tagged(render(request, "goals/outline.html", context), tag)


@require_safe
def changes(request: PersonRequest, key: str) -> HttpResponse:
    """204 while the product is as it was at revision `since`; else the next question, and the word that it changed.

    Whoever comes without htmx is led to the chain: there is no page here.
    """
    member = membership_or_404(request.user, key)
    since = request.GET.get("since", "")
    if since == str(member.product.revision):
        return HttpResponse(status=204)
    if not request.htmx:
        return redirect(member.product)
    context = {"product": member.product, "poll_since": member.product.revision}
    response = render(request, "goals/_live.html", context)
    response["HX-Trigger"] = "goal-changed"
    response["Cache-Control"] = "no-store"
    return response
