"""Entry: the words of one thing that can be found."""

from django.db import models


class Entry(models.Model):
    """One row of what people wrote, as the search reads it. Triggers write it; see `triggers.py`.

    `source` names where it comes from (see `sources.py`) and `source_id` is its row there; `kind` is what it is shown
    as. `goal_id` is the goal that it hangs on, and `level` that goal's level where it is shown as a goal. Plain numbers
    instead of foreign keys: a row goes with its source, by a trigger. The indexed words are the database's own affair
    (see the migration).
    """

    source = models.CharField(max_length=12)
    source_id = models.BigIntegerField()
    kind = models.CharField(max_length=12)
    product_id = models.BigIntegerField()
    goal_id = models.BigIntegerField(null=True)
    level = models.CharField(max_length=8, blank=True)
    title = models.TextField(blank=True)
    body = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "source_id"], name="search_entry_once_a_source")]

    def __str__(self) -> str:
        return f"{self.source} {self.source_id}"
