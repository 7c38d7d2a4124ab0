"""Who calls: a program by its token, or a person by the session of the browser."""

from typing import Any

from django.utils import timezone
from knox.crypto import hash_token
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request

from goalchain.accounts.models import ApiToken, User

REFUSED = "This token is not valid: it is unknown, expired or revoked. Make another on the page of API tokens."


class BearerToken(BaseAuthentication):
    """`Authorization: Bearer <token>`; `request.auth` is then the ApiToken. One query."""

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        """The token's person and the token; None without the header. Raises AuthenticationFailed (401)."""
        scheme, _, text = get_authorization_header(request).decode("latin-1").partition(" ")
        if scheme.lower() != "bearer":
            return None
        token = ApiToken.objects.select_related("user").filter(digest=hash_token(text.strip())).first()
        if token is None or (token.expiry and token.expiry <= timezone.now()):
            raise AuthenticationFailed(REFUSED)
        if not token.user.is_active:
            raise AuthenticationFailed("This account is deactivated. Ask whoever runs GoalChain.")
        return token.user, token

    def authenticate_header(self, request: Request) -> str:
        """What WWW-Authenticate says in a 401 (RFC 6750)."""
        return 'Bearer realm="GoalChain"'


class WithinScope(BasePermission):
    """A token with scope "read" may only read."""

    message = "This token may only read. Make one with the scope “read and write”."

    def has_permission(self, request: Request, view: Any) -> bool:
        """Whether the method is one that the token may use; a session may use all."""
        token = request.auth
        return not isinstance(token, ApiToken) or request.method in SAFE_METHODS or token.scope == ApiToken.Scope.WRITE
