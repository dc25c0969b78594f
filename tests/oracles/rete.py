"""The rules on experta's stock ReteMatcher: one fact for the situation, one rule per row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from advisor.inference.experta_import import experta
from advisor.knowledge.model import Row


class Case(experta.Fact):
    pass


def rete_engine(clauses: Sequence[Sequence[Row]]) -> Any:
    """Return an engine whose `fired_for` gives the clause numbers that the stock RETE fires."""
    rules: list[Any] = []

    class Stock(experta.KnowledgeEngine):
        def get_rules(self) -> list[Any]:
            return rules

        def get_deffacts(self) -> list[Any]:
            return [lambda: [experta.InitialFact()]]

        def fired_for(self, known: Mapping[str, Any]) -> list[int]:
            self.found: set[int] = set()
            self.reset()
            self.declare(Case(**{name: known.get(name, "unknown") for name in names}))
            self.run()
            return sorted(self.found)

    names = sorted({name for rows in clauses for row in rows for name in row})
    for clause, rows in enumerate(clauses):
        for row in rows:
            pattern = Case(**{name: experta.P(_predicate(cells)) for name, cells in row.items()})
            rules.append(experta.Rule(pattern)(_action(clause)))
    return Stock()


def _predicate(cells: Any) -> Any:
    def holds(value: Any) -> bool:
        if value == "unknown":
            return cells.unknown
        return cells.contains(value)

    return holds


def _action(clause: int) -> Any:
    return lambda engine, **_: engine.found.add(clause)
