"""The rules as a CLIPS program: facts in, fired rules out.

Assert one `(known (attribute NAME) (value VALUE))` per answer, run, and read the `(fired (clause ID) (rule ID))` facts. The
program narrows answers, computes the quantities that rules test and derives attributes itself, in the same order as the
advisor; an attribute without a fact is unknown. Bands are not supported: CLIPS knows numbers only.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from ...inference.program import Program
from ...knowledge.base import KnowledgeBase
from ...knowledge.cells import Cells, Span
from ...knowledge.model import Clause, Quantity, Row

__all__ = ["to_clips"]

_SYMBOL = re.compile(r"[A-Za-z][A-Za-z0-9_./@-]*\Z")
_PREAMBLE = """\
(deftemplate known "What is known: an answer, or a value derived or computed from answers."
  (slot attribute (type SYMBOL)) (slot value))
(deftemplate derivation "A value that a rule derives; it counts when all derivations of the attribute agree."
  (slot attribute (type SYMBOL)) (slot value))
(deftemplate fired "A rule that holds: the clause, and the rule it is part of."
  (slot clause (type SYMBOL)) (slot rule (type SYMBOL)))
(deffunction floor-of (?x) (bind ?i (integer ?x)) (if (< ?x ?i) then (- ?i 1) else ?i))
(deffunction ceiling-of (?x) (bind ?i (integer ?x)) (if (> ?x ?i) then (+ ?i 1) else ?i))
(deffunction to-12-digits (?x) (string-to-field (format nil "%.12g" ?x)))
(deffunction power-of-two-near (?x) (if (<= ?x 0) then 1 else (** 2 (max 0 (round (/ (log ?x) (log 2)))))))
"""
_ANSWERS_ONLY = """\
(deftemplate narrowing "A narrower meaning of an answer; it counts when all narrowings of the attribute agree."
  (slot attribute (type SYMBOL)) (slot value))
