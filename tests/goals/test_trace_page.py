"""The trace page: how far each goal is and what came of it, gaps at both ends, and the same as text and Markdown."""

import pytest

from goalchain.goals.results import results_of
from goalchain.goals.trace import trace
from goalchain.goals.trace_page import LINES, traced
from goalchain.products.access import Access, Role
from sprints.models.review import SprintReview
from tests.factories import (
    fresh,
    make_checkpoint,
    make_goal,
    make_member,
    make_metric,
    make_product,
    make_readings,
    product_owner,
)
from tests.support.queries import queries_of

pytestmark = pytest.mark.django_db
OWNER, STAKEHOLDER = Access(Role.OWNER), Access(Role.STAKEHOLDER)
SAID = {"increment": "Riders book a slot.", "beneficiary": "Riders of the test group", "effect": "Fewer calls"}


def review(chain, outcome="achieved", **words):
    """Hold the review of the chain's sprint."""
    chain["sprint"].agree(by=chain.owner)
    return SprintReview.record(chain.sprint, chain["sprint"], outcome, "We learnt it.", by=chain.owner, **words)


def told(goal, access=OWNER):
    """The trace of a goal, told."""
    return traced(trace(fresh(goal), access))


def row_of(found, goal):
    """The row of a goal below."""
    return next(row for row in found.rows if row.goal.pk == goal.pk)


class TestDelivered:
    def test_a_review_ends_the_line_with_what_came_out(self, chain):
        review(chain, **SAID)
        row = row_of(told(chain["product"]), chain["sprint"])
        assert row.delivered.endswith(": Riders book a slot; for riders of the test group; fewer calls")
        assert row.gap == ""
        assert told(chain["sprint"]).delivered == row.delivered

    def test_a_review_that_is_taken_back_says_nothing(self, chain):
        review(chain, **SAID).remove(by=chain.owner)
        assert told(chain["sprint"]).delivered == ""

    def test_a_goal_that_is_opened_again_has_yet_to_deliver(self, chain):
        review(chain, **SAID)
        chain["sprint"].reopen(by=chain.owner)
        assert told(chain["sprint"]).delivered == ""

    def test_a_checkpoint_tells_the_value_too(self, chain):
        held = make_checkpoint(chain["release"], value="Half of the calls", beneficiary="workshops")
        row = row_of(told(chain["product"]), chain["release"])
        assert row.delivered.endswith(": Customers book a slot; Half of the calls; for workshops")
        held.take_back(by=chain.owner)
        assert row_of(told(chain["product"]), chain["release"]).delivered == ""

    @pytest.mark.parametrize(("outcome", "is_gap"), [("achieved", True), ("partly", True), ("missed", False)])
    def test_closed_without_a_word_is_a_gap(self, chain, outcome, is_gap):
        review(chain, outcome)
        assert ("nothing says what it delivered" in told(chain["sprint"]).gap) is is_gap
        assert ("nothing says" in row_of(told(chain["release"]), chain["sprint"]).gap) is is_gap


class TestHowFar:
    def test_delivery_and_outcome_stand_side_by_side(self, chain):
        make_goal(chain.product, "release", parents=[chain["product"]], state="closed")
        make_readings(make_metric(chain["product"], name="Bookings"), [41])
        assert told(chain["product"]).said == "1 of 2 closed · Bookings 41% → 60%"
        assert row_of(told(chain["user"]), chain["product"]).said == "1 of 2 closed · Bookings 41% → 60%"
        stations = {station.level_name: station.said for station in told(chain["sprint"]).lines[0][0]}
        assert stations["product"] == "Draft · Bookings 41% → 60%"

    @pytest.mark.parametrize(
        ("fields", "values", "words"),
        [
            ({"unit": "€", "baseline": 0, "target": 12400}, ["1200.5"], "€1200.5 → €12\u202f400"),
            ({"direction": "within"}, [35], "35%, within 20 to 40%"),
            ({}, [], "no reading yet → 60%"),
        ],
    )
    def test_a_metric_reads_as_it_does_elsewhere(self, chain, fields, values, words):
        metric = make_metric(chain["product"], name="Sold", **fields)
        if values:
            make_readings(metric, [3, *values])
        make_metric(chain["product"])
        assert results_of([chain["product"]])[chain["product"].pk].outcome == f"Sold {words}"
        metric.archive(by=chain.owner)
        assert "Sold" not in results_of([chain["product"]])[chain["product"].pk].outcome

    def test_nothing_is_asked_for_nothing(self, django_assert_num_queries):
        with django_assert_num_queries(0):
            assert results_of([]) == {}


class TestGaps:
    def test_a_branch_that_ends_early_is_named(self, chain):
        early = make_goal(chain.product, "product", parents=[chain["user"]])
        found = told(chain["vision"])
        assert row_of(found, early).gap == "No release goal serves it."
        assert row_of(found, chain["business"]).gap == row_of(found, chain["sprint"]).gap == ""

    def test_a_closed_branch_needs_nothing_more(self, chain):
        done = make_goal(chain.product, "product", parents=[chain["user"]], state="closed")
        assert row_of(told(chain["vision"]), done).gap == ""

    def test_a_cut_trace_names_no_gap_and_counts_nothing(self, chain):
        early = make_goal(chain.product, "product", parents=[chain["user"]])
        found = traced(trace(chain["vision"], OWNER, limit=5))
        assert found.more
        assert row_of(found, early).gap == row_of(found, early).said == ""

    def test_more_lines_than_fit_are_told(self, owner, chain):
        for _ in range(LINES):
            parent = make_goal(chain.product, "user", parents=[chain["vision"]])
            chain["product"].link(parent, by=chain.owner)
        assert len(told(chain["product"]).lines) == LINES
        assert "There are more lines than fit here." in owner.get("/g/BIKE-4/trace/").content.decode()


