"""Q7: a world in which every text is an attack, opened page by page in Chromium: nothing runs, nothing is sent."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, Request

from goalchain.goals.models import Event
from goalchain.products.models import Product
from tests.nets.canaries import TIMED, planted, rows_of
from tests.nets.hostile import MARK, MARKUP
from tests.nets.world import World

from .pages import pages, ready

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.allow_status(404), pytest.mark.once]


#: Words of an event that nobody types: from these a frozen page rebuilds the past.
NO_TEXT = ("state", "level_name", "outcome", "confidence", "direction")
NO_TEXT += ("starts_on", "ends_on", "archived_at", "target_on", "day", "shipped_on", "until")
NO_TEXT += ("value", "baseline", "target", "lower", "upper")


def poison(product: Product) -> int:
    """Put an attack into every text of a product, each kind in turn; return into how many."""
    attacks, count = attacks_in_turn(), 0
    for model, name in planted():
        if "email" in name:
            continue
        for row in rows_of(model, product):
            if name in TIMED and getattr(row, TIMED[name], True) is None:
                continue
            text = f"{row.pk} {next(attacks)}"[: model._meta.get_field(name).max_length or 500]
            model._base_manager.filter(pk=row.pk).update(**{name: text})
            count += 1
    for event in Event.objects.filter(product=product):
        after = {name: next(attacks) if isinstance(value, str) else value for name, value in event.after.items()}
        kept = {name: event.after[name] for name in NO_TEXT if name in after}
        former = {
            name: next(attacks) if name in ("title", "statement") else value for name, value in event.former.items()
        }
        Event.objects.filter(pk=event.pk).update(after=after | kept, former=former)
    return count


def attacks_in_turn() -> Iterator[str]:
    while True:
        yield from MARKUP.values()


def test_nothing_runs_and_nothing_is_sent(world: World, page: Page, sign_in, figures) -> None:
    texts = poison(world.product)
    world.owner.name = MARKUP["handler"]
    world.owner.save(update_fields=["name"])
    sign_in(page, world.owner)
    sent: list[str] = []

    def note(request: Request) -> None:
        if request.method != "GET":
            sent.append(f"{request.method} {request.url}")

    page.on("request", note)
    page.on("dialog", lambda dialog: sent.append(dialog.message) or dialog.dismiss())
    opened = [entry for entry in pages(world) if entry.signed_in]
    ran = []
    for entry in opened:
        page.goto(entry.address)
        ready(page)
        page.mouse.move(400, 300)
        if page.evaluate(f"window.{MARK}"):
            ran.append(entry.address)
        assert page.locator("#main").is_visible(), f"{entry.address} hides its content"
    figures("Q7", f"{len(ran)} scripts run on {len(opened)} pages that show {texts} hostile texts")
    assert not ran
    assert not sent


def test_a_script_that_ran_would_be_noticed(world: World, page: Page, sign_in) -> None:
    """The control: the mark is seen when it is set."""
    sign_in(page, world.owner)
    page.goto("/")
    assert not page.evaluate(f"window.{MARK}")
    page.evaluate(MARKUP["script"].removeprefix("<script>").removesuffix("</script>"))
    assert page.evaluate(f"window.{MARK}")
