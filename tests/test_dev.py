"""What ./dev says when it cannot go on, and what it keeps."""

import socket
import stat
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from devtools import chromium, machine, postgres, venv
from tests.conftest import recorded_figures

HOUSE = Path(__file__).resolve().parent.parent


def dev(*words: str) -> subprocess.CompletedProcess:
    return subprocess.run([sys.executable, HOUSE / "dev", *words], capture_output=True, text=True)


def test_help_names_every_command():
    answer = dev("help")
    assert answer.returncode == 0
    for command in ("run", "test", "check", "format", "bench", "manage", "lock"):
        assert f"./dev {command}" in answer.stdout


def test_an_unknown_command_is_refused():
    answer = dev("fly")
    assert answer.returncode == 2
    assert "no command 'fly'" in answer.stderr


def test_a_taken_port_is_named_with_the_remedy():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        answer = dev("run", "--port", str(port))
    assert answer.returncode == 1
    assert f"Port {port} is in use" in answer.stderr
    assert "./dev run --port" in answer.stderr
    assert "Traceback" not in answer.stderr


def test_a_secret_is_made_once_and_for_its_owner_only(tmp_path, monkeypatch):
    monkeypatch.setenv("VAR_DIR", str(tmp_path))
    first = machine.kept_secret("key", lambda: "first")
    assert machine.kept_secret("key", lambda: "second") == first == "first"
    assert stat.S_IMODE((tmp_path / "key").stat().st_mode) == 0o600


def test_a_changed_lock_is_installed_again(tmp_path, monkeypatch):
    monkeypatch.setattr(venv, "FOLDER", tmp_path)
    monkeypatch.setattr(venv, "PYTHON", Path(sys.executable))
    lock = tmp_path / "some.lock"
    lock.write_text("django==5.2.19")
    assert not venv._is_stamped(lock)
    venv._stamp(lock).write_text(venv._fingerprint(lock))
    assert venv._is_stamped(lock)
    lock.write_text("django==5.2.20")
    assert not venv._is_stamped(lock)


def test_a_wrong_chromium_is_named(monkeypatch):
    monkeypatch.setenv("CHROMIUM", "/no/such/browser")
    with pytest.raises(machine.Trouble, match="/no/such/browser"):
        chromium.find()


def test_missing_packages_are_named_to_who_may_not_install_them(monkeypatch):
    monkeypatch.setattr(machine, "is_root", lambda: False)
    monkeypatch.setattr(machine.shutil, "which", lambda name: f"/usr/bin/{name}")
    with pytest.raises(machine.Trouble, match="apt-get install -y chromium"):
        machine.apt_install(["chromium"], "Chromium")


def test_postgres_is_told_of_no_other_server(monkeypatch):
    monkeypatch.setenv("PGHOST", "db.example.com")
    assert "PGHOST" not in postgres._environment()


def test_figures_are_told_once():
    report = SimpleNamespace(user_properties=[("figure", ["Q2", "0 seen"]), ("other", 1)])
    other = SimpleNamespace(user_properties=[("figure", ["Q1", "0 wrong"])])
    # A report of each phase carries them; a warning's report has none.
    assert recorded_figures([report, report, other, SimpleNamespace()]) == [["Q1", "0 wrong"], ["Q2", "0 seen"]]
