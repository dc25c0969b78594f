"""An attribute told: what is asked, what may be answered and under which names, and what it follows from."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from ...errors import folded
from ...knowledge.base import KnowledgeBase
from ...knowledge.model import Attribute, Elsewhere
from .card import card_of

__all__ = ["AttributePage", "ValueLine", "attribute_page"]

SCHEMA = "advisor/attribute/1"


class ValueLine(Struct, frozen=True):
    """One value: what it means, and the other names that are taken for it."""

    value: str
    label: str
    also: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {"value": self.value, "label": self.label, "also": list(self.also)}


class AttributePage(Struct, frozen=True):
    """One attribute. `expects` says what to give for it, `derived_by` names the rules that conclude it from other answers.

    `elsewhere` gives what people ask for that is none of the values.
    """

    name: str
    type: str
    ask: str
    help: str
    expects: str
    values: tuple[ValueLine, ...]
    derived_by: tuple[str, ...]
    elsewhere: tuple[Elsewhere, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON form, schema `advisor/attribute/1`."""
        return {
            "schema": SCHEMA,
            "name": self.name,
            "type": self.type,
            "ask": self.ask,
            "help": self.help,
            "expects": self.expects,
            "values": [value.to_dict() for value in self.values],
            "derived_by": list(self.derived_by),
            "elsewhere": [
                {"names": list(one.names), "instead": one.instead, "sources": list(one.sources)}
                for one in self.elsewhere
            ],
        }


def attribute_page(base: KnowledgeBase, attribute: Attribute) -> AttributePage:
    """Return what is known about an attribute."""
    deriving = (rule for rule in base.rules.values() if rule.effect == "derive")
    return AttributePage(
        name=attribute.name,
        type=attribute.type,
        ask=attribute.ask,
        help=attribute.help,
        expects=_expects(attribute),
        values=tuple(_value(attribute, value) for value in attribute.values),
        derived_by=tuple(rule.id for rule in deriving if rule.payload[0] == attribute.name),
        elsewhere=attribute.elsewhere,
    )


def _expects(attribute: Attribute) -> str:
    if attribute.type == "boolean":
        return "Yes or no."
    return "One of the values." if attribute.discrete else card_of(attribute).expects


def _value(attribute: Attribute, value: str) -> ValueLine:
    label = attribute.labels.get(value, "")
    also = tuple(name for name, meant in attribute.also.items() if meant == value)
    return ValueLine(value, "" if folded(label) == folded(value) else label, also)
