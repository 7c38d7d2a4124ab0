"""The sections of the Product Vision Board, with what each asks and an example.

The board is Roman Pichler's Product Vision Board: vision, target group, needs, product and business goals, and, in its
extended form, competitors, revenue sources, cost factors and channels.
"""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Section:
    """One section. `noun` is one of its entries: "a need". `extended` sections fold out."""

    name: str
    label: str
    noun: str
    asks: str
    examples: tuple[str, ...]
    extended: bool = False


_ALL = [
    Section(
        "target_group",
        "Target group",
        "a group",
        "Which market or which people is the product for? Who uses it, who buys it?",
        ("Commuters who need the bike every day", "Independent workshops with up to five mechanics"),
    ),
    Section(
        "needs",
        "Needs",
        "a need",
        "Which problem does it solve for them, or which benefit does it bring?",
        ("Know what a service costs before it begins", "Be back on the bike on the same day"),
    ),
    Section(
        "product",
        "Product",
        "a feature",
        "What is it, and what makes it stand out? Three to five features; no backlog.",
        ("A slot booked in a minute, at any hour", "The state of the bike at a glance"),
    ),
    Section(
        "competitors",
        "Competitors",
        "a competitor",
        "Who else answers these needs, and how well?",
        ("The shop on the corner, by phone",),
        extended=True,
    ),
    Section(
        "revenue",
        "Revenue",
        "a source",
        "How does it earn money?",
        ("A share of each booking",),
        extended=True,
    ),
    Section(
        "cost_factors",
        "Cost factors",
        "a cost factor",
        "What costs most to make, to sell and to run?",
        ("Bringing each workshop on board",),
        extended=True,
    ),
    Section(
        "channels",
        "Channels",
        "a channel",
        "How do people hear of it, get it and get help?",
        ("A card that each workshop hands out",),
        extended=True,
    ),
]

SECTIONS: Final[dict[str, Section]] = {section.name: section for section in _ALL}
NAMES: Final = [(section.name, section.label) for section in _ALL]
#: The section whose entries user goals answer.
NEEDS: Final = "needs"
#: So many entries fit a section: a board is one page.
MOST_ENTRIES: Final = 30
ENTRY_LENGTH: Final = 200
