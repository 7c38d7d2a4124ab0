"""/p/KEY/history/compare/: what became of the goals between two moments."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from goalchain.goals.history.compare import SORTS, compare
from goalchain.goals.history.moments import moment_of
from goalchain.goals.history.past import past_of
from goalchain.products.access import Access, Role
from goalchain.products.looks import Look
from tests.factories import fresh, make_goal, make_member
from tests.support.queries import queries_of

pytestmark = pytest.mark.django_db
PATH = "/p/BIKE/history/compare/"
OWNER, VIEWER = Access(Role.OWNER), Access(Role.VIEWER)


def now(chain):
    chain.product.refresh_from_db()
    return chain.product.revision


def between(chain, first, last, access=OWNER):
    pasts = (past_of(chain.product, access, moment_of(chain.product, str(at))) for at in (first, last))
    return compare(*pasts)


def sorts_of(found):
    return {change.number: change.sorts for change in found.changes}


#: An act on the chain, the level of the goal it is about, and the sorts of change that it is.
ACTS = {
    "added": (lambda chain: make_goal(chain.product, "release", title="New"), None, ["added"]),
    "reworded": (lambda chain: chain["release"].revise(by=None, title="Other words"), "release", ["reworded"]),
    "moved": (lambda chain: chain["release"].unlink(chain["product"], by=None), "release", ["moved"]),
    "another reason": (
        lambda chain: chain["release"].explain(chain["product"], "another reason", by=None),
        "release",
        ["moved"],
    ),
    "closed": (
        lambda chain: (chain["user"].agree(by=None), chain["user"].close("missed", "No", by=None)),
        "user",
        ["closed", "changed"],
    ),
    "agreed": (lambda chain: chain["user"].agree(by=None), "user", ["decided"]),
    "dated": (lambda chain: chain["release"].revise(by=None, ends_on=date(2027, 1, 1)), "release", ["changed"]),
    "a detail": (lambda chain: chain["product"].revise(by=None, timeframe="Q1"), "product", ["changed"]),
    "archived": (lambda chain: chain["business"].archive(by=None), "business", ["archived"]),
}


@pytest.mark.parametrize("name", ACTS)
def test_each_sort_and_its_opposite(chain, name):
    act, level, sorts = ACTS[name]
    first = now(chain)
    made = act(chain)
    last = now(chain)
    goal = chain[level] if level else made
    found = sorts_of(between(chain, first, last))
    assert found[goal.number] == sorts
    # A child of what was archived lost a parent; nothing else is told.
    assert set(found) - {goal.number} <= {chain["product"].number}
    assert set(sorts) <= set(SORTS)


def test_what_was_changed_and_changed_back_is_no_change(chain):
    first, title = now(chain), chain["release"].title
    chain["release"].revise(by=None, title="Other words")
    chain["release"].revise(by=None, title=title)
    chain["release"].reorder(before=None, by=None)
    goal = make_goal(chain.product, "release")
    goal.archive(by=None)
    assert between(chain, first, now(chain)).changes == []


def test_restored_and_several_sorts_at_once(chain):
    chain["business"].archive(by=None)
    first = now(chain)
    chain["business"].restore(by=None)
    chain["release"].revise(by=None, title="Other words", ends_on=date(2027, 1, 1))
    chain["release"].link(chain["user"], "it serves", by=None)
    found = between(chain, first, now(chain))
    told = sorts_of(found)
    assert told[chain["business"].number] == ["restored"]
    assert told[chain["release"].number] == ["reworded", "moved", "changed"]
    assert found.counts == {"restored": 1, "reworded": 1, "moved": 2, "changed": 1}
    change = next(change for change in found.changes if change.number == chain["release"].number)
    assert change.come == [(chain["user"].number, "it serves")]
    assert change.wordings == [(change.fields["title"][0], "Other words")]


def test_drafts_of_sprint_goals_stay_within_the_team(chain):
    first = now(chain)
    chain["sprint"].revise(by=None, title="A secret draft")
    other = make_goal(chain.product, "sprint", parents=[chain["release"]], title="Another draft")
    planned = now(chain)
    assert between(chain, first, planned, VIEWER).changes == []
    assert len(between(chain, first, planned).changes) == 2
    chain["sprint"].agree(by=None)
    agreed = now(chain)
    assert sorts_of(between(chain, first, agreed, VIEWER)) == {chain["sprint"].number: ["added"]}
    assert sorts_of(between(chain, agreed, planned, VIEWER)) == {}
    fresh(other).agree(by=None)
    fresh(other).withdraw(by=None)
    assert other.number not in sorts_of(between(chain, first, now(chain), VIEWER))


class TestPage:
    def test_it_counts_and_lists_by_level(self, owner, chain):
        first = now(chain)
        chain["release"].revise(by=None, title=f"{chain['release'].title} by phone", owner_id=chain.owner.pk)
        chain["business"].archive(by=None)
        html = owner.get(f"{PATH}?from={first}").content.decode()
        assert "3 goals changed" in html
        assert 'id="compare-release"' in html and 'id="compare-business"' in html and 'id="compare-sprint"' not in html
        assert '<ins><span class="unseen">in: </span>by phone</ins>' in html
        assert str(chain.owner) in html[html.index("The owner") :]
        alone = owner.get(f"{PATH}?from={first}&kind=archived").content.decode()
        assert 'id="compare-business"' in alone and 'id="compare-release"' not in alone

    def test_two_moments_and_none(self, owner, chain):
        first = now(chain)
        chain["release"].revise(by=None, title="Other words")
        last = now(chain)
        chain["user"].revise(by=None, title="Later words")
        html = owner.get(f"{PATH}?from={first}&to={last}").content.decode()
        assert "1 goal changed" in html and "Later words" not in html
        assert "nothing in the chain that you may see changed" in owner.get(f"{PATH}?from={last + 1}").content.decode()
        html = owner.get(PATH).content.decode()
        assert "Choose two moments" in html and 'id="comparison"' not in html
        assert f"?from={chain.product.today() - timedelta(days=7)}" in html and "My last look" not in html
        member = chain.product.memberships.get()
        Look.objects.create(membership=member, revision=last, at=timezone.now(), before_revision=first)
        assert f'?from={first}">My last look' in owner.get(PATH).content.decode()

    @pytest.mark.parametrize("query", ["from=x", "from=2026-02-30", "from=3&to=x", "from=5&to=3", "from=²", "from=%00"])
    def test_what_is_not_understood_is_told_beside_its_field(self, owner, query):
        answer = owner.get(f"{PATH}?{query}")
        assert answer.status_code == 422
        html = answer.content.decode()
        assert 'class="errorlist"' in html and 'id="comparison"' not in html

    def test_planning_stays_within_the_team(self, client, chain):
        chain["sprint"].revise(by=None, title="A secret draft")
        client.force_login(make_member(chain.product, "stakeholder"))
        html = client.get(f"{PATH}?from=1").content.decode()
        assert "A secret draft" not in html and chain["sprint"].key not in html
        assert chain["release"].title in html

    def test_queries_do_not_grow(self, client, chain):
        client.force_login(make_member(chain.product, "viewer"))
        before = now(chain)
        chain["user"].revise(by=None, owner_id=chain.owner.pk)
        address = f"{PATH}?from={before}&to=9999"
        client.get(address)
        few = queries_of(lambda: client.get(address))
        for _ in range(10):
            make_goal(chain.product, "release", parents=[chain["product"]], owner_id=chain.owner.pk)
        assert queries_of(lambda: client.get(address)) == few <= 8
