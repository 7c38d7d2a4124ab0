"""What every page of a product has: the product, what the person may do there, and where the page is in the rail."""

from typing import Any

from .access import Access
from .models import Product


def product_context(product: Product, access: Access, nav: str, **more: Any) -> dict[str, Any]:
    """The context of a product's page. `nav` names the current entry of the rail: chain, outline, members, settings."""
    return {"product": product, "may": access, "nav": nav, "poll_since": product.revision, **more}
