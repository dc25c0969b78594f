"""The knowledge base: everything that was read, as typed records, and its JSON form."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec.json
from msgspec import Struct

from .cells import Cells
from .model import (
    Attribute,
    Candidate,
    Clause,
    Decision,
    Elsewhere,
    Instance,
    Ladder,
    Mode,
    Quantity,
    Replaced,
    Rule,
    Source,
    Statement,
    Table,
)

__all__ = ["DOCUMENT_VERSION", "KnowledgeBase"]

DOCUMENT_VERSION = 4


class KnowledgeBase:
    """Everything the advisor knows. Immutable by convention: nothing changes it after it is loaded, and threads may share it.

    `version` and `as_of` are those of the knowledge at the bottom, `packs` the names of all layers, the lowest first. The rest
    are mappings from names to records: `attributes`, `decisions`, `sources`, `tables`, `instances`, `quantities`, `ladders`,
    `candidates` (in the order that breaks ties), `rules`, and `replaced` (rules that a pack has taken out); `groups` maps ids
    to the headings under which attributes are listed.
    """

    __slots__ = (
        "__weakref__",
        "as_of",
        "attributes",
        "cache",
        "candidates",
        "clauses",
        "decisions",
        "field_titles",
        "groups",
        "instances",
        "ladders",
        "packs",
        "quantities",
        "replaced",
        "rules",
        "sources",
        "statements",
        "tables",
        "version",
    )

    def __init__(
        self,
        *,
        version: str,
        as_of: str,
        packs: tuple[str, ...],
        attributes: Mapping[str, Attribute],
        decisions: Mapping[str, Decision],
        sources: Mapping[str, Source],
        tables: Mapping[str, Table],
        instances: Mapping[str, Instance],
        quantities: Mapping[str, Quantity],
        ladders: Mapping[str, Ladder],
        candidates: Mapping[str, Candidate],
        rules: Mapping[str, Rule],
        clauses: tuple[Clause, ...],
        field_titles: Mapping[str, str],
        statements: Mapping[str, Statement],
        groups: Mapping[str, str] | None = None,
        replaced: Mapping[str, Replaced] | None = None,
    ) -> None:
        self.version = version
        self.as_of = as_of
        self.packs = packs
        self.attributes = attributes
        self.decisions = decisions
        self.sources = sources
        self.tables = tables
        self.instances = instances
        self.quantities = quantities
        self.ladders = ladders
        self.candidates = candidates
        self.rules = rules
        self.clauses = clauses
        self.field_titles = field_titles
        self.statements = statements
        self.groups = groups or {}  # the headings under which attributes are listed
        self.replaced = replaced or {}  # rules that a pack has replaced or switched off
        self.cache: dict[str, Any] = {}  # compiled indexes of the layers above, keyed by layer

    def __repr__(self) -> str:
        return f"KnowledgeBase({'+'.join(self.packs)} {self.version}, {len(self.candidates)} candidates, {len(self.rules)} rules)"

    def __eq__(self, other: object) -> bool:
        return self is other or (isinstance(other, KnowledgeBase) and self.document() == other.document())

    def __hash__(self) -> int:
        return hash((self.packs, self.version))

    def __reduce__(self) -> tuple[Any, ...]:
        return KnowledgeBase.from_json, (msgspec.json.encode(self.document()),)

    def facts(self, candidate: Candidate, mode: Mode | None) -> Mapping[str, Any]:
        """Return a card's facts as seen in a mode."""
        return candidate.facts if mode is None else {**candidate.facts, **mode.facts}

    def document(self) -> dict[str, Any]:
        """Return the compiled form: plain JSON values, the same for the same knowledge."""
        number = {name: at for at, name in enumerate(self.rules)}
        return {
            "document": DOCUMENT_VERSION,
            "version": self.version,
            "as_of": self.as_of,
            "packs": list(self.packs),
            "attributes": [_plain(attribute) for attribute in self.attributes.values()],
            "groups": dict(self.groups),
            "decisions": [_plain(decision) for decision in self.decisions.values()],
            "sources": [_plain(source) for source in self.sources.values()],
            "tables": [_plain(table) for table in self.tables.values()],
            "instances": [_plain(instance) for instance in self.instances.values()],
            "quantities": [_plain(quantity) for quantity in self.quantities.values()],
            "ladders": [_plain(ladder) for ladder in self.ladders.values()],
            "candidates": [_plain(candidate) for candidate in self.candidates.values()],
            "rules": [_plain(rule) for rule in self.rules.values()],
            "clauses": [
                [clause.id, number[clause.rule.id], [_row(row) for row in clause.rows], clause.targets]
                for clause in self.clauses
            ],
            "fields": dict(self.field_titles),
            "notes": [_plain(statement) for statement in self.statements.values()],
            "replaced": [_plain(record) for record in self.replaced.values()],
        }

    @classmethod
    def from_json(cls, data: bytes) -> KnowledgeBase:
        """Read the compiled form.

        Raises:
            msgspec.MsgspecError: it is not one, or of another version of the program.

        """
        read = msgspec.json.decode(data, type=_Document)
        if read.document != DOCUMENT_VERSION:
            raise msgspec.ValidationError(f"compiled form {read.document}, not {DOCUMENT_VERSION}")
        return cls(
            version=read.version,
            as_of=read.as_of,
            packs=read.packs,
            attributes={entry.name: entry for entry in read.attributes},
            decisions={entry.id: entry for entry in read.decisions},
            sources={entry.id: entry for entry in read.sources},
            tables={entry.name: entry for entry in read.tables},
            instances={entry.name: entry for entry in read.instances},
            quantities={entry.name: entry for entry in read.quantities},
            ladders={entry.name: entry for entry in read.ladders},
            candidates={entry.id: entry for entry in read.candidates},
            rules={rule.id: rule for rule in read.rules},
            clauses=tuple(
                Clause(name, read.rules[number], rows, targets) for name, number, rows, targets in read.clauses
            ),
            field_titles=read.fields,
            statements={entry.id: entry for entry in read.notes},
            groups=read.groups,
            replaced={record.rule: record for record in read.replaced},
        )


class _Document(Struct):
    """The compiled form, as typed records."""

    document: int
    version: str
    as_of: str
    packs: tuple[str, ...]
    attributes: list[Attribute]
    groups: dict[str, str]
    decisions: list[Decision]
    sources: list[Source]
    tables: list[Table]
    instances: list[Instance]
    quantities: list[Quantity]
    ladders: list[Ladder]
    candidates: list[Candidate]
    rules: list[Rule]
    clauses: list[tuple[str, int, tuple[dict[str, Cells], ...], dict[str, int] | None]]
    fields: dict[str, str]
    notes: list[Statement]
    replaced: list[Replaced]


def _plain(record: Any) -> dict[str, Any]:
    return {name: _plain_value(getattr(record, name)) for name in record.__struct_fields__}


def _plain_value(value: Any) -> Any:
    if isinstance(value, Cells):
        return value.document()
    if isinstance(value, Elsewhere):
        return _plain(value)
    if isinstance(value, Mode):
        return {"name": value.name, "rows": [_row(row) for row in value.rows], "facts": _plain_value(value.facts)}
    if isinstance(value, Mapping):
        return {key: _plain_value(entry) for key, entry in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain_value(entry) for entry in value]
    return value


def _row(row: Mapping[str, Cells]) -> dict[str, Any]:
    return {name: cells.document() for name, cells in row.items()}
