"""Who imports whom, read from the source without running it: imports at any depth, and models named in strings."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

# The rungs of the house, lowest first: a room may use the rooms on rungs below its own, and itself.
RUNGS = (
    ("lib",),
    ("accounts",),
    ("products",),
    ("goals",),
    ("metrics", "talk"),
    ("vision", "roadmap", "sprints"),
    ("sharing",),
    ("api",),
    ("urls",),
)
RUNG = {room: height for height, rooms in enumerate(RUNGS) for room in rooms}
# What the product itself never imports.
OUTSIDE = {"tests", "bench", "devtools"}
NO_ROOMS = OUTSIDE | {"templates", "static", "var", "staticfiles", "docs"}
MODEL_IN_A_STRING = re.compile(r"^([a-z]+)\.[A-Z]\w*$")
MODEL_IN_A_MIGRATION = re.compile(r"^([a-z]+)\.\w+$")


@dataclass(frozen=True)
class Use:
    """One room uses another: `path:line` of the source, and the words that say so."""

    room: str
    used: str
    place: str
    words: str

    @property
    def is_allowed(self) -> bool:
        """Tell whether the use points down the rungs."""
        if self.room == self.used:
            return True
        return self.used not in OUTSIDE and RUNG[self.used] < RUNG[self.room]


def rooms(house: Path) -> set[str]:
    """Return every package of the product: the folders of `goalchain` and those beside it."""
    packages = [path.parent for path in (*house.glob("*/__init__.py"), *house.glob("goalchain/*/__init__.py"))]
    return {package.name for package in packages} - NO_ROOMS - {"goalchain"}


def uses(house: Path) -> Iterator[Use]:
    """Give each use of one room of the product by another."""
    for source in sorted(house.rglob("*.py")):
        parts = source.relative_to(house).parts
        if parts[0].startswith(".") or parts[0] in NO_ROOMS or len(parts) == 1:
            continue
        room = room_of(".".join(parts).removesuffix(".py"))
        for line, words, used in _mentions(source, parts):
            if used in RUNG or used in OUTSIDE:
                yield Use(room, used, f"{source.relative_to(house)}:{line}", words)


def room_of(module: str) -> str:
    """Return the room of a dotted module: `goalchain.goals.trace` is in goals, `goalchain.settings` on the top rung."""
    first, *rest = module.split(".")
    if first != "goalchain":
        return first
    return rest[0] if rest and rest[0] in RUNG else "urls"


def _mentions(source: Path, parts: tuple[str, ...]) -> Iterator[tuple[int, str, str]]:
    """Give line, words and used room of everything in one file that reaches for a room."""
    package = list(parts[:-1])
    pattern = MODEL_IN_A_MIGRATION if "migrations" in parts else MODEL_IN_A_STRING
    for part in ast.walk(ast.parse(source.read_text(), str(source))):
        if isinstance(part, ast.Import):
            for alias in part.names:
                yield part.lineno, f"import {alias.name}", room_of(alias.name)
        elif isinstance(part, ast.ImportFrom):
            above = package[: len(package) - part.level + 1] if part.level else []
            module = ".".join([*above, *([part.module] if part.module else [])])
            for alias in part.names:
                # `from goalchain import goals` names the room last.
                yield part.lineno, f"from {module} import {alias.name}", room_of(f"{module}.{alias.name}")
        elif isinstance(part, ast.Call) and _is_lookup(part):
            first = part.args[0]
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                name = first.value
                yield part.lineno, ast.unparse(part), room_of(name) if "goalchain." in name else name.split(".")[0]
        elif isinstance(part, ast.Constant) and isinstance(part.value, str) and (found := pattern.match(part.value)):
            yield part.lineno, repr(part.value), found[1]
        elif isinstance(part, ast.Tuple) and "migrations" in parts and (app := _dependency(part)):
            yield part.lineno, ast.unparse(part), app


def _is_lookup(call: ast.Call) -> bool:
    """Tell whether a call names a module or a model by a string."""
    name = getattr(call.func, "attr", getattr(call.func, "id", ""))
    return bool(call.args) and name in {"import_module", "import_string", "get_model", "get_app_config"}


def _dependency(pair: ast.Tuple) -> str | None:
    """Return the app of a tuple that is a migration's dependency, such as ("goals", "0001_initial"); else None."""
    words = [part.value for part in pair.elts if isinstance(part, ast.Constant) and isinstance(part.value, str)]
    if len(words) == len(pair.elts) == 2 and re.match(r"\d{4}_|__(first|latest)__", words[1]):
        return words[0]
    return None
