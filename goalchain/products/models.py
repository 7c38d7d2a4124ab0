"""Product, Membership and Team."""

from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import connection, models
from django.db.models import Q

from goalchain.lib.text import storable

from .access import Access, Role
from .changes import Change, change
from .errors import Refused
from .zones import known_zone, today_in

if TYPE_CHECKING:
    from goalchain.accounts.models import User

    from .looks import Look

KEY_PATTERN = r"[A-Z][A-Z0-9]{1,9}"
key_form = RegexValidator(
    rf"^{KEY_PATTERN}\Z", "A key is 2 to 10 capital letters and digits and begins with a letter, like BIKE."
)


#: How long before a sprint its goal may be asked for: two of the longest sprints.
MOST_READY_DAYS = 60
#: What a setting asks of the chain, by its column: called under the lock with the product and the new value, before it
#: is stored. It brings what is stored into line, or raises Refused.
Settler = Callable[["Product", Any], None]
_settlers: dict[str, Settler] = {}


def settle_with(column: str, settler: Settler) -> None:
    """Let `settler` see every new value of this setting; called by an app above when it is ready."""
    _settlers[column] = settler


class ProductQuerySet(models.QuerySet["Product"]):
    """Products, read as sentences."""

    def visible_to(self, user: Any) -> "ProductQuerySet":
        """The products in which this person has a role, deleted ones left out."""
        return self.live().filter(memberships__user_id=user.pk)

    def live(self) -> "ProductQuerySet":
        """All but the deleted ones."""
        return self.filter(deleted_at=None)


