"""What is throttled is forgotten between tests."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def forgotten_counts() -> Iterator[None]:
    """Begin and end with an empty cache, in which tries are counted."""
    cache.clear()
    yield
    cache.clear()
