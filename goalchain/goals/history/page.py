"""How a page answers when an address asks for its past."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from goalchain.accounts.http import PersonRequest
from goalchain.products.access import Access
from goalchain.products.models import Product
from goalchain.products.pages import product_context

from .moments import moment_of
from .past import Past, past_of


def past_asked(request: PersonRequest, product: Product, access: Access) -> Past | HttpResponse:
    """The past that `?as_of=` asks for; for what is no moment, a page that says so and offers to choose one (422).

    Two queries.
    """
    try:
        moment = moment_of(product, request.GET["as_of"])
    except ValueError as error:
        context = product_context(product, access, "chain", words=str(error), now_path=request.path)
        return render(request, "goals/no_moment.html", context, status=422)
    return past_of(product, access, moment)


def past_context(past: Past, access: Access, nav: str, **more: Any) -> dict[str, Any]:
    """The context of a page of the past."""
    return product_context(past.product, access, nav, past=past, moment=past.moment, **more)
