"""What was typed and what it finds: words, references, ranks, marks and excerpts."""

import pytest

from goalchain.sharing.search.words import LENGTH, MOST_WORDS, NOT_IN_TITLE, Wanted, words_of


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("Riders book", ["riders", "book"]),
        ("  Größe: Straßenräder ", ["größe", "straßenräder"]),
        ("e-mail/notes_2", ["e", "mail", "notes", "2"]),
        ("“so” – (and) ¿so?", ["so", "and", "so"]),
        ("u\u0308ber", ["über"]),
        ("a\0b", ["ab"]),
        ("?!* \"'", []),
        ("", []),
    ],
)
def test_words_are_letters_and_digits_as_typed(typed: str, words: list[str]) -> None:
    assert Wanted.read(typed).words == words


def test_more_than_a_person_types_is_not_read() -> None:
    assert len(Wanted.read("x " * 10_000_000).words) == MOST_WORDS
    assert len(Wanted.read("x" * 10_000_000).text) == LENGTH


@pytest.mark.parametrize(
    ("typed", "reference"),
    [
        ("BIKE-12", ("BIKE", 12)),
        (" bike-12 ", ("BIKE", 12)),
        ("12", ("", 12)),
        ("BIKE-", None),
        ("BIKE-0", None),
        ("BIKE-9999999999", None),
        ("BIKE-12 x", None),
        ("١٢", None),
        ("²", None),
    ],
)
def test_a_key_or_a_number_names_a_goal(typed: str, reference: tuple[str, int] | None) -> None:
    assert Wanted.read(typed).reference == reference


@pytest.mark.parametrize(
    ("title", "rank"),
    [
        ("Book a slot", 0),
        ("Book a slot online", 1),
        ("Book a slots", 1),
        ("A slot to book", 2),
        ("A slotted book", 3),
        ("A book", NOT_IN_TITLE),
        ("", NOT_IN_TITLE),
    ],
)
def test_a_title_is_ranked_by_how_well_it_answers(title: str, rank: int) -> None:
    assert Wanted.read("book a slot").rank(title) == rank


def test_words_are_marked_and_markup_stays_text() -> None:
    assert Wanted.read("rid").lit("Riders <b>ride</b>") == ("<mark>Rid</mark>ers &lt;b&gt;<mark>rid</mark>e&lt;/b&gt;")
    assert Wanted.read("b").lit("<b>") == "&lt;<mark>b</mark>&gt;"
    assert Wanted.read("a b").lit("a&b ab") == "<mark>a</mark>&amp;<mark>b</mark> ab"
    assert Wanted("").lit("<") == "&lt;"


def test_only_the_last_word_may_be_a_beginning() -> None:
    assert Wanted.read("rid sl").lit("riders rid slot") == "riders <mark>rid</mark> <mark>sl</mark>ot"


def test_an_excerpt_is_the_line_around_the_first_word() -> None:
    wanted = Wanted.read("zeppelin")
    body = "Words before it. " * 20 + "Then a Zeppelin\ncame by. " + "Words after it. " * 20
    excerpt = wanted.excerpt(body)
    assert "Then a Zeppelin came by." in excerpt and "\n" not in excerpt
    assert excerpt.startswith("… ") and excerpt.endswith(" …") and len(excerpt) < 170
    assert wanted.excerpt("A zeppelin") == "A zeppelin"
    assert wanted.excerpt("Nothing of it") == "" == Wanted("").excerpt("x")
    assert len(wanted.excerpt("zeppelin" + "x" * 500)) < 520


def test_words_of_a_text() -> None:
    assert words_of("Ärzte & Ärztinnen: 24/7!") == ["ärzte", "ärztinnen", "24", "7"]
