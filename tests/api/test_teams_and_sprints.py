"""/api/v1/teams/ and /api/v1/sprints/."""

import pytest

from sprints.models import Sprint
from tests.api.caller import Caller, done, refused
from tests.factories import make_chain_of_all_levels, make_member, make_product, make_sprint, make_team, make_user
from tests.support.queries import queries_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def chain():
    return make_chain_of_all_levels(key="BIKE")


@pytest.fixture
def owner(chain):
    return Caller(chain.owner)


def etag(caller, path):
    return caller.get(path).headers["ETag"].strip('"')


def test_teams_are_made_read_and_renamed(owner, chain):
    answer = owner.post("teams/", {"product": "BIKE", "name": "Web"})
    team = done(answer, 201)
    path = f"teams/{team['id']}/"
    assert done(owner.get(path)) == team == {"id": team["id"], "product": "BIKE", "name": "Web", "cadence": None}
    assert answer.headers["ETag"] == owner.get(path).headers["ETag"]
    refused(owner.patch(path, {"name": "App"}), 428)
    refused(owner.patch(path, {"name": "App"}, match="old"), 412)
    read = etag(owner, path)
    answer = owner.patch(path, {"name": "App"}, match=read)
    assert done(answer)["name"] == "App"
    assert answer.headers["ETag"] == owner.get(path).headers["ETag"]
    refused(owner.patch(path, {"name": "Web"}, match=read), 412)
    assert {found["name"] for found in done(owner.get("teams/?product=BIKE"))["results"]} == {
        "App",
        chain.sprint.team.name,
    }


def test_sprints_are_made_read_and_replanned(owner, chain):
    body = {"team": chain.sprint.team_id, "name": "Sprint 2", "starts_on": "2026-03-02", "ends_on": "2026-03-13"}
    answer = owner.post("sprints/", body)
    sprint = done(answer, 201)
    path = f"sprints/{sprint['id']}/"
    assert done(owner.get(path)) == sprint
    assert sprint == sprint | body | {"product": "BIKE", "team_name": chain.sprint.team.name, "goal": None}
    refused(owner.patch(path, {"name": "x"}), 428)
    refused(owner.patch(path, {"name": "x"}, match="old"), 412)
    changed = done(owner.patch(path, {"ends_on": None}, match=etag(owner, path)))
    assert (changed["starts_on"], changed["ends_on"]) == ("2026-03-02", None)
    assert done(owner.patch(path, {}, match=etag(owner, path))) == changed


CADENCE = {"kind": "scrum", "weeks": 2, "weekday": 3, "starts_on": "2027-01-01"}


def test_a_team_is_made_with_a_cadence_and_keeps_another(owner, chain):
    team = done(owner.post("teams/", {"product": "BIKE", "name": "Web", "cadence": CADENCE}), 201)
    assert team["cadence"] == CADENCE
    path, first = f"teams/{team['id']}/", Sprint.objects.filter(team=team["id"]).earliest("starts_on")
    assert (first.name, first.starts_on.isoformat(), first.ends_on.isoformat()) == (
        "Sprint 1",
        "2027-01-06",
        "2027-01-19",
    )
    kanban = {"kind": "kanban", "starts_on": "2027-01-01"}
    changed = done(owner.patch(path, {"cadence": kanban}, match=etag(owner, path)))
    assert changed["cadence"] == {"kind": "kanban", "weeks": 1, "weekday": 1, "starts_on": "2027-01-01"}
    assert Sprint.objects.filter(team=team["id"]).earliest("starts_on").name == "Week 1, 2027"


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ({"kind": "wild"}, "kind"),
        ({"weeks": 5}, "weeks"),
        ({"weekday": 0}, "weekday"),
        ({"starts_on": None}, "starts_on"),
    ],
)
def test_bad_values_of_a_cadence(owner, chain, words, field):
    path = f"teams/{chain.sprint.team_id}/"
    refused(owner.patch(path, {"cadence": CADENCE | words}, match=etag(owner, path)), 422, f"cadence.{field}")
    assert done(owner.get(path))["cadence"] is None


def test_sprints_of_a_team_do_not_overlap(owner, chain):
    days = {"starts_on": chain.sprint.ends_on.isoformat(), "ends_on": chain.sprint.ends_on.isoformat()}
    refused(owner.post("sprints/", {"team": chain.sprint.team_id, "name": "Sprint 9"} | days), 422, "starts_on")


