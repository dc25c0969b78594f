"""A rule as it is written: its lines in the file, and its parts as plain values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct

from ..knowledge.model import Rule
from ..knowledge.tree import Node, Problems, read_file

__all__ = ["Written", "find_written"]


class Written(Struct, frozen=True):
    """The text of a rule, and its keys with plain values."""

    text: str
    entry: Mapping[str, Any]


def find_written(rule: Rule, folders: Iterable[Path]) -> Written | None:
    """Return a rule as it stands in one of the folders, or None when the files are not there (any more)."""
    for path in _paths(rule, folders):
        if not path.is_file():
            continue
        root = read_file(path, rule.file, Problems())
        nodes = root.value if root is not None and isinstance(root.value, list) else []
        for at, node in enumerate(nodes):
            entry = node.value if isinstance(node.value, dict) else {}
            if "rule" in entry and entry["rule"].plain() == rule.id:
                return Written(_lines(path, node, nodes[at + 1 :]), node.plain())
    return None


def _paths(rule: Rule, folders: Iterable[Path]) -> Iterable[Path]:
    """Yield where the file may lie: rules of packs are named by path, those of a folder below its own name."""
    yield Path(rule.file)
    for folder in folders:
        yield folder.parent / rule.file


def _lines(path: Path, node: Node, following: list[Node]) -> str:
    """Return the lines from one item to the next, without the comments that belong to the next."""
    lines = path.read_text(encoding="utf-8").splitlines()
    found = lines[node.line - 1 : following[0].line - 1 if following else len(lines)]
    while found and (not found[-1].strip() or found[-1].startswith("#")):
        found.pop()
    return "\n".join(found)
