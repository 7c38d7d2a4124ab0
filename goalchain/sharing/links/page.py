"""What a shared page shows, live or frozen, with what its visitors said and were answered."""

from typing import Any

from goalchain.talk.models import Feedback

from . import frozen, live
from .models import Kind, ShareLink
from .roadmaps import wanted_of
from .shown import Answered, SharedGoal, goals_of
from .traces import Page

_READS = {
    (Kind.ROADMAP, False): live.live_roadmap,
    (Kind.RELEASES, False): live.live_releases,
    (Kind.TRACE, False): live.live_trace,
    (Kind.ROADMAP, True): frozen.frozen_roadmap,
    (Kind.RELEASES, True): frozen.frozen_releases,
    (Kind.TRACE, True): frozen.frozen_trace,
}


def page_of(link: ShareLink) -> Page:
    """What the link shows. Six queries at most."""
    return _READS[Kind(link.kind), link.is_frozen](link)


def shared_context(link: ShareLink, token: str, **more: Any) -> dict[str, Any]:
    """The context of the whole page. One query more than `page_of`."""
    shown = page_of(link)
    answers = answers_of(link)
    told: dict[int, int] = {}
    for chapter in shown.chapters:
        for goal in chapter.goals:
            # In several groups, a goal stands several times.
            told[goal.number] = told.get(goal.number, 0) + 1
            goal.time = told[goal.number]
            goal.answers = answers.get(goal.number, [])
    view = wanted_of(link).view if link.kind == Kind.ROADMAP else ""
    return visitor_context(link, token, shown=shown, view=view, is_empty=not told, **more)


def visitor_context(link: ShareLink, token: str, **more: Any) -> dict[str, Any]:
    """What every page of a link has. `base` is its address; `reference` names it in the visitor's browser."""
    return {"link": link, "base": f"/s/{token}/", "reference": link.digest[:16], **more}


def find_goal(link: ShareLink, number: int) -> SharedGoal | None:
    """The goal of this number, if the link shows it. As many queries as `page_of`."""
    return goals_of(page_of(link).chapters).get(number)


def answers_of(link: ShareLink) -> dict[int, list[Answered]]:
    """The answered feedback that came by the link, by the number of the goal that it was about. One query.

    What nobody has answered yet is not shown to others: whoever answers decides.
    """
    found: dict[int, list[Answered]] = {}
    feedback = Feedback.objects.filter(voice__link=link).answered().order_by("id")
    columns = ("about__number", "text", "name", "said_on", "answer", "answered_by__name")
    for number, text, name, said_on, answer, by in feedback.values_list(*columns):
        if number is not None:
            found.setdefault(number, []).append(Answered(text, name, said_on, answer, by or ""))
    return found
