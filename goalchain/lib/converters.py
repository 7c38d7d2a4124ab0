"""The references in our addresses: BIKE, BIKE-12, 2026-11-20."""

from datetime import date

from django.urls import register_converter


class ProductKey:
    """A product's key; addresses with any other text are not found."""

    regex = "[A-Z][A-Z0-9]{1,9}"

    def to_python(self, value: str) -> str:
        """The key as it stands."""
        return value

    def to_url(self, value: str) -> str:
        """The key as it stands."""
        return value


class GoalKey(ProductKey):
    """A goal's reference; nine digits at most, so that every number fits its column."""

    regex = "[A-Z][A-Z0-9]{1,9}-[1-9][0-9]{0,8}"


class Day:
    """A day, year-month-day; one that no calendar has is not found."""

    regex = "[0-9]{4}-[0-9]{2}-[0-9]{2}"

    def to_python(self, value: str) -> date:
        """The day; raises ValueError, which is a 404, for one that is none."""
        return date.fromisoformat(value)

    def to_url(self, value: date) -> str:
        """The day in ISO form."""
        return value.isoformat()


register_converter(ProductKey, "product")
register_converter(GoalKey, "goal")
register_converter(Day, "day")
