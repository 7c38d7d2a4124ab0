"""Q10: share links tell nobody a way in: not in the database, in events, lists, exports, logs, or to other sites.

And whoever holds one sees no draft of a sprint goal, whatever the link shows.
"""

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client

from goalchain.sharing.links import live
from goalchain.sharing.links.models import ShareLink, digest_of

from .canaries import PLANNING, plant, sightings
from .conftest import undone
from .routes import ROUTES
from .share_routes import BY_LINK
from .world import World

pytestmark = pytest.mark.django_db

#: Bits of a token: 43 letters of an alphabet of 64.
BITS = 256
OPEN = ("live", "frozen", "timeline", "releases", "trace")


def tokens(world: World) -> dict[str, str]:
    """Every token of the world by the name of its link."""
    return {name: token for name, (_, token) in world.shared.items()}


def seen_in(text: str, world: World) -> list[str]:
    """The links whose token is in a text."""
    return [name for name, token in tokens(world).items() if token in text]


def everything_stored() -> Iterator[str]:
    """Every row of every table, as text."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            for row in cursor.fetchall():
                yield f"{table}: {row!r}"


def leaks(world: World) -> Iterator[str]:
    """Yield every place outside of the shared pages in which a token stands."""
    for row in everything_stored():
        yield from (f"{name} in {row[:60]}" for name in seen_in(row, world))
    for name, cases in ROUTES.items():
        if name in BY_LINK:
            continue
        for case in cases:
            if case.method == "GET":
                with undone(world.actors["owner"]):
                    answer = case.send(name, world, world.actors["owner"], **case.headers(world))
                body = b"".join(answer.streaming_content) if answer.streaming else answer.content
                told = body.decode("utf-8", "replace") + repr(dict(answer.headers))
                yield from (f"{link} in {name}" for link in seen_in(told, world))
    sheet = io.StringIO()
    call_command("export_chain", world.key, stdout=sheet)
    yield from (f"{name} in the export" for name in seen_in(sheet.getvalue(), world))


class Logged:
    """What the handlers of the settings write meanwhile, whichever they are."""

    def __enter__(self) -> io.StringIO:
        stream = io.StringIO()
        self.before = []
        loggers = [logging.getLogger(), *(logging.getLogger(name) for name in ("django", "django.server"))]
        for handler in {handler for logger in loggers for handler in logger.handlers}:
            if type(handler) is logging.StreamHandler:
                self.before.append((handler, handler.setStream(stream)))
        return stream

    def __exit__(self, *error: Any) -> None:
        for handler, stream in self.before:
            handler.setStream(stream)


def log_of_a_visit(world: World) -> str:
    """What is logged while every link is read, refused, and asked by a wrong method; and by the development server."""
    with Logged() as stream:
        for token in tokens(world).values():
            for client in (world.actors["anonymous"], world.actors["owner"]):
                with undone(client):
                    client.get(f"/s/{token}/")
                    client.delete(f"/s/{token}/")
                    client.get(f"/s/{token}/nowhere/")
                    client.post(f"/s/{token}/password/", {"password": "a guess"})
            logging.getLogger("django.server").info('"%s" %s %s', f"GET /s/{token}/ HTTP/1.1", "200", "512")
            logging.getLogger("goalchain").warning("Somebody asked for /s/%s/", token)
        return stream.getvalue()


def test_a_token_has_enough_bits_and_only_its_hash_is_kept(world):
    for link, token in world.shared.values():
        assert len(token) * 6 >= BITS
        assert link.digest == digest_of(token)
    assert len(set(tokens(world).values())) == len(world.shared)


def test_no_token_leaks(world, figures):
    found = list(leaks(world))
    log = log_of_a_visit(world)
    found += [f"{name} in the log" for name in seen_in(log, world)]
    figures("Q10", f"{len(found)} leaks of {len(world.shared)} share tokens: database, pages, API, export, log")
    assert "/s/…/" in log, "the log was listened to"
    assert not found, "\n".join(found)


def test_a_leak_is_noticed(world, monkeypatch):
    """The control: a link that keeps its token is found in the database, and a filter that is gone in the log."""
    link, token = world.shared["live"]
    with undone():
        ShareLink.objects.filter(pk=link.pk).update(name=f"For the board {token}")
        assert any("live in sharing_sharelink" in leak for leak in leaks(world))
        assert any("live in shares" in leak for leak in leaks(world))
    monkeypatch.setattr("goalchain.lib.logs.hide_tokens", lambda value: value)
    assert "live" in seen_in(log_of_a_visit(world), world)


def test_no_other_site_learns_the_address(world):
    """No referrer, no address of another site on the page, nothing to index, nothing to keep."""
    for name, token in tokens(world).items():
        for path in (f"/s/{token}/", f"/s/{token}/goals/{world.goal('product', 'draft').number}/feedback/"):
            with undone(world.actors["anonymous"]):
                answer = world.actors["anonymous"].get(path)
            assert answer["Referrer-Policy"] == "no-referrer", name
            assert "noindex" in answer["X-Robots-Tag"] and "no-store" in answer["Cache-Control"], name
            assert not answer.cookies, name
            html = answer.content.decode()
            assert "http://" not in html and "https://" not in html, name


def test_revoked_is_refused_by_the_next_request(world):
    link, token = world.shared["live"]
    with undone(world.actors["anonymous"]):
        assert world.actors["anonymous"].get(f"/s/{token}/").status_code == 200
        ShareLink.objects.get(pk=link.pk).revoke(by=world.owner)
        assert world.actors["anonymous"].get(f"/s/{token}/").status_code == 410


def test_no_draft_of_a_sprint_goal_is_shared(world, monkeypatch, figures):
    with undone():
        plant(world.product)
        found, pages = [], 0
        for name in OPEN:
            answer = Client().get(f"/s/{world.shared[name][1]}/")
            assert answer.status_code == 200
            pages += 1
            found += [f"{name}: {bird}" for bird in sightings(answer.content.decode(), (PLANNING, "Sprint draft"))]
        figures("Q10", f"{len(found)} drafts of sprint goals on {pages} shared pages")
        assert not found
        # The control: who reads as the team does sees the draft.
        monkeypatch.setattr(live, "VISITOR", live.Access(live.Role.OWNER))
        trace = Client().get(f"/s/{world.shared['trace'][1]}/").content.decode()
        assert sightings(trace, (PLANNING,))


def test_events_tell_no_hash_either(world):
    answer = world.reader.get(f"/api/v1/products/{world.key}/events/?since=0&page_size=200")
    told = json.dumps(answer.json())
    secrets = [secret for link, _ in world.shared.values() for secret in (link.digest, link.password) if secret]
    assert '"subject": "share"' in told
    assert not [secret for secret in secrets if secret in told]
