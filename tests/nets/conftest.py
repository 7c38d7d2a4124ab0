"""The world, made once a module in a transaction that is rolled back at its end."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client

from tests.nets.world import World


@pytest.fixture(scope="module")
def world(django_db_setup: Any, django_db_blocker: Any) -> Iterator[World]:
    """A product with everything in it and people of every kind. What a test writes it undoes: see `undone`."""
    with django_db_blocker.unblock(), transaction.atomic():
        world = World()
        world.etags = {}
        count_rows()
        yield world
        transaction.set_rollback(True)


def count_rows() -> None:
    """Let PostgreSQL know how full its tables are. What is written in a transaction that is still open, nothing counts;
    a plan for empty tables takes minutes on full ones.

    Our own tables only: those that PostgreSQL shares between databases stay locked until this transaction ends, and the
    suite's other process, in a database of its own, would wait for them.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            tables = connection.introspection.table_names(cursor)
            cursor.execute("ANALYZE " + ", ".join(connection.ops.quote_name(table) for table in tables))


@pytest.fixture
def unlogged() -> Iterator[None]:
    """Log no refusal meanwhile: pytest would keep each with its request, pages and all, until the test is over."""
    logger = logging.getLogger("django.request")
    level = logger.level
    logger.setLevel(logging.ERROR)
    yield
    logger.setLevel(level)


@contextmanager
def undone(client: Client | None = None) -> Iterator[None]:
    """Undo what happens inside: in the database, in what is throttled, in the cookies of a client."""
    cookies = deepcopy(client.cookies) if client else None
    with transaction.atomic():
        try:
            yield
        finally:
            transaction.set_rollback(True)
            cache.clear()
            if client and cookies is not None:
                client.cookies = cookies
