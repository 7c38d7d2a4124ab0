"""What the events of share links say in words, for histories. No query."""

from goalchain.goals.models import Event


def tell_share(event: Event) -> tuple[str, list[tuple[str, str]]]:
    """An event of a share link: made or revoked."""
    name = f"“{event.after.get('name', '')}”"
    return (f"revoked the share link {name}" if event.verb == "revoke" else f"made the share link {name}"), []
