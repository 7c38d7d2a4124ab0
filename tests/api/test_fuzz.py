"""Q6: the API does what its own description says, whatever is sent: per operation, as an owner and as a viewer."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode
from schemathesis.specs.openapi.checks import negative_data_rejection
from werkzeug.test import Client

from goalchain.goals.models import GapAcceptance, Goal, Proposal
from sprints.models import Shaping, SprintReview
from tests.api.fuzzing import CONFORM, OPERATIONS, SCHEMA, one_connection
from tests.factories import (
    fresh,
    make_assumption,
    make_chain_of_all_levels,
    make_check_in,
    make_checkpoint,
    make_entry,
    make_feature,
    make_feedback,
    make_goal,
    make_member,
    make_metric,
    make_readings,
    make_review,
    make_share,
    make_sprint,
    make_token,
)
from tests.sprints.backlog import make_item

pytestmark = pytest.mark.django_db

#: The state in which an action finds the goal that it is meant for.
STATE_BEFORE = {"activation": "agreed", "withdrawal": "agreed", "outcome": "agreed", "reopening": "closed"}
#: What a viewer is told is not there.
TEAM_ONLY = {"feedback", "share-links", "readiness", "pipeline", "lead-times", "capacity"}
#: What is done with a draft for a sprint to come.
PLANNED = {"readiness", "shaping", "reshaping", "postponement"}
#: Values of a metric that agree with each other.
AIMS = {"direction": "up", "baseline": 4, "target": 60, "lower": None, "upper": None, "target_on": None}
#: What of a backlog item is hardly ever right when it is made up.
MADE_UP = {"tracker_url", "sprint", "number", "serves_none"}
#: The gap of a goal that serves nothing.
GAP = "no-parent"
#: What of a proposal is hardly ever right when it is made up.
DECIDED = {"state", "outcome", "ends_on"}
#: What stands in an order of its own, not among goals; and the level of the goal that it hangs on.
PLACED = {"board-entries", "features", "backlog"}
SERVED = {"features": "product", "backlog": "release", "proposals": "release"}


class World:
    """A product with a goal of each level, in which everything that is asked can happen."""

    def __init__(self, label: str, role: str) -> None:
        self.chain = make_chain_of_all_levels(key="BIKE")
        self.product, self.sprint = self.chain.product, self.chain.sprint
        person = self.chain.owner if role == "owner" else make_member(self.product, role)
        self.day = timezone.localdate() + timedelta(days=30)
        self.headers = {"Authorization": f"Bearer {make_token(person)}"}
        self.owner = {"Authorization": f"Bearer {make_token(self.chain.owner)}"}
        action = label.rstrip("/").rpartition("/")[2]
        level = "release" if action == "checkpoint" else "product"
        self.goal = make_goal(
            self.product,
            level,
            state=STATE_BEFORE.get(action, "draft"),
            archived=action == "restoration",
            by=self.chain.owner,
        )
        if action == "checkpoint":
            self.checkpoint = make_checkpoint(self.goal, by=self.chain.owner)
        self.link = self.chain["release"].up_links.get()
        self.metric = make_metric(self.chain["product"], by=self.chain.owner)
        (self.reading,) = make_readings(self.metric, [14])
        self.review = make_review(self.product, days_ago=3)
        if action == "restoration":
            self.metric.archive(by=self.chain.owner)
            self.review.remove(by=self.chain.owner)
        if action == "replacement":
            self.goal = self.chain["vision"]
        if action in PLANNED:
            self.goal = self._plan_ahead()
            if action == "reshaping":
                Shaping.record(self.goal, by=self.chain.owner)
        self.entry = make_entry(self.chain["vision"])
        self.feature = make_feature(self.chain["product"])
        self.check_in = make_check_in(self.chain["product"])
        self.assumption = make_assumption(self.goal if action == "upholdings" else self.chain["product"], "refuted")
        if action == "restoration":
            self.assumption.archive(by=self.chain.owner)
        self.said = make_feedback(self.product, about=self.goal)
        if action == "restoration":
            self.said.put_aside("Said twice", by=self.chain.owner)
        elif action == "{key}":
            self.said.attach(self.goal, by=self.chain.owner)
        self.share, _ = make_share(self.product)
        self.dependency = self.chain["release"].wait_for(self.chain["product"], by=self.chain.owner)
        self.item = make_item(self.product, goal=self.chain["release"])
        if action == "restoration":
            self.item.archive(by=self.chain.owner)
        if action == "acceptance" and not label.startswith("PUT"):
            GapAcceptance.accept(fresh(self.goal), GAP, "Later", self.day, by=self.chain.owner)
        self._review_sprints()
        if action == "cancellation":
            self.sprint = self.running.sprint
        if label.startswith("DELETE") and "/sprints/" in label:
            # A sprint with goals is not taken away.
            self.sprint = make_sprint(self.product)
        self.product.refresh_from_db()
        #: What an address names, by its first word.
        self.there: dict[str, Any] = {"products": "BIKE", "goals": self.goal.key, "links": self.link.pk}
        self.there |= {"sprints": self.sprint.pk, "teams": self.sprint.team_id, "metrics": self.metric.pk}
        self.there |= {"board-entries": self.entry.pk, "features": self.feature.pk, "reviews": self.review.pk}
        self.there |= {"check-ins": self.check_in.pk, "assumptions": self.assumption.pk, "backlog": self.item.pk}
        self.there |= {"feedback": self.said.pk, "share-links": self.share.pk, "dependencies": self.dependency.pk}
        self.there |= {"proposals": self.proposal.pk, "sprint-reviews": self.sprint_review.pk}

    def _plan_ahead(self) -> Any:
        """A draft for the first of two sprints to come."""
        first = make_sprint(self.product)
        make_sprint(team=first.team)
        return fresh(make_goal(self.product, "sprint", sprint_id=first.pk, parents=[self.chain["release"]]))

    def _review_sprints(self) -> None:
        """A sprint goal to review; one that was reviewed, and the proposal for the goal above that came of it."""
        above, by = self.chain["release"], self.chain.owner
        goals = []
        for _ in range(2):
            sprint = make_sprint(self.product)
            goals.append(make_goal(self.product, "sprint", parents=[above], state="active", sprint_id=sprint.pk))
        self.running: Any = fresh(goals[0])
        self.sprint_review = SprintReview.record(sprint, fresh(goals[1]), "partly", "Slow", by=by)
        self.proposal = Proposal.suggest(above, origin=self.running, reason="it is slow", by=by, title="Anew")

    def steer(self, case: Case, draw: Any) -> None:
        """Aim most of what was made up at what is there, so that it gets past the door."""

        # Half of the time everything is aimed: what asks for many words that agree gets through, too.
        sure = draw(st.booleans())

        def aim(current: Any, *better: Any) -> Any:
            return draw(st.sampled_from([*better, *better, *([] if sure else [current])]))

        path = case.operation.path
        subject = path.split("/")[3]
        of_path = {"day": self.reading.day.isoformat(), "kind": "strategy", "rule": GAP}
        if subject == "feedback":
            of_path["key"] = self.goal.key
        for name, made_up in (case.path_parameters or {}).items():
            case.path_parameters[name] = aim(made_up, of_path.get(name, self.there[subject]))
        if (subject == "backlog" or path.endswith("/needs/")) and case.query:
            case.query |= aim({}, {"product": "BIKE"})
        if path.endswith("/comparison/"):
            case.query = aim(case.query, {"from": "1"})
        if isinstance(case.body, dict):
            if subject == "backlog":
                # Whoever gives a link, a sprint and two ways to a place at random gets nowhere.
                case.body = aim(case.body, {name: case.body[name] for name in case.body if name not in MADE_UP})
            if subject == "proposals":
                # A new state and its outcome agree as rarely with each other as with the goal.
                case.body = aim(case.body, {name: case.body[name] for name in case.body if name not in DECIDED})
            good = {
                "product": "BIKE",
                "owner": self.chain.owner.email,
                "child": self.goal.key,
                "parent": self.chain.goals["user"].key,
                "blocked": self.goal.key,
                "blocker": self.chain.goals["user"].key,
                "before": None if subject in PLACED else self.chain.goals["product"].key,
                "goals": [],
                "team": self.sprint.team_id,
                "about": self.goal.key,
                "filters": "view=now",
                "links": ["https://wiki.example.com/report"],
                "password": "",
                "parents": [{"key": self.chain.goals["vision"].key}],
                "starts_on": None,
                "goal": self.goal_named(subject).key,
                "origin": self.running.key,
                "follows": None,
                "members": [self.chain.owner.email],
                "others": ["Jo Park"],
                "people": [],
                "assumption": self.assumption.pk,
                "evidence": "Nine of ten laughed",
                "tested_by": [],
                "held_on": timezone.localdate().isoformat(),
                "until": self.day.isoformat(),
            }
            for name in good.keys() & case.body.keys():
                case.body[name] = aim(case.body[name], good[name])
            if subject == "metrics" and "value" not in case.body:
                # Values made up one by one hardly ever agree.
                case.body |= aim({}, AIMS)
            if case.body.get("level") == "vision":
                case.body["level"] = aim("vision", "user")
            if path.endswith("activation/"):
                # No active goal keeps this one waiting.
                case.body = aim(case.body, {})
            if "details" in case.body:
                case.body["details"] = aim(case.body["details"], {})
        if "If-Match" in case.headers:
            alone = {"{day}/": f'"{self.reading.version}"', "{kind}/": '"0"', "rhythm/": '"0"', "acceptance/": '"1"'}
            alone |= {"capacity/": '"0"'}
            etag = next((told for end, told in alone.items() if path.endswith(end)), None) or self.etag(subject)
            if path.endswith("checkpoint/"):
                etag = f'"{self.checkpoint.version}"'
            case.headers["If-Match"] = aim(case.headers["If-Match"], etag)

    def goal_named(self, subject: str) -> Goal:
        """The goal that a body is about."""
        if subject == "sprint-reviews":
            return self.running
        return self.chain.goals[SERVED[subject]] if subject in SERVED else self.goal

    def etag(self, subject: str) -> str:
        """The ETag of what the path names."""
        # Not Django's own client: that would let go of the connection afterwards.
        with one_connection():
            answer = Client(SCHEMA.app).get(f"/api/v1/{subject}/{self.there[subject]}/", headers=self.owner)
        return str(answer.headers["ETag"])


@pytest.mark.turns
@pytest.mark.parametrize("role", ["owner", "viewer"])
@pytest.mark.parametrize("label", OPERATIONS)
def test_operation_keeps_its_word(label: str, role: str, figures):
    world = World(label, role)
    reached: set[int] = set()
    operation = OPERATIONS[label]

    @settings(max_examples=16, derandomize=True, database=None, deadline=None, suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy(generation_mode=GenerationMode.POSITIVE), draw=st.data())
    def valid(case: Case, draw: Any) -> None:
        world.steer(case, draw.draw)
        reached.add(call(case, CONFORM))

    @settings(max_examples=8, derandomize=True, database=None, deadline=None, suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy(generation_mode=GenerationMode.NEGATIVE))
    def invalid(case: Case) -> None:
        call(case, [*CONFORM, negative_data_rejection])

    def call(case: Case, checks: list[Any]) -> int:
        # Each example finds the same world.
        with one_connection(), transaction.atomic():
            answer = case.call(headers=world.headers)
            transaction.set_rollback(True)
        case.validate_response(answer, checks=checks)
        return int(answer.status_code)

    valid()
    if operation.path_parameters or operation.query or operation.body or operation.headers:
        invalid()
    if role == "owner" or (operation.method == "get" and not TEAM_ONLY.intersection(label.split("/"))):
        assert reached & {200, 201, 204}, f"{label} never got through: {sorted(reached)}"
    figures("Q6", f"0 server errors, 0 schema mismatches; each of {len(OPERATIONS)} operations reached a 2xx")
