"""/p/KEY/writing/: the rules, their switches, advice while somebody types, and the line on the goal page."""

import re
from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from goalchain.goals.models import Event
from goalchain.goals.writing.catalogue import RULES
from goalchain.products.access import Role
from goalchain.products.models import Product
from tests.factories import make_goal, make_member, make_product, make_user, product_owner
from tests.nets.hostile import HOSTILE, TEN_MEGABYTES
from tests.support.queries import queries_of

pytestmark = pytest.mark.django_db
LISTED = "Build login and payment and profile"
HTMX = {"HX-Request": "true"}


@pytest.fixture
def product():
    return make_product(name="Bike Service App")


@pytest.fixture
def owner(client, product):
    client.force_login(product_owner(product))
    return product_owner(product)


@pytest.fixture
def url(product):
    return reverse("writing", args=[product.key])


def advised(client: Any, product: Product, status: int = 200, **words: Any) -> str:
    """What is answered while somebody types these words."""
    answer = client.post(reverse("writing_advice", args=[product.key]), words, headers=HTMX)
    assert answer.status_code == status
    return answer.content.decode()


def switch(client: Any, product: Product, rule: str, to: str, **more: Any) -> Any:
    return client.post(reverse(f"writing_{to}", args=[product.key, rule]), **more)


# -- the page --------------------------------------------------------------------------------------------------------


def test_the_page_tells_every_rule(client, owner, url):
    html = client.get(url).content.decode()
    for rule in RULES.values():
        assert f'id="check-{rule.name}"' in html
        assert rule.source in html.replace("&#x27;", "'")
    assert html.count('role="switch"') == len(RULES)


@pytest.mark.parametrize("role", [role for role in Role if role != Role.OWNER])
def test_who_may_not_manage_reads_and_cannot_switch(client, product, url, role):
    client.force_login(make_member(product, role))
    assert 'role="switch"' not in client.get(url).content.decode()
    for to in ("silence", "voice"):
        assert switch(client, product, "joined", to).status_code == 403
    product.refresh_from_db()
    assert product.quiet_rules == []


def test_a_stranger_finds_nothing(client, product, url):
    client.force_login(make_user())
    assert client.get(url).status_code == 404
    assert switch(client, product, "joined", "silence").status_code == 404
    advised(client, product, 404, title=LISTED)


def test_other_methods_are_refused(client, owner, product, url):
    assert client.post(url).status_code == 405
    assert client.get(reverse("writing_advice", args=[product.key])).status_code == 405
    assert client.get(reverse("writing_silence", args=[product.key, "joined"])).status_code == 405
    assert client.get(reverse("founding_advice")).status_code == 405


def test_the_settings_lead_here(client, owner, product, url):
    assert f'href="{url}"' in client.get(reverse("settings", args=[product.key])).content.decode()


# -- switches --------------------------------------------------------------------------------------------------------


def test_a_rule_is_switched_off_and_on_again(client, owner, product):
    answer = switch(client, product, "listed", "silence")
    assert answer["Location"].endswith("#check-listed")
    product.refresh_from_db()
    assert product.quiet_rules == ["listed"]
    event = Event.objects.filter(subject="product").latest("id")
    assert (event.verb, event.after["quiet_rules"], event.former) == ("silence", ["listed"], {"quiet_rules": []})
    assert "list of work" not in advised(client, product, title=LISTED, level="sprint")
    switch(client, product, "listed", "voice")
    assert "list of work" in advised(client, product, title=LISTED, level="sprint")
    assert Event.objects.filter(subject="product").latest("id").verb == "hear"


def test_htmx_gets_the_row_and_a_notice_that_can_be_undone(client, owner, product):
    answer = switch(client, product, "listed", "silence", headers=HTMX)
    html = answer.content.decode()
    assert answer["HX-Trigger"] == "goal-changed"
    assert 'aria-checked="false"' in html
    assert f'hx-post="{reverse("writing_voice", args=[product.key, "listed"])}"' in html
    assert "is off for Bike Service App" in html


def test_the_same_switch_again_changes_nothing(client, owner, product):
    switch(client, product, "listed", "silence")
    product.refresh_from_db()
    revision = product.revision
    html = switch(client, product, "listed", "silence", headers=HTMX).content.decode()
    product.refresh_from_db()
    assert (product.revision, product.quiet_rules) == (revision, ["listed"])
    assert "toast" in html
    assert "Undo" not in html


def test_two_who_switch_different_rules_lose_nothing(owner, product):
    one, other = Product.objects.get(pk=product.pk), Product.objects.get(pk=product.pk)
    one.silence("joined", by=owner)
    other.silence("vague", by=owner)
    other.refresh_from_db()
    assert other.quiet_rules == ["joined", "vague"]


@pytest.mark.parametrize("rule", ["nonsense", "advice", "JOINED"])
def test_there_are_no_other_rules(client, owner, product, rule):
    assert switch(client, product, rule, "silence").status_code == 404


def test_renaming_the_product_is_no_clash_with_a_switch(client, owner, product):
    page = client.get(reverse("settings", args=[product.key])).content.decode()
    read = re.search(r'name="read" value="(\w+)"', page)[1]
    switch(client, product, "joined", "silence")
    words = {"name": "Bikes", "preset": "releases", "read": read}
    assert client.post(reverse("settings", args=[product.key]), words).status_code == 302


# -- while somebody types --------------------------------------------------------------------------------------------


