"""The building blocks of the schemas. They mean the same as draft-07 and as draft 2020-12.

So: `definitions` instead of `$defs`, no lists of schemas for arrays, and nothing beside a `$ref`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ...knowledge.keys import Keys

__all__ = [
    "ANYTHING",
    "BOOLEAN",
    "LITERAL",
    "NUMBER",
    "TEXT",
    "described",
    "either",
    "mapping",
    "named",
    "one_entry",
    "one_or_more",
    "ref",
    "several",
]

Schema = Any

ANYTHING: Schema = {}
TEXT: Schema = {"type": ["string", "number"]}  # numbers and dates are taken as written
NUMBER: Schema = {"type": "number"}
BOOLEAN: Schema = {"type": "boolean"}
LITERAL: Schema = {"type": ["string", "number", "boolean", "null"]}


def ref(name: str) -> Schema:
    """Return a reference to a definition."""
    return {"$ref": f"#/definitions/{name}"}


def described(schema: Schema, text: str) -> Schema:
    """Return a schema with a description; a reference is wrapped, as draft-07 ignores what stands beside it."""
    if not text:
        return schema
    return {"description": text, "allOf": [schema]} if "$ref" in schema else {"description": text, **schema}


def named(names: Iterable[str], texts: Mapping[str, str] | None = None) -> Schema:
    """Return a text that is one of the names. With texts, an editor shows what each of them means."""
    listed = list(names)
    if not listed:
        return {"not": {}}
    texts = texts or {}
    if not any(texts.get(name) for name in listed):
        return {"enum": listed}
    return {"enum": listed, "enumDescriptions": [texts.get(name, "") for name in listed]}


def either(*schemas: Schema) -> Schema:
    """Return a schema that any of the schemas satisfies."""
    return schemas[0] if len(schemas) == 1 else {"anyOf": list(schemas)}


def several(item: Schema) -> Schema:
    """Return a list."""
    return {"type": "array", "items": item}


def one_or_more(item: Schema) -> Schema:
    """Return a value, or a list of values of which any will do."""
    return either(item, several(item))


def mapping(keys: Keys, types: Mapping[str, Schema]) -> Schema:
    """Return a mapping whose keys come from a fixed set.

    Args:
        keys: the keys, with their descriptions.
        types: the schema of each value.

    Raises:
        KeyError: a key has no schema.

    """
    texts = {**keys.required, **keys.optional}
    schema: dict[str, Any] = {
        "type": "object",
        "properties": {key: described(types[key], text) for key, text in texts.items()},
        "additionalProperties": False,
    }
    if keys.required:
        schema["required"] = list(keys.required)
    return schema


def one_entry(entries: Mapping[str, Schema]) -> Schema:
    """Return a mapping with exactly one of the entries.

    It is not said by `maxProperties`: editors offer nothing to complete then, as they count the entry that is being written.
    """
    return {
        "type": "object",
        "properties": dict(entries),
        "additionalProperties": False,
        "oneOf": [{"required": [name]} for name in entries] or [{}],
    }
