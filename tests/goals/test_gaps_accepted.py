"""Accepting a gap: until a day, with a reason; changed, taken back, undone; and what nobody may accept."""

import pytest
from django.db import IntegrityError, transaction

from goalchain.goals.gaps.accepting import MOST_DAYS
from goalchain.goals.gaps.report import Asking, kinds_of
from goalchain.goals.models import Event, GapAcceptance, Goal
from goalchain.goals.offences import offences
from goalchain.goals.undo import undo
from goalchain.goals.wording import tell
from goalchain.products.errors import Refused, Stale
from tests.factories import Chain, fresh, make_goal

from .sound import OWNER, day, gaps_in, sound_chain

pytestmark = pytest.mark.django_db

RULE = "no-parent"


@pytest.fixture
def chain() -> Chain:
    return sound_chain()


@pytest.fixture
def alone(chain: Chain) -> Goal:
    """A draft of a sprint goal that serves nothing."""
    return make_goal(chain.product, "sprint")


def accept(goal: Goal, reason: str = "It waits for the law", days: int = 30, **more: object) -> GapAcceptance:
    return GapAcceptance.accept(fresh(goal), RULE, reason, day(days), by=None, **more)  # type: ignore[arg-type]


def last_event() -> Event:
    return Event.objects.filter(subject="gap").latest("pk")


def take_back_last(goal: Goal, chain: Chain) -> None:
    undo(last_event(), fresh(goal), by=chain.owner)


def test_an_accepted_gap_is_told_apart(chain: Chain, alone: Goal) -> None:
    revision = alone.product.revision
    accept(alone)
    assert gaps_in(chain.product) == set()
    (kind,) = [kind for kind in kinds_of(Asking(chain.product, OWNER)) if kind.accepted]
    assert (kind.rule.name, kind.count, kind.accepted_count) == (RULE, 0, 1)
    assert kind.accepted[0].acceptance is not None
    assert kind.accepted[0].acceptance.reason == "It waits for the law"
    event = last_event()
    assert (event.verb, event.goal_id, event.former, event.planning) == ("accept", alone.pk, {}, True)
    assert event.revision > revision
    assert tell(event, chain.product.key)["words"].startswith("left the gap “Serves no goal” as it is until ")
    # The goal itself did not change, nor did its version.
    assert fresh(alone).version == alone.version
    assert offences(chain.product) == []


def test_it_lapses_by_itself_on_the_day(chain: Chain, alone: Goal) -> None:
    accept(alone)
    GapAcceptance.objects.update(until=day(1))
    assert gaps_in(chain.product) == set()
    GapAcceptance.objects.update(until=day(0))
    assert gaps_in(chain.product) == {(RULE, alone.number)}


def test_one_rule_of_one_goal_is_accepted(chain: Chain) -> None:
    first, second = make_goal(chain.product, "release"), make_goal(chain.product, "release")
    accept(first)
    assert gaps_in(chain.product) == {
        ("no-child", first.number),
        (RULE, second.number),
        ("no-child", second.number),
    }


def test_it_is_changed_taken_back_and_accepted_again_in_one_row(chain: Chain, alone: Goal) -> None:
    accept(alone)
    changed = accept(alone, "It waits for the summer", 60, version=1)
    assert (changed.version, last_event().former["reason"]) == (2, "It waits for the law")
    # The same once more is no change.
    assert accept(alone, "It waits for the summer", 60, version=2).version == 2
    changed.take_back(by=chain.owner, version=2)
    assert (gaps_in(chain.product), last_event().verb) == ({(RULE, alone.number)}, "take_back")
    with pytest.raises(Refused):
        changed.take_back(by=chain.owner)
    assert accept(alone, version=3).version == 4
    assert GapAcceptance.objects.count() == 1
    assert gaps_in(chain.product) == set()
    assert offences(chain.product) == []


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ({"reason": " "}, "reason"),
        ({"days": 0}, "until"),
        ({"days": -1}, "until"),
        ({"days": MOST_DAYS + 1}, "until"),
    ],
)
def test_what_is_refused(alone: Goal, words: dict[str, object], field: str) -> None:
    with pytest.raises(Refused) as refusal:
        accept(alone, **words)  # type: ignore[arg-type]
    assert refusal.value.field == field
    assert not GapAcceptance.objects.exists()
    assert accept(alone, days=MOST_DAYS).until == day(MOST_DAYS)


def test_only_a_gap_that_is_there_is_accepted(chain: Chain, alone: Goal) -> None:
    with pytest.raises(Refused, match="no such gap any more"):
        accept(chain["release"])
    with pytest.raises(Refused, match="no rule"):
        GapAcceptance.accept(alone, "no-luck", "Never mind", day(3), by=None)
    fresh(alone).archive(by=chain.owner)
    with pytest.raises(Refused, match="archived"):
        accept(alone)
    assert not Event.objects.filter(subject="gap").exists()


def test_nobody_overwrites_what_they_have_not_read(chain: Chain, alone: Goal) -> None:
    first = accept(alone, version=0)
    for read in (0, 2):
        with pytest.raises(Stale):
            accept(alone, "Mine", version=read)
    accept(alone, "Theirs", version=1)
    with pytest.raises(Stale):
        first.take_back(by=chain.owner, version=1)
    stored = GapAcceptance.objects.get()
    assert (stored.reason, stored.version) == ("Theirs", 2)


def test_undo_goes_back_to_what_it_said_before(chain: Chain, alone: Goal) -> None:
    accept(alone)
    accept(alone, "It waits for the summer", 60)
    take_back_last(alone, chain)
    stored = GapAcceptance.objects.get()
    assert (stored.reason, stored.until, stored.ended_at) == ("It waits for the law", day(30), None)
    stored.goal, stored.product = fresh(alone), chain.product
    stored.take_back(by=chain.owner)
    take_back_last(alone, chain)
    assert gaps_in(chain.product) == set()
    assert offences(chain.product) == []


def test_undo_of_the_first_acceptance_takes_it_back(chain: Chain, alone: Goal) -> None:
    accept(alone)
    event = last_event()
    take_back_last(alone, chain)
    assert gaps_in(chain.product) == {(RULE, alone.number)}
    with pytest.raises(Refused, match="changed again since"):
        undo(event, fresh(alone), by=chain.owner)


def test_the_database_keeps_one_row_with_a_reason(alone: Goal) -> None:
    stored = accept(alone)
    for words in ({"reason": ""}, {"rule": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            GapAcceptance.objects.filter(pk=stored.pk).update(**words)
    stored.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        stored.save(force_insert=True)


def test_offences_are_named(chain: Chain, alone: Goal) -> None:
    accept(alone)
    GapAcceptance.objects.update(rule="no-luck", until=day(9))
    rules = {offence.rule for offence in offences(chain.product)}
    assert rules == {"a gap is accepted by a rule that exists", "the last event tells an accepted gap as it is stored"}
    GapAcceptance.objects.update(product=sound_chain().product)
    assert "an accepted gap and its goal are of one product" in {offence.rule for offence in offences(chain.product)}
