"""Schemas of what is declared: attributes, decisions, fields, sources, tables, machines, quantities, cards, examples."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...advice.interview.schema import situation_schema
from ...knowledge import keys
from ...knowledge.declare import ID, NAME
from ...knowledge.keys import Keys
from ...knowledge.model import Decision
from ...knowledge.selectors import FieldType
from .names import value_of
from .parts import ANYTHING, BOOLEAN, NUMBER, TEXT, Schema, described, either, mapping, named, one_or_more, ref, several
from .vocabulary import Vocabulary

__all__ = ["declaration_definitions"]


def _pattern(expression: str) -> Schema:
    return {"type": "string", "pattern": f"^{expression.removesuffix(chr(92) + 'Z')}$"}


_NAME = _pattern(NAME.pattern)
_ID = _pattern(ID.pattern)
_TEXTS = several(TEXT)
_LABELLED = mapping(keys.ATTRIBUTE_VALUE, {"label": TEXT, "also": _TEXTS, "aliases": _TEXTS})


def declaration_definitions(names: Vocabulary) -> dict[str, Schema]:
    """Return one definition per kind of item, under the key that the item begins with and `_item`."""
    return {
        "attribute_item": _attribute(names),
        "group_item": mapping(keys.ATTRIBUTE_GROUP, {"group": _NAME, "title": TEXT}),
        "decision_item": _decision(),
        "field_item": _field(),
        "source_item": _source(),
        "table_item": _table(),
        "quantity_item": _quantity(),
        "ladder_item": _ladder(names),
        "example_item": _example(names),
        "note_item": _note(),
        "pack_item": _pack(),
        "disable_item": mapping(keys.DISABLE, {"disable": ref("rule_below"), "because": TEXT}),
        "more_values_item": _more_values(names),
        "families_item": _instances(),
        **{f"{kind}_item": _card(names, kind) for kind in keys.CANDIDATE_KINDS},
    }


def _attribute(names: Vocabulary) -> Schema:
    types = {
        "attribute": _NAME,
        "type": named(keys.ATTRIBUTE_TYPES, keys.ATTRIBUTE_TYPES),
        "ask": TEXT,
        "help": TEXT,
        "unit": TEXT,
        "values": {"type": "object", "additionalProperties": _LABELLED, "minProperties": 1},
        "elsewhere": several(mapping(keys.ELSEWHERE, {"names": _TEXTS, "instead": TEXT, "sources": ref("sources")})),
        "at_least": NUMBER,
        "above": NUMBER,
        "at_most": NUMBER,
        "goal": BOOLEAN,
        "demand": BOOLEAN,
        "negotiable": BOOLEAN,
        "group": named(names.base.groups, names.base.groups) if names.base.groups else TEXT,
    }
    is_choice = {"required": ["type"], "properties": {"type": {"enum": ["choice"]}}}
    return {**mapping(keys.ATTRIBUTE, types), "if": is_choice, "then": {"required": ["values"]}}


def _decision() -> Schema:
    types = {
        "decision": _NAME,
        "title": TEXT,
        "headline": BOOLEAN,
        "occasional": BOOLEAN,
        "values": _TEXTS,
        "fields": _TEXTS,
        "shown": _TEXTS,
        "told": _TEXTS,
        "instead": _TEXTS,
        "kind": named(keys.DECISION_KINDS, keys.DECISION_KINDS),
        "kinds": several(named(keys.CANDIDATE_KINDS, keys.CANDIDATE_KINDS)),
        "role": TEXT,
    }
    return mapping(keys.DECISION, types)


def _field() -> Schema:
    types = {
        "field": _NAME,
        "type": named(keys.FIELD_TYPES, keys.FIELD_TYPES),
        "of": ref("attribute"),
        "values": _TEXTS,
        "title": TEXT,
        "unit": TEXT,
        "keys": _TEXTS,
    }
    return mapping(keys.FIELD, types)


def _source() -> Schema:
    address = {"type": "string", "pattern": "^https?://"}
    types = {"source": _ID, "title": TEXT, "url": address, "read": TEXT, "review_by": TEXT, "licence": TEXT}
    return mapping(keys.SOURCE, {**types, "note": TEXT})


def _table() -> Schema:
    rows = {"type": "object", "additionalProperties": TEXT}
    types = {"table": _ID, "by": ref("attribute"), "rows": rows, "title": TEXT, "default": TEXT}
    return mapping(keys.TABLE, {**types, "sources": ref("sources")})


def _pack() -> Schema:
    types = {"pack": _ID, "version": TEXT, "description": TEXT, "extends": _ID, "as_of": TEXT, "format": {"enum": [1]}}
    return {**mapping(keys.PACK, types), "anyOf": [{"required": ["extends"]}, {"required": ["as_of"]}]}


def _more_values(names: Vocabulary) -> Schema:
    base = names.base
    chosen = (name for name, attribute in base.attributes.items() if attribute.type == "choice")
    decided = (name for name, decision in base.decisions.items() if decision.values)
    stated = (name for name, field in names.fields.items() if field.values is not None)
    values = either({"type": "object", "additionalProperties": _LABELLED}, _TEXTS)
    return mapping(keys.MORE_VALUES, {"more_values": named([*chosen, *decided, *stated]), "values": values})


def _instances() -> Schema:
    size = mapping(keys.SIZE, {**dict.fromkeys((*keys.SIZE.required, *keys.SIZE.optional), NUMBER), "roles": _TEXTS})
    texts = dict.fromkeys((*keys.FAMILY.required, *keys.FAMILY.optional), TEXT)
    family = mapping(keys.FAMILY, {**texts, "sizes": {"type": "object", "additionalProperties": size}})
    families = {"type": "object", "additionalProperties": family}
    return mapping(keys.INSTANCES, {"families": families, "prefix": TEXT, "sources": ref("sources")})


_BASIS = {"sources": ref("sources"), "basis": ref("basis"), "because": TEXT, "note": TEXT}


def _quantity() -> Schema:
    operands = several(ref("operand"))
    counts = {name: keys.OPERANDS.get(name) for name in keys.OPERATIONS}
    types = {
        "quantity": _NAME,
        **{
            name: {**operands, "minItems": count, "maxItems": count} if count else {**operands, "minItems": 1}
            for name, count in counts.items()
        },
        "round": named(keys.ROUNDINGS, keys.ROUNDINGS),
        "unit": TEXT,
        **_BASIS,
    }
    one = [{"required": [name]} for name in keys.OPERATIONS]
    rounded = [{"required": ["round", name]} for name in keys.TAKEN_AS_THEY_ARE]
    return {**mapping(keys.QUANTITY, types), "oneOf": one, "not": {"anyOf": rounded}}


def _ladder(names: Vocabulary) -> Schema:
    step = mapping(keys.STEP, {"up_to": NUMBER, "use": ref("instance")})
    types = {
        "ladder": _ID,
        "by": named([*names.base.quantities, *names.base.attributes]),
        "steps": several(step),
        "beyond": named(keys.BEYOND, keys.BEYOND),
        "unknown": ref("instance"),
        "too_small": TEXT,
        **_BASIS,
    }
    return mapping(keys.LADDER, types)


# --- cards ---


def _card(names: Vocabulary, kind: str) -> Schema:
    facts = {name: described(_fact(field), _titled(field)) for name, field in names.fields.items()}
    mode = mapping(keys.MODE, {"mode": TEXT, "when": ref("condition")})
    mode["properties"].update(facts)
    mode["required"] = ["mode"]
    own = {"name": TEXT, "summary": TEXT, "order": NUMBER, "sources": ref("sources"), "modes": several(mode)}
    card = mapping(
        Keys({kind: keys.CANDIDATE_KINDS[kind], **keys.CARD.required}, keys.CARD.optional), {kind: _ID, **own}
    )
    card["properties"].update(facts)
    return card


def _titled(field: FieldType) -> str:
    return f"{field.title}, in {field.unit}." if field.unit else f"{field.title}."


def _fact(field: FieldType) -> Schema:
    if field.kind == "list":
        return either(several(value_of(field)), mapping(keys.KEYS_OF, {"keys_of": ref("table_name")}))
    if field.kind == "records":
        record = {"type": "object", "properties": dict.fromkeys(field.keys, ANYTHING), "additionalProperties": False}
        return several(record)
    if field.kind == "notes":
        return several(either(TEXT, mapping(keys.CARD_NOTE, {"note": TEXT, "sources": ref("sources")})))
    if field.kind == "map":
        return {"type": "object"}
    return ref("table_name") if field.kind == "table" else value_of(field)


# --- notes and examples ---


def _note() -> Schema:
    kinds = {"rules": "rule_id", "cards": "candidate", "decisions": "decision", "attributes": "attribute"}
    carriers = mapping(Keys({}, keys.CARRIERS), {kind: several(ref(name)) for kind, name in kinds.items()})
    types = {
        "note": {"type": "string", "pattern": "^[A-Z][A-Z0-9-]*$"},
        "says": TEXT,
        "verdict": named(keys.VERDICT_TEXTS, keys.VERDICT_TEXTS),
        "sources": {**several(ref("source")), "minItems": 1},
        "carried_by": {**carriers, "minProperties": 1},
        "instead": TEXT,
    }
    holds = {"properties": {"verdict": {"enum": ["holds"]}}}
    return {**mapping(keys.NOTE, types), "if": holds, "else": {"required": ["instead"]}}


def _example(names: Vocabulary) -> Schema:
    base = names.base
    nothing = {"type": "null"}
    candidate = either(ref("candidate"), nothing)
    attribute = either(ref("attribute"), nothing)
    parts = {name: described(_expected(decision), decision.title) for name, decision in base.decisions.items()}
    expect = {
        "first": one_or_more(candidate),
        "among": several(ref("candidate")),
        "ruled_out": several(ref("candidate")),
        "setup": {"type": "object", "properties": parts, "additionalProperties": False},
        "absent": one_or_more(ref("decision")),
        "next": one_or_more(attribute),
        **dict.fromkeys(keys.EXPECTED_RULES, one_or_more(ref("rule_id"))),
    }
    types = {
        "example": _ID,
        "given": situation_schema(base),
        "expect": {**mapping(keys.EXPECT, expect), "minProperties": 1},
        "sources": ref("sources"),
        "basis": ref("basis"),
        "note": TEXT,
    }
    return mapping(keys.EXAMPLE, types)


def _expected(decision: Decision) -> Schema:
    """Return what an example may expect of a decision: a value, any of a list, or fields beside it."""
    if decision.kind == "map":
        return {"type": "object"}
    own: Mapping[str, str] = keys.INSTANCE_CHOICE.optional if decision.kind == "instance" else keys.CHOICE.optional
    fields: dict[str, Any] = dict.fromkeys((*own, *keys.ANSWERED, *decision.fields), ANYTHING)
    known = named(decision.values) if decision.values else TEXT
    value = one_or_more(either(known, {"type": "null"}))
    record = {"type": "object", "properties": {**fields, "value": value}, "additionalProperties": False}
    return either(value, record)
