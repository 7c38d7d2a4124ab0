"""Calling the site as its server does: a WSGI environment in; status, headers and body out. No network in between."""

import io
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode, urlsplit

CSRF_TOKEN = "benchbenchbenchbenchbenchbench12"


class WrongAnswer(Exception):
    """The site answered something else than what is to be measured."""


@dataclass
class Answer:
    """What the site answered."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode()


@dataclass
class Caller:
    """A signed-in person's requests to a WSGI application."""

    application: Callable[..., Iterable[bytes]]
    cookies: dict[str, str] = field(default_factory=dict)

    def get(self, url: str, expect: int = 200, **headers: str) -> Answer:
        """GET `url`; headers are spelt as in WSGI: HTTP_HX_REQUEST. Raises WrongAnswer unless `expect` comes."""
        return self._call("GET", url, b"", expect, headers)

    def post(self, url: str, form: Mapping[str, str], expect: int = 200, **headers: str) -> Answer:
        """POST a form, with what protects it against forgery."""
        headers = {"HTTP_X_CSRFTOKEN": CSRF_TOKEN, "CONTENT_TYPE": "application/x-www-form-urlencoded", **headers}
        return self._call("POST", url, urlencode(form).encode(), expect, headers)

    def _call(self, method: str, url: str, body: bytes, expect: int, headers: Mapping[str, str]) -> Answer:
        parts = urlsplit(url)
        cookies = self.cookies | {"csrftoken": CSRF_TOKEN}
        environ = {
            "REQUEST_METHOD": method,
            "SCRIPT_NAME": "",
            "PATH_INFO": parts.path,
            "QUERY_STRING": parts.query,
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1",
            "HTTP_HOST": "localhost",
            "HTTP_ACCEPT": "text/html,application/json",
            "HTTP_COOKIE": "; ".join(f"{name}={value}" for name, value in cookies.items()),
            "CONTENT_LENGTH": str(len(body)),
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(body),
            "wsgi.errors": io.StringIO(),
            "wsgi.multithread": True,
            "wsgi.multiprocess": True,
            "wsgi.run_once": False,
            **headers,
        }
        started: list[Any] = []
        answer = self.application(environ, lambda status, headers, trouble=None: started.extend((status, headers)))
        try:
            content = b"".join(answer)
        finally:
            getattr(answer, "close", lambda: None)()
        status = int(started[0].split()[0])
        if status != expect:
            raise WrongAnswer(f"{method} {url} answered {started[0]} instead of {expect}: {content[:80]!r}")
        return Answer(status, {name.lower(): value for name, value in started[1]}, content)
