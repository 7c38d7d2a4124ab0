"""/p/KEY/gaps/ and its sheet; /g/KEY-n/gaps/RULE/: the form that accepts a gap."""

import csv
import re
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from goalchain.goals.gaps.report import A_PAGE
from goalchain.goals.gaps.rule import ORDER, rules
from goalchain.goals.models import Event, GapAcceptance, Goal
from tests.factories import Chain, fresh, make_goal, make_members, make_product, make_user, product_owner
from tests.support.queries import queries_of

from .sound import day, sound_chain

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}
RULE = "no-parent"


class Report:
    """A sound chain, with a release goal and a draft of a sprint goal that serve nothing; a client for each role."""

    def __init__(self) -> None:
        self.chain: Chain = sound_chain()
        self.product = self.chain.product
        self.loose: Goal = make_goal(self.product, "release", title="Riders pay by card")
        self.draft: Goal = make_goal(self.product, "sprint", title="The gateway is tried")
        self.clients = {role: signed_in(person) for role, person in make_members(self.product).items()}

    def get(self, query: str = "", role: str = "owner", place: str = "gaps/") -> str:
        """The report as somebody reads it."""
        answer = self.clients[role].get(f"/p/{self.product.key}/{place}{query}")
        assert answer.status_code == 200
        return answer.content.decode()

    def accept(self, goal: Goal, role: str = "owner", htmx: bool = False, **words: Any) -> HttpResponse:
        """Send the form."""
        told = {"reason": "It waits for the law", "until": day(30).isoformat(), "read": 0} | words
        return self.clients[role].post(where(goal), told, headers=HTMX if htmx else {})


def signed_in(person: Any) -> Client:
    """A client of this person's own."""
    client = Client()
    client.force_login(person)
    return client


def where(goal: Goal) -> str:
    """Where its gap is accepted."""
    return f"/g/{goal.key}/gaps/{RULE}/"


@pytest.fixture
def report() -> Report:
    return Report()


def test_each_kind_has_its_reason_its_remedy_and_where_that_begins(report: Report) -> None:
    text = report.get()
    assert "3 gaps." in text
    for rule in rules():
        assert (f'id="kind-{rule.name}"' in text) == (rule.name in (RULE, "no-child"))
    for goal in (report.loose, report.draft):
        assert f'id="gap-{RULE}-{goal.number}"' in text and f'href="/g/{goal.key}/parents/"' in text
    assert f'href="/g/{report.loose.key}/#quick-add-title"' in text
    assert "50%</b> of the open sprint goals reach the vision" in text and "(1 of 2)" in text
    assert f'href="/p/{report.product.key}/gaps/" aria-current="page"' in text


def test_drafts_of_sprint_goals_are_no_part_of_it_for_who_does_not_plan(report: Report) -> None:
    report.accept(report.draft, reason="A secret of the team")
    for role in ("stakeholder", "viewer"):
        for place in ("gaps/", "gaps.csv", "gaps/?level=sprint", f"gaps/?rule={RULE}"):
            told = report.get(role=role, place=place)
            assert report.draft.key not in told and report.draft.title not in told and "secret" not in told
        text = report.get(role=role)
        assert "2 gaps." in text and "accepted" not in text
        assert "100%</b> of the open sprint goals reach the vision" in text and "(1 of 1)" in text
    assert "2 gaps, 1 accepted." in report.get() and "A secret of the team" in report.get(place="gaps.csv")


def test_who_may_not_edit_is_offered_nothing(report: Report) -> None:
    text = report.get(role="viewer")
    assert report.loose.title in text and "Accept" not in text and "Link it upward" not in text
    text = report.get(role="developer")
    assert f'href="{where(report.draft)}"' in text and f'href="{where(report.loose)}"' not in text


