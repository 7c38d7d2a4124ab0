"""/search/ and /p/KEY/search/: the page of results, and what is listed while somebody types."""

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from goalchain.accounts.http import PersonRequest
from goalchain.goals import levels
from goalchain.products.models import Membership, Product
from goalchain.products.pages import product_context

from . import palette
from .finding import MOST, Narrowed, Row, find
from .found import told, told_goals
from .sources import KINDS
from .words import NOT_IN_TITLE, Wanted

A_PAGE = 25


@require_safe
def search(request: PersonRequest, key: str) -> HttpResponse:
    """Over one product. A goal of any product that is named by its key is opened at once. Queries: three, and one for
    the list of what was opened lately."""
    members = _memberships(request)
    member = next((member for member in members if member.product.key == key), None)
    if member is None:
        raise Http404(f"There is no product {key} that you may see.")
    context = product_context(member.product, member.access, "search")
    return _answer(request, members, member, context)


@require_safe
def search_all(request: PersonRequest) -> HttpResponse:
    """Over all products of the person. Queries as for one."""
    return _answer(request, _memberships(request), None, {"nav": "search"})


def _memberships(request: PersonRequest) -> list[Membership]:
    mine = Membership.objects.filter(user_id=request.user.pk, product__deleted_at=None)
    return list(mine.select_related("product").order_by("product__name", "product_id"))


def _answer(
    request: PersonRequest, members: list[Membership], at: Membership | None, context: dict[str, Any]
) -> HttpResponse:
    wanted = Wanted.read(request.GET.get("q", ""))
    kind, level = request.GET.get("kind", ""), request.GET.get("level", "")
    narrowed = Narrowed(kind if kind in KINDS else "", level if level in levels.LEVELS else "")
    may = {member.product_id: member.access for member in members}
    searched = {at.product_id: at.access} if at else may
    rows = find(wanted, searched, narrowed, at.product.key if at else "", named_in=may)
    context |= {"q": wanted.text, "at": at and at.product}
    products = {member.product_id: member.product for member in members}
    if request.htmx and request.htmx.target == "find-results":
        return _listed(request, wanted, rows, products, at, context)
    if rows and rows[0].is_named and wanted.text.upper() == f"{products[rows[0].product_id].key}-{rows[0].number}":
        return redirect("goal", wanted.text.upper())
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    context |= {
        "page": page,
        "found": told(list(page), wanted, products),
        "count": len(rows),
        "kinds": [(name, plural) for name, (plural, _) in KINDS.items()],
        "levels": levels.LEVELS.values(),
        "kind": narrowed.kind,
        "level": narrowed.level,
        "query": urlencode({"q": wanted.text, "kind": narrowed.kind, "level": narrowed.level}),
        "most": MOST,
    }
    return render(request, "search/search.html", context)


def _listed(
    request: PersonRequest, wanted: Wanted, rows: list[Row], products: dict[int, Product],
    at: Membership | None, context: dict[str, Any],
) -> HttpResponse:  # fmt: skip
    """The options of the combobox; in the palette (`?palette=1`), with what can be opened and begun beside it."""
    shown = palette.chosen(rows)
    groups = palette.grouped(told(shown, wanted, products))
    query = urlencode({"q": wanted.text})
    if len(shown) < len(rows):
        context["more"] = [palette.Step(f"All results for “{wanted.text}”", f"{request.path}?{query}", "search")]
    if "palette" in request.GET:
        if not wanted.text:
            recent = told_goals(palette.recent(request.user, request.GET.get("recent", "")))
            groups = [("Recently opened", recent)] if recent else []
        elif at and len(products) > 1:
            beyond = palette.Step(f"Look for “{wanted.text}” in all products", f"/search/?{query}", "search")
            context["more"] = [*context.get("more", ()), beyond]
        begun = palette.steps(at.product, at.access) if at else palette.ANYWHERE
        others = palette.products(products.values(), at.product if at else None)
        choices = [("begin", "Begin", begun), ("products", "Products", others)]
        context["steps"] = [
            (group, name, fitting) for group, name, steps in choices if (fitting := _fitting(steps, wanted))
        ]
    return render(request, "search/_listed.html", context | {"groups": groups})


def _fitting(steps: list[palette.Step], wanted: Wanted) -> list[palette.Step]:
    """Those whose words were typed; all when nothing was."""
    return [step for step in steps if not wanted.words or wanted.rank(f"{step.label} {step.more}") < NOT_IN_TITLE]
