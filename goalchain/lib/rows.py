"""Model instances from SQL that is written once, for what every page asks.

Django puts a queryset of several joined tables into words anew for each request, which takes several times longer than
the database takes to answer. A query that never changes its words can keep them; this turns its rows into instances.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from typing import Any, Generic, TypeVar

from django.db import connection
from django.db.models import Field, Model, QuerySet
from django.db.models.base import ModelState
from django.db.models.signals import post_init, pre_init

M = TypeVar("M", bound=Model)


class Columns(Generic[M]):
    """The columns of one model in a SELECT: their words, and the instance that a row holds at their place.

    `names` are those that are wanted, all without it; a field that was left out is fetched by a query of its own when
    somebody asks for it. One table only: what a model inherits has columns of its own.
    """

    def __init__(self, model: type[M], alias: str, names: Sequence[str] | None = None) -> None:
        fields = model._meta.local_concrete_fields
        self.model = model
        self.alias = alias
        self.fields: list[Field[Any, Any]] = [f for f in fields if names is None or f.attname in names]
        self.names = [field.attname for field in self.fields]

    @property
    def sql(self) -> str:
        """The columns with the table's alias, in the order of `names`."""
        return ", ".join(f'{self.alias}."{field.column}"' for field in self.fields)

    def __len__(self) -> int:
        return len(self.fields)

    def values(self, row: Sequence[Any], start: int = 0) -> list[Any]:
        """The Python values of these columns, which begin at `start` in the row."""
        values = list(row[start : start + len(self.fields)])
        for place, expression, convert in self._converters:
            for converter in convert:
                values[place] = converter(values[place], expression, connection)
        return values

    def instance(self, row: Sequence[Any], start: int = 0) -> M:
        """The instance whose columns begin at `start` in the row. No query."""
        values = self.values(row, start)
        if not self._is_plain:
            return self.model.from_db(connection.alias, self.names, values)
        # What `from_db` comes to, in a fifth of its time: it asks every field of the model whether it is among these.
        instance = self.model.__new__(self.model)
        instance._state = state = ModelState()
        state.adding, state.db = False, connection.alias
        instance.__dict__.update(zip(self.names, values, strict=True))
        return instance

    @cached_property
    def _is_plain(self) -> bool:
        """Whether nothing happens when an instance is made but that it gets its values."""
        heard = pre_init.has_listeners(self.model) or post_init.has_listeners(self.model)
        own = self.model.__init__ is Model.__init__ and self.model.from_db.__func__ is Model.from_db.__func__  # type: ignore[attr-defined]
        return own and not heard

    @cached_property
    def _converters(self) -> list[tuple[int, Any, list[Callable[..., Any]]]]:
        """What this database returns otherwise than Python has it: dates on SQLite, JSON on both."""
        found = []
        for place, field in enumerate(self.fields):
            column = field.get_col(self.alias)
            converters = connection.ops.get_db_converters(column) + column.get_db_converters(connection)
            if converters:
                found.append((place, column, converters))
        return found


def among(column: str) -> str:
    """The condition that a column has one of the keys that `listed` makes a parameter of: its words are the same
    however many there are, so that they are understood once."""
    if connection.vendor == "postgresql":
        return f"{column} = ANY(%s)"
    return f"{column} IN (SELECT value FROM json_each(%s))"


def each(table: str, alias: str, condition: str) -> str:
    """The join of those rows of a table that a condition finds by their key.

    PostgreSQL would read a whole table to join some of its rows where it takes them for many: OFFSET 0 in a lateral
    subquery lets it find each by its key.
    """
    if connection.vendor == "postgresql":
        return f"JOIN LATERAL (SELECT {alias}.* FROM {table} {alias} WHERE {condition} OFFSET 0) {alias} ON TRUE"
    return f"JOIN {table} {alias} ON {condition}"


def listed(keys: Iterable[int]) -> Any:
    """Primary keys as the one parameter of `among`."""
    return list(keys) if connection.vendor == "postgresql" else json.dumps(list(keys))


def array(columns: str) -> str:
    """The words for a JSON array of these columns, as text."""
    if connection.vendor == "postgresql":
        return f"CAST(jsonb_build_array({columns}) AS TEXT)"
    return f"json_array({columns})"


def words_of(rows: QuerySet[Any, Any], column: str) -> str:
    """The words that Django finds for `values_list` of plain columns where `column` is 0, to be kept: with `among` in
    the place of that, their one parameter. Raises ValueError for a queryset that has others."""
    sql, parameters = rows.query.sql_with_params()
    if tuple(parameters) != (0,) or f"{column} = %s" not in sql:
        raise ValueError(f"There is more to fill in than {column}: {parameters!r} in {sql}")
    return sql.replace(f"{column} = %s", among(column))


def fetch(sql: str, parameters: Sequence[Any]) -> list[tuple[Any, ...]]:
    """All rows of a SELECT. One query."""
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall()
