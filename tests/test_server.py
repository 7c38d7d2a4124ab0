"""The real server that some tests need works on the test's own database, with several processes."""

import http.client
from urllib.parse import urlsplit

import pytest
from django.test import Client

from tests.factories import make_user
from tests.support.server import running_server


def status_of(address: str, path: str, cookie: str = "") -> int:
    """Ask a server for a path and return the status of its answer."""
    place = urlsplit(address)
    connection = http.client.HTTPConnection(place.hostname or "", place.port, timeout=30)
    connection.request("GET", path, headers={"Cookie": cookie})
    with connection.getresponse() as answer:
        return answer.status


@pytest.mark.django_db(transaction=True)
def test_a_real_server_reads_the_database_of_the_test():
    client = Client()
    client.force_login(make_user())
    session = client.cookies["sessionid"].value
    with running_server() as address:
        assert status_of(address, "/", "sessionid=stranger") == 302
        assert status_of(address, "/", f"sessionid={session}") == 200


@pytest.mark.django_db(transaction=True)
def test_the_server_is_gone_afterwards():
    with running_server(workers=1) as address:
        assert status_of(address, "/accounts/login/") == 200
    with pytest.raises(ConnectionRefusedError):
        status_of(address, "/accounts/login/")
