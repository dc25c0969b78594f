"""Declarations: attributes, decisions, card fields, sources, tables and instance types."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from ..errors import folded, nearest
from . import keys
from .model import Attribute, Decision, Elsewhere, Instance, Source, Table, named_in
from .reading import Reader
from .selectors import FieldType
from .tree import Node

__all__ = [
    "NAME",
    "read_attribute",
    "read_decision",
    "read_field",
    "read_group",
    "read_instances",
    "read_source",
    "read_table",
]

NAME = re.compile(r"[a-z][a-z0-9_]*\Z")
ID = re.compile(r"[a-z0-9][a-z0-9.-]*\Z")
# Options of `recommend` that no attribute may take.
_NO = "no_"  # --no-sparse says that sparse is false
RESERVED = frozenset(
    {
        "declined",
        "set",
        "situation",
        "json",
        "output",
        "batch",
        "top",
        "rules",
        "explain",
        "help",
        "version",
        "plain",
        "not_sure",
        "resume",
        "out",
        "id",
        "kind",
        "any",
        "all",
    }
)


def _id(reader: Reader, node: Node, what: str, pattern: re.Pattern[str] = ID) -> str:
    name = reader.text(node, what)
    if name and not pattern.match(name):
        reader.problems.add(node, "bad-name", f"{what}: {name!r} is not a valid name", f"use {pattern.pattern[:-2]}")
    return name


def read_group(reader: Reader, node: Node) -> tuple[str, str]:
    """Read one `- group:` entry: its id and its title."""
    entry = reader.mapping(node, "group", *keys.ATTRIBUTE_GROUP)
    name = _id(reader, entry["group"], "group", NAME) if "group" in entry else ""
    return name, reader.text(entry.get("title"), f"group {name!r}: title")


def read_attribute(reader: Reader, node: Node, groups: Mapping[str, Any]) -> Attribute:
    """Read one `- attribute:` entry. `groups` are the declared ones, by id."""
    entry = reader.mapping(node, "attribute", *keys.ATTRIBUTE)
    name = _id(reader, entry["attribute"], "attribute", NAME) if "attribute" in entry else ""
    what = f"attribute {name!r}"
    if name in RESERVED or name.startswith(_NO):
        reader.problems.add(entry["attribute"], "reserved-name", f"{what}: the name is taken by an option")
    stated = reader.one_of(entry["type"], f"{what}: type", keys.ATTRIBUTE_TYPES) if "type" in entry else None
    kind = stated or "choice"
    labels, also, aliases = _values(reader, entry, what) if kind == "choice" else ({}, {}, {})
    if stated == "choice" and not labels:
        reader.problems.add(node, "missing-key", f"{what}: a choice needs `values`")
    low = entry.get("at_least") or entry.get("above")
    return Attribute(
        name=name,
        type=kind,
        ask=reader.text(entry.get("ask"), f"{what}: ask"),
        help=reader.text(entry.get("help"), f"{what}: help"),
        unit=reader.text(entry.get("unit"), f"{what}: unit"),
        values=tuple(labels),
        labels=labels,
        also=also,
        aliases=aliases,
        low=reader.number(low, f"{what}: lower bound"),
        low_open="above" in entry,
        high=reader.number(entry.get("at_most"), f"{what}: at_most"),
        goal=reader.boolean(entry.get("goal"), f"{what}: goal"),
        demand=reader.boolean(entry.get("demand"), f"{what}: demand"),
        negotiable=reader.boolean(entry.get("negotiable"), f"{what}: negotiable"),
        group=(reader.one_of(entry["group"], f"{what}: group", groups) if "group" in entry else "") or "",
        elsewhere=_elsewhere(reader, entry.get("elsewhere"), what, [*labels, *also, *aliases]),
    )


def _values(
    reader: Reader, entry: Mapping[str, Node], what: str
) -> tuple[dict[str, str], dict[str, str], dict[str, tuple[str, ...]]]:
    """Return the labels by value, the values by other name, and the values that a word suggests."""
    labels: dict[str, str] = {}
    also: dict[str, str] = {}
    aliases: dict[str, tuple[str, ...]] = {}
    values = reader.entries(entry.get("values"), f"{what}: values")
    taken = {folded(value): value for value in values}
    for value, details in values.items():
        parts = reader.mapping(details, f"{what}: {value}", *keys.ATTRIBUTE_VALUE)
        labels[value] = reader.text(parts.get("label"), f"{what}: {value}: label", value)
        for name in reader.texts(parts.get("also"), f"{what}: {value}: also"):
            meant = taken.setdefault(folded(name), value)
            if meant != value:
                message = f"{what}: {value}: also: {name!r} is a name of {meant!r} already"
                reader.problems.add(parts["also"], "ambiguous-name", message, "make it an alias: it suggests both")
            also.setdefault(name, value)
        for alias in reader.texts(parts.get("aliases"), f"{what}: {value}: aliases"):
            aliases[alias] = (*aliases.get(alias, ()), value)
    return labels, also, aliases


def _elsewhere(reader: Reader, node: Node | None, what: str, taken: Sequence[str]) -> tuple[Elsewhere, ...]:
    """Read what people ask for that is none of the values; a name that a value has would never be looked at."""
    names_taken = {folded(name) for name in taken}
    found = []
    for one in reader.nodes(node, f"{what}: elsewhere"):
        entry = reader.mapping(one, f"{what}: elsewhere", *keys.ELSEWHERE)
        names = reader.texts(entry.get("names"), f"{what}: elsewhere: names")
        for name in names:
            if folded(name) in names_taken:
                message = f"{what}: elsewhere: {name!r} is a name of one of its values"
                reader.problems.add(one, "ambiguous-name", message, "a name says one thing")
            names_taken.add(folded(name))
        instead = reader.text(entry.get("instead"), f"{what}: elsewhere: instead")
        found.append(Elsewhere(names, instead, reader.texts(entry.get("sources"), f"{what}: elsewhere: sources")))
    return tuple(found)


def read_decision(reader: Reader, node: Node) -> Decision:
    """Read one `- decision:` entry."""
    entry = reader.mapping(node, "decision", *keys.DECISION)
    name = _id(reader, entry["decision"], "decision", NAME) if "decision" in entry else ""
    what = f"decision {name!r}"
    kind = reader.one_of(entry["kind"], f"{what}: kind", keys.DECISION_KINDS) if "kind" in entry else "value"
    fields = reader.texts(entry.get("fields"), f"{what}: fields")
    return Decision(
        id=name,
        title=reader.text(entry.get("title"), what),
        kind=kind or "value",
        headline=reader.boolean(entry.get("headline"), f"{what}: headline"),
        values=reader.texts(entry.get("values"), f"{what}: values"),
        fields=fields,
        role=reader.text(entry.get("role"), f"{what}: role"),
        kinds=_kinds(reader, entry.get("kinds"), f"{what}: kinds") or ("algorithm",),
        occasional=reader.boolean(entry.get("occasional"), f"{what}: occasional"),
        shown=_own_fields(reader, entry.get("shown"), f"{what}: shown", fields),
        told=_own_fields(reader, entry.get("told"), f"{what}: told", fields),
        instead=_own_texts(reader, entry.get("instead"), f"{what}: instead", fields),
    )


def _kinds(reader: Reader, node: Node | None, what: str) -> tuple[str, ...]:
    found = [reader.one_of(entry, what, keys.CANDIDATE_KINDS) for entry in reader.nodes(node, what)]
    return tuple(kind for kind in found if kind)


def _own_fields(reader: Reader, node: Node | None, what: str, fields: Sequence[str]) -> tuple[str, ...]:
    names = reader.texts(node, what)
    _check_own(reader, node, what, names, fields)
    return names


def _own_texts(reader: Reader, node: Node | None, what: str, fields: Sequence[str]) -> tuple[str, ...]:
    texts = reader.texts(node, what)
    for text in texts:
        _check_own(reader, node, what, named_in(text), fields)
        if node is not None and text.count("{") + text.count("}") != 2 * len(named_in(text)):
            reader.problems.add(
                node, "bad-braces", f"{what}: in {text!r} braces hold more, or less, than the name of a field"
            )
    return texts


def _check_own(reader: Reader, node: Node | None, what: str, names: Sequence[str], fields: Sequence[str]) -> None:
    for name in names:
        if node is not None and name not in fields:
            message = f"{what}: {name!r} is not one of its fields"
            reader.problems.add(node, "unknown-field", message, nearest(name, fields))


def read_field(reader: Reader, node: Node, attributes: Mapping[str, Attribute]) -> FieldType:
    """Read one `- field:` entry."""
    entry = reader.mapping(node, "field", *keys.FIELD)
    name = _id(reader, entry["field"], "field", NAME) if "field" in entry else ""
    stated = reader.one_of(entry["type"], f"field {name!r}: type", keys.FIELD_TYPES) if "type" in entry else None
    kind = stated or "text"
    values: tuple[str, ...] | None = reader.texts(entry.get("values"), f"field {name!r}: values") or None
    if "of" in entry:
        attribute = reader.one_of(entry["of"], f"field {name!r}: of", attributes)
        values = attributes[attribute].values if attribute else None
    return FieldType(
        name,
        kind,
        values,
        reader.text(entry.get("title"), "title", name),
        reader.text(entry.get("unit"), "unit"),
        reader.texts(entry.get("keys"), "keys"),
    )


def read_source(reader: Reader, node: Node) -> Source:
    """Read one `- source:` entry."""
    entry = reader.mapping(node, "source", *keys.SOURCE)
    name = _id(reader, entry["source"], "source") if "source" in entry else ""
    url = reader.text(entry.get("url"), f"source {name!r}: url")
    if url and not url.startswith(("https://", "http://")):
        reader.problems.add(entry["url"], "bad-url", f"source {name!r}: {url!r} is not an address")
    return Source(
        name,
        reader.text(entry.get("title"), f"source {name!r}: title"),
        url,
        reader.text(entry.get("read"), f"source {name!r}: read"),
        reader.text(entry.get("review_by"), f"source {name!r}: review_by"),
    )


def read_table(reader: Reader, node: Node, attributes: Mapping[str, Attribute]) -> Table:
    """Read one `- table:` entry."""
    entry = reader.mapping(node, "table", *keys.TABLE)
    name = _id(reader, entry["table"], "table") if "table" in entry else ""
    by = reader.one_of(entry["by"], f"table {name!r}: by", attributes) if "by" in entry else None
    rows: dict[str, str] = {}
    for key, value in reader.entries(entry.get("rows"), f"table {name!r}: rows").items():
        if by and key not in attributes[by].values:
            message = f"table {name!r}: {key!r} is not a value of {by!r}"
            reader.problems.add(entry["rows"].keys[key], "unknown-value", message, nearest(key, attributes[by].values))
        rows[key] = reader.text(value, f"table {name!r}: {key}")
    default = reader.text(entry["default"], "default") if "default" in entry else None
    return Table(name, by or "", rows, default, reader.texts(entry.get("sources"), f"table {name!r}: sources"))


def read_instances(reader: Reader, node: Node) -> dict[str, Instance]:
    """Read the instance catalog: families, and their sizes."""
    entry = reader.mapping(node, "instances", *keys.INSTANCES)
    found: dict[str, Instance] = {}
    prefix = reader.text(entry.get("prefix"), "prefix")
    for family, details in reader.entries(entry.get("families"), "families").items():
        parts = reader.mapping(details, f"family {family!r}", *keys.FAMILY)
        shared: dict[str, Any] = {key: reader.text(value, key) for key, value in parts.items() if key != "sizes"}
        for size, data in reader.entries(parts.get("sizes"), f"family {family!r}: sizes").items():
            facts = reader.mapping(data, f"instance {family}.{size}", *keys.SIZE)
            name = f"{prefix}{family}.{size}"
            numbers = {key: reader.number(value, f"{name}: {key}") for key, value in facts.items() if key != "roles"}
            found[name] = Instance(
                name, {"family": family, **shared, **numbers}, reader.texts(facts.get("roles"), "roles")
            )
    return found
