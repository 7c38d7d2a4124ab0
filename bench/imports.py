"""F8: the import of 2,000 and of 20,000 rows of CSV by `manage.py import_chain`, a process of its own."""

import csv
import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from django.core.management import call_command

from bench import databases
from bench.databases import address_of
from bench.figures import Figure
from bench.world import World

# fmt: off
COLUMNS = (
    "key", "level", "title", "statement", "parents", "rationale", "state", "outcome", "starts_on", "ends_on",
    "team", "sprint", "owner",
)
# fmt: on
#: How many goals of the level below serve one goal.
FAN_OUT = (("user", 10), ("product", 8), ("release", 6))


def rows(goals: int) -> Iterator[dict[str, str]]:
    """A chain of so many goals as rows of CSV, from the vision down; sprint goals make up the rest."""
    yield {"key": "vision", "level": "vision", "title": "Servicing is simple for every rider", "state": "agreed"}
    made, above = 1, ["vision"]
    for level, each in FAN_OUT:
        here = []
        for parent in above:
            for _ in range(each):
                made += 1
                here.append(f"{level}{made}")
                yield _row(here[-1], level, parent, made)
        above = here
    for number in range(made + 1, goals + 1):
        parent = above[number % len(above)]
        sprint = {"team": f"Team {number % 20}", "sprint": f"Sprint {number}", "state": "agreed"}
        yield _row(f"sprint{number}", "sprint", parent, number) | sprint


def _row(key: str, level: str, parent: str, number: int) -> dict[str, str]:
    return {
        "key": key,
        "level": level,
        "title": f"Riders book step {number} of their service online",
        "statement": f"The statement of goal {number} says in a sentence or two what will be true, and for whom.",
        "parents": parent,
        "rationale": f"step {number} is what riders ask for most",
        "state": "draft",
        "starts_on": "2026-11-16",
        "ends_on": "2026-11-27",
    }


def measure(world: World) -> list[Figure]:
    """Import as many rows as each chain has goals into an empty database: 20,000 in ≤ 10 s, < 300 MB."""
    sizes = (500, 5_000) if world.quick else (2_000, 20_000)
    into = zip(sizes, world.import_databases, strict=True)
    return [figure for count, database in into for figure in _measure(count, database)]


def _measure(count: int, database: str) -> list[Figure]:
    path = Path(os.environ["VAR_DIR"]) / "chain.csv"
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows(rows(count))
    seconds, usage = _import(database, path)
    note = (
        f"{usage.ru_utime + usage.ru_stime:.1f} s of them at work itself, the rest waiting for database and processor"
    )
    return [
        Figure("F8", f"import of {count:,} rows", seconds, 10, "s", note=note),
        Figure("F8", f"its memory, {count:,} rows", usage.ru_maxrss / 1024, 300, "MB", exact=True),
    ]


def _import(database: str, path: Path) -> tuple[float, resource.struct_rusage]:
    """Run the command; return its seconds and what it used of the machine. Raises RuntimeError when it fails."""
    from goalchain.accounts.models import User

    manage = [sys.executable, str(Path(__file__).resolve().parents[1] / "manage.py")]
    env = os.environ | {"DATABASE_URL": address_of(database)}
    wrapper = databases.connect(database)
    databases.use(wrapper)
    call_command("migrate", verbosity=0)
    User.objects.create_user("bench@example.com", is_superuser=True)
    wrapper.close()
    log = path.with_suffix(".log")
    begun = time.perf_counter()
    with log.open("w") as told:
        process = subprocess.Popen(
            [*manage, "import_chain", str(path), "--product", "LOAD", "--name", "Load"],
            env=env,
            stdout=told,
            stderr=told,
        )
        _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.perf_counter() - begun
    if process.returncode:
        raise RuntimeError(f"import_chain failed:\n{log.read_text()[-2000:]}")
    return seconds, usage
