"""check_chain names every offence: each rule is broken once in stored data, past all constraints, and is named."""

from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from goalchain.goals import offences as module
from goalchain.goals.offences import Offence, offences
from goalchain.products.models import Product
from tests.factories import Chain, make_chain_of_all_levels, make_goal, make_product, make_sprint

pytestmark = pytest.mark.django_db

TABLES = [
    *("products_product", "products_membership", "products_team", "goals_goal", "goals_link", "goals_event"),
    *("vision_vision", "vision_strategicgoal", "roadmap_productgoal", "roadmap_releasegoal"),
    *("sprints_sprint", "sprints_sprintgoal"),
]


@pytest.fixture
def chain() -> Chain:
    """BIKE-1 vision, 2 user, 3 business, 4 product, 5 release, 6 sprint goal (a draft in a sprint); 7 is active."""
    chain = make_chain_of_all_levels(key="BIKE")
    sprint = make_sprint(team=chain.sprint.team)
    release = chain["release"]
    chain.goals["active"] = make_goal(
        chain.product, "sprint", state="active", parents=[release], by=chain.owner, sprint_id=sprint.pk
    )
    return chain


@pytest.fixture
def corrupt(chain: Chain) -> Callable[[str], None]:
    """Run statements on tables that hold the same rows and have no constraints: temporary ones hide the real ones.

    `{release}` and the like stand for primary keys.
    """
    names = {name: goal.pk for name, goal in chain.goals.items()}
    names |= {"product_pk": chain.product.pk, "owner": chain.owner.pk, "team": chain.sprint.team_id}
    names |= {"planned": chain.sprint.pk, "other": make_product(key="EAT").pk}

    def run(statements: str) -> None:
        with connection.cursor() as cursor:
            for table in TABLES:
                cursor.execute(f"CREATE TEMPORARY TABLE {table} AS SELECT * FROM {table}")
            for statement in statements.format(**names).split(";"):
                cursor.execute(statement)

    return run


def found() -> list[Offence]:
    return offences(Product.objects.get(name="Bike"))


@pytest.fixture(autouse=True)
def named_bike(chain: Chain) -> None:
    Product.objects.filter(pk=chain.product.pk).update(name="Bike")


def test_a_sound_chain_has_no_offence(chain):
    assert found() == []


