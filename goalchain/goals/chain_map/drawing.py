"""The chain map as an SVG drawing that stands by itself: no style sheet, no script, no font of its own."""

import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.html import escape

from .. import levels
from ..columns import ChainView, Column
from ..models import Goal
from ..models.goal import state_word

#: The hue of each level, as the pages have it in light mode.
HUES = {
    "vision": "#8d79c4",
    "user": "#2f9aa0",
    "business": "#b98232",
    "product": "#4f86cf",
    "release": "#c0679a",
    "sprint": "#4f9f62",
}
#: The same as words take it: dark enough to be read.
TONES = {
    "vision": "#5f4598",
    "user": "#006d68",
    "business": "#844700",
    "product": "#1b589e",
    "release": "#8a3362",
    "sprint": "#006b2d",
}
INK, SECOND, HAIR, PAPER = "#22242c", "#5b5d66", "#cfccc5", "#fbfaf7"
SERIF = "Iowan Old Style, Palatino Linotype, URW Palladio L, P052, Georgia, serif"
SANS = "Inter, system-ui, Segoe UI, sans-serif"
WIDTH, GAP, MARGIN, HEAD = 200, 56, 32, 44
LINE, FACT, PAD, BETWEEN = 19, 16, 12, 14
#: What people may have typed and XML 1.0 cannot hold, however it is escaped.
NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
#: So many letters stand on a line of a card, and so many lines.
LETTERS, LINES = 23, 7


@dataclass
class Box:
    """A card on the drawing."""

    goal: Goal
    lines: list[str]
    x: float = 0
    y: float = 0

    @property
    def height(self) -> int:
        """How tall it is: its title, its level where two share the column, and a line of facts."""
        return 2 * PAD + LINE * len(self.lines) + 18 + (FACT if self.goal.level == levels.STRATEGIC else 0)


@dataclass
class Drawing:
    """The boxes by goal, laid out, and the size of the whole."""

    boxes: dict[int, Box] = field(default_factory=dict)
    heads: list[tuple[float, float, Column]] = field(default_factory=list)
    width: float = 0
    height: float = 0


def _wrapped(title: str) -> list[str]:
    found = textwrap.wrap(" ".join(title.split()), LETTERS) or [""]
    return found if len(found) <= LINES else [*found[: LINES - 1], f"{found[LINES - 1][: LETTERS - 1]}…"]


def _laid_out(view: ChainView) -> Drawing:
    """Columns beside one another, centred; or rows under one another."""
    drawing = Drawing()
    stacks = [[Box(goal, _wrapped(goal.title)) for goal in column.goals] for column in view.columns]
    if view.asked.by == "rows":
        y = float(MARGIN)
        for column, boxes in zip(view.columns, stacks, strict=True):
            drawing.heads.append((MARGIN, y, column))
            for place, box in enumerate(boxes):
                box.x, box.y = MARGIN + place * (WIDTH + BETWEEN), y + HEAD - 14
            y += HEAD - 14 + max((box.height for box in boxes), default=0) + GAP
        longest = max((len(boxes) for boxes in stacks), default=0)
        drawing.width, drawing.height = 2 * MARGIN + max(longest, 2) * (WIDTH + BETWEEN) - BETWEEN, y - GAP + MARGIN
    else:
        heights = [sum(box.height + BETWEEN for box in boxes) - BETWEEN if boxes else 0 for boxes in stacks]
        tallest = max(heights, default=0)
        for rank, (column, boxes, height) in enumerate(zip(view.columns, stacks, heights, strict=True)):
            x, y = MARGIN + rank * (WIDTH + GAP), MARGIN + HEAD + (0.0 if view.tall else (tallest - height) / 2)
            drawing.heads.append((x, MARGIN, column))
            for box in boxes:
                box.x, box.y = x, y
                y += box.height + BETWEEN
        drawing.width = 2 * MARGIN + max(len(stacks), 1) * (WIDTH + GAP) - GAP
        drawing.height = 2 * MARGIN + HEAD + tallest
    drawing.boxes = {box.goal.number: box for boxes in stacks for box in boxes}
    return drawing


