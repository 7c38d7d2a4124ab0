"""The Bike Service App: all five levels, a release that is late, a sprint that runs, a few gaps on purpose."""

from goalchain.products.access import Role

from .backlogs import BIKE_BACKLOG
from .boards import BIKE_BOARD
from .gaps import BIKE_GAPS
from .measures import BIKE as METRICS
from .pipelines import BIKE_SHAPED
from .reviews import BIKE_REVIEWS, BIKE_RHYTHMS
from .rhythms import BIKE_CADENCES, BIKE_SPRINTS, BIKE_TEMPLATES
from .roadmaps import BIKE_ROADMAP
from .shipping import BIKE as RELEASES
from .sprint_reviews import BIKE_SPRINT_REVIEWS
from .telling import Story, Told
from .thoughts import BIKE as THOUGHTS
from .voices import BIKE_VOICES

GOALS = (
    Told(  # 1
        "vision",
        "Bike servicing is simple, reliable and accessible for every rider",
        "Nobody leaves a bike in the cellar because having it serviced is a nuisance. Whoever rides finds a workshop "
        "that has time, knows what it will cost, and gets the bike back when it was promised.",
        state="active",
        starts=-154,
        first_title="Bike servicing without hassle",
    ),
    Told(  # 2
        "user",
        "Riders stop losing days to servicing",
        "A rider hands the bike over on the way to work and rides home on it. From the wish to the ride home it takes "
        "one day, and no more than twenty minutes of the rider's own time.",
        ((1, "a service that costs a day is the reason riders put it off"),),
        state="active",
        starts=-140,
        ends=420,
        confidence="on_track",
    ),
    Told(  # 3
        "business",
        "Workshops fill idle slots",
        "Partner workshops sell four of five hours that stand empty today, and we earn a share of each booking.",
        ((1, "only workshops that earn with us stay open for every rider"),),
        state="active",
        starts=-140,
        ends=420,
        owner=Role.STAKEHOLDER,
    ),
    Told(  # 4
        "product",
        "Customers book, track and pay in a mobile app",
        "Within twelve months, six of ten services at our partner workshops are booked, followed and paid in the app, "
        "without a single call.",
        (
            (2, "booking by phone takes three calls"),
            (3, "a slot that riders can see is a slot that a workshop can sell"),
        ),
        state="active",
        starts=-42,
        ends=322,
        confidence="on_track",
    ),
    Told(  # 5
        "release",
        "Customers book a service slot online",
        "Riders in the pilot city see the free slots of twelve workshops and book one, at any hour, without calling.",
        ((4, "booking is where riders give up first"),),
        state="active",
        starts=-28,
        ends=32,
        confidence="at_risk",
    ),
    Told(  # 6
        "user",
        "Riders trust the workshop they have never seen",
        "A rider new in town chooses a workshop as confidently as the one next to home.",
        ((1, "a stranger's bike is only brought to a workshop that is trusted"),),
        state="agreed",
        starts=-70,
        ends=560,
    ),
    Told(  # 7
        "sprint",
        "Service booking works",
        "Five riders of the test group book a slot at a real workshop, unaided, in under two minutes.",
        ((5, "without a slot there is nothing to confirm or track"),),
        state="active",
        sprint=("Web", "Sprint 1"),
        by=Role.DEVELOPER,
        confidence="on_track",
        first_title="Build the booking form",
    ),
    Told(  # 8
        "sprint",
        "Booking confirmations and notifications arrive",
        "Every rider who books gets a confirmation within a minute and a reminder the evening before; ten test "
        "bookings with three mail providers prove it.",
        ((5, "a booking that nobody confirms is followed by a call"),),
        sprint=("Web", "Sprint 2"),
        by=Role.DEVELOPER,
    ),
    Told(  # 9
        "release",
        "The service status is visible in real time",
        "A rider sees at any moment whether the bike waits, is worked on or is ready, and when it will be.",
        ((4, "“is it ready?” is the question behind half of all calls"),),
        state="agreed",
        starts=35,
        ends=95,
    ),
    Told(  # 10
        "sprint",
        "A status page shows live updates",
        "A mechanic's tap on “started” or “ready” shows on the rider's page within five seconds, measured at two "
        "workshops.",
        ((9, "a page that is always right is worth more than a message that may be late"),),
        sprint=("Web", "Sprint 3"),
        by=Role.DEVELOPER,
    ),
    Told(  # 11
        "sprint",
        "Push notifications tell riders that the bike is ready",
        "Eight of ten test riders collect the bike within two hours of the notification.",
        ((9, "riders who must look for the news come a day late"),),
        sprint=("Web", "Sprint 4"),
        by=Role.COACH,
    ),
    Told(  # 12
        "release",
        "Customers pay securely online",
        "A rider pays in the app when collecting the bike, with the usual cards and wallets, and gets a proper "
        "receipt.",
        (
            (4, "a queue at the till takes back the time that booking saved"),
            (3, "a slot that is paid for in advance is a slot that is kept"),
        ),
        starts=98,
        ends=158,
    ),
    Told(  # 13
        "sprint",
        "The payment gateway is integrated",
        "Test the risk that refunds fail: fifty payments and ten refunds go through the sandbox, and the books agree.",
        ((12, "the gateway is the part of payment that we have never done"),),
        sprint=("Web", "Sprint 5"),
        by=Role.DEVELOPER,
    ),
    Told(  # 14
        "product",
        "Riders find a workshop nearby that has time",
        "Three of four searches in the pilot city end at a workshop with a slot this week.",
        ((2, "a search that ends nowhere ends the wish for a service"),),
        state="closed",
        outcome="partly",
        learning="Two of three searches succeed. Finding was never the hard part: riders find workshops and then fail "
        "to reach anybody on the phone. That is why booking comes next.",
        starts=-154,
        ends=-43,
    ),
    Told(  # 15: this one is late
        "release",
        "Workshops keep their free slots up to date",
        "Twelve workshops of the pilot city show slots that are right nine times out of ten.",
        (
            (4, "riders cannot book what workshops do not show"),
            (3, "a forgotten slot stays empty"),
        ),
        state="active",
        starts=-56,
        ends=-37,
        confidence="off_track",
    ),
    Told(  # 16
        "sprint",
        "We know why riders put servicing off",
        "Twelve interviews at three bike shops; the three reasons that come up most are written down with quotes.",
        (
            (5, "what stops riders decides what a booking must do"),
            (14, "we guessed that finding a workshop was the trouble, and had to know"),
        ),
        state="closed",
        outcome="achieved",
        learning="Nobody complains about the price. The day without a bike and the calls before it are what hurts: "
        "“I called three times before anyone picked up.”",
        sprint=("Web", "Discovery"),
        by=Role.COACH,
    ),
    Told(  # 17
        "sprint",
        "Workshops publish slots from their own calendar",
        "Three workshops connect the calendar they use today, and their slots appear without typing.",
        ((15, "nobody keeps two calendars for long"),),
        state="closed",
        outcome="missed",
        learning="Two of three keep their calendar on paper. A photo of the page, read by us each morning, is enough "
        "to start with.",
        sprint=("Workshop", -14),
        by=Role.DEVELOPER,
    ),
    Told(  # 18
        "sprint",
        "Two workshops show a week of right slots",
        "For five days in a row, every slot that we show at two workshops is really free.",
        (
            (15, "a week without a wrong slot is what the other ten want to see first"),
            (5, "riders who meet a wrong slot do not book again"),
        ),
        state="agreed",
        sprint=("Workshop", 0),
        by=Role.DEVELOPER,
    ),
    Told(  # 19
        "sprint",
        "Riders finish a clickable booking",
        "Five riders try the drawn booking; four finish it, and we know where the fifth gave up.",
        ((5, "a drawing that fails costs a day, a release that fails costs a month"),),
        state="closed",
        outcome="partly",
        learning="Three of five finished. “What is wrong with your bike?” was one question too early: riders want to "
        "see a free slot first.",
        sprint=("Web", "Sprint 0"),
        by=Role.COACH,
    ),
    Told(  # 20: competes with BIKE-8 for the next sprint
        "sprint",
        "Riders change or cancel a booking themselves",
        "Four of five test riders move a booking to another day without help.",
        ((5, "a booking that cannot be moved is made by phone"),),
        sprint=("Web", "Sprint 2"),
        by=Role.COACH,
    ),
    Told(  # 21
        "product",
        "Workshops price idle hours",
        "Half of the partner workshops offer a lower price for hours that would stand empty, and sell a third of them.",
        ((3, "a lower price at ten in the morning moves riders who have the choice"),),
        state="agreed",
        starts=70,
        ends=252,
    ),
    Told(  # 22
        "product",
        "Riders choose a workshop by proof",
        "Riders who compare two workshops say afterwards what convinced them, and it was something we showed.",
        ((6, "a photo of good work convinces more than a promise"),),
        starts=140,
        ends=322,
    ),
    Told(  # 23: no sprint goal yet
        "release",
        "Workshop profiles show work, prices and ratings",
        "Each workshop shows ten finished repairs with photo, price and the rider's word.",
        ((22, "proof has to be seen before it convinces"),),
        starts=210,
        ends=322,
    ),
    Told(  # 24: serves nothing yet
        "product",
        "Chains run many workshops from one screen",
        "One chain with five branches plans all of its mechanics in the app.",
        by=Role.COACH,
    ),
    Told(  # 25: nothing serves it yet
        "business",
        "Recommendations bring half of the new riders",
        "Half of the riders who book for the first time were sent by a friend, and advertising is cut accordingly.",
        ((1, "what grows by itself stays affordable for every rider"),),
    ),
    Told(  # 26: an idea that serves nothing yet
        "sprint",
        "We learn whether a loan bike wins riders",
        "One workshop lends a bike for the day to ten riders; we ask what they would pay for it.",
        by=Role.DEVELOPER,
    ),
    Told(  # 27
        "sprint",
        "Riders book by text message",
        "Riders without the app book a slot by three text messages.",
        ((5, "not every rider has a smartphone"),),
        state="closed",
        outcome="abandoned",
        learning="Abandoned: nobody of forty riders asked wanted it, and each message costs more than we earn on a "
        "slot.",
        by=Role.DEVELOPER,
    ),
    Told(  # 28
        "sprint",
        "Riders print their booking",
        "A booking fits on one page.",
        ((5, "some workshops wanted paper"),),
        by=Role.DEVELOPER,
        archived=True,
    ),
    Told(  # 29: shipped
        "release",
        "Riders see which workshops are near",
        "Riders of the pilot city see twelve workshops on a map, with what they repair and when they are open.",
        ((14, "a workshop that nobody knows is as good as none"),),
        state="closed",
        outcome="achieved",
        learning="A map answers “where”, and riders ask “when” next. We should have shown a free slot from the first "
        "day.",
        starts=-133,
        ends=-77,
    ),
    Told(  # 30: abandoned
        "product",
        "Riders mend bikes with a mechanic on the screen",
        "One of four small repairs is done at home, with a mechanic who looks on.",
        ((2, "a bike that is mended at home loses no day at all"),),
        state="closed",
        outcome="abandoned",
        learning="Abandoned after ten calls with riders: a mechanic on the screen takes as long as one at the bench, "
        "and nobody wanted to pay for it. What riders lack is the slot, not the skill.",
        starts=-224,
        ends=-155,
        by=Role.OWNER,
    ),
)

#: Pricing idle hours waits for payment, which comes too late for it.
WAITS = ((8, 7), (9, 5), (12, 9), (21, 12))

BIKE = Story(
    "BIKE",
    "Bike Service App",
    "releases",
    BIKE_SPRINTS,
    GOALS,
    BIKE_BOARD,
    METRICS,
    thoughts=THOUGHTS,
    rhythms=BIKE_RHYTHMS,
    reviews=BIKE_REVIEWS,
    waits=WAITS,
    releases=RELEASES,
    roadmap=BIKE_ROADMAP,
    cadences=BIKE_CADENCES,
    templates=BIKE_TEMPLATES,
    backlog=BIKE_BACKLOG,
    voices=BIKE_VOICES,
    sprint_reviews=BIKE_SPRINT_REVIEWS,
    shaped=BIKE_SHAPED,
    gaps=BIKE_GAPS,
)
