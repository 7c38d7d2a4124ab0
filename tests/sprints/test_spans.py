"""Sprints as plain dates, over year ends, leap years and changed lengths, against calendars read by hand."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sprints.spans import AHEAD, Rhythm, Span, numbered, spans_of, weeks_named, working_days

MONDAYS = Rhythm(2, 1, date(2026, 11, 16))


def span(first: str, last: str) -> Span:
    return Span(date.fromisoformat(first), date.fromisoformat(last))


def test_sprints_follow_directly_on_each_other_over_the_end_of_the_year():
    found = spans_of(MONDAYS, date(2026, 12, 20))
    assert found[:3] == [
        span("2026-12-14", "2026-12-27"),
        span("2026-12-28", "2027-01-10"),
        span("2027-01-11", "2027-01-24"),
    ]


def test_the_one_under_way_counts_and_the_last_begins_within_a_year():
    found = spans_of(MONDAYS, date(2026, 11, 29))
    assert found[0] == span("2026-11-16", "2026-11-29")
    assert found[-1] == span("2027-11-15", "2027-11-28")
    assert len(found) == 27


def test_a_sprint_of_a_leap_year_has_the_leap_day_in_it():
    found = spans_of(Rhythm(4, 3, date(2028, 2, 16)), date(2028, 2, 16))
    assert found[0] == span("2028-02-16", "2028-03-14")
    assert found[0].days == 28


@pytest.mark.parametrize(
    ("weekday", "first"),
    [(1, "2027-01-04"), (3, "2027-01-06"), (5, "2027-01-01"), (7, "2027-01-03")],
)
def test_the_first_begins_on_the_weekday_or_soon_after(weekday, first):
    (found, *_) = spans_of(Rhythm(1, weekday, date(2027, 1, 1)), date(2026, 12, 31))
    assert found.starts_on.isoformat() == first


def test_a_long_past_start_keeps_the_beat():
    # 2000-01-03 is a Monday, 1,404 weeks before 2026-11-30: an even number, so that a sprint begins there.
    (found, *_) = spans_of(Rhythm(2, 1, date(2000, 1, 3)), date(2026, 12, 3))
    assert found == span("2026-11-30", "2026-12-13")


def test_what_is_kept_stands_and_the_others_find_their_place_around_it():
    kept = [span("2026-12-02", "2026-12-08")]
    found = spans_of(MONDAYS, date(2026, 11, 16), kept=kept)
    assert found[:2] == [span("2026-11-16", "2026-11-29"), span("2026-12-14", "2026-12-27")]


def test_another_length_goes_on_after_the_last_that_stays():
    kept = [span("2026-11-16", "2026-11-29")]
    found = spans_of(Rhythm(3, 1, date(2026, 11, 16)), date(2026, 11, 20), kept=kept)
    assert found[:2] == [span("2026-11-30", "2026-12-20"), span("2026-12-21", "2027-01-10")]


def test_planning_on_begins_after_the_last():
    found = spans_of(MONDAYS, date(2026, 11, 20), after=date(2027, 11, 1))
    assert found == [span("2027-11-08", "2027-11-21")]


def test_the_end_of_the_calendar_ends_it():
    assert spans_of(MONDAYS, date(2199, 12, 1))[-1].ends_on == date(2199, 12, 22)
    assert spans_of(MONDAYS, date(2199, 1, 1), kept=[span("2199-01-01", "2199-12-31")]) == []


@given(
    weeks=st.integers(1, 4),
    weekday=st.integers(1, 7),
    starts_on=st.dates(date(1970, 1, 1), date(2199, 1, 1)),
    today=st.dates(date(1990, 1, 1), date(2150, 1, 1)),
    kept=st.lists(st.tuples(st.integers(-60, 300), st.integers(1, 40)), max_size=6),
)
def test_whatever_the_rhythm_no_two_share_a_day(weeks, weekday, starts_on, today, kept):
    standing = [Span(today + timedelta(days=first), today + timedelta(days=first + days - 1)) for first, days in kept]
    found = spans_of(Rhythm(weeks, weekday, starts_on), today, kept=standing)
    assert found == sorted(found)
    for place, one in enumerate(found):
        assert one.days == 7 * weeks and one.starts_on.isoweekday() == weekday
        assert starts_on <= one.starts_on <= today + AHEAD and one.ends_on >= today
        assert not any(one.overlaps(other) for other in [*found[place + 1 :], *standing])


def test_numbers_go_on_and_pass_over_those_taken():
    existing = [
        (span("2026-11-16", "2026-11-29"), "Sprint 3"),
        (span("2026-12-14", "2026-12-27"), "Sprint 5"),
        (None, "Sprint 6"),
        (span("2026-10-01", "2026-10-14"), "Discovery"),
    ]
    new = [span("2026-11-30", "2026-12-13"), span("2026-12-28", "2027-01-10"), span("2027-01-11", "2027-01-24")]
    assert numbered("Sprint", new, existing) == ["Sprint 4", "Sprint 7", "Sprint 8"]
    assert numbered("Sprint", new[:1], []) == ["Sprint 1"]


def test_weeks_are_those_of_the_calendar():
    new = [span("2026-12-28", "2027-01-03"), span("2027-01-04", "2027-01-10"), span("2024-12-30", "2025-01-05")]
    # ISO 8601: a week belongs to the year of its Thursday; 2026 has 53 of them.
    assert weeks_named(new, ()) == ["Week 1, 2025", "Week 53, 2026", "Week 1, 2027"]
    assert weeks_named(new[1:2], {"Week 1, 2027"}) == ["Week 1, 2027 (2)"]


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [
        ("2026-11-16", "2026-11-29", 10),
        ("2026-11-21", "2026-11-22", 0),
        ("2026-11-20", "2026-11-20", 1),
        ("2026-11-22", "2026-11-20", 0),
        # The clocks change on 2027-03-28 in Europe; a day stays a day.
        ("2027-03-26", "2027-03-29", 2),
        ("2028-02-28", "2028-03-01", 3),
    ],
)
def test_working_days(first, last, days):
    assert working_days(date.fromisoformat(first), date.fromisoformat(last)) == days


def test_a_holiday_is_no_working_day():
    assert working_days(date(2026, 12, 21), date(2026, 12, 27), free={date(2026, 12, 25), date(2026, 12, 26)}) == 4
