"""The watch over a browser: what a person would not see, or should never see, fails the test."""

import re
from collections.abc import Iterable

from playwright.sync_api import BrowserContext, ConsoleMessage, Request, Response, WebError

# The browser's own line about an answer of 400 and above. The answer itself is judged, with its status.
ANSWER_LINE = re.compile(r"^Failed to load resource: the server responded with a status of \d+")
# htmx's line about the same.
HTMX_LINE = re.compile(r"^Response Status Error Code (\d+) from")


class Watch:
    """Collects complaints from every page of the contexts it follows: errors in the console (violations of the content
    policy are among them), exceptions that nobody caught, answers of 400 and above, requests to another host.
    """

    def __init__(self, home: str, allowed_statuses: Iterable[int] = ()) -> None:
        """`home` is the address of the server under test; answers with an allowed status are no complaint."""
        self.home = home
        self.allowed_statuses = set(allowed_statuses)
        self.complaints: list[str] = []

    def follow(self, context: BrowserContext) -> None:
        """Watch all pages that `context` has or opens."""
        context.on("console", self._console)
        context.on("weberror", self._uncaught)
        context.on("request", self._request)
        context.on("response", self._response)

    def settle(self) -> None:
        """Raise AssertionError with all complaints, if there are any."""
        assert not self.complaints, "The browser complained:\n" + "\n".join(self.complaints)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type != "error" or ANSWER_LINE.match(message.text):
            return
        answer = HTMX_LINE.match(message.text)
        if answer and int(answer[1]) in self.allowed_statuses:
            return
        self.complaints.append(f"console: {message.text} ({message.location['url']}:{message.location['lineNumber']})")

    def _uncaught(self, error: WebError) -> None:
        self.complaints.append(f"uncaught: {error.error.stack or error.error.message}")

    def _request(self, request: Request) -> None:
        local = (self.home + "/", "data:", "blob:", "about:")
        if not request.url.startswith(local):
            self.complaints.append(f"another host: {request.method} {request.url}")

    def _response(self, response: Response) -> None:
        if response.status >= 400 and response.status not in self.allowed_statuses:
            self.complaints.append(f"answer {response.status}: {response.request.method} {response.url}")
