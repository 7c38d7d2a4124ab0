"""The rules of writing: what each must notice, and what it must let pass."""

from datetime import date, timedelta
from typing import Any

import pytest

from goalchain.goals.writing.catalogue import RULES, advise
from goalchain.goals.writing.fit import HORIZONS
from goalchain.goals.writing.wording import Wording
from goalchain.products.presets import PRESETS

BEGIN = date(2026, 11, 16)


def said(rule: str, title: str, level: str = "product", **more: Any) -> str:
    """What the rule says of this wording; "" for nothing."""
    advice = RULES[rule].check(Wording(title, level=level, **more))
    return advice.message if advice else ""


def lasting(days: int) -> dict[str, date]:
    """The dates of a goal of that many days."""
    return {"starts_on": BEGIN, "ends_on": BEGIN + timedelta(days=days - 1)}


FIRES: dict[str, list[tuple[str, str]]] = {
    "joined": [
        ("product", "Acquire users and earn revenue"),
        ("product", "Increase revenue and customer satisfaction"),
        ("business", "Reduce the cost of support and increase retention"),
        ("user", "Riders book online and workshops find more customers"),
        ("release", "Customers pay in the app; mechanics see what to do next"),
        ("sprint", "Test the payment gateway and design the receipt"),
        ("sprint", "Login and payment and profile"),
        ("product", "Cut support calls as well as raise the share of bookings by app"),
        ("vision", "Cities are quiet and people are healthy"),
    ],
    "listed": [
        ("sprint", "Build login and payment and profile"),
        ("sprint", "Implement search, filters, sorting and paging"),
        ("release", "Login, payment, profile"),
        ("sprint", "Finish SHOP-12, SHOP-15 and SHOP-18"),
        ("sprint", "As a rider I want to cancel my booking so that I lose no money"),
        ("product", "Search, chat & ratings"),
        ("release", "Deliver the map, the calendar and the receipt"),
    ],
    "solution": [
        ("vision", "The leading app for booking bike repairs"),
        ("vision", "An AI that plans everybody's meals"),
        ("vision", "A platform where workshops and riders meet"),
        ("vision", "Every farmer uses our cloud-based software"),
        ("vision", "The best website for second-hand books"),
        ("vision", "A blockchain for fair coffee"),
        ("vision", "Teachers love our dashboards"),
    ],
    "outcome": [
        ("sprint", "Build the booking form"),
        ("product", "Implement single sign-on"),
        ("release", "Payment integration"),
        ("product", "Customer satisfaction"),
        ("sprint", "New dashboard"),
        ("user", "Develop a mobile app for riders"),
        ("business", "Growth"),
        ("sprint", "Refactor the pricing module"),
        ("release", "Launch the new website"),
    ],
    "vague": [
        ("product", "A better booking experience"),
        ("user", "Booking is easier for riders"),
        ("business", "The brand becomes stronger"),
        ("release", "Riders pay seamlessly"),
        ("sprint", "The search works faster"),
        ("product", "Optimise the onboarding of workshops"),
        ("product", "User-friendly invoices"),
    ],
    "stretch": [
        ("sprint", "Finish as many open stories as possible"),
        ("sprint", "Try to connect the second maker of scales"),
        ("sprint", "Stretch goal: receipts can be printed"),
        ("sprint", "Riders change bookings, ideally without help"),
        ("sprint", "Push notifications arrive, if time permits"),
        ("sprint", "Fix all known bugs"),
        ("sprint", "The status page shows updates, and if possible the price"),
        ("sprint", "Booking, confirmation and more"),
    ],
    "length": [
        ("product", "word " * 26),
        ("vision", "Riders who live in a city and own a bike " * 3),
        ("sprint", f"We know {'that ' * 24}riders pay"),
        ("release", "a-b " * 30),
        ("user", ("Nobody leaves a bike in the cellar because having it serviced is a nuisance " * 2)),
        ("business", ", ".join(["sales"] * 26)),
    ],
}

