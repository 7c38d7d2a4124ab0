"""Counting queries. What begins and ends a transaction is not counted: how many those are is the test's doing."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, reset_queries
from django.test.utils import CaptureQueriesContext

TRANSACTION = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")


@contextmanager
def counted_queries() -> Iterator[list[str]]:
    """Collect the statements that run inside, as a list that is filled at the end."""
    statements: list[str] = []
    # Django keeps the last 9000 statements of a test, and tells none that come after as new ones.
    reset_queries()
    with CaptureQueriesContext(connection) as captured:
        yield statements
    statements += [q["sql"] for q in captured if not q["sql"].lstrip().upper().startswith(TRANSACTION)]
