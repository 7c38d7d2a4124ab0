"""The trail of a release's date: the days to which it was moved since it was agreed, read from its events."""

from datetime import date

import pytest

from goalchain.goals.models import Event
from goalchain.goals.undo import undo
from roadmap.releases.trail import Move, Trail, trail_of, trails
from tests.factories import fresh, make_goal, make_product, product_owner
from tests.support.queries import queries_of

A, B, C = date(2026, 11, 12), date(2026, 11, 26), date(2027, 1, 3)


def test_it_is_told_for_the_eye_and_for_the_ear():
    trail = Trail((A, B, C))
    assert trail.short == "12 Nov → 26 Nov 2026 → 3 Jan 2027"
    assert trail.said == "moved twice: from 12 November 2026 to 26 November 2026, then to 3 January 2027"
    assert (trail.slip, trail.slip_said) == (52, "52 days later than agreed")
    assert Trail((B, A)).slip_said == "14 days earlier than agreed"
    assert Trail((A, date(2026, 11, 13))).slip_said == "1 day later than agreed"
    assert Trail((A, B, A)).slip_said == "back where it was"
    assert not Trail((A,)) and not Trail()


@pytest.mark.parametrize(
    ("moves", "days"),
    [
        ([Move(1, None, "agreed", A, B), Move(2, None, "active", B, C)], (A, B, C)),
        ([Move(1, None, "draft", A, B), Move(2, None, "active", B, C)], (B, C)),
        ([Move(1, None, "agreed", None, A)], (A,)),
        ([Move(1, None, "agreed", A, B), Move(2, 1, "agreed", B, A)], ()),
        ([Move(1, None, "agreed", A, B), Move(2, 1, "agreed", B, A), Move(3, 2, "agreed", A, B)], (A, B)),
        ([Move(1, None, "agreed", A, None), Move(2, None, "agreed", None, B)], (A, B)),
    ],
    ids=["moved twice", "a draft promises nothing", "a first date is no slip", "taken back", "done again", "cleared"],
)
def test_moves_leave_a_trail(moves, days):
    assert trail_of(moves).days == days


@pytest.mark.django_db
def test_it_is_read_from_what_happened():
    product = make_product()
    owner = product_owner(product)
    release = make_goal(product, "release", state="agreed", ends_on=A)
    still = make_goal(product, "release", state="agreed", ends_on=A)
    release.revise(by=owner, ends_on=B)
    release.revise(by=owner, title="Another title")
    release.revise(by=owner, ends_on=C)
    release.revise(by=owner, ends_on=date(2030, 1, 1))
    undo(Event.objects.filter(goal_id=release.pk).latest("pk"), fresh(release), by=owner)
    undated = make_goal(product, "release", state="agreed")
    for day in (A, None, B):
        undated.revise(by=owner, ends_on=day)
    found = trails([release.pk, still.pk, undated.pk])
    assert found == {release.pk: Trail((A, B, C)), undated.pk: Trail((A, B))}
    assert queries_of(lambda: trails([release.pk, still.pk])) == 1
    assert trails([]) == {}
