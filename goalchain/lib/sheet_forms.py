"""A sheet on its way into a page: chosen as a file or pasted, looked at, and then written exactly as it was seen."""

from typing import Any

from django import forms
from django.core import signing

from .sheets import MOST_BYTES, Unreadable, text_of


class SheetForm(forms.Form):
    """A file, or pasted rows; a valid form has the `text` and what `read` made of it in `sheet`."""

    file = forms.FileField(
        label="CSV file",
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,text/csv"}),
    )
    rows = forms.CharField(
        label="Or paste the rows",
        required=False,
        strip=False,
        help_text="Copied from a spreadsheet will do, with the names of the columns in the first row.",
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false", "autocomplete": "off", "class": "is-code"}),
    )

    text = ""
    sheet: Any = None

    def read(self, text: str) -> Any:
        """What the text says, as its kind of sheet. Raises Unreadable."""
        raise NotImplementedError

    def clean(self) -> dict[str, Any]:
        """Read the sheet; what is wrong with it as a whole stands beside the field that it came from."""
        facts = super().clean() or {}
        file, rows = facts.get("file"), facts.get("rows") or ""
        if self.errors:
            return facts
        try:
            self.text = text_of(file.read(MOST_BYTES + 1)) if file is not None else rows
            self.sheet = self.read(self.text)
        except Unreadable as error:
            self.add_error("rows" if file is None and self.text else "file", str(error))
        return facts


def seal(salt: str, text: str, revision: int, *owners: int) -> str:
    """Sign what was looked at, so that it can wait in the page itself: for these owners and this revision only."""
    return signing.dumps([text, revision, *owners], salt=salt, compress=True)


def unseal(salt: str, sealed: str, *owners: int) -> tuple[str, int] | None:
    """The text and the revision of a seal; None for one that is broken or somebody else's."""
    try:
        text, revision, *sealed_for = signing.loads(sealed, salt=salt)
    except (signing.BadSignature, ValueError):
        return None
    return (str(text), int(revision)) if sealed_for == list(owners) else None
