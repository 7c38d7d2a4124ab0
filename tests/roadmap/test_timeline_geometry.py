"""Where days stand on the timeline: leap days, the turn of the year, changes of the clock, short and long goals."""

from datetime import date, timedelta

import pytest

from roadmap.timeline.geometry import NARROWEST, PER_DAY, Scale, Span, scale_for, ticks

DAY = timedelta(days=1)
TODAY = date(2026, 11, 20)


def scale(first=date(2026, 1, 1), last=date(2030, 12, 31), zoom="month"):
    """A scale of some years, 8 pixels a day unless said otherwise."""
    return Scale(first, last, zoom)


@pytest.mark.parametrize("zoom", PER_DAY)
def test_every_day_is_as_wide_as_any_other(zoom):
    at = scale(zoom=zoom)
    day = at.first
    while day < at.last:
        assert at.right(day) == at.left(day + DAY)
        assert abs(at.right(day) - at.left(day) - PER_DAY[zoom]) < 0.11
        assert at.day_at(at.left(day) + PER_DAY[zoom] / 2) == day
        day += DAY
    assert at.width == at.right(at.last)


def test_a_goal_of_one_day_has_the_width_of_a_day():
    assert scale().span(date(2026, 1, 1), date(2026, 1, 1)) == Span(0, 8)


def test_a_leap_day_counts():
    february = scale().span(date(2028, 2, 1), date(2028, 2, 29))
    assert february.width == 29 * 8
    assert scale().span(date(2027, 2, 1), date(2027, 2, 28)).width == 28 * 8
    assert scale().left(date(2028, 3, 1)) - scale().left(date(2028, 2, 28)) == 2 * 8


def test_over_the_turn_of_the_year():
    turn = scale().span(date(2026, 12, 30), date(2027, 1, 2))
    assert turn == Span(363 * 8, 4 * 8)


@pytest.mark.parametrize("day", [date(2027, 3, 28), date(2027, 10, 31), date(2027, 3, 14), date(2027, 11, 7)])
def test_the_day_on_which_clocks_change_is_a_day(day):
    assert scale().span(day, day).width == 8
    assert scale().span(day - DAY, day + DAY).width == 24


def test_three_years_are_1096_days_with_a_leap_day_in_them():
    assert scale(zoom="quarter").span(date(2026, 3, 1), date(2029, 2, 28)).width == round(1096 * 2.6, 1)


def test_what_goes_on_beyond_is_cut_and_what_lies_beyond_is_not_drawn():
    at = scale(date(2027, 1, 1), date(2027, 12, 31))
    assert at.span(date(2026, 6, 1), date(2027, 1, 31)) == Span(0, 31 * 8, cut_left=True)
    assert at.span(date(2027, 12, 1), date(2028, 6, 1)) == Span(334 * 8, 31 * 8, cut_right=True)
    assert at.span(date(1, 1, 1), date(9999, 12, 31)) == Span(0, 365 * 8, True, True)
    assert at.span(date(2026, 1, 1), date(2026, 12, 31)) is None
    assert at.span(date(2028, 1, 1), None) is None
    assert at.span(None, None) is None


def test_a_goal_with_one_day_only_is_open_at_the_other_side():
    at = scale()
    assert at.span(date(2026, 2, 1), None) == Span(31 * 8, 30 * 8, cut_right=True)
    assert at.span(None, date(2026, 3, 2)) == Span(31 * 8, 30 * 8, cut_left=True)
    assert at.span(None, date(1, 1, 1)) is None
    assert at.span(date(9999, 12, 31), None) is None


def test_a_pixel_beyond_the_ends_is_the_day_at_the_end():
    assert scale().day_at(-50) == date(2026, 1, 1)
    assert scale().day_at(1e9) == date(2030, 12, 31)


# -- the scale ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("zoom", PER_DAY)
def test_a_scale_begins_and_ends_with_whole_units_and_holds_today_and_all_days(zoom):
    days = [date(2026, 8, 17), date(2027, 5, 9)]
    at = scale_for(days, TODAY, zoom)
    assert at.first.day == 1 and (at.last + DAY).day == 1
    assert all(at.holds(day) for day in [*days, TODAY])
    assert at.width >= NARROWEST


@pytest.mark.parametrize("zoom", PER_DAY)
@pytest.mark.parametrize("today", [TODAY, date(2028, 2, 29), date(2026, 12, 31), date(2027, 1, 1)])
def test_days_out_of_reach_do_not_widen_it(zoom, today):
    assert scale_for([date(1, 1, 1), date(9999, 12, 31)], today, zoom) == scale_for([], today, zoom)


def test_a_scale_at_the_ends_of_the_calendar():
    for today in (date(1, 1, 1), date(9990, 2, 28)):
        assert scale_for([], today, "quarter").holds(today)


# -- the lines of the grid ---------------------------------------------------------------------------------------------


def test_months_with_the_year_at_the_first_and_at_each_january():
    lines = ticks(scale(date(2026, 10, 1), date(2027, 2, 28), "quarter"))
    assert [(tick.label, tick.more) for tick in lines] == [
        ("Oct", "2026"),
        ("Nov", ""),
        ("Dec", ""),
        ("Jan", "2027"),
        ("Feb", ""),
    ]
    assert [tick.is_major for tick in lines] == [False, False, False, True, False]
    assert [tick.x for tick in lines] == [round(days * 2.6, 1) for days in (0, 31, 61, 92, 123)]


def test_weeks_begin_on_mondays_and_months_stand_over_their_first():
    lines = ticks(scale(date(2026, 11, 1), date(2026, 12, 31), "month"))
    assert [tick.label for tick in lines] == ["2", "9", "16", "23", "30", "7", "14", "21", "28"]
    assert [tick.more for tick in lines if tick.more] == ["Nov 2026", "Dec 2026"]
    assert lines[0].x == 8


def test_quarters_with_the_year():
    lines = ticks(scale(date(2026, 7, 1), date(2027, 6, 30), "year"))
    assert [(tick.label, tick.more) for tick in lines] == [("Q3", "2026"), ("Q4", ""), ("Q1", "2027"), ("Q2", "")]
