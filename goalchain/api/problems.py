"""Problem details (RFC 9457): the one form of every answer that refuses."""

import json
from http import HTTPStatus
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from rest_framework import exceptions, status

from goalchain.products.errors import Refused, Stale


class PreconditionRequired(exceptions.APIException):
    """A change that does not say which version was read (RFC 6585)."""

    status_code = status.HTTP_428_PRECONDITION_REQUIRED
    default_detail = "Say which version you read: send its ETag as If-Match. So nobody's change is lost."


class PreconditionFailed(exceptions.APIException):
    """The version that was read is no longer the stored one (RFC 9110)."""

    status_code = status.HTTP_412_PRECONDITION_FAILED
    default_detail = "Somebody else changed this since you read it. Read it again, then change it."


class TooLarge(exceptions.APIException):
    """A body beyond what is read."""

    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE
    default_detail = "The body is larger than 12 MB. Send it in parts."


class Unprocessable(exceptions.ValidationError):
    """A body that can be read but breaks a rule; `detail` maps fields to messages."""

    status_code = status.HTTP_422_UNPROCESSABLE_ENTITY


class BadQuery(exceptions.ValidationError):
    """A query parameter that cannot be understood; `detail` maps parameters to messages."""


def problem(
    code: int, detail: str, *, errors: dict[str, list[str]] | None = None, headers: dict[str, str] | None = None
) -> HttpResponse:
    """An answer of type application/problem+json. `errors` maps fields (`parents.0.key` inside lists) to messages."""
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": HTTPStatus(code).phrase,
        "status": code,
        "detail": detail,
    }
    if errors:
        body["errors"] = errors
    return HttpResponse(
        json.dumps(body, ensure_ascii=False).encode("utf-8", "replace"),
        status=code,
        content_type="application/problem+json",
        headers={"Cache-Control": "no-store", **(headers or {})},
    )


def answer_exception(error: Exception, context: dict[str, Any]) -> HttpResponse | None:
    """The problem that an exception in a view stands for; None for what is our own mistake (500)."""
    if isinstance(error, Refused):
        name = getattr(context["view"], "names", {}).get(error.field, error.field)
        return problem(422, error.message, errors={name: [error.message]} if name else None)
    if isinstance(error, Stale):
        return problem(412, PreconditionFailed.default_detail)
    if isinstance(error, Http404):
        return problem(404, str(error))
    if isinstance(error, PermissionDenied):
        return problem(403, str(error))
    if isinstance(error, RequestDataTooBig):
        return problem(413, TooLarge.default_detail)
    if isinstance(error, exceptions.APIException):
        return _answer_api_exception(error)
    return None


def _answer_api_exception(error: exceptions.APIException) -> HttpResponse:
    headers = {}
    if challenge := getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = challenge
    if wait := getattr(error, "wait", None):
        headers["Retry-After"] = str(int(wait))
    if isinstance(error, exceptions.ValidationError):
        errors = dict(_flat(error.detail))
        code = error.status_code if isinstance(error, BadQuery) else 422
        first = next(iter(errors.items()), ("", ["The request is not valid."]))
        detail = first[1][0] if not first[0] else f"{first[0]}: {first[1][0]}"
        return problem(code, detail, errors={name or "body": texts for name, texts in errors.items()})
    return problem(error.status_code, str(error.detail), headers=headers)


def _flat(detail: Any, path: str = "") -> list[tuple[str, list[str]]]:
    """Errors in lists and objects as pairs of a dotted path and its messages."""
    if isinstance(detail, dict):
        pairs = [
            pair
            for name, inner in detail.items()
            for pair in _flat(inner, path if name == "non_field_errors" else f"{path}.{name}".lstrip("."))
        ]
        return pairs
    if isinstance(detail, list) and any(isinstance(inner, dict | list) for inner in detail):
        return [pair for index, inner in enumerate(detail) for pair in _flat(inner, f"{path}.{index}".lstrip("."))]
    return [(path, [str(text) for text in (detail if isinstance(detail, list) else [detail])])]


@login_not_required
@csrf_exempt
def no_such_address(request: HttpRequest) -> HttpResponse:
    """What stands at every address under /api/ that is not part of the API."""
    return problem(404, f"There is nothing at {request.path}. The API is described at /api/docs/.")
