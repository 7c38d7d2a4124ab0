"""view1: what any signed-in page costs at least. Session, person, one query, one small template."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from goalchain.products.models import Product


@login_required
def view1(request: HttpRequest) -> HttpResponse:
    """Name the person and a product. Three queries: session, person, product."""
    return render(request, "bench/view1.html", {"product": Product.objects.earliest("pk")})
