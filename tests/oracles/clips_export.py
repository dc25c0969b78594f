"""The rules as CLIPS: one template fact for the situation, one rule per row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from advisor.knowledge.cells import Cells
from advisor.knowledge.model import Row


class ClipsRules:
    """A CLIPS environment that says which clauses fire."""

    def __init__(self, clauses: Sequence[Sequence[Row]]) -> None:
        import clips

        self.names = sorted({name for rows in clauses for row in rows for name in row})
        self.environment = clips.Environment()
        slots = " ".join(f"(slot {name} (default unknown))" for name in self.names)
        self.environment.build(f"(deftemplate situation {slots})")
        # One text to read back. Reading facts with clipspy keeps them in memory, so that every match is slower than the last;
        # a list, a call of Python per rule and an output router all take longer.
        self.environment.build('(defglobal ?*fired* = "")')
        number = 0
        for clause, rows in enumerate(clauses):
            for row in rows:
                self.environment.build(_rule(number, clause, row))
                number += 1
        self.template = self.environment.find_template("situation")
        self.told = self.environment.find_global("fired")

    def fired(self, known: Mapping[str, Any]) -> list[int]:
        """Return the numbers of the fired clauses, sorted."""
        import clips

        environment = self.environment
        environment.reset()
        slots = {name: _slot(value, clips) for name, value in known.items() if name in self.names}
        self.template.assert_fact(**slots)
        environment.run()
        return sorted({int(number) for number in self.told.value.split()})


def _slot(value: Any, clips: Any) -> Any:
    if isinstance(value, bool):
        return clips.Symbol("yes" if value else "no")
    return clips.Symbol(value) if isinstance(value, str) else value


def _rule(number: int, clause: int, row: Row) -> str:
    tests = " ".join(_test(name, cells) for name, cells in row.items())
    return f'(defrule r{number} (situation {tests}) => (bind ?*fired* (str-cat ?*fired* {clause} " ")))'


def _test(name: str, cells: Cells) -> str:
    if cells.values is not None:
        options = [_symbol(value) for value in sorted(cells.values, key=str)] + (["unknown"] if cells.unknown else [])
        return f"({name} {'|'.join(options)})"
    if not cells.spans:
        return f"({name} unknown)"
    spans = " ".join(_span(f"?v_{name}", span) for span in cells.spans)
    unknown = f"(eq ?v_{name} unknown)" if cells.unknown else "FALSE"
    return f"({name} ?v_{name}&:(or (and (numberp ?v_{name}) (or {spans} FALSE)) {unknown}))"


def _symbol(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def _span(variable: str, span: Any) -> str:
    low, low_open, high, high_open = span
    parts = ["TRUE"]
    if low is not None:
        parts.append(f"({'>' if low_open else '>='} {variable} {low!r})")
    if high is not None:
        parts.append(f"({'<' if high_open else '<='} {variable} {high!r})")
    return f"(and {' '.join(parts)})"
