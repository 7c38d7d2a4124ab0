"""Reading what was sent: the body as strict JSON, If-Match as RFC 9110 writes it."""

import re
from collections.abc import Mapping
from typing import IO, Any

from django.conf import settings
from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser
from rest_framework.request import Request

from .problems import PreconditionFailed, PreconditionRequired, TooLarge

_ETAG = r'(?:W/)?"[\x21\x23-\x7e\x80-\xff]*"'
_ETAGS = re.compile(rf"\s*{_ETAG}\s*(?:,\s*{_ETAG}\s*)*\Z")


class Json(JSONParser):
    """JSON without NaN and Infinity; whatever cannot be read is a 400."""

    def parse(
        self, stream: IO[Any], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> Any:
        """The body. Raises ParseError, also for nesting that no reader follows."""
        context = dict(parser_context or {})
        if context.get("encoding", "utf-8").lower().replace("_", "-") not in ("utf-8", "utf8", "us-ascii", "ascii"):
            raise ParseError("Send the body in UTF-8.")
        try:
            return super().parse(stream, media_type, context)
        except RecursionError:
            raise ParseError("The body is nested too deeply.") from None


def refuse_large(request: Request) -> None:
    """Raise TooLarge for a body beyond the limit, before it is read."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    if length.isascii() and length.isdigit() and int(length) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
        raise TooLarge


def require_match(request: Request, current: str) -> None:
    """Make sure that the caller read the version whose ETag holds `current`.

    Raises PreconditionRequired (428) without If-Match, ParseError (400) for one that is malformed or `*`, which names
    no version, and PreconditionFailed (412) when none of its ETags is the current one; a weak one never is.
    """
    header = request.headers.get("If-Match")
    if header is None:
        raise PreconditionRequired
    if not _ETAGS.match(header):
        raise ParseError('If-Match is not understood. Send the ETag that you read, with its quotes: "7".')
    if f'"{current}"' not in re.findall(_ETAG, header):
        raise PreconditionFailed


def match_if_sent(request: Request, current: str) -> None:
    """As require_match, but If-Match may be left out."""
    if "If-Match" in request.headers:
        require_match(request, current)
