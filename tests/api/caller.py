"""Asking the API as a program does."""

import json
from typing import Any

from django.http import HttpResponse
from django.test import Client

from goalchain.accounts.models import User
from tests.factories import make_token


class Caller:
    """A program with a token of `user`; None: nobody."""

    def __init__(self, user: User | None, scope: str = "write") -> None:
        self.client = Client()
        self.headers = {"Authorization": f"Bearer {make_token(user, scope=scope)}"} if user else {}

    def ask(self, method: str, path: str, body: Any = None, match: str | int | None = None) -> HttpResponse:
        """The answer; `path` goes on after /api/v1/. `match` is the version for If-Match, without quotes."""
        headers = self.headers | ({} if match is None else {"If-Match": f'"{match}"'})
        text = "" if body is None else body if isinstance(body, str | bytes) else json.dumps(body)
        return self.client.generic(method, f"/api/v1/{path}", text, "application/json", headers=headers)

    def get(self, path: str) -> HttpResponse:
        """Read."""
        return self.ask("GET", path)

    def post(self, path: str, body: Any = None, match: str | int | None = None) -> HttpResponse:
        """Make or act."""
        return self.ask("POST", path, body, match)

    def put(self, path: str, body: Any, match: str | int | None = None) -> HttpResponse:
        """Make or replace."""
        return self.ask("PUT", path, body, match)

    def patch(self, path: str, body: Any, match: str | int | None = None) -> HttpResponse:
        """Change."""
        return self.ask("PATCH", path, body, match)

    def delete(self, path: str, match: str | int | None = None) -> HttpResponse:
        """Take away."""
        return self.ask("DELETE", path, None, match)


def refused(answer: HttpResponse, status: int, *fields: str) -> str:
    """Make sure that this is a problem of that status beside these fields; return its detail."""
    assert answer.status_code == status, answer.content
    assert answer.headers["Content-Type"] == "application/problem+json"
    problem = answer.json()
    assert problem["status"] == status
    assert set(problem.get("errors", {})) == set(fields)
    return str(problem["detail"])


def done(answer: HttpResponse, status: int = 200) -> Any:
    """Make sure that this was done; return what was answered."""
    assert answer.status_code == status, answer.content
    return answer.json() if answer.content else None
