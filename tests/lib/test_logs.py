"""No log line holds a token that stands in an address."""

import logging
import sys

import pytest

from goalchain.lib.logs import NoTokens, hide_tokens

TOKEN = "abcDEF123_-xyz9876543210"


@pytest.mark.parametrize(
    ("told", "hidden"),
    [
        (f"/s/{TOKEN}/", "/s/…/"),
        (f"GET /s/{TOKEN}/goals/4/feedback/ HTTP/1.1", "GET /s/…/goals/4/feedback/ HTTP/1.1"),
        (f"http://h.example/invitations/{TOKEN}/?a=1", "http://h.example/invitations/…/?a=1"),
        ("/static/css/main.css", "/static/css/main.css"),
    ],
)
def test_tokens_are_hidden_and_the_rest_stays(told, hidden):
    assert hide_tokens(told) == hidden


def record(words, *arguments, error=None):
    return logging.LogRecord("django.request", logging.WARNING, __file__, 1, words, arguments, error)


@pytest.mark.parametrize(
    ("words", "argument"),
    [("Gone: %s", f"/s/{TOKEN}/"), ("Gone: /s/%s/", TOKEN), ("Gone: %(path)s", {"path": f"/s/{TOKEN}/"})],
)
def test_a_record_is_told_without_its_token(words, argument):
    told = record(words, argument)
    assert NoTokens().filter(told)
    assert told.getMessage() == "Gone: /s/…/"


def test_what_has_no_token_is_told_as_it_is():
    told = record("%s: 100 %% of %d", "/p/BIKE/", 3)
    assert NoTokens().filter(told)
    assert told.args == ("/p/BIKE/", 3) and told.getMessage() == "/p/BIKE/: 100 % of 3"


def test_what_went_wrong_is_told_without_a_token():
    try:
        raise ValueError(f"/s/{TOKEN}/ is odd")
    except ValueError:
        told = record("Server error", error=sys.exc_info())
    assert NoTokens().filter(told)
    line = logging.Formatter().format(told)
    assert "ValueError: /s/…/ is odd" in line and TOKEN not in line
