"""/p/KEY/sprints/ID/: the goal, why it is there, how the sprint works, what is planned, and the wall."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from goalchain.products.access import READ_PLANNING, RIGHTS, Role
from sprints.models import Sprint
from sprints.wording import dates_said, left_said
from tests.factories import make_chain_of_all_levels, make_goal, make_member, make_sprint, make_team, make_user
from tests.support.queries import queries_of

pytestmark = pytest.mark.django_db
OUTSIDE_PLANNING = [role for role in Role if role not in RIGHTS[READ_PLANNING]]


@pytest.fixture
def chain():
    return make_chain_of_all_levels(key="BIKE")


@pytest.fixture
def url(chain):
    return reverse("sprint", args=["BIKE", chain.sprint.pk])


@pytest.fixture
def owner(client, chain):
    client.force_login(chain.owner)
    return chain.owner


@pytest.fixture
def goal(chain):
    """The agreed goal of the sprint."""
    goal = chain["sprint"]
    goal.revise(by=chain.owner, title="Service booking works", kind="risk", why="Nobody has tried", artefact="A spike")
    goal.agree(by=chain.owner)
    return goal


def test_the_goal_stands_with_its_line_and_its_template(client, owner, goal, url):
    html = client.get(url).content.decode()
    assert '<h1 class="inline-value">Service booking works</h1>' in html
    assert "Test a risk" in html and "Nobody has tried" in html and "A spike" in html
    assert "<b>Service booking works</b>, because no slot, no service, so that <b>" in html
    assert html.count('class="why"') == 1
    assert "working day" in html


def test_its_fields_are_edited_in_place(client, owner, goal, url):
    html = client.get(url).content.decode()
    for name in ("title", "statement", "kind", "owner", "why", "artefact", "technique", "test_group", "success"):
        assert f"/g/{goal.key}/edit/{name}/" in html
    saved = client.post(f"/g/{goal.key}/edit/technique/", {"technique": "Interviews", "version": goal.version})
    assert saved.status_code == 302
    assert "Interviews" in client.get(url).content.decode()


def test_the_goal_page_shows_the_template_too(client, owner, goal):
    html = client.get(f"/g/{goal.key}/").content.decode()
    assert "Nobody has tried" in html
    assert "How the sprint works" not in client.get("/g/BIKE-1/").content.decode()


def test_drafts_are_below_for_those_who_plan(client, owner, chain, goal, url):
    draft = make_goal(chain.product, "sprint", title="Riders pay", sprint_id=chain.sprint.pk)
    html = client.get(url).content.decode()
    assert f"/g/{draft.key}/" in html
    assert f"/p/BIKE/goals/new/?level=sprint&amp;sprint={chain.sprint.pk}" in html


@pytest.mark.parametrize("role", OUTSIDE_PLANNING)
@pytest.mark.parametrize("mode", ["", "?mode=wall"])
def test_those_outside_planning_see_no_draft(client, chain, url, role, mode):
    make_goal(chain.product, "sprint", title="A secret plan", sprint_id=chain.sprint.pk)
    client.force_login(make_member(chain.product, role))
    html = client.get(url + mode).content.decode()
    assert "No goal yet" in html
    assert "secret" not in html and "raft" not in html


def test_a_sprint_without_a_goal_teaches(client, owner, chain):
    sprint = make_sprint(team=chain.sprint.team)
    html = client.get(reverse("sprint", args=["BIKE", sprint.pk])).content.decode()
    assert "<h1>No goal yet</h1>" in html
    assert "what to learn, which risk to test, or what to deliver" in html
    assert "New draft" in html


def test_a_new_draft_begins_in_its_sprint(client, owner, chain):
    html = client.get(f"/p/BIKE/goals/new/?level=sprint&sprint={chain.sprint.pk}").content.decode()
    assert f'<option value="{chain.sprint.pk}" selected>' in html


def test_a_closed_goal_stays_that_of_its_sprint_and_others_stand_beside(client, owner, chain, goal, url):
    goal.close("achieved", "It pays.", by=owner)
    make_goal(chain.product, "sprint", title="Given up", sprint_id=chain.sprint.pk, state="closed", outcome="abandoned")
    html = client.get(url).content.decode()
    assert '<h1 class="inline-value">Service booking works</h1>' in html
    assert "It pays." in html
    assert html.index("Also in this sprint") < html.index("Given up")


def test_other_teams_of_the_same_weeks_are_told(client, owner, chain, goal, url):
    first, last = chain.sprint.starts_on, chain.sprint.ends_on
    beside = make_sprint(chain.product, starts_on=last, ends_on=last + timedelta(days=13))
    make_goal(chain.product, "sprint", title="Workshops show slots", sprint_id=beside.pk, state="agreed")
    make_goal(chain.product, "sprint", title="A rival draft", sprint_id=beside.pk)
    before = make_sprint(
        chain.product, name="Long over", starts_on=first - timedelta(days=9), ends_on=first - timedelta(1)
    )
    html = client.get(url).content.decode()
    assert "Workshops show slots" in html
    assert "A rival draft" not in html
    assert before.name not in html


def test_the_sprints_before_and_after_are_a_key_away(client, owner, chain, url):
    after = make_sprint(team=chain.sprint.team)
    html = client.get(url).content.decode()
    assert f'href="{reverse("sprint", args=["BIKE", after.pk])}" data-key="ArrowRight"' in html
    assert 'data-key="ArrowLeft"' not in html
    back = client.get(reverse("sprint", args=["BIKE", after.pk])).content.decode()
    assert f'href="{url}" data-key="ArrowLeft"' in back


def test_the_wall_has_no_controls_and_refreshes_itself(client, owner, goal, url):
    html = client.get(f"{url}?mode=wall").content.decode()
    assert "<h1>Service booking works</h1>" in html
    assert "<form" not in html and "<button" not in html and "data-edit" not in html
    assert 'hx-select-oob="#wall,#live"' in html


def test_a_sprint_without_dates_has_its_page(client, owner, chain):
    sprint = Sprint.plan(chain.sprint.team, "Some day", by=None)
    assert "no dates yet" in client.get(reverse("sprint", args=["BIKE", sprint.pk])).content.decode()


def test_a_stranger_finds_nothing_and_nobody_finds_those_of_another_product(client, owner, chain, url):
    foreign = make_sprint()
    assert client.get(reverse("sprint", args=["BIKE", foreign.pk])).status_code == 404
    assert client.get(reverse("sprint", args=["BIKE", 2**63 - 1])).status_code == 404
    client.force_login(make_user())
    assert client.get(url).status_code == 404


def test_other_methods_are_refused(client, owner, url):
    assert client.post(url).status_code == 405


def test_queries_do_not_grow(client, owner, chain, goal, url):
    few = queries_of(lambda: client.get(url))
    for _ in range(5):
        make_goal(chain.product, "sprint", sprint_id=chain.sprint.pk)
        make_goal(chain.product, "sprint", sprint_id=make_sprint(make_team(chain.product).product).pk, state="agreed")
    assert queries_of(lambda: client.get(url)) == few <= 8
    assert queries_of(lambda: client.get(f"/g/{goal.key}/")) <= 6


@pytest.mark.parametrize(
    ("today", "words"),
    [
        (date(2026, 11, 16), "10 working days left"),
        (date(2026, 11, 21), "5 working days left"),
        (date(2026, 11, 27), "the last working day"),
        (date(2026, 11, 28), "no working day left"),
        (date(2026, 11, 30), "over since 29 November 2026"),
        (date(2026, 11, 15), "starts tomorrow"),
        (date(2026, 11, 2), "starts in 14 days"),
        (date(2026, 10, 1), "starts in 6 weeks"),
    ],
)
def test_what_is_left(today, words):
    assert left_said(Sprint(starts_on=date(2026, 11, 16), ends_on=date(2026, 11, 29)), today) == words


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (date(2026, 11, 16), date(2026, 11, 29), "16 – 29 November 2026"),
        (date(2026, 11, 30), date(2026, 12, 13), "30 November – 13 December 2026"),
        (date(2026, 12, 28), date(2027, 1, 10), "28 December 2026 – 10 January 2027"),
        (date(2026, 11, 16), None, "from 16 November 2026"),
        (None, date(2026, 11, 29), "until 29 November 2026"),
        (None, None, "no dates yet"),
    ],
)
def test_dates(first, last, words):
    assert dates_said(Sprint(starts_on=first, ends_on=last)) == words
