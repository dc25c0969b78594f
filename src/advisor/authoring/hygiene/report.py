"""All matters of a rules folder, by kind."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from msgspec import Struct

from ...errors import AdvisorError, Diagnostic, KnowledgeError
from ..lint.names import check_names
from ..lint.subject import Subject
from ..scope import Scope
from .basis import check_basis, check_verified
from .matter import KINDS, Matter
from .shown import check_examples
from .sources import check_sources, day

__all__ = ["Care", "care"]


class Care(Struct, frozen=True):
    """The matters of a folder, by kind and place, and the day they are measured against."""

    as_of: str
    matters: tuple[Matter, ...]

    @property
    def urgent(self) -> bool:
        """True when there is something that `--strict` does not accept."""
        return any(KINDS[matter.kind][1] for matter in self.matters)

    def of(self, kind: str) -> list[Matter]:
        """Return the matters of one kind."""
        return [matter for matter in self.matters if matter.kind == kind]


def care(scope: Scope, as_of: str | None = None) -> Care:
    """Look over what is in a scope, against a day (default: the knowledge's own `as_of`; the clock is never read).

    Raises:
        KnowledgeError: the knowledge cannot be loaded.
        AdvisorError: the day is none.

    """
    reading = scope.read()
    if reading.base is None:
        raise KnowledgeError(reading.problems)
    if scope.below is not None:  # examples of the knowledge below say nothing of what a pack adds
        reading.items["example"] = [node for node in reading.items["example"] if scope.holds(node.file)]
    written = as_of or reading.base.as_of
    on = day(written)
    if on is None:
        raise AdvisorError([Diagnostic("bad-date", f"{written[:40]!r} is not a date", hint="write it as 2026-11-22")])
    order = list(KINDS)
    found = sorted(
        (one for one in _all(Subject(reading, reading.base), on) if scope.holds(one.file)),
        key=lambda one: (order.index(one.kind), one.file, one.line, one),
    )
    return Care(on.isoformat(), tuple(found))


def _all(subject: Subject, on: date) -> Iterator[Matter]:
    yield from check_sources(subject, on)
    yield from check_basis(subject)
    for finding in check_names(subject):
        if finding.code.startswith("unused-"):
            kind = finding.code.removeprefix("unused-")
            yield Matter("unreferenced", kind, finding.message, finding.file, finding.line)
    yield from check_examples(subject)
    yield from check_verified(subject)
