"""The form of the import page, and how what was previewed travels to its confirmation."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.core import signing

from goalchain.accounts.models import User
from goalchain.products.models import Product

from .sheet.reading import PAGE_LIMIT, Sheet, Unreadable, read_sheet

_SALT = "goalchain.sharing.import"
#: A file up to this size is shown as text when rows are bad, so that they can be mended on the spot.
SHOWN_LIMIT = 200_000


class ImportForm(forms.Form):
    """A file or pasted text. A valid form has the `sheet` that was read, and its `content` as text."""

    file = forms.FileField(
        label="CSV file",
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,text/csv"}),
    )
    text = forms.CharField(
        label="Or paste the rows",
        required=False,
        strip=False,
        help_text="With the line of column names at the top; copied from a spreadsheet will do.",
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false", "autocomplete": "off", "class": "is-code"}),
    )

    sheet: Sheet
    content: str

    def clean(self) -> dict[str, Any]:
        """Read the sheet; what is wrong with it as a file stands beside the field that it came from."""
        cleaned = super().clean() or {}
        file, text = cleaned.get("file"), cleaned.get("text") or ""
        if file is not None:
            # One byte more than the limit is enough to know that it is too large.
            self._read("file", file.read(PAGE_LIMIT + 1))
        elif text.strip():
            # Browsers send every line end of a text box as CR LF, those inside of cells too.
            self._read("text", text.replace("\r\n", "\n"))
        elif not self.errors:
            self.add_error("file", "Choose a file, or paste the rows below.")
        return cleaned

    def _read(self, field: str, content: bytes | str) -> None:
        try:
            self.sheet = read_sheet(content)
        except Unreadable as unreadable:
            self.add_error(field, str(unreadable))
        else:
            self.content = content if isinstance(content, str) else content.decode("utf-8-sig")

    def to_mend(self) -> "ImportForm":
        """The form again with everything that was sent in its text box, for bad rows to be mended there."""
        content = getattr(self, "content", "")
        return ImportForm(initial={"text": content if len(content) <= SHOWN_LIMIT else self.data.get("text", "")})


@dataclass(frozen=True)
class Previewed:
    """A sheet that somebody has seen the preview of: its text, and the revision that it was previewed against."""

    content: str
    revision: int


def seal(content: str, revision: int, *, product: Product, user: User) -> str:
    """Sign what was previewed, so that it can wait in the page itself: for this person and this product only."""
    return signing.dumps([content, revision, product.pk, user.pk], salt=_SALT, compress=True)


def unseal(sealed: str, *, product: Product, user: User) -> Previewed | None:
    """What `seal` signed; None when it is something else."""
    try:
        content, revision, product_id, user_id = signing.loads(sealed, salt=_SALT)
    except (signing.BadSignature, ValueError):
        return None
    if (product_id, user_id) != (product.pk, user.pk):
        return None
    return Previewed(content, revision)
