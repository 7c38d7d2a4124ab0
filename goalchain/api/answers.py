"""What goes out: JSON with its ETag, and lists in pages."""

import base64
import binascii
import hashlib
import json
import re
from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils.http import parse_etags
from rest_framework.request import Request
from rest_framework.utils.urls import remove_query_param, replace_query_param
from rest_framework.views import APIView

from goalchain.accounts.models import User

from .parsing import refuse_large
from .problems import BadQuery

PAGE_SIZE, MOST = 50, 200
_CURSOR = re.compile(r"([ab])(\d{1,18})\Z")

Row = Sequence[Any]


class Asked(Request):
    """A request of somebody: the permissions let nobody else come as far as a view's methods."""

    user: User


class ApiView(APIView):
    """A view of the API: the rights of the caller are asked in each method, after the fetch.

    `names` says where a body holds what the verbs call by another name.
    """

    names: dict[str, str] = {}

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Authenticate, check the scope and the size of the body."""
        super().initial(request, *args, **kwargs)
        refuse_large(request)

    def options(  # type: ignore[override]  # the stubs know DRF's own answers alone
        self, request: Request, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Which methods there are, in Allow."""
        return HttpResponse(status=204, headers={"Allow": ", ".join(self.allowed_methods)})


def answer(body: Any, *, status: int = 200, etag: str | None = None, location: str | None = None) -> HttpResponse:
    """`body` as JSON. Caches may keep it for its owner only, and ask again each time."""
    response = HttpResponse(
        json.dumps(body, ensure_ascii=False, separators=(",", ":")), status=status, content_type="application/json"
    )
    response["Cache-Control"] = "private, no-cache"
    response["Vary"] = "Authorization"
    if etag is not None:
        response["ETag"] = f'"{etag}"'
    if location is not None:
        response["Location"] = location
    return response


def hashed(body: Any) -> str:
    """An ETag for what has no version of its own: it changes when the representation does."""
    return hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()[:32]


def unchanged(request: Request, etag: str) -> HttpResponse | None:
    """304 when the caller holds this ETag already (If-None-Match), else None."""
    held = parse_etags(request.headers.get("If-None-Match", ""))
    if f'"{etag}"' in held or f'W/"{etag}"' in held or held == ["*"]:
        return HttpResponse(status=304, headers={"ETag": f'"{etag}"', "Cache-Control": "private, no-cache"})
    return None


def page(
    request: Request,
    queryset: "QuerySet[Any]",
    columns: Sequence[Any],
    build: Callable[[list[Row]], list[dict[str, Any]]],
) -> HttpResponse:
    """A page of a list, oldest first: `{"next", "previous", "results"}`.

    The first of `columns` is the unique number by which the list is ordered and the cursor goes on, so that nothing is
    left out or shown twice while others write. Queries: one, and those of `build`. Raises BadQuery.
    """
    by = columns[0]

    def beside(pivot: int | None, limit: int, forward: bool) -> list[Row]:
        found = queryset if pivot is None else queryset.filter(**{f"{by}__{'gt' if forward else 'lt'}": pivot})
        ordered = found.order_by(by if forward else f"-{by}")
        return list(ordered.values_list(*columns)[:limit])

    return page_by(request, beside, build)


def page_by(
    request: Request,
    beside: Callable[[int | None, int, bool], list[Row]],
    build: Callable[[list[Row]], list[dict[str, Any]]],
) -> HttpResponse:
    """The same of rows that no queryset tells.

    `beside(pivot, limit, forward)` tells the rows next after the one whose number is `pivot` (None: the first ones), or
    with `forward` False those before it, the nearest first; each row begins with its unique number.
    """
    size = _size(request)
    direction, pivot = _read_cursor(request.query_params.get("cursor"))
    forward = direction == "a"
    rows = beside(pivot, size + 1, forward)
    more, rows = len(rows) > size, rows[:size]
    if not forward:
        rows.reverse()
    first, last = (rows[0][0], rows[-1][0]) if rows else ((pivot or 0) + forward, (pivot or 0) - (not forward))
    address = remove_query_param(request.build_absolute_uri(), "cursor")
    has_next = more if forward else pivot is not None
    has_previous = more if not forward else pivot is not None
    return answer(
        {
            "next": replace_query_param(address, "cursor", _cursor("a", last)) if has_next else None,
            "previous": replace_query_param(address, "cursor", _cursor("b", first)) if has_previous else None,
            "results": build(rows),
        }
    )


def page_of_found(
    request: Request, found: Sequence[Any], build: Callable[[Sequence[Any]], list[dict[str, Any]]]
) -> HttpResponse:
    """A page of a list that is in an order of its own and was read whole; the cursor counts. Raises BadQuery."""
    size = _size(request)
    direction, pivot = _read_cursor(request.query_params.get("cursor"))
    start = max(0, pivot - size) if pivot and direction == "b" else pivot or 0
    address = remove_query_param(request.build_absolute_uri(), "cursor")
    has_next = start + size < len(found)
    return answer(
        {
            "next": replace_query_param(address, "cursor", _cursor("a", start + size)) if has_next else None,
            "previous": replace_query_param(address, "cursor", _cursor("b", start)) if start else None,
            "results": build(found[start : start + size]),
        }
    )


def _size(request: Request) -> int:
    text = request.query_params.get("page_size", str(PAGE_SIZE))
    if not re.fullmatch(r"[0-9]{1,4}", text) or not 1 <= int(text) <= MOST:
        raise BadQuery({"page_size": [f"Give a number from 1 to {MOST}."]})
    return int(text)


def _cursor(direction: str, pivot: int) -> str:
    return base64.urlsafe_b64encode(f"{direction}{pivot}".encode()).decode().rstrip("=")


def _read_cursor(text: str | None) -> tuple[str, int | None]:
    if not text:
        return "a", None
    try:
        found = _CURSOR.match(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode("ascii"))
    except (binascii.Error, ValueError):
        found = None
    if found is None:
        raise BadQuery({"cursor": ["This is no cursor. Take the address in next or previous as it stands."]})
    return found[1], int(found[2])
