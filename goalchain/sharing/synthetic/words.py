"""The wording of synthetic goals: plain sentences that differ, about as long as those that people write."""

from random import Random

WHO = (
    *("Riders", "Workshops", "New customers", "Fleet managers", "Commuters", "Mechanics", "Parents", "Tourists"),
    *("Returning customers", "Partner shops", "Couriers", "Support agents"),
)
DO = {
    "user": ("stop losing time to", "no longer worry about", "understand", "trust", "rely on", "recommend"),
    "business": ("bring revenue through", "cost us less in", "return for", "pay for", "save on", "invest in"),
    "product": ("manage", "complete", "plan and follow", "arrange without help", "prefer our way of", "master"),
    "release": ("see", "book", "compare", "change", "confirm", "pay for", "track"),
    "sprint": ("try", "finish", "find", "repeat", "explain back to us", "correct", "receive", "cancel", "share"),
}
WHAT = (
    *("a service slot", "the price of a repair", "the pick-up of a bike", "the yearly check", "a spare part"),
    *("a loan bike", "the repair history", "an insurance claim", "a reminder", "the opening hours", "a refund"),
    *("a subscription", "a test ride", "the invoice", "a second opinion", "the waiting list", "a home visit"),
)
WHEN = (
    *("online", "in the app", "without a call", "in one step", "before work", "on the first visit", "within a day"),
    *("from any device", "at every partner", "in three languages", "without an account", "at the weekend"),
)
PROOF = (
    "Five people of the test group do it unaided in under two minutes.",
    "Eight of ten succeed at the first attempt, measured at two partners.",
    "The share of calls about it halves within a month, against the month before.",
    "We see it in the weekly figures and hear it in three interviews.",
    "It holds for four weeks in a row, at more than one place.",
)
BECAUSE = (
    "this is where most people give up today",
    "without it nothing that follows can be tried",
    "three of four interviews named it first",
    "it takes the longest of all steps and adds the least",
    "partners told us that they would join for this alone",
    "what is slow here makes everything above it slow",
)
LEARNING = (
    "Half of what we built was never used; ask before the next one.",
    "The test group was too small to tell. We repeat it with twenty people.",
    "It worked at once where partners were trained, and nowhere else.",
    "People want the answer before they give their address.",
    "The risk was smaller than we thought; the next step can be larger.",
)


def title(level_name: str, rng: Random) -> str:
    """What will be true, in a few words."""
    if level_name == "vision":
        return "Bike servicing is simple, reliable and accessible for every rider"
    return f"{rng.choice(WHO)} {rng.choice(DO[level_name])} {rng.choice(WHAT)} {rng.choice(WHEN)}"


def statement(wording: str, rng: Random) -> str:
    """The full wording: the title's outcome and how it is recognised."""
    return f"{wording}. {rng.choice(PROOF)}"
