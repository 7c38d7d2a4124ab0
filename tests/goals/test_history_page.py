"""/p/KEY/history/: everything that happened, in words, filtered, paged, as CSV; and a former wording put back."""

import csv
import io
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from goalchain.goals.history import reads
from goalchain.goals.history.kinds import KINDS
from goalchain.goals.models import Event
from goalchain.goals.wording import tell
from sprints.models import BacklogItem
from tests.factories import (
    fresh,
    make_assumption,
    make_check_in,
    make_checkpoint,
    make_entry,
    make_feature,
    make_feedback,
    make_goal,
    make_member,
    make_metric,
    make_readings,
    make_review,
    make_share,
    make_team,
    make_user,
)
from tests.support.queries import queries_of

pytestmark = pytest.mark.django_db
PATH = "/p/BIKE/history/"
HTMX = {"HX-Request": "true"}


def happened(client: Any, query: str = "", status: int = 200) -> str:
    """The part of the page that tells what happened."""
    answer = client.get(f"{PATH}?{query}")
    assert answer.status_code == status
    html = answer.content.decode()
    return str(html[html.index('<div id="happened"') : html.index("</main>")])


class TestTold:
    def test_everything_is_told_newest_first_with_its_goal(self, owner, chain):
        chain["release"].revise(by=chain.owner, title="Customers book a slot online")
        html = happened(owner)
        assert html.index("changed the title") < html.index("founded the product")
        assert "Customers book a slot online" in html and chain["release"].key in html
        assert "Today, " in html

    def test_a_wording_is_told_word_by_word(self, owner, chain):
        chain["release"].revise(by=chain.owner, title="Customers book a slot online")
        chain["release"].revise(by=chain.owner, title="Customers book a free slot online")
        html = happened(owner)
        assert 'Customers book a <ins><span class="unseen">in: </span>free </ins>slot online' in html

    def test_every_subject_has_its_words(self, owner, chain):
        """No event is told by the bare name of its verb."""
        goal, product = chain["product"], chain.product
        make_readings(make_metric(goal), [1, 2])
        make_check_in(goal)
        make_assumption(goal, "refuted")
        make_feature(goal)
        make_checkpoint(chain["release"])
        make_entry(chain["vision"])
        make_review(product)
        make_share(product)
        make_feedback(product, about=goal).attach(chain["release"], by=chain.owner)
        BacklogItem.add_all(product, ["An item"], by=chain.owner)
        goal.wait_for(make_goal(product, "product"), by=chain.owner)
        person = make_member(product, "coach")
        member = product.memberships.get(user=person)
        member.change_role("developer", by=chain.owner)
        member.end(by=chain.owner)
        make_team(product).rename("Anew", by=chain.owner)
        product.redescribe(by=chain.owner, name="Renamed", preset="pichler")
        chain.sprint.replan(by=chain.owner, name="Sprint Z")
        subjects = set(Event.objects.filter(product=product).values_list("subject", flat=True))
        assert len(subjects) >= 16
        for event in Event.objects.filter(product=product).select_related("actor"):
            words = tell(event, "BIKE")["words"]
            assert " " in words, f"{event.subject} {event.verb}: {words}"
        html = happened(owner)
        assert f"made {person} developer" in html
        assert f"took {person} out of the product" in html
        assert "changed the name and the levels of the product" in html

    def test_days_are_those_of_the_product(self, owner, chain):
        chain.product.redescribe(by=chain.owner, time_zone="Asia/Tokyo")
        Event.objects.filter(product=chain.product).update(at=datetime(2026, 9, 30, 20, 0, tzinfo=UTC))
        html = happened(owner)
        assert "Thursday 1 October 2026" in html and ">05:00</time>" in html


