"""Answers that pages share: unchanged ones, and the check that a page is unchanged."""

import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.http import parse_etags


@cache
def _build() -> str:
    """What stands for the code and its templates: a page of an older build is never called unchanged."""
    newest = max(
        (path.stat().st_mtime for path in (settings.BASE_DIR / "templates").rglob("*.html")),
        default=0.0,
    )
    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    return f"{newest}:{manifest.stat().st_mtime if manifest.exists() else 0}"


def version_in(request: HttpRequest, name: str = "version") -> int:
    """The version that a form carries. A form without one was tampered with: it counts as read before the first.

    `version` is that of the goal, which editors of the goal keep up to date among themselves (see editing.js); what
    hangs on a goal has its own as `read`.
    """
    version = request.POST.get(name, "")
    return int(version) if version.isascii() and version.isdigit() and len(version) < 10 else 0


def version_kept(request: HttpRequest, stored: int, status: int, name: str = "version") -> int:
    """The version that a form carries when it comes back with `status`.

    A refused form (422) keeps the one that it was sent with: what somebody else saved meanwhile is then a clash at the
    next try. Else, after a clash too, it is the one that is `stored`, so that saving again is a decision.
    """
    return version_in(request, name) if status == 422 else stored


def page_tag(request: HttpRequest, *parts: Any) -> str:
    """The ETag of a page that shows `parts` (a revision, a role) to this person today; "" when a message waits.

    The revision stands for everything that the product holds. No query.
    """
    if settings.DEBUG or len(get_messages(request)):
        return ""
    htmx = getattr(request, "htmx", None)
    told = [
        request.user.pk,
        bool(htmx),
        request.get_full_path(),
        timezone.localdate(),
        request.COOKIES.get(settings.CSRF_COOKIE_NAME),
        request.COOKIES.get("theme"),
        _build(),
        *parts,
    ]
    return f'"{hashlib.blake2b(repr(told).encode(), digest_size=12).hexdigest()}"'


def unchanged(request: HttpRequest, tag: str) -> HttpResponse | None:
    """304 when the browser holds this very page, else None. htmx would swap a 304's emptiness: it gets the page."""
    if not tag or getattr(request, "htmx", False):
        return None
    if tag in parse_etags(request.headers.get("If-None-Match", "")):
        return tagged(HttpResponseNotModified(), tag)
    return None


def tagged(response: HttpResponse, tag: str) -> HttpResponse:
    """The response, to be asked for again each time, under its tag."""
    if tag:
        response["ETag"] = tag
    patch_cache_control(response, private=True, no_cache=True)
    return response
