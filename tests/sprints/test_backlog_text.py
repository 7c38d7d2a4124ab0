"""Links to other tools, and pasted lines: plain functions."""

import pytest
from django.core.exceptions import ValidationError

from sprints.backlog.lines import MOST_LINES, titles_in
from sprints.backlog.tracker import tracker_of, tracker_refusal

LINKS = {
    "https://bikes.atlassian.net/browse/BIKE-104": "Jira BIKE-104",
    "https://bikes.atlassian.net/browse/BIKE-104/": "Jira BIKE-104",
    "https://bikes.atlassian.net/browse/BIKE-104?focusedId=3#comment": "Jira BIKE-104",
    "https://bikes.atlassian.net/jira/software/projects/BIKE/boards/1?selectedIssue=BIKE-7": "Jira BIKE-7",
    "https://bikes.atlassian.net/projects/BIKE/issues/BIKE-9": "Jira BIKE-9",
    "https://jira.example.com/browse/A1_B-12": "Jira A1_B-12",
    "https://jira.example.com/browse/bike-12": "jira.example.com",
    "https://bikes.atlassian.net/jira/your-work": "Jira",
    "https://github.com/bikes/app/issues/87": "GitHub bikes/app#87",
    "https://github.com/bikes/my.app_2/pull/112#discussion": "GitHub bikes/my.app_2#112",
    "https://github.example.com/bikes/app/issues/3": "GitHub bikes/app#3",
    "https://github.com/bikes/app": "GitHub",
    "https://github.com/bikes/app/issues/0": "GitHub",
    "https://gitlab.com/kitchen/eat/-/issues/14": "GitLab kitchen/eat#14",
    "https://gitlab.com/kitchen/apps/eat/-/work_items/15": "GitLab kitchen/apps/eat#15",
    "https://gitlab.com/kitchen/eat/-/merge_requests/3": "GitLab kitchen/eat!3",
    "https://gitlab.com/groups/kitchen/team/-/epics/2": "GitLab kitchen/team&2",
    "https://gitlab.com/kitchen/eat/issues/14": "GitLab kitchen/eat#14",
    "https://code.example.com/kitchen/eat/-/issues/8": "GitLab kitchen/eat#8",
    "https://dev.azure.com/kitchen/eat/_workitems/edit/2204": "Azure DevOps #2204",
    "https://dev.azure.com/kitchen/eat/_workitems/edit/2204/": "Azure DevOps #2204",
    "https://kitchen.visualstudio.com/eat/_workitems/edit/7": "Azure DevOps #7",
    "https://tfs.example.com/kitchen/eat/_workitems/edit/8": "Azure DevOps #8",
    "https://dev.azure.com/kitchen/eat/_boards/board/t/team/Stories/?workitem=9": "Azure DevOps #9",
    "https://dev.azure.com/kitchen/eat/_boards/board/?workitem=nine": "Azure DevOps",
    "https://trello.com/c/abc/7-card": "trello.com",
    "https://TRELLO.com/": "trello.com",
}


@pytest.mark.parametrize(("address", "expected"), LINKS.items())
def test_a_link_is_recognised(address: str, expected: str) -> None:
    assert str(tracker_of(address)) == expected
    assert tracker_refusal(address) == ""


@pytest.mark.parametrize(
    "address",
    [
        "http://github.com/bikes/app/issues/87",
        "javascript:alert(1)",
        "JavaScript:alert(1)//https://github.com",
        "data:text/html,x",
        "//github.com/bikes",
        "github.com/bikes",
        "https://",
        "https:///path",
        "https://[::1",
        "https://a b/",
        "https://example.com/\n",
        " https://example.com/",
        "https://person:secret@example.com/",
        "https://person@example.com/",
        "https://example.com/" + "a" * 500,
        "https://example.com:x/\u2028",
    ],
)
def test_what_is_no_https_address_is_refused(address: str) -> None:
    assert tracker_refusal(address)


def test_a_link_that_no_database_holds_is_refused() -> None:
    with pytest.raises(ValidationError):
        tracker_refusal("https://example.com/\0")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One\nTwo", ["One", "Two"]),
        ("One\r\n\r\n  Two  \n", ["One", "Two"]),
        ("- One\n* Two\n• Three\n– Four", ["One", "Two", "Three", "Four"]),
        ("- [ ] One\n- [x] Two\n1. Three\n12) Four", ["One", "Two", "Three", "Four"]),
        ("-One\n2026 is a year\n1.5 litres", ["-One", "2026 is a year", "1.5 litres"]),
        ("  - One\n\tTwo\tthree", ["One", "Two three"]),
        ("- \n*\n1.\n \n", []),
        ("", []),
    ],
)
def test_titles_of_lines(text: str, expected: list[str]) -> None:
    assert titles_in(text.replace("\r\n", "\n")) == (expected, [])


def test_lines_that_cannot_be_taken_are_named() -> None:
    _, bad = titles_in("One\n" + "x" * 201 + "\n\na\0b")
    assert [(line.number, line.reason.split(";")[0]) for line in bad] == [
        (2, "It has 201 characters"),
        (4, "Character 2 (U+0000) cannot be stored. Remove it and save again."),
    ]


def test_more_lines_than_may_be_pasted_are_refused() -> None:
    assert titles_in("x\n" * MOST_LINES)[1] == []
    assert titles_in("x\n" * (MOST_LINES + 1))[1][0].number == MOST_LINES + 1
