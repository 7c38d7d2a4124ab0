"""The import and the export of a chain."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_http_methods, require_safe

from goalchain.accounts.http import PersonRequest
from goalchain.products.access import MANAGE
from goalchain.products.errors import Stale
from goalchain.products.fetch import held_membership_or_404, membership_or_404
from goalchain.products.models import Membership
from goalchain.products.pages import product_context

from .forms import ImportForm, Previewed, seal, unseal
from .preview import preview
from .sheet.columns import COLUMNS
from .sheet.export import export_sheet
from .sheet.plan import Plan
from .sheet.reading import read_sheet
from .sheet.writing import SheetRefused, import_sheet, preview_sheet


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def import_goals(request: PersonRequest, key: str) -> HttpResponse:
    """GET: the form. POST of a sheet: its preview, 422 while rows are bad. POST of what was previewed: write it."""
    mine = membership_or_404(request.user, key)
    mine.access.require(MANAGE)
    if request.method != "POST":
        return _page(request, mine, ImportForm())
    if "previewed" in request.POST:
        previewed = unseal(request.POST["previewed"], product=mine.product, user=request.user)
        if previewed is None:
            messages.error(request, "That preview is no longer valid. Choose the file again.")
            return _page(request, mine, ImportForm(), status=422)
        return _write(request, mine, previewed)
    form = ImportForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, mine, form, status=422)
    plan = preview_sheet(mine.product, form.sheet)
    return _preview_page(request, mine, plan, form)


@login_required
@require_safe
def export(request: PersonRequest, key: str) -> HttpResponse:
    """The chain as this person may read it, as CSV. `?for=excel` puts the mark in front that Excel knows UTF-8 by."""
    mine = membership_or_404(request.user, key)
    mark = "\ufeff" if request.GET.get("for") == "excel" else ""
    response = HttpResponse(mark + export_sheet(mine.product, mine.access), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{key}-{mine.product.today()}.csv"'
    patch_cache_control(response, private=True, no_cache=True)
    return response


def _write(request: PersonRequest, mine: Membership, previewed: Previewed) -> HttpResponse:
    """Write exactly what was previewed; preview it again when the chain has changed since."""
    sheet = read_sheet(previewed.content)
    try:
        with transaction.atomic():
            held = held_membership_or_404(request.user, mine.product.key)
            held.access.require(MANAGE)
            plan = import_sheet(held.product, sheet, by=request.user, revision=previewed.revision)
    except (Stale, SheetRefused):
        form = ImportForm({"text": previewed.content})
        form.is_valid()
        return _preview_page(request, mine, preview_sheet(mine.product, sheet), form, stale=True)
    messages.success(request, f"Imported: {len(plan.made)} made, {len(plan.changed)} changed.")
    return redirect(mine.product)


def _preview_page(
    request: PersonRequest, mine: Membership, plan: Plan, form: ImportForm, *, stale: bool = False
) -> HttpResponse:
    sealed = ""
    if not plan.refused and plan.writes:
        sealed = seal(form.content, plan.revision, product=mine.product, user=request.user)
    status = 409 if stale else 422 if plan.refused else 200
    more = {"preview": preview(plan), "sealed": sealed, "stale": stale}
    return _page(request, mine, form.to_mend(), status=status, **more)


def _page(
    request: PersonRequest, mine: Membership, form: ImportForm, *, status: int = 200, **more: object
) -> HttpResponse:
    context = product_context(mine.product, mine.access, "settings", form=form, columns=COLUMNS, **more)
    return render(request, "sharing/import.html", context, status=status)
