"""The table of routes: for each name, every method that it takes, the right that it asks, and what is valid to send.

A route that is not here, and a method that is not here and yet answered, fail the nets. Add a line with the page.
"""

from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailConfirmationHMAC
from allauth.account.utils import user_pk_to_url_str
from django.test import Client
from django.urls import reverse

from goalchain.accounts.tokens import reference
from goalchain.goals.models import Event, Goal
from goalchain.products.hold import mark_of
from goalchain.sharing.forms import seal
from sprints.views.cadence import Kept
from tests.factories import PASSWORD

from .api_routes import API_ROUTES
from .backlog_routes import BACKLOG_API_ROUTES, BACKLOG_ROUTES
from .capacity_routes import CAPACITY_API_ROUTES, CAPACITY_ROUTES
from .cases import Case, Words, and_version, of_goal, of_product, on_goals, version, with_parent, words
from .dependency_routes import DEPENDENCY_API_ROUTES, DEPENDENCY_ROUTES, dependency_event
from .gap_routes import GAP_API_ROUTES, GAP_ROUTES, gap_event
from .history_routes import HISTORY_API_ROUTES, HISTORY_ROUTES, PAST_CASES
from .map_routes import MAP_CASES, MAP_ROUTES
from .matrix_routes import MATRIX_API_ROUTES, MATRIX_ROUTES
from .metric_routes import METRIC_API_ROUTES, METRIC_ROUTES, reading_event
from .pipeline_routes import PIPELINE_API_ROUTES, PIPELINE_ROUTES, of_draft, shaping_event
from .release_routes import RELEASE_API_ROUTES, RELEASE_ROUTES, SHIPPED, checkpoint_event
from .review_routes import REVIEW_API_ROUTES, REVIEW_ROUTES
from .roadmap_routes import PRODUCT_GOAL, ROADMAP_API_ROUTES, ROADMAP_ROUTES, feature_event
from .said_routes import SAID_API_ROUTES, SAID_ROUTES
from .share_routes import SHARE_API_ROUTES, SHARE_ROUTES, TALK_ROUTES
from .sprint_review_routes import SPRINT_REVIEW_API_ROUTES, SPRINT_REVIEW_ROUTES
from .world import World


def follow_invitation(client: Client, world: World) -> None:
    """Come by the link of the invitation."""
    client.get(reverse("invitation_link", kwargs={"token": world.invitation_token}))


def of_leaver(world: World, goal: Any) -> Words:
    """The membership that the nets change and end."""
    return {"key": world.key, "member_id": world.leaver.pk}


def of_invitation(world: World, goal: Any) -> Words:
    """The waiting invitation."""
    return {"key": world.key, "invitation_id": world.invitation.pk}


def of_team(world: World, goal: Any) -> Words:
    """The team."""
    return {"key": world.key, "team_id": world.team.pk}


def of_sprint(world: World, goal: Any) -> Words:
    """The sprint."""
    return {"key": world.key, "sprint_id": world.sprint.pk}


def new_cadence(world: World, goal: Any) -> Words:
    """A cadence for the team, which has none."""
    return {"kind": "scrum", "weeks": 2, "weekday": 1, "starts_on": "2027-01-04", "read": mark_of(Kept(world.team))}


def of_need(world: World, goal: Any) -> Words:
    """The need on the board."""
    return {"key": world.key, "entry_id": world.need.pk}


def of_board_goal(world: World, goal: Goal) -> Words:
    """The number of a goal on the board."""
    return {"key": world.key, "number": goal.number}


def need_event(world: World, goal: Any) -> Words:
    """The last event of the need."""
    return {"event": Event.objects.filter(subject="board", after__id=world.need.pk).latest("id").pk}


def reset_link(world: World, goal: Any) -> Words:
    """The link of a password reset, as the mail has it."""
    return {"uidb36": user_pk_to_url_str(world.owner), "key": default_token_generator.make_token(world.owner)}


def confirm_link(world: World, goal: Any) -> Words:
    """The link that confirms an e-mail address, as the mail has it."""
    return {"key": EmailConfirmationHMAC(world.unproven).key}


def previewed(world: World, goal: Any) -> str:
    """A sheet that the owner has seen the preview of."""
    revision = type(world.product).objects.get(pk=world.product.pk).revision
    return seal("level,title\nrelease,Imported\n", revision, product=world.product, user=world.owner)


