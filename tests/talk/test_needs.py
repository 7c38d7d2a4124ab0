"""The needs that are voiced and that nobody serves; how the inbox is narrowed."""

from datetime import timedelta

import pytest

from goalchain.products.access import Access, Role
from goalchain.talk.models import Evidence, Feedback
from goalchain.talk.reads import needs
from goalchain.talk.taking import Said, receive_all
from tests.factories import make_feedback, make_goal, make_member, make_product, product_owner
from tests.support.queries import queries_of

pytestmark = pytest.mark.django_db
OWNER = Access(Role.OWNER)


@pytest.fixture
def product():
    return make_product(key="BIKE")


@pytest.fixture
def owner(client, product):
    client.force_login(product_owner(product))
    return product_owner(product)


def voiced(product, goal, count, owner, **words):
    """A goal with so many voices."""
    for number in range(count):
        make_feedback(product, f"Voice {number} for {goal.title}", by=owner, **words).attach(goal, by=owner)
    return goal


def told(product, **voices):
    return [(need.title, need.voices) for need in needs(product, OWNER, 10, told=voices)[0]]


def test_the_most_voiced_first_and_of_equal_ones_the_last_voiced(product, owner):
    today = product.today()
    old = voiced(product, make_goal(product, "product", title="Old"), 2, owner, said_on=today - timedelta(days=9))
    voiced(product, make_goal(product, "release", title="New"), 2, owner)
    voiced(product, make_goal(product, "user", title="Most"), 3, owner, said_on=today - timedelta(days=30))
    make_goal(product, "product", title="Silent")
    assert told(product) == [("Most", 3), ("New", 2), ("Old", 2)]
    need = needs(product, OWNER, 10)[0][2]
    assert (need.key, need.label, need.said, need.newest) == (
        old.key,
        "Product goal",
        "Voice 1 for Old",
        today - timedelta(days=9),
    )
    assert needs(product, OWNER, 2)[1] and not needs(product, OWNER, 3)[1]
    assert [need.title for need in needs(product, OWNER, 2, 2)[0]] == ["Old"]


def test_served_closed_and_archived_goals_are_no_needs(product, owner):
    served = voiced(product, make_goal(product, "product", title="Served"), 1, owner)
    child = make_goal(product, "release", parents=[(served, "because")])
    assert told(product) == [("Served", 1)], "a draft below serves nobody yet"
    child.agree(by=owner)
    assert told(product) == []
    child.archive(by=owner)
    assert told(product) == [("Served", 1)]
    served.archive(by=owner)
    voiced(product, make_goal(product, "release", title="Closed", state="closed"), 1, owner)
    voiced(product, make_goal(product, "sprint", title="Draft sprint goal"), 1, owner)
    voiced(product, make_goal(product, "sprint", title="Sprint goal", state="active"), 1, owner)
    assert told(product) == [("Draft sprint goal", 1)]
    assert needs(product, Access(Role.VIEWER), 10)[0] == []


def test_what_is_put_aside_is_no_voice_and_segments_narrow_whose_count(product, owner):
    goal = voiced(product, make_goal(product, title="Wanted"), 2, owner, segment="Families")
    voiced(product, goal, 1, owner, segment="Commuters", source="Call")
    make_feedback(product, "Spam").attach(goal, by=owner)
    Feedback.objects.get(text="Spam").put_aside("No customer", by=owner)
    assert told(product) == [("Wanted", 3)]
    assert told(product, segment="Families") == [("Wanted", 2)]
    assert told(product, source="Call", segment="Commuters") == [("Wanted", 1)]
    assert told(product, source="Call", segment="Families") == []


def test_the_inbox_begins_with_them(client, product, owner):
    for number in range(6):
        voiced(product, make_goal(product, title=f"Wanted {number}"), number + 1, owner)
    page = client.get("/p/BIKE/feedback/").content.decode()
    assert page.index("Wanted 5") < page.index("Wanted 4") < page.index("Nothing waits")
    assert "Wanted 0" not in page and "6 voices" in page and "All of them" in page
    assert "Wanted 0" in client.get("/p/BIKE/feedback/needs/").content.decode()
    assert "served by nobody" not in client.get("/p/BIKE/feedback/?show=linked").content.decode()
    assert client.get("/p/BIKE/feedback/needs/?page=2").content.decode().count("Wanted") == 0
    client.force_login(make_member(product, "viewer"))
    assert client.get("/p/BIKE/feedback/needs/").status_code == 403


def test_the_inbox_is_narrowed(client, product, owner):
    goal = make_goal(product)
    make_feedback(product, "Mornings are full", by=owner, segment="Families", source="Call")
    make_feedback(product, "Evenings are empty", by=owner, segment="Commuters", source="Visit").attach(goal, by=owner)
    for query, there in (
        ("", "M"),
        ("show=linked", "E"),
        ("show=all", "ME"),
        ("show=unheard", "M"),
        ("q=evenings", "E"),
        ("q=EVENINGS&show=new", ""),
        ("segment=Families", "M"),
        ("source=Visit&show=all", "E"),
        (f"goal={goal.key}", "E"),
        ("goal=OTHER-1", "M"),
        ("page=99", ""),
        ("page=²", "M"),
    ):
        rows = client.get(f"/p/BIKE/feedback/?{query}").context["rows"]
        assert "".join(sorted((row["feedback"].text[0] for row in rows), reverse=True)) == there, query


def test_five_thousand_voices_take_no_more_queries_and_are_paged(client, product, owner):
    goals = [make_goal(product, title=f"Wanted {number}") for number in range(20)]
    today = product.today()

    def take(count, word):
        rows = [
            Said(
                f"{word} {n}",
                today - timedelta(days=n % 90),
                segment=f"S{n % 7}",
                goals=(goals[n % 20],) if n % 3 else (),
            )
            for n in range(count)
        ]
        receive_all(product, rows, by=owner)

    take(40, "few")
    client.get("/p/BIKE/feedback/")
    before = queries_of(lambda: client.get("/p/BIKE/feedback/?page=1"))
    take(5000, "many")
    assert Evidence.objects.count() > 3000
    assert queries_of(lambda: client.get("/p/BIKE/feedback/?page=1")) == before <= 8
    page = client.get("/p/BIKE/feedback/?show=all&page=3")
    assert len(page.context["rows"]) == 30 and "page=4" in page.content.decode() and "page=2" in page.content.decode()
