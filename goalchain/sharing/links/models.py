"""ShareLink, and Voice: the feedback that came by a link."""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.db import models
from django.db.models import Q
from django.utils import timezone

from goalchain.goals import levels
from goalchain.goals.models import Goal
from goalchain.lib.text import storable
from goalchain.products.changes import change
from goalchain.products.errors import Refused
from goalchain.products.models import Product
from goalchain.talk.models import Feedback

if TYPE_CHECKING:
    from goalchain.accounts.models import User

#: What a link may show beside the words of a goal and its state.
SHOWABLE: Final = {
    "dates": "Dates",
    "owner": "Owner",
    "metrics": "Metrics",
    "confidence": "Confidence",
    "features": "Features",
    "learning": "Learning and results",
}
NAME_LENGTH, FILTERS_LENGTH = 100, 300
#: A shorter password would be guessed within the throttle's patience.
LEAST_PASSWORD = 6
#: So many links that work may a product have: more than anybody keeps an eye on.
MOST = 100
#: The last use is noted to the hour: who reads when is nobody's business.
TO_THE_HOUR = timedelta(hours=1)


class Kind(models.TextChoices):
    """What a link leads to."""

    ROADMAP = "roadmap", "Roadmap"
    RELEASES = "releases", "Releases"
    TRACE = "trace", "Trace of a goal"


