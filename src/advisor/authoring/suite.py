"""What `rules test` is asked to run: a knowledge base and the examples that go with it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

from ..errors import AdvisorError, Diagnostic
from ..knowledge.base import KnowledgeBase
from ..knowledge.load import yaml_files
from ..knowledge.tree import Problems
from .examples import Example, example_files, read_examples
from .paths import real
from .scope import Scope, is_knowledge, names_a_pack, scope_of, shipped_scope

__all__ = ["PathError", "Suite", "collect"]


class PathError(AdvisorError):
    """A path that was named cannot be used."""


class Suite(Struct, frozen=True):
    """A knowledge base and the examples to run on it; `packs` are those that are tested (none: all)."""

    base: KnowledgeBase
    examples: tuple[Example, ...]
    packs: tuple[str, ...] = ()


def collect(paths: Sequence[Path], found: Sequence[str] = (), named: Sequence[str] = ()) -> Suite:
    """Read what paths name.

    Args:
        paths: a knowledge folder (its own examples are run: those of a pack on the pack and what lies below it), files and
            folders in one, or example files elsewhere (on the knowledge folder among the paths, or on the knowledge of the
            command line). None: the examples of the packs that are named, or the shipped ones.
        found: the packs that are installed, or named by the environment.
        named: the packs that the command line names.

    Raises:
        AdvisorError: a path does not exist, or there are two knowledge folders.
        KnowledgeError: the knowledge or an example file is not valid.

    """
    problems = [Diagnostic("file", "no such file or folder", str(path)) for path in paths if not path.exists()]
    if problems:
        raise PathError(problems)
    inside = [path for path in paths if _is_inside(path)]
    scope = scope_of(inside, found, named) if inside or not paths else shipped_scope((*found, *named))
    chosen = inside or ([] if paths else [*scope.reported_folders])
    files = [file for path in chosen for file in _examples_in(scope, path)]
    files += [file for path in paths if path not in inside for file in _below(path)]
    base = scope.load()
    return Suite(base, read_examples(base, files, scope.folder), scope.reported_packs(base))


def _is_inside(path: Path) -> bool:
    """True for a knowledge folder, and for what is in one that says so."""
    if path.is_dir() and is_knowledge(path):
        return True
    return any(names_a_pack(folder) for folder in real(path).parents)


def _examples_in(scope: Scope, path: Path) -> list[Path]:
    whole = {real(folder): folder for folder in (scope.folder, *scope.packs)}
    folder = whole.get(real(path))
    return example_files(folder) if folder is not None else _below(path)


def _below(path: Path) -> list[Path]:
    return [file for file, _ in yaml_files(path, path.name, Problems())] if path.is_dir() else [path]
