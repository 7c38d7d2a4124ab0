"""Sheets: rows of cells in, harmless cells out."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goalchain.lib.sheets import Unreadable, cells_by_name, columns_of, csv_answer, guard, rows_in, text_of, unguard


@given(st.text())
def test_a_guarded_text_comes_back_and_is_never_run(text):
    assert unguard(guard(text)) == text
    assert not guard(text).startswith(("=", "+", "-", "@", "\t", "\r", "＝"))


def test_rows_begin_on_their_line_whatever_parts_the_cells():
    assert list(rows_in('a,b\n"two\nlines",x\n\n3,4')) == [(1, ["a", "b"]), (2, ["two\nlines", "x"]), (5, ["3", "4"])]
    assert list(rows_in("\ufeffa;b\r\n1;2")) == [(1, ["a", "b"]), (2, ["1", "2"])]
    assert list(rows_in("a, b\tc")) == [(1, ["a, b", "c"])]


@pytest.mark.parametrize(("text", "words"), [("a\0b", "NUL"), ('a,"b' + "x" * 200_000, "cannot be read")])
def test_what_is_no_text_is_refused(text, words):
    with pytest.raises(Unreadable, match=words):
        list(rows_in(text))


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        (["text", "colour"], "“colour” is no column here"),
        (["date"], "“text” is missing"),
        (["text", "Text"], "“text” stands there twice"),
        (["Too slow", "Ada"], "does not name the columns"),
    ],
)
def test_columns_that_are_none_are_named(cells, words):
    with pytest.raises(Unreadable, match=words):
        columns_of(cells, ("date", "text"), ["text"])


def test_columns_stand_in_any_order():
    columns = columns_of([" Text", "", "DATE"], ("date", "text"), ["text"])
    assert columns == {"text": 0, "date": 2}
    assert cells_by_name([" '=1 "], columns) == {"text": "=1", "date": ""}
    with pytest.raises(ValueError, match="4 cells instead of 2"):
        cells_by_name(["a", "b", "c", "d"], columns)


def test_files_are_utf_8_and_no_book():
    assert text_of("\ufeffä".encode()) == "ä"
    with pytest.raises(Unreadable, match="UTF-8"):
        text_of("ä".encode("latin-1"))
    with pytest.raises(Unreadable, match="larger"):
        text_of(b"x" * 2_000_001)


def test_a_sheet_to_download():
    answer = csv_answer("a.csv", ["text"], [[guard("=1")], ["two\nlines"]])
    assert answer["Content-Disposition"] == 'attachment; filename="a.csv"'
    assert list(csv.reader(io.StringIO(answer.content.decode(), newline=""))) == [["text"], ["'=1"], ["two\nlines"]]
