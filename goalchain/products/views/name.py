"""The name under which a person is known in their products."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from goalchain.accounts.forms import NameForm
from goalchain.accounts.http import PersonRequest

from ..people import rename


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def name(request: PersonRequest) -> HttpResponse:
    """GET: the name in a form. POST: another one, shown from then on wherever the person is."""
    form = NameForm(request.POST) if request.method == "POST" else NameForm(initial={"name": request.user.name})
    if request.method == "POST" and form.is_valid():
        if rename(request.user, form.cleaned_data["name"]):
            messages.success(request, f"Your name is {request.user.name} now.")
        return redirect("account_name")
    return render(request, "account/name.html", {"form": form, "nav": "account"}, status=422 if form.errors else 200)
