"""What is written is found at once, whoever writes it and however; what is taken away is not.

After each test the index is compared with all that is stored (conftest.py).
"""

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection

from goalchain.goals.models import Goal
from goalchain.goals.undo import last_event, undo
from goalchain.sharing.search import index, triggers
from goalchain.sharing.search.models import Entry
from goalchain.sharing.search.sources import KINDS, SOURCES
from goalchain.sharing.sheet.reading import read_sheet
from goalchain.sharing.sheet.writing import SheetRefused, import_sheet
from tests.api.caller import Caller, done
from tests.factories import (
    Chain,
    fresh,
    make_assumption,
    make_chain_of_all_levels,
    make_check_in,
    make_checkpoint,
    make_entry,
    make_feature,
    make_feedback,
    make_goal,
    make_metric,
    make_product,
    make_review,
    make_sprint,
    product_owner,
)
from tests.sharing.sixty import sixty_goals
from tests.sprints.backlog import make_item, make_items
from tests.sprints.reviews import make_reviewed

from .asking import kinds, rows_for, titles

pytestmark = pytest.mark.django_db
#: A word that is nowhere else.
WORD = "zeppelin"
TEXT = f"The Zeppelin, says “{WORD}-users”"


@pytest.fixture
def chain() -> Chain:
    return make_chain_of_all_levels()


def _template(chain: Chain) -> Any:
    return chain["sprint"].revise(by=chain.owner, why=TEXT)


def _sprint_review(chain: Chain) -> Any:
    _, review = make_reviewed(chain.product, chain["release"])
    type(review).objects.filter(pk=review.pk).update(increment=TEXT)


#: What writes the word, by the source that it goes to.
WRITERS: dict[str, Callable[[Chain], Any]] = {
    "goal": lambda chain: make_goal(chain.product, title=TEXT),
    "reason": lambda chain: make_goal(chain.product, parents=[(chain["user"], TEXT)]),
    "template": _template,
    "version": lambda chain: chain["release"].revise(by=chain.owner, version_name=WORD),
    "board": lambda chain: make_entry(chain["vision"], text=TEXT),
    "feature": lambda chain: make_feature(chain["product"], TEXT),
    "backlog": lambda chain: make_item(chain.product, TEXT),
    "metric": lambda chain: make_metric(chain["product"], name=TEXT),
    "assumption": lambda chain: make_assumption(chain["product"], statement=TEXT),
    "check-in": lambda chain: make_check_in(chain["product"], sentence=TEXT),
    "sprint": lambda chain: make_sprint(chain.product, name=WORD),
    "sprintreview": _sprint_review,
    "checkpoint": lambda chain: make_checkpoint(chain["release"], result=TEXT),
    "review": lambda chain: make_review(chain.product, decisions=TEXT),
    "feedback": lambda chain: make_feedback(chain.product, TEXT),
}


def test_there_is_a_writer_for_every_source_and_a_name_for_every_kind() -> None:
    assert set(WRITERS) == {source.name for source in SOURCES}
    assert {source.kind for source in SOURCES} == set(KINDS)


@pytest.mark.parametrize("source", list(WRITERS))
def test_what_is_written_is_found(chain: Chain, source: str) -> None:
    assert rows_for(chain.owner, WORD) == []
    WRITERS[source](chain)
    rows = rows_for(chain.owner, WORD)
    assert [row.source for row in rows] == [source]
    assert rows_for(chain.owner, WORD[:4]) == rows


def test_a_goal_is_found_by_all_of_its_words_once(chain: Chain) -> None:
    goal = make_goal(chain.product, title=f"{WORD} title", statement=f"{WORD} statement", learning=f"{WORD} learning")
    goal.link(chain["user"], f"{WORD} reason", by=chain.owner)
    assert titles(chain.owner, WORD) == [goal.title]
    assert titles(chain.owner, "zeppelin statement") == [goal.title]
    assert titles(chain.owner, "zeppelin reason") == [goal.title]
    goal.revise(by=chain.owner, title="Another", statement="Others")
    assert titles(chain.owner, "zeppelin title") == [] == titles(chain.owner, "zeppelin statement")
    goal.unlink(chain["user"], by=chain.owner)
    assert titles(chain.owner, "zeppelin reason") == []
    undo(last_event(goal), fresh(goal), by=chain.owner)
    assert titles(chain.owner, "zeppelin reason") == ["Another"]


def test_an_archived_goal_comes_last_and_is_told_as_such(chain: Chain) -> None:
    first, second = make_goal(chain.product, title=f"{WORD} one"), make_goal(chain.product, title=f"{WORD} two")
    first.archive(by=chain.owner)
    assert [(row.title, bool(row.is_archived)) for row in rows_for(chain.owner, WORD)] == [
        (second.title, False),
        (first.title, True),
    ]
    undo(last_event(first), fresh(first), by=chain.owner)
    assert titles(chain.owner, WORD) == [first.title, second.title]


