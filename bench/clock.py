"""Taking times: all cases in turn, round after round, so that what disturbs the machine disturbs all of them alike."""

import gc
import random
import time
from collections.abc import Callable, Mapping
from statistics import median

Case = Callable[[], object]


def interleave(cases: Mapping[str, Case], rounds: int, warm_up: int = 3) -> dict[str, list[float]]:
    """Call every case once a round, in an order that changes from round to round; return the seconds of each call.

    The calls of the first `warm_up` rounds are left out. A case may return the seconds itself, as a float, when only
    part of its work counts.
    """
    taken: dict[str, list[float]] = {name: [] for name in cases}
    order = list(cases)
    shuffle = random.Random(1).shuffle
    for count in range(warm_up + rounds):
        shuffle(order)
        gc.collect()
        for name in order:
            begun = time.perf_counter()
            told = cases[name]()
            seconds = told if isinstance(told, float) else time.perf_counter() - begun
            if count >= warm_up:
                taken[name].append(seconds)
    return taken


def medians(cases: Mapping[str, Case], rounds: int, warm_up: int = 3) -> dict[str, float]:
    """The median seconds of each case, interleaved."""
    return {name: median(times) for name, times in interleave(cases, rounds, warm_up).items()}
