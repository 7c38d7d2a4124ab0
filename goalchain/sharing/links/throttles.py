"""How often one may try: guesses at a password, and feedback. Counted as sign-ins are, in the cache; no cookie."""

from collections.abc import Callable
from typing import Final

from allauth.core.internal import ratelimit
from django.http import HttpRequest

from .models import ShareLink

#: Guesses at the password of a link, by whomever; who knows it is not counted.
GUESSES: Final = "10/h/key"
#: Feedback by one address to one link, and by all to one link.
FEEDBACK: Final = "6/h/key"
FEEDBACK_OF_ALL: Final = "200/d/key"


def may_guess(request: HttpRequest, link: ShareLink) -> Callable[[], None] | None:
    """Count a guess; None when there were too many. Calling what is returned takes the count back."""
    usage = _count(request, "share_guess", GUESSES, str(link.pk))
    return usage.rollback if usage else None


def may_speak(request: HttpRequest, link: ShareLink) -> bool:
    """Count feedback to this link from the visitor's address; False when it is too much for now."""
    mine = _count(request, "share_feedback", FEEDBACK, f"{link.pk} {ratelimit.get_ip(request)}")
    return bool(mine and _count(request, "share_feedback_all", FEEDBACK_OF_ALL, str(link.pk)))


def _count(request: HttpRequest, action: str, rate: str, key: str) -> ratelimit.RateLimitUsage | None:
    return ratelimit.consume(request, app="goalchain.sharing", action=action, config={action: rate}, key=key)
