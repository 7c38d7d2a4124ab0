"""User and the API token."""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from knox.models import AbstractAuthToken

from goalchain.lib.text import storable


class People(BaseUserManager["User"]):
    """Makes users; finds them by e-mail in any case."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Store a person who signs in with `email` (kept in lower case) and `password` (None: cannot sign in)."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Store a person with every Django permission; products still ask for a membership."""
        return self.create_user(email, password, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        """The person with this e-mail; raises User.DoesNotExist."""
        return self.get(email=(username or "").lower())


class User(AbstractBaseUser, PermissionsMixin):  # type: ignore[django-manager-missing]  # the tokens' is untyped
    """A person. Deactivated rather than deleted, so that history keeps its names."""

    email = models.EmailField("e-mail", max_length=254, unique=True)
    name = models.CharField(max_length=100, blank=True, validators=[storable])
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(default=timezone.now, editable=False)

    objects = People()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), name="user_email_unique_in_any_case"),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the e-mail in lower case, whoever stores it."""
        self.email = self.email.lower()
        super().save(*args, **kwargs)


class ApiToken(AbstractAuthToken):
    """A key for a program that acts as its user. Only the hash is stored; the key is shown once.

    A token with scope "read" is refused every method that changes something.
    """

    class Scope(models.TextChoices):
        """What the token's bearer may do, within what its user may."""

        READ = "read", "Read"
        WRITE = "write", "Read and write"

    name = models.CharField(max_length=100, validators=[storable])
    scope = models.CharField(max_length=5, choices=Scope)

    class Meta:
        ordering = ["-created"]

    def __str__(self) -> str:
        return self.name
