"""`for`: selectors over card fields, expanded per candidate into conditions on the situation alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ..errors import nearest
from . import keys
from .cells import Cells
from .conditions import ALWAYS, MAX_ROWS, Conditions, merge_rows
from .model import Attribute, Candidate, Row
from .reading import Reader
from .tree import Node

__all__ = ["FieldType", "Selectors"]

# `max_features: {below: {from: features}}` says that features is above max_features
_SWAPPED = {"at_least": "at_most", "above": "below", "at_most": "at_least", "below": "above"}
NEVER: tuple[Row, ...] = ()
_MOST = 4 * MAX_ROWS + 1


class FieldType:
    """What a card field holds: type, and the values it may take (None: any)."""

    def __init__(
        self, name: str, kind: str, values: Sequence[Any] | None, title: str, unit: str, keys: Sequence[str]
    ) -> None:
        self.name = name
        self.kind = kind
        self.values = values
        self.title = title
        self.unit = unit
        self.keys = tuple(keys)

    @property
    def selectable(self) -> bool:
        """True when a selector may look at it."""
        return self.kind in ("list", "choice", "boolean", "integer", "number", "text")


_IDENTITY = {
    "id": FieldType("id", "text", None, "", "", ()),
    "kind": FieldType("kind", "choice", tuple(keys.CANDIDATE_KINDS), "", "", ()),
}


class Selectors:
    """Reads selectors and finds, per candidate, the situations in which they hold."""

    def __init__(
        self,
        reader: Reader,
        fields: Mapping[str, FieldType],
        conditions: Conditions,
        candidates: Mapping[str, Candidate],
    ) -> None:
        self.reader = reader
        self.problems = reader.problems
        self.fields = {**fields, **_IDENTITY, "id": FieldType("id", "choice", tuple(candidates), "", "", ())}
        self.conditions = conditions
        self.attributes: Mapping[str, Attribute] = conditions.attributes
        self.candidates = candidates

    def check(self, node: Node, what: str) -> None:
        """Report unknown fields and values once, independent of any candidate."""
        if not isinstance(node.value, dict):
            self.problems.add(node, "not-a-mapping", f"{what} must be a mapping of card fields to values")
            return
        for name, test in node.items():
            if name in keys.GROUPS:
                for entry in self.reader.nodes(test, f"{what}: {name}"):
                    self.check(entry, what)
                continue
            field = self.fields.get(name)
            if field is None or not field.selectable:
                known = [known for known, kind in self.fields.items() if kind.selectable]
                self.problems.add(
                    node.keys[name], "unknown-field", f"{what}: unknown card field {name!r}", nearest(name, known)
                )
                continue
            self._check_test(test, f"{what}: {name}", field)

    def _check_test(self, node: Node, what: str, field: FieldType) -> None:
        if isinstance(node.value, dict):
            words = (*keys.SELECTOR.optional, *(keys.BOUNDS if field.kind in ("integer", "number") else ()))
            for word, test in self.reader.mapping(node, what, (), words).items():
                if word == "from":
                    self._check_from(test, what, field)
                elif isinstance(test.value, dict):
                    inner = self.reader.mapping(test, what, *keys.SELECTOR_FROM)
                    if "from" in inner:
                        self._check_from(inner["from"], what, field)
                else:
                    self._check_test(test, what, field)
            return
        for entry in node.value if isinstance(node.value, list) else [node]:
            if field.values is not None and entry.value not in field.values:
                self.problems.add(
                    entry,
                    "unknown-value",
                    f"{what}: {entry.plain()!r} is not a value of this field",
                    nearest(str(entry.plain()), [str(value) for value in field.values]),
                )

    def _check_from(self, node: Node, what: str, field: FieldType) -> None:
        attribute = self.attributes.get(str(node.value))
        if attribute is None:
            self.problems.add(
                node,
                "unknown-attribute",
                f"{what}: unknown attribute {node.plain()!r}",
                nearest(str(node.plain()), self.attributes),
            )
            return
        numeric = field.kind in ("integer", "number")
        if numeric == attribute.discrete:
            self.problems.add(node, "wrong-type", f"{what}: {attribute.name!r} cannot be compared with this field")
        if (
            field.unit
            and attribute.unit
            and field.unit.split()[0] not in attribute.unit
            and attribute.name not in field.unit
        ):
            self.problems.add(
                node, "wrong-unit", f"{what}: {attribute.name!r} is in {attribute.unit!r}, the field in {field.unit!r}"
            )

    def rows(self, node: Node | None, candidate: Candidate) -> tuple[Row, ...]:
        """Return the situations (as rows) in which this candidate is selected."""
        if node is None:
            return ALWAYS
        self.problems.spend(1)
        if not candidate.modes:
            return self._block(node, candidate, candidate.facts)
        per_mode = [
            (mode.rows, self._block(node, candidate, {**candidate.facts, **mode.facts})) for mode in candidate.modes
        ]
        if all(found == per_mode[0][1] for _, found in per_mode):
            return per_mode[0][1]
        return tuple(row for when, found in per_mode for row in merge_rows(when, found))

    def _block(self, node: Node, candidate: Candidate, facts: Mapping[str, Any]) -> tuple[Row, ...]:
        if not isinstance(node.value, dict):
            return NEVER
        rows = ALWAYS
        for name, test in node.items():
            if name in keys.GROUPS:
                blocks = [
                    self._block(entry, candidate, facts)
                    for entry in (test.value if isinstance(test.value, list) else [])
                ]
                part = tuple(row for block in blocks for row in block)[:_MOST] if name == "any" else ALWAYS
                if name == "all":
                    for block in blocks:
                        part = self.conditions.merge(part, block)
            elif name not in self.fields:
                part = NEVER
            else:
                value = {"id": candidate.id, "kind": candidate.kind}.get(name, facts.get(name))
                part = NEVER if value is None else self._test(test, value)
            rows = self.conditions.merge(rows, part)
            if not rows:
                return NEVER
        return rows

    def _test(self, node: Node, value: Any) -> tuple[Row, ...]:
        if not isinstance(node.value, dict):
            wanted = _plain_list(node)
            return ALWAYS if any(entry in wanted for entry in _as_list(value)) else NEVER
        rows = ALWAYS
        for word, test in node.items():
            rows = merge_rows(rows, self._word(word, test, value))
        return rows

    def _word(self, word: str, test: Node, value: Any) -> tuple[Row, ...]:
        if word == "from":
            return self._from(str(test.value), "from", value)
        if isinstance(test.value, dict):
            inner = test.value.get("from")
            return NEVER if inner is None else self._from(str(inner.value), word, value)
        if word in ("lacks", "not"):
            unwanted = _plain_list(test)
            return NEVER if any(entry in unwanted for entry in _as_list(value)) else ALWAYS
        limit = test.value
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not isinstance(limit, (int, float)):
            return NEVER
        holds = {"at_least": value >= limit, "above": value > limit, "at_most": value <= limit, "below": value < limit}
        return ALWAYS if holds.get(word, False) else NEVER

    def _from(self, name: str, word: str, value: Any) -> tuple[Row, ...]:
        attribute = self.attributes.get(name)
        if attribute is None:
            return NEVER
        if word in _SWAPPED:
            if isinstance(value, bool) or not isinstance(value, (int, float)):
                return NEVER
            is_low = _SWAPPED[word] in ("at_least", "above")
            is_open = _SWAPPED[word] in ("above", "below")
            cells = Cells.span(value, is_open, None, True) if is_low else Cells.span(None, True, value, is_open)
        elif attribute.discrete:
            cells = Cells.of(entry for entry in attribute.domain if entry in _as_list(value))
        else:
            cells = Cells.span(value, False, value, False)
        if word in ("lacks", "not"):
            cells = cells.complement(attribute.domain if attribute.discrete else None)
        return NEVER if cells.empty else ({name: cells},)


def _as_list(value: Any) -> list[Any]:
    return list(value) if isinstance(value, (list, tuple)) else [value]


def _plain_list(node: Node) -> list[Any]:
    return [entry.value for entry in node.value] if isinstance(node.value, list) else [node.value]
