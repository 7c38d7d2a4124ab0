"""Whether an account's e-mail address is known to be its owner's."""

from allauth.account.models import EmailAddress
from django.db.models import Exists, OuterRef

from .models import User


def proven_person(email: str) -> User | None:
    """The active person whose e-mail this is, if that is proven: confirmed, or given by an administrator. One query.

    Anybody can sign up under an address that is not theirs. Until it is confirmed, nobody may be let in by it.
    """
    unproven = EmailAddress.objects.filter(user=OuterRef("pk"), email__iexact=email, verified=False)
    return User.objects.filter(~Exists(unproven), email=email.lower(), is_active=True).first()
