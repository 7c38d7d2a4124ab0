"""The world that the nets act in: a product with everything in it, people of every kind, and what they carry."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from allauth.account.models import EmailAddress
from django.test import Client
from django.utils import timezone

from goalchain.accounts.models import ApiToken, User
from goalchain.goals.models import Event, GapAcceptance, Goal, Proposal
from goalchain.metrics.models import CheckInRhythm
from goalchain.metrics.verbs.upholding import uphold
from goalchain.products.invitations import Invitation
from goalchain.products.models import Membership, Product
from goalchain.sharing.links.models import SHOWABLE
from goalchain.sharing.models import ShareLink
from sprints.capacity.days import Share
from sprints.models import BacklogItem, Sprint, SprintCapacity, SprintGoal
from tests.factories import (
    PASSWORD,
    fresh,
    make_assumption,
    make_check_in,
    make_checkpoint,
    make_entry,
    make_feature,
    make_feedback,
    make_goal,
    make_member,
    make_members,
    make_metric,
    make_product,
    make_readings,
    make_review,
    make_share,
    make_sprint,
    make_team,
    make_user,
    membership_of,
)
from tests.sprints.drafts import make_rivals
from tests.sprints.reviews import make_reviewed as reviewed_below
from vision.reviews.review import Review
from vision.reviews.rhythm import ReviewRhythm

STATES = ("draft", "agreed", "active", "closed", "archived")
#: The goals that have metrics.
MEASURED = (("release", "draft"), ("sprint", "draft"), ("release", "active"), ("sprint", "active"))


#: The release goals that have a checkpoint.
SHIPPED = (("release", "closed"),)
#: The goals of which somebody accepts a gap, and the rule that finds it in all that have metrics.
KNOWN, SAID = (("release", "active"), ("sprint", "active")), "refuted"
#: The draft goals that wait for another.
TIED = (("release", "draft"), ("sprint", "draft"))


class World:
    """What is there. `key` is the product's; goals are found by level and state: `world.goal("sprint", "agreed")`.

    Members are the people of `members` by role; `stranger` owns `other`, another product; `deactivated` was an owner.
    `above` says which goal one serves, by place. `reader` is the owner's client, for ETags; `actors` are the clients
    of all who ask, by what they are. `etags` are known ETags by address, where whatever is changed is undone.
    """

    running: Sprint
    running_goal: Goal
    reviewed: Sprint
    proposal: Proposal
    cancelled: Sprint
    empty: Sprint
    noted: Sprint
    drafts: list[SprintGoal]
    etags: dict[str, str] | None = None

    def __init__(self, key: str = "NET") -> None:
        home = f"{key.lower()}.example"
        self.owner = make_user(f"owner@{home}", name="Olga Owner", password=PASSWORD)
        self.product: Product = make_product(owner=self.owner, key=key, name="Net Product")
        self.product.silence("length", by=self.owner)
        self.members: dict[str, User] = make_members(self.product) | {"owner": self.owner}
        self.deactivated = make_member(self.product, "owner")
        self.stranger = make_user(f"stranger@{home}", name="Sten Stranger")
        self.other: Product = make_product(owner=self.stranger, key=f"{key}O", name="Other Product")
        self.deleted: Product = make_product(owner=self.owner, key=f"{key}X", name="Deleted Product")
        for role, member in self.members.items():
            if member != self.owner:
                self.deleted.admit(member, role, by=self.owner)
        self.deleted.delete_for_all(by=self.owner)
        self.team = make_team(self.product, "Web")
        self.sprint = make_sprint(self.product, team=self.team, name="Sprint 1")
        # Without a goal: another cadence takes it away.
        make_sprint(self.product, team=self.team, name="Sprint 20")
        self.leaver: Membership = membership_of(self.product, make_member(self.product, "viewer"))
        self.goals: dict[tuple[str, str], Goal] = {}
        self.above = {("product", "draft"): ("user", "draft"), ("product", "second"): ("business", "draft")}
        for state in STATES:
            self.above |= {("release", state): ("product", "draft"), ("sprint", state): ("release", "base")}
        self._make_goals()
        self.need = make_entry(
            self.goal("vision", "draft"), "needs", "Know the price before", answered_by=[self.goal("user", "draft")]
        )
        self.other_need = make_entry(self.goal("vision", "draft"), "needs", "Be back on the same day")
        self.feature = make_feature(self.goal("product", "draft"), "Booking")
        self.other_feature = make_feature(self.goal("product", "draft"), "Reminders")
        for place in MEASURED:
            self.measure(self.goal(*place))
            self.think(self.goal(*place))
        for place in KNOWN:
            self.leave(self.goal(*place))
        for goal in Goal.objects.filter(product=self.product, title__in=("A rival draft", "Nothing hangs on it")):
            self.leave(fresh(goal), "no-parent")
        self.hold_reviews()
        for place in TIED:
            self.tie(self.goal(*place))
        for place in SHIPPED:
            self.ship(self.goal(*place))
        self.goal("release", "active").wait_for(self.goal("sprint", "draft"), by=self.owner)
        self._share()
        self.items = make_items(self)
        renew_reviews(self)
        renew_drafts(self)
        self.foreign = make_goal(self.other, "product", title="A goal elsewhere", by=self.stranger)
        self.invitation, self.invitation_token = Invitation.invite(
            self.product, f"guest@{home}", "developer", by=self.owner
        )
        self.token, self.token_text = ApiToken.objects.create(self.owner, None, name="mine", scope="write")
        for person in {self.owner, self.stranger, self.deactivated, self.leaver.user, *self.members.values()}:
            person.set_password(PASSWORD)
            person.save(update_fields=["password"])
            EmailAddress.objects.create(user=person, email=person.email, primary=True, verified=True)
        self.unproven = EmailAddress.objects.create(user=self.owner, email=f"second@{home}", verified=False)
        self.reader = signed_in(self.owner)
        self.actors = self._actors()

    def _make_goals(self) -> None:
        by = self.owner
        former = make_goal(self.product, "vision", title="Bikes are serviced", state="closed", outcome="missed", by=by)
        vision = make_goal(self.product, "vision", title="Servicing is simple", by=by)
        user = make_goal(self.product, "user", parents=[(vision, "a lost day hurts")], by=by)
        for reason in ("riders forget", "riders move"):
            make_goal(self.product, "user", parents=[(vision, reason)], by=by)
        business = make_goal(self.product, "business", parents=[(vision, "idle slots cost")], by=by)
        # From when to when, for the timeline: the second begins before the first has ended.
        early, middle, late = (dates(start, start + 90) for start in (-10, 0, 60))
        product = make_goal(self.product, "product", parents=[(user, "three calls are two too many")], by=by, **early)
        second = make_goal(self.product, "product", parents=[business], by=by, **late)
        second.wait_for(product, by=by)
        base = make_goal(self.product, "release", parents=[(product, "it begins here")], by=by, **middle)
        self.goals |= {
            ("vision", "closed"): former,
            ("vision", "draft"): vision,
            ("user", "draft"): user,
            ("business", "draft"): business,
            ("product", "draft"): product,
            ("product", "second"): second,
            ("release", "base"): base,
        }
        for level, parent in (("release", product), ("sprint", base)):
            for state in STATES:
                goal = make_goal(
                    self.product,
                    level,
                    parents=[(parent, f"why {level} {state}")],
                    title=f"{level} {state}".capitalize(),
                    state="draft" if state == "archived" else state,
                    archived=state == "archived",
                    by=by,
                    **({"sprint_id": self.sprint.pk} if (level, state) == ("sprint", "active") else {}),
                )
                if state == "draft":
                    goal.revise(by=by, statement="In full")
                self.goals[level, state] = goal
        for state in ("active", "agreed"):
            title = f"Product goal {state}"
            self.goals["product", state] = make_goal(self.product, "product", title=title, state=state, by=by)
        planned = {name: f"{name.capitalize()} of a rival" for name in ("why", "artefact", "technique", "test_group")}
        make_goal(
            self.product, "sprint", title="A rival draft", sprint_id=self.sprint.pk, kind="learn", by=by, **planned
        )
        self.goals["release", "spare"] = make_goal(self.product, "release", by=by, title="Nothing hangs on it")
        for place, goal in self.goals.items():
            self.goals[place] = fresh(goal)

    def _share(self) -> None:
        """Links of every kind, each with its token and used lately."""
        product, place = self.product, self.goal("product", "draft")
        everything = {"shows": list(SHOWABLE), "by": self.owner}
        self.shared: dict[str, tuple[ShareLink, str]] = {
            "live": make_share(product, filters="state=all", **everything),
            "frozen": make_share(product, filters="view=now", is_frozen=True, **everything),
            "timeline": make_share(product, filters="view=timeline", **everything),
            "releases": make_share(product, "releases", **everything),
            "trace": make_share(product, "trace", goal=place, **everything),
            "locked": make_share(product, password="sesame open", **everything),
            "expired": make_share(product, days=1, **everything),
            "revoked": make_share(product, password="sesame open", **everything),
        }
        self.shared["revoked"][0].revoke(by=self.owner)
        past, future = timezone.now() - timedelta(hours=1), timezone.now() + timedelta(days=1)
        ShareLink.objects.filter(pk=self.shared["expired"][0].pk).update(expires_at=past)
        ShareLink.objects.filter(product=product).update(last_used_at=future)
        self.say()

    def say(self) -> None:
        """What visitors said: by the live link, answered and evidence of a goal; and what was put aside."""
        place = self.goal("product", "draft")
        words = {"about": place, "name": "Ada", "source": "Shared", "segment": "Commuters", "answer": "From March on."}
        self.said = make_feedback(link=self.shared["live"][0], text="When can I cancel?", **words)
        self.said.attach(place, by=self.owner)
        self.said_aside = make_feedback(self.product, "Buy now", **words)
        self.said_aside.put_aside("Said twice", by=self.owner)
        self.said_written = make_feedback(self.product, "They wait too long", by=self.owner, segment="Families")

    def tie(self, goal: Goal) -> None:
        """Let it wait for another goal."""
        goal.wait_for(self.goal("product", "second"), by=self.owner)

    def ship(self, goal: Goal) -> None:
        """Let it have shipped."""
        make_checkpoint(goal, result="Riders see free slots", links=["https://wiki.example.com/slots"], by=self.owner)

    def leave(self, goal: Goal, rule: str = SAID) -> None:
        """Let a gap of it be accepted."""
        until = timezone.localdate() + timedelta(days=30)
        GapAcceptance.accept(goal, rule, "It waits for the law", until, by=self.owner)

    def measure(self, goal: Goal) -> None:
        """Three metrics: one with readings, a second one, an archived one."""
        make_readings(make_metric(goal, by=self.owner), [4, 9, 14])
        make_metric(goal, by=self.owner)
        make_metric(goal, by=self.owner).archive(by=self.owner)

    def think(self, goal: Goal) -> None:
        """Two check-ins and a rhythm; an open assumption that sprint goals test, a refuted one, an archived one.

        Of another refuted one somebody has said that the goal stays anyway.
        """
        by = self.owner
        CheckInRhythm.ask(goal, 14, by=by)
        make_check_in(goal, "at_risk", by=by, days_ago=3)
        make_check_in(goal, "on_track", by=by)
        if goal.state == "draft":
            # What was done last to the goal itself is something that can be undone.
            fresh(goal).revise(by=by, statement="In full, and checked in on")
        tested_by = [fresh(self.goal("sprint", state)) for state in ("active", "draft")]
        tested_by = [sprint_goal for sprint_goal in tested_by if sprint_goal.archived_at is None]
        make_assumption(goal, by=by, test="Ask ten riders", tested_by=tested_by)
        make_assumption(goal, "refuted", by=by)
        make_assumption(goal, by=by).archive(by=by)
        uphold(goal, make_assumption(goal, "refuted", by=by), "It is right anyway", by=by)
        for place, known in self.goals.items():
            if known.pk == goal.pk:
                self.goals[place] = fresh(goal)

    def hold_reviews(self) -> None:
        """A rhythm, a review that is in the list and one that was removed; those of before are removed, too."""
        for old in Review.objects.kept().filter(product=self.product):
            old.remove(by=self.owner)
        ReviewRhythm.settle(self.product, "strategy", 12, by=self.owner)
        self.rhythm = ReviewRhythm.objects.get(product=self.product, kind="strategy")
        self.review = make_review(self.product, days_ago=7, others=["Jo Park"])
        self.removed_review = make_review(self.product, "roadmap", days_ago=9)
        self.removed_review.remove(by=self.owner)

    @property
    def key(self) -> str:
        """The product's key."""
        return self.product.key

    def goal(self, level: str, state: str) -> Goal:
        """The goal of a level in a state, as it was stored when the world was made."""
        return self.goals[level, state]

    def parent(self, goal: Goal) -> Goal:
        """The first parent of a goal."""
        return fresh(goal.up_links.order_by("pk")[0].parent)

    def link_id(self, goal: Goal) -> int:
        """The primary key of a goal's first link upward."""
        return goal.up_links.order_by("pk")[0].pk

    def last_event(self, goal: Goal) -> int:
        """The primary key of the newest event of the goal itself."""
        return Event.objects.filter(goal_id=goal.pk, subject="goal").latest("id").pk

    def etag(self, path: str) -> str:
        """The ETag of an address, as the owner reads it."""
        if self.etags is None:
            return self.reader.get(path).headers["ETag"]
        if path not in self.etags:
            self.etags[path] = self.reader.get(path).headers["ETag"]
        return self.etags[path]

    def _actors(self) -> dict[str, Client]:
        """Who asks: a client each, by what they are. Deactivates the one who is to be."""
        people = {**self.members, "stranger": self.stranger}
        clients = {name: signed_in(person) for name, person in people.items()}
        sleeper = signed_in(self.deactivated)
        self.deactivated.is_active = False
        self.deactivated.save(update_fields=["is_active"])
        hour = timedelta(hours=1)
        return {
            "anonymous": Client(raise_request_exception=False),
            **clients,
            "deactivated": sleeper,
            "owner's write token": bearer(self.owner, "write"),
            "owner's read token": bearer(self.owner, "read"),
            "owner's expired token": bearer(self.owner, "write", -hour),
            "viewer's write token": bearer(self.members["viewer"], "write"),
            "stranger's write token": bearer(self.stranger, "write"),
            "deactivated person's token": bearer(self.deactivated, "write"),
        }