(deffacts beginning (answers-only))
(defrule answers-read "From here on values may be derived."
  (declare (salience {salience}))
  ?beginning <- (answers-only)
  => (retract ?beginning))"""
_MEANT = """\
(defrule meant--{name} "Take an answer in its narrower meaning, unless the narrowings disagree."
  (declare (salience {salience}))
  (narrowing (attribute {name}) (value ?value))
  (not (narrowing (attribute {name}) (value ~?value)))
  ?answer <- (known (attribute {name}) (value ~?value))
  => (retract ?answer) (assert (known (attribute {name}) (value ?value))))"""
_OPERATORS = {"product": "*", "quotient": "/", "sum": "+", "difference": "-", "least": "min", "greatest": "max"}
_ROUNDINGS = {
    "": "(to-12-digits {})",
    "up": "(ceiling-of (- {} 1e-9))",
    "down": "(floor-of (+ {} 1e-9))",
    "power-of-two": "(power-of-two-near {})",
}


def to_clips(base: KnowledgeBase) -> str:
    """Return the program: the same text for the same knowledge."""
    program = Program.of(base)
    stages = list(_stages(program))
    salience = {name: 2 * (len(stages) - number) for number, name in enumerate(stages)}
    parts = [f"; advisor {'+'.join(base.packs)} {base.version}, as of {base.as_of}\n{_PREAMBLE}"]
    for name in stages:
        quantity = base.quantities.get(name)
        made = _settling(name, salience[name]) if quantity is None else _computing(quantity, salience[name])
        parts += made
    parts += _narrowing([program.clauses[number] for number in program.narrowing], 2 * len(stages) + 2)
    for clause in program.clauses:
        derives = clause.rule.effect == "derive" and not clause.narrows
        above = salience[clause.rule.payload[0]] + 1 if derives else 0
        parts += [_rule(clause, number, row, above) for number, row in enumerate(clause.rows, 1)]
    return "\n".join(parts)


def _stages(program: Program) -> Iterable[str]:
    """Yield quantities and derived attributes, each after what it needs; nested quantities come before the outer ones."""
    seen: set[str] = set()

    def inner(name: str) -> Iterable[str]:
        if name in seen:
            return
        seen.add(name)
        for quantity in program.base.quantities[name].quantities:
            yield from inner(quantity)
        yield name

    for step in program.steps:
        if step.derive:
            yield step.name
        else:
            yield from inner(step.name)


def _narrowing(clauses: list[Clause], salience: int) -> Iterable[str]:
    """Yield what narrows answers: it looks at answers alone, before anything is derived, and counts when it agrees."""
    if not clauses:
        return
    yield _ANSWERS_ONLY.format(salience=salience + 1)
    for clause in clauses:
        name, value = clause.rule.payload
        for number, row in enumerate(clause.rows, 1):
            tests = "".join(f"\n  {_test(attribute, cells)}" for attribute, cells in row.items())
            yield (
                f"(defrule narrow--{clause.id}--{number} {_text(clause.rule.because)}\n"
                f"  (declare (salience {salience + 2}))\n  (answers-only){tests}\n"
                f"  => (assert (narrowing (attribute {name}) (value {_literal(value)}))))"
            )
    for name in sorted({clause.rule.payload[0] for clause in clauses}):
        yield _MEANT.format(name=name, salience=salience)


def _settling(name: str, salience: int) -> Iterable[str]:
    yield (
        f'(defrule settle--{name} "Take what is derived, unless it was answered or the derivations disagree."\n'
        f"  (declare (salience {salience}))\n"
        f"  (not (known (attribute {name})))\n"
        f"  (derivation (attribute {name}) (value ?value))\n"
        f"  (not (derivation (attribute {name}) (value ~?value)))\n"
        f"  => (assert (known (attribute {name}) (value ?value))))"
    )


def _computing(quantity: Quantity, salience: int) -> Iterable[str]:
    if quantity.operation == "first_known":
        for number in range(len(quantity.operands)):
            yield _compute(quantity, salience, number, [quantity.operands[number]], quantity.operands[:number])
        return
    yield _compute(quantity, salience, 0, list(quantity.operands), ())


def _compute(quantity: Quantity, salience: int, number: int, operands: list[object], missing: Iterable[object]) -> str:
    tests = [f"(not (known (attribute {_name(part)})))" for part in missing if isinstance(part, (list, tuple))]
    values = []
    for at, part in enumerate(operands):
        if isinstance(part, (list, tuple)):
            tests.append(f"(known (attribute {_name(part)}) (value ?x{at}))")
            values.append(f"?x{at}")
        else:
            values.append(repr(part))
    if quantity.operation == "quotient":
        tests.append(f"(test (<> {values[1]} 0))")
    plain = quantity.operation == "first_known"
    value = values[0] if plain else _ROUNDINGS[quantity.rounding].format(_expression(quantity.operation, values))
    return (
        f'(defrule compute--{quantity.name}--{number + 1} "{quantity.operation}"\n'
        f"  (declare (salience {salience}))\n  " + "\n  ".join(tests) + "\n"
        f"  => (assert (known (attribute {quantity.name}) (value {value}))))"
    )


def _name(part: list[str] | tuple[str, ...]) -> str:
    return part[1]


def _expression(operation: str, values: list[str]) -> str:
    if operation == "root":
        return f"(sqrt {values[0]})"
    first = f"(float {values[0]})"  # CLIPS would multiply whole numbers in 64 bits
    return f"({_OPERATORS[operation]} {' '.join([first, *values[1:]])})" if len(values) > 1 else first


def _rule(clause: Clause, number: int, row: Row, salience: int) -> str:
    rule = clause.rule
    tests = "".join(f"\n  {_test(name, cells)}" for name, cells in row.items())
    declared = f"\n  (declare (salience {salience}))" if salience else ""
    facts = f"(assert (fired (clause {clause.id}) (rule {rule.id})))"
    if rule.effect == "derive" and not clause.narrows:
        name, value = rule.payload
        facts += f" (assert (derivation (attribute {name}) (value {_literal(value)})))"
    return f"(defrule {clause.id}--{number} {_text(rule.because)}{declared}{tests}\n  => {facts})"


def _test(name: str, cells: Cells) -> str:
    absent = f"(not (known (attribute {name})))"
    if cells.values is not None and cells.values:
        options = "|".join(_literal(value) for value in sorted(cells.values, key=str))
        present = f"(known (attribute {name}) (value {options}))"
    elif cells.spans:
        spans = " ".join(_span(span) for span in cells.spans)
        spans = f"(or {spans})" if len(cells.spans) > 1 else spans
        present = f"(known (attribute {name}) (value ?v&:(and (numberp ?v) {spans})))".replace("?v", f"?v-{name}")
    else:
        return absent if cells.unknown else "(test FALSE)"
    return f"(or {present} {absent})" if cells.unknown else present


def _span(span: Span) -> str:
    low, low_open, high, high_open = span
    parts = []
    if low is not None:
        parts.append(f"({'>' if low_open else '>='} ?v {low!r})")
    if high is not None:
        parts.append(f"({'<' if high_open else '<='} ?v {high!r})")
    return f"(and {' '.join(parts)})" if len(parts) > 1 else parts[0] if parts else "TRUE"


def _literal(value: object) -> str:
    """Return a value as CLIPS writes it: TRUE and FALSE, symbols where they can be, else strings."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    text = str(value)
    return text if _SYMBOL.match(text) else _text(text)


def _text(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
