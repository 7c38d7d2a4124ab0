"""What can be found: which tables hold words, and what they are shown as.

An app that gets something new to be found adds a line here, and its migration is all that the index needs: it is made
anew after every migration.
"""

from dataclasses import dataclass
from typing import Final

#: The level of the goal on which a row hangs, where it is shown as that goal.
_LEVEL_OF_GOAL = "(SELECT l.level_name FROM goals_goal l WHERE l.id = {r}.%s)"
#: Its product, for a row that does not say.
_PRODUCT_OF_GOAL = "(SELECT l.product_id FROM goals_goal l WHERE l.id = {r}.%s)"


@dataclass(frozen=True)
class Source:
    """A table whose rows can be found. All but the names are SQL over its row `{r}`, the same on both databases.

    `title` counts more than `body`. Only rows that are `live` are kept. `level` and `product` may ask other tables, the
    others may not: a change of theirs is what keeps the index right.
    """

    name: str
    kind: str
    table: str
    title: str = "''"
    body: str = "''"
    goal: str = "NULL"
    live: str = "TRUE"
    key: str = "{r}.id"
    product: str = "{r}.product_id"
    level: str = "''"

    def values(self, row: str) -> list[str]:
        """The SQL of the columns of an entry, in the order of COLUMNS, for the row of that name."""
        told = [self.key, self.product, self.goal, self.level, self.title, self.body]
        return [f"'{self.name}'", f"'{self.kind}'", *(sql.replace("{r}", row) for sql in told)]

    def watched(self, row: str) -> list[str]:
        """The SQL of all that an update may change."""
        return [sql.replace("{r}", row) for sql in (self.title, self.body, self.goal, self.live)]

    def is_live(self, row: str) -> str:
        """The SQL of the condition."""
        return self.live.replace("{r}", row)


COLUMNS: Final = ("source", "kind", "source_id", "product_id", "goal_id", "level", "title", "body")


def _joined(*columns: str) -> str:
    """The text of several columns, none of which is NULL."""
    return " || ' ' || ".join(f"{{r}}.{column}" for column in columns)


SOURCES: Final = (
    Source(
        *("goal", "goal", "goals_goal"),
        title="{r}.title",
        body=_joined("statement", "learning"),
        goal="{r}.id",
        level="{r}.level_name",
    ),
    Source(
        *("reason", "goal", "goals_link"),
        body="{r}.rationale",
        goal="{r}.child_id",
        live="{r}.rationale <> ''",
        level=_LEVEL_OF_GOAL % "child_id",
    ),
    Source(
        *("template", "goal", "sprints_sprintgoal"),
        key="{r}.goal_id",
        product=_PRODUCT_OF_GOAL % "goal_id",
        body=_joined("why", "artefact", "technique", "test_group", "success"),
        goal="{r}.goal_id",
        live="("
        + " || ".join(f"{{r}}.{name}" for name in ("why", "artefact", "technique", "test_group", "success"))
        + ") <> ''",
        level=_LEVEL_OF_GOAL % "goal_id",
    ),  # fmt: skip
    Source(
        *("version", "goal", "roadmap_releasegoal"),
        key="{r}.goal_id",
        product=_PRODUCT_OF_GOAL % "goal_id",
        body="{r}.version_name",
        goal="{r}.goal_id",
        live="{r}.version_name <> ''",
        level=_LEVEL_OF_GOAL % "goal_id",
    ),
    Source(
        *("board", "board", "vision_boardentry"),
        title="{r}.text",
        goal="{r}.vision_id",
        live="{r}.removed_at IS NULL",
    ),
    Source(
        *("feature", "feature", "roadmap_feature"),
        title="{r}.text",
        goal="{r}.goal_id",
        live="{r}.removed_at IS NULL",
    ),
    Source(
        *("backlog", "backlog", "sprints_backlogitem"),
        title="{r}.title",
        goal="{r}.goal_id",
        live="{r}.archived_at IS NULL",
    ),
    Source(
        *("metric", "metric", "metrics_metric"),
        title="{r}.name",
        goal="{r}.goal_id",
        live="{r}.archived_at IS NULL",
    ),
    Source(
        *("assumption", "assumption", "metrics_assumption"),
        title="{r}.statement",
        body=_joined("test", "evidence"),
        goal="{r}.goal_id",
        live="{r}.archived_at IS NULL",
    ),
    Source(*("check-in", "check-in", "metrics_checkin"), title="{r}.sentence", goal="{r}.goal_id"),
    Source(
        *("sprint", "sprint", "sprints_sprint"),
        title="{r}.name",
        body="{r}.cancelled",
    ),
    Source(
        *("sprintreview", "review", "sprints_sprintreview"),
        key="{r}.sprint_id",
        body=_joined("increment", "evidence", "beneficiary", "effect", "feedback"),
        goal="{r}.goal_id",
        live="{r}.removed_at IS NULL",
    ),
    Source(
        *("checkpoint", "review", "roadmap_checkpoint"),
        body=_joined("result", "evidence", "value", "beneficiary", "effect"),
        goal="{r}.goal_id",
        live="{r}.taken_back_at IS NULL",
    ),
    Source(
        *("review", "review", "vision_review"),
        title="CASE {r}.kind WHEN 'strategy' THEN 'Strategy review' ELSE 'Roadmap review' END"
        " || ' of ' || CAST({r}.held_on AS text)",
        body="{r}.decisions",
        live="{r}.removed_at IS NULL",
    ),
    Source(
        *("feedback", "feedback", "talk_feedback"),
        title="substr({r}.text, 1, 160)",
        body=_joined("text", "name", "segment", "source", "answer"),
    ),
)

#: What people call a kind: of several, and of one.
KINDS: Final = {
    "goal": ("Goals", "Goal"),
    "board": ("Vision board", "Vision board"),
    "feature": ("Features", "Feature"),
    "backlog": ("Backlog", "Backlog item"),
    "metric": ("Metrics", "Metric"),
    "assumption": ("Assumptions", "Assumption"),
    "check-in": ("Check-ins", "Check-in"),
    "sprint": ("Sprints", "Sprint"),
    "review": ("Reviews", "Review"),
    "feedback": ("Feedback", "Feedback"),
}
