"""The roles in words, for the pages on which they are given. What a role may do is in `access`, alone."""

from dataclasses import dataclass
from typing import Final

from .access import Role


@dataclass(frozen=True)
class RoleInWords:
    """A role, and one sentence that says what comes with it."""

    value: str
    label: str
    sentence: str


_SENTENCES = {
    Role.OWNER: "Decides on every goal; manages members and settings, and imports.",
    Role.COACH: "Writes goals at every level, decides on sprint goals, plans teams and sprints.",
    Role.DEVELOPER: "Writes sprint goals and shapes the next ones with the team.",
    Role.STAKEHOLDER: "Reads the whole chain; takes no part in sprint planning.",
    Role.VIEWER: "Reads the chain, and no drafts of sprint goals.",
}

ROLES: Final = [RoleInWords(role.value, role.label, _SENTENCES[role]) for role in Role]
