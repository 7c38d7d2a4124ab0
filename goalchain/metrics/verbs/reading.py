"""Record, correct and remove readings, and take many at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db.models import F

from goalchain.metrics.rules import in_full, reading_day_refusal
from goalchain.products.changes import Change
from goalchain.products.errors import Refused, Stale

from .keeping import Keepable

if TYPE_CHECKING:
    from goalchain.accounts.models import User
    from goalchain.metrics.models import Reading


@dataclass(frozen=True)
class Row:
    """A reading that is to be taken."""

    day: date
    value: Decimal
    note: str = ""


@dataclass(frozen=True)
class Taken:
    """What became of many rows: how many readings are new, corrected, or were there already."""

    new: int
    corrected: int
    unchanged: int


class Readable(Keepable):
    """record, correct, remove_reading, take_readings"""

    def record(
        self,
        day: date,
        value: Decimal,
        note: str = "",
        *,
        by: "User | None",
        within: Change | None = None,
        version: int | None = None,
    ) -> "tuple[Reading, str]":
        """Say what the metric was on a day; a reading that the day has already is corrected.

        Args:
            version: that of the day's reading, if the person read one; without it the last word counts.

        Returns the reading and what happened: "record", "correct", or "" when it was there just so.
        Raises Refused for a day to come. Queries: three beside the change.
        """
        from goalchain.metrics.models import Reading

        with self._change(by, None, within) as begun:
            self._refuse_archived()
            self._check_day(day)
            reading = Reading.objects.filter(metric_id=self.pk, day=day).first()
            if version is not None and version != (reading.version if reading else 0):
                raise Stale(version)
            if reading is not None:
                return reading, self._correct(begun, reading, {"value": value, "note": note})
            reading = Reading.objects.create(
                metric_id=self.pk, day=day, value=value, note=note, reader=by, recorded_at=begun.at
            )
            self._record_reading(begun, "record", reading, {})
        return reading, "record"

    def correct(
        self,
        reading: "Reading",
        *,
        by: "User | None",
        version: int | None = None,
        within: Change | None = None,
        **fields: Any,
    ) -> bool:
        """Give a reading another value, note or day. Returns whether anything changed.

        Raises Stale when it was corrected or removed since `version`, Refused for a day that has another reading.
        """
        with self._change(by, None, within) as begun:
            self._refuse_archived()
            reading = self._stored(reading, version)
            day = fields.get("day", reading.day)
            if day != reading.day:
                self._check_day(day)
                if self.readings.filter(day=day).exists():
                    raise Refused(
                        f"There is a reading of {in_full(day)} already. Correct that one, or choose another day.",
                        field="day",
                    )
            return bool(self._correct(begun, reading, fields))

    def remove_reading(
        self, reading: "Reading", *, by: "User | None", version: int | None = None, within: Change | None = None
    ) -> None:
        """Take a reading out; the history keeps it. Raises Stale when it was corrected or removed since `version`."""
        with self._change(by, None, within) as begun:
            self._refuse_archived()
            reading = self._stored(reading, version)
            former = reading.facts()
            self.readings.filter(pk=reading.pk).delete()
            self._record_reading(begun, "remove", reading, former)

    def take_readings(self, rows: Sequence[Row], *, by: "User | None", revision: int | None = None) -> Taken:
        """Take many readings in one change, all or none; days that have one are corrected.

        Args:
            revision: the product's when the rows were previewed; Stale is raised when something changed since.

        Raises Refused for a day to come. Queries: a few for every 1,000 rows.
        """
        from goalchain.metrics.models import Reading

        with self._change(by) as begun:
            if revision is not None and begun.revision != revision + 1:
                raise Stale(revision)
            self._refuse_archived()
            for row in rows:
                self._check_day(row.day)
            stored = {reading.day: reading for reading in self.readings.all()}
            new = [
                Reading(metric_id=self.pk, day=row.day, value=row.value, note=row.note, reader=by, recorded_at=begun.at)
                for row in rows
                if row.day not in stored
            ]
            for reading in Reading.objects.bulk_create(new, batch_size=1000):
                self._record_reading(begun, "record", reading, {})
            corrected = sum(
                bool(self._correct(begun, stored[row.day], {"value": row.value, "note": row.note}))
                for row in rows
                if row.day in stored
            )
        return Taken(len(new), corrected, len(rows) - len(new) - corrected)

    # -- how every verb of a reading writes ----------------------------------------------------------------------------

    def _stored(self, reading: "Reading", version: int | None) -> "Reading":
        found: Reading | None = self.readings.filter(pk=reading.pk).first()
        if found is None or (version is not None and version != found.version):
            raise Stale(version or 0)
        return found

    def _check_day(self, day: date) -> None:
        if refusal := reading_day_refusal(day, self.product.today()):
            raise Refused(refusal, field="day")

    def _correct(self, begun: Change, reading: "Reading", fields: dict[str, Any]) -> str:
        """Store what is new of the fields; "correct" when anything was, else "". One query."""
        from goalchain.metrics.models import Reading
        from goalchain.metrics.models.metric import told

        values = {name: value for name, value in fields.items() if getattr(reading, name) != value}
        if not values:
            return ""
        former = {name: told(getattr(reading, name)) for name in values} | {"user": reading.reader_id}
        stored = Reading.objects.filter(pk=reading.pk, version=reading.version).update(
            **values, reader=begun.by, recorded_at=begun.at, version=F("version") + 1
        )
        if not stored:
            raise Stale(reading.version)
        for name, value in values.items():
            setattr(reading, name, value)
        reading.reader, reading.recorded_at = begun.by, begun.at
        reading.version += 1
        self._record_reading(begun, "correct", reading, former)
        return "correct"

    def _record_reading(self, begun: Change, verb: str, reading: "Reading", former: dict[str, Any]) -> None:
        self.latest_change = begun
        begun.record(
            verb,
            "reading",
            goal_id=self.goal_id,
            after=reading.facts() | {"unit": self.unit, "name": self.name},
            former=former,
            planning=self.goal.planning,
        )
