"""Writing a chain as the sheet that the import takes back, changing nothing."""

import csv
import io

from goalchain.goals.models import Goal, Link
from goalchain.lib.sheets import guard
from goalchain.products.access import Access, Role
from goalchain.products.models import Product
from sprints.models import SprintGoal

from .columns import COLUMNS, join

#: What a program may read: everything.
ALL = Access(Role.OWNER)


def export_sheet(product: Product, access: Access = ALL) -> str:
    """The live goals that a member with this access may read, level by level, as CSV. Three queries."""
    parents = _parents(product)
    sprints = {
        number: (team, sprint)
        for number, team, sprint in SprintGoal.objects.filter(product=product)
        .exclude(sprint=None)
        .values_list("number", "sprint__team__name", "sprint__name")
        .order_by()
    }
    text = io.StringIO(newline="")
    rows = csv.writer(text)
    rows.writerow(COLUMNS)
    columns = ["number", "level_name", "title", "statement", "state", "outcome", "starts_on", "ends_on", "owner__email"]
    for number, level, title, statement, state, outcome, starts_on, ends_on, owner in (
        Goal.objects.filter(product=product).readable(access).live().in_order().values_list(*columns)
    ):
        links = parents.get(number, [])
        team, sprint = sprints.get(number, ("", ""))
        rows.writerow(
            [
                f"{product.key}-{number}",
                level,
                guard(title),
                guard(statement),
                ";".join(f"{product.key}-{parent}" for parent, _ in links),
                guard(join(rationale for _, rationale in links)),
                state,
                outcome,
                starts_on.isoformat() if starts_on else "",
                ends_on.isoformat() if ends_on else "",
                guard(team),
                guard(sprint),
                guard(owner or ""),
            ]
        )
    return text.getvalue()


def _parents(product: Product) -> dict[int, list[tuple[int, str]]]:
    """The live parents of each goal, by number, with the rationales."""
    found: dict[int, list[tuple[int, str]]] = {}
    links = Link.objects.filter(product=product).live().order_by("parent__number")
    for child, parent, rationale in links.values_list("child__number", "parent__number", "rationale"):
        found.setdefault(child, []).append((parent, rationale))
    return found
