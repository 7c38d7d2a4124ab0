"""The table of the routes of share links and of feedback; see routes.py."""

from typing import Any

from django.urls import reverse

from goalchain.goals.models import Event

from .cases import Case, Maker, Words, of_product, words
from .world import World

#: Routes whose right stands in the address itself: no cookie, and so nothing that another site could send along.
BY_LINK = {"shared", "shared_password", "shared_feedback"}


def by(link: str, **more: Any) -> Maker:
    """The token of a link of the world: live, frozen, timeline, releases, trace, locked, expired or revoked."""
    return lambda world, goal: {"token": world.shared[link][1], **more}


def and_number(link: str) -> Maker:
    """The token and the number of a goal that the link shows."""
    return lambda world, goal: by(link)(world, goal) | {"number": world.goal("product", "draft").number}


def of_share(world: World, goal: Any) -> Words:
    """The live link."""
    return {"key": world.key, "share_id": world.shared["live"][0].pk}


def of_said(world: World, goal: Any) -> Words:
    """The answered feedback."""
    return {"key": world.key, "feedback_id": world.said.pk}


def of_aside(world: World, goal: Any) -> Words:
    """The feedback that is put aside."""
    return {"key": world.key, "feedback_id": world.said_aside.pk}


def and_read(which: str = "said", **told: Any) -> Maker:
    """These words and the version of the feedback that was read."""
    return lambda world, goal: told | {"version": getattr(world, which).version}


def event_of_answer(world: World, goal: Any) -> Words:
    """The event of the answer."""
    events = Event.objects.filter(subject="feedback", verb="answer", after__id=world.said.pk)
    return {"event": events.latest("id").pk}


def of_evidence(world: World, goal: Any) -> Words:
    """The goal that the feedback is evidence of."""
    return of_said(world, goal) | {"goal_key": world.goal("product", "draft").key}


def of_written(world: World, goal: Any) -> Words:
    """The feedback that the team wrote down."""
    return {"key": world.key, "feedback_id": world.said_written.pk}


SAID = {
    "text": "They wait too long",
    "name": "Grace",
    "segment": "Families",
    "source": "Call",
    "said_on": "2026-01-02",
}
NEW_LINK: dict[str, Any] = {"kind": "roadmap", "name": "For the board", "time": "live", "days": "30"}

SHARE_ROUTES: dict[str, list[Case]] = {
    "shares": [
        Case("GET", "manage", of_product),
        Case("POST", "manage", of_product, words(**NEW_LINK)),
        Case(
            "POST",
            "manage",
            of_product,
            words(**NEW_LINK | {"kind": "trace", "goal": lambda w, g: w.goal("product", "draft").key}),
        ),
    ],
    "share_revocation": [Case("POST", "manage", of_share)],
    "shared": [
        *(Case("GET", "public", by(link)) for link in ("live", "frozen", "timeline", "releases", "trace", "locked")),
        *(Case("GET", "public", by(link), ok=(410,)) for link in ("expired", "revoked")),
        Case("GET", "public", words(token="nobody-made-this-one"), ok=(404,)),
    ],
    "shared_password": [
        Case("POST", "public", by("locked"), words(password="sesame open"), writes=False),
        Case("POST", "public", by("locked"), words(password="a guess"), ok=(422,), writes=False),
        Case("POST", "public", by("revoked"), words(password="sesame open"), ok=(410,), writes=False),
    ],
    "shared_feedback": [
        Case("GET", "public", and_number("live")),
        Case("POST", "public", and_number("live"), words(text="When can I cancel?", name="Ada")),
        Case("POST", "public", and_number("frozen"), words(text="When can I cancel?")),
        Case("POST", "public", and_number("expired"), words(text="Too late?"), ok=(410,), writes=False),
    ],
}

