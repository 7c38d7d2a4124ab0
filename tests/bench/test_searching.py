"""The questions that measure the search, on a small chain: each is answered, and finds what it says."""

import re

import pytest
from django.test import Client

from bench.searching import KEY, TYPED, make, medians_of
from goalchain.products.access import Access, Role
from goalchain.products.models import Product
from goalchain.sharing.search.finding import MOST, find
from goalchain.sharing.search.words import Wanted

pytestmark = pytest.mark.django_db


def test_every_question_is_answered_and_finds_what_it_says(client: Client) -> None:
    client.force_login(make(2_000))

    def ask(address: str) -> None:
        answer = client.get(address, headers={"HX-Request": "true", "HX-Target": "find-results"})
        assert answer.status_code == 200

    times = medians_of(ask, rounds=1)
    assert set(times) == set(TYPED) and all(taken > 0 for taken in times.values())
    may = {Product.objects.get(key=KEY).pk: Access(Role.OWNER)}
    found = {name: len(find(Wanted.read(typed), may, own=KEY)) for name, typed in TYPED.items()}
    assert found["one letter"] >= MOST and found["a word of thousands"] > 50
    assert all(found[name] > 50 for name in ("the beginning of one", "a word of reasons"))
    assert found["two words"] > 1 and found["a key"] == 1
    assert found["nothing such"] == 0 and not re.search("[aeiou]", TYPED["nothing such"])
