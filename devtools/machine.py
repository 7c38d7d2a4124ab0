"""What is asked of the machine: where the house stands, running commands, installing system packages."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

Command = Sequence[str | Path]
HOUSE = Path(__file__).resolve().parent.parent


class Trouble(Exception):
    """Something that the person at the keyboard can mend. The text says what is wrong and what to do."""


def say(text: str) -> None:
    """Print one line of progress at once, also into a pipe."""
    print(f"· {text}", flush=True)


def var_dir() -> Path:
    """Return the folder of everything that is made while running (`$VAR_DIR`, else `var/`), made if absent."""
    folder = Path(os.environ.get("VAR_DIR") or HOUSE / "var")
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def kept_secret(name: str, make: Callable[[], str]) -> str:
    """Return the secret kept in `var/<name>`; on the first call it is `make()`, written for the owner's eyes only."""
    path = var_dir() / name
    try:
        # O_EXCL: of two first starts one writes, the other reads.
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(handle, "w") as file:
        file.write(secret := make())
    return secret


def run(command: Command, env: Mapping[str, str] | None = None, asks: bool = False) -> int:
    """Run a command in the house with its output on ours; return its exit status.

    `env` is added to the environment. Only a command that `asks` something may read our stdin.
    When we are told to end meanwhile, so is the command, and its ending is awaited.
    """
    stdin = None if asks else subprocess.DEVNULL
    words = [str(word) for word in command]
    with subprocess.Popen(words, cwd=HOUSE, env={**os.environ, **(env or {})}, stdin=stdin) as process:
        try:
            return process.wait()
        except BaseException as reason:
            _end(process, told=isinstance(reason, KeyboardInterrupt))
            raise


def _end(process: subprocess.Popen, told: bool) -> None:
    """End a command as Ctrl+C would (`told`: as it did), so that it can tidy up; sterner after a while."""
    if not told:
        process.send_signal(signal.SIGINT)
    for sterner in (process.terminate, process.kill):
        try:
            process.wait(timeout=20)
            return
        except subprocess.TimeoutExpired:
            sterner()


def must(command: Command, remedy: str, env: Mapping[str, str] | None = None) -> None:
    """Run a command as `run` does. Raises Trouble with `remedy` when it fails."""
    status = run(command, env)
    if status:
        words = " ".join(str(word) for word in command)
        raise Trouble(f"This command failed with status {status}:\n    {words}\n{remedy}")


def is_root() -> bool:
    """Tell whether system packages may be installed and users be changed."""
    return hasattr(os, "geteuid") and os.geteuid() == 0


def apt_install(packages: Sequence[str], what_for: str) -> None:
    """Install Debian packages as root. Raises Trouble with the command to type when that is not possible."""
    by_hand = f"apt-get update && apt-get install -y {' '.join(packages)}"
    if not shutil.which("apt-get"):
        raise Trouble(f"{what_for} is missing, and this machine has no apt-get. Install: {', '.join(packages)}.")
    if not is_root():
        raise Trouble(f"{what_for} is missing. Install it as root, then start again:\n    sudo sh -c '{by_hand}'")
    say(f"{what_for} is missing: installing {', '.join(packages)} with apt-get")
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    # A list that cannot be refreshed may still be good enough: the install decides.
    run(["apt-get", "update", "-qq"], quiet)
    must(
        ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages],
        f"{what_for} could not be installed. Try by hand: {by_hand}",
        quiet,
    )


@contextmanager
def one_at_a_time(path: Path) -> Iterator[None]:
    """Hold a lock on `path` meanwhile, so that two ./dev do not change one thing at once."""
    try:
        import fcntl
    except ImportError:  # Windows has no flock: there, two ./dev at once are the person's own care.
        yield
        return
    with path.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("waiting for another ./dev that is preparing the environment")
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def cores() -> int:
    """Return the number of processor cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def warn(text: str) -> None:
    """Print a line to the error stream."""
    print(text, file=sys.stderr, flush=True)
