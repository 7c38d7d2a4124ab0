"""How a product of the demo is told: from plain words to products, teams, sprints and goals, verb by verb.

Days count from the Monday of this week, so that a demo made on any day has a sprint that is under way.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from goalchain.accounts.models import User
from goalchain.goals.models import Goal
from goalchain.products.access import Role
from goalchain.products.models import Product
from vision.board import BoardEntry
from vision.models import Vision

from .backlogs import ToldItem, fill_backlog
from .gaps import ToldGap, leave
from .measures import ToldMetric, measure
from .pipelines import shape
from .reviews import ToldReview, ToldRhythm, hold_reviews, set_rhythms
from .rhythms import Sprints, ToldCadence, ToldSprint, ToldTemplate, plan
from .roadmaps import ToldPlace, place
from .shipping import ToldRelease, ship
from .sprint_reviews import ToldSprintReview, review_sprints
from .thoughts import Thoughts, think
from .voices import ToldVoice, write_down

#: The verbs that lead to a state, in their order; the first is called with the person who decides.
STEPS = {"draft": (), "agreed": ("agree",), "active": ("agree", "activate"), "closed": ("agree", "activate", "close")}


@dataclass(frozen=True)
class Told:
    """A goal of the demo. Goals get their numbers in the order in which they are told.

    `serves` pairs the number of a goal told earlier with the rationale. `starts` and `ends` are days from this week's
    Monday; a goal with a sprint takes the sprint's, which is named by its team and its name or first day. `first_title`
    is how it was worded before it was revised.
    """

    level: str
    title: str
    statement: str = ""
    serves: tuple[tuple[int, str], ...] = ()
    state: str = "draft"
    outcome: str = ""
    learning: str = ""
    starts: int | None = None
    ends: int | None = None
    sprint: tuple[str, str | int] | None = None
    by: Role = Role.OWNER
    owner: Role | None = None
    confidence: str = ""
    first_title: str = ""
    archived: bool = False


@dataclass(frozen=True)
class ToldEntry:
    """An entry on the board of the vision; `answered_by` are the numbers of the user goals that answer a need."""

    section: str
    text: str
    answered_by: tuple[int, ...] = ()


@dataclass(frozen=True)
class Story:
    """A product of the demo. `waits` pairs the number of a goal with that of the one it waits for."""

    key: str
    name: str
    preset: str
    sprints: tuple[ToldSprint, ...]
    goals: tuple[Told, ...]
    board: tuple[ToldEntry, ...] = ()
    metrics: tuple[ToldMetric, ...] = ()
    thoughts: Thoughts = Thoughts()
    rhythms: tuple[ToldRhythm, ...] = ()
    reviews: tuple[ToldReview, ...] = ()
    waits: tuple[tuple[int, int], ...] = ()
    releases: tuple[ToldRelease, ...] = ()
    roadmap: tuple[ToldPlace, ...] = ()
    cadences: tuple[ToldCadence, ...] = ()
    #: How the sprint of a goal works, by the goal's number.
    templates: Mapping[int, ToldTemplate] = field(default_factory=dict)
    backlog: tuple[ToldItem, ...] = ()
    sprint_reviews: tuple[ToldSprintReview, ...] = ()
    #: The numbers of the drafts that were shaped with their teams.
    shaped: tuple[int, ...] = ()
    voices: tuple[ToldVoice, ...] = ()
    gaps: tuple[ToldGap, ...] = ()


def tell(story: Story, people: Mapping[Role, User]) -> bool:
    """Make the product of the story, all of it or nothing. Returns False, and changes nothing, when its key exists."""
    with transaction.atomic():
        if Product.objects.filter(key=story.key).exists():
            return False
        owner, coach = people[Role.OWNER], people[Role.COACH]
        product = Product.found(key=story.key, name=story.name, preset=story.preset, by=owner)
        for role in (role for role in Role if role != Role.OWNER):
            product.admit(people[role], role, by=owner)
        sprints = plan(product, story.cadences, story.sprints, coach, this_monday())
        goals: list[Goal] = []
        for number, told in enumerate(story.goals, start=1):
            goals.append(_write_down(product, told, story.templates.get(number), goals, sprints, people))
        set_rhythms(product, story.rhythms, owner)
        hold_reviews(product, story.reviews, "goals", people)
        _fill_board(goals, story.board, owner)
        measure(story.metrics, goals, people)
        hold_reviews(product, story.reviews, "measures", people)
        place(story.roadmap, goals, owner)
        for blocked, blocker in story.waits:
            goals[blocked - 1].wait_for(goals[blocker - 1], by=owner)
        _live_through(story.goals, goals, people)
        think(story.thoughts, goals, people)
        ship(story.releases, goals, _day, owner, coach)
        fill_backlog(product, story.backlog, goals, sprints, people)
        shape(story.shaped, goals, people)
        review_sprints(product, story.sprint_reviews, goals, people, this_monday())
        write_down(product, story.voices, goals, people)
        leave(story.gaps, goals, owner)
    return True


def _write_down(
    product: Product,
    told: Told,
    template: ToldTemplate | None,
    goals: list[Goal],
    sprints: Sprints,
    people: Mapping[Role, User],
) -> Goal:
    fields: dict[str, Any] = {"statement": told.statement, "confidence": told.confidence}
    fields |= {"starts_on": _day(told.starts), "ends_on": _day(told.ends)}
    fields["owner_id"] = people[told.owner or told.by].pk
    if told.sprint:
        sprint = sprints[told.sprint]
        fields |= {"sprint_id": sprint.pk, "starts_on": sprint.starts_on, "ends_on": sprint.ends_on}
    if template:
        fields |= asdict(template)
    goal = Goal.create(
        product,
        told.level,
        by=people[told.by],
        title=told.first_title or told.title,
        parents=[(goals[number - 1], rationale) for number, rationale in told.serves],
        **fields,
    )
    if told.first_title:
        goal.revise(by=people[Role.OWNER], title=told.title)
    return goal


def _fill_board(goals: list[Goal], told: Iterable[ToldEntry], owner: User) -> None:
    """Fill the board of the vision, which is told first."""
    vision = goals[0]
    assert isinstance(vision, Vision)
    for words in told:
        entry = BoardEntry.add(vision, words.section, words.text, by=owner)
        if words.answered_by:
            entry.answer_with([goals[number - 1] for number in words.answered_by], by=owner)


def _live_through(told_goals: Iterable[Told], goals: list[Goal], people: Mapping[Role, User]) -> None:
    """Agree, activate, close and archive; what is closed first, so that a sprint is free again for its next goal."""
    lived = sorted(zip(told_goals, goals, strict=True), key=lambda pair: pair[0].state != "closed")
    for told, goal in lived:
        decider = people[Role.COACH if told.level == "sprint" else Role.OWNER]
        for verb in STEPS[told.state]:
            words = {"outcome": told.outcome, "learning": told.learning} if verb == "close" else {}
            getattr(goal, verb)(by=decider, **words)
        if told.archived:
            goal.archive(by=decider)


def _day(days: int | None) -> date | None:
    return None if days is None else this_monday() + timedelta(days=days)


def this_monday() -> date:
    """The first day of this week."""
    today = timezone.localdate()
    return today - timedelta(days=today.weekday())
