"""What people type about teams and sprints."""

from datetime import timedelta
from typing import Any

from django import forms

from goalchain.lib.text import storable

from .models import Sprint
from .models.cadence import Kind
from .spans import FIRST_DAY, LAST_DAY, SATURDAY
from .wording import WEEKDAYS

LENGTHS = [(1, "1 week"), (2, "2 weeks"), (3, "3 weeks"), (4, "4 weeks")]


class TeamForm(forms.Form):
    """The name of a team."""

    name = forms.CharField(
        label="Name of the team",
        max_length=80,
        validators=[storable],
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class SprintForm(forms.Form):
    """The name and the dates of a sprint; the dates may follow later."""

    name = forms.CharField(
        label="Name of the sprint",
        max_length=80,
        validators=[storable],
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    starts_on = forms.DateField(
        label="First day", required=False, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    ends_on = forms.DateField(
        label="Last day", required=False, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )

    def clean(self) -> dict[str, Any]:
        """Refuse days that no sprint has. The order of the two is the verb's to check."""
        facts = super().clean() or {}
        for name in ("starts_on", "ends_on"):
            day = facts.get(name)
            if day and not FIRST_DAY <= day <= LAST_DAY:
                self.add_error(name, f"{day:%d %B} {day.year} cannot be right. Choose a day from 1970 to 2199.")
        return facts


class DatesForm(SprintForm):
    """The name and the dates of a sprint that is there: its later ones may move along, if it has some."""

    along = forms.BooleanField(required=False)

    def offer_along(self, later: int) -> None:
        """Offer it before the form is shown: there are so many later sprints."""
        if not later:
            del self.fields["along"]
            return
        them = "the later sprint" if later == 1 else f"the {later} later sprints"
        self["along"].label = f"Move {them} along, by as many days as the last day moves"


class CadenceForm(forms.Form):
    """The rhythm of a team. A Kanban team's weeks are those of the calendar: length and weekday count for Scrum."""

    kind = forms.ChoiceField(label="How the team works", choices=Kind.choices, widget=forms.RadioSelect)
    weeks = forms.TypedChoiceField(label="A sprint takes", choices=LENGTHS, coerce=int, initial=2)
    weekday = forms.TypedChoiceField(
        label="It begins on a", choices=list(enumerate(WEEKDAYS, start=1)), coerce=int, initial=1
    )
    starts_on = forms.DateField(
        label="First one from",
        help_text="The first begins on that day or on the next such weekday after it.",
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"required": "Choose the day from which on the team works in this rhythm."},
    )


def next_sprint(former: Sprint | None) -> dict[str, Any]:
    """The likely name and dates of the sprint after `former`: as long as that one, from the next working day on."""
    if former is None:
        return {"name": "Sprint 1"}
    words, _, number = former.name.rpartition(" ")
    facts: dict[str, Any] = {}
    if number.isascii() and number.isdigit() and len(number) < 9:
        facts["name"] = f"{words} {int(number) + 1}".strip()
    if former.starts_on and former.ends_on and former.ends_on.year < LAST_DAY.year:
        first = former.ends_on + timedelta(days=1)
        while first.weekday() >= SATURDAY:
            first += timedelta(days=1)
        facts |= {"starts_on": first, "ends_on": first + (former.ends_on - former.starts_on)}
    return facts
