"""The plot: coordinates against those that were worked out by hand."""

from datetime import timedelta
from decimal import Decimal

import pytest

from goalchain.metrics.plot import LARGE, SPARK, Frame, Line, Mark, Plot, Spot

from .test_standing import LAST, kept_within, standing_of

#: A picture of 100 by 100 inside of a margin of 10: a coordinate is a tenth of the way from 10 to 110.
FRAME = Frame(120, 120, 10, 10, 10, 10)


def plot_of(*values, frame=FRAME, **fields):
    return Plot(standing_of(*values, **fields), frame, "plot")


def test_readings_run_from_the_first_day_to_the_target_date():
    # Days 0, 10 and 20 of 40; values 0, 50 and 100 between the baseline 0 and the target 100.
    fields = {"baseline": Decimal(0), "target": Decimal(100), "target_on": LAST + timedelta(days=20), "days": 10}
    plot = plot_of(0, 50, 75, **fields)
    assert plot.days == (LAST - timedelta(days=20), LAST + timedelta(days=20))
    # The trend ends at 3.75 · 40 + 4.17 = 154.17, more than a quarter above: the picture ends at 125.
    assert plot.values == (0, 125)
    assert plot.spots == [Spot(10, 110), Spot(35, 70), Spot(60, 50)]
    assert plot.path == "10,110 35,70 60,50"
    assert (plot.baseline, plot.target, plot.last) == (110, 30, Spot(60, 50))
    # Least squares of 0, 50, 75: slope 3.75 a day, 4.1667 on the first day, 154.1667 on the last.
    assert plot.trend == Line(10, 106.7, 110, -13.3)


def test_a_trend_that_ends_inside_of_the_room_is_inside_of_the_picture():
    plot = plot_of(0, 20, 40, baseline=Decimal(0), target=Decimal(100), target_on=LAST + timedelta(days=42))
    # 20 a week: 40 + 6 · 20 = 160, above 125; with four weeks: 120.
    assert plot.values[1] == 125
    plot = plot_of(0, 20, 40, baseline=Decimal(0), target=Decimal(100), target_on=LAST + timedelta(days=28))
    assert plot.values == pytest.approx((0, 120))
    assert plot.trend == Line(10, 110, 110, 10)


def test_without_a_target_date_it_ends_with_the_last_reading():
    plot = plot_of(10, 20, baseline=Decimal(0), target=Decimal(40))
    assert plot.days == (LAST - timedelta(days=7), LAST)
    assert plot.spots == [Spot(10, 85), Spot(110, 60)]
    assert plot.trend is None


def test_a_target_date_that_is_past_is_no_end():
    plot = plot_of(10, 20, 30, target_on=LAST - timedelta(days=7))
    assert plot.days == (LAST - timedelta(days=14), LAST)


def test_one_reading_stands_in_the_middle():
    plot = plot_of(20, baseline=Decimal(0), target=Decimal(40))
    assert plot.spots == [Spot(60, 60)]


def test_values_that_are_all_the_same_have_room():
    plot = Plot(kept_within(30, 30, lower=None, upper=None, baseline=Decimal(30)), FRAME, "plot")
    assert plot.values == (29, 31)
    assert plot.spots[0].y == 60


def test_the_band_between_the_bounds():
    plot = Plot(kept_within(0, 100), FRAME, "plot")
    assert plot.band == {"top": 70, "bottom": 90, "height": 20}
    assert (plot.target, plot.baseline) == (None, None)


def test_values_below_zero_and_huge_ones():
    plot = plot_of(-10, 0, baseline=Decimal(-10), target=Decimal(10))
    assert plot.spots == [Spot(10, 110), Spot(110, 60)]
    plot = plot_of(0, 99_999_999_999_999, baseline=Decimal(0), target=Decimal(99_999_999_999_999))
    assert plot.spots == [Spot(10, 110), Spot(110, 10)]


def test_a_sparkline_has_its_readings_alone():
    plot = plot_of(0, 20, 40, frame=SPARK, baseline=Decimal(0), target=Decimal(40), target_on=LAST.replace(year=2030))
    assert plot.days == (LAST - timedelta(days=14), LAST)
    assert plot.spots == [Spot(3, 24), Spot(59.5, 14), Spot(116, 4)]
    assert plot.trend is None


def test_the_words_at_the_axes_never_lie_on_each_other():
    plot = plot_of(4, 41, 59, frame=LARGE)
    assert [mark.words for mark in plot.value_marks] == ["60%", "4%"]
    plot = plot_of(4, 10, 41, frame=LARGE)
    assert [mark.words for mark in plot.value_marks] == ["60%", "4%", "41%"]
    assert plot.day_marks == [Mark(64, "6 Nov 2026"), Mark(704, "20 Nov 2026")]
    assert len(plot_of(4, frame=LARGE).day_marks) == 1
