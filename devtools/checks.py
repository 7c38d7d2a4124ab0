"""`./dev check`, `./dev format`, `./dev lock`: what can be said about the code without running the product."""

import os
import secrets
import sys
from pathlib import Path

from devtools import venv
from devtools.machine import HOUSE, Command, must, run, say, var_dir


def main(words: list[str]) -> int:
    """Run every check, also after one has failed, and name those that failed. Return 0 when none did."""
    python = venv.ready(venv.DEV_LOCK)
    manage = [python, HOUSE / "manage.py"]
    production = production_environment()
    ruff = venv.tool("ruff")
    checks: dict[str, tuple[Command, dict[str, str]]] = {
        "format": ([ruff, "format", "--check", "."], {}),
        "lint": ([ruff, "check", "."], {}),
        "types": ([python, "-m", "mypy", "."], production),
        "templates": ([*_djade(), "--check", *_templates()], {}),
        "migrations": ([*manage, "makemigrations", "--check", "--dry-run"], production),
        "deployment": ([*manage, "check", "--deploy", "--fail-level", "WARNING"], production),
    }
    chosen = words or list(checks)
    unknown = set(chosen) - set(checks)
    if unknown:
        print(f"Unknown: {', '.join(sorted(unknown))}. The checks are: {', '.join(checks)}.", file=sys.stderr)
        return 2
    failed = []
    for name in chosen:
        say(name)
        command, env = checks[name]
        if run(command, env):
            failed.append(name)
    print(f"Failed: {', '.join(failed)}" if failed else "All checks passed.")
    return 1 if failed else 0


def production_environment() -> dict[str, str]:
    """Return settings as a server on the internet has them, with a secret key of this moment."""
    return {
        "DEBUG": "false",
        "SECRET_KEY": secrets.token_urlsafe(50),
        "ALLOWED_HOSTS": "goalchain.example",
        "DATABASE_URL": "sqlite://:memory:",
        "EMAIL_URL": "dummymail://",
        "DJANGO_SETTINGS_MODULE": "goalchain.settings",
    }


def format_code(words: list[str]) -> int:
    """Bring code and templates into form, and mend what the linter can mend."""
    venv.ready(venv.DEV_LOCK)
    ruff = venv.tool("ruff")
    run([*_djade(), *_templates()])
    run([ruff, "check", "--fix", "--quiet", "."])
    run([ruff, "format", "."])
    return main(["format", "lint", "templates"])


def lock(words: list[str]) -> int:
    """Write both locks anew from pyproject.toml (`--upgrade`: newer versions). uv is installed apart."""
    compiler = var_dir() / "uv"
    uv = compiler / venv.PYTHON.parent.name / "uv"
    if not uv.exists():
        say("installing uv")
        must([sys.executable, "-m", "venv", compiler], "See ./dev run for what venv needs.")
        must([uv.with_name("python"), "-m", "pip", "install", "--quiet", "uv"], "Is the package index reachable?")
    # A file that names the index it was made with would not serve elsewhere.
    form = ["--universal", "--generate-hashes", "--no-annotate", "--no-header", "--no-emit-index-url"]
    for target, group in ((venv.RUN_LOCK, []), (venv.DEV_LOCK, ["--group", "dev"])):
        command: Command = [uv, "pip", "compile", "--quiet", *form, "pyproject.toml", *group, "-o", target.name, *words]
        must(command, "The versions that pyproject.toml asks for could not be brought together.", dict(os.environ))
    return 0


def _djade() -> list[str | Path]:
    return [venv.tool("djade"), "--target-version", "5.2"]


def _templates() -> list[Path]:
    return sorted((HOUSE / "templates").rglob("*.html"))
