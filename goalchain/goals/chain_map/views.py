"""The chain map as files: the goals that an address shows, as a drawing or as Mermaid."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from goalchain.accounts.http import PersonRequest
from goalchain.products.fetch import membership_or_404
from goalchain.products.models import Membership

from ..columns import ChainView, chain_columns
from .asked import Asked
from .drawing import svg_of
from .mermaid import mermaid_of


def _shown(request: PersonRequest, key: str) -> tuple[Membership, ChainView]:
    member = membership_or_404(request.user, key)
    return member, chain_columns(member.product, member.access, Asked.of(request.GET, key))


@require_safe
def svg(request: PersonRequest, key: str) -> HttpResponse:
    """What the chain page shows at the same address, as an SVG drawing."""
    member, view = _shown(request, key)
    return _file(svg_of(view, key, member.product.name), "image/svg+xml", f"{key}-map.svg")


@require_safe
def mermaid(request: PersonRequest, key: str) -> HttpResponse:
    """What the chain page shows at the same address, as a Mermaid flowchart."""
    _, view = _shown(request, key)
    return _file(mermaid_of(view, key), "text/plain; charset=utf-8", f"{key}-map.mmd")


def _file(text: str, kind: str, name: str) -> HttpResponse:
    answer = HttpResponse(text, content_type=kind)
    answer["Content-Disposition"] = f'inline; filename="{name}"'
    answer["Cache-Control"] = "private, no-cache"
    return answer
