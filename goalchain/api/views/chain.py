"""The whole chain of a product, and what happened in it."""

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema

from goalchain.goals.history.compare import compare
from goalchain.goals.history.filters import HistoryFilter
from goalchain.goals.history.moments import HOW, Moment, moment_of
from goalchain.goals.history.past import past_of
from goalchain.goals.history.reads import events_for
from goalchain.products.access import READ_PLANNING
from goalchain.products.fetch import membership_or_404
from goalchain.products.models import Product

from .. import shapes
from ..answers import ApiView, Asked, answer, page, unchanged
from ..event_words import EVENT_COLUMNS, events_of
from ..past_words import comparison_told, past_told
from ..problems import BadQuery
from ..schema import AS_OF, ETAG, FROM, HISTORY_QUERY, IF_NONE_MATCH, PAGING, SINCE, TO
from ..schema_words import page_of
from ..whole_chain import chain_of


@extend_schema(tags=["chain"])
class Chain(ApiView):
    """The whole chain."""

    @extend_schema(
        operation_id="read_chain", parameters=[IF_NONE_MATCH, ETAG], responses={200: shapes.CHAIN, 304: None}
    )
    def get(self, request: Asked, key: str) -> HttpResponse:
        """Every live goal and link of the product, with its revision; 304 while nothing has changed."""
        membership = membership_or_404(request.user, key)
        product, access = membership.product, membership.access
        etag = f"{product.revision}-{'planning' if READ_PLANNING in access else 'shared'}"
        return unchanged(request, etag) or answer(chain_of(product, access), etag=etag)


@extend_schema(tags=["chain"])
class Events(ApiView):
    """What happened."""

    @extend_schema(
        operation_id="list_events",
        parameters=[SINCE, *HISTORY_QUERY, *PAGING],
        responses={200: page_of(shapes.EVENT)},
    )
    def get(self, request: Asked, key: str) -> HttpResponse:
        """What happened in the product, oldest first, narrowed as its history is."""
        membership = membership_or_404(request.user, key)
        asked = HistoryFilter(request.query_params, membership.product)
        if not asked.is_valid():
            raise BadQuery({name: [str(text) for text in texts] for name, texts in asked.errors.items()})
        events = asked.narrow(events_for(membership.product, membership.access), request.user)
        return page(request, events, EVENT_COLUMNS, events_of)


@extend_schema(tags=["chain"])
class PastOf(ApiView):
    """The chain as it stood."""

    @extend_schema(operation_id="read_past", parameters=[AS_OF], responses={200: shapes.PAST})
    def get(self, request: Asked, key: str) -> HttpResponse:
        """The live goals and links as they stood at a moment; without one, now."""
        membership = membership_or_404(request.user, key)
        moment = moment_asked(request, membership.product, "as_of")
        return answer(past_told(past_of(membership.product, membership.access, moment)))


@extend_schema(tags=["chain"])
class ComparisonOf(ApiView):
    """Two moments compared."""

    @extend_schema(operation_id="compare_moments", parameters=[FROM, TO], responses={200: shapes.COMPARISON})
    def get(self, request: Asked, key: str) -> HttpResponse:
        """What became of the goals from one moment to another; without `to`, until now."""
        membership = membership_or_404(request.user, key)
        product, access = membership.product, membership.access
        if not request.query_params.get("from"):
            raise BadQuery({"from": [f"It is missing. {HOW}"]})
        first, last = (moment_asked(request, product, name) for name in ("from", "to"))
        if first.revision > last.revision:
            raise BadQuery({"to": ["It is before the first moment. Choose a later one, or swap the two."]})
        return answer(comparison_told(compare(past_of(product, access, first), past_of(product, access, last))))


def moment_asked(request: Asked, product: Product, name: str) -> Moment:
    """The moment that a query parameter names; now without one. Raises BadQuery. One query."""
    try:
        return moment_of(product, request.query_params.get(name) or str(product.revision))
    except ValueError as error:
        raise BadQuery({name: [str(error)]}) from None