def test_one_kind_and_one_level(report: Report) -> None:
    text = report.get("?rule=no-child")
    assert report.loose.title in text and report.draft.title not in text and "reach the vision" not in text
    text = report.get("?level=sprint")
    assert report.draft.title in text and report.loose.title not in text and "1 gap." in text
    assert "No goal has this gap" in report.get("?rule=horizon")
    assert "Nothing is missing at this level" in report.get("?level=vision")
    # A word that names nothing narrows nothing.
    assert "3 gaps." in report.get("?rule=luck&level=moon&page=x")


def test_levels_are_those_of_the_preset_and_the_one_that_is_asked_for() -> None:
    product = make_product(preset="pichler")
    client = signed_in(product_owner(product))
    make_goal(product, "vision")

    def tabs(query: str) -> bool:
        return "Release goals</a>" in client.get(f"/p/{product.key}/gaps/{query}").content.decode()

    assert not tabs("") and tabs("?level=release")


def rows(text: str) -> int:
    """How many gaps of the kind “unserved” a page shows."""
    return len(re.findall(r'id="gap-unserved-\d+"', text))


def test_a_long_kind_goes_on_page_by_page(report: Report) -> None:
    for _ in range(A_PAGE + 1):
        make_goal(report.product, "user", parents=[report.chain["vision"]])
    text = report.get("?level=user")
    assert rows(text) == 20 and f"All {A_PAGE + 1}" in text
    assert rows(report.get("?rule=unserved")) == A_PAGE
    last = report.get("?rule=unserved&page=2")
    assert rows(last) == 1 and "Page 2 of 2" in last
    answer = report.clients["owner"].get(f"/p/{report.product.key}/gaps/?rule=unserved&page=3")
    assert (answer.status_code, answer["Location"]) == (302, f"/p/{report.product.key}/gaps/?rule=unserved")


def test_queries_stay_the_same(report: Report) -> None:
    report.get()
    few = queries_of(report.get)
    for _ in range(12):
        make_goal(report.product, "release")
        make_goal(report.product, "sprint", parents=[report.chain["release"]], state="closed")
    assert queries_of(report.get) == few <= 8
    assert queries_of(lambda: report.get(place="gaps.csv")) <= 4


def test_asked_again_it_is_told_that_nothing_changed(report: Report) -> None:
    client, address = report.clients["owner"], f"/p/{report.product.key}/gaps/"
    client.get(address)
    tag = client.get(address)["ETag"]
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 304
    report.accept(report.loose)
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 200


def test_nothing_is_missing() -> None:
    chain = sound_chain()
    text = signed_in(chain.owner).get(f"/p/{chain.product.key}/gaps/").content.decode()
    assert "Nothing is missing" in text and f"{len(ORDER)} kinds of gaps" in text
    product = make_product()
    text = signed_in(product_owner(product)).get(f"/p/{product.key}/gaps/").content.decode()
    assert "There is no goal yet" in text and f"/p/{product.key}/goals/new/" in text


def test_a_gap_is_accepted_with_a_reason_shown_below_and_taken_back(report: Report) -> None:
    client = report.clients["owner"]
    form = client.get(where(report.loose)).content.decode()
    assert "Serves no goal" in form and f'value="{day(30).isoformat()}"' in form
    answer = report.accept(report.loose)
    assert (answer.status_code, answer["Location"]) == (302, f"/p/{report.product.key}/gaps/")
    text = report.get()
    assert "2 gaps, 1 accepted." in text and "It waits for the law" in text
    assert f"{report.loose.key} stays so until {day(30):%-d %b %Y}." in text
    removal = client.post(f"{where(report.loose)}removal/", {"read": 1})
    assert removal["Location"] == answer["Location"]
    assert "3 gaps." in report.get()