class Product(models.Model):
    """What a chain belongs to: the boundary of membership and of data.

    `revision` rises by one with every change of anything in the product. `last_number` is the number of the newest
    goal. With `one_active_goal`, at most one product goal is active at a time (Scrum Guide 2020: the product goal is
    the one long-term objective; it is fulfilled or abandoned before the next is taken on). A sprint that has no ready
    goal `ready_days` before it starts is due on the first page; 0 asks for none.
    """

    class Preset(models.TextChoices):
        """Which levels the product uses. Switching loses nothing: a link may skip a level."""

        RELEASES = "releases", "All levels"
        PICHLER = "pichler", "Pichler: no release level"
        SCRUM = "scrum", "Scrum: no user and business goals"

    key = models.CharField(max_length=10, unique=True, validators=[key_form])
    name = models.CharField(max_length=100, validators=[storable])
    preset = models.CharField(max_length=10, choices=Preset, default=Preset.RELEASES)
    one_active_goal = models.BooleanField(default=True)
    #: Which day it is for the product's teams: the name of a zone of the IANA database.
    time_zone = models.CharField(max_length=64, default="UTC", validators=[known_zone])
    ready_days = models.PositiveSmallIntegerField(default=5)
    revision = models.PositiveBigIntegerField(default=0, editable=False)
    last_number = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    deleted_at = models.DateTimeField(null=True, editable=False)
    #: The names of the writing checks that are switched off here, in order; which there are, the goals know.
    quiet_rules = models.JSONField(default=list, blank=True, editable=False)

    objects = ProductQuerySet.as_manager()

    class Meta:
        ordering = ["name", "id"]
        constraints = [models.CheckConstraint(condition=Q(ready_days__lte=MOST_READY_DAYS), name="ready_days_fit")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The chain page."""
        return f"/p/{self.key}/"

    @property
    def uses_releases(self) -> bool:
        """Whether its levels have releases; those that exist stay when they have not."""
        return self.preset != Product.Preset.PICHLER

    def today(self) -> date:
        """The day that it is in the product's time zone."""
        return today_in(self.time_zone)

    def day_of(self, moment: datetime) -> date:
        """The day that it was in the product's time zone at that moment."""
        return moment.astimezone(ZoneInfo(self.time_zone)).date()

    def advance(self) -> int:
        """Lock the product's row until the transaction ends, raise its revision by one and return it. One query."""
        return self._raise_column("revision", 1)

    def claim_numbers(self, count: int) -> int:
        """Reserve `count` goal numbers and return the first. One query; call it inside a change."""
        self.last_number = self._raise_column("last_number", count)
        return self.last_number - count + 1

    def _raise_column(self, column: str, by: int) -> int:
        with connection.cursor() as cursor:
            cursor.execute(
                f"UPDATE products_product SET {column} = {column} + %s WHERE id = %s RETURNING {column}", [by, self.pk]
            )
            row = cursor.fetchone()
        if row is None:
            raise Product.DoesNotExist(f"There is no product {self.pk}.")
        return int(row[0])

    # -- verbs -------------------------------------------------------------------------------------------------------

    def facts(self) -> dict[str, Any]:
        """The product as its events record it."""
        return {
            "key": self.key,
            "name": self.name,
            "preset": self.preset,
            "one_active_goal": self.one_active_goal,
            "time_zone": self.time_zone,
            "ready_days": self.ready_days,
        }

    @classmethod
    def found(cls, *, key: str, name: str, preset: str, by: "User") -> "Product":
        """Make a product whose first owner is `by`. Raises Refused when the key is taken."""
        from django.db import transaction

        with transaction.atomic():
            # Not "is it there?" and then "make it": two people may found with one key in the same moment.
            product, is_new = cls.objects.get_or_create(key=key, defaults={"name": name, "preset": preset})
            if not is_new:
                raise Refused(f"The key {key} is taken. Choose another, for example {key[:9]}2.", field="key")
            with change(product, by) as begun:
                begun.record("found", "product", after=product.facts(), former={})
                Membership.objects.create(product=product, user=by, role=Role.OWNER)
                begun.record("admit", "member", after={"user": by.pk, "role": Role.OWNER.value}, former={})
        return product

    def redescribe(self, *, by: "User", within: Change | None = None, **fields: Any) -> bool:
        """Change the name, the preset, the time zone, `ready_days`, which writing checks are quiet or the rule of one
        active goal.

        Returns whether anything changed. Raises Refused when the chain as it stands does not fit the new setting.
        """
        with change(self, by, within) as begun:
            former = {name: getattr(self, name) for name, value in fields.items() if getattr(self, name) != value}
            if former:
                for name in former.keys() & _settlers.keys():
                    _settlers[name](self, fields[name])
                for name in former:
                    setattr(self, name, fields[name])
                self.save(update_fields=list(former))
                after = self.facts() | {name: fields[name] for name in former}
                begun.record("redescribe", "product", after=after, former=former)
        return bool(former)

    def silence(self, rule: str, *, by: "User") -> bool:
        """Switch a writing check off. Returns whether it was on."""
        return self._switch("silence", rule, by)

    def hear(self, rule: str, *, by: "User") -> bool:
        """Switch a writing check on again. Returns whether it was off."""
        return self._switch("hear", rule, by)

    def _switch(self, verb: str, rule: str, by: "User") -> bool:
        """Two people who switch different rules at once lose nothing: the list is read again under the lock."""
        with change(self, by) as begun:
            self.refresh_from_db(fields=["quiet_rules"])
            former = self.quiet_rules
            quiet = sorted({*former, rule} if verb == "silence" else {*former} - {rule})
            if quiet != former:
                self.quiet_rules = quiet
                self.save(update_fields=["quiet_rules"])
                begun.record(
                    verb, "product", after=self.facts() | {"quiet_rules": quiet}, former={"quiet_rules": former}
                )
        return quiet != former

    def delete_for_all(self, *, by: "User", within: Change | None = None) -> None:
        """Take the product out of everybody's sight. Its data stays, so that an owner can have it restored."""
        with change(self, by, within) as begun:
            self.deleted_at = begun.at
            self.save(update_fields=["deleted_at"])
            begun.record("delete", "product", after=self.facts(), former={})

    def restore_for_all(self, *, by: "User") -> None:
        """Bring a deleted product back."""
        with change(self, by) as begun:
            self.deleted_at = None
            self.save(update_fields=["deleted_at"])
            begun.record("restore", "product", after=self.facts(), former={})

    def admit(self, user: "User", role: str, *, by: "User | None") -> "Membership":
        """Make `user` a member. Raises Refused for somebody who is one already."""
        with change(self, by) as begun:
            if self.memberships.filter(user=user).exists():
                raise Refused(f"{user.email} is a member already. Change the role in the list instead.", field="email")
            membership = Membership.objects.create(product=self, user=user, role=role)
            begun.record("admit", "member", after=membership.facts(), former={})
        return membership


class Membership(models.Model):
    """That a person belongs to a product, and as what."""

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=12, choices=Role)
    created_at = models.DateTimeField(auto_now_add=True)

    #: When the member last looked at the product, as `membership_or_404` reads it along; None before the first time.
    seen: "Look | None" = None

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["product", "user"], name="one_membership_a_person"),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="membership_role_known"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} is {self.role} of {self.product_id}"

    @property
    def access(self) -> Access:
        """What this member may do."""
        return Access(Role(self.role))

    def facts(self) -> dict[str, Any]:
        """The membership as its events record it."""
        return {"user": self.user_id, "role": self.role}

    def change_role(self, role: str, *, by: "User") -> bool:
        """Give the member another role. Raises Refused if that would leave the product without an owner."""
        with change(self.product, by) as begun:
            self.refresh_from_db(fields=["role"])
            former = self.role
            if former != role:
                self._keep_an_owner()
                self.role = role
                self.save(update_fields=["role"])
                begun.record("change_role", "member", after=self.facts(), former={"role": former})
        return former != role

    def end(self, *, by: "User") -> None:
        """Take the person out of the product. Raises Refused for the last owner."""
        with change(self.product, by) as begun:
            self.refresh_from_db(fields=["role"])
            self._keep_an_owner()
            begun.record("dismiss", "member", after={}, former=self.facts())
            self.delete()

    def _keep_an_owner(self) -> None:
        others = self.product.memberships.exclude(pk=self.pk)
        if self.role == Role.OWNER and not others.filter(role=Role.OWNER, user__is_active=True).exists():
            raise Refused("A product always keeps an owner. Make somebody else product owner first.", field="role")


