"""A finding: what is doubtful in the knowledge, where, and what to do about it."""

from __future__ import annotations

from msgspec import Struct

from ...errors import Diagnostic
from ...knowledge.tree import Node
from .codes import CODES

__all__ = ["Finding", "at", "from_loader"]


class Finding(Struct, frozen=True, order=True):
    """One finding. `line` and `column` count from 1 and are 0 when it concerns a whole file; `severity` is error or warning."""

    file: str
    line: int
    column: int
    code: str
    message: str
    hint: str = ""
    severity: str = "warning"


def at(node: Node, code: str, message: str, hint: str = "") -> Finding:
    """Return a finding at the place of a node, as severe as its code is."""
    return Finding(node.file, node.line, node.column, code, message, hint, CODES[code].severity)


def from_loader(problem: Diagnostic) -> Finding:
    """Return what the loader reports in the form of a finding: always an error."""
    return Finding(problem.file, problem.line, problem.column, problem.code, problem.message, problem.hint, "error")
