"""The chain map: its window, what narrows and folds it, its list, its previews, its files, and who may read what."""

import re
import xml.etree.ElementTree as ElementTree
from datetime import timedelta

import pytest
from django.utils import timezone

from goalchain.goals.chain_map import asked as asked_words
from goalchain.goals.chain_map.asked import Asked
from goalchain.goals.columns import chain_columns
from goalchain.products.access import Access, Role
from tests.factories import (
    make_goal,
    make_member,
    make_metric,
    make_product,
    make_sprint,
    make_team,
    make_user,
    product_owner,
)
from tests.support.queries import queries_of

pytestmark = pytest.mark.django_db
OWNER, VIEWER = Access(Role.OWNER), Access(Role.VIEWER)


def shown(view) -> dict[int, list[str]]:
    """The titles of each column, in their order."""
    return {column.rank: [goal.title for goal in column.goals] for column in view.columns}


def titles(product, access=OWNER, **words) -> list[str]:
    return sorted(goal.title for goal in chain_columns(product, access, Asked(product.key, **words)).goals)


class TestWindow:
    @pytest.fixture
    def small(self, monkeypatch):
        """A map of three goals a level, that shows two more at a click."""
        monkeypatch.setattr(asked_words, "FIRST", dict.fromkeys(range(1, 6), 3))
        monkeypatch.setattr("goalchain.goals.columns.STEP", 2)

    def test_what_is_active_comes_first_with_its_line(self, small):
        product = make_product(key="BIKE")
        vision = make_goal(product, "vision", title="Vision")
        releases = [make_goal(product, "release", title=f"Release {n}", parents=[vision]) for n in range(6)]
        make_goal(product, "sprint", title="Old", parents=[releases[0]], state="closed")
        for number in range(4):
            make_goal(product, "sprint", title=f"Draft {number}", parents=[releases[1]])
        make_goal(product, "sprint", title="Now", parents=[releases[5]], state="active")
        view = chain_columns(product, OWNER)
        found = shown(view)
        assert sorted(found[5]) == ["Draft 0", "Draft 1", "Now"]
        assert {"Release 5", "Release 1"} < set(found[4])
        assert {column.rank: column.count for column in view.columns if column.rank > 3} == {4: "3 of 6", 5: "3 of 6"}
        more = next(column for column in view.columns if column.rank == 5)
        assert (more.next, more.more_url) == (2, "?sprint=5")
        assert len(shown(chain_columns(product, OWNER, Asked("BIKE", limits={5: 5})))[5]) == 5

    def test_the_selected_goal_is_shown_with_its_line(self, small):
        product = make_product(key="BIKE")
        goals = [make_goal(product, "product", title=f"Product {n}", state="agreed") for n in range(4)]
        late = make_goal(product, "product", title="Far away", state="closed")
        make_goal(product, "release", title="Below", parents=[late], state="closed")
        for number in range(4):
            make_goal(product, "release", title=f"Release {number}", parents=[goals[0]], state="active")
        assert not {"Far away", "Below"} & set(titles(product))
        assert {"Far away", "Below"} < set(titles(product, selected=late.number))

    def test_what_links_are_not_shown_is_no_gap(self, small):
        product = make_product(key="BIKE")
        one, two, three, other = (make_goal(product, "product", title=f"Product {n}") for n in range(4))
        make_goal(product, "release", parents=[one, two])
        make_goal(product, "release", parents=[three])
        make_goal(product, "release", title="Alone")
        view = chain_columns(product, OWNER, Asked("BIKE", selected=other.number))
        assert three.title not in shown(view)[3]
        html = "".join(column.cards for column in view.columns if column.rank == 4)
        assert html.count("serves no goal") == 1

    def test_neither_queries_nor_the_window_grow(self, client, chain):
        reader = make_member(chain.product, "viewer")
        client.force_login(reader)
        address = f"/p/BIKE/?goal={chain['product'].key}&state=draft&team=1&when=year"
        client.get(address)
        few = queries_of(lambda: client.get(address))
        for _ in range(60):
            make_goal(chain.product, "release", parents=[chain["product"]])
        assert queries_of(lambda: client.get(address)) <= few <= 8
        assert client.get("/p/BIKE/").content.decode().count('<article class="card is-release') == 40


