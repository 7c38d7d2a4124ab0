"""Whether one will be able to tell that the goal is reached: no metric, and words that promise without a measure."""

from .rule import BELOW_THE_VISION, Rule
from .vocabulary import VAGUE, first_of
from .wording import Wording, words_of


def _metric(wording: Wording) -> str:
    if wording.has_metric is not False:
        return ""
    return "Nothing is measured of this goal yet. Add the number that will move when it comes true."


def _vague(wording: Wording) -> str:
    if wording.is_measured:
        return ""
    found = first_of(words_of(wording.text), VAGUE)
    return f"“{found}” can mean anything. Say how much, for whom, or how you will notice." if found else ""


METRIC = Rule(
    "metric",
    "Nothing measured",
    ("user", "business", "product"),
    "Without a number everybody judges by the work that was done, not by what it brought about.",
    "Riders stop losing days to servicing",
    "Riders stop losing days to servicing: days without the bike, from 3.2 to 1",
    "Roman Pichler, GO product roadmap: metrics for each goal; SMART (G. T. Doran, 1981): measurable",
    _metric,
)
VAGUE_WORDS = Rule(
    "vague",
    "Vague words without a measure",
    BELOW_THE_VISION,
    "Everybody agrees to “better” and means something else. A number, a share or a thing that one can see settles it "
    "before the work, not after it.",
    "A better booking experience",
    "Four of five riders book in under two minutes",
    "SMART (G. T. Doran, 1981): specific and measurable",
    _vague,
)
