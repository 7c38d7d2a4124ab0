"""The request as our views get it, for the type checker: somebody is signed in, and htmx is known."""

from typing import TYPE_CHECKING

from django.http import HttpRequest

if TYPE_CHECKING:
    from django_htmx.middleware import HtmxDetails

    from .models import User


class PersonRequest(HttpRequest):
    """A request after the middleware. An anonymous visitor has no product, so the fetchers answer 404 before `user`
    is used as a person."""

    user: "User"  # type: ignore[assignment]
    htmx: "HtmxDetails"
