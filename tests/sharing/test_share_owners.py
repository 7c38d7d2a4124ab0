"""/s/TOKEN/: owners on shared pages. No address of theirs, and no more promised of their names than is kept."""

import pytest

from goalchain.sharing.links.models import SHOWABLE
from tests.factories import make_goal, make_member, make_product, make_share, make_user

pytestmark = pytest.mark.django_db
EVERYTHING = list(SHOWABLE)


@pytest.fixture
def product():
    """A product with three goals: of an owner with a name, of one without, of nobody."""
    product = make_product(owner=make_user(name="Mara Lindt"))
    nameless = make_user("secret@example.com")
    make_member(product, "owner", nameless)
    type(nameless).objects.filter(pk=nameless.pk).update(name="")
    for title, owner in (("Secret", nameless.pk), ("Maras", product.memberships.first().user_id), ("Open", None)):
        make_goal(product, title=title, owner_id=owner, ends_on="2027-06-30")
    return product


@pytest.mark.parametrize("view", ["grid", "now", "timeline"])
@pytest.mark.parametrize("is_frozen", [False, True])
def test_no_address_is_a_heading(client, product, view, is_frozen):
    filters = f"view={view}&group=owner"
    page = client.get(f"/s/{make_share(product, shows=EVERYTHING, is_frozen=is_frozen, filters=filters)[1]}/")
    html = page.content.decode()
    told = {chapter.label: [goal.title for goal in chapter.goals] for chapter in page.context["shown"].chapters}
    assert told == {"Mara Lindt": ["Maras"], "Nobody yet": ["Open"], "No owner shown": ["Secret"]}
    assert "secret@" not in html and "<dd>No owner shown</dd>" not in html
    lanes = [part.split("<")[0] for part in html.split('<h2 class="timeline-group"><span>')[1:]]
    assert lanes == (list(told) if view == "timeline" else [])


def test_a_frozen_page_says_that_owners_go_by_their_names_of_today(client, product):
    owner = product.memberships.first().user
    pages = [f"/s/{make_share(product, shows=shows, is_frozen=True)[1]}/" for shows in (["owner"], ["dates"])]
    type(owner).objects.filter(pk=owner.pk).update(name="Mara Berg")
    with_owners, without = (client.get(page).content.decode() for page in pages)
    promise, exception = "its goals do not change.", "Owners stand under the names that they have now."
    assert "Mara Berg" in with_owners and f"{promise} {exception}" in with_owners
    assert promise in without and exception not in without
    live = client.get(f"/s/{make_share(product, shows=['owner'])[1]}/").content.decode()
    assert promise not in live and exception not in live
