"""Change proposals: suggesting, adopting, declining, taking back; on the goal page, at home, in the history."""

from datetime import date

import pytest
from django.test import Client

from goalchain.goals.models import Event, Proposal
from goalchain.goals.offences import offences
from goalchain.goals.undo import undo
from goalchain.products.errors import Refused, Stale
from tests.factories import Chain, make_chain_of_all_levels, make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def chain() -> Chain:
    """A chain whose sprint goal is closed."""
    made = make_chain_of_all_levels()
    goal = made["sprint"].of_level
    goal.agree(by=made.owner)
    goal.close("partly", "Riders call anyway.", by=made.owner)
    return made


def suggest(chain: Chain, level: str = "release", origin: str = "sprint", **changes: object) -> Proposal:
    """A proposal for the goal of a level."""
    changes = changes or {"title": "Customers are called back"}
    goal, below = chain[level], chain[origin]
    return Proposal.suggest(goal, origin=below, reason="riders call anyway", by=chain.owner, **changes)


def signed_in(user: object) -> Client:
    """A client with the person's session."""
    client = Client()
    client.force_login(user)  # type: ignore[arg-type]
    return client


def last_event(subject: str = "proposal") -> Event:
    """The newest event of a subject."""
    return Event.objects.filter(subject=subject).latest("pk")


def test_adopting_changes_the_goal_by_its_own_verbs_in_one_change(chain: Chain) -> None:
    proposal = suggest(chain, title="Customers are called back", ends_on=date(2030, 1, 5), state="agreed")
    proposal.adopt(by=chain.owner, version=1)
    goal = chain["release"]
    assert (goal.title, goal.ends_on, goal.state) == ("Customers are called back", date(2030, 1, 5), "agreed")
    revision = last_event().revision
    written = Event.objects.filter(revision=revision).order_by("pk").values_list("subject", "verb")
    assert list(written) == [("goal", "revise"), ("goal", "agree"), ("proposal", "adopt")]
    assert offences(chain.product) == []


def test_what_stays_as_it_is_is_no_part_of_a_proposal(chain: Chain) -> None:
    goal = chain["release"]
    proposal = suggest(chain, title=goal.title, statement="In other words", state=goal.state)
    assert proposal.changes == {"statement": "In other words"}


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"title": ""}, "Nothing would change"),
        ({"title": "x" * 201}, "201 characters"),
        ({"state": "closed"}, "has an outcome"),
    ],
)
def test_a_proposal_that_no_goal_can_be_is_refused(chain: Chain, changes: dict[str, str], words: str) -> None:
    with pytest.raises(Refused, match=words):
        suggest(chain, **changes)


def test_a_proposal_is_for_a_goal_above(chain: Chain) -> None:
    with pytest.raises(Refused, match="does not serve"):
        suggest(chain, "vision")
    with pytest.raises(Refused, match="Say why"):
        Proposal.suggest(chain["release"], origin=chain["sprint"], reason=" ", by=chain.owner, title="Other")


def test_two_wordings_are_told_when_the_goal_changed_since(chain: Chain) -> None:
    proposal, goal = suggest(chain), chain["release"]
    assert not proposal.is_stale_for(goal)
    former = goal.title
    goal.revise(by=chain.owner, title="Meanwhile something else")
    assert proposal.is_stale_for(goal)
    page = signed_in(chain.owner).get(f"/g/{goal.key}/").content.decode()
    assert "has changed since this was proposed" in page and former in page and "Meanwhile something else" in page
    with pytest.raises(Stale):
        proposal.adopt(by=chain.owner, goal_version=1)


@pytest.mark.parametrize(
    ("now", "wanted", "outcome"),
    [
        ("draft", "active", ""),
        ("active", "agreed", ""),
        ("active", "draft", ""),
        ("agreed", "closed", "abandoned"),
        ("closed", "closed", "missed"),
        ("closed", "agreed", ""),
        ("closed", "draft", ""),
        ("draft", "closed", "partly"),
    ],
)
def test_every_state_can_be_proposed_and_taken_back(chain: Chain, now: str, wanted: str, outcome: str) -> None:
    chain["release"].of_level.bring(now, "achieved" if now == "closed" else "", "why", by=chain.owner)
    before = chain["release"]
    proposal = suggest(chain, state=wanted, outcome=outcome)
    proposal.adopt(by=chain.owner)
    goal = chain["release"]
    assert (goal.state, goal.outcome) == (wanted, outcome)
    undo(last_event(), goal.of_level, by=chain.owner)
    after = chain["release"]
    assert (after.state, after.outcome, after.learning) == (before.state, before.outcome, before.learning)
    assert Proposal.objects.get().standing == "open"
    assert offences(chain.product) == []


def test_an_adoption_is_not_taken_back_over_later_work(chain: Chain) -> None:
    suggest(chain).adopt(by=chain.owner)
    adopted = last_event()
    chain["release"].revise(by=chain.owner, title="Later work")
    with pytest.raises(Refused, match="changed again since"):
        undo(adopted, chain["release"].of_level, by=chain.owner)
    assert chain["release"].title == "Later work"


def test_declining_needs_a_reason_and_can_be_taken_back(chain: Chain) -> None:
    proposal = suggest(chain)
    with pytest.raises(Refused, match="Say why"):
        proposal.decline("  ", by=chain.owner)
    proposal.decline("one sprint is too few", by=chain.owner)
    with pytest.raises(Refused, match="declined already"):
        proposal.adopt(by=chain.owner)
    undo(last_event(), chain["release"].of_level, by=chain.owner)
    assert Proposal.objects.open().count() == 1
    assert offences(chain.product) == []


