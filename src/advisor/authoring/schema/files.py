"""Which schema belongs to which file of a knowledge folder, and how it is written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ...knowledge.load import CARDS, ITEMS
from .conditions import condition_definitions
from .declarations import declaration_definitions
from .layout import laid_out
from .names import name_definitions
from .parts import Schema, ref
from .rules import rule_schema
from .vocabulary import Vocabulary

__all__ = ["SCHEMAS", "schema_name", "schemas"]

# Per schema: the kinds of items in the files it is for, and what it is. The first that covers a file is the file's own.
SCHEMAS: Mapping[str, tuple[tuple[str, ...], str]] = {
    "attributes": (("attribute", "group"), "What can be known about a situation, in the order a person would be asked"),
    "decisions": (("decision",), "The parts of a set-up, in the order they are decided"),
    "fields": (("field",), "The facts a card can state"),
    "quantities": (("quantity", "ladder"), "Numbers and texts that are computed, and ladders that size machines"),
    "sources": (("source",), "Every citation, once"),
    "tables": (("table",), "Tables shared by many cards"),
    "rules": (("rule",), "Rules: what to conclude from a situation, and why"),
    "examples": (("example",), "Situations with the recommendation they must get"),
    "notes": (("note",), "What the first notes said, whether it holds, and what carries it"),
    "pack": (("pack",), "Name, version and date of the knowledge"),
    "instances": (("families",), "Instance types, by family"),
    "card": (CARDS, "One algorithm or service, with its facts"),
    "items": (ITEMS, "Any items of a knowledge folder"),
}
_ALONE = (*CARDS, "pack", "families")  # a file that is one mapping and no list


def schemas(names: Vocabulary) -> dict[str, str]:
    """Return the text of every schema file by file name: the same bytes for the same knowledge."""
    definitions = {
        **name_definitions(names),
        **condition_definitions(names),
        **declaration_definitions(names),
        "rule_item": rule_schema(names),
    }
    return {
        f"{name}.json": laid_out(_file(kinds, title, definitions)) + "\n" for name, (kinds, title) in SCHEMAS.items()
    }


def schema_name(kinds: Iterable[str]) -> str | None:
    """Return the schema for a file with items of these kinds, or None when there are none or no schema covers them."""
    found = set(kinds)
    covering = (name for name, (covered, _) in SCHEMAS.items() if found <= set(covered))
    return next(covering, None) if found else None


def _file(kinds: Sequence[str], title: str, definitions: Mapping[str, Schema]) -> Schema:
    item = _any_kind(kinds)
    whole = item if kinds[0] in _ALONE else {"type": ["array", "null"], "items": item}
    if "$ref" in whole:  # beside which nothing counts in draft-07
        whole = {"allOf": [whole]}
    return {"title": title, **whole, "definitions": _needed(whole, definitions)}


def _any_kind(kinds: Sequence[str]) -> Schema:
    """Return the schema of an item that may be of several kinds: the first whose key it has."""
    first, *rest = kinds
    if not rest:
        return ref(f"{first}_item")
    return {"if": {"required": [first]}, "then": ref(f"{first}_item"), "else": _any_kind(rest)}


def _needed(schema: Schema, definitions: Mapping[str, Schema]) -> dict[str, Schema]:
    """Return the definitions that a schema refers to, directly or through others, in the order of their names."""
    found: dict[str, Schema] = {}
    pending = [schema]
    while pending:
        for name in _references(pending.pop()):
            if name not in found:
                found[name] = definitions[name]
                pending.append(definitions[name])
    return dict(sorted(found.items()))


def _references(schema: Any) -> Iterable[str]:
    if isinstance(schema, dict):
        if isinstance(schema.get("$ref"), str):
            yield schema["$ref"].removeprefix("#/definitions/")
        for part in schema.values():
            yield from _references(part)
    elif isinstance(schema, list):
        for part in schema:
            yield from _references(part)
