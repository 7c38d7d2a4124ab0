"""Numbers as people write them, and as they are written back."""

from decimal import Decimal

import pytest

from goalchain.metrics.numbers import NotANumber, bare, checked_number, in_words, read_number


@pytest.mark.parametrize(
    ("text", "unit", "number"),
    [
        ("41.5", "%", "41.5"),
        ("41,5", "%", "41.5"),
        ("41%", "%", "41"),
        (" 41,5 % ", "%", "41.5"),
        ("12 min", "min", "12"),
        ("12 MIN", "min", "12"),
        ("€12.50", "€", "12.5"),
        ("12,50 €", "€", "12.5"),
        ("-3", "%", "-3"),
        ("−3,5", "%", "-3.5"),
        ("+7", "%", "7"),
        ("1,234.5", "€", "1234.5"),
        ("1.234,5", "€", "1234.5"),
        ("1.234.567", "€", "1234567"),
        ("1,234,567", "€", "1234567"),
        ("1 234,5", "€", "1234.5"),
        ("12\u202f400", "€", "12400"),
        ("12’400.5", "€", "12400.5"),
        ("1.234", "€", "1.234"),
        ("0,234", "€", "0.234"),
        ("1234,567", "€", "1234.567"),
        (".5", "%", "0.5"),
        (",5", "%", "0.5"),
        ("007", "%", "7"),
        ("-0", "%", "0"),
        ("0.000001", "%", "0.000001"),
        ("99999999999999", "€", "99999999999999"),
    ],
)
def test_what_is_understood(text, unit, number):
    assert read_number(text, unit) == Decimal(number)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("1,234", "could be 1234 or 1.234"),
        ("-12,345", "could be 12345 or 12.345"),
        ("1,23,4", "is not clear"),
        ("1.2.3", "is not clear"),
        ("1,2.3,4", "is not clear"),
        ("", "is no number"),
        ("-", "is no number"),
        ("--3", "is no number"),
        ("five", "is no number"),
        ("41 min", "is no number"),
        ("1e3", "is no number"),
        ("NaN", "is no number"),
        ("Infinity", "is no number"),
        ("٤١", "is no number"),
        ("4 1", "is no number"),
        ("<b>4</b>", "is no number"),
        ("1" + "0" * 30, "is too large"),
        ("100000000000000", "is too large"),
        ("0.1234567", "more than 6 decimals"),
        ("12345678901.12345", "more than 15 digits"),
    ],
)
def test_what_is_asked_about(text, words):
    with pytest.raises(NotANumber, match=words):
        read_number(text, "%")


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e30", "1e-7"])
def test_numbers_of_programs_are_checked_too(number):
    with pytest.raises(NotANumber):
        checked_number(Decimal(number))


@pytest.mark.parametrize("text", ["41.5", "0.000001", "-3", "123456789.123456", "99999999999999", "0"])
def test_it_is_written_back_as_it_is_read(text):
    assert bare(read_number(text)) == text
    assert read_number(in_words(Decimal(text), "%"), "%") == Decimal(text)


@pytest.mark.parametrize(
    ("number", "unit", "words"),
    [
        ("41.500000", "%", "41.5%"),
        ("12400", "€", "€12\u202f400"),
        ("-3", "$", "−$3"),
        ("3", "calls", "3\u00a0calls"),
        ("1234", "", "1234"),
        ("1E+3", "", "1000"),
    ],
)
def test_how_people_read_it(number, unit, words):
    assert in_words(Decimal(number), unit) == words
