"""What a verb answers when it will not do what it was asked. Nothing has been written then."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Way:
    """A page on which a person can do first what a rule asks for, and the words that lead there. With `asks`, the page
    asks something that was about to be done: where there is JavaScript, it opens at once as a dialog."""

    url: str
    label: str
    asks: bool = False


class Refused(Exception):
    """A change that a rule forbids. The text says which rule, with the value, and what to do instead.

    `field` names the field that the text belongs beside, where there is one; `way` leads to where a person can do what
    the rule asks for.
    """

    def __init__(self, message: str, *, field: str = "", way: "Way | None" = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field
        self.way = way


class Stale(Exception):
    """Somebody else changed the same thing after it was read: the version that the save carries is not the stored
    one."""

    def __init__(self, read: int) -> None:
        super().__init__(f"This was changed by somebody else since you read version {read}.")
        self.read = read
