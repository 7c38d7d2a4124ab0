"""What each actor is to be answered: the rules of access, said once more for the nets."""

from goalchain.products.access import Access, Role

from .cases import Case

READ_METHODS = ("GET", "HEAD", "OPTIONS")
#: Actors by what the two ways in make of them: through a browser's session, and in the API also by a token.
NOBODY = {"anonymous", "deactivated"}
TOKENS = {
    "owner's write token": "owner",
    "owner's read token": "owner",
    "owner's expired token": "",
    "viewer's write token": "viewer",
    "stranger's write token": "stranger",
    "deactivated person's token": "",
}

LOGIN, UNKNOWN, FORBIDDEN, UNAUTHENTICATED = "login", (404,), (403,), (401,)


def person_of(actor: str, api: bool) -> str:
    """The role, "stranger" or "" (nobody) that an actor acts as. Tokens count only in the API."""
    if actor in TOKENS:
        return TOKENS[actor] if api else ""
    return "" if actor in NOBODY else actor


def expected(name: str, case: Case, actor: str) -> tuple[int, ...] | str:
    """The statuses that are right, or LOGIN for the way to the sign-in page."""
    api = name.startswith("api:")
    person = person_of(actor, api)
    if case.right == "public":
        return case.ok
    if not person:
        return UNAUTHENTICATED if api else LOGIN
    if actor == "owner's read token" and case.method not in READ_METHODS:
        return FORBIDDEN
    if person in case.expect:
        return case.expect[person]
    if case.right == "signed in":
        return case.ok
    if case.right == "mine":
        return case.ok if person == "owner" else UNKNOWN
    if person == "stranger":
        return UNKNOWN
    access = Access(Role(person))
    if case.sees not in access:
        return UNKNOWN
    return case.ok if case.right in access else FORBIDDEN
