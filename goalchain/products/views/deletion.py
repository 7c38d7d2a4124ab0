"""Deleting a product for everybody, and bringing it back."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from goalchain.accounts.http import PersonRequest

from ..access import MANAGE
from ..fetch import deleted_membership_or_404, membership_or_404
from ..forms import DeletionForm
from ..pages import product_context


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def deletion(request: PersonRequest, key: str) -> HttpResponse:
    """Say what deleting means, and do it when the key was typed. Only for who may manage the product."""
    membership = membership_or_404(request.user, key)
    membership.access.require(MANAGE)
    product = membership.product
    form = DeletionForm(request.POST if request.method == "POST" else None, product=product)
    if request.method == "POST" and form.is_valid():
        product.delete_for_all(by=request.user)
        messages.success(request, f"{product.name} was deleted. You find it below, to restore it.")
        return redirect("home")
    context = product_context(product, membership.access, "settings", form=form)
    return render(request, "products/deletion.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def restoration(request: PersonRequest, key: str) -> HttpResponse:
    """Bring a deleted product back for all its members. Only for who may manage it."""
    membership = deleted_membership_or_404(request.user, key)
    membership.access.require(MANAGE)
    membership.product.restore_for_all(by=request.user)
    messages.success(request, f"{membership.product.name} is back.")
    return redirect(membership.product)
