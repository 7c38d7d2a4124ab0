"""F11: the trace page under load. 32 connections ≥ 0.9 × 8 connections; two app processes serve twice one. In L."""

import json
import os
import subprocess
import sys
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from bench.addresses import pages
from bench.calling import WrongAnswer
from bench.figures import Figure
from bench.server import running_server
from bench.world import World

ROUNDS = 4
REQUESTS = 600


@dataclass
class Load:
    """One run of the load generator: answers a second, and how many cores the machine was busy with."""

    rate: float
    busy: float


def measure(world: World) -> list[Figure]:
    """Both servers run side by side and take their turns, so that what disturbs one disturbs the other.

    The server, its database and the load generator share the machine. Where one process with them fills more than half
    of it, two cannot serve twice as much: the limit is then what the cores still had to give.
    """
    loads: dict[str, list[Load]] = defaultdict(list)
    with (
        running_server(world.large.database, 1) as one,
        running_server(world.large.database, 2) as two,
    ):
        turns = {"one, 8": (one, 8), "one, 32": (one, 32), "two, 8": (two, 8), "two, 32": (two, 32)}
        for port in (one, two):
            _load(world, port, 8, 60)
        for _ in range(world.rounds(ROUNDS) if not world.quick else 2):
            for name, (port, connections) in turns.items():
                loads[name].append(_load(world, port, connections, REQUESTS))
    rates = {name: median(load.rate for load in taken) for name, taken in loads.items()}
    busy = median(load.busy for load in loads["one, 8"])
    cores = len(os.sched_getaffinity(0))
    possible = max(1.0, min(2.0, cores / busy))
    speeds = {
        processes: f"{rates[f'{processes}, 8']:.0f} and {rates[f'{processes}, 32']:.0f} a second"
        for processes in ("one", "two")
    }
    return [
        Figure(
            "F11",
            "32 / 8 connections, one process",
            rates["one, 32"] / rates["one, 8"],
            0.9,
            at_least=True,
            note=speeds["one"],
        ),
        Figure(
            "F11",
            "32 / 8 connections, two processes",
            rates["two, 32"] / rates["two, 8"],
            0.9,
            at_least=True,
            note=speeds["two"],
        ),
        Figure(
            "F11",
            "two processes / one, 8 connections",
            rates["two, 8"] / rates["one, 8"],
            possible,
            at_least=True,
            note=f"one process keeps {busy:.2f} of {cores} cores busy, database and load included",
        ),
    ]


def _load(world: World, port: int, connections: int, requests: int) -> Load:
    """Run the load generator as a process of its own. Raises WrongAnswer when an answer was not 200."""
    cookies = "; ".join(f"{name}={value}" for name, value in world.large.cookies.items())
    command = [sys.executable, "-m", "bench.load", str(port), pages(world.large)["trace"], cookies]
    before = _busy_seconds()
    ran = subprocess.run([*command, str(connections), str(requests)], capture_output=True, text=True, check=True)
    busy = _busy_seconds() - before
    told = json.loads(ran.stdout)
    if told["failed"]:
        raise WrongAnswer(f"{told['failed']:.0f} of {requests} requests under load were not answered with 200.")
    return Load(requests / told["seconds"], busy / told["seconds"])


def _busy_seconds() -> float:
    """The seconds that all cores have worked since the machine started."""
    user, nice, system, _, _, irq, softirq, *_ = Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:]
    return sum(map(int, (user, nice, system, irq, softirq))) / os.sysconf("SC_CLK_TCK")
