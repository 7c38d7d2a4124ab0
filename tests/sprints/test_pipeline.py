"""/p/KEY/pipeline/: sprints ahead with their competing drafts, edited and agreed in place; planning alone."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from goalchain.goals.models import Event, Goal
from goalchain.products.models import Product
from sprints.models import Shaping, Sprint
from tests.factories import (
    fresh,
    make_goal,
    make_member,
    make_metric,
    make_product,
    make_readings,
    make_sprint,
    product_owner,
)
from tests.factories import make_team as new_team
from tests.support.queries import queries_of

pytestmark = pytest.mark.django_db
PIPELINE = "/p/BIKE/pipeline/"
HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def product() -> Product:
    """A product with the team Web and a release goal to serve."""
    made = make_product(key="BIKE")
    new_team(made, "Web")
    return made


@pytest.fixture
def release(product: Product) -> Goal:
    """What drafts serve."""
    return make_goal(product, "release", title="Booking online")


@pytest.fixture
def owner(product: Product) -> Client:
    """The product owner's client."""
    return client_of(product_owner(product))


def client_of(person: Any) -> Client:
    """A client of this person."""
    client = Client()
    client.force_login(person)
    return client


def week(product: Product, number: int, name: str = "") -> Sprint:
    """The team's sprint of a week that starts so many weeks from today."""
    first = timezone.localdate() + timedelta(weeks=number)
    team = product.teams.get(name="Web")
    return make_sprint(team=team, starts_on=first, ends_on=first + timedelta(days=6), name=name)


def draft(product: Product, sprint: Sprint | None, title: str, **words: Any) -> Goal:
    """A draft for the sprint."""
    return fresh(make_goal(product, "sprint", sprint_id=sprint and sprint.pk, title=title, **words))


def step(client: Client, goal: Goal, name: str, **more: Any) -> Any:
    """Take a step with a draft, as its page was read."""
    return client.post(f"/g/{goal.key}/pipeline/{name}/", {"version": goal.version}, **more)


def page(client: Client, query: str = "") -> str:
    """The page of the pipeline."""
    answer = client.get(PIPELINE + query)
    assert answer.status_code == 200
    return str(answer.content.decode())


# -- what it shows -----------------------------------------------------------------------------------------------------


def test_drafts_are_compared_side_by_side(owner: Client, product: Product, release: Goal) -> None:
    sprint = week(product, 1, "Sprint 7")
    make_readings(make_metric(release, name="Bookings"), [4, 9])
    words = {"why": "Nobody has asked", "technique": "Interviews", "success": "Four of five"}
    draft(product, sprint, "Riders book", parents=[(release, "no slot, no service")], **words)
    draft(product, sprint, "Riders cancel")
    html = page(owner)
    assert "2 drafts compete" in html and html.count('<article class="draft"') == 2
    for told in (*words.values(), "because no slot, no service", "Bookings", "9%"):
        assert told in html
    assert html.index("Riders book") < html.index("Riders cancel")
    assert "It serves no goal" in html and "Not shaped with the team yet" in html


def test_a_sprint_shows_its_goal_and_gaps_stand_out(owner: Client, product: Product) -> None:
    taken = week(product, 0)
    make_goal(product, "sprint", state="agreed", sprint_id=taken.pk, title="Riders book")
    week(product, 1)
    html = page(owner)
    assert 'class="pipeline-goal"' in html and "Riders book" in html
    assert html.count("No draft yet") == 1 and html.count("is-due") == 2


def test_so_many_sprints_are_shown_as_are_asked_for(owner: Client, product: Product) -> None:
    for number in range(-1, 9):
        week(product, number, f"Week {number}.")
    assert [f"Week {number}." in page(owner) for number in (-1, 0, 3, 4)] == [False, True, True, False]
    assert "Week 7." in page(owner, "?ahead=8") and "Week 8." not in page(owner, "?ahead=8")
    assert "Week 8." in page(owner, "?ahead=26")
    assert "Week 4." not in page(owner, "?ahead=5000")


def test_what_was_left_behind_stands_at_the_end(owner: Client, product: Product) -> None:
    draft(product, week(product, -3), "Left in the past")
    draft(product, None, "An idea")
    far = week(product, 6)
    for number in range(1, 5):
        week(product, number)
    draft(product, far, "Beyond the page")
    html = page(owner)
    assert "Not in a sprint ahead" in html and "Its sprint is over" in html and "An idea" in html
    assert "Beyond the page" not in html and "Beyond the page" in page(owner, "?ahead=8")


def test_an_empty_product_says_what_a_pipeline_is(owner: Client, product: Product) -> None:
    assert "No sprint of Web lies ahead." in page(owner)
    product.teams.all().delete()
    assert "No team yet" in page(owner)


