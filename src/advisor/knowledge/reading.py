"""Reading nodes into plain values against fixed sets of keys, collecting every problem."""

from __future__ import annotations

import math
from collections.abc import Collection
from typing import Any

from ..errors import nearest
from .tree import Node, Problems

__all__ = ["Reader"]


class Reader:
    """Typed access to nodes. Each method reports what is wrong and returns something harmless instead."""

    def __init__(self, problems: Problems) -> None:
        self.problems = problems

    def mapping(self, node: Node, what: str, required: Collection[str], optional: Collection[str]) -> dict[str, Node]:
        """Return the entries of a mapping whose keys come from a fixed set."""
        if not isinstance(node.value, dict):
            self.problems.add(node, "not-a-mapping", f"{what} must be a mapping of keys to values")
            return {}
        known = [*required, *optional]
        for key in node.value:
            if key not in known:
                self.problems.add(node.keys[key], "unknown-key", f"{what}: unknown key {key!r}", nearest(key, known))
        for key in required:
            if key not in node.value:
                self.problems.add(node, "missing-key", f"{what}: key {key!r} is missing")
        return {key: value for key, value in node.value.items() if key in known}

    def entries(self, node: Node | None, what: str) -> dict[str, Node]:
        """Return the entries of a mapping whose keys are free."""
        if node is None:
            return {}
        if not isinstance(node.value, dict):
            self.problems.add(node, "not-a-mapping", f"{what} must be a mapping, not {_shown(node.value)}")
            return {}
        return dict(node.items())

    def text(self, node: Node | None, what: str, default: str = "") -> str:
        """Return a text; numbers and dates are taken as written."""
        if node is None:
            return default
        if isinstance(node.value, (dict, list, bool)) or node.value is None:
            self.problems.add(node, "not-a-text", f"{what} must be text, not {_shown(node.value)}", "quote it")
            return default
        return str(node.value).strip()

    def number(self, node: Node | None, what: str, default: float | None = None) -> Any:
        """Return a finite number."""
        if node is None:
            return default
        value = node.value
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
            self.problems.add(node, "not-a-number", f"{what} must be a number, not {_shown(value)}")
            return default
        return value

    def boolean(self, node: Node | None, what: str, default: bool = False) -> bool:
        """Return true or false."""
        if node is None:
            return default
        if not isinstance(node.value, bool):
            self.problems.add(node, "not-a-boolean", f"{what} must be true or false, not {_shown(node.value)}")
            return default
        return node.value

    def nodes(self, node: Node | None, what: str) -> list[Node]:
        """Return the entries of a list."""
        if node is None:
            return []
        if not isinstance(node.value, list):
            self.problems.add(node, "not-a-list", f"{what} must be a list, not {_shown(node.value)}")
            return []
        return list(node.value)

    def texts(self, node: Node | None, what: str) -> tuple[str, ...]:
        """Return a list of texts."""
        return tuple(self.text(entry, what) for entry in self.nodes(node, what))

    def one_of(self, node: Node, what: str, known: Collection[str]) -> str | None:
        """Return a text from a fixed set, or None."""
        value = self.text(node, what)
        if value in known:
            return value
        if value:
            self.problems.add(node, "unknown-name", f"{what}: unknown {value!r}", nearest(value, known))
        return None


def _shown(value: Any) -> str:
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list):
        return "a list"
    return repr(value)[:80]
