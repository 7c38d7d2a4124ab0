"""Fields that take what the API says and nothing else: a number is no text, a text is no number."""

from typing import Any

from rest_framework import serializers

from goalchain.lib.text import storable


class Text(serializers.CharField):
    """Text as it was typed, blanks at its ends included."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"trim_whitespace": False, "allow_blank": True, "validators": [storable], **options})

    def to_internal_value(self, data: Any) -> str:
        """The text; raises ValidationError for anything that is none."""
        if not isinstance(data, str):
            self.fail("invalid")
        return str(data)


class Whole(serializers.IntegerField):
    """A whole number that a column can hold."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"min_value": 1, "max_value": 2**63 - 1, **options})

    def to_internal_value(self, data: Any) -> int:
        """The number; raises ValidationError for anything that is none."""
        if type(data) is not int:
            self.fail("invalid")
        return int(data)


class Choice(serializers.ChoiceField):
    """One of a few words."""

    default_error_messages = {"invalid_choice": "“{input}” is none of the choices: {choices}."}

    def to_internal_value(self, data: Any) -> str:
        """The word; raises ValidationError for any other."""
        if not isinstance(data, str) or data not in self.choices:
            self.fail("invalid_choice", input=str(data)[:100], choices=", ".join(self.choices))
        return data


class Body(serializers.Serializer[Any]):
    """What a request may carry. A name that is unknown is refused, so that a slip of the pen is not passed over.

    `elsewhere` maps names that cannot be set here to where they are set.
    """

    elsewhere: dict[str, str] = {}

    def to_internal_value(self, data: Any) -> Any:
        """The checked values; raises ValidationError."""
        if isinstance(data, dict):
            wrong = {str(name): [self._remedy(str(name))] for name in data if name not in self.fields}
            if wrong:
                raise serializers.ValidationError(wrong)
        return super().to_internal_value(data)

    def _remedy(self, name: str) -> str:
        known = ", ".join(self.fields) or "none"
        return self.elsewhere.get(name, f"There is no such field here. The fields are: {known}.")


def checked(body: "type[Body]", data: Any) -> dict[str, Any]:
    """The values of a request's body. Raises ValidationError."""
    serializer = body(data=data)
    serializer.is_valid(raise_exception=True)
    return dict(serializer.validated_data)
