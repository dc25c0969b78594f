"""How a person asks for the situation of a finding: the command, or the line of Python, that answers it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct

from ...advice.interview.command import reproduce
from ...situation import Situation
from ..paths import real
from ..scope import Scope, shipped_scope

__all__ = ["Asking"]


class Asking(Struct, frozen=True):
    """The knowledge that was analyzed: a complete folder (None: the shipped one), and the packs to name with --rules."""

    folder: Path | None = None
    packs: tuple[str, ...] = ()

    @classmethod
    def about(cls, scope: Scope, found: Iterable[str] = ()) -> Asking:
        """Return how to ask what a scope means. Packs that are found (installed, say) are in force without being named."""
        there = {real(pack) for pack in found}
        named = tuple(str(pack) for pack in scope.packs if real(pack) not in there)
        return cls(None if scope.folder == shipped_scope().folder else scope.folder, named)

    def command(self, given: Mapping[str, Any]) -> str | None:
        """Return the command, or None: the command line knows no complete knowledge but the shipped one."""
        return reproduce(Situation(given), packs=self.packs) if self.folder is None else None

    def call(self, given: Mapping[str, Any]) -> str:
        """Return the call of the Python interface."""
        folder = "" if self.folder is None else repr(str(self.folder))
        packs = f"packs={list(self.packs)!r}" if self.packs else ""
        where = ", ".join(part for part in (folder, packs) if part)
        return f"advisor.recommend({dict(given)!r}, knowledge=advisor.load({where}))"