SILENT: dict[str, list[tuple[str, str]]] = {
    "joined": [
        ("product", "Customers book, track and pay in a mobile app"),
        ("vision", "Bike servicing is simple, reliable and accessible for every rider"),
        ("sprint", "Booking confirmations and notifications arrive"),
        ("vision", "Help children enjoy music and dancing"),
        ("vision", "Put joy in kids' hearts and a smile on parents' faces"),
        ("product", "Halve the time between booking and service"),
        ("sprint", "We know which reminder helps and which annoys"),
        ("user", "Riders find and book a workshop in two minutes"),
        ("sprint", "Finish the dashboard and release a first version to the test group"),
        ("release", "Riders see workshops and prices that have changed"),
        ("user", "Lower the risk of heart attack and stroke"),
        ("product", "Train mechanics to check and repair electric bikes"),
    ],
    "listed": [
        ("product", "Customers book, track and pay in a mobile app"),
        ("release", "Workshop profiles show work, prices and ratings"),
        ("vision", "Clean, safe and fair mobility"),
        ("sprint", "The payment gateway is integrated"),
        ("sprint", "Riders answer COVID-19 questions before they come"),
        ("user", "Adults, teenagers and children eat well at home"),
        ("sprint", "Five riders book as a test, and we want to learn from it"),
    ],
    "solution": [
        ("vision", "Bike servicing is simple, reliable and accessible for every rider"),
        ("vision", "Everybody eats well without having to think about it"),
        ("vision", "Nobody dies of malaria"),
        ("vision", "People happily wait for the train"),  # "app" and "ai" inside words
        ("vision", "Every child is happy at school"),
        ("vision", "Farmers live from what they grow"),
        ("product", "Customers pay in the app"),  # not a vision
    ],
    "outcome": [
        ("product", "Acquire users"),
        ("product", "Raise engagement"),
        ("product", "Earn revenue"),
        ("product", "Remove technical debt"),
        ("user", "Lose weight"),
        ("user", "Lower the risk of diabetes"),
        ("business", "Diversify the business"),
        ("sprint", "Service booking works"),
        ("sprint", "The payment gateway is integrated"),
        ("sprint", "Release notes are read by half of the riders"),
        ("sprint", "Test the integration with the leading smart scales"),
        ("sprint", "Release a first version to the test group"),
        ("release", "Kunden buchen online"),
        ("product", "Chains run many workshops from one screen"),
    ],
    "vague": [
        ("product", "Booking is twice as fast: faster than a call"),
        ("product", "Improve the share of bookings by app to 60%"),
        ("release", "Nine of ten riders find it easier than by phone"),
        ("vision", "A better life for every rider"),  # a vision is not measured
        ("user", "Riders stop losing days to servicing"),
        ("business", "Workshops fill their idle slots"),
        ("sprint", "A better search answers in less than one second"),
        ("product", "Goods arrive on the day on which they were ordered"),
    ],
    "stretch": [
        ("sprint", "Service booking works"),
        ("sprint", "Five riders try the drawn booking"),
        ("sprint", "We learn why riders try to book twice"),
        ("sprint", "Riders book as soon as a slot is free"),
        ("sprint", "Three workshops connect the calendar that they use today"),
        ("sprint", "Mechanics stretch before work"),
        ("vision", "The world-class service that every rider deserves, if possible"),  # right here
        ("sprint", "Riders see one more price"),
    ],
    "length": [
        ("product", "word " * 25),
        ("vision", "Bike servicing is simple, reliable and accessible for every rider"),
        ("sprint", "Service booking works"),
        ("user", "best-in-class " * 25),
        ("release", "a"),
        ("business", "Recommendations bring half of the new riders"),
    ],
}


@pytest.mark.parametrize(("rule", "level", "title"), [(rule, *case) for rule, cases in FIRES.items() for case in cases])
def test_it_notices(rule: str, level: str, title: str) -> None:
    assert said(rule, title, level)


@pytest.mark.parametrize(
    ("rule", "level", "title"), [(rule, *case) for rule, cases in SILENT.items() for case in cases]
)
def test_it_lets_pass(rule: str, level: str, title: str) -> None:
    assert said(rule, title, level) == ""


@pytest.mark.parametrize("cases", [FIRES, SILENT])
def test_every_rule_has_cases(cases: dict[str, list[tuple[str, str]]]) -> None:
    assert set(cases) | {"metric", "horizon"} == set(RULES)
    assert all(len(titles) >= 6 for titles in cases.values())


@pytest.mark.parametrize(
    ("preset", "level", "days", "words"),
    [
        ("releases", "release", 365, "1 year is long for a release goal, which looks 2–3 months ahead"),
        ("releases", "release", 10, "10 days is short"),
        ("releases", "product", 60, "2 months is short for a product goal, which looks 6–12 months ahead"),
        ("pichler", "product", 365, "1 year is long for a product goal, which looks 2–6 months ahead"),
        ("releases", "sprint", 60, "2 months is long"),
        ("scrum", "sprint", 2, "2 days is short"),
        ("releases", "user", 90, "3 months is short"),
        ("releases", "business", 5 * 365, "5 years is long"),
        ("pichler", "vision", 3 * 365, "3 years is short for a vision, which looks 5+ years ahead"),
        ("releases", "vision", 9 * 365, "9 years is long"),
    ],
)
def test_a_horizon_that_does_not_fit(preset: str, level: str, days: int, words: str) -> None:
    assert said("horizon", "A goal", level, preset=preset, **lasting(days)).startswith(words)