def test_by_htmx_the_form_comes_in_place_and_the_notice_offers_undo(report: Report) -> None:
    client = report.clients["owner"]
    form = client.get(where(report.loose), headers=HTMX).content.decode()
    assert form.lstrip().startswith(f'<li class="gap is-release" id="gap-{RULE}-{report.loose.number}"')
    shown = client.get(f"{where(report.loose)}?shown", headers=HTMX).content.decode()
    assert "Link it upward" in shown and "<form" not in shown
    answer = report.accept(report.loose, htmx=True)
    assert answer["HX-Trigger"] == "goal-changed"
    assert f"/g/{report.loose.key}/undo/" in answer.content.decode()
    shown = client.get(f"{where(report.loose)}?shown", headers=HTMX).content.decode()
    assert "It waits for the law" in shown
    client.post(f"/g/{report.loose.key}/undo/", {"event": Event.objects.latest("id").pk}, headers=HTMX)
    assert "3 gaps." in report.get()
    # What is no gap has no place in the report.
    fresh(report.loose).link(report.chain["product"], by=None)
    assert client.get(f"{where(report.loose)}?shown", headers=HTMX).content == b""


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ({"reason": ""}, "Say why it is left so"),
        ({"until": ""}, "Choose the day"),
        ({"until": "soon"}, "“soon” is no date"),
        ({"until": "2020-01-01"}, "not on 2020-01-01"),
    ],
)
def test_what_is_refused_keeps_what_was_typed(report: Report, words: dict[str, str], told: str) -> None:
    for htmx in (False, True):
        answer = report.accept(report.loose, htmx=htmx, **words)
        text = answer.content.decode()
        assert answer.status_code == 422 and told in text
        assert "It waits for the law" in text or not words.get("reason", "x")
    assert not GapAcceptance.objects.exists()


def test_a_clash_shows_both(report: Report) -> None:
    report.accept(report.loose, reason="Theirs, said first", role="coach")
    answer = report.accept(report.loose, reason="Mine, said later")
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "Theirs, said first" in text and "Mine, said later" in text and 'name="read" value="1"' in text
    answer = report.accept(report.loose, reason="Mine, said later", read=1)
    assert answer.status_code == 302 and GapAcceptance.objects.get().reason == "Mine, said later"
    for headers in ({}, HTMX):
        gone = report.clients["owner"].post(f"{where(report.loose)}removal/", {"read": 1}, headers=headers)
        assert gone.status_code == 409 and "Somebody changed this" in gone.content.decode()


def test_who_may_not(report: Report) -> None:
    assert report.accept(report.loose, role="developer").status_code == 403
    assert report.accept(report.draft, role="developer").status_code == 302
    assert report.accept(report.loose, role="viewer").status_code == 403
    assert report.accept(report.draft, role="viewer").status_code == 404
    stranger, removal = signed_in(make_user()), f"{where(report.loose)}removal/"
    for address in (f"/p/{report.product.key}/gaps/", f"/p/{report.product.key}/gaps.csv", where(report.loose)):
        assert stranger.get(address).status_code == 404
    owner = report.clients["owner"]
    assert owner.post(removal, {"read": 0}).status_code == 404
    assert owner.get(removal).status_code == 405
    assert owner.get(f"/g/{report.loose.key}/gaps/no-luck/").status_code == 404


def test_the_sheet_runs_nothing_and_holds_everything(report: Report) -> None:
    fresh(report.loose).revise(by=report.chain.owner, title="=1+1")
    report.accept(report.loose, reason="@SUM(1)")
    rows = list(csv.DictReader(report.get(place="gaps.csv").splitlines()))
    assert [(row["rule"], row["goal"]) for row in rows] == [
        (RULE, report.draft.key),
        (RULE, report.loose.key),
        ("no-child", report.loose.key),
    ]
    assert (rows[1]["title"], rows[1]["accepted_because"]) == ("'=1+1", "'@SUM(1)")
    assert (rows[0]["accepted_until"], rows[1]["accepted_until"]) == ("", day(30).isoformat())
    narrowed = report.get("?rule=no-child&level=release", place="gaps.csv").splitlines()
    assert len(narrowed) == 2 and f"{report.loose.key},release" in narrowed[1]
