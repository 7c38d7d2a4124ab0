"""The arithmetic of the benchmark: limits with and without slack, medians of rounds, what the load generator reads."""

import socket

import pytest

from bench.clock import interleave, medians
from bench.edits import hidden_fields
from bench.figures import Figure, number, table
from bench.imports import rows
from bench.load import Connection, length_of


@pytest.mark.parametrize(
    ("figure", "verdict"),
    [
        (Figure("F2", "trace", 2.0, 2.0), "ok"),
        (Figure("F2", "trace", 2.6, 2.0), "slack"),
        (Figure("F2", "trace", 2.61, 2.0), "OVER"),
        (Figure("F1", "queries", 8, 8, exact=True), "ok"),
        (Figure("F1", "queries", 9, 8, exact=True), "OVER"),
        (Figure("F11", "two processes", 2.0, 2.0, at_least=True), "ok"),
        (Figure("F11", "two processes", 1.6, 2.0, at_least=True), "slack"),
        (Figure("F11", "two processes", 1.5, 2.0, at_least=True), "OVER"),
        (Figure("F2", "for comparison", 99.0), ""),
    ],
)
def test_a_figure_is_judged_by_its_limit(figure: Figure, verdict: str) -> None:
    assert figure.verdict == verdict
    assert figure.over == (verdict == "OVER")
    assert figure.as_json()["verdict"] == verdict


@pytest.mark.parametrize(
    ("value", "text"), [(7, "7"), (7.0, "7"), (1.234, "1.23"), (12.34, "12.3"), (1234.5, "1,234"), (0.5, "0.50")]
)
def test_numbers_keep_the_digits_that_matter(value: float, text: str) -> None:
    assert number(value) == text


def test_the_table_names_each_figure_with_its_limit_and_verdict() -> None:
    lines = table([Figure("F2", "trace", 2.7, 2.0, "× view1", note="5 ms")]).splitlines()
    assert lines[0].split() == ["id", "what", "measured", "limit"]
    assert lines[1].split() == ["F2", "trace", "2.70", "×", "view1", "≤", "2", "OVER", "5", "ms"]


def test_every_case_runs_once_a_round_and_warm_up_is_left_out() -> None:
    calls: list[str] = []
    taken = interleave({"one": lambda: calls.append("one"), "two": lambda: calls.append("two")}, rounds=4, warm_up=2)
    assert sorted(calls) == ["one"] * 6 + ["two"] * 6
    assert {name: len(times) for name, times in taken.items()} == {"one": 4, "two": 4}


def test_the_median_is_of_the_rounds_and_a_case_may_tell_its_own_seconds() -> None:
    told = iter([100.0, 1.0, 3.0, 2.0])
    assert medians({"told": lambda: next(told)}, rounds=3, warm_up=1) == {"told": 2.0}


def test_the_hidden_fields_of_a_form_are_found_in_any_order_of_attributes() -> None:
    html = (
        '<input name="version" type="hidden" value="7"><input type="text" name="title"><input type="hidden" name="a">'
    )
    assert hidden_fields(html) == {"version": "7", "a": ""}


def test_the_rows_for_the_import_are_a_chain_of_the_size_that_was_asked_for() -> None:
    made = list(rows(2_000))
    keys = {row["key"] for row in made}
    assert len(made) == len(keys) == 2_000
    assert all(row["parents"] in keys for row in made[1:])
    assert {row["level"] for row in made} == {"vision", "user", "product", "release", "sprint"}


def test_the_load_generator_waits_for_the_whole_answer() -> None:
    assert length_of(b"HTTP/1.1 200 OK\r\ncontent-length: 12\r\nServer: x") == 12
    assert length_of(b"HTTP/1.1 204 No Content") == 0
    ours, theirs = socket.socketpair()
    with ours, theirs:
        connection = Connection(ours)
        theirs.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhel")
        assert connection.read() is None
        theirs.sendall(b"lo")
        assert connection.read() == 200
        theirs.close()
        with pytest.raises(ConnectionError):
            connection.read()
