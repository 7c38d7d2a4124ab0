"""The addresses of capacity."""

from django.urls import path

from . import views

urlpatterns = [
    path("p/<product:key>/sprints/<int:sprint_id>/capacity/", views.capacity, name="sprint_capacity"),
]
