"""What the database keeps of sharing."""

from .links.models import ShareLink, Voice

__all__ = ["ShareLink", "Voice"]
