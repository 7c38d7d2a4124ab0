"""The presets of a product in words: which levels each uses, over which horizon, and whom it suits.

Horizons follow Roman Pichler's goal hierarchy and the Scrum Guide 2020. The levels themselves live above, in goals; a
test holds these words to them.
"""

from dataclasses import dataclass
from typing import Final

from .models import Product


@dataclass(frozen=True)
class Rung:
    """One level that a preset uses: its name, its word and the time that its goals look ahead."""

    level_name: str
    label: str
    horizon: str


@dataclass(frozen=True)
class Preset:
    """One choice of levels."""

    value: str
    label: str
    sentence: str
    rungs: tuple[Rung, ...]


_VISION = Rung("vision", "Vision", "3–5 years")
_USER = Rung("user", "User goal", "1–2 years")
_BUSINESS = Rung("business", "Business goal", "1–2 years")
_PRODUCT = Rung("product", "Product goal", "6–12 months")
_RELEASE = Rung("release", "Release goal", "2–3 months")
_SPRINT = Rung("sprint", "Sprint goal", "1–4 weeks")

_CHOICES = (
    Preset(
        Product.Preset.RELEASES,
        "All levels",
        "Each release is a checkpoint that stakeholders can see. The fullest answer to “why?”.",
        (_VISION, _USER, _BUSINESS, _PRODUCT, _RELEASE, _SPRINT),
    ),
    Preset(
        Product.Preset.PICHLER,
        "Pichler: no release level",
        "For a product that ships all the time: a sprint goal serves the product goal directly.",
        (
            Rung("vision", "Vision", "5+ years"),
            _USER,
            _BUSINESS,
            Rung("product", "Product goal", "2–6 months"),
            _SPRINT,
        ),
    ),
    Preset(
        Product.Preset.SCRUM,
        "Scrum: no user and business goals",
        "For a team that has a product goal and a backlog: the product goal serves the vision directly.",
        (_VISION, _PRODUCT, _RELEASE, _SPRINT),
    ),
)

PRESETS: Final[dict[str, Preset]] = {preset.value: preset for preset in _CHOICES}
