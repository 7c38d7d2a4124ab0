"""The verbs of backlog items: what is stored and recorded, what is refused, what is undone, who is told of a plan."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from goalchain.goals.models import Event
from goalchain.products.access import Access, Role
from goalchain.products.errors import Refused, Stale
from goalchain.products.models import Product
from sprints.backlog.planning import hidden_plans
from sprints.backlog.reads import Filters, items_of
from sprints.backlog.undo import event_of, undo
from sprints.models import BacklogItem, Cadence, Sprint
from tests.factories import Chain, make_chain_of_all_levels, make_goal, make_product, make_sprint, make_team
from tests.support.queries import queries_of

from .backlog import make_item, make_items, offences, titles

pytestmark = pytest.mark.django_db


@pytest.fixture
def chain() -> Chain:
    return make_chain_of_all_levels()


def events(product: Product) -> list[Event]:
    return list(Event.objects.filter(product=product, subject="backlog").order_by("pk"))


def fresh(item: BacklogItem) -> BacklogItem:
    return BacklogItem.objects.select_related("product", "goal", "sprint").get(pk=item.pk)


def test_an_item_is_added_with_all_it_has(chain: Chain) -> None:
    link = "https://github.com/bikes/app/issues/7"
    item = make_item(chain.product, goal=chain["release"], size=Decimal("2.5"), tracker_url=link, state="doing")
    (event,) = events(chain.product)
    assert event.verb == "add" and event.former == {} and not event.planning and event.goal_id is None
    assert event.after == fresh(item).facts() == {
        "id": item.pk, "title": "An item", "serves": chain["release"].number, "serves_none": False, "size": "2.5",
        "state": "doing", "tracker": link, "archived": False, "version": 1,
    }  # fmt: skip
    assert offences(chain.product) == []


def test_to_serve_none_on_purpose_is_not_to_have_said_nothing(chain: Chain) -> None:
    item = make_item(chain.product)
    assert (item.goal, item.serves_none) == (None, False)
    item.revise(by=None, serves_none=True)
    assert (fresh(item).goal, fresh(item).serves_none) == (None, True)
    item.revise(by=None, goal=chain["product"])
    assert (fresh(item).goal_id, fresh(item).serves_none) == (chain["product"].pk, False)
    item.revise(by=None, serves_none=True)
    assert (fresh(item).goal, fresh(item).serves_none) == (None, True)
    with pytest.raises(Refused, match="not both"):
        item.revise(by=None, goal=chain["product"], serves_none=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        BacklogItem.objects.filter(pk=item.pk).update(goal=chain["product"].pk)


@pytest.mark.parametrize("level", ["vision", "user", "business", "sprint"])
def test_only_product_and_release_goals_are_served(chain: Chain, level: str) -> None:
    with pytest.raises(Refused, match="serves a product goal or a release goal"):
        make_item(chain.product, goal=chain[level])
    assert events(chain.product) == []


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"title": " "}, "title"),
        ({"title": "x" * 201}, "title"),
        ({"size": Decimal(-1)}, "size"),
        ({"size": Decimal(10000)}, "size"),
        ({"state": "begun"}, "state"),
        ({"tracker_url": "http://example.com"}, "tracker_url"),
    ],
)
def test_what_no_item_can_be_is_refused(chain: Chain, values: dict, field: str) -> None:
    item = make_item(chain.product)
    with pytest.raises(Refused) as refusal:
        item.revise(by=None, **values)
    assert refusal.value.field == field
    assert fresh(item).facts() == events(chain.product)[-1].after


def test_goals_and_sprints_of_others_and_archived_goals_are_refused(chain: Chain) -> None:
    other = make_product()
    item = make_item(chain.product)
    with pytest.raises(Refused, match="another product"):
        item.revise(by=None, goal=make_goal(other, "product"))
    with pytest.raises(Refused, match="another product"):
        item.plan(make_sprint(other), by=None)
    with pytest.raises(Refused, match="archived"):
        item.revise(by=None, goal=make_goal(chain.product, "release", archived=True))


def test_a_change_that_changes_nothing_is_none(chain: Chain) -> None:
    item = make_item(chain.product, size=Decimal(3))
    revision = Product.objects.get(pk=chain.product.pk).revision
    assert not item.revise(by=None, title="An item", size=Decimal("3.0"), goal=None)
    assert not item.plan(None, by=None)
    assert Product.objects.get(pk=chain.product.pk).revision == revision


def test_who_read_an_older_version_is_told(chain: Chain) -> None:
    item = make_item(chain.product)
    late = fresh(item)
    item.revise(by=None, title="Another", version=1)
    for verb in (
        lambda: late.revise(by=None, title="Late", version=1),
        lambda: late.archive(by=None, version=1),
        lambda: fresh(item).plan(chain.sprint, by=None, version=1),
    ):
        with pytest.raises(Stale):
            verb()
    assert fresh(item).title == "Another" and fresh(item).version == 2


def test_lines_are_one_change_with_an_event_each(chain: Chain) -> None:
    make_item(chain.product, "first")
    names, served = [f"{number}" for number in range(500)], chain["product"]
    few = queries_of(lambda: BacklogItem.add_all(chain.product, ["x", "y"], by=None))
    done: list = []
    many = queries_of(lambda: done.append(BacklogItem.add_all(chain.product, names, by=None, goal=served)))
    assert many == few
    assert titles(chain.product) == ["first", "x", "y", *names]
    told = events(chain.product)[-500:]
    assert {event.revision for event in told} == {done[0].revision}
    assert [event.after["title"] for event in told] == names
    assert offences(chain.product) == []
    undo(event_of(done[0]), chain.product, by=chain.owner)
    assert [item.title for item in BacklogItem.objects.live().order_by("position")] == ["first", "x", "y"]


# -- undo ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("verb", ["add", "revise", "plan", "move", "archive", "restore"])
def test_each_verb_is_undone(chain: Chain, verb: str) -> None:
    product = chain.product
    make_items(product, "a", "b", "c")
    item = BacklogItem.add(product, "d", by=None, goal=chain["release"], size=Decimal(3))
    if verb == "restore":
        item.archive(by=None)
    before = fresh(item)
    order = titles(product)
    match verb:
        case "revise":
            values = {"title": "e", "serves_none": True, "size": None, "state": "done"}
            item.revise(by=None, tracker_url="https://example.com/", **values)
        case "plan":
            item.plan(chain.sprint, by=None)
        case "move":
            item.move(place_of("b", product), by=None)
            assert titles(product) == ["a", "d", "b", "c"]
        case "archive" | "restore":
            getattr(item, verb)(by=None)
    event = event_of(item.latest_change)
    assert event.verb == verb
    undo(event, product, by=chain.owner)
    now = fresh(item)
    changing = {"version"} | ({"archived"} if verb == "add" else set())
    told, was = now.facts(), before.facts()
    assert {name: told[name] for name in told if name not in changing} == {
        name: was[name] for name in was if name not in changing
    }
    assert now.sprint_id == before.sprint_id and titles(product) == order
    assert (now.archived_at is not None) == (before.archived_at is not None or verb == "add")
    assert events(product)[-1].undoes_id == event.pk
    assert offences(product) == []


def place_of(title: str, product: Product):
    from sprints.backlog.order import Place

    return Place("before", BacklogItem.objects.get(product=product, title=title).pk)


def test_what_was_changed_since_is_not_undone(chain: Chain) -> None:
    item = make_item(chain.product)
    event = event_of(item.latest_change)
    item.revise(by=None, title="Another")
    with pytest.raises(Refused, match="changed again"):
        undo(event, chain.product, by=chain.owner)
    assert fresh(item).archived_at is None


# -- the plan ------------------------------------------------------------------------------------------------------


def shown_to(role: Role, product: Product, **filters: str) -> list[tuple[str, int | None]]:
    items, _ = items_of(product, Access(role), Filters(**filters))
    return [(item.title, item.sprint) for item in items]


@pytest.mark.parametrize("state", ["draft", "agreed", "active", "closed"])
def test_a_plan_is_told_to_all_once_its_sprint_has_a_goal(state: str) -> None:
    product = make_product()
    sprint = make_sprint(product)
    make_goal(product, "sprint", state=state, sprint_id=sprint.pk)
    item = make_item(product, sprint=sprint)
    hidden = state == "draft"
    assert hidden_plans([sprint.pk]) == ({sprint.pk} if hidden else set())
    for role in Role:
        may_read = Access(role).read_planning or not hidden
        assert shown_to(role, product) == [("An item", sprint.pk if may_read else None)]
        assert len(shown_to(role, product, sprint=str(sprint.pk))) == may_read
        assert len(shown_to(role, product, sprint="none")) == (not may_read)
    added, planned = events(product)
    assert "sprint" not in added.after and (planned.after["sprint"], planned.planning) == (sprint.pk, hidden)
    item.revise(by=None, title="Another")
    assert "sprint" not in events(product)[-1].after
    item.plan(None, by=None)
    assert events(product)[-1].planning == hidden
    assert offences(product) == []


def test_a_list_that_forgets_planning_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control."""
    product = make_product()
    sprint = make_sprint(product)
    make_item(product, sprint=sprint)
    assert shown_to(Role.VIEWER, product) == [("An item", None)]
    monkeypatch.setattr("sprints.backlog.reads.shown_plan", lambda access, alias: "")
    assert shown_to(Role.VIEWER, product) == [("An item", sprint.pk)]


