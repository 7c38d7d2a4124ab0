"""The Healthy Eating App: Pichler's goal hierarchy, without releases; sprint goals that learn, test a risk, deliver."""

from goalchain.products.access import Role

from .backlogs import EAT_BACKLOG
from .boards import EAT_BOARD
from .measures import EAT as METRICS
from .pipelines import EAT_SHAPED
from .reviews import EAT_RHYTHMS
from .rhythms import EAT_CADENCES, EAT_SPRINTS, EAT_TEMPLATES
from .roadmaps import EAT_ROADMAP
from .sprint_reviews import EAT_SPRINT_REVIEWS
from .telling import Story, Told
from .thoughts import EAT as THOUGHTS
from .voices import EAT_VOICES

GOALS = (
    Told(  # 1
        "vision",
        "Everybody eats well without having to think about it",
        "Healthy food is the easy choice: at breakfast, at work, on the way home. Nobody counts, nobody is told off, "
        "and still people live longer and feel better.",
        state="active",
        starts=-196,
        first_title="Healthy eating for everyone",
    ),
    Told(  # 2
        "user",
        "Users lose weight",
        "Users who want to weigh less lose one kilogram a month and keep it off for a year.",
        ((1, "weight is where people first notice what they eat"),),
        state="active",
        starts=-168,
        ends=392,
        confidence="on_track",
    ),
    Told(  # 3
        "user",
        "Users lower their risk of developing diabetes",
        "Users at risk bring their fasting blood sugar back to normal within a year, and their doctors see it too.",
        ((1, "eating well is measured in years of health, not in kilograms"),),
        state="active",
        starts=-168,
        ends=560,
        confidence="at_risk",
    ),
    Told(  # 4
        "business",
        "The company diversifies the business",
        "One euro in ten comes from something other than kitchen appliances.",
        ((1, "a company that depends on one product cannot be patient with people's habits"),),
        state="active",
        starts=-168,
        ends=392,
        owner=Role.STAKEHOLDER,
    ),
    Told(  # 5
        "business",
        "The app is a new source of revenue",
        "Subscriptions pay for the team that builds the app.",
        ((1, "what earns its keep is there for users in ten years as well"),),
        state="agreed",
        starts=-168,
        ends=392,
    ),
    Told(  # 6: nothing serves it yet
        "business",
        "People know the brand for health",
        "Asked for a brand that helps them eat well, one in five people in our markets names ours.",
        ((1, "advice on food is taken from those one trusts"),),
    ),
    Told(  # 7
        "product",
        "The app acquires its first 5,000 users",
        "5,000 people beyond the test group use the app in at least three weeks out of four.",
        (
            (2, "nobody loses weight with an app that nobody has"),
            (4, "a second business begins with people who use it"),
        ),
        state="active",
        starts=-42,
        ends=98,
        confidence="on_track",
        first_title="Acquire users",
    ),
    Told(  # 8
        "product",
        "Users engage with the app every day",
        "Six of ten users look at their day's food on five days a week.",
        (
            (2, "habits change by the day, not by the month"),
            (3, "sugar is brought down by what is eaten every day"),
        ),
        state="agreed",
        starts=99,
        ends=210,
        first_title="Raise engagement",
    ),
    Told(  # 9
        "product",
        "The app earns its first revenue",
        "Three of a hundred users pay for the personal plan in its first quarter.",
        ((5, "only a paying user proves that the advice is worth something"),),
        starts=211,
        ends=322,
        first_title="Earn revenue",
    ),
    Told(  # 10
        "product",
        "Technical debt no longer slows the team",
        "A change of the food database goes out on the day it is made; today it takes two weeks.",
        ((5, "an app that is slow to change costs more than it earns"),),
        starts=323,
        ends=400,
        by=Role.COACH,
        first_title="Remove technical debt",
    ),
    Told(  # 11
        "sprint",
        "We know whether users share personal information",
        "Learn: thirty people of the target group see three consent screens; we know which share of them would enter "
        "weight, age and blood sugar, and why the others would not.",
        ((7, "an app that people do not trust with their weight has nothing to work on"),),
        state="closed",
        outcome="achieved",
        learning="Twenty-two of thirty would, once they read who sees it. Weight is easy, blood sugar is not: ask for "
        "it only after the first week.",
        sprint=("App", "Sprint 1"),
        by=Role.COACH,
    ),
    Told(  # 12
        "sprint",
        "The integration with the leading smart scales holds",
        "Test the risk: a hundred weighings on two models arrive in the app, none lost, none attributed to the wrong "
        "person.",
        ((7, "typing one's weight every morning is where most users stop"),),
        state="closed",
        outcome="partly",
        learning="Ninety-four arrived. The six that were lost came from scales that had changed their wireless "
        "network; the app has to notice and say so.",
        sprint=("App", "Sprint 2"),
        by=Role.DEVELOPER,
    ),
    Told(  # 13
        "sprint",
        "The dashboard is in the hands of the test group",
        "Deliver: the dashboard is finished, and a first version is released to the forty people of the test group; "
        "ten of them open it twice in its first week.",
        (
            (7, "what the test group recommends brings the first users"),
            (8, "a day's food at one glance is the reason to come back"),
        ),
        state="active",
        sprint=("App", "Sprint 3"),
        by=Role.DEVELOPER,
        confidence="on_track",
        first_title="Finish the dashboard",
    ),
    Told(  # 14
        "sprint",
        "Users invite a friend from the dashboard",
        "Ten of forty test users send an invitation, and four friends accept.",
        ((7, "people try what friends show them"),),
        sprint=("App", "Sprint 4"),
        by=Role.DEVELOPER,
    ),
    Told(  # 15
        "sprint",
        "We know which reminder helps and which annoys",
        "Learn: three kinds of reminders, forty users, one week each; we know which one nobody switches off.",
        ((8, "a reminder that annoys ends the habit that it should begin"),),
        sprint=("App", "Sprint 4"),
        by=Role.COACH,
    ),
    Told(  # 16
        "sprint",
        "Scales that lost their network are noticed",
        "A scale that has been silent for two days is named in the app, with the way to bring it back.",
        ((7, "a weight that silently stops arriving looks like an app that does not work"),),
        state="agreed",
        sprint=("Scales", 0),
        by=Role.DEVELOPER,
    ),
    Told(  # 17
        "sprint",
        "A second maker of scales is connected",
        "Fifty weighings with the second maker's scales arrive.",
        ((7, "half of our target group has the other scales"),),
        state="closed",
        outcome="abandoned",
        learning="Abandoned: the maker closes its interface next year. We asked users instead; most would change "
        "scales for the app.",
        sprint=("Scales", -7),
        by=Role.DEVELOPER,
    ),
    Told(  # 18: an idea that serves nothing yet
        "sprint",
        "We learn what doctors want to see",
        "Three doctors look at the dashboard with a patient, and tell us what is missing.",
        by=Role.COACH,
    ),
)

#: Nobody can sell what takes two weeks to mend: revenue waits for the debt to be paid, which is planned after it.
WAITS = ((8, 7), (9, 8), (9, 10))

EAT = Story(
    "EAT",
    "Healthy Eating App",
    "pichler",
    EAT_SPRINTS,
    GOALS,
    EAT_BOARD,
    METRICS,
    thoughts=THOUGHTS,
    rhythms=EAT_RHYTHMS,
    waits=WAITS,
    roadmap=EAT_ROADMAP,
    cadences=EAT_CADENCES,
    templates=EAT_TEMPLATES,
    backlog=EAT_BACKLOG,
    voices=EAT_VOICES,
    sprint_reviews=EAT_SPRINT_REVIEWS,
    shaped=EAT_SHAPED,
)