def other_product_goal(world: World, goal: Goal) -> str:
    """A goal that both a release goal and a sprint goal may serve, and do not yet."""
    return world.goal("product", "second").key


def page(right: str, *, kwargs: Any = of_product, **more: Any) -> list[Case]:
    """A page that is read."""
    return [Case("GET", right, kwargs, **more)]


#: The fields that are edited in place, each with a valid value. A field that is not here fails the nets.
FIELDS: dict[str, Any] = {
    "title": "Another title",
    "statement": "Other words",
    "starts_on": "2027-01-04",
    "ends_on": "2027-03-01",
    "owner": lambda world, goal: world.members["coach"].pk,
    "confidence": "at_risk",
    "learning": "Something else",
    "sprint": lambda world, goal: world.sprint.pk,
    "timeframe": "Q1 2027",
    "horizon": "later",
    "version_name": "2.0",
    "kind": "learn",
    "why": "Riders may not want it",
    "artefact": "A drawing",
    "technique": "A usability test",
    "test_group": "Five riders",
    "success": "Four of five finish",
}
#: The fields that only product goals have, and only release goals.
OF_PRODUCT_GOALS = ("timeframe", "horizon")
OF_RELEASE_GOALS = ("version_name",)


#: The fields that only sprint goals have.
OF_SPRINT_GOALS = {"sprint", "kind", "why", "artefact", "technique", "test_group", "success"}


def edit_of(name: str, value: Any) -> list[Case]:
    """Reading the editor of a field, and saving it, on the goals that have the field."""
    state = "closed" if name == "learning" else "draft"
    more: Words = {"kwargs": lambda world, goal: {"key": goal.key, "name": name}}
    if name in OF_PRODUCT_GOALS:
        saved = and_version(**{name: value})
        return [
            Case("GET", "edit", goal=PRODUCT_GOAL, **more),
            Case("POST", "edit", goal=PRODUCT_GOAL, data=saved, **more),
        ]
    cases = on_goals("GET", "edit", state, **more)
    cases += on_goals("POST", "edit", state, data=and_version(**{name: value}), **more)
    if name in OF_RELEASE_GOALS:
        return [case for case in cases if case.right == "edit"]
    return [case for case in cases if name not in OF_SPRINT_GOALS or case.right == "edit_sprint_goal"]


