"""Numbers that decide something, and do not say where they are from; and what is said not to be verified."""

from __future__ import annotations

from collections.abc import Iterator

from ...knowledge.tree import Node
from ..lint.subject import Subject, children
from .matter import Matter, about

__all__ = ["check_basis", "check_verified"]

_WORD = "unverified"  # a list of statements on a card, or the value of a fact
_BOUNDS = ("at_least", "above", "at_most", "below")
_LONGEST = 90


def check_basis(subject: Subject) -> Iterator[Matter]:
    """Find rules with a bound, and quantities and ladders with a number of their own, that name neither source nor basis."""
    for kind in ("rule", "quantity", "ladder"):
        for node in subject.items[kind]:
            sources = node.value.get("sources")
            if (sources is not None and sources.value) or "basis" in node.value:
                continue
            number = next(_numbers(node, kind), None)
            if number is not None:
                yield about(number, "no-basis", f"{kind} {node.value[kind].value}", f"{number.value} has no source")


def _numbers(node: Node, kind: str) -> Iterator[Node]:
    for part in children(node):
        if kind != "rule" and isinstance(part.value, (int, float)) and not isinstance(part.value, bool):
            yield part
        elif isinstance(part.value, dict):
            yield from (part.value[word] for word in _BOUNDS if word in part.value and kind == "rule")


def check_verified(subject: Subject) -> Iterator[Matter]:
    """List what the cards say is not verified."""
    for kind in ("algorithm", "service"):
        for card in subject.items[kind]:
            name = str(card.value[kind].value)
            for node in children(card):
                for key, fact in node.items() if isinstance(node.value, dict) else ():
                    if key == _WORD and isinstance(fact.value, list):
                        yield from (about(entry, _WORD, name, _short(str(entry.value))) for entry in fact.value)
                    elif fact.value == _WORD:
                        yield about(fact, _WORD, name, key)


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