def test_what_is_archived_or_removed_beside_a_goal_is_found_no_more(chain: Chain) -> None:
    metric, item = make_metric(chain["product"], name=WORD), make_item(chain.product, WORD)
    feature, entry = make_feature(chain["product"], WORD), make_entry(chain["vision"], text=WORD)
    assumption = make_assumption(chain["product"], statement=WORD)
    assert kinds(chain.owner, WORD) == {"metric", "backlog", "feature", "board", "assumption"}
    for thing in (metric, item, assumption):
        thing.archive(by=chain.owner)
    feature.remove(by=chain.owner)
    entry.remove(by=chain.owner)
    assert kinds(chain.owner, WORD) == set()
    item.restore(by=chain.owner)
    assert kinds(chain.owner, WORD) == {"backlog"}


def test_an_import_is_found_whole_or_not_at_all() -> None:
    product = make_product()
    owner = product_owner(product)
    with pytest.raises(SheetRefused):
        import_sheet(product, read_sheet(sixty_goals(owner.email, bad=True)), by=owner)
    assert titles(owner, "Fahrradwerkstatttermin") == []
    import_sheet(product, read_sheet(sixty_goals(owner.email)), by=owner)
    assert len(titles(owner, "Fahrradwerkstatttermin")) == 60


def test_many_at_once_are_found(chain: Chain) -> None:
    make_items(chain.product, *(f"{WORD} {number}" for number in range(30)))
    assert len(titles(chain.owner, WORD)) == 30


def test_what_a_program_writes_is_found(chain: Chain) -> None:
    caller = Caller(chain.owner)
    made = done(caller.post("goals/", {"product": chain.product.key, "level": "user", "title": TEXT}), 201)
    assert titles(chain.owner, WORD) == [TEXT]
    done(caller.patch(f"goals/{made['key']}/", {"title": "Another"}, match=made["version"]))
    assert titles(chain.owner, WORD) == []


def test_a_product_that_is_deleted_is_found_when_it_is_back(chain: Chain) -> None:
    make_goal(chain.product, title=TEXT)
    chain.product.delete_for_all(by=chain.owner)
    assert titles(chain.owner, WORD) == []
    chain.product.restore_for_all(by=chain.owner)
    assert titles(chain.owner, WORD) == [TEXT]


def test_rows_that_go_take_their_entries_along(chain: Chain) -> None:
    make_feedback(chain.product, TEXT)
    feedback = Entry.objects.get(source="feedback")
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM talk_feedback")
    assert not Entry.objects.filter(pk=feedback.pk).exists()


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("Größere Straßenräder für Mütter", ["größ", "straßenr", "mütter", "MÜTTER", "FÜR"]),
        ("Eine Fahrradwerkstattterminvereinbarung", ["fahrrad", "Fahrradwerkstatttermin", "eine fahr"]),
        ("Читать и ЗАПИСЫВАТЬ", ["читать", "записы", "ЧИТ"]),
        ("e-mail to bike-shop.example/path?q=1", ["mail", "bike shop", "shop example", "path q"]),
        ("It’s 24/7: “quoted”, (bracketed) and 12,5 %", ["24", "quoted", "bracketed", "12", "it s"]),
        ("Uno–dos—tres…cuatro", ["dos", "tres", "cuatro", "uno dos"]),
        ("naïve café", ["naïve", "café", "NAÏVE"]),
    ],
)
def test_words_of_any_language_are_found_as_typed(chain: Chain, text: str, typed: list[str]) -> None:
    make_goal(chain.product, title=text)
    assert [words for words in typed if titles(chain.owner, words) != [text]] == []


def test_umlauts_are_letters_of_their_own(chain: Chain) -> None:
    make_goal(chain.product, title="Bücher")
    assert titles(chain.owner, "bucher") == []


def test_reindex_mends_what_was_broken(chain: Chain) -> None:
    goal = make_goal(chain.product, title=TEXT)
    assert told("--check") == ("The search index is as it should be.\n", "")
    for statement in triggers.removed(connection.vendor):
        with connection.cursor() as cursor:
            cursor.execute(statement)
    Goal.objects.filter(pk=goal.pk).update(title="Unseen")
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM vision_boardentry")
    errors = io.StringIO()
    with pytest.raises(SystemExit):
        call_command("reindex", "--check", stdout=io.StringIO(), stderr=errors)
    assert "Triggers are missing." in errors.getvalue()
    assert "1 of goals_goal are not in the search index as they are." in errors.getvalue()
    assert "1 of goals_goal are in the search index and should not be." in errors.getvalue()
    out, _ = told()
    assert out == f"{Entry.objects.count()} entries can be found.\n"
    assert titles(chain.owner, WORD) == [] and titles(chain.owner, "unseen") == ["Unseen"]


def told(*words: str) -> tuple[str, str]:
    out, err = io.StringIO(), io.StringIO()
    call_command("reindex", *words, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def test_a_migration_leaves_the_triggers_alone_or_makes_them_anew(chain: Chain) -> None:
    plan = [("an app's", "migration")]
    make_goal(chain.product, title=TEXT)
    index.let_go(using="default", plan=[])
    assert index.is_whole()
    index.let_go(using="default", plan=plan)
    assert not index.is_whole()
    index.take_up(using="default", plan=plan)
    assert index.is_whole()
    assert titles(product_owner(chain.product), WORD) == [TEXT]
