"""The plan of an import: every rule with its reason, every row with its line, and nothing written."""

import pytest

from goalchain.goals.models import Goal
from goalchain.sharing.sheet.plan import Plan
from goalchain.sharing.sheet.reading import read_sheet
from goalchain.sharing.sheet.writing import preview_sheet
from tests.factories import make_goal, make_product, make_sprint, make_team, make_user, product_owner

pytestmark = pytest.mark.django_db


@pytest.fixture
def product():
    return make_product(key="BIKE", name="Bike Service App")


def plan_of(product, rows: str, columns: str = "key,level,title,parents,rationale,state,outcome") -> Plan:
    return preview_sheet(product, read_sheet(f"{columns}\n{rows}"))


def reasons(product, rows: str, **columns: str) -> list[str]:
    """All reasons, each with its line."""
    return [
        f"{entry.line}: {reason}" for entry in plan_of(product, rows, **columns).refused for reason in entry.reasons
    ]


def test_a_second_active_product_goal_is_refused(product):
    stored = make_goal(product, "product", title="Riders book", state="active")
    rows = f"x,product,X,,,active\n{stored.key},product,Riders book,,,active\ny,product,Y,,,agreed\n"
    refused = reasons(product, rows)
    assert len(refused) == 1
    assert refused[0].startswith(
        f"2: Bike Service App works on one product goal at a time, and {stored.key} “Riders book” is active."
    )
    product.redescribe(by=product_owner(product), one_active_goal=False)
    assert reasons(product, rows) == []


def test_rows_may_stand_in_any_order(product):
    plan = plan_of(product, "s,sprint,S,r\nr,release,R,p;v\np,product,P,v\nv,vision,V\n")
    assert [(entry.name, entry.number) for entry in plan.made] == [("s", 1), ("r", 2), ("p", 3), ("v", 4)]
    assert plan.made[1].parents == {3: "", 4: ""}
    assert plan.named() == [("s", "BIKE-1"), ("r", "BIKE-2"), ("p", "BIKE-3"), ("v", "BIKE-4")]
    assert Goal.objects.count() == 0


def test_own_keys_are_numbers_and_names_get_the_free_ones(product):
    make_goal(product, "user")
    plan = plan_of(product, "BIKE-3,user,Three\nx,user,X\n,user,Without a key\nEAT-1,user,Of another product\n")
    assert [(entry.name, entry.number) for entry in plan.made] == [("BIKE-3", 3), ("x", 2), ("", 4), ("EAT-1", 5)]


def test_a_number_that_is_not_stored_is_made(product):
    goal = make_goal(product, "user")
    product.claim_numbers(5)
    plan = plan_of(product, f"BIKE-3,user,Three\n{goal.key},user,{goal.title}\nx,user,X\n")
    assert [entry.number for entry in plan.made] == [3, 7]
    assert plan.unchanged == 1


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ("x,team,X\n", "2: “team” is no level. The levels are vision, user, business, product, release, sprint."),
        ("x,,X\n", "2: A goal needs a level: vision, user, business, product, release, sprint."),
        ("x,user,\n", "2: A goal needs a title. Say in a few words what will be true."),
        (f"x,user,{'x' * 201}\n", "2: The title has 201 characters; 200 is the most. Say the rest in the statement."),
        ("x,user,a\0b\n", "2: In title: Character 2 (U+0000) cannot be stored. Remove it and save again."),
        ("x,user,X\nx,user,X\n", "3: x stands on line 2 already. One row a goal."),
        ("bike-7,user,X\n", "2: “bike-7” reads like BIKE-7. Write that, or another name for a new goal."),
        ("BIKE-007,user,X\n", "2: “BIKE-007” reads like BIKE-7. Write that, or another name for a new goal."),
        (
            "BIKE-123456789,user,X\n",
            "2: BIKE-123456789 is too high a number; 99999999 is the highest. Choose another name.",
        ),
        (
            "x,user,X,BIKE-99\n",
            "2: The parent “BIKE-99” is neither in the file nor in Bike Service App. Add its row, or leave it out.",
        ),
        (
            "x,user,X,EAT-1\n",
            "2: The parent “EAT-1” is neither in the file nor in Bike Service App. Add its row, or leave it out.",
        ),
        ("x,user,X,x\n", "2: x cannot serve itself. Choose a goal above it."),
        ("v,vision,V\nx,user,X,v;v\n", "3: The parent v is named twice. Name each parent once."),
        (
            "p,product,P\nx,user,X,p\n",
            "3: p is a product goal, below x, a user goal. A link leads upward: choose a parent of a higher level.",
        ),
        (
            "b,business,B\nx,user,X,b\n",
            "3: b is a business goal, on the same level as x, a user goal. "
            "A link leads upward: choose a parent of a higher level.",
        ),
        (
            "v,vision,V\nx,user,X,v,one;two\n",
            "3: The rationale has 2 parts for 1 parent. Write one for each, with ; between, or none; "
            "a ; inside a rationale is written \\;",
        ),
        (
            "x,user,X,,because\n",
            "2: The rationale has 1 part for 0 parents. Write one for each, with ; between, or none; "
            "a ; inside a rationale is written \\;",
        ),
        (f"v,vision,V\nx,user,X,v,{'x' * 2001}\n", "3: The rationale has 2001 characters; 2000 is the most."),
        ("x,user,X,,,done\n", "2: “done” is no state. Write one of draft, agreed, active, closed."),
        ("x,user,X,,,closed,won\n", "2: “won” is no outcome. Write one of achieved, partly, missed, abandoned."),
        ("x,user,X,,,closed\n", "2: A closed goal has an outcome. Write achieved, partly, missed or abandoned."),
        (
            "x,user,X,,,active,partly\n",
            "2: It has the outcome partly and is active; only a closed goal has an outcome. "
            "Write closed, or empty the outcome.",
        ),
        (
            "v,vision,First\nw,vision,Second\n",
            "3: Bike Service App has a vision already: v “First”. "
            "A product has one vision; close or archive that one first.",
        ),
        (
            "x,sprint,X,,,agreed\n",
            "2: x serves no goal yet, and an agreed sprint goal has a parent. Link it to one first.",
        ),
        (f"{'k' * 201},user,X\n", "2: The key has 201 characters; 200 is the most."),
    ],
)
def test_a_bad_row(product, rows, reason):
    assert reasons(product, rows) == [reason]


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ("16.11.2026,", "“16.11.2026” in starts_on is no date. Write year, month and day, like 2026-11-16."),
        ("20261116,", "“20261116” in starts_on is no date. Write year, month and day, like 2026-11-16."),
        (",2026-02-30", "“2026-02-30” in ends_on is no date. Write year, month and day, like 2026-11-16."),
        (
            "2026-11-16,2026-11-15",
            "It would end on 2026-11-15, before it starts on 2026-11-16. Choose a later end or an earlier start.",
        ),
        (
            ",,po@example.com",
            "po@example.com is no member of Bike Service App. Add the person on the members page, or empty the cell.",
        ),
        (",,,Web,", "A user goal has no team; only a sprint goal has one. Empty “Web”."),
        (",,,,Sprint 1", "A user goal has no sprint; only a sprint goal has one. Empty “Sprint 1”."),
    ],
)
def test_a_bad_cell(product, cells, reason):
    columns = "key,level,title,starts_on,ends_on,owner,team,sprint"
    assert reasons(product, f"x,user,X,{cells}\n", columns=columns) == [f"2: {reason}"]


