"""Days that people type."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from goalchain.lib.day_field import DayField


def test_a_day_is_read_and_shown_as_browsers_do():
    field = DayField()
    assert field.clean("2027-03-31") == date(2027, 3, 31)
    assert 'type="date"' in field.widget.render("day", date(2027, 3, 31)) and DayField(required=False).clean("") is None


@pytest.mark.parametrize("typed", ["31.3.2027", "2027-02-30", "%(value)s", "soon" * 40])
def test_what_is_no_day_is_named(typed):
    with pytest.raises(ValidationError) as refused:
        DayField().clean(typed)
    assert refused.value.messages == [f"“{typed[:40]}” is no date. Write year-month-day, for example 2027-03-31."]
