"""What a visitor wrote when the password counted no more: it goes along with the password's form, and is stored
nowhere."""

from collections.abc import Mapping
from dataclasses import dataclass

from goalchain.talk.models import TEXT_LENGTH, WORD_LENGTH


@dataclass(frozen=True)
class KeptWords:
    """Feedback that waits for the password: the number of the goal that it is about, and what was typed."""

    about: int
    text: str
    name: str


def kept_words(posted: Mapping[str, str], about: int | None = None) -> KeptWords | None:
    """What was posted about a goal, to its feedback (`about`) or with the password; None for no words.

    No longer than the fields of the form let anybody type: a browser counts the end of a line as one letter.
    """
    told = posted.get("about", "")
    if about is None and told.isascii() and told.isdigit() and len(told) < 10:
        about = int(told)
    text, name = (posted.get(field, "").replace("\r\n", "\n") for field in ("text", "name"))
    if about is None or not (text.strip() or name.strip()):
        return None
    return KeptWords(about, text[:TEXT_LENGTH], name[:WORD_LENGTH])
