"""SprintCapacity: what a team has for a sprint, as plain numbers and as it is stored."""

from datetime import date
from decimal import Decimal as D

import pytest

from goalchain.goals.models import Event
from goalchain.products.changes import change
from goalchain.products.errors import Refused, Stale
from sprints.capacity.days import Share, available, days_said, total, work_days
from sprints.capacity.offences import capacity_offences
from sprints.models import Availability, SprintCapacity
from sprints.models.cadence import Cadence
from sprints.spans import Span
from sprints.undo import event_of, undo
from tests.factories import make_member, make_product, make_sprint, make_user, product_owner

TWO_WEEKS = Span(date(2026, 11, 16), date(2026, 11, 29))


@pytest.mark.parametrize(
    ("holidays", "share", "days"),
    [
        ("0", Share(1), "10"),
        ("1", Share(1), "9"),
        ("1", Share(1, away=D("2.5")), "6.5"),
        ("1", Share(1, away=D(20)), "0"),
        ("12", Share(1), "0"),
        ("1", Share(1, days=D(4), away=D(2)), "4"),
        ("0", Share(1, days=D(0)), "0"),
    ],
)
def test_the_days_of_one_person(holidays, share, days):
    assert available(share, work_days(TWO_WEEKS, D(holidays))) == D(days)


def test_without_dates_only_what_is_said_is_known():
    assert available(Share(1), work_days(None, D(1))) is None
    assert available(Share(1, days=D(3)), None) == 3
    assert total([Share(1), Share(2, days=D(3))], None) == 3


def test_the_days_of_all():
    shares = [Share(1), Share(2, away=D(2)), Share(3, days=D("4.5"))]
    assert total(shares, work_days(TWO_WEEKS, D(1))) == D("20.5")


@pytest.mark.parametrize(("days", "said"), [("8", "8"), ("8.0", "8"), ("7.50", "7.5"), ("10", "10"), ("0", "0")])
def test_days_in_words(days, said):
    assert days_said(D(days)) == said


@pytest.fixture
def sprint(db):
    product = make_product(key="CAP")
    sprint = make_sprint(product, starts_on=TWO_WEEKS.starts_on, ends_on=TWO_WEEKS.ends_on)
    sprint.product = sprint.team.product = product
    return sprint


@pytest.fixture
def owner(sprint):
    return product_owner(sprint.product)


@pytest.fixture
def coach(sprint):
    return make_member(sprint.product, "coach")


def note(sprint, *shares, by=None, **words):
    return SprintCapacity.keep(sprint, by=by or product_owner(sprint.product), people=shares, **words)


def stored(sprint):
    kept = SprintCapacity.objects.get(sprint=sprint)
    return kept.facts(kept.shares())


def last_event():
    return Event.objects.filter(subject="capacity").latest("pk")


def test_it_is_noted_with_its_event_of_planning(sprint, owner, coach):
    kept = note(sprint, Share(owner.pk, away=D(2), reason="Holiday"), Share(coach.pk, D(5)), holidays=D(1), note="New")
    assert kept.version == 1
    event = last_event()
    assert (event.verb, event.planning, event.goal_id, event.actor) == ("keep", True, None, owner)
    assert event.after == stored(sprint)
    assert event.former == {"holidays": "0", "note": "", "people": []}
    assert not list(capacity_offences(sprint.product))


def test_what_is_not_named_stays(sprint, owner, coach):
    note(sprint, Share(owner.pk), holidays=D(1), note="New")
    SprintCapacity.keep(sprint, by=owner, version=1, note="Old hands")
    now = stored(sprint)
    assert (now["note"], now["holidays"], len(now["people"]), now["version"]) == ("Old hands", "1", 1, 2)
    assert last_event().former == {"note": "New"}
    note(sprint, Share(coach.pk, D(3)), by=owner)
    assert [told["person"] for told in stored(sprint)["people"]] == [coach.pk]
    assert not list(capacity_offences(sprint.product))


def test_the_same_again_changes_nothing(sprint, owner):
    note(sprint, Share(owner.pk), note="New")
    revision = sprint.product.revision
    assert note(sprint, Share(owner.pk), note="New") is None
    assert sprint.product.revision == revision
    assert Event.objects.filter(subject="capacity").count() == 1


@pytest.mark.parametrize("version", [1, 7])
def test_nothing_is_noted_onto_a_version_that_is_not_there(sprint, owner, version):
    with pytest.raises(Stale):
        note(sprint, Share(owner.pk), version=version)
    assert not SprintCapacity.objects.exists()