PAGE_ROUTES: dict[str, list[Case]] = {
    "home": [Case("GET", "public")],
    "healthz": [Case("GET", "public")],
    "new_product": [
        Case("GET", "signed in"),
        Case("POST", "signed in", data=words(name="Bikes", key="NEWONE", preset="releases", vision="Riding is easy")),
    ],
    "chain": page("read") + MAP_CASES,
    "outline": page("read"),
    "archived": page("read"),
    "search": [
        Case("GET", "read", of_product, query=words(q="goal")),
        Case("GET", "read", of_product, query=words(q="goal", kind="goal", level="release")),
        Case("GET", "read", of_product, query=words(q="nothing-such")),
    ],
    "search_all": [Case("GET", "signed in", query=words(q="goal"))],
    "changes": page("read", query=words(since="0")),
    "level": page("read", kwargs=words(key=lambda w, g: w.key, level_rank=4)),
    "new_goal": [
        Case("GET", "edit_sprint_goal", of_product),
        Case(
            "POST",
            "edit",
            of_product,
            words(
                level="release",
                title="Riders pay",
                rationale="why",
                parent=lambda w, g: w.goal("product", "second").key,
            ),
        ),
        Case("POST", "edit", of_product, words(level="release", title="Customers pay")),
        Case("POST", "edit_sprint_goal", of_product, words(level="sprint", title="Payment works")),
    ],
    "writing": page("read"),
    "writing_advice": [
        Case("POST", "read", of_product, words(title="Build login", level="sprint", shown="x"), writes=False),
        Case(
            "POST",
            "read",
            of_product,
            words(title="Build login", goal=lambda w, g: g.key),
            goal=("release", "draft"),
            writes=False,
        ),
        Case(
            "POST",
            "read",
            of_product,
            words(statement="If possible", goal=lambda w, g: g.key),
            goal=("sprint", "draft"),
            sees="read_planning",
            writes=False,
        ),
    ],
    "writing_silence": [Case("POST", "manage", lambda w, g: {"key": w.key, "rule": "joined"})],
    "writing_voice": [Case("POST", "manage", lambda w, g: {"key": w.key, "rule": "length"})],
    "founding_advice": [Case("POST", "signed in", data=words(vision="The leading app"), writes=False)],
    "vision": page("read"),
    "vision_wall": page("read"),
    "vision_former": page("read", kwargs=lambda w, g: {"key": w.key, "number": w.goal("vision", "closed").number}),
    "strategy": page("read"),
    # The world has its vision: it is refused a second one, by whoever may write one.
    "vision_beginning": [Case("POST", "edit", of_product, words(title="Another vision"), ok=(422,), writes=False)],
    "vision_replacement": [
        Case("GET", "decide", of_product),
        Case(
            "POST",
            "decide",
            of_product,
            words(
                title="Nobody thinks about servicing",
                why="Riders want to ride",
                outcome="partly",
                below="none",
                keep_board="on",
                vision=lambda w, g: w.goal("vision", "draft").number,
                version=lambda w, g: w.goal("vision", "draft").version,
            ),
        ),
    ],
    "board_entries": [Case("POST", "edit", of_product, words(section="channels", text="Doctors recommend it"))],
    "board_entry": [
        Case("GET", "edit", of_need),
        Case("POST", "edit", of_need, words(text="Another need", version=lambda w, g: w.need.version)),
    ],
    "board_entry_answers": [
        Case("GET", "edit", of_need),
        Case(
            "POST",
            "edit",
            of_need,
            words(goals=[], version=lambda w, g: w.need.version),
        ),
    ],
    "board_entry_position": [
        Case("POST", "edit", of_need, words(move="down", version=lambda w, g: w.need.version)),
    ],
    "board_entry_removal": [Case("POST", "edit", of_need, words(version=lambda w, g: w.need.version))],
    "board_entry_undo": [Case("POST", "edit", of_need, need_event)],
    "board_goals": [
        Case("POST", "edit", of_product, words(level="user", title="Riders trust", need=lambda w, g: w.need.pk)),
    ],
    "board_goal": [
        Case("GET", "edit", of_board_goal, goal=("user", "draft")),
        Case("POST", "edit", of_board_goal, and_version(title="Another title"), goal=("user", "draft")),
    ],
    "board_goal_position": [
        Case("POST", "edit", of_board_goal, and_version(move="down"), goal=("user", "draft")),
    ],
    "goal": on_goals("GET", "read") + on_goals("GET", "read", "active"),
    "goal_trace": [
        *on_goals("GET", "read"),
        *on_goals("GET", "read", "active"),
        *on_goals("GET", "read", query=words(**{"as": "markdown"})),
        *on_goals("GET", "read", "active", query=words(**{"as": "text"})),
    ],
    "goal_history": on_goals("GET", "read") + on_goals("GET", "read", "active"),
    "goal_edit": [case for name, value in FIELDS.items() for case in edit_of(name, value)],
    "goal_agreement": on_goals("POST", "decide", "draft", data=version),
    "goal_withdrawal": on_goals("POST", "decide", "active", data=version),
    "goal_activation": on_goals("POST", "decide", "agreed", data=version),
    "goal_outcome": on_goals("GET", "decide", "active")
    + on_goals("POST", "decide", "active", data=and_version(outcome="achieved", learning="Riders pay by app")),
    "goal_reopening": on_goals("POST", "decide", "closed", data=version),
    "goal_archive": [
        Case("POST", "decide", words(key=lambda w, g: g.key), and_version(sure="yes"), goal=("release", "spare")),
        # Something hangs on it: whoever is not sure yet is told so first.
        *on_goals("POST", "decide", "draft", data=version, writes=False),
        on_goals("POST", "decide", "draft", data=and_version(sure="yes"))[1],
    ],
    "goal_restoration": on_goals("POST", "decide", "archived", data=version),
    "goal_position": on_goals("POST", "edit", "draft", data=and_version(before=""))
    + on_goals("POST", "edit", "draft", data=and_version(before=lambda w, g: w.goal(g.level_name, "active").key)),
    "goal_undo": on_goals("POST", "edit", "draft", data=lambda w, g: {"event": w.last_event(g)})
    + on_goals("POST", "decide", "agreed", data=lambda w, g: {"event": w.last_event(g)})
    + on_goals("POST", "edit", "draft", data=reading_event)
    + on_goals("POST", "edit", "draft", data=dependency_event)
    + on_goals("POST", "edit", "active", data=gap_event)
    + [Case("POST", "edit", of_goal, data=feature_event, goal=PRODUCT_GOAL)]
    + [Case("POST", "edit_sprint_goal", of_draft(), data=shaping_event, sees="read_planning")]
    + [Case("POST", "edit", of_goal, data=checkpoint_event, goal=SHIPPED)],
    "goal_parents": on_goals("GET", "edit")
    + on_goals("POST", "edit", data=and_version(parent=other_product_goal, rationale="it fills slots")),
    "goal_rationale": on_goals("GET", "edit", kwargs=with_parent)
    + on_goals("POST", "edit", kwargs=with_parent, data=and_version(rationale="another reason")),
    "goal_parent_removal": [
        *on_goals("POST", "edit", kwargs=with_parent, data=and_version(sure="yes")),
        # It is the only one, however much the product grows: whoever is not sure yet is told so first.
        *on_goals("POST", "edit", "closed", kwargs=with_parent, data=version, writes=False),
    ],
    "goal_parent_move": on_goals("GET", "edit", kwargs=with_parent)
    + on_goals("POST", "edit", kwargs=with_parent, data=and_version(parent=other_product_goal, rationale="so")),
    "goal_children": [
        Case(
            "POST",
            right,
            words(key=lambda w, g: g.key),
            words(level=level, title="A child", rationale="why"),
            goal=place,
        )
        for right, level, place in (
            ("edit", "release", ("product", "draft")),
            ("edit_sprint_goal", "sprint", ("release", "base")),
        )
    ],
    "members": [
        Case("GET", "read", of_product),
        Case("POST", "manage", of_product, words(email="somebody@net.example", role="viewer")),
    ],
    "member_role": [
        Case("POST", "manage", of_leaver, words(role="coach", read=lambda w, g: mark_of(w.leaver))),
    ],
    "member_removal": [Case("GET", "manage", of_leaver), Case("POST", "manage", of_leaver)],
    "invitation_renewal": [Case("POST", "manage", of_invitation)],
    "invitation_revocation": [Case("POST", "manage", of_invitation)],
    "invitation_link": [
        Case("GET", "public", words(token=lambda w, g: w.invitation_token), writes=None),
    ],
    "invitation": [
        Case("GET", "public", first=follow_invitation),
        Case(
            "POST",
            "signed in",
            first=follow_invitation,
            htmx=False,
            # Who belongs to the product already is told so.
            expect=dict.fromkeys(("owner", "coach", "developer", "stakeholder", "viewer"), (422,)),
        ),
    ],
    "settings": [
        Case("GET", "read", of_product),
        Case(
            "POST",
            "manage",
            of_product,
            words(
                name="Another name",
                preset="pichler",
                one_active_goal="on",
                time_zone="Europe/Berlin",
                ready_days="9",
                read=lambda w, g: mark_of(w.product),
            ),
        ),
    ],
    "product_deletion": [
        Case("GET", "manage", of_product),
        Case("POST", "manage", of_product, lambda w, g: {"key": w.key}),
    ],
    "product_restoration": [Case("POST", "manage", lambda w, g: {"key": w.deleted.key})],
    "import": [
        Case("GET", "manage", of_product),
        Case("POST", "manage", of_product, words(text="level,title\nrelease,Imported"), writes=False),
        Case("POST", "manage", of_product, words(previewed=previewed)),
    ],
    "export": page("read"),
    "teams": [Case("GET", "read", of_product), Case("POST", "plan_sprints", of_product, words(name="Mobile"))],
    "team": [
        Case("GET", "plan_sprints", of_team),
        Case("POST", "plan_sprints", of_team, words(name="Mobile", read=lambda w, g: mark_of(w.team))),
    ],
    "new_sprint": [Case("POST", "plan_sprints", of_team, words(name="Sprint 2"))],
    "team_cadence": [
        Case("GET", "plan_sprints", of_team),
        Case("POST", "plan_sprints", of_team, new_cadence),
    ],
    "sprints": page("read"),
    "sprint_today": page("read"),
    "sprint": page("read", kwargs=of_sprint) + page("read", kwargs=of_sprint, query=words(mode="wall")),
    "sprint_dates": [
        Case("GET", "plan_sprints", of_sprint),
        Case("POST", "plan_sprints", of_sprint, words(name="Sprint 1a", read=lambda w, g: mark_of(w.sprint))),
    ],
    "account_name": [Case("GET", "signed in"), Case("POST", "signed in", data=words(name="Another Name"))],
    "tokens": [
        Case("GET", "signed in"),
        Case("POST", "signed in", data=words(name="Bot", scope="read", days="7")),
    ],
    "token_removal": [Case("POST", "mine", words(ref=lambda w, g: reference(w.token)))],
    "api_schema": [Case("GET", "public")],
    "api_docs": [Case("GET", "public")],
    # Whatever has no address under /api/ is a problem document for everybody, by every method.
    "api_missing": [
        Case(method, "public", ok=(404,), writes=False) for method in ("GET", "POST", "PUT", "PATCH", "DELETE")
    ],
}

