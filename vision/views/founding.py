"""Where a product begins: its name, its levels, its vision."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from goalchain.accounts.http import PersonRequest
from goalchain.accounts.models import User
from goalchain.goals.models import Goal
from goalchain.products.errors import Refused
from goalchain.products.forms import add_refusal
from goalchain.products.models import Product
from goalchain.products.presets import PRESETS

from ..forms import NewProductForm


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_product(request: PersonRequest) -> HttpResponse:
    """Make a product and, if it was written, its vision; on to the chain."""
    form = NewProductForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            product = found(form, request.user)
        except Refused as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(
                request, f"{product.name} is yours: its goals will be called {product.key}-1, {product.key}-2 …"
            )
            return redirect(product)
    context = {"form": form, "presets": PRESETS.values(), "nav": "home"}
    return render(request, "vision/new_product.html", context, status=422 if form.errors else 200)


@transaction.atomic
def found(form: NewProductForm, by: User) -> Product:
    """The product of a valid form, with its vision as the first goal.

    Raises Refused when somebody was quicker with the key.
    """
    product = Product.found(by=by, **form.words())
    if vision := form.cleaned_data["vision"]:
        Goal.create(product, "vision", by=by, title=vision, owner_id=by.pk)
    return product