def test_of_two_who_read_the_same_the_second_is_stale(sprint, owner):
    note(sprint, Share(owner.pk), version=0)
    with pytest.raises(Stale):
        note(sprint, Share(owner.pk, D(1)), version=0)
    assert stored(sprint)["people"][0]["days"] is None


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ({"holidays": D(-1)}, "holidays"),
        ({"holidays": D(100)}, "holidays"),
        ({"holidays": D("NaN")}, "holidays"),
        ({"holidays": D("1.25")}, "holidays"),
        ({"note": "x" * 10_001}, "note"),
    ],
)
def test_what_no_sprint_has_is_refused(sprint, owner, words, field):
    with pytest.raises(Refused) as refusal:
        note(sprint, Share(owner.pk), **words)
    assert refusal.value.field == field
    assert not SprintCapacity.objects.exists()


@pytest.mark.parametrize("share", [{"days": D(100)}, {"away": D(-1)}, {"reason": "x" * 201}, {"days": D("0.05")}])
def test_what_nobody_has_is_refused(sprint, owner, share):
    with pytest.raises(Refused) as refusal:
        note(sprint, Share(owner.pk, **share))
    assert refusal.value.field == "people"


def test_nobody_is_named_twice(sprint, owner):
    with pytest.raises(Refused):
        note(sprint, Share(owner.pk), Share(owner.pk, D(2)))


@pytest.mark.parametrize("who", ["stranger", "stakeholder", "viewer", "deactivated"])
def test_only_people_who_plan_have_days(sprint, owner, who):
    if who == "stranger":
        person = make_user()
    elif who == "deactivated":
        person = make_member(sprint.product, "developer")
        person.is_active = False
        person.save(update_fields=["is_active"])
    else:
        person = make_member(sprint.product, who)
    with pytest.raises(Refused):
        note(sprint, Share(owner.pk), Share(person.pk))


def test_who_has_left_keeps_the_days_that_were_noted(sprint, owner, coach):
    note(sprint, Share(coach.pk))
    sprint.product.memberships.get(user=coach).end(by=owner)
    note(sprint, Share(coach.pk), Share(owner.pk), by=owner)
    assert len(stored(sprint)["people"]) == 2


def test_every_step_is_taken_back(sprint, owner, coach):
    first = note(sprint, Share(owner.pk, away=D(2), reason="Holiday"), note="New")
    before = stored(sprint)
    second = note(sprint, Share(coach.pk, D("2.5")), holidays=D(1), note="")
    undo(event_of(second.latest_change, "capacity"), sprint.product, by=owner)
    assert stored(sprint) == before | {"version": 3}
    assert last_event().undoes_id == event_of(second.latest_change, "capacity").pk
    with pytest.raises(Refused, match="changed again"):
        undo(event_of(first.latest_change, "capacity"), sprint.product, by=owner)
    assert not list(capacity_offences(sprint.product))


def test_taking_back_the_first_note_leaves_nothing_noted(sprint, owner):
    first = note(sprint, Share(owner.pk), note="New", holidays=D(2))
    undo(event_of(first.latest_change, "capacity"), sprint.product, by=owner)
    now = stored(sprint)
    assert (now["note"], now["holidays"], now["people"]) == ("", "0", [])


def test_it_joins_a_change(sprint, owner):
    with change(sprint.product, owner) as begun:
        note(sprint, Share(owner.pk), within=begun)
        SprintCapacity.keep(sprint, by=owner, within=begun, note="More")
    assert {event.revision for event in Event.objects.filter(subject="capacity")} == {sprint.product.revision}


def test_another_cadence_leaves_a_sprint_whose_capacity_is_noted(sprint, owner):
    team, today = sprint.team, date(2026, 11, 2)
    note(sprint, Share(owner.pk))
    Cadence.keep(team, "scrum", starts_on=today, weeks=2, by=owner, today=today)
    Cadence.keep(team, "scrum", starts_on=today, weeks=3, by=owner, today=today)
    assert team.sprints.filter(pk=sprint.pk).exists()
    assert not list(capacity_offences(sprint.product))


@pytest.mark.parametrize(
    ("spoil", "rule"),
    [
        (lambda kept: SprintCapacity.objects.update(note="x" * 10_001), "a capacity is one that may be noted"),
        (
            lambda kept: SprintCapacity.objects.update(holidays=D("98.0")),
            "the last event tells a capacity as it is stored",
        ),
        (lambda kept: Availability.objects.update(away=3), "the last event tells a capacity as it is stored"),
        (lambda kept: kept.availabilities.all().delete(), "the last event tells a capacity as it is stored"),
        (
            lambda kept: SprintCapacity.objects.update(sprint=make_sprint()),
            "a capacity and its sprint are of one product",
        ),
    ],
)
def test_offences_are_named(sprint, owner, spoil, rule):
    kept = note(sprint, Share(owner.pk))
    spoil(kept)
    assert rule in [rule for _, rule, _ in capacity_offences(sprint.product)]
