"""The matrix, its sheet, and the lines of one cell."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from django_htmx.http import push_url

from goalchain.accounts.http import PersonRequest
from goalchain.lib.answers import page_tag, tagged, unchanged
from goalchain.lib.sheets import csv_answer
from goalchain.products.fetch import membership_or_404
from goalchain.products.pages import product_context

from ..sentence import sentence
from .asked import axes_asked, pages_asked
from .lines import lines_between
from .page import matrix_context, matrix_of
from .reads import ON_SHEET, SHOWN
from .sheet import headings, sheet_rows


@require_safe
def matrix(request: PersonRequest, key: str) -> HttpResponse:
    """Two levels against each other: `?rows=business&columns=sprint`, with `rows_page` and `columns_page` to go on."""
    member = membership_or_404(request.user, key)
    tag = page_tag(request, member.product.revision, member.role, member.product.today())
    if answer := unchanged(request, tag):
        return answer
    product, access = member.product, member.access
    found = matrix_of(product, access, axes_asked(request.GET, product), pages_asked(request.GET), SHOWN)
    context = product_context(product, access, "matrix", on_sheet=ON_SHEET, **matrix_context(product, found))
    return tagged(render(request, "goals/matrix.html", context), tag)


@require_safe
def matrix_sheet(request: PersonRequest, key: str) -> HttpResponse:
    """The same as CSV, up to ON_SHEET goals a side: the open ones before the closed, the newest first."""
    member = membership_or_404(request.user, key)
    product = member.product
    found = matrix_of(product, member.access, axes_asked(request.GET, product), (1, 1), ON_SHEET)
    return csv_answer(f"{key}-matrix.csv", headings(key, found), sheet_rows(key, found))


@require_safe
def matrix_line(request: PersonRequest, key: str, row_key: str, column_key: str) -> HttpResponse:
    """Through which goals the goal of a row and that of a column are connected: each line in words."""
    found = lines_between(request.user, key, row_key, column_key)
    context = product_context(
        found.upper.product,
        found.upper.access,
        "matrix",
        found=found,
        lines=[{"stations": line, "sentence": sentence(line)} for line in found.lines],
        # The dialog gives the focus back to what asked for it.
        asked_by=request.htmx.trigger or "",
    )
    if not request.htmx:
        return render(request, "goals/matrix_line.html", context)
    # The links of the table are boosted, which would take the address along.
    return push_url(render(request, "goals/_matrix_line.html", context), False)
