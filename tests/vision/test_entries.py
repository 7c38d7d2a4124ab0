"""The entries of a board: added, reworded, ordered, answered, removed, put back, each with its event and its undo."""

import pytest
from django.test import Client

from goalchain.goals.models import Event
from goalchain.goals.offences import offences
from goalchain.products.errors import Refused, Stale
from tests import factories as make
from vision.board import Answer, BoardEntry
from vision.sections import MOST_ENTRIES
from vision.undo import event_of, undo

pytestmark = pytest.mark.django_db


@pytest.fixture
def chain() -> make.Chain:
    return make.make_chain_of_all_levels()


def texts(chain: make.Chain, section: str = "needs") -> list[str]:
    kept = BoardEntry.objects.kept().filter(vision__product=chain.product, section=section)
    return list(kept.in_order().values_list("text", flat=True))


def fresh(entry: BoardEntry) -> BoardEntry:
    return BoardEntry.objects.select_related("vision", "product").get(pk=entry.pk)


def three(chain: make.Chain) -> list[BoardEntry]:
    return [make.make_entry(chain["vision"], "needs", text) for text in ("A", "B", "C")]


def test_entries_stand_in_the_order_in_which_they_came(chain: make.Chain) -> None:
    three(chain)
    make.make_entry(chain["vision"], "channels", "Elsewhere")
    assert texts(chain) == ["A", "B", "C"]
    event = Event.objects.filter(subject="board", verb="add").earliest("id")
    assert event.after["text"] == "A" and event.after["section"] == "needs" and event.goal == chain["vision"].goal
    assert offences(chain.product) == []


@pytest.mark.parametrize(
    ("moved", "before", "order"), [("C", "A", "CAB"), ("A", None, "BCA"), ("A", "C", "BAC"), ("B", "C", "ABC")]
)
def test_an_entry_moves_before_another(chain: make.Chain, moved: str, before: str | None, order: str) -> None:
    entries = dict(zip("ABC", three(chain), strict=True))
    entries[moved].reorder(before=entries.get(before or ""), by=chain.owner)
    assert texts(chain) == list(order)
    assert offences(chain.product) == []


def test_neighbours_without_room_get_new_places(chain: make.Chain) -> None:
    first, second, third = three(chain)
    BoardEntry.objects.filter(pk=second.pk).update(position=first.position + 1)
    third.reorder(before=fresh(second), by=chain.owner)
    assert texts(chain) == ["A", "C", "B"]


def test_another_wording_keeps_the_former_one(chain: make.Chain) -> None:
    entry = three(chain)[0]
    assert entry.reword("Better", by=chain.owner, version=1)
    assert not entry.reword("Better", by=chain.owner)
    event = Event.objects.filter(subject="board").latest("id")
    assert (event.verb, event.former, event.after["text"]) == ("reword", {"text": "A"}, "Better")
    with pytest.raises(Stale):
        fresh(entry).reword("Mine", by=chain.owner, version=1)


def test_two_writers_of_one_version_have_one_winner(chain: make.Chain) -> None:
    entry = three(chain)[0]
    mine, theirs = fresh(entry), fresh(entry)
    theirs.reword("Theirs", by=chain.owner, version=1)
    with pytest.raises(Stale):
        mine.reword("Mine", by=chain.owner, version=1)
    assert texts(chain)[0] == "Theirs"


def test_user_goals_answer_a_need(chain: make.Chain) -> None:
    entry = three(chain)[0]
    assert entry.answer_with([chain["user"]], by=chain.owner)
    assert not entry.answer_with([chain["user"]], by=chain.owner)
    assert fresh(entry).facts()["goals"] == [chain["user"].number]
    assert offences(chain.product) == []
    for other in (
        chain["business"],
        make.make_goal(level="user"),
        make.make_goal(chain.product, "user", archived=True),
    ):
        with pytest.raises(Refused):
            entry.answer_with([other], by=chain.owner)
    with pytest.raises(Refused, match="no need"):
        make.make_entry(chain["vision"], "product").answer_with([chain["user"]], by=chain.owner)


