"""The way of a form that is refused while somebody else saves: what they wrote must not be lost at the next try."""

from collections.abc import Callable
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any

from django.test import Client

from goalchain.products.models import Product

#: The fields that say what the person had read.
READ = ("version", "read", "goal_version", "former_version", "former", "vision")


class _Forms(HTMLParser):
    """Collects of each form of a page where it posts, and its hidden fields."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[tuple[str, dict[str, str]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a form, or note a hidden field of the last one."""
        words = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append((words.get("action", ""), {}))
        elif tag == "input" and words.get("type") == "hidden" and self.forms:
            self.forms[-1][1][words["name"]] = words.get("value", "")


def read_in(html: str, address: str) -> dict[str, str]:
    """What the form that posts to `address` says was read: its fields of READ. A form without an action posts to its
    page."""
    parser = _Forms()
    parser.feed(html)
    for action, hidden in parser.forms:
        found = {name: hidden[name] for name in READ if name in hidden}
        if found and action in ("", address):
            return found
    raise AssertionError(f"No form here leads to {address} and says what was read: {parser.forms}")


@dataclass
class Tried:
    """A form at the address to which it posts: what it takes, what is wrong in it first, what somebody else does
    meanwhile; `page` is where it opens, if that is not its own address."""

    address: str
    right: dict[str, Any]
    wrong: dict[str, Any]
    meanwhile: Callable[[], object]
    page: str = ""


def refused_then_clashes(
    client: Client, product: Product, tried: Tried, *, headers: dict[str, str] | None = None
) -> None:
    """Open the form, let somebody save something, send it with what is wrong, then without: refused, then a clash, with
    nothing written; the form of the clash goes on from what is stored."""
    address, page = tried.address, tried.page or tried.address
    opened = read_in(client.get(page, headers=headers).content.decode(), address)
    tried.meanwhile()
    saved = revision_of(product)
    refused = client.post(address, opened | tried.right | tried.wrong, headers=headers)
    assert refused.status_code == 422
    kept = read_in(refused.content.decode(), address)
    assert kept == opened, "A refused form says what was read when it was opened."
    clash = client.post(address, kept | tried.right, headers=headers)
    assert clash.status_code == 409, "What somebody saved meanwhile is a clash, not overwritten."
    assert revision_of(product) == saved
    assert read_in(clash.content.decode(), address) != kept, "After a clash, saving again is a decision."


def refused_without_version(client: Client, tried: Tried, *, none: str = "0") -> None:
    """A form that says nothing of what was read is refused as well, and comes back with a version that nothing has."""
    refused = client.post(tried.address, tried.right | tried.wrong)
    assert refused.status_code == 422
    read = read_in(refused.content.decode(), tried.address)
    assert {read[name] for name in ("version", "read", "goal_version") if name in read} == {none}


def revision_of(product: Product) -> int:
    """The revision of the product as it is stored."""
    product.refresh_from_db(fields=["revision"])
    return product.revision