def test_it_asks_the_same_however_much_there_is(owner: Client, product: Product, release: Goal) -> None:
    draft(product, week(product, 1), "One", parents=[release])
    few = queries_of(lambda: owner.get(PIPELINE))
    other = new_team(product)
    for number in range(2, 6):
        sprint = week(product, number)
        make_sprint(team=other)
        for place in range(3):
            goal = draft(product, sprint, f"Draft {number}.{place}", parents=[release])
            Shaping.record(goal, by=product_owner(product))  # type: ignore[arg-type]
            make_readings(make_metric(goal), [4])
    assert few == queries_of(lambda: owner.get(PIPELINE)) <= 8


# -- who may -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["stakeholder", "viewer"])
def test_who_takes_no_part_in_planning_finds_nothing(product: Product, release: Goal, role: str) -> None:
    sprint = week(product, 1)
    goal = draft(product, sprint, "Riders book", parents=[release])
    client = client_of(make_member(product, role))
    for path in (PIPELINE, f"{PIPELINE}{sprint.pk}/drafts/", f"/g/{goal.key}/pipeline/fields/why/"):
        assert client.get(path).status_code == 404
    for name in ("agreement", "shaping", "reshaping", "precedence", "postponement"):
        assert step(client, goal, name).status_code == 404
    assert "pipeline" not in client.get("/p/BIKE/sprints/").content.decode()
    goal.agree(by=product_owner(product))
    assert step(client, fresh(goal), "shaping").status_code == 404


def test_a_stranger_finds_nothing(product: Product, client: Client) -> None:
    assert client.get(PIPELINE).status_code == 302
    other = make_product()
    assert client_of(product_owner(other)).get(PIPELINE).status_code == 404


def test_a_developer_shapes_and_moves_but_does_not_agree(product: Product, release: Goal) -> None:
    goal = draft(product, week(product, 1), "Riders book", parents=[release])
    client = client_of(make_member(product, "developer"))
    html = page(client)
    assert "pipeline/shaping/" in html and "pipeline/agreement/" not in html
    assert step(client, goal, "shaping").status_code == 302
    assert step(client, goal, "agreement").status_code == 403


def test_steps_are_posts(owner: Client, product: Product) -> None:
    goal = draft(product, week(product, 1), "Riders book")
    for name in ("agreement", "shaping", "reshaping", "precedence", "postponement"):
        assert owner.get(f"/g/{goal.key}/pipeline/{name}/").status_code == 405
    assert owner.post(PIPELINE).status_code == 405


# -- a new draft -------------------------------------------------------------------------------------------------------


def test_a_draft_is_written_down_for_a_sprint(owner: Client, product: Product, release: Goal) -> None:
    sprint = week(product, 1)
    path = reverse("new_draft", args=["BIKE", sprint.pk])
    assert release.title in owner.get(path).content.decode()
    words = {"title": "Riders book", "parent": release.key, "rationale": "no slot, no service"}
    answer = owner.post(path, words)
    made = Goal.objects.get(product=product, level=5)
    assert answer.headers["Location"] == f"{PIPELINE}#draft-{made.number}"
    assert (made.state, fresh(made).sprint_id) == ("draft", sprint.pk)  # type: ignore[attr-defined]
    assert [link.rationale for link in made.up_links.all()] == ["no slot, no service"]


def test_by_htmx_the_word_for_the_next_one_comes_back(owner: Client, product: Product) -> None:
    sprint = week(product, 1)
    path = reverse("new_draft", args=["BIKE", sprint.pk])
    form = owner.get(path, **HTMX).content.decode()
    assert form.lstrip().startswith("<form") and "<html" not in form
    answer = owner.post(path, {"title": "Riders book"}, **HTMX)
    assert answer.headers["HX-Trigger"] == "goal-changed"
    assert f'id="add-draft-{sprint.pk}"' in answer.content.decode() and "/undo/" in answer.content.decode()
    assert f'id="add-draft-{sprint.pk}"' in owner.get(f"{path}?shown", **HTMX).content.decode()


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ({"title": ""}, "A draft needs words"),
        ({"title": "x" * 201}, "200 characters"),
        ({"title": "Riders book", "parent": "BIKE-99"}, "There is no goal BIKE-99"),
        ({"title": "Riders book", "parent": "soon"}, "There is no goal SOON"),
    ],
)
def test_what_no_draft_can_be_is_said_beside_what_was_typed(
    owner: Client, product: Product, words: dict[str, str], says: str
) -> None:
    sprint = week(product, 1)
    for more in ({}, HTMX):
        answer = owner.post(reverse("new_draft", args=["BIKE", sprint.pk]), words | {"rationale": "because so"}, **more)
        html = answer.content.decode()
        assert answer.status_code == 422 and says in html and "because so" in html
    assert not Goal.objects.filter(product=product).exists()


def test_a_sprint_of_another_product_is_not_found(owner: Client) -> None:
    other = make_product()
    elsewhere = make_sprint(other)
    assert owner.get(f"{PIPELINE}{elsewhere.pk}/drafts/").status_code == 404
    assert owner.post(f"{PIPELINE}{elsewhere.pk}/drafts/", {"title": "x"}).status_code == 404