def test_everything_that_is_wrong_with_a_row_is_told_at_once(product):
    told = reasons(product, "x,team,,BIKE-9,,done,won\ny,sprint,,BIKE-9,,done,won,extra\n")
    assert len(told) == 2 + 5  # without a level only the level and the parent can be judged
    assert all(line.startswith(("2: ", "3: ")) for line in told)


def test_not_every_wrong_parent_of_a_row_is_told(product):
    told = reasons(product, f"x,user,X,{';'.join(f'p{number}' for number in range(50))}\n")
    assert len(told) == 11 and told[-1] == "2: And more of the same kind."


def test_a_child_is_not_blamed_for_its_bad_parent(product):
    assert reasons(product, "v,team,V\nx,user,X,v\n")[1:] == []


def test_a_goal_keeps_its_level(product):
    goal = make_goal(product, "user", title="Riders")
    [reason] = reasons(product, f"{goal.key},business,Riders\n")
    assert reason == f"2: {goal.key} is a user goal, and a goal keeps its level. Write user, or make a new goal."


def test_an_archived_goal_is_neither_changed_nor_served(product):
    goal = make_goal(product, "user", archived=True)
    assert reasons(product, f"{goal.key},user,X\n") == [f"2: {goal.key} is archived. Restore it before you change it."]
    assert reasons(product, f"x,product,X,{goal.key}\n") == [
        f"2: {goal.key} is archived. Restore it first, or choose another parent."
    ]


def test_a_stored_vision_counts(product):
    vision = make_goal(product, "vision", title="Stored")
    [reason] = reasons(product, "v,vision,V\n")
    assert f"has a vision already: {vision.key} “Stored”" in reason
    assert reasons(product, f"{vision.key},vision,Stored,,,closed,missed\nv,vision,V\n") == []
    assert reasons(product, f"v,vision,V\n{vision.key},vision,Stored,,,closed,missed\n") == []


def test_the_row_that_changes_something_is_the_one_refused(product):
    vision = make_goal(product, "vision", title="Stored")
    told = reasons(product, f"v,vision,V\n{vision.key},vision,Stored\n")
    assert [line[:2] for line in told] == ["2:"]


SPRINTS = "key,level,title,parents,state,team,sprint"


def test_a_sprint_has_one_agreed_goal(product):
    make_goal(product, "product")
    rows = "a,sprint,A,BIKE-1,agreed,Web,S1\nb,sprint,B,BIKE-1,active,Web,S1\nc,sprint,C,BIKE-1,draft,Web,S1\n"
    assert reasons(product, rows, columns=SPRINTS) == [
        "3: S1 of Web has an agreed goal already: a “A”. Close or withdraw that one first, or choose another sprint."
    ]


