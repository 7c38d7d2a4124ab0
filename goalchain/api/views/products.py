"""/api/v1/products/ and one product."""

from django.db import IntegrityError
from django.http import HttpResponse
from drf_spectacular.utils import extend_schema

from goalchain.products.access import MANAGE, Role
from goalchain.products.changes import change
from goalchain.products.errors import Refused
from goalchain.products.fetch import membership_or_404
from goalchain.products.models import Membership, Product

from .. import shapes
from ..answers import ApiView, Asked, answer, page
from ..bodies import NewProduct, ProductChange
from ..fields import checked
from ..parsing import require_match
from ..representations import PRODUCT_COLUMNS, product_of, products_of
from ..schema import ETAG, IF_MATCH, PAGING
from ..schema_words import page_of


@extend_schema(tags=["products"])
class Products(ApiView):
    """The caller's products."""

    @extend_schema(operation_id="list_products", parameters=PAGING, responses={200: page_of(shapes.PRODUCT)})
    def get(self, request: Asked) -> HttpResponse:
        """The products in which the caller has a role, with that role."""
        mine = Membership.objects.filter(user=request.user, product__deleted_at=None)
        return page(request, mine, PRODUCT_COLUMNS, products_of)

    @extend_schema(operation_id="make_product", request=NewProduct, parameters=[ETAG], responses={201: shapes.PRODUCT})
    def post(self, request: Asked) -> HttpResponse:
        """Make a product; the caller is its first owner."""
        words = checked(NewProduct, request.data)
        try:
            product = Product.found(by=request.user, **words)
        except IntegrityError:
            # Somebody took the key between the check and the write.
            raise Refused(f"The key {words['key']} is taken. Choose another.", field="key") from None
        return answer(
            product_of(product, Role.OWNER),
            status=201,
            etag=str(product.revision),
            location=request.build_absolute_uri(f"/api/v1/products/{product.key}/"),
        )


@extend_schema(tags=["products"])
class OneProduct(ApiView):
    """One product. Its ETag is its revision, which rises with every change of anything in it."""

    @extend_schema(operation_id="read_product", parameters=[ETAG], responses={200: shapes.PRODUCT})
    def get(self, request: Asked, key: str) -> HttpResponse:
        """One product, with the caller's role in it."""
        membership = membership_or_404(request.user, key)
        product = membership.product
        return answer(product_of(product, membership.role), etag=str(product.revision))

    @extend_schema(
        operation_id="change_product",
        request=ProductChange,
        parameters=[IF_MATCH, ETAG],
        responses={200: shapes.PRODUCT},
    )
    def patch(self, request: Asked, key: str) -> HttpResponse:
        """Change the name, the preset or the writing checks. Switching the preset loses nothing."""
        membership = membership_or_404(request.user, key)
        membership.access.require(MANAGE)
        product = membership.product
        require_match(request, str(product.revision))
        words = checked(ProductChange, request.data)
        if "quiet_rules" in words:
            words["quiet_rules"] = sorted(set(words["quiet_rules"]))
        with change(product, request.user) as begun:
            # The revision that the lock gave is the next one, unless somebody was quicker.
            require_match(request, str(begun.revision - 1))
            product.redescribe(by=request.user, within=begun, **words)
        return answer(product_of(product, membership.role), etag=str(product.revision))

    @extend_schema(operation_id="delete_product", request=None, parameters=[IF_MATCH], responses={204: None})
    def delete(self, request: Asked, key: str) -> HttpResponse:
        """Take the product out of everybody's sight. An operator can bring it back."""
        membership = membership_or_404(request.user, key)
        membership.access.require(MANAGE)
        product = membership.product
        require_match(request, str(product.revision))
        with change(product, request.user) as begun:
            require_match(request, str(begun.revision - 1))
            product.delete_for_all(by=request.user, within=begun)
        return HttpResponse(status=204)
