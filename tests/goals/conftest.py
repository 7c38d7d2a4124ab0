"""The chain that the pages of goals are tried on, and its owner, signed in. A file may have others by these names."""

import pytest
from django.test import Client

from tests.factories import Chain, make_chain_of_all_levels


@pytest.fixture
def chain() -> Chain:
    return make_chain_of_all_levels(key="BIKE")


@pytest.fixture
def owner(client: Client, chain: Chain) -> Client:
    client.force_login(chain.owner)
    return client
