"""After each of these tests the index holds exactly what is stored."""

from collections.abc import Iterator

import pytest

from goalchain.sharing.search import index


@pytest.fixture(autouse=True)
def whole_index(request: pytest.FixtureRequest) -> Iterator[None]:
    """Compare the index with what it is made of when a test ends that uses the database."""
    has_database = bool(request.node.get_closest_marker("django_db"))
    if has_database:
        request.getfixturevalue("db")
    yield
    if has_database:
        assert list(index.offences()) == []
        assert index.is_whole()
