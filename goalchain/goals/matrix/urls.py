"""The addresses of the matrix."""

from django.urls import path

from . import views

urlpatterns = [
    path("p/<product:key>/matrix/", views.matrix, name="matrix"),
    path("p/<product:key>/matrix.csv", views.matrix_sheet, name="matrix_sheet"),
    path("p/<product:key>/matrix/<goal:row_key>/<goal:column_key>/", views.matrix_line, name="matrix_line"),
]
