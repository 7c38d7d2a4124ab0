"""Many writers at once: threads, each with a database connection of its own, that begin together."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier
from typing import Any

from django.db import connection

#: How long a round may take before something is called stuck, in seconds.
PATIENCE = 150


class Crew:
    """A number of threads that wait for each other before they act."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.threads = ThreadPoolExecutor(max_workers=size)

    def together(self, acts: Sequence[Callable[[], Any]]) -> list[Any]:
        """Run all acts at the same moment; return what each returned, or the exception that it raised."""
        assert len(acts) <= self.size
        start = Barrier(len(acts))

        def run(act: Callable[[], Any]) -> Any:
            start.wait(PATIENCE)
            try:
                return act()
            except Exception as exception:
                return exception

        return [future.result(PATIENCE) for future in [self.threads.submit(run, act) for act in acts]]

    def dismiss(self) -> None:
        """Close every thread's connection and end the threads."""
        end = Barrier(self.size)

        def leave() -> None:
            end.wait(PATIENCE)
            connection.close()

        for future in [self.threads.submit(leave) for _ in range(self.size)]:
            future.result(PATIENCE)
        self.threads.shutdown()


@contextmanager
def crew(size: int) -> Iterator[Crew]:
    """A crew for the time being."""
    made = Crew(size)
    try:
        yield made
    finally:
        made.dismiss()
