"""Quantities (one operation each, composed by name) and ladders."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from ..errors import nearest
from . import keys
from .model import Attribute, Instance, Ladder, Quantity, Table, named_in
from .reading import Reader
from .selectors import FieldType
from .tree import Node

__all__ = ["OPERATIONS", "NumberReader"]

OPERATIONS = tuple(keys.OPERATIONS)
MAX_CHAIN = 50
_SAID = ("size", "machine")  # what a ladder may put into its text


class _Raw(NamedTuple):
    """A quantity as it is written: its operands may be quantities that come later."""

    operation: str
    operands: tuple[Any, ...]
    written: tuple[Node, ...]  # the operands
    entry: Mapping[str, Node]


class NumberReader:
    """Reads quantities and ladders against attributes, card fields, tables and instance types."""

    def __init__(
        self,
        reader: Reader,
        attributes: Mapping[str, Attribute],
        fields: Mapping[str, FieldType],
        tables: Mapping[str, Table],
    ) -> None:
        self.reader = reader
        self.problems = reader.problems
        self.attributes = attributes
        self.fields = fields
        self.tables = tables
        self.quantities: dict[str, Quantity] = {}
        self._no_numbers: set[str] = set()  # of these quantities

    def read_all(self, nodes: list[Node]) -> dict[str, Quantity]:
        """Read every quantity; names may refer to later ones, but never in a circle."""
        pending = {self.reader.text(node.value.get("quantity"), "quantity"): node for node in nodes}
        for name, node in pending.items():
            if name in self.attributes:
                self.problems.add(node, "duplicate-id", f"quantity {name!r} has the name of an attribute")
        raw = {name: self._raw(name, node, pending) for name, node in pending.items()}
        for name in raw:
            self._finish(name, raw, pending, ())
        return {name: self.quantities[name] for name in raw if name in self.quantities}

    def _raw(self, name: str, node: Node, known: Mapping[str, Node]) -> _Raw:
        entry = self.reader.mapping(node, f"quantity {name!r}", *keys.QUANTITY)
        operations = [key for key in entry if key in OPERATIONS]
        if len(operations) != 1:
            self.problems.add(
                node, "one-operation", f"quantity {name!r} needs exactly one operation", ", ".join(OPERATIONS)
            )
            return _Raw("sum", (), (), entry)
        operation = operations[0]
        written = tuple(self.reader.nodes(entry[operation], f"quantity {name!r}: {operation}"))
        operands = tuple(self.operand(part, f"quantity {name!r}", known) for part in written)
        wanted = keys.OPERANDS.get(operation)
        if (wanted and len(operands) != wanted) or not operands:
            self.problems.add(
                entry[operation],
                "operands",
                f"quantity {name!r}: {operation} takes {wanted or 'at least one'} operand{'s' if wanted == 2 else ''}",
            )
        return _Raw(operation, operands, written, entry)

    def operand(self, node: Node, what: str, quantities: Mapping[str, Any]) -> Any:
        """Read an operand: a number, or a list that starts with attr, quantity, card, text or table."""
        value = node.value
        if isinstance(value, dict):
            return self._part(node, what)
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            return self.reader.number(node, what, 0)
        if isinstance(value, list):
            self.problems.add(node, "not-an-operand", f"{what}: an operand is one name or number, not a list")
            return 0
        name = str(value)
        if name.startswith("card."):
            field = self.reader.one_of(
                Node(name[5:], node.file, node.line, node.column), f"{what}: card field", self.fields
            )
            return ["card", field or ""]
        if name in self.attributes:
            return ["attr", name]
        if name in quantities:
            return ["quantity", name]
        self.problems.add(
            node,
            "unknown-name",
            f"{what}: unknown attribute or quantity {name!r}",
            nearest(name, [*self.attributes, *quantities]),
        )
        return 0

    def _part(self, node: Node, what: str) -> Any:
        entry = self.reader.mapping(node, what, *keys.PART)
        if "text" in entry:
            raw = entry["text"].value
            return ["text", raw if isinstance(raw, str) else self.reader.text(entry["text"], what)]
        if "table" not in entry or "by" not in entry:
            self.problems.add(node, "missing-key", f"{what}: a part is {{text: …}} or {{table: …, by: …}}")
            return ["text", ""]
        by = self.reader.one_of(entry["by"], f"{what}: by", self.attributes)
        called = self.reader.text(entry.get("as"), f"{what}: as")
        if "as" in entry and not called.isidentifier():
            self.problems.add(entry["as"], "bad-name", f"{what}: as: {called!r} is not a valid name", "use one word")
        table = entry["table"]
        if isinstance(table.value, dict):
            source = self.reader.text(table.value.get("from"), f"{what}: table")
            field = source[5:] if source.startswith("card.") else source
            if field not in self.fields:
                self.problems.add(
                    table, "unknown-field", f"{what}: unknown card field {field!r}", nearest(field, self.fields)
                )
            return ["table", ["card", field], by, called or field]
        name = self.reader.one_of(table, f"{what}: table", self.tables)
        return ["table", name, by, called or name]

    def _finish(self, name: str, raw: Mapping[str, _Raw], nodes: Mapping[str, Node], path: tuple[str, ...]) -> set[str]:
        if name in self.quantities:
            return set(self.quantities[name].attributes)
        if name in path:
            circle = " -> ".join((*path[path.index(name) :], name))
            self.problems.add(nodes[name], "cycle", f"quantity {name!r} depends on itself: {circle}")
            return set()
        if len(path) > MAX_CHAIN:
            self.problems.add(
                nodes[name],
                "long-chain",
                f"quantity {name!r}: at the end of a chain of more than {MAX_CHAIN} quantities",
            )
            return set()
        operation, operands, _, entry = raw[name]
        attributes: dict[str, None] = {}
        situational = operation != "join"
        for operand in operands:
            if not isinstance(operand, list):
                continue
            if operand[0] == "attr":
                attributes[operand[1]] = None
                situational = situational and not self.attributes[operand[1]].discrete
            elif operand[0] == "table":
                attributes[operand[2]] = None
                situational = False
            elif operand[0] in ("card", "text"):
                situational = False
            elif operand[0] == "quantity":
                attributes.update(dict.fromkeys(sorted(self._finish(operand[1], raw, nodes, (*path, name)))))
                inner = self.quantities.get(operand[1])
                situational = situational and (inner is None or inner.situational)
        self._check_kinds(name, raw[name])
        if operation == "join" or (operation == "first_known" and not all(map(self.is_number, operands))):
            self._no_numbers.add(name)
        self.quantities[name] = Quantity(
            name,
            operation,
            operands,
            self.reader.text(entry.get("unit"), "unit"),
            self._rounding(name, operation, entry.get("round")),
            tuple(attributes),
            situational,
            self.reader.texts(entry.get("sources"), "sources"),
        )
        return set(attributes)

    def _rounding(self, name: str, operation: str, node: Node | None) -> str:
        if node is None:
            return ""
        if operation in keys.TAKEN_AS_THEY_ARE:
            self.problems.add(
                node,
                "not-rounded",
                f"quantity {name!r}: {operation} does no sum, so there is nothing to round",
                "round the quantities that it names",
            )
            return ""
        return self.reader.one_of(node, f"quantity {name!r}: round", keys.ROUNDINGS) or ""

    def _check_kinds(self, name: str, raw: _Raw) -> None:
        """Refuse what is no number where numbers are computed, and beside numbers where one of the operands is taken."""
        operation, operands, written, _ = raw
        if operation == "join" or (operation == "first_known" and not any(map(self.is_number, operands))):
            return
        for operand, node in zip(operands, written, strict=True):
            if not self.is_number(operand):
                shown = {"text": "a text", "table": "what a table holds"}.get(operand[0], repr(operand[1]))
                text = f"quantity {name!r}: {operation} takes numbers only: {shown} is none"
                if operation == "first_known":
                    text = f"quantity {name!r}: first_known takes one of several numbers, or of texts: {shown} is no number"
                self.problems.add(node, "wrong-type", text)

    def is_number(self, operand: Any) -> bool:
        """Return whether an operand is a number (True, too, where it is reported as something that there is not)."""
        if not isinstance(operand, list):
            return True
        kind, name = operand[:2]
        if kind == "quantity":
            return name not in self._no_numbers
        if kind == "attr":
            return not self.attributes[name].discrete
        if kind == "card":
            return name not in self.fields or self.fields[name].kind in ("integer", "number")
        return False

    def ladder(self, node: Node, instances: Mapping[str, Instance]) -> Ladder:
        """Read one ladder; its steps rise, and every step is a known instance type."""
        entry = self.reader.mapping(node, "ladder", *keys.LADDER)
        name = self.reader.text(entry.get("ladder"), "ladder")
        by = (
            self.reader.one_of(entry["by"], f"ladder {name!r}: by", [*self.quantities, *self.attributes])
            if "by" in entry
            else None
        )
        if by and not self.is_number(["attr" if by in self.attributes else "quantity", by]):
            self.problems.add(entry["by"], "wrong-type", f"ladder {name!r}: by: {by!r} is no number")
        steps: list[tuple[float, str]] = []
        for step in self.reader.nodes(entry.get("steps"), f"ladder {name!r}: steps"):
            parts = self.reader.mapping(step, f"ladder {name!r}: step", *keys.STEP)
            limit = self.reader.number(parts.get("up_to"), f"ladder {name!r}: up_to", 0)
            use = self.reader.one_of(parts["use"], f"ladder {name!r}: use", instances) if "use" in parts else None
            if steps and limit <= steps[-1][0]:
                self.problems.add(step, "ladder-order", f"ladder {name!r}: steps must rise")
            steps.append((limit, use or ""))
        unknown = (
            self.reader.one_of(entry["unknown"], f"ladder {name!r}: unknown", instances) if "unknown" in entry else None
        )
        beyond = (
            self.reader.one_of(entry["beyond"], f"ladder {name!r}: beyond", keys.BEYOND) if "beyond" in entry else None
        )
        return Ladder(
            name,
            by or "",
            tuple(steps),
            beyond or "last",
            unknown or "",
            self.reader.texts(entry.get("sources"), "sources"),
            self._too_small(entry.get("too_small"), f"ladder {name!r}: too_small"),
        )

    def _too_small(self, node: Node | None, what: str) -> str:
        text = self.reader.text(node, "too_small")
        names = named_in(text)
        if node is not None and (text.count("{") + text.count("}") != 2 * len(names) or not {*names} <= {*_SAID}):
            self.problems.add(
                node, "bad-braces", f"{what}: in {text!r} braces hold more, or less, than {' or '.join(_SAID)}"
            )
        return text
