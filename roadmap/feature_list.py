"""The features of a product goal as they are shown, on the roadmap and on the goal's page."""

from collections.abc import Sequence
from functools import lru_cache

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from goalchain.lib.inline import inline
from goalchain.lib.templatetags.ui import icon

from .features import FEW
from .marks import MARKS_KEPT
from .rows import FeatureRow


def feature_list(
    key: str, number: int, features: Sequence[FeatureRow], *, can_edit: bool, adding: str | None = None
) -> SafeString:
    """The list under its root id `features-<number>`, with the word that adds to it.

    Args:
        adding: the editor of a new feature in place of that word, while somebody goes on adding.
    """
    lines = "".join(_line(key, feature.pk, feature.text, feature.version, can_edit) for feature in features)
    listed = f"<ul>{lines}</ul>" if features else "" if can_edit else '<p class="secondary small">No features.</p>'
    many = ""
    if can_edit and len(features) > FEW:
        many = f'<p class="features-many">{icon("info")}{many_said(len(features))}</p>'
    add = (adding if adding is not None else add_word(key, number)) if can_edit else ""
    return mark_safe(f'<div class="features" id="features-{number}" data-features>{listed}{many}{add}</div>')


def many_said(count: int) -> str:
    """A friendly word for a list that has grown past five (Pichler: three to five features, coarse)."""
    return (
        f"<span>{count} features. Three to five coarse ones are easier to keep in mind: "
        "can some be said as one, or wait for the next goal?</span>"
    )


@lru_cache(maxsize=MARKS_KEPT)
def add_word(key: str, number: int) -> str:
    """The word that opens the editor of a new feature."""
    url, root = f"/g/{key}/features/", f"features-{number}-new"
    return (
        f'<div class="inline is-fact features-add" id="{root}"><div class="inline-display">'
        f'<a class="quiet" id="{root}-edit" href="{url}" data-edit hx-get="{url}" hx-target="#{root}" '
        f'hx-swap="outerHTML" hx-push-url="false">{icon("plus")}Add<span class="unseen"> a feature to {key}</span></a>'
        "</div></div>"
    )


@lru_cache(maxsize=MARKS_KEPT)
def _line(key: str, pk: int, text: str, version: int, can_edit: bool) -> str:
    if not can_edit:
        return f"<li>{escape(text)}</li>"
    words = inline(shown_feature(key, FeatureRow(pk, text, version)))
    return (
        f'<li id="feature-{pk}" data-feature="{pk}" data-version="{version}" '
        f'data-place="/g/{key}/features/{pk}/position/">{words}</li>'
    )


def shown_feature(key: str, feature: FeatureRow) -> dict[str, str]:
    """The words of a feature as `inline` takes them."""
    return {
        "field_id": f"feature-{feature.pk}-text",
        "label": f"feature “{feature.text}”",
        "value": feature.text,
        "kind": "feature",
        "edit_url": f"/g/{key}/features/{feature.pk}/",
    }
