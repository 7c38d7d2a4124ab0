"""Saving onto what was read, for things that carry no version: products, members, teams, sprints.

A form carries the mark of the facts that it showed. The save reads the facts again under the product's lock
(`fetch.held_membership_or_404`) and is stale when they make another mark.
"""

import hashlib
import json
from typing import Any, Protocol

from .errors import Stale


class Factual(Protocol):
    """What can say its facts, as events record them."""

    def facts(self) -> dict[str, Any]:
        """The facts, as plain values."""
        ...


def mark_of(subject: Factual) -> str:
    """A short word that stands for the facts of `subject` as they are now. No query."""
    told = json.dumps(subject.facts(), sort_keys=True)
    return hashlib.blake2b(told.encode(), digest_size=9).hexdigest()


def require_mark(subject: Factual, mark: str) -> None:
    """Raise Stale unless `mark` stands for the facts of `subject`; a form without a mark is stale too."""
    if mark != mark_of(subject):
        raise Stale(0)
