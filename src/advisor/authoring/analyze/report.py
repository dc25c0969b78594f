"""The whole analysis of a knowledge base."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from msgspec import Struct

from ...inference.program import Program
from ...knowledge.base import KnowledgeBase
from .decisions import decision_findings
from .effects import rule_findings
from .findings import CODES, Finding
from .leading import Leading
from .notes import note_findings
from .places import place_findings
from .space import Space
from .ties import tie_findings

__all__ = ["Report", "analyze"]


class Report(Struct, frozen=True):
    """Everything that was found, findings before information, each in the order of kinds, files and lines."""

    found: tuple[Finding, ...]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What should be mended."""
        return tuple(finding for finding in self.found if finding.severity == "finding")

    @property
    def information(self) -> tuple[Finding, ...]:
        """What is intended or cannot be helped, but good to know."""
        return tuple(finding for finding in self.found if finding.severity == "information")


def analyze(base: KnowledgeBase) -> Report:
    """Analyze a knowledge base. The result depends on nothing but the knowledge."""
    space = Space(Program.of(base))
    leading = Leading(space)
    parts: tuple[Callable[[], Iterator[Finding]], ...] = (
        lambda: rule_findings(space),
        lambda: place_findings(space),
        lambda: decision_findings(space, leading),
        lambda: note_findings(space, leading),
        lambda: tie_findings(space, leading),
    )
    found = [finding for part in parts for finding in part()]
    dead = {finding.rules for finding in found if finding.code == "dead-rule"}
    told = (finding for finding in found if finding.code != "no-effect" or finding.rules not in dead)
    return Report(tuple(sorted(told, key=_order)))


def _order(finding: Finding) -> tuple[bool, int, str, int, str]:
    return (
        finding.severity != "finding",
        list(CODES).index(finding.code),
        finding.file,
        finding.line,
        finding.message,
    )
