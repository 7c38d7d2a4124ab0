"""The chain map as a Mermaid flowchart, for a page of documentation that draws Mermaid."""

from ..columns import ChainView
from ..models import Goal
from .drawing import HUES

#: What ends a label, or begins markup or an entity inside it, as Mermaid's own entities.
_ENTITIES = {"&": "#amp;", '"': "#quot;", "<": "#lt;", ">": "#gt;", "#": "#35;", "`": "#96;", "\\": "#92;"}


def mermaid_of(view: ChainView, product_key: str) -> str:
    """The map as it is shown: a node for each goal, a line for each link. No query."""
    across = "TB" if view.asked.by == "rows" else "LR"
    lines = [f"flowchart {across}"]
    for column in view.columns:
        lines += [f'  {_name(goal.number)}["{_label(goal, product_key)}"]:::{goal.level_name}' for goal in column.goals]
    # Parents come first, so that the vision stands at the beginning.
    lines += [f"  {_name(parent)} --- {_name(child)}" for child, parent in view.edges]
    used = {goal.level_name for goal in view.goals}
    lines += [f"  classDef {name} stroke:{hue},stroke-width:2px" for name, hue in HUES.items() if name in used]
    return "\n".join(lines) + "\n"


def _name(number: int) -> str:
    return f"g{number}"


def _label(goal: Goal, product_key: str) -> str:
    title = "".join(_ENTITIES.get(letter, letter) for letter in " ".join(goal.title.split()))
    return f"{product_key}-{goal.number}: {title}<br>{goal.outcome or goal.state}"
