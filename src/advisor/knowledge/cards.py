"""Cards: the facts of one candidate, checked against the declared fields."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..errors import nearest
from . import keys
from .conditions import Conditions
from .model import Candidate, Mode, Table
from .reading import Reader
from .selectors import FieldType
from .tree import Node

__all__ = ["CardReader"]

_OWN = (*keys.CARD.required, *keys.CARD.optional)


class CardReader:
    """Reads cards. Every key is a declared field; every value fits the field's type and domain."""

    def __init__(
        self,
        reader: Reader,
        fields: Mapping[str, FieldType],
        tables: Mapping[str, Table],
        conditions: Conditions,
        sources: Mapping[str, Any],
        pack_of: Mapping[str, str],
    ) -> None:
        self.reader = reader
        self.problems = reader.problems
        self.fields = fields
        self.tables = tables
        self.conditions = conditions
        self.sources = sources
        self.pack_of = pack_of

    def read(self, node: Node, kind: str) -> Candidate:
        """Read one card (`kind` is algorithm or service)."""
        entry = self.reader.mapping(
            node, f"{kind} card", (kind, *keys.CARD.required), (*keys.CARD.optional, *self.fields)
        )
        name = self.reader.text(entry.get(kind), kind)
        facts = self._facts(entry, f"card {name!r}", (kind, *_OWN))
        modes = tuple(self._mode(mode, name) for mode in self.reader.nodes(entry.get("modes"), f"card {name!r}: modes"))
        return Candidate(
            id=name,
            kind=kind,
            name=self.reader.text(entry.get("name"), "name", name),
            summary=self.reader.text(entry.get("summary"), "summary"),
            order=int(self.reader.number(entry.get("order"), f"card {name!r}: order", 999)),
            facts=facts,
            modes=modes,
            sources=self.citations(entry.get("sources"), f"card {name!r}"),
            pack=self.pack_of[node.file],
        )

    def citations(self, node: Node | None, what: str) -> tuple[str, ...]:
        """Return source ids, reporting unknown ones."""
        ids = []
        for entry in self.reader.nodes(node, f"{what}: sources"):
            name = self.reader.one_of(entry, f"{what}: source", self.sources)
            if name:
                ids.append(name)
        return tuple(ids)

    def _mode(self, node: Node, card: str) -> Mode:
        what = f"card {card!r}: mode"
        entry = self.reader.mapping(node, what, keys.MODE.required, tuple(self.fields))
        name = self.reader.text(entry.get("mode"), what)
        rows = self.conditions.rows(entry.get("when"), f"{what} {name!r}")
        for quantity in sorted({one for row in rows for one in row} & self.conditions.quantities.keys()):
            self.problems.add(
                entry["when"],
                "mode-quantity",
                f"{what} {name!r} goes by quantity {quantity!r}: a mode goes by attributes",
            )
        return Mode(
            name,
            rows,
            self._facts(entry, f"{what} {name!r}", tuple(keys.MODE.required)),
        )

    def _facts(self, entry: Mapping[str, Node], what: str, own: tuple[str, ...]) -> dict[str, Any]:
        return {
            key: self._fact(node, f"{what}: {key}", self.fields[key])
            for key, node in entry.items()
            if key not in own and key in self.fields
        }

    def _fact(self, node: Node, what: str, field: FieldType) -> Any:
        if field.kind == "boolean":
            return self.reader.boolean(node, what)
        if field.kind in ("integer", "number"):
            return self.reader.number(node, what)
        if field.kind == "list":
            return self._list(node, what, field)
        if field.kind == "records":
            return [self._record(entry, what, field) for entry in self.reader.nodes(node, what)]
        if field.kind == "notes":
            return [self._note(entry, what) for entry in self.reader.nodes(node, what)]
        if field.kind == "map":
            return {key: value.plain() for key, value in self.reader.entries(node, what).items()}
        if field.kind == "table":
            return self.reader.one_of(node, what, self.tables)
        return self._member(node, what, field)

    def _list(self, node: Node, what: str, field: FieldType) -> list[str]:
        if isinstance(node.value, dict):
            entry = self.reader.mapping(node, what, *keys.KEYS_OF)
            table = self.reader.one_of(entry["keys_of"], what, self.tables) if "keys_of" in entry else None
            return list(self.tables[table].rows) if table else []
        return [self._member(entry, what, field) for entry in self.reader.nodes(node, what)]

    def _member(self, node: Node, what: str, field: FieldType) -> str:
        value = self.reader.text(node, what)
        if field.values is not None and value and value not in field.values:
            self.problems.add(
                node, "unknown-value", f"{what}: {value!r} is not a value of this field", nearest(value, field.values)
            )
        return value

    def _note(self, node: Node, what: str) -> Any:
        """Return a text, or a note with the sources it weighs."""
        if not isinstance(node.value, dict):
            return self.reader.text(node, what)
        entry = self.reader.mapping(node, what, *keys.CARD_NOTE)
        sources = list(self.citations(entry.get("sources"), what))
        return {"note": self.reader.text(entry.get("note"), f"{what}: note"), "sources": sources}

    def _record(self, node: Node, what: str, field: FieldType) -> Any:
        entry = self.reader.mapping(node, what, (), field.keys) if field.keys else {}
        return {key: value.plain() for key, value in entry.items()}
