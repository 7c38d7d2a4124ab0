"""The import writes all rows in one change or none, as the verbs would have; export and import give back each other."""

import csv
import io
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from goalchain.goals.bulk import update_goals
from goalchain.goals.history import chain_as_of, chain_now
from goalchain.goals.models import Event, Goal, Link
from goalchain.goals.offences import offences
from goalchain.goals.undo import last_event, undo
from goalchain.products.access import Access, Role
from goalchain.products.errors import Stale
from goalchain.products.models import Product
from goalchain.sharing.sheet.columns import split
from goalchain.sharing.sheet.export import export_sheet
from goalchain.sharing.sheet.plan import Plan
from goalchain.sharing.sheet.reading import read_sheet
from goalchain.sharing.sheet.writing import SheetRefused, import_sheet, preview_sheet
from roadmap.models import ProductGoal
from sprints.models import Sprint, SprintGoal
from tests.factories import (
    fresh,
    make_chain_of_all_levels,
    make_goal,
    make_member,
    make_product,
    make_sprint,
    make_team,
    product_owner,
)
from tests.support.queries import queries_of

from .sixty import BAD, sixty_goals

pytestmark = pytest.mark.django_db


def bring_in(product: Product, text: str, **how) -> Plan:
    """Import the text, and hold the product to every rule and to its history."""
    plan = import_sheet(product, read_sheet(text), by=product_owner(product), **how)
    assert_true_to_history(product)
    return plan


def assert_true_to_history(product: Product) -> None:
    assert [str(offence) for offence in offences(product)] == []
    product.refresh_from_db()
    assert chain_as_of(product, revision=product.revision) == chain_now(product)


def by_title(product: Product, title: str) -> Goal:
    return fresh(Goal.objects.get(product=product, title=title))


def test_sixty_goals_and_back():
    product = make_product()
    owner = product_owner(product)
    before = product.revision
    plan = bring_in(product, sixty_goals(owner.email))
    assert (len(plan.made), len(plan.changed), plan.unchanged) == (60, 0, 0)
    assert product.revision == before + 1
    assert product.last_number == Goal.objects.filter(product=product).count() == 60
    assert Link.objects.filter(product=product).count() == 59 + 5
    assert Sprint.objects.filter(product=product).count() == 40 and product.teams.count() == 3
    assert Event.objects.filter(product=product, verb="create", actor=owner).count() == 60
    assert SprintGoal.objects.filter(product=product, agreed_for=None).count() == 0
    goal = by_title(product, "Goal 21: “fast, safe; simple” – Fahrradwerkstattterminvereinbarung 🚲")
    assert goal.statement == 'It says "21",\nand goes on; on the next line.\n=1+1'
    assert goal.up_links.get().rationale == "reason 11; with a semicolon"
    assert (goal.state, goal.starts_on, goal.sprint.team.name) == ("agreed", date(2026, 11, 16), "Team 0")

    exported = export_sheet(product)
    again = bring_in(product, exported)
    assert (len(again.made), len(again.changed), again.unchanged) == (0, 0, 60)
    assert product.revision == before + 1
    assert contents(exported, {}) == contents(sixty_goals(owner.email), dict(plan.named()))


def contents(text: str, names: dict[str, str]) -> dict[str, dict[str, object]]:
    """The rows by key, with the keys that names of the file became, and what each parent is served for."""
    rows = {}
    for row in read_sheet(text).rows:
        cells: dict[str, object] = dict(row.cells)
        parents = [names.get(name, name) for name in row.cells["parents"].split(";")]
        cells["parents"] = dict(zip(parents, split(row.cells["rationale"]), strict=True))
        cells["state"] = cells["state"] or "draft"
        del cells["rationale"]
        cells["key"] = names.get(row.cells["key"], row.cells["key"])
        rows[str(cells["key"])] = cells
    return rows


def test_two_bad_rows_are_both_named_and_nothing_is_written():
    product = make_product()
    owner = product_owner(product)
    before = chain_now(product)
    with pytest.raises(SheetRefused) as refused:
        import_sheet(product, read_sheet(sixty_goals(owner.email, bad=True)), by=owner)
    named = {entry.name: entry.line for entry in refused.value.plan.refused}
    assert tuple(named) == BAD
    # The lines of the file, of which a quoted cell may fill several.
    lines = sixty_goals(owner.email, bad=True).split("\n")
    assert all(lines[line - 1].startswith(f"{name},") for name, line in named.items())
    assert chain_now(product) == before
    assert product.teams.count() == 0
    assert_true_to_history(product)


