"""The source line of a finding, with a caret under what is meant."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...errors import printable
from ...knowledge.tree import MAX_BYTES
from ..scope import Scope
from .finding import Finding

__all__ = ["Sources", "width_of"]

_WIDTH = 100
# A quoted text, or a plain one up to what ends it in YAML.
_TOKEN = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'(?:[^']|'')*'|[^\s,\[\]{}#][^,\[\]{}#]*?(?=\s*(?:[,\]}]|:(?:\s|$)|\s#|$))")


class Sources:
    """The lines of the files that findings are in, each file read once."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self._lines: dict[str, list[str]] = {}

    def line(self, finding: Finding) -> str:
        """Return the line of a finding, or nothing when it has none or cannot be read."""
        if not finding.line:
            return ""
        if finding.file not in self._lines:
            try:
                with self.scope.path(finding.file).open("rb") as file:  # no more than the loader looks at
                    text = file.read(MAX_BYTES).decode("utf-8-sig", errors="replace")
            except OSError:
                text = ""
            self._lines[finding.file] = text.split("\n")
        lines = self._lines[finding.file]
        return lines[finding.line - 1].rstrip() if finding.line <= len(lines) else ""

    def shown(self, finding: Finding) -> Iterator[str]:
        """Yield the line and the caret below it, cut to the width of a screen around the caret."""
        line = self.line(finding)
        if not line:
            return
        start, length = finding.column - 1, width_of(line, finding.column)
        cut = max(0, start - _WIDTH // 2) if len(line) > _WIDTH else 0
        part = line[cut : cut + _WIDTH]
        before = printable(part[: start - cut].replace("\t", " "))
        yield f"{finding.line:>5} | {printable(part.replace(chr(9), ' '))}"
        yield f"      | {' ' * len(before)}{'^' * max(1, min(length, _WIDTH - start + cut))}"


def width_of(line: str, column: int) -> int:
    """Return how many characters belong to what begins in this column: a scalar, or one bracket."""
    found = _TOKEN.match(line, column - 1)
    return max(1, found.end() - found.start()) if found else 1
