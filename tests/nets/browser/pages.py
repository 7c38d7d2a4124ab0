"""Every page that a person can open, from the route table: its name, address and who opens it."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from playwright.sync_api import Page, expect

from tests.nets.cases import Case
from tests.nets.expectation import expected
from tests.nets.html import is_html
from tests.nets.routes import ROUTES
from tests.nets.world import World, signed_in

#: Pages for those who are not signed in: who is, gets led on.
FOR_NOBODY = ("account_login", "account_signup", "account_reset_password", "account_reset_password_from_key")

#: Pages that look different for another level or state; of the others, one stands for all.
OF_EVERY_GOAL = ("goal", "goal_trace")


@dataclass(frozen=True)
class PageToOpen:
    """A page: what the net calls it, its address, the status it answers, and whether somebody is signed in there."""

    name: str
    address: str
    status: int
    signed_in: bool


def pages(world: World) -> Iterator[PageToOpen]:
    """Yield every address that gives HTML to the owner (to nobody, for the pages before sign-in), and an error page."""
    known = set()
    for name, cases in ROUTES.items():
        for case in cases:
            if case.method != "GET" or expected(name, case, "owner") != case.ok:
                continue
            about = case.about(world)
            kind = case.goal if name in OF_EVERY_GOAL else case.kwargs(world, about).get("name")
            asked = case.query(world, about)
            view = (
                *(asked.get(word) for word in ("view", "mode", "rule", "by", "outcome")),
                *(word in asked for word in ("as_of", "from")),
            )
            # Each link leads to a page of its own kind.
            link = case.kwargs(world, about).get("token") if name == "shared" else None
            shape = (name, kind, view, link)
            page = page_of(name, case, world) if shape not in known else None
            if page:
                known.add(shape)
                yield page
    yield PageToOpen("error 404", "/nowhere/", 404, True)


def page_of(name: str, case: Case, world: World) -> PageToOpen | None:
    """The page of a case, unless it leads elsewhere or is no page."""
    client = world.actors["anonymous"] if name in FOR_NOBODY else signed_in(world.owner)
    answer = case.send(name, world, client)
    if answer.status_code != 200 or not is_html(answer):
        return None
    query = "&".join(f"{key}={value}" for key, value in case.query(world, case.about(world)).items())
    address = case.path(name, world) + (f"?{query}" if query else "")
    if name == "invitation":
        # A browser comes to it by the link alone.
        address = reverse("invitation_link", kwargs={"token": world.invitation_token})
    return PageToOpen(name, address, 200, name not in FOR_NOBODY)


def ready(page: Page) -> None:
    """Wait until the page and what it loads by itself are there."""
    page.wait_for_load_state("load")
    expect(page.locator(".htmx-request")).to_have_count(0)


def settled(page: Page) -> None:
    """Wait until nothing moves any more and what was changed has been drawn."""
    page.evaluate(
        """async () => {
          await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
          await Promise.allSettled(document.getAnimations().map((moving) => moving.finished));
        }"""
    )
