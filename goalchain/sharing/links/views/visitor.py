"""What whoever holds a link may do: read, open it with its password, say something about a goal.

No session and no account: the link itself is the right to read. So there is no cookie from which another site could
profit, and no CSRF token, which would need one.
"""

import re
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import reselect, reswap, retarget

from goalchain.accounts.http import PersonRequest
from goalchain.goals.models import Goal
from goalchain.talk.models import Feedback

from ..forms import PasswordForm, VoiceForm
from ..kept import KeptWords, kept_words
from ..models import ShareLink, Voice, digest_of
from ..page import find_goal, shared_context, visitor_context
from ..shown import SharedGoal
from ..throttles import may_guess, may_speak

#: The cookie that a password earns, and how long it lasts, in seconds.
COOKIE, HOURS_12 = "share", 12 * 3600
_SIGNED_WITH = "goalchain.sharing.password"
#: The places of a shared page into which htmx asks for something.
_PLACE = re.compile(r"say-goal-[0-9]{1,10}(-[0-9]{1,4})?")

View = Callable[..., HttpResponse]


def by_link(view: View) -> View:
    """Give the view the link that the token opens, in place of the token; answer 404, 410 or the password's form else.

    Nothing that is answered is kept by anybody, found by search engines or told to another site. Two queries.
    """

    @login_not_required
    @csrf_exempt
    @wraps(view)
    def answered(request: PersonRequest, token: str, **words: Any) -> HttpResponse:
        response = _answer(request, token, view, words)
        patch_cache_control(response, private=True, no_store=True)
        response["Referrer-Policy"] = "no-referrer"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return answered


def _answer(request: PersonRequest, token: str, view: View, words: dict[str, Any]) -> HttpResponse:
    link = ShareLink.objects.select_related("product", "goal").filter(digest=digest_of(token)).first()
    if link is None:
        return _over(request, "unknown", 404)
    if not link.works:
        return _over(request, link.state if link.state != "works" else "revoked", 410)
    if request.headers.get("Sec-Fetch-Site") == "cross-site" and request.method == "POST":
        return HttpResponse("Send this from the shared page itself.", status=403, content_type="text/plain")
    if link.password and view is not _password and not _is_let_in(request, link):
        if request.htmx:
            return _over_in_place(request, "locked", 200, base=f"/s/{token}/")
        kept = kept_words(request.POST, words.get("number"))
        context = visitor_context(link, token, form=PasswordForm(), kept=kept)
        return render(request, "sharing/share/password.html", context)
    response = view(request, link, token, **words)
    if request.method == "GET" and response.status_code == 200:
        link.note_use()
    return response


def _over(request: PersonRequest, why: str, status: int, kept: KeptWords | None = None) -> HttpResponse:
    if request.htmx:
        return _over_in_place(request, why, status)
    return render(request, "sharing/share/over.html", {"why": why, "kept": kept}, status=status)


def _over_in_place(request: PersonRequest, why: str, status: int, base: str = "") -> HttpResponse:
    """Say it where htmx asked: in place of the link that was pressed, or above the words that were to be sent."""
    is_sent = request.method == "POST"
    context = {"why": why, "base": base, "is_sent": is_sent}
    response = render(request, "sharing/share/_over.html", context, status=status)
    place = request.htmx.target or ""
    if _PLACE.fullmatch(place):
        retarget(response, f"#{place} .share-refused" if is_sent else f"#{place}")
    return reselect(reswap(response, "innerHTML"), ".share-over")


@by_link
@require_safe
def shared(request: PersonRequest, link: ShareLink, token: str) -> HttpResponse:
    """The shared page. Eight queries at most."""
    said = request.GET.get("said", "")
    number = int(said) if said.isascii() and said.isdigit() and len(said) < 10 else 0
    return render(request, "sharing/share/page.html", shared_context(link, token, said=number))


# -- the password ------------------------------------------------------------------------------------------------------


