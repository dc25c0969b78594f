"""Everything that is doubtful in a rules folder, in one pass."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from msgspec import Struct

from ..scope import Scope
from .codes import CODES
from .conditions import check_conditions
from .doubles import check_doubles
from .examples import check_examples
from .finding import Finding, from_loader
from .names import check_names
from .regions import TooManyCutsError
from .sourcing import check_sourcing
from .subject import Subject
from .targets import check_targets
from .texts import check_texts
from .ties import check_ties

__all__ = ["Report", "joined", "lint"]

CHECKS: tuple[Callable[[Subject], Iterator[Finding]], ...] = (
    check_names,
    check_conditions,
    check_targets,
    check_ties,
    check_doubles,
    check_texts,
    check_sourcing,
    check_examples,
)


class Report(Struct, frozen=True):
    """What was found, by file and line, and how much was looked at. `loaded` is False when the knowledge is not valid."""

    findings: tuple[Finding, ...]
    loaded: bool
    files: int
    rules: int

    @property
    def exit_code(self) -> int:
        """0 clean, 1 findings, 3 the knowledge cannot be loaded."""
        if not self.loaded:
            return 3
        return 1 if self.findings else 0


def lint(scope: Scope) -> Report:
    """Read a rules folder and look at all of it; report what is in the scope (everything, when it cannot be loaded)."""
    reading = scope.read()
    if reading.base is None:
        found = [from_loader(problem) for problem in reading.problems]
    else:
        subject = Subject(reading, reading.base)
        found = sorted(finding for finding in _checked(subject) if not finding.file or scope.holds(finding.file))
    files = sum(scope.holds(file) for file in reading.files)
    rules = sum(scope.holds(node.file) for node in reading.items["rule"])
    return Report(tuple(found), reading.base is not None, files, rules)


def _checked(subject: Subject) -> Iterator[Finding]:
    for check in CHECKS:
        try:
            yield from check(subject)
        except TooManyCutsError:
            text = "there are too many conditions that overlap to compare all of them"
            yield Finding("", 0, 0, "not-compared", text, severity=CODES["not-compared"].severity)
            return


def joined(reports: Sequence[Report]) -> Report:
    """Return several reports as one; what is wrong below several packs is told once."""
    findings = dict.fromkeys(finding for report in reports for finding in report.findings)
    return Report(
        tuple(findings),
        all(report.loaded for report in reports),
        sum(report.files for report in reports),
        sum(report.rules for report in reports),
    )