ACCOUNT_ROUTES: dict[str, list[Case]] = {
    "account_login": [
        Case("GET", "public"),
        Case("POST", "public", data=words(login="owner@net.example", password=PASSWORD), writes=None),
    ],
    "account_logout": [Case("GET", "public"), Case("POST", "public", writes=None)],
    "account_inactive": [Case("GET", "public")],
    "account_signup": [
        Case("GET", "public"),
        Case(
            "POST", "public", data=words(name="New", email="new@net.example", password1="a long one, 23"), writes=None
        ),
    ],
    "account_reauthenticate": [
        Case("GET", "signed in"),
        Case("POST", "signed in", data=words(password=PASSWORD), ok=(200, 302), writes=None),
    ],
    "account_email": [
        Case("GET", "signed in"),
        Case("POST", "signed in", data=words(email="third@net.example", action_add=""), writes=None),
    ],
    "account_email_verification_sent": [Case("GET", "public")],
    "account_confirm_email": [Case("GET", "public", confirm_link), Case("POST", "public", confirm_link, writes=None)],
    "account_change_password": [
        Case("GET", "signed in"),
        Case(
            "POST",
            "signed in",
            data=words(oldpassword=PASSWORD, password1="another long one", password2="another long one"),
            ok=(200, 302),
            writes=None,
        ),
    ],
    "account_set_password": [
        Case("GET", "signed in"),
        Case("POST", "signed in", data=words(password1="a new long one", password2="a new long one"), writes=None),
    ],
    "account_reset_password": [
        Case("GET", "public"),
        Case("POST", "public", data=words(email="owner@net.example"), writes=None),
    ],
    "account_reset_password_done": [Case("GET", "public")],
    "account_reset_password_from_key": [
        Case("GET", "public", reset_link),
        Case("POST", "public", reset_link, writes=None),
    ],
    "account_reset_password_from_key_done": [Case("GET", "public")],
    "account_confirm_login_code": [Case("GET", "public"), Case("POST", "public", data=words(code="123"), writes=None)],
}