def test_an_export_imported_into_another_product_makes_the_same_chain():
    chain = make_chain_of_all_levels(key="BIKE")
    other = make_product(key="COPY")
    for membership in chain.product.memberships.all():
        other.admit(membership.user, membership.role, by=product_owner(other))
    bring_in(other, export_sheet(chain.product))
    assert export_sheet(other) == export_sheet(chain.product).replace("BIKE-", "COPY-")


def test_changes_of_every_kind_in_one_file():
    chain = make_chain_of_all_levels(key="BIKE")
    product = chain.product
    extra = make_goal(product, "product", title="Extra")
    member = make_member(product)
    release, sprint, user = chain["release"], chain["sprint"], chain["user"]
    rows = [
        "key,level,title,statement,parents,rationale,state,outcome,starts_on,ends_on,team,sprint,owner",
        f"{release.key},release,Renamed,,{extra.key},reason,closed,missed,2026-01-01,2026-02-01,,,{member.email}",
        f"{sprint.key},sprint,{sprint.title},,{release.key};new,same;from the file,active,,,,New team,Sprint X,",
        "new,release,New,in full,,,draft,,,,,,",
        f"{user.key},user,{user.title},told,{chain['vision'].key},a lost day hurts,draft,,,,,,{chain.owner.email}",
    ]
    plan = bring_in(product, "\n".join(rows))
    assert [(entry.name, entry.changes) for entry in plan.changed] == [
        (release.key, ["title", "state", "outcome", "starts_on", "ends_on", "owner", "parents"]),
        (sprint.key, ["state", "sprint", "parents", "rationale"]),
        (user.key, ["statement", "owner"]),
    ]
    release, sprint, user = fresh(release), fresh(sprint), fresh(user)
    assert (release.title, release.state, release.outcome, release.owner) == ("Renamed", "closed", "missed", member)
    assert [link.parent.number for link in release.up_links.all()] == [extra.number]
    assert sprint.agreed_for == sprint.sprint == Sprint.objects.get(name="Sprint X", team__name="New team")
    assert {link.rationale for link in sprint.up_links.all()} == {"same", "from the file"}
    assert [last_event(goal).verb for goal in (release, sprint, user)] == ["import", "import", "revise"]
    assert last_event(release).former["parents"] == [{"number": chain["product"].number, "rationale": "it begins here"}]


def test_what_an_import_revised_or_relinked_can_be_undone():
    chain = make_chain_of_all_levels(key="BIKE")
    goal = chain["user"]
    bring_in(chain.product, f"key,title,parents,rationale\n{goal.key},Other,BIKE-1,a lost day hurts\n")
    undo(last_event(goal), fresh(goal), by=chain.owner)
    assert fresh(goal).title == goal.title
    bring_in(chain.product, f"key,parents,rationale\n{goal.key},BIKE-1,better\n")
    assert last_event(goal).verb == "relink"
    undo(last_event(goal), fresh(goal), by=chain.owner)
    assert fresh(goal).up_links.get().rationale == "a lost day hurts"
    assert_true_to_history(chain.product)


def test_an_absent_column_is_left_alone_and_an_empty_cell_clears():
    chain = make_chain_of_all_levels(key="BIKE")
    goal = chain["sprint"]
    goal.revise(by=chain.owner, statement="told", owner_id=chain.owner.pk, starts_on=date(2026, 1, 1))
    bring_in(chain.product, f"key,title\n{goal.key},Other\n")
    goal = fresh(goal)
    assert (goal.title, goal.statement, goal.owner, goal.sprint) == ("Other", "told", chain.owner, chain.sprint)
    assert goal.up_links.count() == 1
    bring_in(
        chain.product, f"key,title,statement,parents,rationale,starts_on,team,sprint,owner\n{goal.key},Other,,,,,,,\n"
    )
    goal = fresh(goal)
    assert (goal.statement, goal.owner, goal.sprint, goal.starts_on) == ("", None, None, None)
    assert goal.up_links.count() == 0


