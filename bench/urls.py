"""Every address of the product, and view1."""

from django.urls import include, path

from bench.bare import view1

urlpatterns = [path("bench/view1/", view1), path("", include("goalchain.urls"))]
