"""The virtual environment `.venv/`, kept equal to the locks: every file is checked against its hash."""

import hashlib
import importlib.util
import os
import subprocess
import sys
from pathlib import Path

from devtools.machine import HOUSE, Trouble, apt_install, must, one_at_a_time, say, var_dir

FOLDER = HOUSE / ".venv"
PYTHON = FOLDER / ("Scripts" if os.name == "nt" else "bin") / "python"
RUN_LOCK = HOUSE / "requirements.lock"
DEV_LOCK = HOUSE / "requirements-dev.lock"
QUIET_PIP = {"PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_ROOT_USER_ACTION": "ignore", "PIP_NO_INPUT": "1"}


def ready(lock: Path) -> Path:
    """Return the Python of an environment that has everything in `lock`; make or mend it if it has not.

    The development lock contains the other, so that installing it satisfies both. When nothing changed since the last
    call this costs two small file reads. Raises Trouble.
    """
    if _is_stamped(lock):
        return PYTHON
    with one_at_a_time(var_dir() / "venv.lock"):
        if _is_stamped(lock):
            return PYTHON
        if not _python_works():
            _make()
        say(f"installing what {lock.name} names (once; a minute or two)")
        must(
            [PYTHON, "-m", "pip", "install", "--quiet", "--require-hashes", "--no-deps", "-r", lock],
            "Is the package index reachable? pip reads its address from PIP_INDEX_URL or pip.conf.",
            QUIET_PIP,
        )
        for satisfied in {lock, RUN_LOCK}:
            _stamp(satisfied).write_text(_fingerprint(satisfied))
    return PYTHON


def tool(name: str) -> Path:
    """Return the path of a command that the environment installed."""
    return PYTHON.parent / name


def _stamp(lock: Path) -> Path:
    return FOLDER / f"{lock.name}.installed"


def _fingerprint(lock: Path) -> str:
    """Return what an installed lock is known by: its bytes and the Python that installed it."""
    return f"{hashlib.sha256(lock.read_bytes()).hexdigest()} {sys.version_info.major}.{sys.version_info.minor}"


def _is_stamped(lock: Path) -> bool:
    stamp = _stamp(lock)
    return PYTHON.exists() and stamp.exists() and stamp.read_text() == _fingerprint(lock)


def _python_works() -> bool:
    """Tell whether the environment's Python starts, is of our version and has pip; a move or an upgrade breaks it."""
    if not PYTHON.exists():
        return False
    check = f"import sys, pip; sys.exit(sys.version_info[:2] != {tuple(sys.version_info[:2])})"
    return subprocess.run([PYTHON, "-c", check], capture_output=True).returncode == 0


def _make() -> None:
    """Make the environment anew. Debian keeps the means for that in a package of its own."""
    if not (importlib.util.find_spec("ensurepip") and importlib.util.find_spec("venv")):
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        apt_install([f"python{version}-venv"], "Python's venv module")
    say(f"making {FOLDER.name}/")
    must(
        [sys.executable, "-m", "venv", "--clear", FOLDER],
        "The virtual environment could not be made. On Debian and Ubuntu: apt-get install python3-venv",
    )
    if not _python_works():
        raise Trouble(f"{PYTHON} does not start. Remove {FOLDER} and start again.")
