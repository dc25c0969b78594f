"""The schemas of a knowledge folder: written into `schema/`, checked, and named in the first line of each YAML file."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from msgspec import Struct

from ...knowledge.base import KnowledgeBase
from ...knowledge.load import CARDS, ITEMS
from ...knowledge.tree import Node
from .files import schema_name, schemas
from .vocabulary import roots, vocabulary

__all__ = ["MODELINE", "Change", "needed_schema", "schema_changes"]

MODELINE = "# yaml-language-server: $schema="
FOLDER = "schema"


class Change(Struct, frozen=True):
    """A file that is not as it should be: what it must hold, or None where it must not be there."""

    path: Path
    text: str | None

    def make(self) -> None:
        """Write or remove the file.

        Raises:
            OSError: it cannot be.

        """
        if self.text is None:
            self.path.unlink()
            return
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.write_text(self.text, encoding="utf-8", newline="\n")


def schema_changes(base: KnowledgeBase, folders: Iterable[Path], folder: Path, wire: bool = False) -> list[Change]:
    """Return what must be changed in a folder so that its schemas are those of the knowledge.

    Args:
        base: the knowledge, with the folder in it.
        folders: where it was read from.
        folder: the folder whose `schema/` is meant. It gets the schemas that its files need.
        wire: let the first line of every file name its schema, too.

    """
    needed = {path: name for path, root in roots(folder) if (name := needed_schema(root)) is not None}
    texts = schemas(vocabulary(base, folders))
    wanted = {f"{name}.json": texts[f"{name}.json"] for name in dict.fromkeys(needed.values())}
    changes = _schema_files(folder / FOLDER, wanted)
    return [*changes, *(_wiring(folder, needed) if wire else ())]


def _schema_files(place: Path, wanted: Mapping[str, str]) -> Iterable[Change]:
    for name, text in sorted(wanted.items()):
        if _text(place / name) != text:
            yield Change(place / name, text)
    for path in sorted(place.glob("*.json")):
        if path.name not in wanted:
            yield Change(path, None)


def _wiring(folder: Path, needed: Mapping[Path, str]) -> Iterable[Change]:
    for path, name in needed.items():
        target = os.path.relpath(folder / FOLDER / f"{name}.json", path.parent)
        line = f"{MODELINE}{target.replace(os.sep, '/')}\n"
        text = _text(path)
        rest = text.partition("\n")[2] if text.startswith(MODELINE) else text
        if line + rest != text:
            yield Change(path, line + rest)


def needed_schema(root: Node) -> str | None:
    """Return the name of the schema that a file with this content needs, or None for an empty one."""
    kinds = (*CARDS, "pack", "families") if isinstance(root.value, dict) else ITEMS
    found = [_kind(node, kinds) for node in (root.value if isinstance(root.value, list) else [root])]
    return schema_name(kind for kind in found if kind)


def _kind(node: Node, kinds: Iterable[str]) -> str:
    entries = node.value if isinstance(node.value, dict) else {}
    return next((kind for kind in kinds if kind in entries), "")


def _text(path: Path) -> str:
    if not path.is_file():
        return ""
    with path.open(encoding="utf-8", newline="") as file:  # line ends as they are
        return file.read()
