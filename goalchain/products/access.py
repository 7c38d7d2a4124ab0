"""Who may do what: the one place that says so.

A right is a string; a role has it or not. Rights over goals depend on the goal's level, so ask `may_edit` and
`may_decide`. A person without a membership has no role, and is told that the product does not exist (404); a member
without the right is refused (403).
"""

from dataclasses import dataclass
from typing import Final

from django.core.exceptions import PermissionDenied
from django.db.models import TextChoices

SPRINT_LEVEL: Final = 5


class Role(TextChoices):
    """What a member is in a product."""

    OWNER = "owner", "Product owner"
    COACH = "coach", "Scrum master or coach"
    DEVELOPER = "developer", "Developer"
    STAKEHOLDER = "stakeholder", "Stakeholder"
    VIEWER = "viewer", "Viewer"


READ: Final = "read"
READ_PLANNING: Final = "read_planning"
EDIT: Final = "edit"
EDIT_SPRINT_GOAL: Final = "edit_sprint_goal"
DECIDE: Final = "decide"
DECIDE_SPRINT_GOAL: Final = "decide_sprint_goal"
EDIT_BACKLOG: Final = "edit_backlog"
PLAN_SPRINTS: Final = "plan_sprints"
CANCEL_SPRINT: Final = "cancel_sprint"
READ_FEEDBACK: Final = "read_feedback"
ANSWER_FEEDBACK: Final = "answer_feedback"
MANAGE: Final = "manage"

_TEAM = {Role.OWNER, Role.COACH, Role.DEVELOPER}

RIGHTS: Final[dict[str, set[Role]]] = {
    READ: set(Role),
    # Drafts of sprint goals are planning: a stakeholder takes no part in it.
    READ_PLANNING: _TEAM,
    # Create and change the vision, user, business, product and release goals.
    EDIT: {Role.OWNER, Role.COACH},
    EDIT_SPRINT_GOAL: _TEAM,
    # Agree, activate, close, archive: the upper four levels, and the sprint goals.
    DECIDE: {Role.OWNER},
    DECIDE_SPRINT_GOAL: {Role.OWNER, Role.COACH},
    # Add, change, order and plan items of the product backlog: the team refines it together.
    EDIT_BACKLOG: _TEAM,
    # Make teams and sprints.
    PLAN_SPRINTS: {Role.OWNER, Role.COACH},
    # Only the product owner has the authority to cancel the sprint (Scrum Guide 2020).
    CANCEL_SPRINT: {Role.OWNER},
    # What people outside said is for the team to work with; one voice answers it.
    READ_FEEDBACK: _TEAM,
    ANSWER_FEEDBACK: {Role.OWNER},
    # Members, settings, share links, import, delete the product.
    MANAGE: {Role.OWNER},
}


@dataclass(frozen=True)
class Access:
    """What one person may do in one product, by role. An attribute a right, for templates: `may.manage`."""

    role: Role

    def __contains__(self, right: str) -> bool:
        return self.role in RIGHTS[right]

    def __getattr__(self, right: str) -> bool:
        try:
            return self.role in RIGHTS[right]
        except KeyError:
            raise AttributeError(right) from None

    def edit_level(self, level: int) -> bool:
        """Whether goals of this level (1 vision … 5 sprint) may be created, changed and linked upward."""
        return (EDIT_SPRINT_GOAL if level == SPRINT_LEVEL else EDIT) in self

    def decide_level(self, level: int) -> bool:
        """Whether goals of this level may be agreed, activated, closed, reopened, archived and restored."""
        return (DECIDE_SPRINT_GOAL if level == SPRINT_LEVEL else DECIDE) in self

    def require(self, right: str) -> None:
        """Raise PermissionDenied, with the remedy, unless the role has the right."""
        if right not in self:
            raise PermissionDenied(self._refusal(RIGHTS[right]))

    def require_edit(self, level: int) -> None:
        """Raise PermissionDenied unless goals of this level may be edited."""
        self.require(EDIT_SPRINT_GOAL if level == SPRINT_LEVEL else EDIT)

    def require_decide(self, level: int) -> None:
        """Raise PermissionDenied unless goals of this level may be decided on."""
        self.require(DECIDE_SPRINT_GOAL if level == SPRINT_LEVEL else DECIDE)

    def _refusal(self, roles: set[Role]) -> str:
        able = " or ".join(role.label.lower() for role in Role if role in roles)
        return f"Your role here is {self.role.label.lower()}; this takes the role {able}. Ask a product owner."
