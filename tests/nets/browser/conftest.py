"""The nets that need a browser: Chromium on the live server, watched, with the world of the nets."""

import pytest

from tests.browser.conftest import (  # noqa: F401
    answered,
    base_url,
    browser_context_args,
    browser_type_launch_args,
    context,
    new_context,
    sign_in,
    watch,
)
from tests.nets.world import World


@pytest.fixture
def world(transactional_db: None) -> World:
    """The world, seen by the live server too."""
    return World()
