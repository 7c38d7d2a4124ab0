"""A spreadsheet of sixty goals: bad rows are named and nothing is written; mended, all is; export equals import."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from goalchain.goals.models import Goal
from goalchain.sharing.sheet.columns import split
from goalchain.sharing.sheet.reading import read_sheet
from tests.factories import make_goal, make_product, product_owner
from tests.journeys.steps import on_map
from tests.sharing.sixty import BAD, sixty_goals

Open = Callable[..., Page]


def choose(page: Page, text: str) -> None:
    """Choose a file with this text and look at what it would do."""
    file = {"name": "goals.csv", "mimeType": "text/csv", "buffer": text.encode()}
    page.get_by_label("CSV file").set_input_files(file)  # type: ignore[arg-type]
    page.get_by_role("button", name="Show what will happen").or_(page.get_by_role("button", name="Look again")).click()


def rows_of(text: str) -> dict[str, dict[str, object]]:
    """The rows of a sheet by title: what export and import share, apart from the names that keys had in the file."""
    rows = {}
    for row in read_sheet(text).rows:
        cells: dict[str, object] = dict(row.cells)
        cells["rationale"] = sorted(split(row.cells["rationale"]))
        cells["parents"] = len(split(row.cells["parents"]))
        cells["state"] = cells["state"] or "draft"
        del cells["key"]
        rows[row.cells["title"]] = cells
    return rows


@pytest.mark.allow_status(422)
def test_a_spreadsheet_of_sixty_goals(open_as: Open) -> None:
    product = make_product(key="BIKE")
    owner = product_owner(product)
    page = open_as(owner, f"/p/{product.key}/settings/")
    page.get_by_role("link", name="Import goals").click()

    choose(page, sixty_goals(owner.email, bad=True))
    expect(page.get_by_role("heading", level=1)).to_have_text("2 rows cannot be imported")
    for name, reason in zip(BAD, ("“team” is no level", "The parent “nowhere” is neither in the file"), strict=True):
        expect(page.get_by_role("listitem").filter(has_text=name).filter(has_text=reason)).to_be_visible()
    assert not Goal.objects.exists()

    choose(page, sixty_goals(owner.email))
    expect(page.get_by_role("heading", level=1)).to_have_text("This is what will happen")
    expect(page.get_by_role("row").filter(has_text="Made as BIKE-")).to_have_count(60)
    assert not Goal.objects.exists()
    page.get_by_role("button", name="Import 60 goals").click()
    expect(page).to_have_url(f"{page.url.split('/p/')[0]}/p/BIKE/")
    expect(page.get_by_text("Imported: 60 made, 0 changed.")).to_be_visible()
    assert Goal.objects.count() == 60

    page.goto(f"/p/{product.key}/settings/")
    with page.expect_download() as download:
        page.get_by_role("link", name="Export the chain").click()
    exported = Path(download.value.path()).read_bytes()
    assert rows_of(exported.decode("utf-8-sig")) == rows_of(sixty_goals(owner.email))

    page.goto(f"/p/{product.key}/import/")
    choose(page, exported.decode())
    expect(page.get_by_role("heading", level=1)).to_have_text("Nothing would change")


@pytest.mark.allow_status(422)
def test_rows_are_pasted_and_mended_on_the_page(open_as: Open) -> None:
    product = make_product(key="BIKE")
    page = open_as(product_owner(product), "/p/BIKE/import/")
    text = page.get_by_label("Or paste the rows")
    text.fill("level\ttitle\nteam\tRiders trust it\n")
    page.get_by_role("button", name="Show what will happen").click()
    expect(page.get_by_text("“team” is no level")).to_be_visible()
    expect(text).to_have_value("level\ttitle\nteam\tRiders trust it\n")
    text.fill("level\ttitle\nuser\tRiders trust it\n")
    page.get_by_role("button", name="Look again").click()
    page.get_by_role("button", name="Import 1 goal").click()
    expect(on_map(page, "Riders trust it")).to_be_visible()


@pytest.mark.allow_status(409)
def test_a_chain_that_changed_meanwhile_is_previewed_again(open_as: Open) -> None:
    product = make_product(key="BIKE")
    page = open_as(product_owner(product), "/p/BIKE/import/")
    page.get_by_label("Or paste the rows").fill("key,level,title\nnew,user,Riders trust it\n")
    page.get_by_role("button", name="Show what will happen").click()
    expect(page.get_by_text("Made as BIKE-1")).to_be_visible()
    make_goal(product, "user")
    page.get_by_role("button", name="Import 1 goal").click()
    expect(page.get_by_text("Somebody changed the chain while you were looking.")).to_be_visible()
    expect(page.get_by_text("Made as BIKE-2")).to_be_visible()
    page.get_by_role("button", name="Import 1 goal").click()
    expect(on_map(page, "Riders trust it")).to_be_visible()


def test_without_javascript_it_works_as_well(open_as: Open) -> None:
    product = make_product(key="BIKE")
    page = open_as(product_owner(product), "/p/BIKE/import/", java_script_enabled=False)
    choose(page, "level,title\nuser,Riders trust it\n")
    page.get_by_role("button", name="Import 1 goal").click()
    expect(page.get_by_text("Imported: 1 made, 0 changed.")).to_be_visible()
