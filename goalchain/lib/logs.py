"""What may not stand in a log: the part of an address that is a way in by itself."""

import logging
import re

#: The addresses whose next part is a secret: share links, invitations.
_SECRET = re.compile(r"(/(?:s|invitations)/)[A-Za-z0-9_-]{8,}")
_PLAIN = logging.Formatter()


class NoTokens(logging.Filter):
    """Hides the tokens of share links and of invitations in every line of the handlers that it is put on."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let each record pass, without tokens in its words and in what went wrong."""
        told = record.getMessage()
        hidden = hide_tokens(told)
        if hidden != told:
            # Without arguments, the words are told as they stand.
            record.msg, record.args = hidden, None
        if record.exc_info and not record.exc_text:
            record.exc_text = hide_tokens(_PLAIN.formatException(record.exc_info))
        return True


def hide_tokens(text: str) -> str:
    """The text with a mark in place of each token."""
    return _SECRET.sub(r"\1…", text)
