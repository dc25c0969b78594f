"""Notes: the statements of the notes that the knowledge began with, and what became of each."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from . import keys
from .model import Statement
from .reading import Reader
from .tree import Node

__all__ = ["VERDICTS", "read_statement"]

VERDICTS = tuple(keys.VERDICT_TEXTS)
_ID = re.compile(r"[A-Z][A-Z0-9-]*\Z")


def read_statement(
    reader: Reader, node: Node, sources: Collection[str], carriers: Mapping[str, Collection[str]]
) -> Statement:
    """Read one `- note:` entry.

    Args:
        reader: reports what is wrong.
        node: the entry.
        sources: the ids of all sources.
        carriers: the ids of all rules, cards, decisions and attributes, each under this name, of which some carry the statement.

    """
    entry = reader.mapping(node, "note", *keys.NOTE)
    name = _name(reader, entry)
    what = f"note {name!r}"
    verdict = reader.one_of(entry["verdict"], f"{what}: verdict", VERDICTS) if "verdict" in entry else None
    carried = _carried(reader, entry, what, carriers)
    if verdict not in (None, "holds") and "instead" not in entry:
        reader.problems.add(node, "missing-key", f"{what}: key 'instead' is missing, as it is {verdict}")
    if "sources" in entry and entry["sources"].value == []:
        reader.problems.add(entry["sources"], "missing-source", f"{what} needs a source")
    return Statement(
        id=name,
        says=reader.text(entry.get("says"), f"{what}: says"),
        verdict=verdict or VERDICTS[0],
        instead=reader.text(entry.get("instead"), f"{what}: instead"),
        sources=_names(reader, entry.get("sources"), f"{what}: source", sources),
        **carried,
    )


def _name(reader: Reader, entry: Mapping[str, Node]) -> str:
    name = reader.text(entry.get("note"), "note")
    if name and not _ID.match(name):
        reader.problems.add(entry["note"], "bad-name", f"note: {name!r} is not a valid id", "use A-Z, 0-9 and -")
    return name


def _carried(
    reader: Reader, entry: Mapping[str, Node], what: str, known: Mapping[str, Collection[str]]
) -> dict[str, tuple[str, ...]]:
    if "carried_by" not in entry:
        return {}
    kinds = reader.mapping(entry["carried_by"], f"{what}: carried_by", (), keys.CARRIERS)
    found = {kind: _names(reader, node, f"{what}: {kind}", known[kind]) for kind, node in kinds.items()}
    listed = entry["carried_by"].value
    if isinstance(listed, dict) and not any(node.value for node in listed.values()):
        reader.problems.add(
            entry["carried_by"], "carried-by-nothing", f"{what} points nowhere", f"name one of its {', '.join(known)}"
        )
    return found


def _names(reader: Reader, node: Node | None, what: str, known: Collection[str]) -> tuple[str, ...]:
    found = [reader.one_of(entry, what, known) for entry in reader.nodes(node, what)]
    return tuple(name for name in found if name)
