"""Instances from SQL that is written once: like those that Django makes."""

import pytest
from django.db import connection
from django.db.models import Model
from django.db.models.signals import post_init

from goalchain.goals.models import Goal
from goalchain.lib.rows import Columns, each, fetch
from tests.factories import make_goal, make_product

pytestmark = pytest.mark.django_db


def row_of(columns: Columns[Goal], goal: Goal) -> tuple[object, ...]:
    return fetch(f"SELECT {columns.sql} FROM goals_goal g WHERE g.id = %s", [goal.pk])[0]


def test_an_instance_is_the_stored_one(django_assert_num_queries) -> None:
    goal = make_goal(make_product(), title="Riders book online")
    columns = Columns(Goal, "g")
    made = columns.instance(row_of(columns, goal))
    stored = Goal.objects.get(pk=goal.pk)
    assert made == stored
    assert {f.attname: getattr(made, f.attname) for f in Goal._meta.concrete_fields} == {
        f.attname: getattr(stored, f.attname) for f in Goal._meta.concrete_fields
    }
    assert (made._state.adding, made._state.db) == (False, "default")


def test_what_was_left_out_is_fetched_when_it_is_asked_for(django_assert_num_queries) -> None:
    goal = make_goal(make_product(), title="Riders book online", statement="In two minutes.")
    columns = Columns(Goal, "g", ("id", "title"))
    made = columns.instance(row_of(columns, goal))
    assert made.get_deferred_fields() == {f.attname for f in Goal._meta.concrete_fields} - {"id", "title"}
    with django_assert_num_queries(0):
        assert made.title == "Riders book online"
    with django_assert_num_queries(1):
        assert made.statement == "In two minutes."


def test_who_listens_for_new_instances_hears_of_them() -> None:
    goal, heard = make_goal(make_product()), []

    def hear(instance: Model, **_: object) -> None:
        heard.append(instance.pk)

    columns = Columns(Goal, "g")
    post_init.connect(hear, sender=Goal)
    try:
        columns.instance(row_of(columns, goal))
    finally:
        post_init.disconnect(hear, sender=Goal)
    assert heard == [goal.pk]


def test_each_joins_the_rows_that_a_key_finds() -> None:
    product = make_product()
    goals = [make_goal(product) for _ in range(3)]
    join = each("goals_goal", "g", "g.id = p.pk AND g.archived_at IS NULL")
    sql = f"SELECT g.number FROM (SELECT %s AS pk UNION ALL SELECT %s) p {join} ORDER BY g.number"
    assert fetch(sql, [goals[0].pk, goals[2].pk]) == [(goals[0].number,), (goals[2].number,)]
    assert ("LATERAL" in join) == (connection.vendor == "postgresql")
