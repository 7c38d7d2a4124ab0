"""What only the vision and the strategic goals have."""

from django.db import models

from goalchain.goals.models import Goal


class Vision(Goal):
    """Why the product exists. One live vision a product."""

    goal = models.OneToOneField(Goal, on_delete=models.CASCADE, parent_link=True, primary_key=True)


class StrategicGoal(Goal):
    """A user goal or a business goal; `level_name` says which."""

    goal = models.OneToOneField(Goal, on_delete=models.CASCADE, parent_link=True, primary_key=True)


# The board hangs on a vision; it needs the models above.
from . import board  # noqa: E402, F401
from .reviews import rhythm  # noqa: E402, F401