@pytest.mark.parametrize(
    ("preset", "level", "days"),
    [
        ("releases", "release", 60),
        ("releases", "release", 48),
        ("releases", "product", 182),
        ("releases", "product", 365),
        ("pichler", "product", 77),
        ("releases", "sprint", 5),
        ("releases", "sprint", 31),
        ("scrum", "sprint", 14),
        ("releases", "user", 560),
        ("pichler", "vision", 20 * 365),
        ("releases", "vision", 4 * 365),
    ],
)
def test_a_horizon_that_fits(preset: str, level: str, days: int) -> None:
    assert said("horizon", "A goal", level, preset=preset, **lasting(days)) == ""


@pytest.mark.parametrize("dates", [{"starts_on": BEGIN}, {"ends_on": BEGIN}, lasting(-5)])
def test_without_both_dates_there_is_no_horizon(dates: dict[str, date]) -> None:
    assert said("horizon", "A goal", "release", **dates) == ""


def test_the_horizons_are_those_that_the_presets_tell() -> None:
    for preset in PRESETS.values():
        for rung in preset.rungs:
            assert HORIZONS[preset.value][rung.level_name][2] == rung.horizon


@pytest.mark.parametrize("level", ["user", "business", "product"])
def test_nothing_measured(level: str) -> None:
    assert said("metric", "Six of ten riders book in the app", level, has_metric=False)
    assert said("metric", "Six of ten riders book in the app", level, has_metric=True) == ""
    assert said("metric", "Six of ten riders book in the app", level) == "", "nobody knows yet"


@pytest.mark.parametrize("level", ["vision", "release", "sprint"])
def test_other_levels_need_no_metric(level: str) -> None:
    assert said("metric", "Riders pay online", level, has_metric=False) == ""


def test_a_metric_is_a_measure_of_vague_words() -> None:
    assert said("vague", "A better booking experience", has_metric=True) == ""
    assert said("vague", "A better booking experience", has_metric=False)
    assert said("vague", "A better booking experience", statement="Four of five riders need no call") == ""


def test_the_statement_is_read_too() -> None:
    assert said("solution", "Cycling for all", "vision", statement="Our platform brings riders and workshops together")
    assert said("listed", "Riders pay", "sprint", statement="- Add a form\n- Build the table\n* Write the mail")
    assert not said("listed", "Riders pay", "sprint", statement="- five riders pay\n- nobody calls\n- no refund fails")
    assert said("stretch", "Riders pay", "sprint", statement="If possible, refunds as well")


@pytest.mark.parametrize("name", [name for name in RULES if name not in ("metric", "horizon")])
def test_the_example_of_a_rule_fires_and_the_better_one_does_not(name: str) -> None:
    rule = RULES[name]
    level = "release" if "release" in rule.levels else rule.levels[-1]
    assert said(name, rule.example, level)
    assert advise(Wording(rule.better, level=level)) == []


def test_quiet_rules_say_nothing() -> None:
    wording = Wording("Acquire users and earn revenue")
    assert [advice.rule.name for advice in advise(wording)] == ["joined"]
    assert advise(wording, ["joined"]) == []


def test_one_thing_is_said_once() -> None:
    wording = Wording("Build login and payment and profile", level="sprint")
    assert [advice.rule.name for advice in advise(wording)] == ["listed"]
    assert "outcome" in [advice.rule.name for advice in advise(wording, ["listed"])]


@pytest.mark.parametrize(
    "title", ["", "  ", "\0", "и", "---", "and", "and and", ";", "; ;", ", ,", "a" * 100_000, "to and"]
)
@pytest.mark.parametrize("level", ["vision", "product", "sprint"])
def test_no_words_are_too_strange(title: str, level: str) -> None:
    advise(Wording(title, statement=title, level=level, has_metric=False))


def test_long_words_are_read_in_no_time() -> None:
    """Ten thousand characters of what a pattern might try again and again."""
    for text in ("and " * 2500, "as a " * 2000, "between " * 1250, "as much as " * 900, "- a\n" * 2500, "a-" * 5000):
        advise(Wording(text, statement=text, level="sprint"))
