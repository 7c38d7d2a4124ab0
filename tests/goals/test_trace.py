"""trace: up to the vision with the reasons, down to the sprints, gaps named, drafts of sprint goals hidden."""

import pytest
from django.utils.html import conditional_escape

from goalchain.goals.sentence import sentence
from goalchain.goals.trace import trace
from goalchain.products.access import Access, Role
from tests.factories import make_chain_of_all_levels, make_goal, make_product
from tests.nets.counting import counted_queries

pytestmark = pytest.mark.django_db

OWNER, STAKEHOLDER = Access(Role.OWNER), Access(Role.STAKEHOLDER)


def names(goals):
    """Return the level names of goals."""
    return [goal.level_name for goal in goals]


def test_up_from_a_sprint_goal_nearest_first():
    chain = make_chain_of_all_levels()
    found = trace(chain["sprint"], OWNER)
    assert names(found.up) == ["release", "product", "user", "business", "vision"]
    assert (found.down, found.gaps) == ([], [])
    assert len(found.links) == 6


def test_down_from_the_vision():
    chain = make_chain_of_all_levels()
    found = trace(chain["vision"], OWNER)
    assert names(found.down) == ["user", "business", "product", "release", "sprint"]
    assert (found.up, found.more) == ([], False)


def test_a_stakeholder_sees_no_draft_sprint_goal():
    chain = make_chain_of_all_levels()
    assert "sprint" not in names(trace(chain["vision"], STAKEHOLDER).down)
    chain["sprint"].agree(by=None)
    assert "sprint" in names(trace(chain["vision"], STAKEHOLDER).down)


def test_archived_goals_break_the_line():
    chain = make_chain_of_all_levels()
    chain["product"].archive(by=None)
    assert names(trace(chain["sprint"], OWNER).up) == ["release"]
    assert names(trace(chain["vision"], OWNER).down) == ["user", "business"]


@pytest.mark.parametrize(
    ("preset", "gaps"),
    [
        ("releases", ["release", "product", "user", "business"]),
        ("pichler", ["product", "user", "business"]),
        ("scrum", ["release", "product"]),
    ],
)
def test_missing_rungs_are_those_of_the_preset(preset, gaps):
    product = make_product(preset=preset)
    vision = make_goal(product, "vision")
    found = trace(make_goal(product, "sprint", parents=[vision]), OWNER)
    assert found.gaps == gaps
    line = found.lines()[0]
    assert [station.gap for station in line] == [False, *[True] * (len(line) - 2), False]
    assert [station.here for station in line] == [*[False] * (len(line) - 1), True]


def test_a_goal_that_nothing_serves():
    chain = make_chain_of_all_levels()
    assert trace(chain["sprint"], OWNER).missing_below is None
    assert trace(make_goal(chain.product, "product"), OWNER).missing_below == 4
    assert trace(chain["product"], OWNER).missing_below is None


def test_each_line_has_its_reasons_and_reads_as_a_sentence():
    chain = make_chain_of_all_levels()
    lines = trace(chain["sprint"], OWNER).lines()
    assert [[station.level_name for station in line] for line in lines] == [
        ["vision", "user", "product", "release", "sprint"],
        ["vision", "business", "product", "release", "sprint"],
    ]
    words = sentence(lines[0])
    assert words.startswith(f"{chain['sprint'].title}, because no slot, no service, so that ")
    assert words.endswith("because a lost day hurts, so that servicing is simple.")
    assert "idle slots cost" in sentence(lines[1])


def test_a_sentence_names_its_gaps():
    product = make_product()
    vision = make_goal(product, "vision", title="Servicing is simple")
    wide = make_goal(product, "product", title="Customers book online")
    wide.link(vision, "calls cost a day", by=None)
    assert sentence(trace(wide, OWNER).lines()[0]) == (
        "Customers book online, because calls cost a day, with no user or business goal between, "
        "so that servicing is simple."
    )

    loose = make_goal(product, "sprint", title="Booking works")
    loose.link(make_goal(product, "product", title="Customers book."), "it begins here", by=None)
    assert sentence(trace(loose, OWNER).lines()[0]) == (
        "Booking works, because it begins here, with no release goal between, so that customers book. "
        "No user or business goal and no vision stand above it."
    )
    bare = make_goal(product, "sprint", title="Bikes are lent")
    assert sentence(trace(bare, OWNER).lines()[0]) == (
        "Bikes are lent. No release goal, no product goal, no user or business goal and no vision stand above it."
    )
    short = make_goal(product, "user", title="Riders <i>lose</i> no day")
    assert sentence(trace(short, OWNER).lines()[0]) == "Riders <i>lose</i> no day. No vision stands above it."


def test_on_a_page_its_goals_stand_out():
    product = make_product()
    vision = make_goal(product, "vision", title="Servicing is simple & fast")
    goal = make_goal(product, "user", title="Riders <i>lose</i> no day")
    goal.link(vision, "a <lost> day hurts", by=None)
    words = sentence(trace(goal, OWNER).lines()[0])
    assert words == "Riders <i>lose</i> no day, because a <lost> day hurts, so that servicing is simple & fast."
    assert conditional_escape(words) == (
        "<b>Riders &lt;i&gt;lose&lt;/i&gt; no day</b>, because a &lt;lost&gt; day hurts, "
        "so that <b>servicing is simple &amp; fast</b>."
    )


def test_a_diamond_holds_each_goal_once():
    chain = make_chain_of_all_levels()
    found = trace(chain["vision"], OWNER)
    assert len({goal.pk for goal in found.down}) == len(found.down) == 5
    assert len({(link.child_id, link.parent_id) for link in found.links}) == len(found.links) == 6


def test_it_costs_two_queries_whatever_the_width():
    chain = make_chain_of_all_levels()
    for _ in range(12):
        make_goal(chain.product, "release", parents=[chain["product"]])
    for level in ("vision", "product", "sprint"):
        goal = chain[level]
        with counted_queries() as queries:
            trace(goal, OWNER).lines()
        assert len(queries) <= 2


def test_so_many_below_and_no_more():
    chain = make_chain_of_all_levels()
    found = trace(chain["vision"], OWNER, limit=3)
    assert found.more
    assert len(found.links) == 3


def test_many_lines_are_cut_off_without_walking_them_all():
    """Five parents on each of three levels make 125 lines; with every level doubled they would be thousands."""
    product = make_product()
    above = [make_goal(product, "vision")]
    for level in ("user", "product", "release"):
        above = [make_goal(product, level, parents=above) for _ in range(5)]
    goal = make_goal(product, "sprint", parents=above)
    assert len(trace(goal, OWNER).lines()) == 6
