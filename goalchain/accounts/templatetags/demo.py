"""What the sign-in page of a demo offers."""

from django import template

from ..demo import demo_accounts
from ..models import User

register = template.Library()


@register.simple_tag(name="demo_accounts")
def offered() -> list[User]:
    """The accounts that a visitor may sign in as by a button; none, and no query, outside a demo."""
    return demo_accounts()
