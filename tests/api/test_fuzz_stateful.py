"""Q6, one call after another: what is made is read, changed and acted on, as an owner and as a viewer beside."""

import random
from collections import Counter
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import Case
from werkzeug.test import Client

from goalchain.products.models import Product
from tests.api.fuzzing import CONFORM, OPERATIONS, SCHEMA, one_connection
from tests.factories import (
    make_assumption,
    make_chain_of_all_levels,
    make_check_in,
    make_entry,
    make_feedback,
    make_member,
    make_metric,
    make_review,
    make_share,
    make_token,
)
from tests.sprints.backlog import make_item
from tests.sprints.reviews import make_reviewed

pytestmark = pytest.mark.django_db


class Memory:
    """What has been seen of each subject, so that the next call can be about it."""

    def __init__(self, chain: Any) -> None:
        metric, entry = make_metric(chain["product"], by=chain.owner), make_entry(chain["vision"])
        chain["sprint"].of_level.bring("active", "", "", by=chain.owner)
        proposal, review = make_reviewed(chain.product, chain["release"])
        self.choose = random.Random(7).choice
        self.seen: dict[str, list[Any]] = {
            "products": [chain.product.key],
            "goals": [goal.key for goal in chain.goals.values()],
            "links": [link.pk for link in chain.product.links.all()],
            "dependencies": [chain["release"].wait_for(chain["product"], by=chain.owner).pk],
            "teams": [chain.sprint.team_id],
            "sprints": [chain.sprint.pk],
            "metrics": [metric.pk],
            "board-entries": [entry.pk],
            "reviews": [make_review(chain.product, days_ago=3).pk],
            "check-ins": [make_check_in(chain["product"]).pk],
            "assumptions": [make_assumption(chain["product"], "refuted").pk],
            "feedback": [make_feedback(chain.product, about=chain.goals["product"]).pk],
            "share-links": [make_share(chain.product)[0].pk],
            "backlog": [make_item(chain.product).pk],
            "proposals": [proposal.pk],
            "sprint-reviews": [review.pk],
        }

    def note(self, path: str, answer: Any) -> None:
        """Remember what a call made. Many made at once are told by their number, or not one by one; what hangs on
        something else is found there."""
        if answer.status_code == 201:
            made = answer.json()
            name = made.get("key") or made.get("id") or made.get("goal")
            assert name or "{" in path or path.endswith("/bulk/"), f"{path} does not tell what it made: {made}"
            if name:
                self.seen.setdefault(path.split("/")[3], []).append(name)

    def aim(self, case: Case, headers: dict[str, str]) -> None:
        """Let the call be about something seen, with the version that it has now."""
        subject = case.operation.path.split("/")[3]
        for name in ("key", "id"):
            if name in (case.path_parameters or {}) and subject in self.seen:
                case.path_parameters[name] = self.choose(self.seen[subject])
        if subject == "backlog" and case.query:
            case.query["product"] = self.choose(self.seen["products"])
        if isinstance(case.body, dict):
            known = {"product": "products", "child": "goals", "parent": "goals", "before": "goals", "team": "teams"}
            known |= {"goal": "goals", "origin": "goals", "assumption": "assumptions"}
            known |= {"blocker": "goals", "blocked": "goals"}
            for name in known.keys() & case.body.keys():
                case.body[name] = self.choose(self.seen[known[name]])
            if case.body.get("parents"):
                case.body["parents"] = [{"key": self.choose(self.seen["goals"])}]
        if "If-Match" in case.headers:
            key = next(iter((case.path_parameters or {}).values()), None)
            answer = Client(SCHEMA.app).get(f"/api/v1/{subject}/{key}/", headers=headers)
            case.headers["If-Match"] = answer.headers.get("ETag", '"1"')


@pytest.mark.parametrize("role", ["owner", "viewer"])
def test_a_walk_through_the_api(role: str):
    chain = make_chain_of_all_levels(key="BIKE")
    person = chain.owner if role == "owner" else make_member(chain.product, role)
    headers = {"Authorization": f"Bearer {make_token(person)}"}
    reached, changes = Counter[str](), 0
    # A product that is gone takes the rest of the walk along.
    kept = [operation for label, operation in OPERATIONS.items() if label != "DELETE /api/v1/products/{key}/"]
    # What everybody may do comes often enough to be accepted now and then, however many operations there are.
    kept += [OPERATIONS["POST /api/v1/products/"]] * (len(kept) // 10)
    step = st.sampled_from(kept).flatmap(lambda operation: operation.as_strategy())

    @settings(max_examples=32, derandomize=True, database=None, deadline=None, suppress_health_check=list(HealthCheck))
    @given(steps=st.lists(step, min_size=8, max_size=12))
    def walk(steps: list[Case]) -> None:
        nonlocal changes
        # Every walk begins in the same world, and none of its steps was drawn from what a step before was answered.
        with transaction.atomic():
            memory = Memory(chain)
            revision = Product.objects.get(pk=chain.product.pk).revision
            for case in steps:
                memory.aim(case, headers)
                answer = case.call(headers=headers)
                case.validate_response(answer, checks=CONFORM)
                memory.note(case.operation.path, answer)
                reached[f"{case.operation.method} {answer.status_code // 100}xx"] += 1
            changes += Product.objects.get(pk=chain.product.pk).revision - revision
            transaction.set_rollback(True)

    with one_connection():
        walk()
    assert reached["get 2xx"]
    assert reached["post 2xx"], "Whoever is signed in may make a product."
    assert reached["patch 4xx"]
    assert bool(changes) is bool(reached["patch 2xx"]) is (role == "owner")
