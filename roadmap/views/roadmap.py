"""The roadmap: one page, three views on the same goals."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from goalchain.accounts.http import PersonRequest
from goalchain.accounts.models import User
from goalchain.goals.history.page import past_asked, past_context
from goalchain.lib.answers import page_tag, tagged, unchanged
from goalchain.products.fetch import membership_or_404
from goalchain.products.models import Membership

from ..filters import wanted
from ..page import roadmap_context
from ..past import past_boards


@require_safe
def roadmap(request: PersonRequest, key: str) -> HttpResponse:
    """The product goals as GO grid, timeline or Now / Next / Later; view, groups and filters are in the address.

    With `?as_of=2026-10-01T12:00`, as it stood then, in its simplest view.
    `?mode=present` and `?mode=wall` fill the screen: large type, no controls; the page follows other people's changes.
    """
    mine = membership_or_404(request.user, key)
    tag = page_tag(request, mine.product.revision, mine.role, mine.product.today())
    if answer := unchanged(request, tag):
        return answer
    if request.GET.get("as_of"):
        return tagged(_past(request, mine), tag)
    asked = wanted(key, request.GET)
    template = "roadmap/screen.html" if asked.mode else "roadmap/roadmap.html"
    response = render(request, template, roadmap_context(mine, asked, request))
    if request.htmx and request.htmx.trigger == "roadmap-filters":
        response["HX-Push-Url"] = asked.url
    return tagged(response, tag)


def _past(request: PersonRequest, mine: Membership) -> HttpResponse:
    """The roadmap as it stood at `?as_of=`, to be read only. Three queries at most."""
    past = past_asked(request, mine.product, mine.access)
    if isinstance(past, HttpResponse):
        return past
    people = {goal["owner_id"] for goal in past.goals.values() if goal["owner_id"]}
    owners = {person.pk: str(person) for person in User.objects.filter(pk__in=people)}
    context = past_context(past, mine.access, "roadmap", boards=past_boards(past, owners))
    return render(request, "roadmap/past.html", context)
