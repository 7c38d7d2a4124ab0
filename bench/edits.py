"""Editing a title through the form of the goal's page, as a browser with htmx sends it."""

import itertools
import re
from collections.abc import Iterator

from bench.calling import Answer, Caller, WrongAnswer
from bench.chains import Chain

_titles: Iterator[int] = itertools.count(1)


def hidden_fields(html: str) -> dict[str, str]:
    """The hidden inputs of a form, such as the version that was read."""
    found = {}
    for tag in re.findall(r"<input[^>]*>", html):
        attributes = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        if attributes.get("type") == "hidden" and "name" in attributes:
            found[attributes["name"]] = attributes.get("value", "")
    return found


class TitleEdits:
    """One edit after the other of one goal's title: every call saves another title on the version that came before."""

    def __init__(self, caller: Caller, chain: Chain) -> None:
        """Open the form once. Raises WrongAnswer when it carries no version."""
        self.caller = caller
        self.url = f"/g/{chain.edited}/edit/title/"
        chain.use()
        form = hidden_fields(caller.get(self.url, HTTP_HX_REQUEST="true").text)
        if "version" not in form:
            raise WrongAnswer(f"The form at {self.url} carries no version: {form}")
        self.version = int(form["version"])

    def save(self) -> Answer:
        """Save the next title; the next version is one higher."""
        form = {"title": f"Service booking works in {next(_titles)} workshops", "version": str(self.version)}
        answer = self.caller.post(self.url, form, HTTP_HX_REQUEST="true")
        self.version += 1
        return answer
