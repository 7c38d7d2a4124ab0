"""What holds for every test: a closed network, figures in the summary, and a report for `./dev test`."""

import gc
import json
import os
import time
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from django.db.models.signals import post_migrate
from pytest_django.live_server_helper import LiveServer

from tests.support import extent, network

# Playwright's synchronous interface keeps an event loop in the thread that also uses the database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
STARTED = time.monotonic()


def pytest_configure(config: pytest.Config) -> None:
    network.close()
    # The collector would walk through all that the tests keep after every few hundred objects: a twentieth of the time.
    gc.set_threshold(50_000, 20, 20)
    # A test that commits empties the database behind it, which would write Django's own permissions of each model anew:
    # nine tenths of the time that it takes, and nothing here asks for them.
    post_migrate.disconnect(dispatch_uid="django.contrib.auth.management.create_permissions")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    items[:], left = extent.chosen(items)
    if left:
        config.hook.pytest_deselected(items=left)


@pytest.fixture(scope="session")
def live_server(django_db_setup: None, live_server: LiveServer) -> LiveServer:
    """Start the server when the test database is there: one that finds a database in memory would share the connection
    of the tests with all of its threads."""
    return live_server


@pytest.hookimpl(trylast=True)
def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Tell a failure when it comes: a run that is ended from outside never comes to its summary."""
    if report.failed and "PYTEST_XDIST_WORKER" not in os.environ:
        crash = getattr(report.longrepr, "reprcrash", None)
        print(f"\nfailed: {report.nodeid} ({report.when}): {str(crash or report.longrepr)[-1_500:]}", flush=True)


@pytest.fixture
def figures(record_property: Callable[[str, object], None]) -> Callable[[str, str], None]:
    """Give `figures("Q1", "0 wrong of 812 cells")`: the summary prints what a test measured."""

    def record(subject: str, text: str) -> None:
        # Properties travel with the report, from the processes of a parallel run too.
        record_property("figure", [subject, text])

    return record


def recorded_figures(reports: Iterable[pytest.TestReport]) -> list[list[str]]:
    """Return each [subject, text] that tests recorded, once, in the order of subjects."""
    found = {
        tuple(value) for report in reports for name, value in getattr(report, "user_properties", ()) if name == "figure"
    }
    return [list(figure) for figure in sorted(found)]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    stats = terminalreporter.stats
    figures = recorded_figures(report for reports in stats.values() for report in reports)
    if figures:
        terminalreporter.section("figures")
        for subject, text in figures:
            terminalreporter.line(f"{subject:<4} {text}")
    if path := os.environ.get("GOALCHAIN_REPORT"):
        counts = ", ".join(text for text, _ in terminalreporter.build_summary_stats_line()[0])
        report = {
            "figures": figures,
            "closing": f"{counts} in {time.monotonic() - STARTED:.0f} s",
            "failed": [report.nodeid for outcome in ("failed", "error") for report in stats.get(outcome, ())],
        }
        Path(path).write_text(json.dumps(report))
