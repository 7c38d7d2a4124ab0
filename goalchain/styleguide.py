"""The living page of the design system, at /styleguide/ while DEBUG is on. It stores nothing."""

from types import SimpleNamespace

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods, require_safe

from goalchain.lib.inline import inline as shown_inline

LABELS = {
    "vision": "Vision",
    "user": "User goal",
    "business": "Business goal",
    "product": "Product goal",
    "release": "Release goal",
    "sprint": "Sprint goal",
}
BECAUSE = {
    "user": "a service that costs a day is the reason riders put it off",
    "product": "booking by phone takes three calls",
    "release": "booking is where riders give up first",
    "sprint": "without a slot there is nothing to confirm or track",
}
GOALS = (
    ("vision", "Bike servicing is simple, reliable and accessible for every rider", "agreed", ""),
    ("user", "Riders stop losing days to servicing", "agreed", ""),
    ("business", "Workshops fill idle slots", "draft", ""),
    ("product", "Customers book, track and pay in a mobile app", "active", ""),
    ("release", "Customers book a service slot online", "closed", "partly"),
    ("sprint", "Service booking works", "active", ""),
)
GERMAN = "Fahrradwerkstattterminvereinbarungsbestätigungsbenachrichtigung funktioniert zuverlässig"
SENTENCE = (
    "Service booking works, so that customers book a service slot online, so that customers book, track and pay in a "
    "mobile app, so that riders stop losing days to servicing, so that bike servicing is simple, reliable and "
    "accessible for every rider."
)
ICONS = (
    *("vision", "user", "business", "product", "release", "sprint", "chain", "outline", "trace", "members", "settings"),
    *("search", "plus", "edit", "close", "check", "undo", "link", "unlink", "archive", "restore", "agree", "activate"),
    *(
        "move",
        "up",
        "down",
        "left",
        "right",
        "drag",
        "history",
        "gap",
        "key",
        "help",
        "menu",
        "more",
        "import",
        "export",
        "info",
    ),
    *("warning", "external", "copy", "sun", "moon", "logout"),
)
FIELDS = {
    "title": ("Title", "Service booking works", forms.CharField(max_length=120, help_text="")),
    "statement": (
        "Statement",
        "Five riders of the test group book a slot at a real workshop, unaided, in under two minutes.",
        forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), required=False),
    ),
    "starts": ("Starts", "16 Nov", forms.CharField()),
}


class SampleForm(forms.Form):
    """One of each control."""

    title = forms.CharField(label="Title", help_text="What will be true when it is reached, in a few words.")
    level = forms.ChoiceField(choices=list(LABELS.items()))
    statement = forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), required=False)
    starts_on = forms.DateField(label="Starts on", widget=forms.DateInput(attrs={"type": "date"}), required=False)
    kind = forms.ChoiceField(
        choices=[("learn", "Learn"), ("risk", "Test a risk"), ("deliver", "Deliver")], widget=forms.RadioSelect
    )
    notify = forms.BooleanField(label="Tell the team", required=False, help_text="By e-mail, once.")


def _goal(number: int, level_name: str, title: str, state: str, outcome: str) -> SimpleNamespace:
    return SimpleNamespace(
        key=f"BIKE-{number}",
        level_name=level_name,
        label=LABELS[level_name],
        title=title,
        lit=title,
        is_goal=True,
        url="#",
        state=state,
        state_label=state,
        outcome=outcome,
        meta="",
    )


def _line(*level_names: str, here: str, title: str = "") -> list[SimpleNamespace]:
    titles = {level_name: wording for level_name, wording, *_ in GOALS}
    return [
        SimpleNamespace(
            level_name=level_name,
            label=LABELS[level_name],
            title=title if title and level_name == here else titles[level_name],
            url="#",
            rationale=BECAUSE.get(level_name, ""),
            here=level_name == here,
            gap=False,
        )
        for level_name in level_names
    ]


def _lines() -> dict[str, list[SimpleNamespace]]:
    gap = SimpleNamespace(level_name="release", label="no release goal", title="", url="", rationale="", gap=True)
    broken = _line("vision", "user", "product", "sprint", here="sprint")
    return {
        "line": _line("vision", "user", "product", "release", "sprint", here="sprint"),
        "gap_line": [*broken[:3], gap, broken[3]],
        "short_line": _line("vision", here="vision"),
        "long_line": _line("vision", "user", "business", "product", "release", "sprint", here="sprint", title=GERMAN),
    }


def _inline(name: str) -> dict:
    label, value, _ = FIELDS[name]
    address = reverse("styleguide_inline", args=[name])
    return {
        "field_id": f"inline-{name}",
        "label": label,
        "value": value,
        "kind": name if name in ("title", "statement") else "fact",
        "edit_url": f"{address}?edit=1",
        "display_url": address,
        "version": 1,
        "key": "e" if name == "title" else "",
    }


@login_not_required
@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    """Every fragment, in every state that it has. No query of its own."""
    goals = [_goal(number, *goal) for number, goal in enumerate(GOALS, start=1)]
    product = SimpleNamespace(key="BIKE", name="Bike Service App")
    context = {
        "product": product,
        "nav": "chain",
        "goals": goals,
        "groups": [("Goals", goals)],
        "columns": [(goal, [goal]) for goal in goals if goal.level_name != "business"],
        "form": SampleForm(auto_id="sample_%s"),
        "wrong": SampleForm({"title": "", "level": "team", "starts_on": "soon"}, prefix="wrong"),
        "title": _inline("title"),
        "statement": _inline("statement"),
        "starts": _inline("starts"),
        "title_form": _form("title", None, prefix="open"),
        "clash_form": _form("statement", "Ten riders book a slot, unaided.", prefix="clash"),
        "tabs": [{"label": label, "url": "#", "current": label == "Timeline"} for label in ("GO grid", "Timeline")],
        "clash": {
            "by": "Mara Lindt",
            "at": "two minutes ago",
            "theirs": "Five riders book a slot at a real workshop.",
            "yours": "Ten riders book a slot, unaided.",
        },
        "icons": ICONS,
        "sentence": SENTENCE,
        **_lines(),
    }
    return render(request, "styleguide/styleguide.html", context)


def _form(name: str, value: str | None, prefix: str | None = None) -> forms.Form:
    label, initial, field = FIELDS[name]
    field.label = label
    made = type("InlineForm", (forms.Form,), {name: field})
    data = None if value is None else {f"{prefix}-{name}" if prefix else name: value}
    return made(data, initial={name: initial}, prefix=prefix)


@login_not_required
@require_http_methods(["GET", "POST"])
def inline(request: HttpRequest, name: str) -> HttpResponse:
    """Opens, cancels and saves the sample field `name`. Saving "clash" shows a clash, saving nothing an error."""
    context = _inline(name)
    value = request.POST.get(name) if request.method == "POST" else None
    form = _form(name, value)
    context |= {"form": form, "field": form[name]}
    if value is None:
        if "edit" not in request.GET:
            return HttpResponse(shown_inline(context))
        return render(request, "parts/_inline_edit.html", context)
    if value == "clash":
        context["clash"] = {"by": "Mara Lindt", "at": "a minute ago", "theirs": context["value"], "yours": value}
        return render(request, "parts/_inline_edit.html", context, status=409)
    if not form.is_valid():
        return render(request, "parts/_inline_edit.html", context, status=422)
    return render(request, "styleguide/_saved.html", context | {"value": form.cleaned_data[name]})


urlpatterns = [
    path("", styleguide, name="styleguide"),
    path("inline/<slug:name>/", inline, name="styleguide_inline"),
]
