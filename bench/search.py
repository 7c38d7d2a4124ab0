"""T7: what is found while somebody types among 100,000 goals, on PostgreSQL and on SQLite: ≤ 100 ms each."""

import json
import os
import subprocess
import sys
from pathlib import Path

from bench.databases import address_of
from bench.figures import Figure
from bench.world import World

LIMIT = 100.0
ROUNDS = 40


def measure(world: World) -> list[Figure]:
    """The slowest question of each database; a process of its own asks each, as one process speaks to one kind."""
    goals = 10_000 if world.quick else 100_000
    file = Path(os.environ["VAR_DIR"]) / "search.sqlite3"
    addresses = {"PostgreSQL": address_of(world.search_database), "SQLite": f"sqlite:///{file}"}
    figures = []
    for name, address in addresses.items():
        times = _asked(address, goals, world.rounds(ROUNDS))
        slowest = max(times, key=lambda question: times[question])
        note = "; ".join(f"{question} {taken:.0f}" for question, taken in times.items())
        what = f"typing among {goals:,} goals, {name}, {slowest}"
        figures.append(Figure("T7", what, times[slowest], LIMIT, "ms", note=note))
    return figures


def _asked(address: str, goals: int, rounds: int) -> dict[str, float]:
    """The median milliseconds of each question. Raises CalledProcessError when the process fails."""
    words = [sys.executable, "-m", "bench.searching", str(goals), str(rounds)]
    told = subprocess.run(
        words, env=os.environ | {"DATABASE_URL": address}, check=True, stdout=subprocess.PIPE, text=True
    )
    times: dict[str, float] = json.loads(told.stdout)
    return times
