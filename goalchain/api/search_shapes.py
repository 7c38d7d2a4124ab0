"""What answers of the search look like, as JSON Schema; see shapes."""

from goalchain.sharing.search.sources import KINDS

from .schema_words import ADDRESS, GOAL_KEY, LEVEL, PRODUCT_KEY, TEXT, maybe, one_of, ref, whole

FOUND_KIND = one_of(KINDS)

SCHEMAS = {
    "Found": whole(
        kind=FOUND_KIND,
        product=PRODUCT_KEY,
        goal=maybe(GOAL_KEY) | {"description": "The goal that it is or that it hangs on."},
        level=maybe(LEVEL) | {"description": "Of a goal; null for all else."},
        title=TEXT,
        excerpt=TEXT | {"description": "Where the words are, when they are not in the title."},
        archived={"type": "boolean", "description": "Whether that goal is archived."},
        page=ADDRESS | {"description": "Where people read it."},
    ),
}

FOUND = ref("Found")