def test_advice_has_its_reason_example_and_source(client, owner, product):
    html = advised(client, product, title="Acquire users & earn revenue", level="product")
    rule = RULES["joined"]
    for words in ("Suggestion:", rule.reason, rule.better, f"/p/{product.key}/writing/#check-joined"):
        assert words in html
    assert product.events.count() == Product.objects.get(pk=product.pk).events.count()


def test_advice_is_not_said_twice(client, owner, product):
    words = {"title": LISTED, "level": "sprint"}
    mark = re.search(r'name="shown" value="(\w+)"', advised(client, product, **words))[1]
    assert advised(client, product, 204, **words, shown=mark) == ""
    assert "<details" not in advised(client, product, title="Service booking works", level="sprint", shown=mark)
    advised(client, product, 204, title="Service booking works", level="sprint", shown="")


def test_the_level_decides(client, owner, product):
    title = "As many riders as possible book online"
    assert "stretches" in advised(client, product, title=title, level="sprint")
    assert "stretches" not in advised(client, product, title=title, level="release")


def test_of_a_goal_that_is_edited_the_rest_is_known(client, owner, product):
    goal = make_goal(product, "sprint", title="Riders pay")
    html = advised(client, product, title="Riders pay, if possible", goal=goal.key)
    assert "stretches" in html
    release = make_goal(product, "release", starts_on=date(2026, 1, 1), ends_on=date(2026, 12, 31))
    assert "1 year is long for a release goal" in advised(client, product, title="Riders pay", goal=release.key)
    dates = {"starts_on": "2026-01-01", "ends_on": "2026-03-01"}
    advised(client, product, 204, title="Riders pay", goal=release.key, shown="", **dates)


def test_while_somebody_types_nobody_asks_for_metrics(client, owner, product):
    advised(client, product, 204, title="Riders stop losing days to servicing", level="user", shown="")


def test_a_goal_elsewhere_is_none(client, owner, product):
    other = make_goal(make_product(), "sprint")
    advised(client, product, 404, title=LISTED, goal=other.key)
    mine = make_goal(make_product(owner=owner), "sprint")
    advised(client, product, 404, title=LISTED, goal=mine.key)


def test_a_draft_of_a_sprint_goal_is_none_for_a_stakeholder(client, product):
    goal = make_goal(product, "sprint")
    client.force_login(make_member(product, Role.STAKEHOLDER))
    advised(client, product, 404, title=LISTED, goal=goal.key)


def test_the_vision_of_a_new_product(client, owner):
    answer = client.post(
        reverse("founding_advice"), {"vision": "The leading app for riders", "preset": "pichler"}, headers=HTMX
    )
    html = answer.content.decode()
    assert "“app” is a solution" in html
    assert "/writing/" not in html, "There is no product yet whose checks could be shown."


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_words_are_words(client, owner, product, kind):
    text = HOSTILE[kind]
    for name in ("title", "statement", "level", "goal", "starts_on", "ends_on", "shown"):
        words = {"title": LISTED, "level": "sprint", name: text}
        answer = client.post(reverse("writing_advice", args=[product.key]), words, headers=HTMX)
        assert answer.status_code in ((200, 404) if name == "goal" else (200, 204)), name
        assert answer.status_code == 404 or b"<script" not in answer.content
    assert client.post(reverse("founding_advice"), {"vision": text, "preset": text}, headers=HTMX).status_code == 200


def test_who_asks_for_a_page_is_led_to_one(client, owner, product, url):
    assert client.post(reverse("writing_advice", args=[product.key]), {"title": LISTED})["Location"] == url
    assert client.post(reverse("founding_advice"), {"vision": "An app"})["Location"] == "/"


def test_too_much_to_read_is_read_to_its_end_or_refused(client, owner, product):
    answer = client.post(reverse("writing_advice", args=[product.key]), {"title": TEN_MEGABYTES}, headers=HTMX)
    assert answer.status_code < 500


# -- the forms that ask ----------------------------------------------------------------------------------------------


def test_every_form_in_which_a_goal_is_worded_asks(client, owner, product):
    goal = make_goal(product, "product")
    asks = f'hx-post="/p/{product.key}/writing/advice/"'
    for address in (f"/p/{product.key}/goals/new/", f"/g/{goal.key}/"):
        assert asks in client.get(address).content.decode()
    for field in ("title", "statement"):
        html = client.get(f"/g/{goal.key}/edit/{field}/", headers=HTMX).content.decode()
        assert asks in html
        assert f"""hx-vals='{{"goal": "{goal.key}"}}'""" in html
    assert asks not in client.get(f"/g/{goal.key}/edit/ends_on/", headers=HTMX).content.decode()
    assert f"""{asks} hx-trigger""" in client.get(f"/p/{product.key}/vision/").content.decode()
    vision = make_goal(product, "vision")
    for address in (f"/p/{product.key}/vision/", f"/p/{product.key}/vision/replacement/"):
        assert asks in client.get(address).content.decode()
    html = client.get(f"/p/{product.key}/vision/goals/{vision.number}/", headers=HTMX).content.decode()
    assert f"""hx-vals='{{"goal": "{vision.key}"}}'""" in html
    assert 'hx-post="/products/new/advice/"' in client.get("/products/new/").content.decode()


def test_queries(client, owner, product, url):
    goal = make_goal(product, "product")
    client.get(url)
    assert queries_of(lambda: client.get(url)) <= 3
    assert queries_of(lambda: advised(client, product, title=LISTED)) <= 3
    assert queries_of(lambda: advised(client, product, title=LISTED, goal=goal.key)) <= 4
    assert queries_of(lambda: switch(client, product, "joined", "silence")) <= 9
