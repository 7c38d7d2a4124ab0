"""The addresses of this app; sign-in and its siblings are allauth's."""

from django.urls import path

from .tokens import token_removal, tokens

urlpatterns = [
    path("accounts/tokens/", tokens, name="tokens"),
    path("accounts/tokens/<slug:ref>/removal/", token_removal, name="token_removal"),
]
