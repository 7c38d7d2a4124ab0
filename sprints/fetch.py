"""Getting a team or a sprint of a product: those of another are not found."""

from django.http import Http404

from goalchain.accounts.models import User
from goalchain.products.access import READ_PLANNING
from goalchain.products.fetch import membership_or_404
from goalchain.products.models import Membership, Product, Team

from .models import Sprint


def planner_or_404(user: User, key: str) -> Membership:
    """The membership of somebody who takes part in planning: to others, what is planned does not exist.

    Raises Http404. One query.
    """
    mine = membership_or_404(user, key)
    if READ_PLANNING not in mine.access:
        raise Http404(f"There is no planning of {key} that you may see.")
    return mine


def team_or_404(product: Product, team_id: int) -> Team:
    """A team of the product. Raises Http404. One query."""
    found = product.teams.select_related("cadence").filter(pk=team_id).first()
    if found is None:
        raise Http404("There is no such team in this product.")
    found.product = product
    return found


def sprint_or_404(product: Product, sprint_id: int) -> Sprint:
    """A sprint of the product, with its team and the team's cadence. Raises Http404. One query."""
    found = Sprint.objects.select_related("team__cadence").filter(product=product, pk=sprint_id).first()
    if found is None:
        raise Http404("There is no such sprint in this product.")
    found.product = product
    return found
