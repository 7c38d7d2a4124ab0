"""The English words that the rules know, by what they tell about a wording."""

from collections.abc import Iterable


def forms(verbs: str) -> frozenset[str]:
    """Verbs as they begin a title and as they follow their subject: "carry", "carries"."""
    return frozenset(form for verb in verbs.split() for form in (verb, _third(verb)))


def _third(verb: str) -> str:
    if verb.endswith("y") and verb[-2] not in "aeou":
        return f"{verb[:-1]}ies"
    return f"{verb}es" if verb.endswith(("s", "sh", "ch", "x", "z", "o")) else f"{verb}s"


#: Work that a team does: a title that begins so names the output.
WORK = frozenset(
    """add automate build code complete configure construct create deliver deploy design develop document draft
    finalise finalize finish fix implement install integrate introduce launch merge migrate prepare program
    prototype provide refactor release rewrite roll ship update upgrade wireframe write""".split()
)
#: The same in two words.
WORK_IN_TWO = frozenset([("carry", "on"), ("continue", "with"), ("set", "up"), ("start", "with"), ("work", "on")])
#: What moves a number.
CHANGE = frozenset(
    """accelerate boost cut decrease double drive enhance grow improve increase lower maximise maximize minimise
    minimize raise reduce strengthen""".split()
)
#: Other verbs that begin an objective: "Acquire users", "Test the gateway".
AIM = frozenset(
    """acquire achieve attract become bring collect convince cover diversify earn enable enter establish expand explore
    find gain get give help keep know learn let offer open optimise optimize prevent prove reach remove replace retain
    save sell show start stop support test train understand validate win""".split()
)
BEGINNINGS = WORK | CHANGE | AIM

#: Verbs that are hardly ever nouns: one behind a noun begins a clause of its own.
SURE = forms(
    """become begin bring buy choose collect come complain compare complete decide earn eat feel find finish fill forget
    gain get give go happen have hear help invite join keep know learn leave let lose meet notice pay prefer publish
    read receive recommend remember respond return see sell send share speak spend stay stop succeed take tell
    understand walk want win work"""
) | frozenset("is are was were has have can cannot can't will must may does do don't doesn't".split())

#: Verbs in the wider sense: with one of these in it, a title says that something happens.
VERBS = (
    SURE
    | forms(" ".join(BEGINNINGS))
    | forms(
        """accept access adopt agree appear apply arrive ask avoid belong benefit book call cancel care carry change
        check close connect contain continue cost count deal decline depend discover drop end engage enjoy enrol enroll
        enter exceed exist expect face fall fit follow handle hold hire improve include know last lead like live load
        log look love manage match measure move need own pass perform place plan play prepare price print process
        recover recruit refer register rely remain renew report request ride rise run scale search serve set settle
        sign sleep speak stand study supply switch talk teach track trade travel trust try turn upload use visit wait
        watch wear"""
    )
    | frozenset(
        """been being be did done found gone held known left lost made met paid put saved seen sent shown sold told
        taken understood written""".split()
    )
)

#: Work that ends with somebody having it: the end of other work, and no second objective.
HANDING_OVER = frozenset("deliver demo deploy hand launch release roll ship show".split())
#: Verbs whose object does what follows: "help children enjoy music and learn to dance".
HELPING = frozenset("empower enable help let support".split())
#: What is said of a subject for certain.
FINITE = frozenset("is are was were has have can will".split())
#: Words that begin a clause inside another one.
RELATIVE = frozenset("that which who whom whose what how when where why whether if so it they we you he she".split())

#: Things that are made: a title without a verb that ends in one of these names an output.
OUTPUTS = frozenset(
    """api app application apps architecture backend backlog chatbot checkout component configuration connector
    dashboard dashboards database demo deployment development documentation export feature features filter filters
    fixing form forms framework frontend homepage implementation import infrastructure installation integration
    integrations interface launch login migration mockup mockups module modules mvp notifications overhaul page
    pages payment payments pipeline plugin portal profile prototype prototypes redesign refactoring relaunch release
    report reports rewrite rollout screen screens search settings setup shop sign-in sign-up signup software system
    testing tests tool toolkit tracker update updates upgrade version website widget widgets wizard workflow
    workflows""".split()
)
#: Subjects that a title may be about; alone they say nothing about what becomes of them.
SUBJECTS = frozenset(
    """accessibility acquisition awareness communication compliance conversion cost costs debt efficiency engagement
    experience growth innovation loyalty marketing monetisation monetization onboarding performance productivity
    profitability quality reliability retention revenue sales satisfaction scalability security stability strategy
    sustainability transparency trust usability ux""".split()
)

#: What a solution is made of: words that a vision outlives.
SOLUTIONS = (
    "an app",
    "app",
    "apps",
    "application",
    "blockchain",
    "chatbot",
    "chatbots",
    "cloud",
    "cloud-based",
    "crm",
    "dashboard",
    "dashboards",
    "database",
    "e-commerce",
    "erp",
    "iot",
    "machine learning",
    "mobile-first",
    "platform",
    "platforms",
    "plug-in",
    "plugin",
    "portal",
    "saas",
    "software",
    "web shop",
    "webshop",
    "website",
    "websites",
)

#: Words that promise more without saying how much.
VAGUE = frozenset(
    """best-in-class better cleaner cutting-edge easier easily effective effectively efficient efficiently enhance
    enhanced enhances faster flexible friendlier good great high-quality improve improved improves improving
    innovative intuitive leading-edge modern modernise modernize modernised modernized next-level nicer optimal
    optimise optimised optimises optimize optimized optimizes performant robust scalable seamless seamlessly simpler
    smarter smooth smoother state-of-the-art stronger successful successfully user-friendly world-class""".split()
)


def first_of(words: Iterable[str], known: frozenset[str]) -> str:
    """The first of the words that is known, "" when none is."""
    return next((word for word in words if word in known), "")
