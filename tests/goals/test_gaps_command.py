"""manage.py gaps: what it tells, and the exit codes that a pipeline goes by."""

import io

import pytest
from django.core.management import CommandError, call_command

from goalchain.goals.models import GapAcceptance
from tests.factories import Chain, make_goal, make_product

from .sound import day, sound_chain

pytestmark = pytest.mark.django_db


@pytest.fixture
def chain() -> Chain:
    return sound_chain(key="BIKE")


def run(*words: str) -> tuple[str, int, str]:
    """What the command writes, how it ends, and why."""
    out = io.StringIO()
    try:
        call_command("gaps", *words, stdout=out)
    except CommandError as end:
        return out.getvalue(), end.returncode, str(end)
    return out.getvalue(), 0, ""


def test_a_sound_chain_passes(chain: Chain) -> None:
    assert run("BIKE", "--fail-on", "all") == ("BIKE: no gaps, 0 accepted\n", 0, "")


def test_gaps_are_told_one_a_line_and_fail_only_what_is_named(chain: Chain) -> None:
    loose = make_goal(chain.product, "release", title="Riders pay")
    lines = f"no-parent  {loose.key}  Riders pay\nno-child  {loose.key}  Riders pay\nBIKE: 2 gaps, 0 accepted\n"
    assert run("BIKE") == (lines, 0, "")
    assert run("BIKE", "--fail-on", "unserved, horizon") == (lines, 0, "")
    assert run("BIKE", "--fail-on", "no-child,unserved") == (lines, 1, "Found what must not be there: no-child 1.")
    assert run("BIKE", "--fail-on", "all") == (lines, 1, "Found what must not be there: no-parent 1, no-child 1.")


def test_drafts_of_sprint_goals_are_told_and_accepted_gaps_are_not(chain: Chain) -> None:
    draft = make_goal(chain.product, "sprint", title="Two\nlines")
    out, code, _ = run("BIKE", "--fail-on", "no-parent")
    assert (out.splitlines()[0], code) == (f"no-parent  {draft.key}  Two lines", 1)
    GapAcceptance.accept(draft, "no-parent", "It waits for the law", day(3), by=chain.owner)
    assert run("BIKE", "--fail-on", "no-parent") == ("BIKE: no gaps, 1 accepted\n", 0, "")


@pytest.mark.parametrize("words", [("BIKE", "--fail-on", "no-luck"), ("BIKE", "--fail-on", "all,no-luck"), ("MOON",)])
def test_a_word_that_names_nothing_ends_with_two(chain: Chain, words: tuple[str, ...]) -> None:
    out, code, told = run(*words)
    assert (out, code) == ("", 2)
    assert words[-1].removeprefix("all,") in told


def test_a_deleted_product_is_none(chain: Chain) -> None:
    product = make_product(key="GONE")
    product.delete_for_all(by=product.memberships.get().user)
    assert run("GONE")[1] == 2
