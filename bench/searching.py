"""The process that measures the search: `python -m bench.searching GOALS ROUNDS`, in the database of DATABASE_URL.

It makes the tables and a chain of so many goals, asks as the search field does while somebody types, and prints the
median milliseconds of each question as JSON.
"""

import io
import json
import sys
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

#: Asks for an address as the search field does.
Ask = Callable[[str], object]

KEY, EMAIL = "BENCH", "bench@example.com"
#: What is typed: the first letter of many words, words that thousands of goals have, two of them, and few or none.
TYPED = {
    "one letter": "b",
    "a word of thousands": "riders",
    "two words": "riders invoice",
    "the beginning of one": "insur",
    "a word of reasons": "interviews",
    "a sentence": "commuters compare the price of a repair on",
    "a key": f"{KEY}-77",
    "nothing such": "zzzqqq",
}


def make(goals: int) -> Any:
    """The tables, the chain and its owner, who is returned."""
    from django.core.management import call_command

    from goalchain.accounts.models import User
    from goalchain.products.access import Role
    from goalchain.products.models import Product

    call_command("migrate", verbosity=0)
    call_command("make_chain", product=KEY, goals=goals, seed=1, stdout=io.StringIO())
    owner = User.objects.create_user(EMAIL, name="Bench")
    Product.objects.get(key=KEY).admit(owner, Role.OWNER, by=None)
    return owner


def site_for(owner: Any) -> Ask:
    """The site as its server calls it, asked by the search field of this person."""
    from django.conf import settings
    from django.core.handlers.wsgi import WSGIHandler
    from django.test import Client

    from bench.calling import Caller

    client = Client()
    client.force_login(owner)
    caller = Caller(WSGIHandler(), {settings.SESSION_COOKIE_NAME: client.cookies[settings.SESSION_COOKIE_NAME].value})
    return lambda address: caller.get(address, HTTP_HX_REQUEST="true", HTTP_HX_TARGET="find-results")


def medians_of(ask: Ask, rounds: int) -> dict[str, float]:
    """The median milliseconds of each answer of the palette, from request to HTML."""
    from bench.clock import medians

    def asked(typed: str) -> Callable[[], None]:
        address = f"/p/{KEY}/search/?q={quote(typed)}&palette=1"

        def call() -> None:
            ask(address)

        return call

    cases = {name: asked(typed) for name, typed in TYPED.items()}
    return {name: seconds * 1000 for name, seconds in medians(cases, rounds).items()}


def main(words: list[str]) -> None:
    """Make, measure, print."""
    import django
    from django.db import connection

    django.setup()
    owner = make(int(words[0]))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    print(json.dumps(medians_of(site_for(owner), int(words[1]))))


if __name__ == "__main__":
    main(sys.argv[1:])
