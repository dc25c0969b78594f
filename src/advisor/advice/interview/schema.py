"""The JSON Schema of a situation, made from the attributes: for tools that ask an assistant, a form or a validator."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ...knowledge.base import KnowledgeBase
from ...knowledge.model import Attribute

__all__ = ["attribute_schema", "situation_schema"]


def situation_schema(base: KnowledgeBase) -> dict[str, Any]:
    """Return the schema of a situation: valid as draft-07 and as draft 2020-12."""
    properties = {attribute.name: attribute_schema(attribute) for attribute in base.attributes.values()}
    properties["declined"] = {
        "type": "array",
        "items": {"enum": list(base.attributes)},
        "uniqueItems": True,
        "description": "What the person does not know and should not be asked again.",
    }
    return {
        "type": "object",
        "properties": properties,
        "additionalProperties": False,
        "description": "What is known about the data and the goal. What is left out is unknown, which is never the same as no.",
    }


def attribute_schema(attribute: Attribute) -> dict[str, Any]:
    """Return the schema of one attribute's value."""
    described = {"description": " ".join(_description(attribute))}
    if attribute.type == "boolean":
        return {"type": "boolean", **described}
    if attribute.type == "choice":
        return {"type": "string", "enum": list(attribute.values), **described}
    number = {"type": attribute.type, **_bounds(attribute)}
    return {"anyOf": [number, _band(number)], **described}


def _description(attribute: Attribute) -> Iterable[str]:
    yield attribute.ask
    if attribute.unit:
        yield f"In {attribute.unit}."
    if attribute.help:
        yield attribute.help
    labels = [f"{value} ({label})" for value, label in attribute.labels.items() if label]
    if labels:
        yield f"Values: {', '.join(labels)}."


def _bounds(attribute: Attribute) -> dict[str, float]:
    bounds: dict[str, float] = {}
    if attribute.low is not None:
        bounds["exclusiveMinimum" if attribute.low_open else "minimum"] = attribute.low
    if attribute.high is not None:
        bounds["maximum"] = attribute.high
    return bounds


def _band(number: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": dict.fromkeys(("at_least", "above", "at_most", "below"), number),
        "additionalProperties": False,
        "minProperties": 1,
        "description": "A number known only within bounds.",
    }
