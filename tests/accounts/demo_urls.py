"""The addresses of the site in a demo."""

from django.urls import include, path

from goalchain.urls import urlpatterns as of_the_site

urlpatterns = [path("accounts/demo/", include("goalchain.accounts.demo")), *of_the_site]
