"""Every route of the site, read from the URL resolver: what a net covers is not a list that somebody keeps."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver


@dataclass(frozen=True)
class Address:
    """A route: its name with namespaces, and its pattern as it is written."""

    name: str
    pattern: str


def addresses(resolver: URLResolver | None = None, space: str = "", before: str = "") -> Iterator[Address]:
    """Yield every route below a resolver (the site's, unless given); a route without a name gets its pattern as one."""
    resolver = resolver or get_resolver()
    for found in resolver.url_patterns:
        pattern = before + str(found.pattern)
        if isinstance(found, URLResolver):
            yield from addresses(found, f"{space}{found.namespace}:" if found.namespace else space, pattern)
        elif isinstance(found, URLPattern):
            yield Address(f"{space}{found.name}" if found.name else pattern, pattern)