@require_POST
def _password(request: PersonRequest, link: ShareLink, token: str) -> HttpResponse:
    form, kept = PasswordForm(request.POST), kept_words(request.POST)
    status = 422
    if form.is_valid():
        take_back = may_guess(request, link)
        if take_back is None:
            form.add_error("password", "Too many tries. Wait an hour, then try again.")
            status = 429
        elif link.opens_with(form.cleaned_data["password"]):
            take_back()
            return _let_in(request, link, token, kept)
        else:
            form.add_error("password", "This is not the password of this link. Ask the person who sent it to you.")
    context = visitor_context(link, token, form=form, kept=kept)
    return render(request, "sharing/share/password.html", context, status=status)


#: POST: what the visitor typed; the right one opens the link for twelve hours in this browser. Words that came too late
#: with the last one stand in their form again.
password = by_link(_password)


def _let_in(request: PersonRequest, link: ShareLink, token: str, kept: KeptWords | None) -> HttpResponse:
    base = f"/s/{token}/"
    response = _say_again(request, link, token, kept) if kept else redirect(base)
    response.set_cookie(
        COOKIE,
        signing.dumps(_proof(link), salt=_SIGNED_WITH),
        max_age=HOURS_12,
        path=base,
        secure=request.is_secure(),
        httponly=True,
        samesite="Lax",
    )
    return response


def _say_again(request: PersonRequest, link: ShareLink, token: str, kept: KeptWords) -> HttpResponse:
    """The form with the words that waited for the password; nothing of them is stored before they are sent."""
    goal = find_goal(link, kept.about)
    if goal is None:
        return _over(request, "goal", 404, kept)
    form = VoiceForm(initial={"text": kept.text, "name": kept.name}, auto_id=f"say-{kept.about}-%s")
    return _form(request, link, token, goal, form, kept=kept)


def _is_let_in(request: HttpRequest, link: ShareLink) -> bool:
    """Whether the visitor has shown the password that the link has now, within twelve hours."""
    try:
        proof: Any = signing.loads(request.COOKIES.get(COOKIE, ""), salt=_SIGNED_WITH, max_age=HOURS_12)
    except signing.BadSignature:
        return False
    return bool(proof == _proof(link))


def _proof(link: ShareLink) -> list[Any]:
    return [link.pk, link.password[-12:]]


# -- feedback ----------------------------------------------------------------------------------------------------------


@by_link
@require_http_methods(["GET", "HEAD", "POST"])
def feedback(request: PersonRequest, link: ShareLink, token: str, number: int) -> HttpResponse:
    """GET: the form for one goal of the page. POST: take in what the visitor says; nothing typed is lost."""
    goal = find_goal(link, number)
    if goal is None:
        return _over(request, "goal", 404)
    if request.method != "POST":
        return _form(request, link, token, goal, VoiceForm(auto_id=f"say-{number}-%s"))
    form = VoiceForm(request.POST, auto_id=f"say-{number}-%s")
    if not form.is_valid():
        return _form(request, link, token, goal, form, 422)
    if not may_speak(request, link):
        form.add_error(None, "That was a lot at once. Your words are still here: wait an hour, then send them again.")
        return _form(request, link, token, goal, form, 429)
    _take_in(link, number, form.cleaned_data)
    if request.htmx:
        return render(request, "sharing/share/_said.html", visitor_context(link, token, goal=goal))
    return redirect(f"/s/{token}/?said={number}#say-goal-{number}")


def _take_in(link: ShareLink, number: int, words: dict[str, Any]) -> None:
    about = Goal.objects.filter(product=link.product, number=number).first()
    with transaction.atomic():
        said = Feedback.receive(link.product, words["text"], by=None, about=about, name=words["name"], source=link.name)
        Voice.objects.create(link=link, feedback=said)


def _form(
    request: PersonRequest,
    link: ShareLink,
    token: str,
    goal: SharedGoal,
    form: VoiceForm,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    context = visitor_context(link, token, goal=goal, form=form, **more)
    template = "sharing/share/_say.html" if request.htmx else "sharing/share/say.html"
    return render(request, template, context, status=status)