class TestFilters:
    def test_by_goal(self, owner, chain):
        html = happened(owner, f"goal={chain['release'].key}")
        assert chain["release"].title in html and chain["user"].title not in html
        assert chain["release"].title in happened(owner, f"goal={chain['release'].number}")
        assert "Nothing that you may see matches" in happened(owner, "goal=OTHER-1")

    def test_by_person(self, owner, chain):
        coach = make_member(chain.product, "coach")
        chain["user"].revise(by=coach, title="Said by the coach")
        html = happened(owner, f"by={coach.email.upper()}")
        assert "Said by the coach" in html and "founded" not in html
        html = happened(owner, "by=others")
        assert "Said by the coach" in html and "founded" not in html

    def test_by_level(self, owner, chain):
        html = happened(owner, "level=business")
        assert chain["business"].title in html and chain["user"].title not in html

    @pytest.mark.parametrize(
        ("kind", "words"),
        [
            ("added", "created it"),
            ("reworded", "changed the title"),
            ("moved", "linked it to"),
            ("dated", "changed the end"),
            ("decided", "agreed it"),
            ("archived", "archived it"),
            ("sprints", "planned the sprint"),
            ("product", "founded the product"),
        ],
    )
    def test_by_kind(self, owner, chain, kind, words):
        chain["release"].revise(by=chain.owner, title="Anew")
        chain["release"].revise(by=chain.owner, ends_on=datetime(2027, 1, 1).date())
        chain["business"].agree(by=chain.owner)
        chain["release"].link(chain["user"], "it serves", by=chain.owner)
        make_goal(chain.product, "release", archived=True)
        html = happened(owner, f"kind={kind}")
        assert words in html
        others = {"created it", "changed the title", "changed the end", "agreed it", "archived it"} - {words}
        assert not [other for other in others if other in html]

    @pytest.mark.parametrize("kind", KINDS)
    def test_each_kind_can_be_asked(self, owner, kind):
        happened(owner, f"kind={kind}")

    def test_by_time(self, owner, chain):
        old = datetime(2026, 1, 5, 12, 0, 30, tzinfo=UTC)
        Event.objects.filter(product=chain.product).update(at=old)
        chain["release"].revise(by=chain.owner, title="Said lately")
        assert "Said lately" not in happened(owner, "to=2026-01-05")
        assert "founded" in happened(owner, "from=2026-01-05&to=2026-01-05")
        assert "founded" in happened(owner, "to=2026-01-05T12:00")
        assert "founded" not in happened(owner, "to=2026-01-05T11:59")
        html = happened(owner, "from=2026-01-06")
        assert "Said lately" in html and "founded" not in html

    def test_since_a_revision(self, owner, chain):
        since = chain.product.revision
        chain["release"].revise(by=chain.owner, title="Said lately")
        html = happened(owner, f"since={since}")
        assert "Said lately" in html and "founded" not in html
        assert "has changed since" in happened(owner, f"since={since + 1}")

    @pytest.mark.parametrize(
        "query",
        ["from=x", "to=2026-02-30", "since=-1", "since=x", "level=x", "kind=x", "goal=%00", "goal=a b", "by=%00"],
    )
    def test_what_is_not_understood_is_told_and_shows_nothing(self, owner, query):
        html = happened(owner, query, 422)
        assert 'role="alert"' in html and "founded" not in html
        assert owner.get(f"{PATH}csv/?{query}").status_code == 422


class TestPages:
    def test_pages_follow_each_other_and_lead_back(self, owner, chain, monkeypatch):
        monkeypatch.setattr(reads, "A_PAGE", 3)
        whole, page, cursor = [], None, ""
        events = reads.events_for(chain.product, chain.product.memberships.get().access)
        pages = []
        while page is None or page.older:
            page = reads.page_of(chain.product, events, before=cursor)
            cursor = page.older
            pages.append([told["event"].pk for _, day in page.days for told in day])
            whole += pages[-1]
        assert whole == list(events.order_by("-pk").values_list("pk", flat=True)) and len(pages) > 3
        # And back: the same pages, from the last to the first.
        while page.newer:
            page = reads.page_of(chain.product, events, after=page.newer)
            pages.pop()
            assert [told["event"].pk for _, day in page.days for told in day] == pages[-1]
        assert len(pages) == 1

    def test_a_page_stays_while_others_write(self, owner, chain, monkeypatch):
        monkeypatch.setattr(reads, "A_PAGE", 3)
        html = happened(owner)
        cursor = html.split("before=")[1].split('"')[0]
        before = happened(owner, f"before={cursor}").split("<section")[1:]
        chain["release"].revise(by=chain.owner, title="Meanwhile")
        assert happened(owner, f"before={cursor}").split("<section")[1:] == before

    @pytest.mark.parametrize("cursor", ["x", "1", "-", "1-x", "9999999999999999999-1", "²-1", "\0"])
    def test_what_is_no_cursor_counts_as_none(self, owner, cursor):
        for name in ("before", "after"):
            assert owner.get(PATH, {name: cursor}).status_code == 200

    def test_queries_do_not_grow(self, owner, chain):
        happened(owner)
        few = queries_of(lambda: happened(owner))
        for number in range(12):
            chain["release"].revise(by=make_member(chain.product), title=f"Title {number}")
        assert queries_of(lambda: happened(owner)) == few <= 6
        assert queries_of(lambda: owner.get(f"{PATH}csv/")) <= 6


class TestWho:
    def test_a_stranger_gets_404_and_nobody_signs_in(self, client, chain):
        for path in (PATH, f"{PATH}csv/", f"{PATH}compare/"):
            assert client.get(path).status_code == 302
        client.force_login(make_user())
        for path in (PATH, f"{PATH}csv/", f"{PATH}compare/"):
            assert client.get(path).status_code == 404
            assert client.post(path).status_code == 405

    def test_planning_members_and_feedback_stay_where_they_belong(self, client, chain):
        viewer, draft = make_member(chain.product, "viewer"), chain["sprint"]
        make_feedback(chain.product, "A word in private")
        make_share(chain.product, name="A link for Ann")
        draft.revise(by=chain.owner, title="A secret draft")
        client.force_login(viewer)
        html, sheet = happened(client), client.get(f"{PATH}csv/").content.decode()
        for words in ("A secret draft", draft.key, "A word in private", "A link for Ann", "made "):
            assert words not in html and words not in sheet, words
        draft.agree(by=chain.owner)
        html = happened(client)
        assert "A secret draft" in html and "agreed it" in html and "created it" in html
        assert "changed the title" not in html
        fresh(draft).withdraw(by=chain.owner)
        assert "A secret draft" not in happened(client) + client.get(f"{PATH}csv/").content.decode()