def test_an_adopted_proposal_climbs(chain: Chain) -> None:
    first = suggest(chain)
    with pytest.raises(Refused, match="Only an adopted proposal"):
        Proposal.suggest(
            chain["product"], origin=chain["release"], reason="so", by=chain.owner, title="T", follows=first
        )
    first.adopt(by=chain.owner)
    owner = signed_in(chain.owner)
    above, release = chain["product"], chain["release"]
    page = owner.get(first.get_absolute_url()).content.decode()
    address = f"/g/{release.key}/parents/{above.key}/proposal/"
    assert f"{address}?follows={first.pk}" in page
    words = {"title": "Riders reach us", "reason": "they call", "goal_version": above.version, "follows": first.pk}
    assert owner.post(address, words).status_code == 302
    second = Proposal.objects.latest("pk")
    assert (second.goal_id, second.origin_id, second.follows_id) == (above.pk, release.pk, first.pk)


def test_the_history_leads_to_where_it_was_learnt(chain: Chain) -> None:
    suggest(chain).adopt(by=chain.owner)
    goal, origin = chain["release"], chain["sprint"]
    for address in (f"/g/{goal.key}/", f"/g/{goal.key}/history/"):
        page = signed_in(chain.owner).get(address).content.decode()
        assert f'because riders call anyway; it was learnt at <a class="event-origin" href="/g/{origin.key}/">' in page


def test_who_may_propose_and_who_decides(chain: Chain) -> None:
    developer = signed_in(make_member(chain.product, "developer"))
    coach = signed_in(make_member(chain.product, "coach"))
    viewer = signed_in(make_member(chain.product, "viewer"))
    goal, origin = chain["release"], chain["sprint"]
    address = f"/g/{origin.key}/parents/{goal.key}/proposal/"
    words = {"title": "Another title", "reason": "we learnt it", "goal_version": goal.version}
    assert viewer.post(address, words).status_code == 403
    assert developer.post(address, words).status_code == 302
    proposal = Proposal.objects.get()
    at = proposal.pk and f"/g/{goal.key}/proposals/{proposal.pk}/"
    decision = {"read": 1, "goal_version": goal.version, "reason": "no"}
    for client in (developer, coach, viewer):
        assert client.get(at).status_code == 200
        assert client.post(f"{at}adoption/", decision).status_code == 403
        assert client.post(f"{at}refusal/", decision).status_code == 403
    owner = signed_in(chain.owner)
    assert owner.post(f"{at}adoption/", {"read": 1, "goal_version": 1}).status_code in (302, 409)
    event = last_event()
    assert coach.post(f"/g/{goal.key}/undo/", {"event": event.pk}).status_code == 403


def test_forms_answer_for_themselves(chain: Chain) -> None:
    owner = signed_in(chain.owner)
    goal, origin = chain["release"], chain["sprint"]
    address = f"/g/{origin.key}/parents/{goal.key}/proposal/"
    assert owner.get(address).status_code == 200
    words = {"title": "Another title", "reason": "we learnt it", "goal_version": goal.version}
    assert owner.post(address, words | {"reason": ""}).status_code == 422
    assert owner.post(address, words | {"title": goal.title}).status_code == 422
    stale = owner.post(address, words | {"goal_version": goal.version + 1})
    assert stale.status_code == 409 and "Another title" in stale.content.decode()
    assert owner.get(f"/g/{origin.key}/parents/{chain['vision'].key}/proposal/").status_code == 404
    proposal = suggest(chain)
    at = proposal.get_absolute_url()
    assert owner.post(f"{at}refusal/", {"read": 1}).status_code == 422
    assert owner.post(f"{at}refusal/", {"read": 7, "reason": "no"}).status_code == 409
    assert owner.post(f"{at}adoption/", {"read": 1, "goal_version": goal.version + 3}).status_code == 409
    quick = owner.post(f"{at}adoption/", {"read": 1, "goal_version": goal.version}, headers={"HX-Request": "true"})
    assert quick.status_code == 200 and quick.headers["HX-Trigger"] == "goal-changed"
    assert owner.post(f"{at}refusal/", {"read": 2, "reason": "no"}).status_code == 422


def test_home_says_what_waits_for_the_product_owner_alone(chain: Chain) -> None:
    suggest(chain)
    coach = make_member(chain.product, "coach")
    assert "A change proposal waits for you" in signed_in(chain.owner).get("/").content.decode()
    assert "waits for you" not in signed_in(coach).get("/").content.decode()


def test_a_goal_that_goes_back_to_planning_takes_its_proposals_out_of_sight(chain: Chain) -> None:
    proposal = suggest(chain)
    viewer = signed_in(make_member(chain.product, "viewer"))
    goal = chain["release"]
    assert "riders call anyway" in viewer.get(f"/g/{goal.key}/").content.decode().lower()
    chain["sprint"].of_level.bring("draft", "", "", by=chain.owner)
    assert viewer.get(proposal.get_absolute_url()).status_code == 404
    assert 'id="proposal-' not in viewer.get(f"/g/{goal.key}/").content.decode()
    assert 'id="proposal-' in signed_in(chain.owner).get(f"/g/{goal.key}/").content.decode()


def test_offences_are_named(chain: Chain) -> None:
    proposal = suggest(chain)
    Proposal.objects.filter(pk=proposal.pk).update(reason="other words")
    assert [found.rule for found in offences(chain.product)] == ["the last event tells a proposal as it is stored"]
