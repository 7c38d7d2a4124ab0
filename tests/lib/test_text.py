"""How words of people read inside our sentences."""

import pytest

from goalchain.lib.text import as_reason, lower_first, mid_sentence


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("Customers book online", "customers book online"),
        ("The app earns", "the app earns"),
        ("A rider waits", "a rider waits"),
        ("Bike servicing is simple", "bike servicing is simple"),
        ("Passau comes first", "Passau comes first"),
        ("Kapitäninnen finden Leihräder", "Kapitäninnen finden Leihräder"),
        ("Stripe is integrated", "Stripe is integrated"),
        ("GPS works", "GPS works"),
        ("IT is trusted", "IT is trusted"),
        ("I wait", "I wait"),
        ("", ""),
    ],
)
def test_names_and_nouns_keep_their_capital_inside_a_sentence(typed, read):
    assert mid_sentence(typed) == read


def test_a_reason_loses_its_because_and_its_full_stop():
    assert as_reason("Because the till is slow.") == "the till is slow"
    assert as_reason("Passau is first") == "Passau is first"


def test_our_labels_begin_small():
    assert lower_first("Reason for serving BIKE-4") == "reason for serving BIKE-4"
