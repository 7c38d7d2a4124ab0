"""The addresses of the site with the styleguide, which otherwise exists only while DEBUG is on."""

from django.urls import include, path

from goalchain.urls import urlpatterns as site

urlpatterns = [*site, path("styleguide/", include("goalchain.styleguide"))]
