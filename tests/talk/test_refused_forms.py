"""A form of feedback that is refused keeps the version that was read, so that what others saved is a clash."""

from functools import partial
from typing import Any

import pytest
from django.test import Client

from goalchain.products.models import Product
from tests.factories import make_feedback, make_product, product_owner
from tests.support.refused_form import Tried, refused_then_clashes, refused_without_version

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def product() -> Product:
    return make_product(key="BIKE")


@pytest.fixture
def owner(client: Client, product: Product) -> Client:
    client.force_login(product_owner(product))
    return client


def edit(product: Product) -> Tried:
    by = product_owner(product)
    made = make_feedback(product, by=by)
    right = {"text": "Mine", "said_on": made.said_on.isoformat()}
    meanwhile = partial(made.revise, by=by, text="Their words")
    return Tried(f"/p/BIKE/feedback/{made.pk}/edit/", right, {"text": " "}, meanwhile)


def answer(product: Product) -> Tried:
    made = make_feedback(product)
    meanwhile = partial(made.reply, "Their answer", by=product_owner(product))
    return Tried(f"/p/BIKE/feedback/{made.pk}/answer/", {"answer": "Mine"}, {"answer": "a" * 9000}, meanwhile)


def aside(product: Product) -> Tried:
    made = make_feedback(product)
    meanwhile = partial(made.reply, "Their answer", by=product_owner(product))
    return Tried(f"/p/BIKE/feedback/{made.pk}/aside/", {"reason": "Said twice"}, {"reason": " "}, meanwhile)


FORMS = [edit, answer, aside]


@pytest.mark.parametrize("headers", [None, HTMX], ids=["page", "htmx"])
@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.__name__)
def test_what_others_saved_is_a_clash(
    owner: Client, product: Product, form: Any, headers: dict[str, str] | None
) -> None:
    refused_then_clashes(owner, product, form(product), headers=headers)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.__name__)
def test_a_form_without_a_version_stays_without(owner: Client, product: Product, form: Any) -> None:
    refused_without_version(owner, form(product))