@pytest.mark.parametrize("text", ["", "   ", "x" * 201])
def test_words_that_no_entry_has(chain: make.Chain, text: str) -> None:
    with pytest.raises(Refused):
        three(chain)[0].reword(text, by=chain.owner)
    with pytest.raises(Refused):
        make.make_entry(chain["vision"], "needs", text or " ")


def test_a_section_is_full_at_some_time(chain: make.Chain) -> None:
    for number in range(MOST_ENTRIES):
        entry = make.make_entry(chain["vision"], "needs", f"Need {number}")
    with pytest.raises(Refused, match="the most"):
        make.make_entry(chain["vision"], "needs", "One more")
    entry.remove(by=chain.owner)
    make.make_entry(chain["vision"], "needs", "One more")


def test_the_board_of_a_former_vision_stays_as_it_was(chain: make.Chain) -> None:
    entry = three(chain)[0]
    vision = chain["vision"]
    vision.agree(by=chain.owner)
    vision.close("missed", by=chain.owner)
    with pytest.raises(Refused, match="former vision"):
        fresh(entry).reword("Anew", by=chain.owner)
    with pytest.raises(Refused, match="former vision"):
        make.make_entry(chain["vision"])


def test_each_verb_can_be_taken_back(chain: make.Chain) -> None:
    entry, other, _ = three(chain)
    steps = [
        (lambda: entry.reword("Anew", by=chain.owner), lambda: fresh(entry).text == "A"),
        (lambda: entry.reorder(by=chain.owner), lambda: texts(chain) == ["A", "B", "C"]),
        (lambda: entry.answer_with([chain["user"]], by=chain.owner), lambda: not fresh(entry).answers.exists()),
        (lambda: entry.remove(by=chain.owner), lambda: fresh(entry).removed_at is None),
    ]
    for do, is_back in steps:
        do()
        event = event_of(entry)
        assert event is not None
        undo(event, entry, by=chain.owner)
        assert is_back(), event.verb
        assert Event.objects.latest("id").undoes_id == event.pk
    undo(Event.objects.get(subject="board", verb="add", after__id=other.pk), other, by=chain.owner)
    assert texts(chain) == ["A", "C"]
    assert offences(chain.product) == []


def test_a_place_that_was_taken_since_is_not_shared(chain: make.Chain) -> None:
    first, second, third = three(chain)
    first.reorder(by=chain.owner)
    event = event_of(first)
    assert event is not None
    BoardEntry.objects.filter(pk=third.pk).update(position=event.former["position"])
    undo(event, first, by=chain.owner)
    places = BoardEntry.objects.filter(section="needs").values_list("position", flat=True)
    assert len(set(places)) == 3 and texts(chain)[:2] == ["A", "C"]


def test_what_was_changed_since_is_not_taken_back(chain: make.Chain) -> None:
    entry = three(chain)[0]
    entry.reword("Anew", by=chain.owner)
    event = event_of(entry)
    assert event is not None
    fresh(entry).reword("Again", by=chain.owner)
    with pytest.raises(Refused, match="changed again"):
        undo(event, fresh(entry), by=chain.owner)


def test_stored_entries_that_break_a_rule_are_named(chain: make.Chain) -> None:
    entry = three(chain)[0]
    BoardEntry.objects.filter(pk=entry.pk).update(text=" ")
    Answer.objects.create(entry=make.make_entry(chain["vision"], "product"), goal=chain["business"])
    rules = {offence.rule for offence in offences(chain.product)}
    assert "an entry of a board has 1 to 200 characters" in rules
    assert "a user goal answers a need" in rules
    assert "a need is answered by user goals of its product" in rules
    assert "the last event tells an entry of the board as it is stored" in rules


def test_the_history_of_the_vision_tells_of_its_board(chain: make.Chain, client: Client) -> None:
    three(chain)[0].reword("Anew", by=chain.owner)
    client.force_login(chain.owner)
    told = client.get(f"/g/{chain['vision'].key}/history/").content.decode()
    assert "changed an entry of needs of the board" in told and "Anew" in told
