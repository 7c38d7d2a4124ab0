"""The demo's shortcuts: a visitor is signed in without being asked, and may change into another of its people.

They count only with DEBUG and DEMO_SIGN_IN, whatever else the environment says: outside a demo each would be an open
door. Who has signed out is asked from then on.
"""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from .models import User

#: The accounts of the demo, one a role. No other account can be entered without its password.
EMAILS = tuple(f"{role}@example.com" for role in ("owner", "coach", "developer", "stakeholder", "viewer"))
#: What the session of somebody who has signed out of the demo says.
SIGNED_OUT = "signed_out_of_demo"


def in_demo() -> bool:
    """Whether this is a demo."""
    return bool(settings.DEBUG and settings.DEMO_SIGN_IN)


def demo_accounts() -> list[User]:
    """The accounts that a visitor may enter, in the order of the roles. One query; none outside a demo."""
    if not in_demo():
        return []
    people = User.objects.filter(email__in=EMAILS, is_active=True)
    return sorted(people, key=lambda person: EMAILS.index(person.email))


def sign_in_demo(request: HttpRequest) -> User | None:
    """Sign the visitor in as the account that DEMO_SIGN_IN names, say so, and return it.

    None when there is no such account, and for a visitor who has signed out: they choose on the sign-in page.
    """
    if not in_demo() or request.session.get(SIGNED_OUT):
        return None
    person = User.objects.filter(email=settings.DEMO_SIGN_IN.lower(), is_active=True).first()
    if person is not None:
        login(request, person)
        messages.info(request, f"This is the demo: you are signed in as {person}. Sign out to be somebody else.")
    return person


def remember_sign_out(request: HttpRequest) -> None:
    """Note in the new session that this visitor wants to be asked; outside a demo nothing is noted."""
    if in_demo():
        request.session[SIGNED_OUT] = True


class SignInVisitors:
    """Lead somebody who came by a deep link on to that page, signed in. Stands before SignInFirst; only with DEBUG."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Nothing of its own: who views what is known later."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        """Sign in whoever opens a page that asks for it. htmx opens none."""
        opens = request.method in ("GET", "HEAD") and request.headers.get("HX-Request") != "true"
        if opens and getattr(view, "login_required", True) and not request.user.is_authenticated:
            sign_in_demo(request)


@login_not_required
@require_POST
def demo_sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in as one of the demo's people, by e-mail; 404 for anybody else, and outside a demo."""
    person = next((one for one in demo_accounts() if one.email == request.POST.get("email")), None)
    if person is None:
        raise Http404("There is no such account in the demo.")
    logout(request)
    login(request, person)
    wanted = request.POST.get("next", "")
    inside = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return redirect(wanted if inside else "home")


urlpatterns = [path("", demo_sign_in, name="demo_sign_in")]
