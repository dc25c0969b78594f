"""Definitions shared by all schemas: names that must be declared, values of attributes, and values that are computed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...knowledge import keys
from ...knowledge.model import Attribute, Decision
from ...knowledge.selectors import FieldType
from .parts import ANYTHING, BOOLEAN, LITERAL, NUMBER, TEXT, Schema, either, mapping, named, ref, several
from .vocabulary import Vocabulary

__all__ = ["FREE", "decided", "name_definitions", "test_name", "value_of"]

# A value that may be written or computed: a literal, a list, `{from: …}`, or a mapping of such values.
FREE: Schema = ref("value")


def name_definitions(names: Vocabulary) -> dict[str, Schema]:
    """Return the definitions that the other modules of this package refer to."""
    base = names.base
    numbers = [name for name, attribute in base.attributes.items() if not attribute.discrete]
    discrete = [name for name, attribute in base.attributes.items() if attribute.discrete]
    asked = {name: attribute.ask for name, attribute in base.attributes.items()}
    return {
        "source": named(base.sources, {name: source.title for name, source in base.sources.items()}),
        "candidate": named(base.candidates, {name: card.name for name, card in base.candidates.items()}),
        "attribute": named(base.attributes, asked),
        "numeric_attribute": named(numbers, asked),
        "discrete_attribute": named(discrete, asked),
        "decision": named(base.decisions, {name: decision.title for name, decision in base.decisions.items()}),
        "rule_id": named(base.rules),
        "rule_below": named([*base.rules, *base.replaced]),
        "instance": named(base.instances),
        "ladder_name": named(base.ladders),
        "table_name": named(base.tables),
        "strength": named(keys.STRENGTH_TEXTS, keys.STRENGTH_TEXTS),
        "sources": several(ref("source")),
        "basis": either(named(keys.BASES, keys.BASES), TEXT),  # a pack may rest on something else
        "operand": _operand(names),
        "part": _part(names),
        "computed": _computed(names),
        "value": either(LITERAL, several(ANYTHING), ref("computed"), _values()),
        **{f"value_of_{name}": _value(attribute) for name, attribute in base.attributes.items()},
        **{_fact_name(field): _fact(field) for field in names.fields.values()},
    }


def _values() -> Schema:
    return {"type": "object", "not": _is_computed(), "additionalProperties": ref("value")}


def _is_computed() -> Schema:
    return {"anyOf": [{"required": [key]} for key in (*keys.COMPUTED.optional, *keys.UNSET.required)]}


def _computed(names: Vocabulary) -> Schema:
    types = {"from": ref("operand"), "template": named(names.base.quantities)}
    return {**mapping(keys.COMPUTED, types), "minProperties": 1}


def _operand(names: Vocabulary) -> Schema:
    fields = {f"card.{name}": field.title for name, field in names.fields.items()}
    units = {name: quantity.unit for name, quantity in names.base.quantities.items()}
    attributes = {name: attribute.ask for name, attribute in names.base.attributes.items()}
    known = {**attributes, **units, **fields}
    return either(named(known, known), NUMBER, ref("part"))


def _part(names: Vocabulary) -> Schema:
    fields = named(f"card.{name}" for name in names.fields)
    from_card = mapping(keys.SELECTOR_FROM, {"from": fields})
    types = {"text": TEXT, "table": either(ref("table_name"), from_card), "by": ref("attribute"), "as": TEXT}
    schema: dict[str, Any] = mapping(keys.PART, types)
    return {**schema, "anyOf": [{"required": ["text"]}, {"required": ["table", "by"]}]}


def value_of(field: FieldType) -> Schema:
    """Return a reference to what a card may state in a field (in a list: in one entry of it)."""
    return ref(_fact_name(field))


def test_name(field: FieldType) -> str:
    """Return the name of the definition of how a selector may test a field."""
    return f"test_of_{_fact_name(field)}"


def _value(attribute: Attribute) -> Schema:
    """Return what an answer may be, for a condition: a listed value, true or false, or a number within the bounds."""
    if attribute.type == "boolean":
        return BOOLEAN
    if attribute.type == "choice":
        return named(attribute.values, _labels(attribute))
    low = {"minimum": attribute.low} if attribute.low is not None else {}
    high = {"maximum": attribute.high} if attribute.high is not None else {}
    return {**NUMBER, **low, **high}


def _labels(attribute: Attribute) -> Mapping[str, str]:
    return {value: label for value, label in attribute.labels.items() if label != value}


def _fact_name(field: FieldType) -> str:
    """Return the name of the definition of what a card may state; fields without values of their own share one."""
    if field.values is not None:
        return f"fact_{field.name}"
    return f"any_{field.kind}" if field.kind in ("boolean", "integer", "number") else "any_text"


def _fact(field: FieldType) -> Schema:
    """Return one value of a card's field, or one entry of its list."""
    if field.values is not None:
        return named(str(value) for value in field.values)
    if field.kind == "boolean":
        return BOOLEAN
    return {"type": field.kind} if field.kind in ("integer", "number") else TEXT


def decided(decision: Decision, computed: bool = True) -> Schema:
    """Return what a decision's value may be."""
    if decision.values:
        known = named(decision.values)
    elif decision.kind == "instance":
        known = ref("instance")
    else:
        return FREE if computed else LITERAL
    return either(known, {"type": "null"}, ref("computed")) if computed else known
