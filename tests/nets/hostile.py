"""Text that a person might paste and a program must survive."""

from itertools import cycle, islice

from tests.support.extent import TURN, WHOLE

#: Runs, if anything does: a page on which this is set has been taken over.
MARK = "pwned"

MARKUP = {
    "script": f"<script>window.{MARK}=1</script>",
    "closing script": f"</script></textarea></title><script>window.{MARK}=1</script>",
    "handler": f'"><img src=x onerror=window.{MARK}=1>',
    "handler in single quotes": f"' onfocus='window.{MARK}=1' autofocus='",
    "svg": f"<svg/onload=window.{MARK}=1>",
    "htmx": '<div hx-post="/accounts/logout/" hx-trigger="load">x</div>',
    "htmx on": f"<b hx-on::load='window.{MARK}=1' data-hx-on:click='window.{MARK}=1'>x</b>",
    "address": f"javascript:window.{MARK}=1",
    "style": "<style>*{display:none}</style>",
    "template": "{{ 7|add:7 }}{% debug %}{{ request.META }}",
}
CHARACTERS = {
    "bidi": "abc \u202e\u2066def\u2069 ghi",
    "emoji": "👩‍👩‍👧‍👦🚲🏳️‍🌈",
    "combining": "Z" + "\u0351\u0327\u0489" * 30,
    "zero width": "a\u200b\u200c\u200d\ufeffb",
    "right to left": "שלום עולם مرحبا بالعالم",
    "quotes": "„so“ «so» ‘so’ \"so\" 'so' `so` \\ \\' %s %(a)s {0} ${x}",
    "formula": "=cmd|' /C calc'!A0",
    "path": "../../../../etc/passwd%00",
    "long word": "Donaudampfschifffahrtsgesellschaftskapitän" * 3,
}
#: What cannot be kept, so that it must be refused with words.
UNSTORABLE = {"nul": "a\0b", "lone nul": "\0"}
BROKEN = {
    "line separators": "a\u2028b\u2029c\x85d",
    "header": "a\r\nSet-Cookie: taken=1",
    "spaces": " \t\u00a0\u3000 ",
    "huge number": "9" * 400,
    "negative": "-1",
    "exponent": "1e400",
    "not a number": "NaN",
    "year 1": "0001-01-01",
    "year 9999": "9999-12-31",
    "year 10000": "10000-01-01",
    "no such day": "2027-02-30",
    "superscript": "²",
    "other digits": "١٢٣",
    "key": "NET-99999999999999999999",
    "empty": "",
}
HOSTILE = MARKUP | CHARACTERS | UNSTORABLE | BROKEN
#: For controls that are not typed into, and for queries: what a program that trusts them stumbles over.
FEW = {
    name: HOSTILE[name] for name in ("handler", "nul", "huge number", "negative", "not a number", "superscript", "key")
}
FEW["empty"] = ""
#: What must be stored exactly so, wherever text of that length is taken.
KEPT = MARKUP | CHARACTERS


def in_words(turn: int) -> dict[str, str]:
    """What to try in a control that takes somebody's own words, the one of this number: all that cannot be stored, and
    of the rest some kinds, each control others than the one before. What is done with markup does not depend on the
    database."""
    if WHOLE:
        return HOSTILE
    markup = 0 if TURN == "second" else 4
    return UNSTORABLE | _some(MARKUP, markup, turn) | _some(CHARACTERS, 4, turn) | _some(BROKEN, 5, turn)


def in_value(turn: int) -> dict[str, str]:
    """The same for a number, a date, or an address' query: all that is broken, and fewer of the rest."""
    if WHOLE:
        return HOSTILE
    markup = 0 if TURN == "second" else 3
    return UNSTORABLE | BROKEN | _some(MARKUP, markup, turn) | _some(CHARACTERS, 2, turn)


def _some(kinds: dict[str, str], number: int, turn: int) -> dict[str, str]:
    start = turn * number % len(kinds)
    return dict(islice(cycle(kinds.items()), start, start + number))


#: What a JSON body may hold in place of anything.
JSON_HOSTILE = {
    **HOSTILE,
    "lone surrogate": "a\ud800b",
    "number": 10**400,
    "float": 1.5,
    "true": True,
    "null": None,
    "list": [1, [2]],
    "object": {"key": {"key": "x"}},
}
TEN_MEGABYTES = "ten megabytes " * (10 * 1024 * 1024 // 14)