def test_without_the_column_rationale_reasons_stay():
    chain = make_chain_of_all_levels(key="BIKE")
    goal, second = chain["product"], make_goal(chain.product, "user")
    parents = f"{chain['user'].key};{second.key}"
    bring_in(chain.product, f"key,parents\n{goal.key},{parents}\n")
    assert {link.parent.number: link.rationale for link in goal.up_links.all()} == {
        chain["user"].number: "booking takes three calls",
        second.number: "",
    }


def test_leaving_closed_takes_the_outcome_along():
    product = make_product(key="BIKE")
    goal = make_goal(product, "user", state="closed")
    bring_in(product, f"key,state\n{goal.key},active\n")
    assert (fresh(goal).state, fresh(goal).outcome) == ("active", "")
    assert fresh(goal).learning == goal.learning


def test_links_to_archived_parents_stay():
    chain = make_chain_of_all_levels(key="BIKE")
    chain["business"].archive(by=chain.owner)
    bring_in(chain.product, f"key,parents\n{chain['product'].key},\n")
    assert [link.parent.number for link in chain["product"].up_links.all()] == [chain["business"].number]


def test_visions_and_sprints_change_hands_in_one_file():
    chain = make_chain_of_all_levels(key="BIKE")
    product = chain.product
    old, holder = chain["vision"], make_goal(product, "sprint", state="agreed", sprint_id=chain.sprint.pk)
    draft = chain["sprint"]
    team, sprint = chain.sprint.team.name, chain.sprint.name
    rows = [
        "key,level,title,state,outcome,team,sprint",
        "new,vision,Another vision,active,,,",
        f"{draft.key},sprint,{draft.title},active,,{team},{sprint}",
        f"{holder.key},sprint,{holder.title},draft,,{team},{sprint}",
        f"{old.key},vision,{old.title},closed,achieved,,",
    ]
    bring_in(product, "\n".join(rows))
    assert fresh(draft).agreed_for == chain.sprint and fresh(holder).agreed_for is None
    assert fresh(old).state == "closed"


def test_two_closed_visions_change_places():
    product = make_product(key="BIKE")
    first = make_goal(product, "vision", state="closed")
    second = make_goal(product, "vision", state="active")
    rows = f"key,state,outcome\n{first.key},active,\n{second.key},closed,missed\n"
    bring_in(product, rows)
    assert (fresh(first).state, fresh(second).state) == ("active", "closed")


def test_product_goals_pass_the_gate_in_one_file():
    product = make_product(key="BIKE")
    active, agreed = make_goal(product, state="active"), make_goal(product, state="agreed")
    rows = f"key,state,outcome\n{agreed.key},active,\n{active.key},closed,missed\n"
    bring_in(product, rows)
    assert (fresh(active).state, fresh(active).active_for) == ("closed", None)
    assert (fresh(agreed).state, fresh(agreed).active_for) == ("active", product)
    bring_in(
        product, f"key,level,title,state,outcome\n{agreed.key},product,{agreed.title},draft,\nnew,product,New,active,\n"
    )
    assert fresh(agreed).active_for is None
    assert ProductGoal.objects.get(active_for=product).title == "New"
    assert offences(product) == []


def test_without_the_rule_several_product_goals_come_in_active():
    product = make_product(key="BIKE")
    product.redescribe(by=product_owner(product), one_active_goal=False)
    bring_in(product, "level,title,state\nproduct,One,active\nproduct,Two,active\n")
    assert ProductGoal.objects.filter(product=product, state="active", active_for=None).count() == 2
    assert offences(product) == []


def test_a_sheet_is_written_only_at_the_revision_of_its_preview():
    product = make_product(key="BIKE")
    sheet = read_sheet("key,level,title\nx,user,X\n")
    plan = preview_sheet(product, sheet)
    goal = make_goal(product, "user")
    with pytest.raises(Stale):
        import_sheet(product, sheet, by=None, revision=plan.revision)
    assert Goal.objects.get().pk == goal.pk
    bring_in(product, "key,level,title\nx,user,X\n", revision=preview_sheet(product, sheet).revision)
    assert Goal.objects.count() == 2


def test_a_number_that_was_left_free_is_taken_and_the_last_one_stays():
    product = make_product(key="BIKE")
    product.claim_numbers(9)
    bring_in(product, "key,level,title\nBIKE-4,user,Four\n")
    assert Goal.objects.get().number == 4 and product.last_number == 9
    bring_in(product, "key,level,title\nnext,user,Ten\n")
    assert by_title(product, "Ten").number == 10


