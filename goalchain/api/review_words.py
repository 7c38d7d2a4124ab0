"""Reviews and their rhythm as JSON."""

from collections.abc import Iterable
from typing import Any

from rest_framework.exceptions import ValidationError

from goalchain.products.models import Product
from vision.reviews.due import Standing
from vision.reviews.review import Participant, Review

from .answers import Row
from .representations import day, moment

REVIEW_COLUMNS = [
    *("pk", "product__key", "kind", "held_on", "since_revision", "until_revision", "decisions", "recorder__email"),
    *("recorded_at", "version", "removed_at"),
]


def reviews_of(rows: list[Row]) -> list[dict[str, Any]]:
    """Review resources, from rows of REVIEW_COLUMNS. One query, for who took part."""
    members: dict[int, list[str]] = {row[0]: [] for row in rows}
    others: dict[int, list[str]] = {row[0]: [] for row in rows}
    seats = Participant.objects.filter(review_id__in=members).order_by("pk")
    for review, email, name in seats.values_list("review_id", "user__email", "name"):
        members[review].append(email) if email else others[review].append(name)
    return [
        {
            "id": pk,
            "product": key,
            "kind": kind,
            "held_on": day(held_on),
            "members": members[pk],
            "others": others[pk],
            "decisions": decisions,
            "since_revision": since,
            "until_revision": until,
            "recorder": recorder,
            "recorded_at": moment(recorded_at),
            "version": version,
            "removed_at": moment(removed_at),
        }
        for pk, key, kind, held_on, since, until, decisions, recorder, recorded_at, version, removed_at in rows
    ]


def rhythm_of(product: Product, standing: Standing) -> dict[str, Any]:
    """A rhythm resource. No query."""
    return {
        "product": product.key,
        "kind": standing.kind.value,
        "weeks": standing.weeks,
        "last_held_on": day(standing.last),
        "due_on": day(standing.due_on),
        "version": standing.version,
    }


def people_named(product: Product, emails: Iterable[str], review: Review | None = None) -> list[int]:
    """The primary keys of the members with these e-mails, or of those who took part in the review. Two queries at most.

    Raises ValidationError beside the e-mail of anybody else.
    """
    wanted = [email.lower() for email in emails]
    found = dict(product.memberships.filter(user__email__in=wanted).values_list("user__email", "user_id"))
    if review is not None:
        seats = review.participants.filter(user__email__in=wanted)
        found |= dict(seats.values_list("user__email", "user_id"))
    for place, email in enumerate(wanted):
        if email not in found:
            raise ValidationError(
                {f"members.{place}": [f"{email} is no member of {product.name}. Name others by name."]}
            )
    return [found[email] for email in wanted]