class TestAsText:
    def test_every_line_with_reasons_states_and_gaps(self, owner, chain):
        review(chain, **SAID)
        make_goal(chain.product, "product", title="Riders pay online", parents=[chain["user"]])
        answer = owner.get("/g/BIKE-5/trace/?as=text")
        assert answer["Content-Type"] == "text/plain; charset=utf-8"
        text = answer.content.decode()
        assert "Line 1 of 2\n" in text
        assert "- Business goal BIKE-3: " in text
        assert "  because an app fills slots\n" in text
        assert "  Delivered " in text
        assert "Riders book a slot" in text
        assert text.endswith(": http://testserver/g/BIKE-5/trace/\n")
        above = owner.get("/g/BIKE-2/trace/?as=text").content.decode()
        assert "  - Gap" not in above
        assert "Gap: No release goal serves it." in above
        assert "  - Release goal BIKE-5: " in above

    def test_markdown_takes_no_sign_for_its_own(self, owner, chain):
        chain["product"].revise(by=chain.owner, title="[Riders](javascript:x) *pay* <b>1_2</b>")
        answer = owner.get("/g/BIKE-4/trace/?as=markdown")
        assert answer["Content-Type"] == "text/markdown; charset=utf-8"
        assert answer["Content-Disposition"] == 'inline; filename="BIKE-4-trace.md"'
        text = answer.content.decode()
        assert r"# BIKE-4: \[Riders\](javascript:x) \*pay\* \<b\>1\_2\</b\>" in text
        assert "[BIKE-2](http://testserver/g/BIKE-2/): **" in text
        assert all(not line.startswith("[") for line in text.splitlines())

    def test_missing_rungs_are_named(self, client):
        product = make_product()
        goal = make_goal(product, "sprint")
        client.force_login(product_owner(product))
        text = client.get(f"/g/{goal.key}/trace/?as=text").content.decode()
        assert "Gap: no release goal, no product goal, no user or business goal, no vision above it." in text
        assert "- Gap: no vision\n" in text

    def test_other_words_are_the_page(self, owner, chain):
        assert "<html" in owner.get("/g/BIKE-4/trace/?as=pdf").content.decode()

    @pytest.mark.parametrize("form", ["text", "markdown"])
    def test_the_past_as_text(self, owner, chain, form):
        before = chain.product.__class__.objects.get(pk=chain.product.pk).revision
        chain["user"].revise(by=chain.owner, title="Riders lose no day")
        text = owner.get(f"/g/BIKE-4/trace/?as_of={before}&as={form}").content.decode()
        assert "Riders lose no day" not in text
        assert f"/g/BIKE-4/trace/?as_of={before}\n" in text
        assert "Riders lose no day" in owner.get(f"/g/BIKE-4/trace/?as={form}").content.decode()

    def test_before_it_was_there_the_page_says_so(self, owner, chain):
        assert "did not exist then" in owner.get("/g/BIKE-4/trace/?as_of=1&as=text").content.decode()


class TestWhoMay:
    @pytest.mark.parametrize("query", ["", "?as=text", "?as=markdown"])
    def test_drafts_of_sprint_goals_are_not_for_all(self, client, chain, query):
        client.force_login(make_member(chain.product, "stakeholder"))
        assert chain["sprint"].title not in client.get(f"/g/BIKE-4/trace/{query}").content.decode()
        assert client.get(f"/g/{chain['sprint'].key}/trace/{query}").status_code == 404
        assert row_of(told(chain["product"], STAKEHOLDER), chain["release"]).said == ""

    def test_a_stranger_finds_nothing(self, client, chain):
        client.force_login(product_owner(make_product()))
        assert client.get("/g/BIKE-4/trace/?as=text").status_code == 404

    @pytest.mark.parametrize("query", ["", "?as=markdown"])
    def test_queries_do_not_grow(self, owner, chain, query):
        few = queries_of(lambda: owner.get(f"/g/BIKE-4/trace/{query}"))
        review(chain, **SAID)
        for _ in range(3):
            make_metric(make_goal(chain.product, "release", parents=[chain["product"]]))
        assert queries_of(lambda: owner.get(f"/g/BIKE-4/trace/{query}")) == few <= 6


def test_a_goal_without_parents_offers_the_next_step(client, chain):
    loose = make_goal(chain.product, "product", title="Customers pay online")
    way = f'<a href="/g/{loose.key}/parents/">Link it to a parent</a>'
    client.force_login(chain.owner)
    assert way in client.get(f"/g/{loose.key}/trace/").content.decode()
    assert "Link it to a parent" not in client.get(f"/g/{chain['product'].key}/trace/").content.decode()
    loose.archive(by=None)
    assert way not in client.get(f"/g/{loose.key}/trace/").content.decode()
    loose.restore(by=None)
    client.force_login(make_member(chain.product, "viewer"))
    html = client.get(f"/g/{loose.key}/trace/").content.decode()
    assert f"{loose.key} serves no goal yet" in html
    assert way not in html
