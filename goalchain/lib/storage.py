"""Static files under hashed names, so that they may be cached for ever."""

import re
from collections.abc import Callable
from typing import Any

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStaticFiles(CompressedManifestStaticFilesStorage):
    """Whitenoise's storage, with the imports between our JavaScript modules rewritten too."""

    support_js_module_import_aggregation = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._addresses: dict[str, str] = {}

    def url(self, name: str | None, force: bool = False) -> str:
        """The file's address. Worked out once a process: the names of collected files stay, and a page has fifty."""
        if force or name is None:
            return super().url(name, force)
        if name not in self._addresses:
            self._addresses[name] = super().url(name)
        return self._addresses[name]

    def url_converter(
        self, name: str, hashed_files: dict[str, str], template: str | None = None
    ) -> Callable[[re.Match[str]], Any]:
        """Leave the scripts of libraries as they are: their comments name modules that they do not ship."""
        if name.endswith(".js") and not name.startswith("js/"):
            return lambda found: found["matched"]
        return super().url_converter(name, hashed_files, template)
