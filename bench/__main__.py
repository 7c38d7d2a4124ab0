"""`python -m bench`: make the chains, measure, print the table. Exit status 1 when a figure is over its limit."""

import argparse
import json
import os
import secrets
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from bench.figures import Figure, table

if TYPE_CHECKING:
    from bench.world import World

SIZES = {False: (2_000, 20_000), True: (500, 5_000)}


def options(words: list[str]) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="./dev bench", description="Measure GoalChain's speed on PostgreSQL.")
    parser.add_argument("--quick", action="store_true", help="fewer rounds on 500 and 5,000 goals")
    parser.add_argument("--only", default="", metavar="F2,F4", help="these subjects only")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures to a file as well")
    return parser.parse_args(words)


def subjects() -> list[tuple[str, str, Callable[["World"], list[Figure]]]]:
    """What can be measured: id, in words, and the function that does it. Imported late: they need the settings."""
    from bench import (
        assets,
        browser,
        chain_map,
        gaps,
        imports,
        independence,
        pages,
        queries,
        roadmap,
        search,
        throughput,
        whole_chain,
    )

    return [
        ("F1", "queries of every page", queries.measure),
        ("F2", "goal page, trace and page of a sprint", pages.reading),
        ("F3", "the roadmap", roadmap.measure),
        ("F3", "the chain map", chain_map.measure),
        ("F4", "the whole chain", whole_chain.measure),
        ("F5", "unchanged pages", pages.unchanged),
        ("F6", "editing a title", pages.editing),
        ("F6", "editing a title in Chromium", browser.measure),
        ("F7", "what the first page loads", assets.measure),
        ("F8", "import", imports.measure),
        ("F9", "the gap report and the past", gaps.measure),
        ("F10", "independence of the chain's size", independence.measure),
        ("F11", "throughput", throughput.measure),
        ("T7", "the search", search.measure),
    ]


def prepare(var: str) -> None:
    """Set what the product's settings read, and start Django. Raises SystemExit without a PostgreSQL."""
    if not os.environ.get("DATABASE_URL", "").startswith("postgres"):
        sys.exit("The benchmark measures PostgreSQL: name one in DATABASE_URL, or start it by ./dev bench.")
    os.environ.update(
        DJANGO_SETTINGS_MODULE="bench.settings",
        DEBUG="false",
        HTTPS="false",
        SECRET_KEY=os.environ.get("SECRET_KEY") or secrets.token_urlsafe(50),
        ALLOWED_HOSTS="localhost,127.0.0.1",
        EMAIL_URL="dummymail://",
        LOG_LEVEL="CRITICAL",
        VAR_DIR=var,
        # Playwright keeps an event loop in the thread that also asks the database.
        DJANGO_ALLOW_ASYNC_UNSAFE="true",
    )
    import django
    from django.core.management import call_command

    django.setup()
    say("collecting static files")
    call_command("collectstatic", interactive=False, verbosity=0)


def measure(chosen: argparse.Namespace) -> tuple[list[Figure], list[str]]:
    """Make the chains and measure what was asked for. Return the figures, and what could not be measured and why."""
    from bench.chains import make
    from bench.databases import own_databases
    from bench.world import World

    only = {word.strip().upper() for word in chosen.only.split(",") if word.strip()}
    known = subjects()
    if unknown := only - {subject for subject, _, _ in known}:
        sys.exit(
            f"There is no {', '.join(sorted(unknown))}. Known: {', '.join(dict.fromkeys(s for s, _, _ in known))}."
        )
    figures: list[Figure] = []
    failures: list[str] = []
    with own_databases(("s", "l", "i", "j", "f")) as (small, large, empty, other, searched):
        sizes = SIZES[chosen.quick]
        say(f"making chains of {sizes[0]:,} and {sizes[1]:,} goals")
        world = World.of(make("S", small, sizes[0]), make("L", large, sizes[1]), (empty, other), searched, chosen.quick)
        for subject, words, function in known:
            if only and subject not in only:
                continue
            say(f"{subject} {words}")
            try:
                figures += function(world)
            except Exception as trouble:  # the other subjects can still be measured; this one fails the run
                failures.append(f"{subject} {words}: {type(trouble).__name__}: {trouble}")
    return figures, failures


def say(text: str) -> None:
    """Print one line of progress with the time, at once."""
    print(f"· {time.perf_counter() - BEGUN:5.0f} s  {text}", flush=True)


def main(words: list[str]) -> int:
    """Measure and print; return 1 when a figure is over its limit or could not be measured."""
    chosen = options(words)
    with tempfile.TemporaryDirectory(prefix="goalchain-bench-") as var:
        prepare(var)
        figures, failures = measure(chosen)
    print(f"\n{table(figures)}\n")
    for failure in failures:
        print(f"NOT MEASURED  {failure}")
    if chosen.json:
        told = {"figures": [figure.as_json() for figure in figures], "failures": failures}
        chosen.json.write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n")
    over = [figure for figure in figures if figure.over]
    print(f"{len(figures)} figures, {len(over)} over their limits, {len(failures)} subjects not measured.")
    return 1 if over or failures else 0


BEGUN = time.perf_counter()

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
