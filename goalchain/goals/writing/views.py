"""The page of the writing checks, their switches, and advice on words while somebody types; advice writes nothing."""

import hashlib
from collections.abc import Collection
from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_POST, require_safe

from goalchain.accounts.http import PersonRequest
from goalchain.products.access import MANAGE
from goalchain.products.fetch import membership_or_404
from goalchain.products.models import Membership, Product
from goalchain.products.pages import product_context

from .. import levels
from ..fetch import goal_or_404
from .catalogue import RULES, advise
from .goal import wording_of
from .rule import Advice, Rule
from .wording import Wording


@require_safe
def writing(request: PersonRequest, key: str) -> HttpResponse:
    """All rules with their reasons; for who may manage the product, the switch of each."""
    mine = membership_or_404(request.user, key)
    checks = [_shown(mine, rule) for rule in RULES.values()]
    context = product_context(mine.product, mine.access, "settings", checks=checks)
    return render(request, "goals/writing.html", context)


def _shown(mine: Membership, rule: Rule) -> dict[str, object]:
    """A rule as `goals/_check.html` takes it."""
    return {
        "rule": rule,
        "levels": [levels.LEVELS[name] for name in rule.levels] if len(rule.levels) < len(levels.LEVELS) else [],
        "is_quiet": rule.name in mine.product.quiet_rules,
        "can_switch": MANAGE in mine.access,
    }


@require_POST
def silence(request: PersonRequest, key: str, rule: str) -> HttpResponse:
    """Switch a rule off for the product."""
    return _switched(request, key, rule, quiet=True)


@require_POST
def voice(request: PersonRequest, key: str, rule: str) -> HttpResponse:
    """Switch a rule on again."""
    return _switched(request, key, rule, quiet=False)


def _switched(request: PersonRequest, key: str, name: str, *, quiet: bool) -> HttpResponse:
    mine = membership_or_404(request.user, key)
    rule = RULES.get(name)
    if rule is None:
        raise Http404(f"There is no writing check {name}.")
    mine.access.require(MANAGE)
    changed = (mine.product.silence if quiet else mine.product.hear)(rule.name, by=request.user)
    text = f"“{rule.label}” is {'off' if quiet else 'on'} for {mine.product.name}."
    undo = reverse("writing_voice" if quiet else "writing_silence", args=[key, rule.name]) if changed else ""
    if not request.htmx:
        messages.success(request, text, extra_tags=f"{undo} 0" if undo else "")
        return redirect(f"/p/{key}/writing/#check-{rule.name}")
    context = {"product": mine.product, "check": _shown(mine, rule)}
    row = render_to_string("goals/_check.html", context, request=request)
    toast = {"text": text} | ({"undo_url": undo, "undo_event": 0} if undo else {})
    response = HttpResponse(row + render_to_string("parts/_toast_oob.html", toast, request=request))
    response["HX-Trigger"] = "goal-changed"
    return response


@require_POST
def advice(request: PersonRequest, key: str) -> HttpResponse:
    """What the rules say of the words in a form of the product; of a goal that is edited, with `goal` its key.

    Queries: one, and one for the goal.
    """
    mine = membership_or_404(request.user, key)
    return _advice(request, _typed(request, mine.product), mine.product.quiet_rules, mine.product)


@require_POST
def founding_advice(request: PersonRequest) -> HttpResponse:
    """The same for the vision of a product that is yet to be made."""
    preset = request.POST.get("preset", "")
    return _advice(request, Wording(request.POST.get("vision", ""), level="vision", preset=preset))


def _typed(request: PersonRequest, product: Product) -> Wording:
    """The wording as it would be if the form were saved. Raises Http404 for a goal elsewhere."""
    words = request.POST
    level = words.get("level", "")
    known = Wording("", level=level if level in levels.LEVELS else "product", preset=product.preset)
    if words.get("goal"):
        goal = goal_or_404(request.user, words["goal"])
        if goal.product.key != product.key:
            raise Http404(f"{goal.key} is no goal of {product.name}.")
        known = wording_of(goal)
    return Wording(
        words.get("title", known.title),
        words.get("statement", known.statement),
        known.level,
        product.preset,
        _day(words["starts_on"]) if "starts_on" in words else known.starts_on,
        _day(words["ends_on"]) if "ends_on" in words else known.ends_on,
    )


def _day(text: str) -> date | None:
    """The day of a date field, None while it holds none."""
    try:
        return parse_date(text[:10])
    except ValueError:
        return None


def _advice(
    request: PersonRequest, wording: Wording, quiet: Collection[str] = (), product: Product | None = None
) -> HttpResponse:
    """The advice, or 204 when it is what the page shows already: then nothing is announced again.

    It is a part of a form. Who asks for a page is led to one.
    """
    if not request.htmx:
        return redirect("writing", product.key) if product else redirect("home")
    found = advise(wording, quiet)
    mark = mark_of(found)
    if request.POST.get("shown") == mark:
        return HttpResponse(status=204)
    return render(request, "goals/_advice.html", {"advice": found, "mark": mark, "product": product})


def mark_of(found: list[Advice]) -> str:
    """A short word that stands for what is advised; "" for nothing."""
    told = "\n".join(advice.message for advice in found)
    return hashlib.blake2b(told.encode(), digest_size=6).hexdigest() if told else ""
