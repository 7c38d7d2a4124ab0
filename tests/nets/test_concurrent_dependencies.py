"""Q3: writers who would close a cycle of dependencies together: one gets through, the other is told the path."""

import pytest

from goalchain.goals.models import Dependency
from goalchain.goals.offences import offences
from goalchain.products.errors import Refused
from tests.factories import fresh, make_goal, make_product

from .crew import crew

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 10


def test_a_ring_of_writers_closes_no_cycle(figures):
    product = make_product()
    with crew(6) as writers:
        for _ in range(ROUNDS):
            ring = [make_goal(product) for _ in range(6)]
            pairs = list(zip(ring, ring[1:] + ring[:1], strict=True))
            results = writers.together(
                [lambda one=one, other=other: fresh(one).wait_for(fresh(other), by=None) for one, other in pairs]
            )
            refusals = [result for result in results if isinstance(result, Exception)]
            assert len(refusals) == 1 and isinstance(refusals[0], Refused), refusals
            assert "waits for" in refusals[0].message
            assert offences(product) == []
    figures("Q3", f"0 cycles in {ROUNDS} rings of 6 writers")


def test_the_same_dependency_is_made_once():
    product = make_product()
    one, other = make_goal(product), make_goal(product)
    with crew(6) as writers:
        results = writers.together([lambda: fresh(one).wait_for(fresh(other), by=None)] * 6)
    assert [type(result) for result in results].count(Refused) == 5
    assert Dependency.objects.count() == 1
