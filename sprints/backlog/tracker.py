"""Links to the same item in another tool: which tool it is, and what the item is called there."""

import re
from dataclasses import dataclass
from urllib.parse import parse_qs, unquote, urlsplit

from goalchain.lib.text import storable

LENGTH = 500

_JIRA_KEY = r"[A-Z][A-Z0-9_]{1,19}-[1-9][0-9]{0,8}"
_JIRA = re.compile(rf"/(?:browse|issues)/({_JIRA_KEY})/?\Z")
_GITHUB = re.compile(r"/([\w.-]+/[\w.-]+)/(?:issues|pull)/([1-9][0-9]{0,9})/?\Z", re.ASCII)
_GITLAB = re.compile(
    r"/([\w.-]+(?:/[\w.-]+)+?)/(?:-/)?(issues|work_items|merge_requests|epics)/([1-9][0-9]{0,9})/?\Z", re.ASCII
)
_AZURE = re.compile(r"/_workitems/edit/([1-9][0-9]{0,9})/?\Z", re.IGNORECASE)
_NUMBER = re.compile(r"[1-9][0-9]{0,9}\Z", re.ASCII)
_MARKS = {"issues": "#", "work_items": "#", "merge_requests": "!", "epics": "&"}


@dataclass(frozen=True)
class Tracker:
    """What a link leads to: the `tool` and the `key` of the item there; a tool that is not known is named by its host,
    without a key."""

    tool: str
    key: str = ""

    def __str__(self) -> str:
        return f"{self.tool} {self.key}".strip()


def tracker_of(address: str) -> Tracker | None:
    """Read a link to Jira, GitHub, GitLab or Azure DevOps; None for what is no https address."""
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").lower()
    except ValueError:
        return None
    if parts.scheme != "https" or not host:
        return None
    path, query = unquote(parts.path), parse_qs(parts.query)
    if host == "github.com" or host.startswith("github."):
        found = _GITHUB.match(path)
        return Tracker("GitHub", f"{found[1]}#{found[2]}") if found else Tracker("GitHub")
    if host == "dev.azure.com" or host.endswith(".visualstudio.com") or "/_workitems/" in path.lower():
        found = _AZURE.search(path)
        number = found[1] if found else next(iter(query.get("workitem", [])), "")
        return Tracker("Azure DevOps", f"#{number}" if _NUMBER.match(number) else "")
    if "/-/" in path or host == "gitlab.com" or host.startswith("gitlab."):
        found = _GITLAB.match(path)
        if found:
            return Tracker("GitLab", f"{found[1].removeprefix('groups/')}{_MARKS[found[2]]}{found[3]}")
        return Tracker("GitLab")
    chosen = next(iter(query.get("selectedIssue", [])), "")
    if found := _JIRA.search(path):
        return Tracker("Jira", found[1])
    if re.fullmatch(_JIRA_KEY, chosen):
        return Tracker("Jira", chosen)
    return Tracker("Jira") if host.endswith(".atlassian.net") else Tracker(host)


def tracker_refusal(address: str) -> str:
    """Why this may not be the link of an item; "" when it may. Raises ValidationError for what cannot be stored."""
    storable(address)
    if len(address) > LENGTH:
        return f"The address has {len(address)} characters; {LENGTH} is the most."
    if address != address.strip() or any(character.isspace() for character in address) or tracker_of(address) is None:
        return f"“{address[:80]}” is no https address. Copy it from the browser, with https:// at its beginning."
    if "@" in urlsplit(address).netloc:
        return "The address holds a name or a password before the @. Leave them out: everybody here can read it."
    return ""
