"""The facts of a goal as its page shows them, and as the answer to an edit brings them back."""

from datetime import date

import pytest

from tests.factories import fresh

pytestmark = pytest.mark.django_db


def test_days_are_said_in_words_on_the_page_and_after_an_edit(owner, chain):
    goal = chain["product"]
    goal.revise(by=chain.owner, starts_on=date(2026, 9, 21), ends_on=date(2026, 11, 7))
    page = owner.get(f"/g/{goal.key}/").content.decode()
    assert ">21 Sep 2026<" in page and ">7 Nov 2026<" in page
    words = {"ends_on": "2026-12-14", "version": fresh(goal).version}
    answer = owner.post(f"/g/{goal.key}/edit/ends_on/", words, headers={"HX-Request": "true"}).content.decode()
    assert ">14 Dec 2026<" in answer and "2026-12-14<" not in answer
