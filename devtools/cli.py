"""The commands of ./dev and their words."""

import os
import signal
import sys
from collections.abc import Callable

from devtools import checks, serve, suite, venv
from devtools.machine import HOUSE, Trouble, run, warn

HELP = """\
./dev run [--port N]       serve GoalChain with its demo products on http://127.0.0.1:8000
./dev test [words]         the whole suite on SQLite and on PostgreSQL; --sqlite or --postgres chooses one,
                           other words go to pytest: ./dev test --sqlite tests/goals -k archive
./dev check [names]        format, lint, types, templates, migrations, deployment
./dev format               bring code and templates into form
./dev bench [words]        measure speed on PostgreSQL
./dev manage [words]       Django's manage.py on the database of the demo: ./dev manage check_chain BIKE
./dev lock [--upgrade]     write the hashed locks anew from pyproject.toml
./dev help                 this text

DATABASE_URL selects the database of run and manage (SQLite in var/ without it), TEST_DATABASE_URL the PostgreSQL of
test and bench (one of their own on a private socket without it), CHROMIUM the browser of test.
"""


def main(words: list[str]) -> int:
    """Do what the words ask for; return the exit status. What the person can mend is said without a traceback."""
    commands: dict[str, Callable[[list[str]], int]] = {
        "run": serve.main,
        "test": suite.main,
        "check": checks.main,
        "format": checks.format_code,
        "bench": _bench,
        "manage": _manage,
        "lock": checks.lock,
    }
    name = words[0] if words else "help"
    if name in ("help", "--help", "-h"):
        print(HELP, end="")
        return 0
    if name not in commands:
        warn(f"./dev has no command {name!r}.\n\n{HELP}")
        return 2
    for variable in ("DATABASE_URL", "TEST_DATABASE_URL", "CHROMIUM"):
        # Set to nothing means not set, as in a compose file.
        if not os.environ.get(variable, "x"):
            del os.environ[variable]
    # A plain kill would leave what we started behind; as an exception it passes through every `finally`.
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    try:
        return commands[name](words[1:])
    except Trouble as trouble:
        warn(f"\n{trouble}")
        return 1
    except KeyboardInterrupt:
        return 130


def _manage(words: list[str]) -> int:
    """Pass words on to manage.py, with the keyboard, as commands may ask."""
    python = venv.ready(venv.RUN_LOCK)
    return run([python, HOUSE / "manage.py", *words], serve.development_environment(), asks=True)


def _bench(words: list[str]) -> int:
    """Run the benchmark in production settings on a PostgreSQL."""
    python = venv.ready(venv.DEV_LOCK)
    with suite.postgres_address(python) as address:
        env = checks.production_environment() | {
            "DATABASE_URL": address,
            "ALLOWED_HOSTS": "127.0.0.1,localhost",
            "HTTPS": "false",
            # What is read lies in memory or on a disk without a head: a row by its index is no dearer than the next.
            "PGOPTIONS": "-c random_page_cost=1.1",
        }
        return run([python, "-m", "bench", *words], env)