class TestFilters:
    def test_each_narrows_and_shows_what_is_served_as_context(self, chain):
        product, today = chain.product, timezone.localdate()
        goal = chain["release"]
        goal.agree(by=chain.owner)
        met = make_goal(product, "release", title="Met", state="closed", outcome="partly")
        mine = make_goal(product, "product", title="Mine", owner_id=chain.owner.pk)
        late = make_goal(product, "product", title="Late", ends_on=today - timedelta(days=1))
        above = {chain[name].title for name in ("vision", "user", "business", "product")}
        assert set(titles(product, state="agreed")) == {goal.title} | above
        view = chain_columns(product, OWNER, Asked("BIKE", state="agreed"))
        assert [g.title for g in view.goals if g.matches] == [goal.title]
        assert titles(product, outcome="partly") == [met.title]
        assert titles(product, owner=chain.owner.pk) == [mine.title]
        assert titles(product, when="late") == titles(product, when="past") == [late.title]
        assert met.title not in titles(product, only_open=True)
        assert "Late" not in titles(product, when="undated") and "Mine" in titles(product, when="undated")

    def test_a_sprint_goal_is_of_its_team_and_in_the_days_of_its_sprint(self, chain):
        product, today = chain.product, timezone.localdate()
        team = make_team(product)
        later = make_sprint(team=team, starts_on=today + timedelta(days=40), ends_on=today + timedelta(days=50))
        make_goal(product, "sprint", title="Later", sprint_id=later.pk)
        assert titles(product, team=team.pk) == ["Later"]
        assert "Later" in titles(product, when="quarter") and "Later" not in titles(product, when="now")
        assert chain["sprint"].title in titles(product, when="now")

    def test_the_form_keeps_what_is_set_and_the_address_is_short(self, owner, chain):
        form = {"state": "draft", "outcome": "", "when": "", "owner": "", "team": "", "by": "rows"}
        headers = {"HX-Request": "true", "HX-Target": "chain-page"}
        answer = owner.get("/p/BIKE/", form, headers=headers)
        assert answer["HX-Push-Url"] == "/p/BIKE/?by=rows&state=draft"
        html = answer.content.decode()
        assert '<option value="draft" selected>' in html and '<input type="hidden" name="by" value="rows">' in html

    def test_nothing_found_says_so_and_leads_back(self, owner, chain):
        html = owner.get("/p/BIKE/?outcome=abandoned&order=position").content.decode()
        assert "No goal fits these filters" in html and 'href="?order=position">Show all goals' in html

    @pytest.mark.parametrize(
        "query",
        ["?by=x&view=y&order=z&state=q&outcome=w", "?owner=abc&team=99999999999&when=never", "?fold=.x.0.²&sprint=-1"],
    )
    def test_words_that_mean_nothing_are_passed_over(self, owner, chain, query):
        assert chain["release"].title in owner.get(f"/p/BIKE/{query}").content.decode()


class TestFolding:
    def test_what_hangs_on_a_folded_goal_alone_is_hidden(self, chain):
        product = chain.product
        elsewhere = make_goal(product, "release", title="Also elsewhere", parents=[chain["product"], chain["vision"]])
        everything = titles(product)
        found = titles(product, folded=frozenset({chain["product"].number}))
        assert set(everything) - set(found) == {chain["release"].title, chain["sprint"].title}
        assert elsewhere.title in found

    def test_the_card_unfolds_again_and_the_page_counts(self, owner, chain):
        number = chain["product"].number
        html = owner.get("/p/BIKE/").content.decode()
        assert f'id="fold-{number}" data-remap href="?fold={number}"' in html
        html = owner.get(f"/p/BIKE/?fold={number}").content.decode()
        assert "2 goals folded away" in html and 'href="?">Unfold 1' in html


class TestViews:
    def test_the_list_holds_the_same_goals_under_those_that_they_serve(self, owner, chain):
        html = owner.get("/p/BIKE/?view=list").content.decode()
        assert "data-map" not in html and html.count('class="nest-row') == 7
        assert "<i>told above</i>" in html
        assert re.search(rf'id="row-{chain["release"].number}".*?<ul><li>.*?{chain["sprint"].title}', html, re.S)

    def test_the_list_shows_more_too(self, owner, chain, monkeypatch):
        monkeypatch.setattr(asked_words, "FIRST", dict.fromkeys(range(1, 6), 1))
        make_goal(chain.product, "release")
        html = owner.get("/p/BIKE/?view=list").content.decode()
        assert 'href="?view=list&amp;release=51" data-remap>Show 1 more release goals</a>' in html

    def test_the_map_alone_has_no_list(self, owner, chain):
        html = owner.get("/p/BIKE/?view=map&by=rows").content.decode()
        assert "nest-row" not in html and 'class="columns is-rows' in html

    def test_own_order_is_the_one_that_people_gave(self, owner, chain):
        product = chain.product
        one, two = (make_goal(product, "release", title=f"R{n}") for n in range(2))
        three, four = make_goal(product, "sprint", parents=[two]), make_goal(product, "sprint", parents=[one])
        own = shown(chain_columns(product, OWNER, Asked("BIKE", order="position")))
        assert own[5].index(three.title) < own[5].index(four.title)
        found = shown(chain_columns(product, OWNER))
        assert (found[5].index(three.title) < found[5].index(four.title)) == (
            found[4].index("R1") < found[4].index("R0")
        )
        assert "data-move" not in owner.get(f"/p/BIKE/?goal={one.key}").content.decode()
        assert "data-move" in owner.get(f"/p/BIKE/?order=position&goal={one.key}").content.decode()


class TestPreview:
    def test_it_tells_wording_state_and_metrics(self, owner, chain):
        goal = chain["product"]
        goal.revise(by=chain.owner, statement="Who can do <what> then")
        make_metric(goal, name="Time to book")
        assert owner.get(f"/g/{goal.key}/preview/")["Location"] == f"/g/{goal.key}/"
        html = owner.get(f"/g/{goal.key}/preview/", headers={"HX-Request": "true"}).content.decode()
        assert "Who can do &lt;what&gt; then" in html and "Draft" in html and "Time to book: " in html


