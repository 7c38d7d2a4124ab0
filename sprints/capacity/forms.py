"""What people type about the capacity of a sprint: a form for the team, and a small one for each person."""

from collections.abc import Iterable
from typing import Any

from django import forms

from goalchain.accounts.models import User
from goalchain.goals.fields import LongField
from goalchain.lib.text import storable

from ..models import Sprint, SprintCapacity
from ..models.capacity import planners
from .days import MOST_DAYS, NOTE_LENGTH, REASON_LENGTH, ZERO, Share, days_said, work_days
from .reads import Noted


class DaysField(forms.DecimalField):
    """A number of days with one digit behind the point; empty where nothing is said."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            required=False,
            min_value=0,
            max_value=MOST_DAYS,
            decimal_places=1,
            widget=forms.NumberInput(attrs={"inputmode": "decimal", "step": "0.5", "autocomplete": "off"}),
            **options,
        )

    def prepare_value(self, value: Any) -> Any:
        """A stored number without needless noughts."""
        return days_said(value) if hasattr(value, "as_tuple") else value


class TeamForm(forms.Form):
    """What counts for the whole team in the sprint."""

    holidays = DaysField(
        label="Holidays, in working days", help_text="Days from Monday to Friday on which nobody works."
    )
    note = LongField(label="Note on what the team is able to do", max_length=NOTE_LENGTH)


class PersonForm(forms.Form):
    """The days of one person. `person` is who it is; what is prefilled comes from the stored share or a former one."""

    takes_part = forms.BooleanField(required=False, label="Takes part")
    away = DaysField(label="Days away")
    reason = forms.CharField(
        label="Why",
        required=False,
        max_length=REASON_LENGTH,
        validators=[storable],
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    days = DaysField(label="Just so many days")

    def __init__(self, person: User, share: Share | None, data: Any = None) -> None:
        initial = {"takes_part": share is not None}
        if share is not None:
            initial |= {"away": share.away or None, "reason": share.reason, "days": share.days}  # type: ignore[dict-item]
        super().__init__(data, prefix=f"p{person.pk}", initial=initial)
        self.person = person
        self.fields["takes_part"].label = str(person)
        for name in ("away", "reason", "days"):
            self.fields[name].widget.attrs["aria-label"] = f"{person}: {str(self.fields[name].label).lower()}"

    @property
    def share(self) -> Share | None:
        """What was typed; None for who takes no part. Who was not in it and has words beside the name takes part."""
        told = self.cleaned_data
        has_words = told["away"] or told["reason"] or told["days"] is not None
        if not told["takes_part"] and (self.initial["takes_part"] or not has_words):
            return None
        return Share(self.person.pk, told["days"], told["away"] or ZERO, told["reason"])


class CapacityForm:
    """The two kinds of forms as one: valid when all of them are, and what was typed as `SprintCapacity.keep` takes it.

    Those who have days now, or had some in the sprint before, are `likely`; the other people who plan are `others`.
    """

    def __init__(self, sprint: Sprint, own: Noted | None, former: list[Noted], data: Any = None) -> None:
        """One query: the people."""
        shares = {share.person: share for share in (own.shares if own else [])}
        people = {person.pk: person for person, _ in own.people} if own else {}
        first = shares
        if not shares and former:
            first = {share.person: share for share in likely_shares(sprint, former[0])}
        planning = {member.user_id: member.user for member in planners(sprint.product_id)}
        everybody = sorted({**people, **planning}.values(), key=lambda person: (str(person).casefold(), person.pk))
        shown = {pk: share for pk, share in first.items() if pk in planning or pk in people}
        forms_of = [PersonForm(person, shown.get(person.pk), data) for person in everybody]
        self.people = forms_of
        self.likely = [form for form in forms_of if form.person.pk in shown] or forms_of
        self.others = [form for form in forms_of if form not in self.likely]
        capacity = own.capacity if own else SprintCapacity(version=0)
        self.version = capacity.version
        self.team = TeamForm(data, initial={"holidays": capacity.holidays or None, "note": capacity.note})
        self.refusal = ""

    @property
    def forms(self) -> list[forms.Form]:
        """All of them."""
        return [self.team, *self.people]

    def is_valid(self) -> bool:
        """Whether each of them is; all are asked, so that each has its errors."""
        return not [form for form in self.forms if not form.is_valid()]

    @property
    def has_errors(self) -> bool:
        """Whether something is wrong with what was sent."""
        return bool(self.refusal) or any(form.errors for form in self.forms)

    @property
    def values(self) -> dict[str, Any]:
        """What was typed."""
        told = self.team.cleaned_data
        shares: Iterable[Share | None] = (form.share for form in self.people)
        people = [share for share in shares if share is not None]
        return {"holidays": told["holidays"] or ZERO, "note": told["note"], "people": people}


def likely_shares(sprint: Sprint, former: Noted) -> list[Share]:
    """The same people in a new sprint: all of its days, or as many as before where it is as long as the former one."""
    as_long = work_days(sprint.span, ZERO) == work_days(former.sprint.span, ZERO)
    return [Share(share.person, share.days if as_long else None) for share in former.shares]
