"""The description of the API: for programs as OpenAPI 3.1, for people as a page made from it.

The page is our own and not one of the usual viewers: those weigh ten times what a page of ours may, and cannot be used
by keyboard or with a screen reader as well as plain HTML can.
"""

import functools
import json
from dataclasses import dataclass, replace
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from drf_spectacular.generators import SchemaGenerator

Schema = dict[str, Any]
_WORDS = {
    "string": "text",
    "integer": "whole number",
    "number": "number",
    "boolean": "true or false",
    "object": "object",
    "null": "null",
}
_FORMATS = {"date": "date", "date-time": "time", "email": "e-mail", "uri": "address", "uri-reference": "address"}
_METHODS = ("get", "post", "put", "patch", "delete")


@dataclass(frozen=True)
class Field:
    """A field, parameter or header: what it is called, what it holds (`resource` if that is a resource), and a note."""

    name: str
    holds: str
    resource: str
    required: bool
    note: str


@dataclass(frozen=True)
class Answer:
    """What an operation answers: the status, and the resource or the words for it."""

    code: str
    holds: str
    resource: str
    note: str

    @property
    def well(self) -> bool:
        """Whether this is what was asked for."""
        return self.code < "400"


@dataclass(frozen=True)
class Operation:
    """One thing that the API does."""

    name: str
    method: str
    path: str
    note: str
    parameters: list[Field]
    body: list[Field]
    answers: list[Answer]


@functools.cache
def description() -> Schema:
    """The OpenAPI description. It depends on the code alone, so each process makes it once."""
    made: Schema = SchemaGenerator().get_schema(public=True)
    return made


@functools.cache
def _document() -> bytes:
    return json.dumps(description(), ensure_ascii=False).encode()


@functools.cache
def operations() -> dict[str, list[Operation]]:
    """The operations by the subject that they are about, in the order of their addresses."""
    found: dict[str, list[Operation]] = {}
    for path, methods in description()["paths"].items():
        for method in _METHODS:
            if method in methods:
                operation = methods[method]
                found.setdefault(operation["tags"][0], []).append(_operation(path, method, operation))
    return found


@functools.cache
def resources() -> dict[str, list[Field]]:
    """The fields of each resource; of the goal, those of every level."""
    components = description()["components"]["schemas"]
    return {name: fields_of(schema) for name, schema in sorted(components.items())}


def _operation(path: str, method: str, operation: Schema) -> Operation:
    body = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
    return Operation(
        name=operation["operationId"].replace("_", " ").capitalize(),
        method=method.upper(),
        path=path,
        note=operation.get("description", "").replace("`", ""),
        parameters=[
            _field(found["name"], found["schema"], found.get("required", False), found.get("description", ""))
            for found in operation.get("parameters", [])
        ],
        body=fields_of(body),
        answers=[_answer(code, answer) for code, answer in operation["responses"].items()],
    )


def _answer(code: str, answer: Schema) -> Answer:
    content: Schema = next(iter(answer.get("content", {}).values()), {})
    holds, resource = holding(content.get("schema", {}))
    return Answer(code, holds, resource, answer.get("description", ""))


def fields_of(schema: Schema) -> list[Field]:
    """The fields of an object; of alternatives, those of all of them, once."""
    schema = _resolved(schema)
    if "oneOf" in schema:
        by_name: dict[str, list[Field]] = {}
        for choice in schema["oneOf"]:
            for field in fields_of(choice):
                by_name.setdefault(field.name, []).append(field)
        return [_merged(fields) for fields in by_name.values()]
    required = schema.get("required", [])
    return [
        _field(name, inner, name in required, inner.get("description", ""))
        for name, inner in schema.get("properties", {}).items()
    ]


def _merged(fields: list[Field]) -> Field:
    """One field of alternatives, with whatever it holds in each."""
    holds = list(dict.fromkeys(field.holds for field in fields))
    return replace(fields[-1], holds=" · ".join(holds), resource=fields[-1].resource if len(holds) == 1 else "")


def _field(name: str, schema: Schema, required: bool, note: str) -> Field:
    holds, resource = holding(schema)
    return Field(name, holds, resource, required, note)


def holding(schema: Schema) -> tuple[str, str]:
    """What a schema holds in words, and the name of the resource that it is or lists ("" for none)."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return name, name
    if "anyOf" in schema:
        return " or ".join(holding(choice)[0] for choice in schema["anyOf"]), ""
    if "const" in schema:
        return f"“{schema['const']}”", ""
    if "enum" in schema:
        return " · ".join("null" if word is None else str(word) for word in schema["enum"]), ""
    types = schema.get("type", [])
    types = [types] if isinstance(types, str) else types
    if "array" in types:
        words, resource = holding(schema["items"])
        return f"list of {words}", resource
    if "results" in schema.get("properties", {}):
        words, resource = holding(schema["properties"]["results"]["items"])
        return f"page of {words}", resource
    word = _FORMATS.get(schema.get("format", ""))
    return " or ".join(word if word and name == "string" else _WORDS[name] for name in types), ""


def _resolved(schema: Schema) -> Schema:
    if "$ref" not in schema:
        return schema
    found: Schema = description()["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    return found


@login_not_required
@require_safe
def schema(request: HttpRequest) -> HttpResponse:
    """The OpenAPI description as JSON, for everybody: it holds nothing of any product."""
    return HttpResponse(_document(), content_type="application/vnd.oai.openapi+json")


@login_not_required
@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """The description as a page, for everybody. No query beside session and user."""
    return render(request, "api/docs.html", {"subjects": operations(), "resources": resources(), "nav": "tokens"})
