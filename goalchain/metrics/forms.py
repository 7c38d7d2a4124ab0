"""What people type about metrics and readings."""

from datetime import date
from typing import Any

from django import forms

from goalchain.lib.day_field import DayField
from goalchain.lib.text import storable

from .models import Direction, Metric
from .models.metric import NAME_LENGTH, UNIT_LENGTH
from .models.reading import NOTE_LENGTH
from .numbers import NotANumber, bare, read_number
from .rules import metric_refusal, reading_day_refusal

_NO_COMPLETION = {"autocomplete": "off"}


class NumberField(forms.CharField):
    """A number as people write it, with or without the unit; it is read when the unit is known: see NumbersForm."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput({"inputmode": "decimal", **_NO_COMPLETION})
        super().__init__(**{"max_length": 60, "widget": widget, **kwargs})

    def prepare_value(self, value: Any) -> Any:
        """A stored number as it is typed."""
        return value if value is None or isinstance(value, str) else bare(value)


class NumbersForm(forms.Form):
    """A form whose NumberFields are read with a unit."""

    def read_numbers(self, facts: dict[str, Any], unit: str) -> None:
        """Turn the texts of all number fields into numbers, or into errors beside them."""
        for name, field in self.fields.items():
            if not isinstance(field, NumberField) or name in self.errors:
                continue
            try:
                facts[name] = read_number(facts[name], unit) if facts.get(name) else None
            except NotANumber as error:
                self.add_error(name, str(error))


class MetricForm(NumbersForm):
    """A metric: its name, its unit and what it aims at."""

    name = forms.CharField(
        label="What is measured",
        max_length=NAME_LENGTH,
        validators=[storable],
        widget=forms.TextInput({"placeholder": "Bookings without a call", **_NO_COMPLETION}),
        error_messages={"required": "Name what is measured, for example “Bookings without a call”."},
    )
    unit = forms.CharField(
        label="Unit",
        max_length=UNIT_LENGTH,
        validators=[storable],
        widget=forms.TextInput({"placeholder": "%", "size": "8", **_NO_COMPLETION}),
        error_messages={"required": "Say the unit, for example %, €, riders or minutes."},
    )
    direction = forms.ChoiceField(
        label="It is to go", choices=Direction.choices, initial=Direction.UP, widget=forms.RadioSelect
    )
    baseline = NumberField(label="Baseline", required=False)
    target = NumberField(label="Target", required=False)
    lower = NumberField(label="Lower bound", required=False)
    upper = NumberField(label="Upper bound", required=False)
    target_on = DayField(label="Target date", required=False)

    def clean(self) -> dict[str, Any]:
        """Read the numbers; refuse values that contradict each other; forget what the direction has no use for."""
        facts = super().clean() or {}
        self.read_numbers(facts, facts.get("unit") or "")
        for name in ("lower", "upper") if facts.get("direction") != Direction.WITHIN else ("target",):
            facts[name] = None
            self.errors.pop(name, None)
        values = {name: facts.get(name) for name in Metric.REVISABLE}
        values |= {name: values[name] or "" for name in ("name", "unit", "direction")}
        for field, refusal in metric_refusal(values):
            if field not in self.errors:
                self.add_error(field, refusal)
        return facts


class ReadingForm(NumbersForm):
    """A reading of a metric: today's, unless it is of a day before."""

    value = NumberField(label="Value", error_messages={"required": "Say what the metric was on that day."})
    day = DayField(label="Day", error_messages={"required": "Choose the day."})
    note = forms.CharField(
        label="Note",
        required=False,
        max_length=NOTE_LENGTH,
        validators=[storable],
        widget=forms.TextInput(_NO_COMPLETION),
    )

    def __init__(self, metric: Metric, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": f"reading-of-{metric.pk}-%s", **kwargs})
        self.metric = metric
        self.fields["value"].label = f"Value in {metric.unit}"
        self.fields["day"].widget.attrs["max"] = metric.goal.product.today().isoformat()

    def clean_day(self) -> date:
        """The day, if a reading can be of it."""
        day: date = self.cleaned_data["day"]
        if refusal := reading_day_refusal(day, self.metric.goal.product.today()):
            raise forms.ValidationError(refusal)
        return day

    def clean(self) -> dict[str, Any]:
        """Read the value with the metric's unit."""
        facts = super().clean() or {}
        self.read_numbers(facts, self.metric.unit)
        return facts
