"""`when`: conditions over attributes, turned into rows (each row: a set of accepted values per attribute)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ..errors import nearest
from . import keys
from .cells import Cells
from .model import Attribute, Row
from .reading import Reader
from .tree import Node

__all__ = ["MAX_ROWS", "Conditions", "merge_rows"]

MAX_ROWS = 64
_BOUNDS = {"at_least": (False, True), "above": (True, True), "at_most": (False, False), "below": (True, False)}
ALWAYS: tuple[Row, ...] = ({},)


def merge_rows(left: Sequence[Row], right: Sequence[Row]) -> tuple[Row, ...]:
    """Return the rows that satisfy both sides; a combination that nothing can satisfy is dropped.

    It ends once there are far more rows than a rule may have.
    """
    if len(left) == 1 and not left[0]:
        return tuple(row for row in right if not any(cells.empty for cells in row.values()))
    merged: list[Row] = []
    for a in left:
        for b in right:
            row = dict(a)
            for name, cells in b.items():
                row[name] = row[name] & cells if name in row else cells
            if not any(cells.empty for cells in row.values()):
                merged.append(row)
        if len(merged) > 4 * MAX_ROWS:
            break
    return tuple(merged)


class Conditions:
    """Reads conditions against the declared attributes and quantities."""

    def __init__(self, reader: Reader, attributes: Mapping[str, Attribute], quantities: Mapping[str, bool]) -> None:
        self.reader = reader
        self.problems = reader.problems
        self.attributes = attributes
        self.quantities = quantities

    def rows(self, node: Node | None, what: str, may_ask_known: bool = False) -> tuple[Row, ...]:
        """Return the rows of a condition. Reports conditions that can never hold or need too many rows."""
        if node is None:
            return ALWAYS
        rows = self._block(node, what, may_ask_known)
        if len(rows) > MAX_ROWS:
            self.problems.add(
                node,
                "too-many-rows",
                f"{what} stands for more than {MAX_ROWS} combinations of `any`; at most {MAX_ROWS} are allowed",
                "split the rule",
            )
            return rows[:MAX_ROWS]
        return rows

    def _block(self, node: Node, what: str, may_ask_known: bool) -> tuple[Row, ...]:
        if not isinstance(node.value, dict):
            self.problems.add(node, "not-a-mapping", f"{what} must be a mapping of attributes to values")
            return ALWAYS
        rows = ALWAYS
        for name, test in node.items():
            if name in keys.GROUPS:
                part = self._group(name, test, what, may_ask_known)
            else:
                cells = self._test(node.keys[name], name, test, what, may_ask_known)
                part = ALWAYS if cells is None else ({name: cells},)
            before, rows = rows, self.merge(rows, part)
            if not rows:
                self.problems.add(
                    node.keys[name], "never-true", f"{what} can never hold: {name!r} contradicts the rest"
                )
                return before
            if len(rows) > 4 * MAX_ROWS:
                return rows
        return rows

    def _group(self, name: str, node: Node, what: str, may_ask_known: bool) -> tuple[Row, ...]:
        blocks = [
            self._block(entry, f"{what}, {name}", may_ask_known) for entry in self.reader.nodes(node, f"{what}: {name}")
        ]
        if not blocks:
            return ALWAYS
        if name == "any":
            return tuple(row for block in blocks for row in block)[: 4 * MAX_ROWS + 1]
        rows = blocks[0]
        for block in blocks[1:]:
            rows = self.merge(rows, block)
        return rows

    def merge(self, left: Sequence[Row], right: Sequence[Row]) -> tuple[Row, ...]:
        """Return the rows that satisfy both sides, and count the cost."""
        self.problems.spend(len(left) * len(right))
        return merge_rows(left, right)

    def _test(self, key: Node, name: str, node: Node, what: str, may_ask_known: bool) -> Cells | None:
        attribute = self.attributes.get(name)
        if attribute is None:
            if name in self.quantities:
                if self.quantities[name]:
                    return self._numeric(node, f"{what}: {name}", None, may_ask_known)
                self.problems.add(
                    key,
                    "card-quantity",
                    f"{what}: quantity {name!r} is a text or uses card fields, so it is only for choose",
                )
                return None
            known = [*self.attributes, *(q for q, ok in self.quantities.items() if ok), "any", "all"]
            self.problems.add(key, "unknown-attribute", f"{what}: unknown attribute {name!r}", nearest(name, known))
            return None
        if attribute.discrete:
            return self.discrete(node, f"{what}: {name}", attribute, may_ask_known)
        return self._numeric(node, f"{what}: {name}", attribute, may_ask_known)

    def discrete(self, node: Node, what: str, attribute: Attribute, may_ask_known: bool = False) -> Cells | None:
        """Read a test on a choice or boolean attribute."""
        if isinstance(node.value, dict):
            tests = self.reader.mapping(node, what, *keys.DISCRETE_TEST)
            if "known" in tests:
                return self._known(tests["known"], what, Cells.of(attribute.domain), may_ask_known)
            if "not" not in tests:
                return None
            unwanted = self._values(tests["not"], what, attribute)
            return None if unwanted is None else Cells.of(unwanted).complement(attribute.domain)
        wanted = self._values(node, what, attribute)
        return None if wanted is None else Cells.of(wanted)

    def _known(self, node: Node, what: str, everything: Cells, may_ask_known: bool) -> Cells | None:
        if not may_ask_known:
            self.problems.add(node, "known-not-allowed", f"{what}: `known` may be used in advise and warn only")
            return None
        if self.reader.boolean(node, f"{what}: known", True):
            return everything
        empty: frozenset[Any] = frozenset()
        return Cells(empty if everything.values is not None else None, (), True)

    def _values(self, node: Node, what: str, attribute: Attribute) -> list[Any] | None:
        """Return the values, or None when one of them is none: what the rest would accept says nothing then."""
        nodes = node.value if isinstance(node.value, list) else [node]
        values = [self.value(entry, what, attribute) for entry in nodes]
        return None if None in values else values

    def value(self, node: Node, what: str, attribute: Attribute) -> Any:
        """Read one value of an attribute, or report the nearest valid one."""
        if attribute.type == "boolean":
            if isinstance(node.value, bool):
                return node.value
            self.problems.add(
                node,
                "unknown-value",
                f"{what}: {node.plain()!r} is not a value of {attribute.name!r}",
                "write true or false",
            )
            return None
        if attribute.type == "choice":
            value = str(node.value) if not isinstance(node.value, (dict, list, bool)) else None
            if value in attribute.values:
                return value
            hint = nearest(str(node.plain()), attribute.values, attribute.words)
            self.problems.add(
                node, "unknown-value", f"{what}: {node.plain()!r} is not a value of {attribute.name!r}", hint
            )
            return None
        return self.reader.number(node, what)

    def _numeric(self, node: Node, what: str, attribute: Attribute | None, may_ask_known: bool) -> Cells | None:
        if isinstance(node.value, dict):
            tests = self.reader.mapping(node, what, *keys.NUMBER_TEST)
            if "known" in tests:
                return self._known(tests["known"], what, Cells.span(None, True, None, True), may_ask_known)
            cells = Cells.span(None, True, None, True)
            for word, test in tests.items():
                cells = cells & self._bound(word, test, what, attribute)
            if cells.empty:
                self.problems.add(node, "never-true", f"{what}: no number satisfies this")
                return None
            return cells
        nodes = node.value if isinstance(node.value, list) else [node]
        spans = []
        for entry in nodes:
            number = self._threshold(entry, what, attribute)
            if number is not None:
                spans.append((number, False, number, False))
        if not nodes:
            self.problems.add(node, "never-true", f"{what}: no number satisfies this")
        return Cells(spans=tuple(spans)) if spans else None

    def _bound(self, word: str, node: Node, what: str, attribute: Attribute | None) -> Cells:
        if word == "not":
            excluded = self._numeric(node, what, attribute, False)
            return Cells.span(None, True, None, True) if excluded is None else excluded.complement(None)
        number = self._threshold(node, f"{what}: {word}", attribute)
        if number is None:
            return Cells.span(None, True, None, True)
        is_open, is_low = _BOUNDS[word]
        return Cells.span(number, is_open, None, True) if is_low else Cells.span(None, True, number, is_open)

    def _threshold(self, node: Node, what: str, attribute: Attribute | None) -> float | None:
        number: float | None = self.reader.number(node, what)
        if number is None or attribute is None:
            return number
        too_low = attribute.low is not None and number < attribute.low
        too_high = attribute.high is not None and number > attribute.high
        if too_low or too_high:
            self.problems.add(
                node,
                "out-of-domain",
                f"{what}: {number} is outside the domain of {attribute.name!r}",
                f"from {attribute.low} to {attribute.high}",
            )
            return None
        return number
