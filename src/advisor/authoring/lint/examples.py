"""Examples that name what does not exist: they would fail for the wrong reason."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

from ...knowledge.tree import OverflowOfProblemsError, Problems
from ..examples import examples_of
from .finding import Finding
from .subject import Subject

__all__ = ["check_examples"]


def check_examples(subject: Subject) -> Iterator[Finding]:
    """Find examples with unknown keys, attributes, values, candidates, decisions and sources, and ids used twice."""
    problems = Problems()
    with suppress(OverflowOfProblemsError):
        examples_of(subject.base, subject.items["example"], problems)
    for found in problems.found:
        yield Finding(found.file, found.line, found.column, "bad-example", found.message, found.hint, "error")
