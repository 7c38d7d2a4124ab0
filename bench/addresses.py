"""The pages and calls that are measured, by their public addresses."""

from bench.chains import KEY, Chain

API = "/api/v1"


def pages(chain: Chain) -> dict[str, str]:
    """Every page of a product and of a goal in the chain's line, by name."""
    sprint, release = chain.line["sprint"], chain.line["release"]
    return {
        "home": "/",
        "chain": f"/p/{KEY}/",
        "chain of the past": f"/p/{KEY}/?as_of=2100-01-01",
        "outline": f"/p/{KEY}/outline/",
        "search": f"/p/{KEY}/search/?q=booking",
        "new goal": f"/p/{KEY}/goals/new/",
        "roadmap": f"/p/{KEY}/roadmap/",
        "timeline": f"/p/{KEY}/roadmap/?view=timeline",
        "dates": f"/g/{release}/dates/?starts_on=2027-01-04&ends_on=2027-03-01",
        "members": f"/p/{KEY}/members/",
        "settings": f"/p/{KEY}/settings/",
        "import": f"/p/{KEY}/import/",
        "goal": f"/g/{release}/",
        "sprint goal": f"/g/{sprint}/",
        "vision": f"/g/{chain.line['vision']}/",
        "sprint": f"/p/{KEY}/sprints/{chain.sprint}/",
        "sprints": f"/p/{KEY}/sprints/",
        "sprints of a year": f"/p/{KEY}/sprints/?weeks=52",
        "backlog": f"/p/{KEY}/backlog/",
        "backlog of a goal": f"/p/{KEY}/backlog/?goal={release}",
        "trace": f"/g/{sprint}/trace/",
        "trace of a product goal": f"/g/{chain.line['product']}/trace/",
        "gaps": f"/p/{KEY}/gaps/",
        "history": f"/g/{sprint}/history/",
        "parents' picker": f"/g/{sprint}/parents/",
        "edit title": f"/g/{sprint}/edit/title/",
    }


def api_calls(chain: Chain) -> dict[str, str]:
    """Every GET of the API that a product and a goal in the line have, by name."""
    sprint = chain.line["sprint"]
    return {
        "API products": f"{API}/products/",
        "API product": f"{API}/products/{KEY}/",
        "API chain": f"{API}/products/{KEY}/chain/",
        "API events": f"{API}/products/{KEY}/events/?since=0",
        "API goals": goal_list(),
        "API goal": f"{API}/goals/{sprint}/",
        "API trace": f"{API}/goals/{sprint}/trace/",
        "API links": f"{API}/links/?product={KEY}",
        "API sprints": f"{API}/sprints/?product={KEY}",
        "API backlog": f"{API}/backlog/?product={KEY}",
        "API gaps": f"{API}/products/{KEY}/gaps/?accepted=any",
        "API gap summary": f"{API}/products/{KEY}/gap-summary/",
        "API teams": f"{API}/teams/?product={KEY}",
    }


def goal_list() -> str:
    """The API's list of 100 goals."""
    return f"{API}/goals/?product={KEY}&page_size=100"


def poll(revision: int) -> str:
    """The question whether anything changed since `revision`."""
    return f"/p/{KEY}/changes/?since={revision}"
