"""/p/KEY/shares/: the owner makes links, sees them and revokes them."""

import pytest
from django.contrib.messages import get_messages

from goalchain.sharing.models import ShareLink
from tests.factories import make_chain_of_all_levels, make_member, make_product, make_share, make_user
from tests.support.queries import queries_of

pytestmark = pytest.mark.django_db
TYPED = {"kind": "roadmap", "name": "For the board", "time": "live", "shows": ["dates"], "days": "30"}


@pytest.fixture
def chain():
    return make_chain_of_all_levels()


@pytest.fixture
def url(chain):
    return f"/p/{chain.product.key}/shares/"


@pytest.fixture
def owner(client, chain):
    client.force_login(chain.owner)
    return chain.owner


def test_a_new_link_is_shown_once(client, owner, url):
    response = client.post(url, TYPED)
    address = response.context["address"]
    assert response.status_code == 200 and address in response.content.decode()
    assert client.get(address).status_code == 200
    page = client.get(url).content.decode()
    assert "For the board" in page and address not in page and address.split("/s/")[1] not in page


def test_a_roadmap_is_shared_as_it_is_filtered(client, owner, url):
    client.post(url, TYPED | {"filters": "view=now&state=all&mode=wall&next=/evil/"})
    assert ShareLink.objects.get().filters == "view=now&state=all"
    assert "now, next, later" in client.get(url).content.decode()
    begun = client.get(url, {"kind": "roadmap", "filters": "view=timeline&state=active"}).content.decode()
    assert "as you looked at it: timeline · active" in begun
    assert "as you looked at it" not in client.get(url).content.decode()


@pytest.mark.parametrize(("filters", "is_ticked"), [("group=owner", True), ("owner=7", True), ("group=state", False)])
def test_owners_are_ticked_where_the_roadmap_is_looked_at_by_them(client, owner, url, filters, is_ticked):
    begun = client.get(url, {"kind": "roadmap", "filters": f"view=timeline&{filters}"})
    assert begun.context["form"]["shows"].value() == ["dates", *["owner"] * is_ticked, "metrics", "features"]


def test_what_a_link_leaves_out_of_the_roadmap_is_said(client, owner, url):
    asked = TYPED | {"filters": "view=timeline&group=owner"}
    made = client.post(url, asked | {"shows": ["metrics"]}).content.decode()
    told = "no timeline, as dates are not shown{}not grouped by owner, as owners are not shown"
    assert f"It differs from the roadmap as you looked at it: {told.format('; ')}." in made
    assert f"Roadmap</a>: cards · {told.format(' · ')}" in client.get(url).content.decode()
    ShareLink.objects.all().delete()
    made = client.post(url, asked | {"shows": ["dates", "owner"]}).content.decode()
    assert "It differs" not in made and "Roadmap</a>: timeline · by owner · live" in made


def test_a_trace_names_its_goal_and_the_form_is_begun(client, owner, chain, url):
    key = chain["product"].key
    begun = client.get(url, {"kind": "trace", "goal": key}).content.decode()
    assert f'value="{key}"' in begun and f"Why and how: {key}" in begun
    client.post(url, TYPED | {"kind": "trace", "goal": key.lower(), "time": "frozen", "password": "sesame open"})
    link = ShareLink.objects.get()
    assert (link.goal_id, link.is_frozen, bool(link.password)) == (chain["product"].pk, True, True)
    page = client.get(url).content.decode()
    assert f"Trace of {key}" in page and "with a password" in page and "sesame" not in page


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"name": " "}, "Give it a title"),
        ({"kind": "chain"}, "Select a valid choice"),
        ({"kind": "trace"}, "Type the key of the goal"),
        ({"kind": "trace", "goal": "XX-1"}, "There is no goal XX-1"),
        ({"days": "0"}, "greater than or equal to 1"),
        ({"password": "abc"}, "at least 6"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_made(client, owner, url, wrong, words):
    response = client.post(url, TYPED | wrong)
    assert response.status_code == 422 and words in response.content.decode()
    assert not ShareLink.objects.exists()


def test_a_draft_sprint_goal_is_refused_by_its_field(client, owner, chain, url):
    response = client.post(url, TYPED | {"kind": "trace", "goal": chain["sprint"].key})
    assert response.status_code == 422 and "stays with the team" in response.content.decode()


def test_a_product_without_releases_shares_none(client):
    product = make_product(preset="pichler", owner=make_user())
    client.force_login(product.memberships.get().user)
    url = f"/p/{product.key}/shares/"
    assert 'value="releases"' not in client.get(url).content.decode()
    assert client.post(url, TYPED | {"kind": "releases"}).status_code == 422


def test_revoke(client, owner, chain, url):
    link, token = make_share(chain.product, name="For the board")
    response = client.post(f"{url}{link.pk}/revocation/", follow=True)
    assert "“For the board” is revoked" in response.content.decode() and "revoked" in response.content.decode()
    assert client.get(f"/s/{token}/").status_code == 410
    again = client.post(f"{url}{link.pk}/revocation/")
    assert "was revoked already" in [str(message) for message in get_messages(again.wsgi_request)][0]


def test_strangers_readers_and_other_products(client, chain, url):
    link, _ = make_share(chain.product)
    other, _ = make_share()
    assert client.get(url).status_code == 302
    client.force_login(make_user())
    assert client.get(url).status_code == 404
    client.force_login(make_member(chain.product, "coach"))
    assert client.get(url).status_code == 403
    assert client.post(f"{url}{link.pk}/revocation/").status_code == 403
    client.force_login(chain.owner)
    assert client.post(f"{url}{other.pk}/revocation/").status_code == 404
    assert client.get(f"{url}{link.pk}/revocation/").status_code == 405
    link.refresh_from_db()
    assert link.works


def test_the_list_takes_no_more_queries_with_more_links(client, owner, chain, url):
    make_share(chain.product, "trace", goal=chain["product"])
    client.get(url)
    before = queries_of(lambda: client.get(url))
    for _ in range(5):
        make_share(chain.product, "trace", goal=chain["release"])
    assert queries_of(lambda: client.get(url)) == before <= 8