class Team(models.Model):
    """Who works on the product together, sprint by sprint."""

    product = models.ForeignKey(Product, on_delete=models.CASCADE, related_name="teams")
    name = models.CharField(max_length=80, validators=[storable])

    class Meta:
        ordering = ["name", "id"]
        constraints = [models.UniqueConstraint(fields=["product", "name"], name="team_name_unique_in_product")]

    def __str__(self) -> str:
        return self.name

    def facts(self) -> dict[str, Any]:
        """The team as its events record it."""
        return {"id": self.pk, "name": self.name}

    @classmethod
    def form(cls, product: Product, name: str, *, by: "User | None", within: Any = None) -> "Team":
        """Make a team. Raises Refused when the product has one of that name."""
        with change(product, by, within) as begun:
            if product.teams.filter(name=name).exists():
                raise Refused(f"There is a team {name} already. Choose another name.", field="name")
            team = cls.objects.create(product=product, name=name)
            begun.record("form", "team", after=team.facts(), former={})
        return team

    def rename(self, name: str, *, by: "User", within: Change | None = None) -> bool:
        """Give the team another name. Raises Refused when it is taken."""
        with change(self.product, by, within) as begun:
            former = self.name
            if former != name:
                if self.product.teams.exclude(pk=self.pk).filter(name=name).exists():
                    raise Refused(f"There is a team {name} already. Choose another name.", field="name")
                self.name = name
                self.save(update_fields=["name"])
                begun.record("rename", "team", after=self.facts(), former={"name": former})
        return former != name


# The last models of the app; they need the ones above.
from . import invitations, looks  # noqa: E402, F401