def digest_of(token: str) -> str:
    """What is stored of a link's token. The token is random in 256 bits, so it needs no salt."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


class ShareLinkQuerySet(models.QuerySet["ShareLink"]):
    """Share links, read as sentences."""

    def working(self) -> "ShareLinkQuerySet":
        """Those that neither were revoked nor have expired."""
        return self.filter(Q(expires_at=None) | Q(expires_at__gt=timezone.now()), revoked_at=None)


class ShareLink(models.Model):
    """A page of the product for whoever holds the link.

    Live, it shows the present; with a `revision` it is frozen there. `filters` is the query of the roadmap's address,
    `shows` lists words of SHOWABLE, `password` is hashed. `last_used_at` is no event: it is set as the page is read.
    """

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="share_links")
    kind = models.CharField(max_length=8, choices=Kind)
    goal = models.ForeignKey(Goal, null=True, on_delete=models.CASCADE, related_name="share_links")
    filters = models.CharField(max_length=FILTERS_LENGTH, blank=True)
    name = models.CharField(max_length=NAME_LENGTH, validators=[storable])
    digest = models.CharField(max_length=64, unique=True, editable=False)
    revision = models.PositiveBigIntegerField(null=True)
    frozen_at = models.DateTimeField(null=True)
    shows = models.JSONField(default=list)
    password = models.CharField(max_length=128, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)

    objects = ShareLinkQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="share_kind_known"),
            models.CheckConstraint(
                condition=Q(kind=Kind.TRACE, goal__isnull=False) | (~Q(kind=Kind.TRACE) & Q(goal=None)),
                name="share_of_a_trace_names_its_goal",
            ),
            models.CheckConstraint(
                condition=Q(revision=None, frozen_at=None) | Q(revision__isnull=False, frozen_at__isnull=False),
                name="share_frozen_at_a_revision_and_a_time",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="share_named"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_frozen(self) -> bool:
        """Whether it shows a moment that is past."""
        return self.revision is not None

    @property
    def has_expired(self) -> bool:
        """Whether its time is over."""
        return self.expires_at is not None and self.expires_at <= timezone.now()

    @property
    def works(self) -> bool:
        """Whether it leads anywhere now; the product is loaded."""
        return self.revoked_at is None and not self.has_expired and self.product.deleted_at is None

    @property
    def state(self) -> str:
        """A word for lists: "works", "revoked" or "expired"."""
        return "revoked" if self.revoked_at else "expired" if self.has_expired else "works"

    @property
    def shows_words(self) -> list[str]:
        """What it shows beside words and state, for lists."""
        return [label for word, label in SHOWABLE.items() if word in self.shows]

    def facts(self) -> dict[str, Any]:
        """The link as its events record it: nothing from which one could get in."""
        return {
            "id": self.pk,
            **{name: getattr(self, name) for name in ("kind", "name", "filters", "shows", "revision")},
            "goals": [self.goal.number] if self.goal else [],
            "expires_at": self.expires_at.isoformat() if self.expires_at else None,
            "has_password": bool(self.password),
        }

    # -- verbs ---------------------------------------------------------------------------------------------------------

    @classmethod
    def share(
        cls,
        product: Product,
        kind: str,
        *,
        by: "User",
        name: str,
        goal: Goal | None = None,
        filters: str = "",
        shows: list[str] | None = None,
        is_frozen: bool = False,
        days: int | None = None,
        password: str = "",
    ) -> tuple["ShareLink", str]:
        """Make a link. Returns it with its token, which nobody can read again.

        `days` from now it expires (None: never). Frozen, it shows the product as it is before this change.
        Raises Refused for a goal that cannot be shared, a short password and more than MOST links. Queries: two beside
        the change.
        """
        with change(product, by) as begun:
            if password and len(password) < LEAST_PASSWORD:
                raise Refused(f"A password has at least {LEAST_PASSWORD} characters.", field="password")
            if kind == Kind.TRACE:
                _refuse_unshareable(product, goal)
            if cls.objects.filter(product=product).working().count() >= MOST:
                raise Refused(f"{product.name} has {MOST} links that work. Revoke one that nobody needs any more.")
            token = secrets.token_urlsafe(32)
            link = cls.objects.create(
                product=product,
                kind=kind,
                goal=goal if kind == Kind.TRACE else None,
                filters=filters if kind == Kind.ROADMAP else "",
                name=name,
                digest=digest_of(token),
                revision=begun.revision - 1 if is_frozen else None,
                frozen_at=begun.at if is_frozen else None,
                shows=[word for word in SHOWABLE if word in (shows or [])],
                password=make_password(password) if password else "",
                created_by=by,
                created_at=begun.at,
                expires_at=begun.at + timedelta(days=days) if days else None,
            )
            begun.record("share", "share", after=link.facts(), former={})
        return link, token

    def revoke(self, *, by: "User") -> None:
        """Make the link worth nothing, at once and for ever. Raises Refused when it was revoked before."""
        with change(self.product, by) as begun:
            stored = ShareLink.objects.filter(pk=self.pk, revoked_at=None).update(revoked_at=begun.at)
            if not stored:
                raise Refused(f"“{self.name}” was revoked already.")
            self.revoked_at = begun.at
            begun.record("revoke", "share", after=self.facts(), former={})

    # -- reading by it -------------------------------------------------------------------------------------------------

    def opens_with(self, password: str) -> bool:
        """Whether this is the link's password."""
        return check_password(password, self.password)

    def note_use(self) -> None:
        """Remember, to the hour, that somebody read the page. One query, at most once an hour."""
        now: datetime = timezone.now()
        if self.last_used_at is None or self.last_used_at <= now - TO_THE_HOUR:
            self.last_used_at = now.replace(minute=0, second=0, microsecond=0)
            ShareLink.objects.filter(pk=self.pk).update(last_used_at=self.last_used_at)


class Voice(models.Model):
    """That feedback came by a link, whose visitors may read its answer."""

    link = models.ForeignKey(ShareLink, on_delete=models.CASCADE, related_name="voices")
    feedback = models.OneToOneField(Feedback, on_delete=models.CASCADE, related_name="voice")

    def __str__(self) -> str:
        return f"{self.feedback_id} by {self.link_id}"


def _refuse_unshareable(product: Product, goal: Goal | None) -> None:
    """Raise Refused unless the stored goal may be seen by anybody who holds a link. One query."""
    stored = Goal.objects.filter(pk=goal.pk, product=product).first() if goal else None
    if stored is None:
        raise Refused("Choose the goal whose trace is to be shared.", field="goal")
    stored.product = product
    if stored.archived_at is not None:
        raise Refused(f"{stored.key} is archived. Restore it before you share it.", field="goal")
    if stored.level == levels.SPRINT and stored.planning:
        raise Refused(
            f"{stored.key} is a draft of a sprint goal, which stays with the team. Agree it before you share it.",
            field="goal",
        )