TALK_ROUTES: dict[str, list[Case]] = {
    "feedback": [
        Case("GET", "read_feedback", of_product, query=words(show="answered")),
        Case("GET", "read_feedback", of_product),
        Case("GET", "read_feedback", of_product, query=words(show="all", q="wait", segment="Families", source="Call")),
        Case("GET", "read_feedback", of_product, query=words(goal=lambda w, g: w.goal("product", "draft").key)),
    ],
    "feedback_needs": [Case("GET", "read_feedback", of_product, query=words(segment="Families"))],
    "feedback_new": [
        Case("GET", "edit_sprint_goal", of_product),
        Case("POST", "edit_sprint_goal", of_product, words(**SAID)),
        Case("POST", "edit", of_product, words(**SAID, goal=lambda w, g: w.goal("release", "draft").key)),
    ],
    "feedback_import": [
        Case("GET", "edit_sprint_goal", of_product),
        Case("POST", "edit_sprint_goal", of_product, words(rows="text,segment\nToo slow,Families"), writes=False),
        Case("POST", "edit_sprint_goal", of_product, words(rows="text,date\nToo slow,soon"), ok=(422,), writes=False),
    ],
    "feedback_export": [Case("GET", "read_feedback", of_product)],
    "feedback_edit": [
        Case("GET", "edit_sprint_goal", of_written),
        Case("POST", "edit_sprint_goal", of_written, and_read("said_written", **SAID)),
        Case("POST", "edit_sprint_goal", of_said, and_read(segment="Families")),
    ],
    "feedback_one": [Case("GET", "read_feedback", of_said)],
    "feedback_answer": [
        Case("GET", "answer_feedback", of_said),
        Case("POST", "answer_feedback", of_said, and_read(answer="From March on.")),
    ],
    "feedback_aside": [
        Case("GET", "edit", of_said),
        Case("POST", "edit", of_said, and_read(reason="Said twice")),
    ],
    "feedback_restoration": [Case("POST", "edit", of_aside, and_read("said_aside"))],
    "feedback_undo": [Case("POST", "answer_feedback", of_said, event_of_answer)],
    "feedback_evidence": [
        Case("GET", "edit_sprint_goal", of_said),
        Case("POST", "edit", of_said, words(parent=lambda w, g: w.goal("release", "draft").key)),
        Case("POST", "edit_sprint_goal", of_said, words(parent=lambda w, g: w.goal("sprint", "draft").key)),
    ],
    "feedback_evidence_removal": [Case("POST", "edit", of_evidence)],
}

# -- the API -----------------------------------------------------------------------------------------------------------


def pk_of(which: str = "said") -> Maker:
    """A piece of feedback."""
    return lambda world, goal: {"pk": getattr(world, which).pk}


def address_of(which: str = "said") -> Any:
    """Where its ETag is read."""
    return lambda world, goal: reverse("api:one_feedback", kwargs=pk_of(which)(world, goal))


def of_link(world: World, goal: Any) -> Words:
    """The live link."""
    return {"pk": world.shared["live"][0].pk}


def link_address(world: World, goal: Any) -> str:
    """Where the link's ETag is read."""
    return reverse("api:share_link", kwargs=of_link(world, goal))


def with_goal(world: World, goal: Any) -> Words:
    """The feedback and the goal that it is evidence of."""
    return pk_of()(world, goal) | {"key": world.goal("product", "draft").key}


def team(method: str, right: str, **more: Any) -> Case:
    """What only the team knows of: for others it is not there."""
    return Case(method, right, sees="read_feedback", **{"kwargs": pk_of()} | more)


SHARE_API_ROUTES: dict[str, list[Case]] = {
    "api:feedback": [
        Case("GET", "signed in", query=words(product=lambda w, g: w.key)),
        Case("POST", "edit_sprint_goal", data=words(product=lambda w, g: w.key, text="They wait too long")),
    ],
    "api:feedback_bulk": [
        Case(
            "POST",
            "edit_sprint_goal",
            data=words(product=lambda w, g: w.key, feedback=[{"text": "Too slow", "segment": "Families"}]),
        ),
    ],
    "api:feedback_needs": [Case("GET", "read_feedback", query=words(product=lambda w, g: w.key), sees="read_feedback")],
    "api:one_feedback": [
        team("GET", "read_feedback"),
        team(
            "PATCH",
            "edit_sprint_goal",
            kwargs=pk_of("said_written"),
            data=words(**SAID),
            match=address_of("said_written"),
        ),
    ],
    "api:feedback_answer": [team("POST", "answer_feedback", data=words(answer="From March on."), match=address_of())],
    "api:feedback_aside": [team("POST", "edit", data=words(reason="Said twice"), match=address_of())],
    "api:feedback_restoration": [
        team("POST", "edit", kwargs=pk_of("said_aside"), match=address_of("said_aside")),
    ],
    "api:feedback_goals": [
        team("POST", "edit", data=words(goal=lambda w, g: w.goal("release", "draft").key), match=address_of()),
        team(
            "POST", "edit_sprint_goal", data=words(goal=lambda w, g: w.goal("sprint", "draft").key), match=address_of()
        ),
    ],
    "api:feedback_goal": [team("DELETE", "edit", kwargs=with_goal, match=address_of())],
    "api:share_links": [
        Case("GET", "signed in", query=words(product=lambda w, g: w.key)),
        Case(
            "POST",
            "manage",
            data=words(product=lambda w, g: w.key, kind="roadmap", name="For the board", filters="view=now"),
        ),
    ],
    "api:share_link": [Case("GET", "manage", of_link, sees="manage")],
    "api:share_link_revocation": [Case("POST", "manage", of_link, sees="manage", match=link_address)],
}
