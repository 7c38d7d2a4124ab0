"""The browser of the tests: Chromium or Chrome, as the machine has it. Nothing is downloaded by Playwright."""

import os
import shutil
from pathlib import Path

from devtools.machine import Trouble, apt_install

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find() -> str:
    """Return the path of a Chromium: `$CHROMIUM`, else from PATH, else installed by apt as root. Raises Trouble."""
    chosen = os.environ.get("CHROMIUM")
    if chosen:
        path = shutil.which(chosen)
        if not path:
            raise Trouble(f"$CHROMIUM is {chosen!r}, and there is no such program. Correct it or unset it.")
        return path
    if not _on_path():
        # A browser without a font draws boxes, and text has no width to test.
        apt_install(["chromium", "fonts-liberation"], "Chromium, the browser of the tests,")
    path = _on_path()
    if not path:
        raise Trouble("Chromium was not found. Install Chromium or Chrome, or name it in $CHROMIUM.")
    return path


def _on_path() -> str | None:
    for name in NAMES:
        path = shutil.which(name)
        if path and not _is_snap_stub(Path(path)):
            return path
    return None


def _is_snap_stub(path: Path) -> bool:
    """Tell whether this is Ubuntu's script that only asks for a snap to be installed."""
    with path.open("rb") as file:
        start = file.read(2048)
    return start.startswith(b"#!") and b"requires the chromium snap" in start
