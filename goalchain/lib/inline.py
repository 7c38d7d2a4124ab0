"""A field that is edited in place, as it is shown: written without a template, for a page has dozens of them."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django.utils.formats import localize
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from .text import lower_first

#: So many fields are kept as they were written last: what did not change since is not written anew. Longer values are
#: not kept, for they would fill the memory of a process.
FIELDS_KEPT, LONGEST_KEPT = 8192, 400


def inline(field: Mapping[str, Any]) -> SafeString:
    """The field with its value and, where it may be edited, the link that opens its editor. No query.

    Args:
        field: `field_id`, the root id, which is the editor's too; `label` ("Title"); `value`, a text, a number or a
            day; `kind` (title, statement, fact …), a class; `prompt` for an empty value; `edit_url`, empty where it may
            not be edited; `key`, its shortcut. All but the first may be missing. The value is escaped, whatever it is.
    """
    given = field.get("value")
    value = "" if given is None else str(localize(given))
    write = _inline if len(value) <= LONGEST_KEPT else _inline.__wrapped__
    return write(
        field["field_id"],
        field.get("label") or "",
        value,
        field.get("kind") or "fact",
        field.get("prompt") or "Add",
        field.get("edit_url") or "",
        field.get("key") or "",
    )


@lru_cache(maxsize=FIELDS_KEPT)
def _inline(field_id: str, label: str, value: str, kind: str, prompt: str, url: str, key: str) -> SafeString:
    name, address = escape(field_id), escape(url)
    said: str = escape(value)
    if not said and url:
        said = f'<span class="inline-prompt">{escape(prompt)}</span>'
    elif not said:
        said = '<span class="secondary">–</span>'
    element = "h1" if kind == "title" else "span"
    shortcut = f' data-key="{escape(key)}"' if key else ""
    edit = (
        f'\n<a class="quiet inline-edit" id="{name}-edit" href="{address}" data-edit{shortcut} hx-get="{address}" '
        f'hx-target="#{name}" hx-swap="outerHTML" hx-push-url="false">Edit'
        f'<span class="unseen"> {escape(lower_first(label))}</span></a>'
    )
    return mark_safe(
        f'<div class="inline is-{escape(kind)}" id="{name}">\n'
        f'<div class="inline-display"{" data-editable" if url else ""}>\n'
        f'<{element} class="inline-value">{said}</{element}>{edit if url else ""}\n</div>\n</div>'
    )
