"""What is said without saying where it is from."""

from __future__ import annotations

from collections.abc import Iterator

from ...errors import nearest
from ...knowledge.tree import Node
from .finding import Finding, at
from .subject import Subject

__all__ = ["check_sourcing"]

_BASES = ("house-judgement",)
_NEED = ("rule", "quantity", "ladder", "table", "algorithm", "service", "example")
_CITED_ONLY = ("table", "algorithm", "service")  # facts, which no judgement stands in for
_ADD = "add `sources: [...]`"


def check_sourcing(subject: Subject) -> Iterator[Finding]:
    """Find items without a source, and a `basis` that is none."""
    for kind in _NEED:
        for node in subject.items[kind]:
            yield from _item(node, kind)
    for node in subject.items["families"]:
        if not _listed(node):
            yield at(node.keys["families"], "missing-source", "the machines name no source", _ADD)


def _item(node: Node, kind: str) -> Iterator[Finding]:
    name = node.value[kind].value
    basis = node.value.get("basis")
    if basis is not None and basis.value not in _BASES:
        message = f"{kind} {name!r}: {basis.plain()!r} is no basis"
        yield at(basis, "unknown-basis", message, nearest(str(basis.plain()), _BASES))
    if not _listed(node) and basis is None:
        hint = _ADD if kind in _CITED_ONLY else f"{_ADD} or `basis: house-judgement`"
        yield at(
            node.keys.get("sources") or node.value[kind], "missing-source", f"{kind} {name!r} names no source", hint
        )


def _listed(node: Node) -> bool:
    sources = node.value.get("sources")
    return sources is not None and bool(sources.value)
