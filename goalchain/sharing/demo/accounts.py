"""The people of the demo: one a role, the same in both products."""

import os
import secrets

from allauth.account.models import EmailAddress

from goalchain.accounts.models import User
from goalchain.products.access import Role

PEOPLE = {
    Role.OWNER: ("owner@example.com", "Mara Lindt"),
    Role.COACH: ("coach@example.com", "Jonas Ekström"),
    Role.DEVELOPER: ("developer@example.com", "Priya Raman"),
    Role.STAKEHOLDER: ("stakeholder@example.com", "Thomas Okafor"),
    Role.VIEWER: ("viewer@example.com", "Lena Moreau"),
}


def demo_people() -> tuple[dict[Role, User], str]:
    """Return the person of each role, made where missing, and a sentence about their password.

    With `$GOALCHAIN_DEMO_PASSWORD`, every account gets that password. Without it, new accounts share one that is
    generated here and told in the sentence; accounts that exist keep theirs.
    """
    given = os.environ.get("GOALCHAIN_DEMO_PASSWORD", "")
    password = given or secrets.token_urlsafe(12)
    people, made = {}, False
    for role, (email, name) in PEOPLE.items():
        user = User.objects.filter(email=email).first()
        if user is None:
            user = User.objects.create_user(email, password, name=name)
            # Confirmed, so that the demo also opens where an address must be confirmed before sign-in.
            EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
            made = True
        elif not user.has_usable_password() or (given and not user.check_password(given)):
            user.set_password(password)
            user.save(update_fields=["password"])
            made = True
        people[role] = user
    if given:
        return people, "Their password is the one in $GOALCHAIN_DEMO_PASSWORD."
    if made:
        return people, f"The password of the accounts is {password}"
    return people, "They keep the passwords that they had."
