"""The product as real processes on the test's database, for what threads cannot show: several workers, sudden death."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote, urlencode

from django.db import connection

HOUSE = Path(__file__).resolve().parents[2]


def database_url() -> str:
    """Return the address of the database that this test uses, as DATABASE_URL of another process.

    Only a test with a transactional database has written anything that others can see.
    """
    chosen = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{chosen['NAME']}"
    person = quote(chosen["USER"], safe="")
    if chosen["PASSWORD"]:
        person += ":" + quote(chosen["PASSWORD"], safe="")
    port = f":{chosen['PORT']}" if chosen["PORT"] else ""
    options = {name: value for name, value in chosen["OPTIONS"].items() if isinstance(value, str)}
    host = "" if chosen["HOST"].startswith("/") else chosen["HOST"]
    if chosen["HOST"].startswith("/"):
        options["host"] = chosen["HOST"]
    query = f"?{urlencode(options, safe='/')}" if options else ""
    return f"postgresql://{person}@{host}{port}/{chosen['NAME']}{query}"


@contextmanager
def running_server(workers: int = 2, threads: int = 4, env: Mapping[str, str] | None = None) -> Iterator[str]:
    """Run gunicorn meanwhile on the test's database; give its address, such as http://127.0.0.1:41234.

    The socket listens before the server starts, so that the first request waits in its queue and nobody has to poll.
    """
    with socket.create_server(("127.0.0.1", 0), backlog=128) as listener:
        command = [sys.executable, "-m", "gunicorn", "goalchain.wsgi", "--bind", f"fd://{listener.fileno()}"]
        command += ["--worker-class", "gthread", "--workers", str(workers), "--threads", str(threads)]
        settings = {"DJANGO_SETTINGS_MODULE": "tests.settings", "DATABASE_URL": database_url(), **(env or {})}
        process = subprocess.Popen(
            [*command, "--log-level", "warning"],
            cwd=HOUSE,
            env=os.environ | settings,
            pass_fds=[listener.fileno()],
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
        port = listener.getsockname()[1]
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        try:
            process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
