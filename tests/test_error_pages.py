"""Error pages: the same look, a remedy, and no need of a database, a session or a request."""

import pytest
from django.template.loader import get_template

CODES = ("400", "403", "403_csrf", "404", "405", "429", "500")


@pytest.mark.parametrize("name", CODES)
def test_an_error_page_renders_from_nothing(name: str) -> None:
    """Without the `db` mark a query would raise."""
    page = get_template(f"{name}.html").render()
    assert "<h1>" in page
    assert f"Error {name[:3]}" in page
    assert 'class="button is-main"' in page, "an error page says what to do next"
    assert "css/main" in page


def test_an_unknown_address_gets_the_page(client, db) -> None:
    answer = client.get("/no-such-page/")
    assert answer.status_code == 404
    assert "Nothing to see here" in answer.content.decode()


def test_a_form_without_its_token_is_told_what_to_do(db) -> None:
    from django.test import Client

    answer = Client(enforce_csrf_checks=True).post("/accounts/login/", {"login": "a@example.com", "password": "x"})
    assert answer.status_code == 403
    assert "This form is out of date" in answer.content.decode()
