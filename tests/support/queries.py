"""Counting what a request asks of the database."""

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

#: What opens and closes transactions is not counted.
FRAME = ("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "COMMIT")


def queries_of(call: Callable[[], Any]) -> int:
    """How many queries `call` makes."""
    # Django asks SQLite once a connection what it knows of JSON: not a query of the call that happens to come first.
    assert connection.features.supports_json_field
    with CaptureQueriesContext(connection) as captured:
        call()
    return sum(not query["sql"].startswith(FRAME) for query in captured.captured_queries)