def dates(first: int, last: int) -> dict[str, Any]:
    """The dates of a goal, counted from today."""
    today = timezone.localdate()
    return {"starts_on": today + timedelta(days=first), "ends_on": today + timedelta(days=last)}


def make_items(world: World) -> list[BacklogItem]:
    """Three items in order, the first of them planned and linked; and an archived one."""
    product, by = world.product, world.owner
    first = BacklogItem.add(
        product, "A rider books", by=by, goal=world.goal("release", "base"), sprint=world.sprint,
        tracker_url="https://bikes.atlassian.net/browse/NET-7",
    )  # fmt: skip
    others = [BacklogItem.add(product, title, by=by) for title in ("A rider waits", "A rider rides", "A rider walks")]
    others[-1].archive(by=by)
    return [first, *others]


def renew_reviews(world: World) -> None:
    """A sprint to review with its goal, one that was reviewed with the proposal that came of it, a cancelled one; one
    with nothing in it, and one whose capacity is noted."""
    world.running, world.running_goal = make_running(world)
    world.reviewed, world.proposal = make_reviewed(world)
    world.cancelled = make_cancelled(world)
    world.empty = make_sprint(world.product, team=make_team(world.product))
    world.noted = make_noted(world)


def renew_drafts(world: World) -> None:
    """Two drafts for a sprint of a team of their own, the first of them shaped."""
    world.drafts = make_rivals(world.product, world.goal("release", "base"))


