"""The gate comes to products that exist: one active product goal holds it; several keep theirs, and the rule is off."""

from importlib import import_module

import pytest
from django.apps import apps

from goalchain.goals.offences import offences
from goalchain.products.models import Product
from roadmap.models import ProductGoal
from tests.factories import fresh, make_goal, make_product, product_owner

pytestmark = pytest.mark.django_db


def test_no_product_breaks_the_rule_that_it_gets():
    one, several, none = (make_product() for _ in range(3))
    single = make_goal(one, state="active")
    make_goal(one, state="agreed")
    several.redescribe(by=product_owner(several), one_active_goal=False)
    many = [make_goal(several, state="active") for _ in range(2)]
    make_goal(none, state="closed")
    # As the schema before left them.
    Product.objects.update(one_active_goal=True)
    ProductGoal.objects.update(active_for=None)
    import_module("roadmap.migrations.0004_close_gates").close_gates(apps, None)
    assert fresh(single).active_for == one
    assert [fresh(goal).active_for for goal in many] == [None, None]
    rules = dict(Product.objects.values_list("pk", "one_active_goal"))
    assert rules == {one.pk: True, several.pk: False, none.pk: True}
    for product in Product.objects.all():
        assert offences(product) == []
