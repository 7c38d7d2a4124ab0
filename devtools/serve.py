"""`./dev run`: the demo, from a bare checkout to an address that answers. Second starts reuse all that is there."""

import argparse
import os
import secrets
import socket

from devtools import venv
from devtools.machine import HOUSE, Trouble, kept_secret, must, say

HOST = "127.0.0.1"
# The demo account that the first visit is signed in as.
SIGNED_IN = "owner@example.com"


def development_environment() -> dict[str, str]:
    """Return the settings of a demo on this machine; the secret key is made once and kept."""
    return {
        "DEBUG": os.environ.get("DEBUG") or "true",
        "SECRET_KEY": os.environ.get("SECRET_KEY") or kept_secret("secret_key", lambda: secrets.token_urlsafe(50)),
    }


def main(words: list[str]) -> int:
    """Serve the demo until Ctrl+C. Replaces this process by the server and so returns only through Trouble."""
    parser = argparse.ArgumentParser(prog="./dev run", description="Serve GoalChain with its demo products.")
    parser.add_argument("--port", type=int, default=8000, help="the port on 127.0.0.1 (8000)")
    port = parser.parse_args(words).port
    _refuse_a_taken_port(port)

    python = venv.ready(venv.RUN_LOCK)
    password = os.environ.get("GOALCHAIN_DEMO_PASSWORD") or kept_secret("demo_password", _readable_password)
    env = development_environment() | {
        "DEBUG": "true",
        "DEMO_SIGN_IN": SIGNED_IN,
        "GOALCHAIN_DEMO_PASSWORD": password,
        "PYTHONUNBUFFERED": "1",
    }
    manage = [python, HOUSE / "manage.py"]
    say("bringing the database up to date")
    database = "Is the database of DATABASE_URL running and reachable? Without DATABASE_URL, SQLite in var/ is used."
    must([*manage, "migrate", "--verbosity", "0"], database, env)
    must([*manage, "load_demo"], "The demo products could not be loaded; the message above says why.", env)
    _announce(port, password)
    command = [str(word) for word in (*manage, "runserver", f"{HOST}:{port}")]
    os.chdir(HOUSE)
    # The server takes our place, so that Ctrl+C and signals reach it and nobody else.
    os.execve(command[0], command, {**os.environ, **env})


def _refuse_a_taken_port(port: int) -> None:
    if not 0 < port < 65536:
        raise Trouble(f"{port} is no port: choose one from 1024 to 65535.")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except PermissionError:
            raise Trouble(f"Port {port} is reserved for root. Choose a higher one: ./dev run --port 8000") from None
        except OSError:
            other = port + 1 if port < 65535 else 8000
            raise Trouble(
                f"Port {port} is in use, perhaps by a GoalChain that still runs. "
                f"End that, or choose another port:\n    ./dev run --port {other}"
            ) from None


def _readable_password() -> str:
    """Return a password of 80 bits that can be read aloud: four groups without letters that look alike."""
    letters = "abcdefghjkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(letters) for _ in range(4)) for _ in range(4))


def _announce(port: int, password: str) -> None:
    """Print where GoalChain is and how to sign in; load_demo has printed the accounts just before."""
    print(f"\n  GoalChain is at  http://{HOST}:{port}/   (Ctrl+C ends it)\n")
    print(f"  You are signed in as {SIGNED_IN}. The password of every demo account: {password}\n", flush=True)
