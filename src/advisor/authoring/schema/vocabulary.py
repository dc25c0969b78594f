"""The names that the schemas let an editor complete: those of a knowledge base, and the fields its cards may state."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from msgspec import Struct

from ...knowledge.base import KnowledgeBase
from ...knowledge.declare import read_field
from ...knowledge.load import yaml_files
from ...knowledge.reading import Reader
from ...knowledge.selectors import FieldType
from ...knowledge.tree import Node, Problems, read_file

__all__ = ["Vocabulary", "roots", "vocabulary"]


class Vocabulary(Struct, frozen=True):
    """A knowledge base with the declared fields (which the compiled form does without)."""

    base: KnowledgeBase
    fields: Mapping[str, FieldType]

    @property
    def selectable(self) -> dict[str, FieldType]:
        """The fields that a selector may look at."""
        return {name: field for name, field in self.fields.items() if field.selectable}

    @property
    def numeric_quantities(self) -> list[str]:
        """The quantities that a condition may test."""
        return [name for name, quantity in self.base.quantities.items() if quantity.situational]

    @property
    def topics(self) -> list[str]:
        """The topics of advice, in alphabetical order."""
        payloads = (rule.payload for rule in self.base.rules.values() if rule.effect in ("advise", "warn"))
        return sorted({payload["topic"] for payload in payloads if payload["topic"]})


def vocabulary(base: KnowledgeBase, folders: Iterable[Path]) -> Vocabulary:
    """Return the names of a knowledge base that was read from these folders."""
    reader = Reader(Problems())
    fields: dict[str, FieldType] = {}
    for entry in _entries(folders):
        if "field" in entry.value:
            field = read_field(reader, entry, base.attributes)
            fields[field.name] = field
        elif "more_values" in entry.value and (known := fields.get(str(entry.value["more_values"].value))) is not None:
            known.values = (*(known.values or ()), *reader.texts(entry.value.get("values"), "values"))
    return Vocabulary(base, fields)


def _entries(folders: Iterable[Path]) -> Iterator[Node]:
    for folder in folders:
        for _, root in roots(folder):
            for node in root.value if isinstance(root.value, list) else ():
                if isinstance(node.value, dict):
                    yield node


def roots(folder: Path) -> Iterator[tuple[Path, Node]]:
    """Yield the YAML files of a folder with what they hold. What is wrong in them was reported when they were loaded."""
    problems = Problems()
    for path, shown in yaml_files(folder, folder.name, problems):
        root = read_file(path, shown, problems)
        if root is not None:
            yield path, root
