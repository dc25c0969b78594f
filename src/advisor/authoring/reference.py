"""Reference situations: the `given` of every example, whatever the examples expect."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct

from ..errors import KnowledgeError, SituationError
from ..inference.inference import infer
from ..inference.program import Program
from ..knowledge.base import KnowledgeBase
from ..knowledge.tree import Node, Problems
from ..situation import read_situation
from .examples import example_files, example_nodes

__all__ = ["Reference", "firing", "references"]


class Reference(Struct, frozen=True):
    """One situation to judge knowledge by: its id, the raw values that are given, and where it stands."""

    id: str
    given: Mapping[str, Any]
    file: str = ""
    line: int = 0


def references(folders: Iterable[Path]) -> list[Reference]:
    """Return the situations of the example files of knowledge folders, in order; one that is there twice counts once.

    Files of the first folder are shown below its name, those of packs as they are reached from here.

    Raises:
        KnowledgeError: a file is not valid YAML.

    """
    problems = Problems()
    found: dict[str, Reference] = {}
    for number, folder in enumerate(folders):
        for node in example_nodes(example_files(folder), None if number else folder, problems):
            reference = _reference(node)
            if reference is not None and (name := _free(found, reference)):
                found[name] = reference
    if problems.found:
        raise KnowledgeError(problems.found)
    return list(found.values())


def _reference(node: Node) -> Reference | None:
    entry = node.value if isinstance(node.value, dict) else {}
    if "example" not in entry or "given" not in entry or not isinstance(entry["given"].value, dict):
        return None
    return Reference(str(entry["example"].plain()), entry["given"].plain(), node.file, node.line)


def _free(found: Mapping[str, Reference], reference: Reference) -> str:
    """Return a name that is not taken, or an empty text when the same situation is there under the same id."""
    name = reference.id
    while name in found:
        if found[name].given == reference.given:
            return ""
        name += "'"
    return name


def firing(base: KnowledgeBase, situations: Iterable[Reference]) -> dict[str, list[Reference]]:
    """Return, for each rule, the situations in which its condition holds. What does not fit the knowledge is left out."""
    program = Program.of(base)
    found: dict[str, list[Reference]] = {name: [] for name in base.rules}
    for reference in situations:
        try:
            situation = read_situation(reference.given, base.attributes)
        except SituationError:
            continue
        numbers = program.index.clauses(infer(program, situation).fired)
        for name in dict.fromkeys(program.clauses[number].rule.id for number in numbers):
            found[name].append(reference)
    return found
