"""What had changed before a review: read from the events, folded by sort, and the same ever after."""

import pytest

from goalchain.goals.models import Event
from goalchain.products.access import Access, Role
from tests import factories as make
from tests.support.queries import queries_of
from vision.reviews.changed import SHOWN, Fold, Span, changed, sorted_events

pytestmark = pytest.mark.django_db
OWNER, VIEWER = Access(Role.OWNER), Access(Role.VIEWER)


@pytest.fixture
def chain() -> make.Chain:
    return make.make_chain_of_all_levels()


def folds(chain: make.Chain, since: int, access: Access = OWNER, until: int | None = None) -> dict[str, Fold]:
    return {fold.sort.name: fold for fold in changed(Span(chain.product, since, until), access)}


def words(fold: Fold) -> list[tuple[str, str]]:
    return [(told["title"], told["words"]) for told in fold.changes]


def revision(chain: make.Chain) -> int:
    return Event.objects.filter(product=chain.product).latest("id").revision


def test_changes_are_folded_by_sort(chain: make.Chain) -> None:
    since, by = revision(chain), chain.owner
    new = make.make_goal(chain.product, "product", title="Riders pay in the app")
    chain["user"].revise(title="Riders keep their day", by=by)
    new.link(chain["user"], "paying takes a visit", by=by)
    chain["release"].revise(ends_on="2027-03-31", by=by)
    chain["product"].agree(by=by)
    new.agree(by=by)
    new.close("missed", "Nobody pays yet", by=by)
    chain["business"].revise(owner_id=by.pk, by=by)
    make.make_goal(chain.product, "release", archived=True, title="Gone")
    make.make_entry(chain["vision"], "needs", "Know the price")
    make.make_readings(make.make_metric(chain["product"], name="Bookings"), [4, 9, 14])
    make.make_check_in(chain["product"], "at_risk", by=by)
    make.make_assumption(chain["product"], "refuted", by=by)
    make.make_team(chain.product)
    found = folds(chain, since)
    assert list(found) == [
        *(
            "added",
            "closed",
            "reworded",
            "moved",
            "rescheduled",
            "decided",
            "archived",
            "board",
            "measured",
            "assumed",
            "checked",
            "other",
        ),
    ]
    assert words(found["added"]) == [("Riders pay in the app", "created it"), ("Gone", "created it")]
    assert words(found["closed"]) == [("Riders pay in the app", "closed it: missed")]
    assert found["reworded"].changes[0]["changes"] == [(chain.goals["user"].title, "Riders keep their day")]
    assert words(found["moved"])[0][1] == f"linked it to {chain['user'].key}"
    assert found["archived"].total == found["rescheduled"].total == found["board"].total == 1
    decided = [chain["product"].title, "Riders pay in the app"]
    assert words(found["decided"]) == [(title, "agreed it") for title in decided]
    # Of three readings the last one is told.
    assert [told["words"] for told in found["measured"].changes][0].startswith("added the metric")
    assert found["measured"].total == 2 and "14%" in found["measured"].changes[1]["words"]


def test_the_list_of_a_review_stays_as_it_was(chain: make.Chain) -> None:
    chain["user"].revise(title="As it was then", by=chain.owner)
    review = make.make_review(chain.product)
    span = Span(chain.product, review.since_revision, review.until_revision)
    before = [words(fold) for fold in changed(span, OWNER)]
    chain["user"].revise(title="As it is now", by=chain.owner)
    make.make_goal(chain.product, "product")
    assert [words(fold) for fold in changed(span, OWNER)] == before
    assert ("As it was then", "changed the title") in [line for fold in before for line in fold]


def test_planning_is_for_the_team_alone(chain: make.Chain) -> None:
    since = revision(chain)
    chain["sprint"].revise(title="A secret plan", by=chain.owner)
    make.make_readings(make.make_metric(chain["sprint"], name="Secret"), [4])
    assert set(folds(chain, since)) == {"reworded", "measured"}
    assert folds(chain, since, VIEWER) == {}
    chain["sprint"].agree(by=chain.owner)
    assert set(folds(chain, since, VIEWER)) == {"decided"}
    chain["sprint"].withdraw(by=chain.owner)
    assert folds(chain, since, VIEWER) == {}


def test_the_first_are_told_and_all_are_counted(chain: make.Chain) -> None:
    since = revision(chain)
    for number in range(SHOWN + 5):
        make.make_goal(chain.product, "product", title=f"Goal {number}")
    fold = folds(chain, since)["added"]
    assert (len(fold.changes), fold.total, fold.more) == (SHOWN, SHOWN + 5, 5)
    assert sorted_events(Span(chain.product, since), OWNER).filter(sort="added").count() == SHOWN + 5


def test_one_query_however_many_changes(chain: make.Chain) -> None:
    assert queries_of(lambda: changed(Span(chain.product, 0), OWNER)) == 1
    for _ in range(5):
        make.make_goal(chain.product, "product").agree(by=chain.owner)
    assert queries_of(lambda: changed(Span(chain.product, 0), VIEWER)) == 1