def test_archiving_the_goal_hides_the_plan_again() -> None:
    product = make_product()
    sprint = make_sprint(product)
    goal = make_goal(product, "sprint", state="agreed", sprint_id=sprint.pk)
    make_item(product, sprint=sprint)
    goal.archive(by=None)
    assert shown_to(Role.VIEWER, product) == [("An item", None)]
    assert hidden_plans([sprint.pk]) == {sprint.pk}


def test_items_that_serve_another_goal_than_the_sprint_are_marked() -> None:
    product = make_product()
    sprint = make_sprint(product)
    middle, elsewhere = make_goal(product, "product"), make_goal(product, "product")
    release, beside = make_goal(product, "release", parents=[middle]), make_goal(product, "release", parents=[middle])
    make_goal(product, "sprint", parents=[release], state="agreed", sprint_id=sprint.pk)
    for title, goal in (("own", release), ("above", middle), ("beside", beside), ("elsewhere", elsewhere)):
        make_item(product, title, goal=goal, sprint=sprint)
    make_item(product, "none", serves_none=True, sprint=sprint)
    make_item(product, "unplanned", goal=elsewhere)
    items, _ = items_of(product, Access(Role.OWNER), Filters())
    assert [item.title for item in items if not item.fits] == ["beside", "elsewhere"]