# -- steps -------------------------------------------------------------------------------------------------------------


def test_one_of_two_drafts_is_agreed_and_the_second_is_refused(owner: Client, product: Product, release: Goal) -> None:
    sprint = week(product, 1, "Sprint 7")
    one, two = (draft(product, sprint, title, parents=[release]) for title in ("Riders book", "Riders cancel"))
    answer = step(owner, one, "agreement", **HTMX)
    assert answer.status_code == 200 and answer.headers["HX-Trigger"] == "goal-changed"
    assert fresh(one).state == "agreed"
    refused = step(owner, two, "agreement", **HTMX)
    assert refused.status_code == 422 and one.key in refused.content.decode()
    plain = step(owner, two, "agreement")
    assert plain.status_code == 422
    assert 'role="alert"' in plain.content.decode() and "1 more draft" in plain.content.decode()
    assert fresh(two).state == "draft"


def test_a_draft_without_a_parent_is_not_agreed(owner: Client, product: Product) -> None:
    goal = draft(product, week(product, 1), "Riders book")
    answer = step(owner, goal, "agreement", **HTMX)
    assert answer.status_code == 422 and "parent" in answer.content.decode()


def test_a_draft_goes_from_draft_to_shaped_to_agreed(owner: Client, product: Product, release: Goal) -> None:
    goal = draft(product, week(product, 1), "Riders book", parents=[release])
    assert step(owner, goal, "shaping").headers["Location"] == f"{PIPELINE}#draft-{goal.number}"
    html = page(owner)
    assert "Shaped with the team on" in html and "pipeline/reshaping/" in html
    goal.revise(by=product_owner(product), title="Riders book unaided")
    assert "reworded since" in page(owner)
    assert step(owner, goal, "agreement").status_code == 302
    assert fresh(goal).state == "agreed"


def test_a_step_is_undone_from_its_notice(owner: Client, product: Product) -> None:
    first, second = week(product, 1), week(product, 2)
    goal = draft(product, first, "Riders book")
    answer = step(owner, goal, "postponement", **HTMX).content.decode()
    assert f"draft for {second} now" in answer
    event = Event.objects.filter(goal_id=goal.pk).latest("id")
    assert f'value="{event.pk}"' in answer
    assert owner.post(f"/g/{goal.key}/undo/", {"event": event.pk}).status_code == 302
    assert fresh(goal).sprint_id == first.pk  # type: ignore[attr-defined]
    step(owner, fresh(goal), "shaping")
    event = Event.objects.filter(goal_id=goal.pk, subject="shaping").latest("id")
    assert owner.post(f"/g/{goal.key}/undo/", {"event": event.pk}).status_code == 302
    assert Shaping.objects.get(goal=goal.pk).removed_at is not None


def test_a_clash_is_told_and_changes_nothing(owner: Client, product: Product) -> None:
    goal = draft(product, week(product, 1), "Riders book")
    week(product, 2)
    fresh(goal).revise(by=product_owner(product), why="Nobody has asked")
    for name in ("shaping", "postponement"):
        answer = step(owner, goal, name, **HTMX)
        assert answer.status_code == 409 and "while you were reading it" in answer.content.decode()
    assert fresh(goal).version == 2 and not Shaping.objects.exists()


def test_fields_are_edited_in_place(owner: Client, product: Product) -> None:
    goal = draft(product, week(product, 1), "Riders book")
    path = f"/g/{goal.key}/pipeline/fields/why/"
    form = owner.get(path, **HTMX).content.decode()
    assert f'id="draft-{goal.number}-why"' in form and f'value="{goal.version}"' in form
    saved = owner.post(path, {"why": "Nobody has asked", "version": 1}, **HTMX)
    assert saved.status_code == 200 and "Nobody has asked" in saved.content.decode()
    clash = owner.post(path, {"why": "Somebody has asked", "version": 1}, **HTMX)
    assert clash.status_code == 409
    assert "Nobody has asked" in clash.content.decode() and "Somebody has asked" in clash.content.decode()
    plain = owner.post(path, {"why": "Nobody has asked yet", "version": 2})
    assert plain.headers["Location"] == f"{PIPELINE}#draft-{goal.number}"
    shown = owner.get(f"{path}?shown", **HTMX).content.decode()
    assert "Nobody has asked yet" in shown and "<form" not in shown
    assert owner.get(f"/g/{goal.key}/pipeline/fields/statement/").status_code == 404
    assert owner.get(f"/g/{make_goal(product).key}/pipeline/fields/title/").status_code == 404


def test_the_page_of_a_sprint_leads_here(owner: Client, product: Product) -> None:
    sprint = week(product, 1)
    draft(product, sprint, "Riders book")
    assert f"{PIPELINE}#sprint-{sprint.pk}" in owner.get(f"/p/BIKE/sprints/{sprint.pk}/").content.decode()
    assert PIPELINE in owner.get("/p/BIKE/sprints/").content.decode()