def test_a_sprint_names_its_agreed_goal_and_no_draft(owner, chain):
    path = f"sprints/{chain.sprint.pk}/"
    viewer = Caller(make_member(chain.product, "viewer"))
    assert done(viewer.get(path))["goal"] is None
    chain["sprint"].agree(by=chain.owner)
    assert done(viewer.get(path))["goal"] == chain["sprint"].key


def test_filters(owner, chain):
    other = make_sprint(make_product(owner=chain.owner, key="EAT"))
    make_sprint()
    assert len(done(owner.get("sprints/"))["results"]) == 2
    assert [found["id"] for found in done(owner.get("sprints/?product=EAT"))["results"]] == [other.pk]
    assert [found["id"] for found in done(owner.get(f"sprints/?team={other.team_id}"))["results"]] == [other.pk]
    refused(owner.get("sprints/?team=99999999999999999999"), 400, "team")
    refused(owner.get("sprints/?team=x"), 400, "team")


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "x" * 81}, "name"),
        ({"starts_on": "2026-02-30"}, "starts_on"),
        ({"starts_on": "2026-02-02", "ends_on": "2026-02-01"}, "ends_on"),
        ({"team": "1"}, "team"),
        ({"goal": "BIKE-1"}, "goal"),
    ],
)
def test_bad_values_of_a_sprint(owner, chain, words, field):
    before = Sprint.objects.count()
    refused(owner.post("sprints/", {"team": chain.sprint.team_id, "name": "Sprint 9"} | words), 422, field)
    assert Sprint.objects.count() == before


def test_names_are_taken_once(owner, chain):
    refused(owner.post("teams/", {"product": "BIKE", "name": chain.sprint.team.name}), 422, "name")
    refused(owner.post("sprints/", {"team": chain.sprint.team_id, "name": chain.sprint.name}), 422, "name")
    other = make_sprint(team=chain.sprint.team)
    path = f"sprints/{other.pk}/"
    refused(owner.patch(path, {"name": chain.sprint.name}, match=etag(owner, path)), 422, "name")
    refused(owner.patch(path, {"team": 1}, match=etag(owner, path)), 422, "team")


def test_who_may(chain):
    team, sprint = f"teams/{chain.sprint.team_id}/", f"sprints/{chain.sprint.pk}/"
    new_team, new_sprint = {"product": "BIKE", "name": "Web"}, {"team": chain.sprint.team_id, "name": "Sprint 9"}
    for path in ("teams/", "sprints/", team, sprint):
        refused(Caller(None).get(path), 401)
    stranger = Caller(make_user())
    assert done(stranger.get("teams/"))["results"] == done(stranger.get("sprints/"))["results"] == []
    refused(stranger.post("teams/", new_team), 404)
    refused(stranger.post("sprints/", new_sprint), 404)
    for path in (team, sprint):
        refused(stranger.get(path), 404)
        refused(stranger.patch(path, {"name": "x"}, match="x"), 404)
    for role in ("developer", "stakeholder", "viewer"):
        member = Caller(make_member(chain.product, role))
        refused(member.post("teams/", new_team), 403)
        refused(member.post("sprints/", new_sprint), 403)
        for path in (team, sprint):
            refused(member.patch(path, {"name": "x"}, match=etag(member, path)), 403)
    done(Caller(make_member(chain.product, "coach")).post("teams/", new_team), 201)


def test_wrong_methods_and_ids(owner, chain):
    refused(owner.delete(f"teams/{chain.sprint.team_id}/", match="x"), 405)
    refused(owner.put(f"sprints/{chain.sprint.pk}/", {}, match="x"), 405)
    refused(owner.get("teams/99999999999999999999/"), 404)
    refused(owner.get("sprints/0/"), 404)


def test_queries_do_not_grow(owner, chain):
    few = [queries_of(lambda path=path: done(owner.get(path))) for path in ("teams/", "sprints/")]
    for _ in range(4):
        make_sprint(team=make_team(chain.product))
    assert [queries_of(lambda path=path: done(owner.get(path))) for path in ("teams/", "sprints/")] == few
    assert max(few) <= 6
