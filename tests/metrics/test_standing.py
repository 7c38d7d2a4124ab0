"""How a metric stands: attainment, trend, words; against values that were worked out by hand."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from goalchain.metrics.models import Metric, Reading
from goalchain.metrics.standing import Standing, due_said, percent, rounded_pace, unmoved_said
from goalchain.metrics.trend import trend_of

LAST = date(2026, 11, 20)


def standing_of(*values, days=7, last=LAST, more=False, **fields):
    """A standing without a database: readings of these values, `days` apart, the newest on `last`."""
    words = {"name": "Bookings", "unit": "%", "direction": "up", "baseline": Decimal(4), "target": Decimal(60)}
    metric = Metric(**words | fields)
    readings = [
        Reading(day=last - timedelta(days=days * back), value=Decimal(str(value)))
        for back, value in enumerate(reversed(values))
    ]
    return Standing(metric, readings[::-1], more)


def kept_within(*values, **more):
    bounds = {"direction": "within", "baseline": None, "target": None, "lower": Decimal(20), "upper": Decimal(40)}
    return standing_of(*values, **bounds | more)


@pytest.mark.parametrize(
    ("fields", "value", "attainment", "said"),
    [
        ({}, "4", "0", "0% of the way"),
        ({}, "60", "1", "100% of the way"),
        ({}, "32", "0.5", "50% of the way"),
        ({}, "74", "1.25", "125% of the way"),
        ({}, "-10", "-0.25", "−25% of the way"),
        ({}, "59.9", "0.998214285714285714285714285714285714285714", "99% of the way"),
        ({"direction": "down", "baseline": Decimal("3.2"), "target": Decimal(1)}, "2.1", "0.5", "50% of the way"),
        ({"direction": "down", "baseline": Decimal(10), "target": Decimal(0)}, "12", "-0.2", "−20% of the way"),
    ],
)
def test_attainment(fields, value, attainment, said):
    standing = standing_of(value, **fields)
    assert standing.attainment == pytest.approx(Decimal(attainment))
    assert standing.attained == said


def test_nothing_is_attained_without_a_reading_or_between_bounds():
    assert standing_of().attainment is None
    assert kept_within(30).attainment is None


def test_kept_within():
    assert kept_within(30).is_within is True
    assert kept_within(20).is_within is kept_within(40).is_within is True
    assert kept_within(41).is_within is False
    assert kept_within().is_within is None
    assert kept_within(10, 20, 30, 41).attained == "within its bounds in 2 of 4 readings"
    assert kept_within(30).attained == "within its bounds in 1 of 1 reading"
    assert kept_within(30, 50, more=True).attained == "within its bounds in 1 of the last 2 readings"
    assert kept_within(41).short == "41%, not within 20 to 40%"
    assert kept_within().short == "no reading yet, to keep within 20 to 40%"


def test_the_trend_is_least_squares():
    # Days −14, −7, 0; values 1, 2, 6. The middle is −7 and 3; slope (−7·−2 + 7·3) / (49 + 49) = 35 / 98.
    trend = standing_of(1, 2, 6).trend
    assert trend.slope == pytest.approx(35 / 98)
    assert trend.value == pytest.approx(3 + 7 * 35 / 98)
    assert trend.at(LAST - timedelta(days=14)) == pytest.approx(0.5)
    # Off the line by 0.5, −1, 0.5: 1.5 divided by 3 − 2.
    assert trend.noise == pytest.approx(1.5**0.5)
    assert trend.rises == pytest.approx(5)


def test_the_trend_is_of_the_last_twelve():
    trend = standing_of(*[99] * 20, *range(12)).trend
    assert (trend.count, trend.first) == (12, LAST - timedelta(days=77))
    assert trend.slope == pytest.approx(1 / 7)
    assert trend.noise == pytest.approx(0)


def test_two_readings_are_no_trend():
    assert trend_of([(LAST, 1.0), (LAST + timedelta(days=1), 2.0)]) is None
    assert standing_of(1, 2).pace == standing_of(1, 2).outlook == ""


def test_pace_and_outlook():
    # One a week; four weeks from 41 on: 45.
    standing = standing_of(39, 40, 41, target_on=LAST + timedelta(days=28))
    assert standing.pace == "rising 1 a week"
    assert standing.outlook == "at this pace 45% by 18 Dec 2026"
    assert standing_of(41, 38, 35).pace == "falling 3 a week"
    assert standing_of(41, 41, 41).pace == "no clear trend"
    assert standing_of(30, 50, 30, 50, 30, target_on=date(2027, 1, 1)).outlook == ""
    assert standing_of(39, 40, 41, target_on=LAST).outlook == ""
    assert standing_of("0.1", "0.2", "0.3", target_on=LAST + timedelta(days=7)).outlook == (
        "at this pace 0.4% by 27 Nov 2026"
    )


def test_the_sentence():
    standing = standing_of(39, 40, 41, target_on=date(2026, 12, 18))
    assert standing.sentence == (
        "41% on 20 Nov 2026, from 4%, target 60% by 18 Dec 2026, rising 1 a week, at this pace 45% by 18 Dec 2026."
    )
    assert standing_of().sentence == "No reading yet, from 4%, target 60%."
    assert kept_within(30).sentence == "30% on 20 Nov 2026, to keep within 20 to 40%."


def test_in_a_list():
    assert standing_of(41).short == "41% → 60%"
    assert standing_of(5, unit="workshops").short == "5 → 60\u00a0workshops"
    assert standing_of(5, unit="€").short == "€5 → €60"
    assert standing_of().short == "no reading yet → 60%"


def test_which_readings_are_shown():
    assert standing_of(1, 2).basis == ""
    assert standing_of(1, 2, 3).basis == "Shown: the trend of the last 3."
    assert standing_of(*range(200), more=True).basis == "Shown: the last 200 readings and the trend of the last 12."


@pytest.mark.parametrize(
    ("weekly", "pace"),
    [(2.31, "2.3"), (0.0345, "0.035"), (12.6, "13"), (9.97, "10.0"), (0.5, "0.50"), (1e-9, "0")],
)
def test_a_pace_has_two_digits(weekly, pace):
    assert rounded_pace(weekly) == Decimal(pace)


@pytest.mark.parametrize(
    ("part", "said"), [("0.995", "99%"), ("0.9949", "99%"), ("1.005", "101%"), ("0.045", "5%"), ("-1", "−100%")]
)
def test_what_is_not_all_of_it_is_never_called_100(part, said):
    assert percent(Decimal(part)) == said


@pytest.mark.parametrize(
    ("values", "unmoved"),
    [
        ((4,), True),
        ((9.5,), True),  # 5.5 of 56: less than a tenth
        ((9.6,), False),
        ((1,), True),
        ((4, 16, 4, 16, 4, 16), True),  # far, but no further than it strays
        ((10, 11, 12), False),
    ],
)
def test_what_has_not_moved(values, unmoved):
    assert standing_of(*values).is_unmoved is unmoved


def test_delivery_without_outcome_is_said():
    flat, moved, unread, within = standing_of(4), standing_of(41), standing_of(), kept_within(50)
    met = ["achieved", "achieved"]
    assert unmoved_said([flat], met) == "All children met; the metric has not moved."
    assert unmoved_said([flat, flat], met) == "All children met; the metrics have not moved."
    assert unmoved_said([flat, moved], met) == "All children met; “Bookings” has not moved."
    assert unmoved_said([unread], met) == "All children met; nobody has read whether the metric moved."
    for standings, outcomes in (
        ([moved], met),
        ([within], met),
        ([flat], []),
        ([], met),
        ([flat], ["achieved", ""]),
        ([flat], ["achieved", "partly"]),
    ):
        assert unmoved_said(standings, outcomes) == ""


def test_when_it_is_due():
    assert due_said(standing_of(4), LAST) == ""
    assert due_said(standing_of(4, target_on=LAST), LAST) == "by 20 Nov 2026"
    assert due_said(standing_of(4, target_on=LAST), LAST + timedelta(days=1)) == "was due on 20 Nov 2026"
