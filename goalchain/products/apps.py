"""The app's name for Django."""

from django.apps import AppConfig


class ProductsConfig(AppConfig):
    """See the package's docstring."""

    name = "goalchain.products"