def svg_of(view: ChainView, product_key: str, name: str) -> str:
    """The map as it is shown: its columns or rows, its links, and the line that is lit. No query."""
    drawing = _laid_out(view)
    size = f"{drawing.width:.0f}", f"{drawing.height:.0f}"
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{size[0]}" height="{size[1]}" '
        f'viewBox="0 0 {size[0]} {size[1]}" role="img" font-family="{SANS}" font-size="12">',
        f"<title>{escape(f'The chain of {name}')}</title>",
        f'<rect width="100%" height="100%" fill="{PAPER}"/>',
        *_heads(drawing),
        *_links(view, drawing),
        *(_card(box, view, product_key) for box in drawing.boxes.values()),
        "</svg>",
    ]
    return NOT_XML.sub("", "\n".join(parts))


def _heads(drawing: Drawing) -> Iterator[str]:
    for x, y, column in drawing.heads:
        words = f'<tspan fill="{SECOND}">, </tspan>'.join(
            f'<tspan fill="{TONES[level.name]}" font-weight="600">{escape(level.plural)}</tspan>'
            for level in column.levels
        )
        count = f'<tspan fill="{SECOND}">{escape(column.count)}</tspan>'
        yield f'<text x="{x:.0f}" y="{y + 12:.0f}">{words} {count}</text>'


def _links(view: ChainView, drawing: Drawing) -> Iterator[str]:
    lit = {goal.number for goal in view.goals if goal.pk in view.lit}
    places = {goal.number: at for at, column in enumerate(view.columns) for goal in column.goals}
    for child, parent in sorted(view.edges, key=lambda edge: edge[0] in lit and edge[1] in lit):
        is_lit = child in lit and parent in lit
        # It runs behind the cards between: the page shows it with its line only, a drawing cannot be asked.
        passes = ' stroke-dasharray="2 4"' if places[child] - places[parent] > 1 else ""
        low, high = drawing.boxes[child], drawing.boxes[parent]
        if view.asked.by == "rows":
            x, y, u, v = high.x + WIDTH / 2, high.y + high.height, low.x + WIDTH / 2, low.y
            middle = (y + v) / 2
            path = f"M{x:.0f} {y:.0f}C{x:.0f} {middle:.0f} {u:.0f} {middle:.0f} {u:.0f} {v:.0f}"
        else:
            x, y, u, v = high.x + WIDTH, high.y + high.height / 2, low.x, low.y + low.height / 2
            middle = (x + u) / 2
            path = f"M{x:.0f} {y:.0f}C{middle:.0f} {y:.0f} {middle:.0f} {v:.0f} {u:.0f} {v:.0f}"
        stroke = f'stroke="{INK}" stroke-width="2"' if is_lit else f'stroke="{HAIR}"'
        yield f'<path d="{path}" fill="none" {stroke}{passes}/>'


def _card(box: Box, view: ChainView, product_key: str) -> str:
    goal = box.goal
    recedes = (view.selected and goal.pk not in view.lit) or not goal.matches  # type: ignore[attr-defined]
    rim = INK if view.selected and not recedes else HAIR
    hue = HAIR if recedes else HUES[goal.level_name]
    x, y, facts = box.x, box.y, f"{product_key}-{goal.number} · {state_word(goal.state, goal.outcome)}"
    level = ""
    if goal.level == levels.STRATEGIC:
        tone = SECOND if recedes else TONES[goal.level_name]
        up = y + box.height - PAD - FACT
        level = f'<text x="{x + PAD:.0f}" y="{up:.0f}" fill="{tone}" font-weight="600">{escape(goal.label)}</text>'
    title = "".join(
        f'<tspan x="{x + PAD:.0f}" y="{y + PAD + 14 + LINE * at:.0f}">{escape(line)}</tspan>'
        for at, line in enumerate(box.lines)
    )
    return (
        f'<g><rect x="{x:.0f}" y="{y:.0f}" width="{WIDTH}" height="{box.height}" rx="7" fill="#fff" stroke="{rim}"/>'
        f'<rect x="{x:.0f}" y="{y:.0f}" width="{WIDTH}" height="3" rx="1.5" fill="{hue}"/>'
        f'<text font-family="{SERIF}" font-size="15" fill="{SECOND if recedes else INK}">{title}</text>'
        f'{level}<text x="{x + PAD:.0f}" y="{y + box.height - PAD:.0f}" fill="{SECOND}">{escape(facts)}</text></g>'
    )
