"""One thing to look after."""

from __future__ import annotations

from msgspec import Struct

from ...knowledge.tree import Node

__all__ = ["KINDS", "Matter", "about"]

# What each kind means, in the order in which they are told; True where `--strict` ends with 1.
KINDS: dict[str, tuple[str, bool]] = {
    "past-review": ("Sources past their review date", True),
    "undated": ("Sources without a date of reading or review, or with one that cannot be", True),
    "no-basis": ("Thresholds and limits that say neither where they are from nor that they are our judgement", True),
    "unreferenced": ("Declared and used nowhere", True),
    "no-example-candidate": ("Candidates that no example expects", True),
    "no-example-rule": ("Rules that no example fires", True),
    "no-example-value": ("Decided values that no example expects", True),
    "bare-title": ("Sources whose title is only their address", False),
    "unverified": ("Said to be unverified", False),
}


class Matter(Struct, frozen=True, order=True):
    """What kind it is, what it is about, what there is to say, and where it stands (line 0: nowhere)."""

    kind: str
    name: str
    detail: str
    file: str = ""
    line: int = 0


def about(node: Node, kind: str, name: str, detail: str) -> Matter:
    """Return a matter at the place of a node."""
    return Matter(kind, name, detail, node.file, node.line)