class TestFiles:
    def test_the_drawing_holds_what_is_shown(self, owner, chain):
        goal = chain["release"]
        goal.revise(by=chain.owner, title='Riders <script>alert("x")</script> & ' + "a very long title " * 8)
        answer = owner.get("/p/BIKE/map.svg")
        assert answer["Content-Type"] == "image/svg+xml"
        drawing = ElementTree.fromstring(answer.content)
        text = " ".join("".join(drawing.itertext()).split())
        assert "<script>" in text and f"{goal.key} · Draft" in text
        # Two levels share a column: a word tells them apart, not their hue alone.
        assert f"User goal{chain['user'].key} · Draft" in text and "User goals, Business goals 2" in text
        names = {element.tag.rpartition("}")[2] for element in drawing.iter()}
        assert names <= {"svg", "title", "rect", "text", "tspan", "path", "g"}
        assert not any("style" in element.attrib for element in drawing.iter())
        assert len([element for element in drawing.iter() if element.tag.endswith("path")]) == 6
        rows = owner.get(f"/p/BIKE/map.svg?by=rows&goal={goal.key}").content.decode()
        assert 'stroke-width="2"' in rows and rows != answer.content.decode()

    def test_what_xml_cannot_hold_is_left_out_of_the_drawing(self, owner, chain):
        chain["release"].revise(by=chain.owner, title="Riders \x01 book \ufffe online \U0001f6b2")
        text = "".join(ElementTree.fromstring(owner.get("/p/BIKE/map.svg").content).itertext())
        assert "\U0001f6b2" in text and "\x01" not in text and "\ufffe" not in text

    def test_mermaid_holds_what_is_shown_and_nothing_escapes_a_label(self, owner, chain):
        goal = chain["release"]
        goal.revise(by=chain.owner, title='End"] --> x; click a "javascript:x" `#` <b>')
        text = owner.get("/p/BIKE/map.mmd").content.decode()
        assert text.startswith("flowchart LR\n")
        line = next(line for line in text.splitlines() if f"g{goal.number}[" in line)
        assert line.count('"') == 2 and "<b>" not in line and "#35;" in line
        assert f"  g{chain['product'].number} --- g{goal.number}" in text
        assert owner.get("/p/BIKE/map.mmd?by=rows").content.decode().startswith("flowchart TB")

    def test_filters_and_folds_apply(self, owner, chain):
        number = chain["product"].number
        for name in ("svg", "mmd"):
            assert chain["sprint"].key in owner.get(f"/p/BIKE/map.{name}").content.decode()
            assert chain["sprint"].key not in owner.get(f"/p/BIKE/map.{name}?fold={number}").content.decode()
            assert owner.get(f"/p/BIKE/map.{name}?state=closed").status_code == 200


def test_drafts_of_sprint_goals_stay_within_the_team(client, chain):
    draft = chain["sprint"]
    client.force_login(make_member(chain.product, "stakeholder"))
    release = chain["release"].key
    for address in ("", f"?goal={release}", "?view=list", "?state=draft", "?when=now", "map.svg", "map.mmd"):
        answer = client.get(f"/p/BIKE/{address}")
        assert answer.status_code == 200
        words = answer.content.decode()
        assert draft.title not in words and draft.key not in words, address
    assert "of 1 closed" not in client.get("/p/BIKE/?level=5").content.decode().partition(f'id="{release}"')[2]
    assert client.get(f"/g/{draft.key}/preview/").status_code == 404


def test_a_stranger_is_told_that_there_is_nothing(client, chain):
    client.force_login(make_user())
    for address in ("/p/BIKE/", "/p/BIKE/map.svg", "/p/BIKE/map.mmd", f"/g/{chain['release'].key}/preview/"):
        assert client.get(address).status_code == 404
        assert client.post(address).status_code == 405


def test_linking_from_the_map_answers_with_a_notice_alone(client, chain):
    product = chain.product
    goal = make_goal(product, "release", title="Not linked yet")
    parent = chain["product"]
    client.force_login(product_owner(product))
    headers = {"HX-Request": "true", "HX-Target": "asked"}
    address = f"/g/{goal.key}/parents/"
    form = client.get(f"{address}?parent={parent.key}&q={parent.key}", headers=headers).content.decode()
    assert '<dialog id="map-link"' in form and f'<input type="hidden" name="parent" value="{parent.key}">' in form
    words = {"version": goal.version, "rationale": "it begins here"}
    refused = client.post(address, words, headers=headers)
    assert refused.status_code == 422 and "Choose the goal" in refused.content.decode()
    answer = client.post(address, words | {"parent": parent.key}, headers=headers)
    assert answer["HX-Trigger"] == "goal-changed" and "HX-Retarget" not in answer
    assert "map-link" not in answer.content.decode() and "Undo" in answer.content.decode()
    assert goal.up_links.get().rationale == "it begins here"
    assert client.post(address, words | {"parent": parent.key}, headers=headers).status_code == 409
