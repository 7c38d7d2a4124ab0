"""API tokens: made, listed and revoked by the person for whose programs they are."""

import hashlib
from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from goalchain.lib.text import storable

from .models import ApiToken, User

#: Ten years: longer than anybody should trust a key.
MOST_DAYS = 3650


def issue(user: User, *, name: str, scope: str, days: int | None = None) -> tuple[ApiToken, str]:
    """Make a token that ends after `days` (None: never). Returns it and its text, which is stored nowhere."""
    token, text = ApiToken.objects.create(user, timedelta(days=days) if days else None, name=name, scope=scope)
    return token, text


def reference(token: ApiToken) -> str:
    """A name for the token in addresses, from which nobody learns anything about the token."""
    return hashlib.sha256(token.digest.encode()).hexdigest()[:20]


class TokenForm(forms.Form):
    """What a new token needs."""

    name = forms.CharField(
        max_length=100,
        validators=[storable],
        error_messages={"required": "Give the token a name: what it is for."},
        help_text="What it is for, so that you know which one to revoke.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    scope = forms.ChoiceField(label="It may", choices=ApiToken.Scope, initial="read", widget=forms.RadioSelect)
    days = forms.IntegerField(
        label="Days until it expires",
        required=False,
        min_value=1,
        max_value=MOST_DAYS,
        initial=90,
        help_text="Empty: it holds until you revoke it.",
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "size": "6"}),
    )


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def tokens(request: HttpRequest) -> HttpResponse:
    """The person's tokens and the form for another. The answer to a POST shows the new token, and nothing does again.

    One query beside session and user, two more for a new token.
    """
    form = TokenForm(request.POST or None)
    made, text = None, ""
    if request.method == "POST" and form.is_valid():
        made, text = issue(_person(request), **form.cleaned_data)
        form = TokenForm()
    context = {"form": form, "made": made, "text": text, "rows": _rows(request), "nav": "tokens"}
    return render(request, "accounts/tokens.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def token_removal(request: HttpRequest, ref: str) -> HttpResponse:
    """Revoke one of the person's tokens; 404 for anything else."""
    for token in ApiToken.objects.filter(user=_person(request)):
        if reference(token) == ref:
            token.delete()
            messages.success(request, f"“{token.name}” is revoked. Programs that use it are refused from now on.")
            return redirect("tokens")
    raise Http404("You have no such token. It may be revoked already.")


def _person(request: HttpRequest) -> User:
    person = request.user
    assert isinstance(person, User)
    return person


def _rows(request: HttpRequest) -> list[dict[str, Any]]:
    now = timezone.now()
    return [
        {"token": token, "reference": reference(token), "expired": bool(token.expiry and token.expiry <= now)}
        for token in ApiToken.objects.filter(user=_person(request))
    ]
