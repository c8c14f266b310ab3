"""Checks values against an OpenAPI 3 specification, as far as Parliament's two specifications use the language."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

TYPES: dict[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
}


class Specification:
    def __init__(self, path: Path):
        self.document = json.loads(path.read_text(encoding="utf-8"))

    def problems(self, template: str, value: Any, status: str = "200") -> list[str]:
        """The problems of a response to a GET of this path in the specification, each with its place."""
        answer = self.document["paths"][template]["get"]["responses"][status]
        return list(self._problems(answer["content"]["application/json"]["schema"], value, "answer"))

    def parameters(self, template: str) -> set[str]:
        return {parameter["name"] for parameter in self.document["paths"][template]["get"]["parameters"]}

    def _problems(self, schema: dict[str, Any], value: Any, where: str) -> Iterator[str]:
        if value is None:
            # In real responses null can replace any object of another schema, whatever the specification says.
            if not (schema.get("nullable") or "$ref" in schema):
                yield f"{where} is null"
            return
        for part in (schema, *schema.get("allOf", ())):
            if "$ref" in part:
                yield from self._problems(self._named(part["$ref"]), value, where)
        yield from _wrong_value(schema, value, where)
        yield from self._wrong_parts(schema, value, where)

    def _named(self, reference: str) -> dict[str, Any]:
        return self.document["components"]["schemas"][reference.rpartition("/")[2]]

    def _wrong_parts(self, schema: dict[str, Any], value: Any, where: str) -> Iterator[str]:
        properties = schema.get("properties", {})
        if isinstance(value, dict):
            for key, part in value.items():
                if key in properties:
                    yield from self._problems(properties[key], part, f"{where}.{key}")
                elif schema.get("additionalProperties") is False:
                    yield f"{where}.{key} is not in the specification"
            yield from (f"{where}.{key} is missing" for key in properties.keys() - value.keys())
        if isinstance(value, list):
            for place, part in enumerate(value):
                yield from self._problems(schema.get("items", {}), part, f"{where}[{place}]")


def _wrong_value(schema: dict[str, Any], value: Any, where: str) -> Iterator[str]:
    expected = schema.get("type")
    if expected and (not isinstance(value, TYPES[expected]) or (isinstance(value, bool) and expected != "boolean")):
        yield f"{where} is no {expected}: {value!r:.60}"
    if "enum" in schema and value not in schema["enum"]:
        yield f"{where} is none of {schema['enum']}: {value!r:.60}"
    if schema.get("format") == "date-time" and isinstance(value, str) and not _is_moment(value):
        yield f"{where} is no date-time: {value!r:.60}"


def _is_moment(text: str) -> bool:
    try:
        return bool(datetime.fromisoformat(text)) and "T" in text
    except ValueError:
        return False