ROUTES: dict[str, list[Case]] = {
    **PAGE_ROUTES,
    **METRIC_ROUTES,
    **MAP_ROUTES,
    **MATRIX_ROUTES,
    **REVIEW_ROUTES,
    **BACKLOG_ROUTES,
    **SPRINT_REVIEW_ROUTES,
    **CAPACITY_ROUTES,
    **PIPELINE_ROUTES,
    **HISTORY_ROUTES,
    **ACCOUNT_ROUTES,
    **API_ROUTES,
    **METRIC_API_ROUTES,
    **MATRIX_API_ROUTES,
    **REVIEW_API_ROUTES,
    **BACKLOG_API_ROUTES,
    **SPRINT_REVIEW_API_ROUTES,
    **CAPACITY_API_ROUTES,
    **PIPELINE_API_ROUTES,
    **HISTORY_API_ROUTES,
    **SAID_ROUTES,
    **SAID_API_ROUTES,
    **DEPENDENCY_ROUTES,
    **DEPENDENCY_API_ROUTES,
    **GAP_ROUTES,
    **GAP_API_ROUTES,
    **SHARE_ROUTES,
    **TALK_ROUTES,
    **SHARE_API_ROUTES,
    **ROADMAP_ROUTES,
    **RELEASE_ROUTES,
    **RELEASE_API_ROUTES,
    **ROADMAP_API_ROUTES,
}
ROUTES |= {name: [*ROUTES[name], *cases] for name, cases in PAST_CASES.items()}
