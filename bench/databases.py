"""Databases of our own on the PostgreSQL that DATABASE_URL names, dropped at the end; and changing between them."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import psycopg
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper


def address_of(name: str) -> str:
    """DATABASE_URL with another database's name."""
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()


@contextmanager
def own_databases(suffixes: tuple[str, ...]) -> Iterator[list[str]]:
    """Make an empty database for each suffix, give their names, and drop them at the end."""
    names = [f"goalchain_bench_{os.getpid()}_{suffix}" for suffix in suffixes]
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as server:
        for name in names:
            server.execute(f"CREATE DATABASE {name}")
        try:
            yield names
        finally:
            connections.close_all()
            for name in names:
                server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def connect(name: str) -> BaseDatabaseWrapper:
    """A kept connection to one of them, for `using`."""
    wrapper = connections.create_connection("default")
    wrapper.settings_dict = {**wrapper.settings_dict, "NAME": name}
    return wrapper


def use(wrapper: BaseDatabaseWrapper) -> None:
    """Let the product speak to this database from now on. Costs nothing: the connection stays open."""
    connections["default"] = wrapper


def raw_connection(name: str) -> psycopg.Connection:
    """A connection of psycopg alone, without Django's adapters."""
    return psycopg.connect(address_of(name), autocommit=True)
