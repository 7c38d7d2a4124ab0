"""The house keeps its rules: imports point one way, the README tells the truth, the network is closed to tests."""

import ast
import re
import socket
from pathlib import Path

import pytest
from django.core.management import call_command, get_commands

from goalchain.lib.storage import HashedStaticFiles
from tests.support.imports import RUNG, rooms, uses
from tests.support.network import NetworkIsClosed

HOUSE = Path(__file__).resolve().parent.parent
README = HOUSE / "README.md"


def against_the_rule(house: Path) -> list[str]:
    """Return each use that does not point down, with its place."""
    return [f"{use.place}: {use.room} uses {use.used}: {use.words}" for use in uses(house) if not use.is_allowed]


def test_imports_point_one_way():
    assert against_the_rule(HOUSE) == []


def test_every_app_has_its_rung():
    assert rooms(HOUSE) <= set(RUNG), "An app is missing from RUNGS in tests/support/imports.py."


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("goalchain/goals/trace.py", "from sprints.models import Sprint"),
        ("goalchain/goals/trace.py", "def line():\n    from sprints import models"),
        ("goalchain/goals/models.py", "class Goal:\n    sprint = ForeignKey('sprints.Sprint')"),
        ("goalchain/goals/models.py", "import goalchain.sharing.export"),
        ("goalchain/goals/models.py", "from ..api import views"),
        ("goalchain/goals/models.py", "from goalchain import api"),
        ("goalchain/goals/trace.py", "Sprint = apps.get_model('sprints', 'Sprint')"),
        ("goalchain/goals/trace.py", "views = import_module('goalchain.api.views')"),
        ("goalchain/goals/migrations/0002_more.py", "dependencies = [('vision', '0001_initial')]"),
        ("goalchain/goals/migrations/0002_more.py", "field = ForeignKey(to='vision.vision')"),
        ("goalchain/lib/text.py", "from goalchain.accounts.models import User"),
        ("goalchain/lib/text.py", "from goalchain import settings"),
        ("vision/views.py", "from roadmap.models import ProductGoal"),
        ("roadmap/views.py", "from sprints.models import SprintGoal"),
        ("sprints/views.py", "from vision.models import Vision"),
        ("sprints/views.py", "from tests.factories import make_goal"),
    ],
)
def test_a_use_against_the_rule_is_seen(tmp_path, place, words):
    source = tmp_path / place
    source.parent.mkdir(parents=True)
    source.write_text(words)
    assert len(against_the_rule(tmp_path)) == 1


@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("sprints/views.py", "from goalchain.goals.models import Goal"),
        ("sprints/views.py", "from . import forms\nfrom .models import Sprint\nfrom sprints.backlog import order"),
        ("goalchain/goals/models.py", "product = ForeignKey('products.Product')\ntemplate = 'goals/goal.html'"),
        ("goalchain/urls.py", "from goalchain.api import urls\nfrom vision import views"),
        ("goalchain/goals/migrations/0002_more.py", "dependencies = [('products', '0001_initial')]"),
    ],
)
def test_a_use_within_the_rule_passes(tmp_path, place, words):
    source = tmp_path / place
    source.parent.mkdir(parents=True)
    source.write_text(words)
    assert against_the_rule(tmp_path) == []


def test_an_app_without_a_rung_is_seen(tmp_path):
    for package in ("goalchain", "goalchain/goals", "surveys", "tests"):
        (tmp_path / package).mkdir(exist_ok=True)
        (tmp_path / package / "__init__.py").touch()
    assert rooms(tmp_path) - set(RUNG) == {"surveys"}


def variables_of_settings() -> set[str]:
    """Return the names of the environment that settings.py reads: the first word of each `env…("NAME")`."""
    tree = ast.parse((HOUSE / "goalchain" / "settings.py").read_text())
    calls = [part for part in ast.walk(tree) if isinstance(part, ast.Call) and part.args]
    return {
        str(call.args[0].value)
        for call in calls
        if ast.unparse(call.func).split(".")[0] in {"env", "environ", "os"} and isinstance(call.args[0], ast.Constant)
    }


def first_column(heading: str) -> set[str]:
    """Return the code words in the first column of the table under a heading of the README."""
    section = README.read_text().split(f"## {heading}\n", 1)[1].split("\n## ", 1)[0]
    rows = re.findall(r"^\| `([^`]+)`", section, re.MULTILINE)
    return {row.removeprefix("./dev manage ").split()[0] for row in rows}


def test_readme_lists_every_variable_of_settings():
    assert variables_of_settings() == first_column("Configuration")


def test_readme_lists_every_command():
    ours = {name for name, app in get_commands().items() if app.split(".")[0] in {"goalchain", *RUNG}}
    assert ours == first_column("Commands")


def test_static_files_collect_under_hashed_names(tmp_path, settings, monkeypatch):
    """Each file that a stylesheet or a module names must exist, or the first start in production fails."""
    # Compression takes most of the time and shows nothing here.
    monkeypatch.setattr(HashedStaticFiles, "compress_files", lambda self, paths: iter(()))
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": "goalchain.lib.storage.HashedStaticFiles"}}
    call_command("collectstatic", "--no-input", verbosity=0)
    assert (tmp_path / "staticfiles.json").exists()


@pytest.mark.parametrize("host", ["192.0.2.1", "2001:db8::1", "example.com"])
def test_no_other_machine_is_reached(host):
    with pytest.raises(NetworkIsClosed):
        socket.create_connection((host, 80), timeout=0.1)


def test_no_datagram_leaves():
    with socket.socket(type=socket.SOCK_DGRAM) as sender, pytest.raises(NetworkIsClosed):
        sender.sendto(b"", ("192.0.2.1", 53))


def test_this_machine_is_reached():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        socket.create_connection(listener.getsockname()).close()
