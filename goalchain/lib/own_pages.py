"""Our own page for what is not found, in development too, where Django would show its list of addresses."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import get_resolver


class OwnNotFound:
    """Answer 404 as production does; settings add it with DEBUG only. Other errors keep Django's own page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Replace the answer to an address that no view has."""
        response = self.get_response(request)
        unknown = response.status_code == 404 and request.resolver_match is None
        return self.process_exception(request, Http404()) or response if unknown else response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Replace the answer to a view that found nothing."""
        if not isinstance(exception, Http404):
            return None
        response: HttpResponse = get_resolver().resolve_error_handler(404)(request, exception)  # type: ignore[call-arg]
        return response
