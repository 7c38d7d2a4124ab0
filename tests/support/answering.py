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
    # Asked again and again: a thread that is only about to start is among them, and cannot be joined yet.
    while answering := [thread.name for thread in threading.enumerate() if "process_request_thread" in thread.name]:
        assert time.monotonic() < give_up, f"{', '.join(answering)}: still answers after {PATIENCE} s"
        time.sleep(0.005)
