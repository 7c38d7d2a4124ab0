"""/api/v1/products/BIKE/matrix/: two levels against each other."""

import re
from typing import Any

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema

from goalchain.goals.matrix.axes import AXES, Axis, axes_of
from goalchain.goals.matrix.page import Matrix, matrix_of
from goalchain.goals.matrix.reads import MOST_PAGES, SHOWN, Side
from goalchain.products.fetch import membership_or_404
from goalchain.products.models import Product

from .. import matrix_shapes
from ..answers import ApiView, Asked, answer
from ..problems import BadQuery
from ..schema import ETAG


@extend_schema(tags=["chain"])
class MatrixOf(ApiView):
    """The matrix."""

    @extend_schema(
        operation_id="read_matrix",
        parameters=[*matrix_shapes.MATRIX_QUERY, ETAG],
        responses={200: matrix_shapes.MATRIX},
    )
    def get(self, request: Asked, key: str) -> HttpResponse:
        """Through which goals the goals of two levels are connected, up to 100 a side."""
        member = membership_or_404(request.user, key)
        pages = _page(request, "rows_page"), _page(request, "columns_page")
        found = matrix_of(member.product, member.access, _axes(request, member.product), pages, SHOWN)
        return answer(matrix_told(member.product, found), etag=str(member.product.revision))


def matrix_told(product: Product, found: Matrix) -> dict[str, Any]:
    """A matrix as JSON. No query."""
    key = product.key
    keys = {head.pk: f"{key}-{head.number}" for side in (found.rows, found.columns) for head in side.heads}
    return {
        "revision": product.revision,
        "rows": _side(key, found.rows),
        "columns": _side(key, found.columns),
        "cells": [
            {
                "row": keys[row],
                "column": keys[column],
                "lines": cell.lines,
                "through": [f"{key}-{through.number}" for through in cell.through],
                "direct": cell.is_direct,
            }
            for (row, column), cell in sorted(found.cells.items())
        ],
    }


def _side(key: str, side: Side) -> dict[str, Any]:
    return {
        "level": side.axis.value,
        "total": side.total,
        "page": side.page,
        "goals": [
            {
                "key": f"{key}-{head.number}",
                "level": head.level_name,
                "title": head.title,
                "state": head.state,
                "outcome": head.outcome or None,
                "beside": head.beside,
            }
            for head in side.heads
        ],
    }


def _axes(request: Asked, product: Product) -> tuple[Axis, Axis]:
    """The levels asked for. Raises BadQuery for a word that is none, and for two of the same rank."""
    asked = [request.query_params.get(name) or None for name in ("rows", "columns")]
    for name, word in zip(("rows", "columns"), asked, strict=True):
        if word is not None and word not in AXES:
            raise BadQuery({name: [f"Choose one of {', '.join(AXES)}."]})
    rows, columns = axes_of(product.preset, *asked)
    if rows.rank == columns.rank:
        raise BadQuery({"columns": [f"No link leads from {columns.plural} to {rows.plural}. Choose another level."]})
    return rows, columns


def _page(request: Asked, name: str) -> int:
    text = request.query_params.get(name, "1")
    if not re.fullmatch(r"[0-9]{1,4}", text) or not 1 <= int(text) <= MOST_PAGES:
        raise BadQuery({name: [f"Give a number from 1 to {MOST_PAGES}."]})
    return int(text)
