"""The teams of the demo: their cadences, the sprints before today, and how the sprints of some goals work."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from goalchain.accounts.models import User
from goalchain.products.models import Product, Team
from sprints.models import Cadence, Sprint
from sprints.spans import Span, weeks_named


@dataclass(frozen=True)
class ToldCadence:
    """A team's cadence; `starts` is the first day of a sprint that is under way, in days from this week's Monday."""

    team: str
    kind: str
    starts: int
    weeks: int = 1
    weekday: int = 1


@dataclass(frozen=True)
class ToldSprint:
    """A sprint of a team, its days counted from this week's Monday; a week without a name is called by its number."""

    team: str
    name: str
    starts: int
    ends: int


@dataclass(frozen=True)
class ToldTemplate:
    """How the sprint of a goal works: see SprintGoal."""

    kind: str
    why: str = ""
    artefact: str = ""
    technique: str = ""
    test_group: str = ""
    success: str = ""


#: Sprints by team and name, and by team and first day.
Sprints = dict[tuple[str, str | int], Sprint]


def plan(
    product: Product, cadences: Iterable[ToldCadence], told: Iterable[ToldSprint], coach: User, monday: date
) -> Sprints:
    """Make the teams, their former sprints, and a year of sprints in the cadence of each."""
    teams: dict[str, Team] = {}
    for sprint in told:
        if sprint.team not in teams:
            teams[sprint.team] = Team.form(product, sprint.team, by=coach)
        span = Span(monday + timedelta(days=sprint.starts), monday + timedelta(days=sprint.ends))
        name = sprint.name or weeks_named([span], ())[0]
        Sprint.plan(teams[sprint.team], name, by=coach, starts_on=span.starts_on, ends_on=span.ends_on)
    for rhythm in cadences:
        Cadence.keep(
            teams[rhythm.team],
            rhythm.kind,
            weeks=rhythm.weeks,
            weekday=rhythm.weekday,
            starts_on=monday + timedelta(days=rhythm.starts),
            by=coach,
            today=product.today(),
        )
    found: Sprints = {}
    for stored in Sprint.objects.filter(product=product).select_related("team"):
        found[stored.team.name, stored.name] = stored
        if stored.starts_on:
            found[stored.team.name, (stored.starts_on - monday).days] = stored
    return found


BIKE_CADENCES = (ToldCadence("Web", "scrum", 0, weeks=2), ToldCadence("Workshop", "kanban", 0))
BIKE_SPRINTS = (
    ToldSprint("Web", "Discovery", -28, -15),
    ToldSprint("Web", "Sprint 0", -14, -1),
    ToldSprint("Workshop", "", -14, -8),
    # A week that had no goal.
    ToldSprint("Workshop", "", -7, -1),
)
BIKE_TEMPLATES = {
    7: ToldTemplate(
        "deliver",
        why="Half of the riders who want a service give up before they reach anybody. As long as booking takes three "
        "calls, nothing else that we build is ever seen.",
        artefact="The booking pages, released to the pilot city",
        technique="Usability test at the counter",
        test_group="Five riders who had a service last month",
        success="Five of five book without help, in under two minutes each.",
    ),
    8: ToldTemplate(
        "deliver",
        why="A booking that nobody confirms is followed by a call, and the call is what riders wanted to be rid of.",
        artefact="Mails of confirmation and a reminder the evening before",
        technique="Ten test bookings with three mail providers",
        success="Ten of ten arrive within a minute; nobody of the five riders calls to ask.",
    ),
    10: ToldTemplate(
        "deliver",
        why="“Is it ready?” is the question behind half of all calls.",
        artefact="A status page for two workshops",
        technique="Release to two workshops",
        test_group="Riders of those workshops for a week",
        success="Every tap of a mechanic shows within five seconds.",
    ),
    13: ToldTemplate(
        "risk",
        why="Refunds are where payments fail, and we have never done one.",
        artefact="A spike against the sandbox of the gateway",
        technique="Fifty payments and ten refunds, run by a script",
        success="The books agree to the cent.",
    ),
    16: ToldTemplate(
        "learn",
        why="We guessed that price keeps riders away, and had asked nobody.",
        artefact="A list of questions",
        technique="Interviews",
        test_group="Twelve riders at three bike shops",
        success="Three reasons that come up more than half of the time, each with a quote.",
    ),
    18: ToldTemplate("deliver", technique="A call to both workshops each morning", test_group="Two pilot workshops"),
    19: ToldTemplate(
        "learn",
        why="A drawing that fails costs a day.",
        artefact="A clickable drawing of the booking",
        technique="Usability test",
        test_group="Five riders of the test group",
        success="Four of five finish, and we know where the fifth gave up.",
    ),
    20: ToldTemplate(
        "risk",
        why="If a change needs a call after all, the free slots that we show are wrong by noon.",
        artefact="A clickable drawing, then a page for one workshop",
        technique="Usability test at the counter",
        test_group="Five riders with a booking this week",
        success="Four of five move their booking without help, and the freed slot shows at once.",
    ),
    26: ToldTemplate("learn", artefact="One loan bike", technique="Interviews after a day", test_group="Ten riders"),
}

EAT_CADENCES = (ToldCadence("App", "scrum", -5, weeks=2, weekday=3), ToldCadence("Scales", "kanban", 0))
EAT_SPRINTS = (
    ToldSprint("App", "Sprint 1", -33, -20),
    ToldSprint("App", "Sprint 2", -19, -6),
    ToldSprint("Scales", "", -7, -1),
)
EAT_TEMPLATES = {
    11: ToldTemplate(
        "learn",
        why="Everything that helps needs personal information. If users do not share it, we build something else.",
        artefact="Three consent screens on paper",
        technique="Interviews in the waiting room",
        test_group="Thirty people of the target group",
        success="We know which share would enter weight, age and blood sugar, and why the others would not.",
    ),
    12: ToldTemplate(
        "risk",
        why="Typing one's weight every morning is where most users stop.",
        artefact="A spike that reads two models of scales",
        technique="A hundred weighings",
        test_group="The team itself",
        success="None lost, none attributed to the wrong person.",
    ),
    13: ToldTemplate(
        "deliver",
        why="Only people who use it for a week can tell us whether it helps.",
        artefact="The dashboard, in a first version",
        technique="Release to the test group",
        test_group="Forty people who want to lose weight",
        success="Ten of forty open it twice in its first week.",
    ),
    15: ToldTemplate("learn", technique="Three kinds of reminders, a week each", test_group="Forty users"),
    18: ToldTemplate("learn", artefact="The dashboard", technique="Interviews", test_group="Three doctors"),
}
