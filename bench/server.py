"""gunicorn on the large chain, for what only real processes show."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from bench.databases import address_of


@contextmanager
def running_server(database: str, processes: int, threads: int = 4) -> Iterator[int]:
    """Run gunicorn meanwhile on a database of ours; give its port on 127.0.0.1.

    The socket listens before the server starts, so that the first request waits in its queue and nobody has to poll.
    """
    with socket.create_server(("127.0.0.1", 0), backlog=128) as listener:
        command = [sys.executable, "-m", "gunicorn", "goalchain.wsgi", "--bind", f"fd://{listener.fileno()}"]
        command += ["--worker-class", "gthread", "--workers", str(processes), "--threads", str(threads)]
        process = subprocess.Popen(
            [*command, "--log-level", "warning"],
            env=os.environ | {"DATABASE_URL": address_of(database)},
            pass_fds=[listener.fileno()],
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
        port = listener.getsockname()[1]
    try:
        yield port
    finally:
        process.terminate()
        try:
            process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
