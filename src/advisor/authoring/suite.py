"""What `rules test` is asked to run: a knowledge base and the examples that go with it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

from ..errors import AdvisorError, Diagnostic
from ..knowledge.base import KnowledgeBase
from ..knowledge.load import yaml_files
from ..knowledge.place import rules_folder
from ..knowledge.store import load
from ..knowledge.tree import Problems
from .examples import Example, example_files, read_examples

__all__ = ["PathError", "Suite", "collect"]


class PathError(AdvisorError):
    """A path that was named cannot be used."""


class Suite(Struct, frozen=True):
    """A knowledge base and the examples to run on it."""

    base: KnowledgeBase
    examples: tuple[Example, ...]


def collect(paths: Sequence[Path]) -> Suite:
    """Read what paths name.

    Args:
        paths: a knowledge folder (its own examples are run), example files, or folders of example files (on the shipped
            knowledge, or on that of the one knowledge folder among the paths). None: the shipped knowledge and examples.

    Raises:
        PathError: a path does not exist, or there are two knowledge folders.
        KnowledgeError: the knowledge or an example file is not valid.

    """
    problems = [Diagnostic("file", "no such file or folder", str(path)) for path in paths if not path.exists()]
    if problems:
        raise PathError(problems)
    folders = [path for path in paths if path.is_dir() and _is_knowledge(path)]
    if len(folders) > 1:
        raise PathError(
            [Diagnostic("two-folders", "only one knowledge folder can be tested at a time", str(folders[1]))]
        )
    files = [file for path in paths if path not in folders for file in _below(path)]
    base = load(folders[0]) if folders else load()
    if folders or not paths:
        folder = folders[0] if folders else Path(rules_folder())
        return Suite(base, read_examples(base, [*example_files(folder), *files], folder))
    return Suite(base, read_examples(base, files))


def _below(path: Path) -> list[Path]:
    return [file for file, _ in yaml_files(path, path.name, Problems())] if path.is_dir() else [path]


def _is_knowledge(folder: Path) -> bool:
    """Return whether a folder is laid out like `rules/`: something in it is not an example file."""
    return folder.name != "examples" and any(
        path.relative_to(folder).parts[0] != "examples" and b"- example:" not in _start(path)
        for path, _ in yaml_files(folder, folder.name, Problems())
    )


def _start(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(4096)
    except OSError:
        return b""