def test_a_stored_agreed_goal_holds_its_sprint(product):
    sprint = make_sprint(team=make_team(product, "Web"), name="S1")
    held = make_goal(product, "sprint", state="agreed", sprint_id=sprint.pk, title="Held")
    parent = held.up_links.get().parent.number
    [reason] = reasons(product, f"b,sprint,B,BIKE-{parent},agreed,Web,S1\n", columns=SPRINTS)
    assert f"has an agreed goal already: {held.key} “Held”" in reason
    swap = f"b,sprint,B,BIKE-{parent},agreed,Web,S1\n{held.key},sprint,Held,BIKE-{parent},draft,Web,S1\n"
    assert reasons(product, swap, columns=SPRINTS) == []


def test_an_agreed_sprint_goal_keeps_a_parent(product):
    goal = make_goal(product, "sprint", state="agreed")
    [reason] = reasons(product, f"{goal.key},sprint,X,\n", columns="key,level,title,parents")
    assert "an agreed sprint goal has a parent" in reason


def test_a_sprint_without_its_team(product):
    columns = "key,level,title,team,sprint"
    [reason] = reasons(product, "a,sprint,A,,S1\n", columns=columns)
    assert reason == "2: Whose sprint is S1? Name the team in the column team."
    plan = plan_of(product, "a,sprint,A,,S1\nb,sprint,B,Web,S2\n", columns=columns)
    assert plan.sprints == [("Web", "S2"), ("Web", "S1")] and plan.teams == ["Web"]
    plan = plan_of(product, "a,sprint,A,,S1\nb,sprint,B,Web,S1\nc,sprint,C,App,S2\n", columns=columns)
    assert plan.made[0].values["sprint"] == ("Web", "S1")
    [reason] = reasons(product, "a,sprint,A,,S1\nb,sprint,B,Web,S1\nc,sprint,C,App,S1\n", columns=columns)
    assert "Whose sprint is S1?" in reason


def test_a_team_without_a_sprint_is_made_and_remarked_on(product):
    plan = plan_of(product, "a,sprint,A,Web,\n", columns="key,level,title,team,sprint")
    assert plan.teams == ["Web"]
    assert plan.notes == [(2, "The goal keeps no team Web: it has its team through its sprint. Name a sprint.")]


def test_the_column_team_alone_moves_nothing(product):
    sprint = make_sprint(team=make_team(product, "Web"))
    goal = make_goal(product, "sprint", sprint_id=sprint.pk)
    plan = plan_of(product, f"{goal.key},Web\n", columns="key,team")
    assert (plan.unchanged, plan.notes, plan.teams) == (1, [], [])
    plan = plan_of(product, f"{goal.key},App\n", columns="key,team")
    assert plan.unchanged == 1 and "The goal keeps no team App" in plan.notes[0][1]
    assert plan_of(product, f"{goal.key},\n", columns="key,team").notes == []


def test_names_of_teams_and_sprints_are_bounded(product):
    told = reasons(product, f"a,sprint,A,{'t' * 81},{'s' * 81}\n", columns="key,level,title,team,sprint")
    assert told == [
        "2: The team has 81 characters; 80 is the most.",
        "2: The sprint has 81 characters; 80 is the most.",
    ]


def test_labels_are_understood_like_names(product):
    plan = plan_of(product, "x,User Goal,X,,,Closed,Partly achieved\n")
    assert plan.made[0].level_name == "user"
    assert plan.made[0].values["outcome"] == "partly"


def test_an_owner_who_left_may_stay_the_owner(product):
    leaver = make_user("leaver@example.com")
    membership = product.admit(leaver, "developer", by=product.memberships.get().user)
    goal = make_goal(product, "user", owner_id=leaver.pk, title="X")
    membership.end(by=product.memberships.get(role="owner").user)
    columns = "key,level,title,owner"
    assert plan_of(product, f"{goal.key},user,X,Leaver@example.com\n", columns=columns).unchanged == 1
    assert plan_of(product, f"{goal.key},user,Y,leaver@example.com\n", columns=columns).changed[0].changes == ["title"]
    assert reasons(product, "x,user,X,leaver@example.com\n", columns=columns) != []


def test_line_ends_and_blanks_are_no_change(product):
    goal = make_goal(product, "user", title="X", statement="one\r\ntwo")
    plan = plan_of(product, f'{goal.key},user," X ","one\ntwo"\n', columns="key,level,title,statement")
    assert plan.unchanged == 1


def test_a_hundred_bad_rows_are_named_and_the_rest_counted(product):
    plan = plan_of(product, "x,team,X\n" * 123)
    assert (len(plan.refused), plan.more_refused, plan.refused_count) == (100, 23, 123)


def test_the_plan_of_many_rows_takes_as_many_queries_as_that_of_one(product, django_assert_num_queries):
    sheets = [read_sheet("key,level,title\n" + "".join(f"k{n},user,T\n" for n in range(rows))) for rows in (1, 500)]
    for sheet in sheets:
        with django_assert_num_queries(7):
            preview_sheet(product, sheet)