def test_a_goal_that_changed_after_it_was_read_is_not_overwritten():
    goal = make_goal(level="user")
    with pytest.raises(Stale):
        update_goals([goal], ["title"], read={goal.pk: goal.version + 1})


def test_new_goals_stand_behind_those_of_their_level():
    product = make_product(key="BIKE")
    first = make_goal(product, "user")
    bring_in(product, "level,title\nbusiness,A\nuser,B\n")
    titles = Goal.objects.filter(product=product).in_order().values_list("title", flat=True)
    assert list(titles) == [first.title, "A", "B"]


def test_who_may_not_read_planning_gets_no_draft_sprint_goals():
    chain = make_chain_of_all_levels(key="BIKE")
    agreed = make_goal(chain.product, "sprint", state="agreed")
    for role in Role:
        keys = [row["key"] for row in csv.DictReader(io.StringIO(export_sheet(chain.product, Access(role))))]
        assert agreed.key in keys
        assert (chain["sprint"].key in keys) == Access(role).read_planning


def test_archived_goals_and_links_to_them_are_not_exported():
    chain = make_chain_of_all_levels(key="BIKE")
    chain["business"].archive(by=chain.owner)
    rows = {row["key"]: row for row in csv.DictReader(io.StringIO(export_sheet(chain.product)))}
    assert chain["business"].key not in rows
    assert rows[chain["product"].key]["parents"] == chain["user"].key
    assert bring_in(chain.product, export_sheet(chain.product)).unchanged == 5


def test_no_cell_of_an_export_is_a_formula():
    product = make_product(key="BIKE")
    sprint = make_sprint(team=make_team(product, "=team()"), name="@sprint")
    top = make_goal(product, "product", title="=1+1", statement="-2\n@x")
    make_goal(product, "sprint", title="+1", sprint_id=sprint.pk, parents=[(top, "=SUM(A1)")])
    rows = list(csv.reader(io.StringIO(export_sheet(product), newline="")))
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert bring_in(product, export_sheet(product)).unchanged == 2


STORED = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=60)
TRICKY = st.text(st.sampled_from("'=+-@\t\r\n;\\ ,\"äש🚲"), max_size=12)
#: Forms strip what people type, and so does the import.
TYPED = (STORED | TRICKY).map(str.strip)


class RoundTrip(TestCase):
    """Any text goes out and comes back as it was."""

    @settings(max_examples=60, deadline=None)
    @given(title=TYPED.filter(bool), statement=TYPED, reasons=st.tuples(STORED | TRICKY, STORED | TRICKY))
    def test_text_comes_back(self, title, statement, reasons):
        product, copy = make_product(key="BIKE"), make_product(key="COPY")
        parents = [(make_goal(product, "user"), reasons[0]), (make_goal(product, "business"), reasons[1])]
        goal = make_goal(product, "product", title=title, statement=statement, parents=parents)
        assert preview_sheet(product, read_sheet(export_sheet(product))).unchanged == 3
        import_sheet(copy, read_sheet(export_sheet(product)), by=None)
        copied = Goal.objects.get(product=copy, number=goal.number)
        assert (copied.title, copied.statement) == (title, statement)
        links = copied.up_links.order_by("parent__number").values_list("rationale", flat=True)
        assert tuple(links) == reasons


def test_an_import_of_many_rows_takes_as_many_queries_as_one_of_few(figures):
    counts = {}
    for rows in (60, 400):
        product = make_product()
        text = "key,level,title,parents,team,sprint\nv,vision,V,,,\np,product,P,v,,\n" + "".join(
            f"s{number},sprint,S,p,Team {number % 3},Sprint {number}\n" for number in range(rows)
        )
        made = queries_of(lambda text=text, product=product: import_sheet(product, read_sheet(text), by=None))
        text = export_sheet(product).replace(",S,", ",Renamed,").replace("Team 0,", "Team 1,")
        text = text.replace(f"{product.key}-2,,draft", f"{product.key}-1,because,draft")
        changed = queries_of(lambda text=text, product=product: import_sheet(product, read_sheet(text), by=None))
        assert_true_to_history(product)
        counts[rows] = (made, changed)
    figures("F8", f"{counts[400][0]} queries make 402 goals, {counts[400][1]} change 400")
    assert counts[60] == counts[400]
