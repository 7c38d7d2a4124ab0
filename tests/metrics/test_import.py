"""Readings by CSV: what is read, what is refused, the preview, all rows or none."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from goalchain.goals.models import Event
from goalchain.lib.sheets import Unreadable, text_of
from goalchain.metrics.models import Reading
from goalchain.metrics.sheet import read_readings
from goalchain.metrics.verbs.reading import Row
from tests.factories import make_member, make_metric, make_readings, product_owner

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 20)


def rows_of(text, unit="%"):
    sheet = read_readings(text, unit, TODAY)
    assert not sheet.refused, sheet.refused
    return sheet.rows


@pytest.mark.parametrize(
    "text",
    [
        "date,value,note\n2026-11-13,41.5,after the launch\n2026-11-20,42,\n",
        "2026-11-13,41.5,after the launch\r\n2026-11-20,42\r\n",
        "value;date;note\n41,5;2026-11-13;after the launch\n42 %;2026-11-20;\n",
        "date\tvalue\tnote\n2026-11-13\t41,5\tafter the launch\n\n2026-11-20\t42%\n",
        "Day,Value,Note\n2026-11-13,41.5,after the launch\n2026-11-20,42,\n",
        '"date","value","note"\n"2026-11-13","41,5","after the launch"\n"2026-11-20","42",""\n',
    ],
)
def test_what_is_understood(text):
    assert rows_of(text) == [
        Row(date(2026, 11, 13), Decimal("41.5"), "after the launch"),
        Row(date(2026, 11, 20), Decimal(42), ""),
    ]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("2026-11-21,5", "is still to come"),
        ("1969-01-01,5", "cannot be right"),
        ("20.11.2026,5", "is no date"),
        ("2026-02-30,5", "is no date"),
        ("2026-11-20,", "value is missing"),
        ("2026-11-20,five", "is no number"),
        ('2026-11-20,"1,234"', "could be 1234 or 1.234"),
        ("2026-11-20,1e30", "is no number"),
        (f"2026-11-20,5,{'x' * 501}", "501 characters"),
        ("2026-11-20,41,5,x", "4 cells instead of 3"),
        ("2026-11-13,5", "stands in line 2 already"),
    ],
)
def test_a_bad_row_is_named_with_its_line(row, reason):
    sheet = read_readings(f"date,value,note\n2026-11-13,41.5,\n{row}\n", "%", TODAY)
    (bad,) = sheet.refused
    assert bad.line == 3
    assert reason in bad.reason


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "no row"),
        (" \n\n", "no row"),
        ("date,value\n", "no row below"),
        ("date,price\n2026-11-13,5\n", "have to be date, value and note"),
        ("date,value,date\n2026-11-13,5,x\n", "each once"),
        ("2026-11-13,5\n" * 10_001, "more than 10000 rows"),
        ("2026-11-13,5\0\n", "NUL"),
    ],
)
def test_what_is_no_sheet(text, reason):
    with pytest.raises(Unreadable, match=reason):
        read_readings(text, "%", TODAY)


def test_what_is_no_text():
    assert text_of("\ufeffdate".encode()) == "date"
    with pytest.raises(Unreadable, match="not in UTF-8"):
        text_of(b"\xff\xfe\x00")
    with pytest.raises(Unreadable, match="larger than 2 MB"):
        text_of(b"x" * 2_000_001)


# -- the page ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def metric():
    return make_metric(name="Bookings")


@pytest.fixture
def owner(metric):
    client = Client()
    client.force_login(product_owner(metric.goal.product))
    return client


@pytest.fixture
def path(metric):
    return f"/g/{metric.goal.key}/metrics/{metric.pk}/readings/import/"


def sealed(page):
    return page.content.decode().partition('name="previewed" value="')[2].partition('"')[0]


def test_a_preview_and_then_all_rows(owner, metric, path):
    (stored,) = make_readings(metric, [14], last=date(2026, 1, 5))
    rows = "2026-01-05,41\n2026-01-12,42,new\n"
    preview = owner.post(path, {"rows": rows})
    assert preview.status_code == 200
    page = preview.content.decode()
    assert "Take 2 readings" in page
    assert "Corrected: it was 14%" in page
    assert Reading.objects.get() == stored
    answer = owner.post(path, {"previewed": sealed(preview)})
    assert answer.headers["Location"] == f"/g/{metric.goal.key}/metrics/{metric.pk}/"
    assert list(metric.readings.order_by("day").values_list("value", "note")) == [(41, ""), (42, "new")]
    again = owner.post(path, {"rows": rows})
    assert "Nothing would change" in again.content.decode()
    assert not sealed(again)


def test_a_file(owner, metric, path):
    file = SimpleUploadedFile("readings.csv", "\ufeffdate,value\n2026-01-05,41\n".encode())
    assert owner.post(path, {"previewed": sealed(owner.post(path, {"file": file}))}).status_code == 302
    assert metric.readings.get().value == 41
    latin = SimpleUploadedFile("readings.csv", "date,value,note\n2026-01-05,41,für alle\n".encode("latin-1"))
    answer = owner.post(path, {"file": latin})
    assert (answer.status_code, "not in UTF-8" in answer.content.decode()) == (422, True)


def test_one_bad_row_and_nothing_is_written(owner, path):
    answer = owner.post(path, {"rows": "2026-01-05,41\n2026-01-06,five\n"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "1 row cannot be taken" in page
    assert "2026-01-06,five" in page
    assert not sealed(answer)
    assert not Reading.objects.exists()


def test_nothing_to_read(owner, path):
    assert owner.post(path, {}).status_code == 422
    assert owner.post(path, {"rows": "date,price\n"}).status_code == 422


def test_somebody_was_quicker(owner, metric, path):
    preview = owner.post(path, {"rows": "2026-01-05,41\n"})
    metric.record(date(2026, 1, 5), Decimal(14), by=None)
    answer = owner.post(path, {"previewed": sealed(preview)})
    assert answer.status_code == 409
    assert "Corrected: it was 14%" in answer.content.decode()
    assert metric.readings.get().value == 14
    assert owner.post(path, {"previewed": sealed(answer)}).status_code == 302
    assert metric.readings.get().value == 41


def test_a_preview_is_for_the_one_who_saw_it_and_for_one_metric(owner, metric, path):
    token = sealed(owner.post(path, {"rows": "2026-01-05,41\n"}))
    coach = Client()
    coach.force_login(make_member(metric.goal.product, "coach"))
    other = make_metric(metric.goal)
    for client, address, word in (
        (coach, path, token),
        (owner, path.replace(f"/{metric.pk}/", f"/{other.pk}/"), token),
        (owner, path, f"{token}x"),
        (owner, path, ""),
    ):
        assert client.post(address, {"previewed": word}).status_code == 422
    assert not Reading.objects.exists()


def test_an_export_that_is_imported_again_changes_nothing(owner, metric, path):
    rows = [Row(date(2026, 1, 5), Decimal("1.234"), "a, “b”\nc"), Row(date(2026, 1, 6), Decimal("-0.000001"))]
    metric.take_readings(rows, by=None)
    events = Event.objects.count()
    sheet = owner.get(path.replace("import", "export")).content.decode()
    assert sheet.splitlines()[0] == "date,value,note"
    answer = owner.post(path, {"file": SimpleUploadedFile("readings.csv", sheet.encode())})
    assert "Nothing would change" in answer.content.decode()
    assert Event.objects.count() == events


@pytest.mark.parametrize("note", ["=1+1", "@cmd", "-2", "+3", "'=quoted"])
def test_no_note_is_run_by_a_spreadsheet(owner, metric, path, note):
    metric.take_readings([Row(date(2026, 1, 5), Decimal(-5), note)], by=None)
    sheet = owner.get(path.replace("import", "export")).content.decode()
    assert sheet.splitlines()[1].startswith("2026-01-05,-5,'")
    answer = owner.post(path, {"file": SimpleUploadedFile("readings.csv", sheet.encode())})
    assert "Nothing would change" in answer.content.decode()


def test_thousands_of_rows(owner, metric, path):
    first = date(2020, 1, 1).toordinal()
    rows = "".join(f"{date.fromordinal(first + number)},{number}\n" for number in range(2000))
    owner.post(path, {"previewed": sealed(owner.post(path, {"rows": rows}))})
    assert metric.readings.count() == 2000
    assert len(set(Event.objects.filter(subject="reading").values_list("revision", flat=True))) == 1
