"""What is looked at: the knowledge as read, and as written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property

from ...knowledge.base import KnowledgeBase
from ...knowledge.conditions import Conditions
from ...knowledge.load import Reading
from ...knowledge.model import Clause, Row
from ...knowledge.reading import Reader
from ...knowledge.tree import Node, Problems
from .regions import Regions

__all__ = ["Subject", "children", "scratch"]


class Subject:
    """A valid knowledge base beside the nodes it was read from."""

    def __init__(self, reading: Reading, base: KnowledgeBase) -> None:
        self.base = base
        self.items: Mapping[str, list[Node]] = reading.items
        self.regions = Regions(base)

    @cached_property
    def rule_nodes(self) -> dict[str, Node]:
        """Every rule as written, by id, in the order of packs, files and lines."""
        nodes = {str(node.value["rule"].value): node for node in self.items["rule"]}
        return dict(sorted(nodes.items(), key=lambda entry: self._order(*entry)))

    def _order(self, name: str, node: Node) -> tuple[int, str, int, int]:
        return self.base.packs.index(self.base.rules[name].pack), node.file, node.line, node.column

    @cached_property
    def clauses(self) -> dict[str, list[Clause]]:
        """The clauses of every rule, by its id."""
        found: dict[str, list[Clause]] = {name: [] for name in self.base.rules}
        for clause in self.base.clauses:
            found[clause.rule.id].append(clause)
        return found

    @cached_property
    def impossible(self) -> tuple[Row, ...]:
        """The situations that are refused."""
        return self._rows("impossible")

    def _rows(self, effect: str) -> tuple[Row, ...]:
        return tuple(row for clause in self.base.clauses if clause.rule.effect == effect for row in clause.rows)

    def ruled_out(self, candidate: str) -> tuple[Row, ...]:
        """The situations in which a candidate is ruled out, so that no set-up is made for it."""
        return tuple(
            row
            for clause in self.base.clauses
            if clause.rule.effect == "rule_out" and (clause.targets is None or candidate in clause.targets)
            for row in clause.rows
        )

    def conditions(self) -> tuple[Conditions, Problems]:
        """Return a reader of conditions that reports into a list of its own."""
        problems = Problems()
        quantities = {name: quantity.situational for name, quantity in self.base.quantities.items()}
        return Conditions(Reader(problems), self.base.attributes, quantities), problems


def scratch(node: Node, value: object) -> Node:
    """Return a copy of a node that holds another value."""
    copy = Node(value, node.file, node.line, node.column)
    copy.keys = node.keys
    return copy


def children(node: Node) -> Iterator[Node]:
    """Yield a node and everything in it."""
    yield node
    for child in (
        node.value.values() if isinstance(node.value, dict) else node.value if isinstance(node.value, list) else ()
    ):
        yield from children(child)