def test_a_release_below_the_goal_that_the_sprint_serves_is_no_other_goal() -> None:
    product = make_product()
    sprint, middle = make_sprint(product), make_goal(product, "product")
    release = make_goal(product, "release", parents=[middle])
    make_goal(product, "sprint", parents=[middle], state="agreed", sprint_id=sprint.pk)
    make_item(product, "below", goal=release, sprint=sprint)
    assert all(item.fits for item in items_of(product, Access(Role.OWNER), Filters())[0])


def test_a_sprint_with_items_outlives_another_cadence() -> None:
    product = make_product()
    team, today = make_team(product), product.today()
    Cadence.keep(team, "scrum", weeks=2, weekday=1, starts_on=today, by=None, today=today)
    ahead = Sprint.objects.filter(team=team).order_by("starts_on")[4]
    item = make_item(product, sprint=ahead)
    Cadence.keep(team, "scrum", weeks=3, weekday=3, starts_on=today, by=None, today=today)
    assert fresh(item).sprint == ahead
    assert offences(product) == []


def test_offences_are_named(chain: Chain) -> None:
    """The control."""
    item = make_item(chain.product, goal=chain["product"])
    rows = BacklogItem.objects.filter(pk=item.pk)
    for values, words in (
        ({"title": "Behind the verbs"}, "the last event tells"),
        ({"goal": chain["vision"].pk}, "a product goal or a release goal"),
        ({"tracker_url": "http://example.com"}, "an https address"),
        ({"sprint": chain.sprint.pk}, "the last event tells"),
        ({"sprint": make_sprint().pk}, "of one product"),
    ):
        with transaction.atomic():
            rows.update(**values)
            assert any(words in rule for _, rule, _ in offences(chain.product))
            transaction.set_rollback(True)
