"""Cells come back exactly, and no spreadsheet runs one."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goalchain.lib.sheets import guard, unguard
from goalchain.sharing.sheet.columns import join, split

#: Any text that both databases store: no NUL, no lone surrogates.
TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
TRICKY = st.text(st.sampled_from("'=+-@\t\r\n;\\ ,\"ä＝"), max_size=12)


@given(TEXT | TRICKY)
def test_a_guarded_cell_comes_back(text):
    assert unguard(guard(text)) == text


@given(TEXT | TRICKY)
def test_no_guarded_cell_is_a_formula(text):
    assert not guard(text).startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"))


@given(st.lists(TEXT | TRICKY, min_size=1, max_size=4))
def test_a_list_comes_back(parts):
    cell = join(parts)
    assert split(cell) == (parts if any(parts) else [""])


@given(st.lists(TRICKY, min_size=1, max_size=4))
def test_a_list_comes_back_through_a_csv_file(parts):
    file = io.StringIO(newline="")
    csv.writer(file).writerow(["BIKE-1", guard(join(parts))])
    [[_, cell]] = csv.reader(io.StringIO(file.getvalue(), newline=""), strict=True)
    assert split(unguard(cell)) == (parts if any(parts) else [""])


@pytest.mark.parametrize(
    ("cell", "parts"),
    [
        ("", [""]),
        ("because it is slow", ["because it is slow"]),
        ("one; two ;three", ["one", "two", "three"]),
        ("one;;three", ["one", "", "three"]),
        (r"a\; b;c", ["a; b", "c"]),
        (r"a\\;c", ["a\\", "c"]),
        (r"C:\path", [r"C:\path"]),
        ("ends with \\", ["ends with \\"]),
        ("\\ kept \\ ", [" kept  "]),
    ],
)
def test_lists_as_people_write_them(cell, parts):
    assert split(cell) == parts


@pytest.mark.parametrize("cell", ["'tis the season", "''", "'", "'a=b"])
def test_other_apostrophes_stay(cell):
    assert unguard(cell) == guard(cell) == cell
