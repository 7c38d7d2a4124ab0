"""In development, too, what is not found has our own page."""

import pytest
from django.http import Http404, HttpResponse, HttpResponseNotFound
from django.test import RequestFactory

from goalchain.lib.own_pages import OwnNotFound


def answer(response: HttpResponse, resolver_match: object) -> HttpResponse:
    """What the middleware makes of a response."""
    request = RequestFactory().get("/nowhere/")
    request.resolver_match = resolver_match
    return OwnNotFound(lambda request: response)(request)


def test_an_unknown_address_has_our_page():
    page = answer(HttpResponseNotFound("Django's list of addresses"), None)

    assert page.status_code == 404
    assert b"Nothing to see here" in page.content


@pytest.mark.parametrize("response", [HttpResponse("a page"), HttpResponse("gone", status=410)])
def test_other_answers_stay(response):
    assert answer(response, None) is response


def test_a_view_that_answers_404_itself_stays():
    response = HttpResponseNotFound("in the view's own words")

    assert answer(response, object()) is response


def test_a_view_that_finds_nothing_has_our_page():
    middleware = OwnNotFound(lambda request: HttpResponse())
    request = RequestFactory().get("/g/BIKE-700/")

    page = middleware.process_exception(request, Http404("There is no goal BIKE-700."))

    assert page is not None and b"Nothing to see here" in page.content
    assert middleware.process_exception(request, ValueError()) is None