def make_running(world: World) -> tuple[Sprint, Goal]:
    """A sprint of a team of its own that is under way, and its goal."""
    sprint = make_sprint(world.product, team=make_team(world.product))
    sprint.product = world.product
    parents = [world.goal("release", "base")]
    goal = make_goal(world.product, "sprint", parents=parents, state="active", sprint_id=sprint.pk, by=world.owner)
    return sprint, fresh(goal)


def make_noted(world: World) -> Sprint:
    """A sprint of a team of its own whose capacity is noted, as is that of the one before."""
    team = make_team(world.product)
    for _ in range(2):
        sprint = make_sprint(world.product, team=team)
        sprint.product = world.product
        shares = [Share(world.owner.pk, reason="A holiday"), Share(world.members["coach"].pk, Decimal(4))]
        SprintCapacity.keep(sprint, by=world.owner, people=shares, note="Two are new")
    return sprint


def make_reviewed(world: World) -> tuple[Sprint, Proposal]:
    """A sprint of a team of its own that was reviewed, and the open proposal that its review led to."""
    product, by = world.product, world.owner
    above = make_goal(product, "release", parents=[world.goal("product", "second")], by=by)
    proposal, review = reviewed_below(product, above)
    proposal.goal, proposal.origin = fresh(above), fresh(proposal.origin)
    return Sprint.objects.select_related("review", "team", "product").get(pk=review.sprint_id), proposal


def make_cancelled(world: World) -> Sprint:
    """A sprint of a team of its own that was cancelled."""
    sprint, _ = make_running(world)
    sprint.cancel("The law changed", by=world.owner)
    return sprint


def signed_in(person: User, **headers: Any) -> Client:
    """A client with this person's session."""
    client = Client(raise_request_exception=False, **headers)
    client.force_login(person)
    return client


def bearer(person: User, scope: str, expires_in: timedelta | None = None) -> Client:
    """A client with an API token of this person."""
    _, text = ApiToken.objects.create(person, expires_in, name=f"{scope} token", scope=scope)
    return Client(raise_request_exception=False, headers={"Authorization": f"Bearer {text}"})
