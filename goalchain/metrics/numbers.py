"""Numbers as people write them, and as we write them back.

"41.5" and "41,5" are the same number; a point or a comma that could be either (“1,234”) is asked about, not guessed.
No query here.
"""

import re
from decimal import ROUND_HALF_UP, Decimal

PLACES = 6
#: Digits before the point: what the columns hold.
WHOLE_DIGITS = 14
#: Digits that count altogether: what every database gives back as it was typed.
SIGNIFICANT = 15

_SPACES = "[ \u00a0\u2009\u202f'’]"
_GROUPED = re.compile(rf"[0-9]{{1,3}}(?:{_SPACES}[0-9]{{3}})+(?:[.,][0-9]+)?\Z")
_DIGITS = re.compile(r"(?:[0-9]+(?:[.,][0-9]+)*|[.,][0-9]+)\Z")
#: Units that stand before the number.
CURRENCIES = ("€", "$", "£", "¥")


class NotANumber(ValueError):
    """The text is no number that can be taken; the message says why, with the text, and what to write."""


def read_number(text: str, unit: str = "") -> Decimal:
    """The number that a person wrote, with or without its unit. Raises NotANumber."""
    shown = text.strip()
    digits = _without_unit(shown, unit.strip())
    negative = digits[:1] in ("-", "−", "–")
    if digits[:1] in ("+", "-", "−", "–"):
        digits = digits[1:].strip()
    if _GROUPED.match(digits):
        digits = re.sub(_SPACES, "", digits)
    if not _DIGITS.match(digits):
        raise NotANumber(_no_number(shown, unit))
    number = Decimal(_pointed(digits, shown))
    return checked_number(-number if negative else number, shown)


def checked_number(number: Decimal, shown: str = "") -> Decimal:
    """The number, if its column holds it exactly. Raises NotANumber; `shown` is what was typed."""
    shown = (shown or str(number))[:40]
    if not number.is_finite():
        raise NotANumber(f"“{shown}” is no number. Write digits, for example 41.5.")
    number = number.normalize()
    if number.adjusted() >= WHOLE_DIGITS:
        raise NotANumber(
            f"“{shown}” is too large: at most {WHOLE_DIGITS} digits stand before the point. Choose a larger unit."
        )
    exponent = number.as_tuple().exponent
    assert isinstance(exponent, int)
    if -exponent > PLACES:
        raise NotANumber(f"“{shown}” has more than {PLACES} decimals. Round it.")
    if len(number.as_tuple().digits) > SIGNIFICANT:
        raise NotANumber(f"“{shown}” has more than {SIGNIFICANT} digits that count. Round it.")
    return number + 0 if number else Decimal(0)


def bare(number: Decimal) -> str:
    """The number as a program writes it: 41.5, without zeros at its end and without an exponent."""
    text = f"{number:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def in_words(number: Decimal, unit: str = "") -> str:
    """The number as people read it, with its unit: 41.5%, €12 400, 3 calls."""
    text = bare(number)
    sign, digits = ("−", text[1:]) if text.startswith("-") else ("", text)
    whole, point, rest = digits.partition(".")
    if len(whole) > 4:
        whole = f"{int(whole):,}".replace(",", "\u202f")
    digits = whole + point + rest
    if unit in CURRENCIES:
        return f"{sign}{unit}{digits}"
    if not unit:
        return sign + digits
    return f"{sign}{digits}{unit}" if unit == "%" else f"{sign}{digits}\u00a0{unit}"


def rounded(number: float, places: int) -> Decimal:
    """A computed number to so many decimals."""
    return Decimal(repr(number)).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def places_of(number: Decimal) -> int:
    """How many decimals the number has."""
    return len(bare(number).partition(".")[2])


def _without_unit(text: str, unit: str) -> str:
    """The text without its unit, before or behind the number, in any case."""
    if unit and text.lower().endswith(unit.lower()):
        return text[: -len(unit)].strip()
    if unit and text.lower().startswith(unit.lower()):
        return text[len(unit) :].strip()
    return text


def _pointed(digits: str, shown: str) -> str:
    """Digits with one decimal point at most, from those with points and commas. Raises NotANumber."""
    points, commas = digits.count("."), digits.count(",")
    if points and commas:
        decimal = max(".,", key=digits.rfind)
        grouping = "," if decimal == "." else "."
        if digits.count(decimal) == 1 and _groups(digits.partition(decimal)[0], grouping):
            return digits.replace(grouping, "").replace(decimal, ".")
        raise NotANumber(_unclear(shown))
    if points > 1 or commas > 1:
        grouping = "." if points else ","
        if not _groups(digits, grouping):
            raise NotANumber(_unclear(shown))
        return digits.replace(grouping, "")
    if commas and re.match(r"[1-9][0-9]{0,2},[0-9]{3}\Z", digits):
        without, with_point = digits.replace(",", ""), digits.replace(",", ".")
        raise NotANumber(f"“{shown[:40]}” could be {without} or {with_point}. Write the one that you mean.")
    return digits.replace(",", ".")


def _groups(digits: str, grouping: str) -> bool:
    return re.match(rf"[0-9]{{1,3}}(?:{re.escape(grouping)}[0-9]{{3}})+\Z", digits) is not None


def _unclear(shown: str) -> str:
    return f"“{shown[:40]}” is not clear. Write the number with one decimal point, for example 1234.5."


def _no_number(shown: str, unit: str) -> str:
    with_unit = f", with or without the unit {unit}" if unit else ""
    return f"“{shown[:40]}” is no number. Write digits, for example 41.5{with_unit}."
