"""The threads of a live server: a test must not end before the last of them.

One that is still answering when the test's database is closed to it keeps its transaction, and what empties the tables
for the next test then waits for it, on PostgreSQL for ever.
"""

import threading
import time
import urllib.request

PATIENCE = 60  # seconds


def wait_for_the_last_answer(home: str) -> None:
    """Return when the live server at `home` answers nobody any more. Raises AssertionError after a minute.

    Every browser has to be closed: a connection that it keeps open has a thread.
    """
    # Connections are taken in their order: with this one, all before it have their thread.
    with urllib.request.urlopen(f"{home}/healthz", timeout=PATIENCE) as answer:
        answer.read()
    give_up = time.monotonic() + PATIENCE
    for thread in threading.enumerate():
        if "process_request_thread" in thread.name:
            thread.join(max(0, give_up - time.monotonic()))
            assert not thread.is_alive(), f"{thread.name} still answers after {PATIENCE} s"
