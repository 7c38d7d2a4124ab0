"""A file becomes rows, or the reason why not is told with what to do."""

import csv

import pytest

from goalchain.sharing.sheet.reading import PAGE_LIMIT, ROW_LIMIT, Unreadable, _why, read_sheet

HEADER = "key,level,title\n"


def refusal(content: bytes | str) -> str:
    """What reading this says."""
    with pytest.raises(Unreadable) as unreadable:
        read_sheet(content)
    return str(unreadable.value)


def test_rows_have_the_line_they_begin_on():
    sheet = read_sheet('key,level,title\n\na,user,"two\nlines"\n,,\nb,user,"cr\r\nlf"\nc,user,C\n')
    assert [(row.line, row.cells["key"]) for row in sheet.rows] == [(3, "a"), (6, "b"), (8, "c")]
    assert [row.cells["title"] for row in sheet.rows] == ["two\nlines", "cr\r\nlf", "C"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_delimiters_and_line_ends(delimiter, line_end):
    lines = [["key", "level", "title"], ["a", "user", '"One, two; three"'], ["b", "user", "B"]]
    text = line_end.join(delimiter.join(cells) for cells in lines)
    assert [row.cells["title"] for row in read_sheet(text).rows] == ["One, two; three", "B"]


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_with_and_without_byte_order_mark(mark):
    sheet = read_sheet(mark + "key,title,level\nä,Größe 🚲 שלום,user\n".encode())
    assert sheet.columns == ["key", "title", "level"]
    assert sheet.rows[0].cells == {"key": "ä", "title": "Größe 🚲 שלום", "level": "user"}


def test_pasted_text_may_begin_with_a_byte_order_mark():
    assert read_sheet("\ufeffkey,title\nBIKE-1,A\n").columns == ["key", "title"]


def test_names_of_columns_are_read_kindly():
    assert read_sheet(' Key ,"Level",TITLE,Starts on,\n').columns == ["key", "level", "title", "starts_on"]


def test_a_header_alone_is_an_empty_sheet():
    assert read_sheet(HEADER).rows == []


def test_blanks_around_cells_go_but_an_escaped_one_stays():
    [row] = read_sheet("key,title,parents,rationale\na, My goal ,b,x\\ \n").rows
    assert row.cells["title"] == "My goal"
    assert row.cells["rationale"] == "x\\ "


def test_a_short_row_leaves_the_rest_alone():
    [row] = read_sheet("key,level,title,statement\nBIKE-1,vision\n").rows
    assert row.cells == {"key": "BIKE-1", "level": "vision"}


@pytest.mark.parametrize("row", ["a,user,A,too much", "a,user,A,,,too much"])
def test_a_long_row_is_a_fault_of_that_row(row):
    [bad] = read_sheet(HEADER + row).rows
    assert "the first line 3" in bad.faults[0]


def test_a_cell_below_no_name_is_a_fault_of_its_row():
    fine, bad = read_sheet("key,title,,\nBIKE-1,A,,\nBIKE-2,B,x,\n").rows
    assert fine.faults == []
    assert "“x” stands in a column without a name" in bad.faults[0]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "The file is empty"),
        (b"\n\n ,, \n", "The file is empty"),
        ("key,level,title".encode("utf-16"), "UTF-16"),
        ("key,level,title".encode("utf-16-be"), "names none of the columns"),
        (b"\xfe\xff\0k", "UTF-16"),
        (b"PK\x03\x04rest", "workbook or a zip file"),
        (b"\xd0\xcf\x11\xe0rest", "old Excel workbook"),
        (b"%PDF-1.7", "PDF"),
        (HEADER.encode() + "a,user,Größe".encode("latin-1"), "Line 2: Byte 0xF6 is not UTF-8"),
        ("key,level,titel\n", "Line 1: There is no column “titel”. Did you mean title?"),
        ("key,level,title,budget\n", "There is no column “budget”. The columns are key, level"),
        ("key" + "," * 500, "The first line has 501 cells; 500 is the most"),
        ("name|what\n", "names none of the columns"),
        ("key,title,title\n", "The column title stands there twice"),
        ("title,statement\n", "The column level is missing"),
        ("level,statement\n", "The column title is missing"),
        ("key,rationale\n", "The column rationale needs the column parents"),
        (HEADER + 'a,user,"never closed\nb,user,B\n', "Line 2: The cell that begins with a quotation mark"),
        (HEADER + 'a,user,"closed" too early\n', "Line 2: Something follows the end of a quoted cell"),
        (HEADER + f"a,user,{'x' * 200_000}\n", "Line 2: A cell here has more than"),
    ],
)
def test_what_cannot_be_read(content, words):
    assert words in refusal(content)


def test_other_complaints_of_the_reader_are_passed_on():
    assert _why(csv.Error("line noise")) == "This is not CSV: line noise."


def test_a_file_that_is_too_large():
    assert "10 MB is the most" in refusal(b"x" * (PAGE_LIMIT + 1))


def test_too_many_rows_end_the_reading():
    told = refusal(HEADER + "a,user,A\n" * (ROW_LIMIT + 1))
    assert told.startswith(f"Line {ROW_LIMIT + 2}: The file has more than 50,000 rows")
