"""`./dev test`: the whole suite on SQLite and again on a real PostgreSQL. Each must pass for the run to pass."""

import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from devtools import chromium, postgres, venv
from devtools.machine import Command, cores, run, say


@dataclass
class Ending:
    """How the suite ended on one database. `report` is what tests/conftest.py wrote, empty if it came not so far."""

    database: str
    status: int
    report: dict


def main(words: list[str]) -> int:
    """Run the suite on both databases, or with `--sqlite` or `--postgres` on one; other words go to pytest.

    What is tried, and where, tests/support/extent.py decides; with `--whole` everything on each.
    """
    options = {"--sqlite", "--postgres", "--whole"} & set(words)
    chosen = options - {"--whole"}
    words = [word for word in words if word not in options]
    python = venv.ready(venv.DEV_LOCK)
    env = {"CHROMIUM": chromium.find(), "GOALCHAIN_WHOLE": "1" if "--whole" in options else ""}
    turns = ("", "") if chosen else ("first", "second")
    endings = []
    if chosen != {"--postgres"}:
        endings.append(_run_on("SQLite", "sqlite:///:memory:", python, words, env | {"GOALCHAIN_TURN": turns[0]}))
    if chosen != {"--sqlite"}:
        with postgres_address(python) as address:
            endings.append(_run_on("PostgreSQL", address, python, words, env | {"GOALCHAIN_TURN": turns[1]}))
    _print_figures(endings)
    _print_closing_lines(endings)
    return max(ending.status for ending in endings)


@contextmanager
def postgres_address(python: Path) -> Iterator[str]:
    """Give the address of a PostgreSQL that may be written: `$TEST_DATABASE_URL`, else one that we run meanwhile."""
    named = os.environ.get("TEST_DATABASE_URL")
    if named:
        yield named
        return
    with postgres.running(python) as address:
        yield address


def _run_on(database: str, address: str, python: Path, words: list[str], env: dict[str, str]) -> Ending:
    say(f"the suite on {database}")
    with tempfile.TemporaryDirectory(prefix="goalchain-test-") as folder:
        report = Path(folder) / "report.json"
        command: Command = [python, "-m", "pytest", "-n", str(cores()), "--dist", "worksteal", *words]
        status = run(command, env | {"DATABASE_URL": address, "GOALCHAIN_REPORT": str(report)})
        return Ending(database, status, json.loads(report.read_text()) if report.exists() else {})


def _print_figures(endings: list[Ending]) -> None:
    """Print what tests measured, one database under the other."""
    figures = [
        (subject, ending.database, text) for ending in endings for subject, text in ending.report.get("figures", ())
    ]
    if figures:
        print("\nFigures")
    for subject, database, text in sorted(figures, key=lambda figure: figure[0]):
        print(f"  {subject:<4} {database:<11} {text}")


def _print_closing_lines(endings: list[Ending]) -> None:
    print("\nClosing lines")
    for ending in endings:
        line = ending.report.get("closing", "pytest ended before its summary")
        print(f"  {'passed' if ending.status == 0 else 'FAILED'}  {ending.database:<11} {line}")
        for test in ending.report.get("failed", ()):
            print(f"          {test}")
    print(flush=True)
