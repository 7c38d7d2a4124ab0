"""The shared pages among what hangs on a goal: live links that work and show it. Product owners alone know of links."""

from goalchain.goals.impact.parts import Found, Part, Touched
from goalchain.products.access import MANAGE
from goalchain.products.models import Product

from .links.models import Kind

# A trace shows what stands above and below its goal; the roadmap its product goals, the releases their release goals.
# A frozen page shows a moment that is past.
_WORDS = """
SELECT 0 AS number, '' AS level_name, s.name AS title, s.kind AS said, s.id AS ref, 0 AS lone
FROM here JOIN sharing_sharelink s ON s.product_id = here.product_id
WHERE s.revoked_at IS NULL AND s.revision IS NULL AND (s.expires_at IS NULL OR s.expires_at > CURRENT_TIMESTAMP)
    AND (s.kind = 'roadmap' AND here.level = 3 OR s.kind = 'releases' AND here.level = 4
        OR s.goal_id IN (SELECT line.id FROM line UNION ALL SELECT above.id FROM above))
"""


def _told(found: Found, product: Product) -> Touched:
    kind = Kind(found.said).label.lower()
    return Touched(found.title, f"/p/{product.key}/shares/", said=kind)


SHARED_PAGES = Part("shared_pages", "shared page", "shared pages", _WORDS, "title, ref", _told, 7, MANAGE)