class TestSheet:
    def test_it_holds_what_the_page_tells(self, owner, chain):
        chain["release"].revise(by=chain.owner, title="=1+1", statement="Two\nlines")
        answer = owner.get(f"{PATH}csv/?goal={chain['release'].key}&kind=reworded")
        assert answer["Content-Disposition"] == 'attachment; filename="BIKE-history.csv"'
        rows = list(csv.DictReader(io.StringIO(answer.content.decode(), newline="")))
        assert len(rows) == 1
        assert rows[0]["title"] == "'=1+1" and rows[0]["level"] == "release" and rows[0]["goal"] == chain["release"].key
        assert rows[0]["what"] == "changed the title and the statement"
        assert rows[0]["by"] == str(chain.owner)
        assert not any(cell[:1] in "=+-@\t\r" for row in rows for cell in row.values() if cell)


class TestFormerWording:
    """POST /g/KEY/wording/."""

    @pytest.fixture
    def goal(self, chain):
        goal = chain["release"]
        goal.revise(by=chain.owner, title="Riders pay", statement="At the till")
        goal.revise(by=chain.owner, title="Riders pay by app")
        return goal

    def event(self, goal: Any) -> Event:
        return Event.objects.filter(goal=goal, verb="revise").latest("id")

    def post(self, client: Any, goal: Any, event: Any, version: int | None = None, **more: Any) -> Any:
        words = {"event": getattr(event, "pk", event), "version": goal.version if version is None else version}
        return client.post(f"/g/{goal.key}/wording/", words, **more)

    def test_it_is_a_new_change_that_can_be_undone(self, owner, goal, chain):
        replaced = self.event(goal)
        assert "Put the former wording back" in owner.get(f"/g/{goal.key}/history/").content.decode()
        answer = self.post(owner, goal, replaced, headers=HTMX)
        assert answer.status_code == 200 and answer["HX-Trigger"] == "goal-changed"
        assert f"/g/{goal.key}/undo/" in answer.content.decode()
        assert fresh(goal).title == "Riders pay" and fresh(goal).statement == "At the till"
        change = self.event(goal)
        assert change.pk > replaced.pk and change.former == {"title": "Riders pay by app"}
        owner.post(f"/g/{goal.key}/undo/", {"event": change.pk}, headers=HTMX)
        assert fresh(goal).title == "Riders pay by app"

    def test_without_htmx_it_leads_back_to_the_history(self, owner, goal):
        answer = self.post(owner, goal, self.event(goal))
        assert (answer.status_code, answer["Location"]) == (302, f"/g/{goal.key}/history/")

    def test_what_stands_already_is_not_offered_and_changes_nothing(self, owner, goal):
        event = self.event(goal)
        goal.revise(by=None, title="Riders pay")
        html = owner.get(f"/g/{goal.key}/history/").content.decode()
        assert f'name="event" value="{event.pk}"' not in html
        count = Event.objects.count()
        assert self.post(owner, fresh(goal), event).status_code == 302
        assert Event.objects.count() == count

    def test_who_may(self, client, goal, chain):
        event = self.event(goal)
        for person, status in ((make_user(), 404), (make_member(chain.product, "developer"), 403)):
            client.force_login(person)
            assert self.post(client, goal, event).status_code == status
            if status == 403:
                assert "former wording back" not in client.get(f"/g/{goal.key}/history/").content.decode()
        assert fresh(goal).title == "Riders pay by app"

    def test_refusals(self, owner, goal, chain):
        event = self.event(goal)
        assert owner.get(f"/g/{goal.key}/wording/").status_code == 405
        assert self.post(owner, goal, event, version=goal.version - 1).status_code == 409
        assert self.post(owner, goal, Event.objects.filter(goal=goal, verb="create").get()).status_code == 422
        for other in ("x", "", "99999999999999999999", Event.objects.filter(goal=chain["user"]).latest("id")):
            assert self.post(owner, goal, other).status_code == 404
        goal.archive(by=None)
        assert self.post(owner, fresh(goal), event).status_code == 422
        assert fresh(goal).title == "Riders pay by app"


def test_an_old_page_asks_no_more_than_the_first(owner, chain, django_assert_max_num_queries):
    """With fifty thousand events as with few, a page reads a page of rows."""
    rows = [
        Event(product=chain.product, revision=100 + number, goal=chain["release"], verb="revise", subject="goal",
              at=datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=number), actor=chain.owner,
              after=chain["release"].snapshot(), former={"title": "Before"})
        for number in range(500)
    ]  # fmt: skip
    Event.objects.bulk_create(rows)
    type(chain.product).objects.filter(pk=chain.product.pk).update(revision=600)
    happened(owner)
    with django_assert_max_num_queries(8):
        happened(owner, f"before=300-{rows[200].pk}")