@pytest.mark.parametrize(
    ("goal", "rule", "statement"),
    [
        (0, "a product's key is", "UPDATE products_product SET key = 'bike!' WHERE id = {product_pk}"),
        (0, "a product's preset is", "UPDATE products_product SET preset = 'safe' WHERE id = {product_pk}"),
        (
            0,
            "a writing check that is",
            "UPDATE products_product SET quiet_rules = '[\"none\"]' WHERE id = {product_pk}",
        ),
        (0, "a product keeps an owner", "UPDATE products_membership SET role = 'viewer'"),
        (0, "a member's role is", "UPDATE products_membership SET role = 'king'"),
        (0, "a team has a name", "UPDATE products_team SET name = ''"),
        (7, "last number is not below", "UPDATE products_product SET last_number = 6 WHERE id = {product_pk}"),
        (2, "name and its rank belong together", "UPDATE goals_goal SET level_name = 'sprint' WHERE id = {user}"),
        (2, "name and its rank belong together", "UPDATE goals_goal SET level_name = 'team' WHERE id = {user}"),
        (2, "a state is one that exists", "UPDATE goals_goal SET state = 'done' WHERE id = {user}"),
        (2, "exactly when the state is closed", "UPDATE goals_goal SET state = 'closed' WHERE id = {user}"),
        (2, "exactly when the state is closed", "UPDATE goals_goal SET outcome = 'missed' WHERE id = {user}"),
        (2, "an outcome is one that exists", "UPDATE goals_goal SET outcome = 'won' WHERE id = {user}"),
        (2, "a confidence is one", "UPDATE goals_goal SET confidence = 'sure' WHERE id = {user}"),
        (
            2,
            "a goal ends after it starts",
            "UPDATE goals_goal SET starts_on = '2026-02-02', ends_on = '2026-02-01' WHERE id = {user}",
        ),
        (2, "a title has 1 to 200", "UPDATE goals_goal SET title = ' ' WHERE id = {user}"),
        (2, "a version counts from 1", "UPDATE goals_goal SET version = 0 WHERE id = {user}"),
        (3, "a number belongs to one goal", "UPDATE goals_goal SET number = 3 WHERE id = {user}"),
        (
            4,
            "a product has one live vision",
            "UPDATE goals_goal SET level = 1, level_name = 'vision' WHERE id = {product}",
        ),
        (5, "row in the table of its level (none in roadmap", "DELETE FROM roadmap_releasegoal"),
        (4, "its level only (one in roadmap_rel", "INSERT INTO roadmap_releasegoal (goal_id) VALUES ({product})"),
        (
            2,
            "both its ends are of one product",
            "UPDATE goals_link SET product_id = {other} WHERE child_id = {user}",
        ),
        (2, "levels are those of its goals", "UPDATE goals_link SET parent_level = 0 WHERE child_id = {user}"),
        (1, "a link leads upward", "UPDATE goals_link SET child_id = {vision} WHERE child_id = {user}"),
        (2, "a goal serves another once", "INSERT INTO goals_link SELECT * FROM goals_link WHERE child_id = {user}"),
        (0, "that of its last event", "UPDATE products_product SET revision = 99 WHERE id = {product_pk}"),
        (0, "the first event has revision 1", "DELETE FROM goals_event WHERE revision = 1"),
        (0, "every revision has an event (none for 3)", "DELETE FROM goals_event WHERE revision = 3"),
        (
            0,
            "in the order of their revisions",
            "UPDATE goals_event SET id = id + 100000 WHERE revision = 2 AND product_id = {product_pk}",
        ),
        (
            0,
            "an event is about a goal of its product",
            "UPDATE goals_event SET product_id = {product_pk}, goal_id = {user};"
            "UPDATE goals_goal SET product_id = {other} WHERE id = {user}",
        ),
        (
            2,
            "first event, and no other, is its creation",
            "UPDATE goals_event SET verb = 'revise' WHERE goal_id = {user}",
        ),
        (7, "tell its versions one by one", "DELETE FROM goals_event WHERE verb = 'agree' AND goal_id = {active}"),
        (6, "an event of a draft sprint goal is planning", "UPDATE goals_event SET planning = (1 = 0)"),
        (2, "a goal has events", "DELETE FROM goals_event WHERE goal_id = {user}"),
        (2, "as it is stored (title: stored 'X'", "UPDATE goals_goal SET title = 'X' WHERE id = {user}"),
        (2, "as it is stored (parents: stored", "UPDATE goals_link SET rationale = 'X' WHERE child_id = {user}"),
        (
            6,
            "as it is stored (details: stored",
            "UPDATE sprints_sprintgoal SET sprint_id = NULL WHERE goal_id = {sprint}",
        ),
        (0, "a sprint's team is of its product", "UPDATE products_team SET product_id = {other}"),
        (0, "a sprint has a name", "UPDATE sprints_sprint SET name = ''"),
        (0, "a sprint ends after it starts", "UPDATE sprints_sprint SET ends_on = '2001-01-01'"),
        (6, "a goal's sprint is of its product", "UPDATE sprints_sprint SET product_id = {other} WHERE id = {planned}"),
        (7, "agreed for its sprint exactly while", "UPDATE sprints_sprintgoal SET agreed_for_id = NULL"),
        (
            6,
            "agreed for its sprint exactly while",
            "UPDATE sprints_sprintgoal SET agreed_for_id = sprint_id WHERE goal_id = {sprint}",
        ),
        (7, "an agreed or active sprint goal has a parent", "DELETE FROM goals_link WHERE child_id = {active}"),
        (
            7,
            "an agreed or active sprint goal has a parent",
            "UPDATE goals_goal SET archived_at = '2026-01-01' WHERE id = {release}",
        ),
        (
            7,
            "a sprint has one agreed or active goal",
            "UPDATE goals_goal SET state = 'agreed' WHERE id = {sprint};"
            "UPDATE sprints_sprintgoal SET sprint_id = {planned}, agreed_for_id = {planned}",
        ),
    ],
)
def test_an_offence_is_named(corrupt, goal, rule, statement):
    corrupt(statement)
    named = found()
    key = f"BIKE-{goal}" if goal else ""
    assert [offence for offence in named if rule in str(offence) and offence.goal in (key, f"bike!-{goal}")], named


def test_text_that_a_database_cannot_hold_is_named(monkeypatch, chain):
    """Neither database stores such text; what is read is taken for it."""

    def refuse(text: str) -> None:
        if text:
            raise ValidationError("Character 1 (U+0000) cannot be stored.")

    monkeypatch.setattr(module, "storable", refuse)
    rules = {(offence.goal, offence.rule) for offence in found()}
    assert {(f"BIKE-{number}", "text can be stored in every database") for number in range(1, 8)} <= rules


def test_an_offence_reads_as_one_line():
    assert str(Offence("BIKE", "BIKE-2", "a rule", "a value")) == "BIKE-2: a rule (a value)"
    assert str(Offence("BIKE", "", "a rule", "a value")) == "BIKE: a rule (a value)"
