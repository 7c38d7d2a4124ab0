"""The addresses of the search."""

from django.urls import path

from . import views

urlpatterns = [
    path("search/", views.search_all, name="search_all"),
    path("p/<product:key>/search/", views.search, name="search"),
]
