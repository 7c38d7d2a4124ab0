"""The letter that carries an invitation."""

import logging
from dataclasses import dataclass
from smtplib import SMTPException

from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse

from goalchain.accounts.http import PersonRequest

from .invitations import Invitation

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Sent:
    """An invitation whose link can be shown this once. `mailed` says whether the letter left."""

    invitation: Invitation
    link: str
    mailed: bool


def send_invitation(request: PersonRequest, invitation: Invitation, token: str) -> Sent:
    """Mail the link to the invited address. A post office that is closed does not undo the invitation."""
    link = request.build_absolute_uri(reverse("invitation_link", args=[token]))
    facts = {"invitation": invitation, "product": invitation.product, "by": request.user, "link": link}
    words = render_to_string("products/invitation_mail.txt", facts)
    subject = f"{request.user} invites you to {invitation.product.name}"
    try:
        # A name may hold a line break only where somebody means harm; a subject never does.
        send_mail(" ".join(subject.split()), words, None, [invitation.email])
    except (OSError, SMTPException) as trouble:
        log.warning("The invitation to product %s was not mailed: %s", invitation.product.key, trouble)
        return Sent(invitation, link, mailed=False)
    return Sent(invitation, link, mailed=True)
