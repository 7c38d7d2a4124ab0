"""What came of goals: how their first metric stands, and what they delivered. Told by the apps that know it.

A lower app shows it beside the goals of a trace without knowing whose it is. Delivery (how many of the goals below are
closed) is counted from the chain itself and is no result: the two stand side by side and are never averaged.
"""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from django.utils.dateformat import format as date_format

from goalchain.lib.rows import fetch, listed
from goalchain.lib.text import mid_sentence

from .models import Goal


@dataclass
class Result:
    """What came of one goal, in words; "" where there is nothing to say.

    `outcome` is how its first metric stands: "Bookings 41% → 60%". `delivered` is what came out, and for whom.
    """

    outcome: str = ""
    delivered: str = ""


@dataclass(frozen=True)
class Source:
    """One of those who know.

    `words` tells a SELECT of `goal_id` and `said`, an `array`; its one parameter are the primary keys of the goals that
    are asked for, `listed`. `tell` words such an array; its numbers are decimals. `wants` says of which goals there may
    be something to tell, so that nobody asks in vain.
    """

    name: str
    kind: Literal["outcome", "delivered"]
    words: Callable[[], str]
    tell: Callable[[list[Any]], str]
    wants: Callable[[Goal], bool] = bool


_SOURCES: dict[str, Source] = {}


def offer(source: Source) -> None:
    """Tell of this beside goals; called by its app when it is ready."""
    _SOURCES[source.name] = source


def results_of(goals: Iterable[Goal]) -> dict[int, Result]:
    """What came of these goals, by primary key; those of which nothing is known are left out. The caller has seen to it
    that the reader may see them. One query; none where there can be nothing to tell."""
    there, sources = list(goals), list(_SOURCES.values())
    parts: list[str] = []
    parameters: list[Any] = []
    for place, source in enumerate(sources):
        if mine := [goal.pk for goal in there if source.wants(goal)]:
            words = source.words()
            parts.append(f"SELECT {place}, said_{place}.goal_id, said_{place}.said FROM ({words}) said_{place}")
            parameters.append(listed(mine))
    found: dict[int, Result] = {}
    if not parts:
        return found
    # A goal that was in two sprints has two reviews: what is said begins with the day, and the last one counts.
    for place, goal, said in fetch(f"{' UNION ALL '.join(parts)} ORDER BY 1, 2, 3", parameters):
        source = sources[place]
        told = json.loads(said, parse_float=Decimal, parse_int=Decimal)
        setattr(found.setdefault(goal, Result()), source.kind, source.tell(told))
    return found


def delivered_words(day: str, *told: str) -> str:
    """What was delivered as one line: when (an ISO day), and all that is told and not empty; the last two are who
    benefits and the effect."""
    *came, beneficiary, effect = (" ".join(text.split()).rstrip(".") for text in told)
    words = [
        *came,
        f"for {mid_sentence(beneficiary)}" if beneficiary else "",
        mid_sentence(effect) if came[0] else effect,
    ]
    said = "; ".join(text for text in words if text)
    return f"{date_format(date.fromisoformat(day), 'j M Y')}: {said}" if said else ""
