"""Conditions and branches of `any` that can never hold, and tests that say nothing."""

from __future__ import annotations

from collections.abc import Iterator

from ...knowledge.cells import Cells
from ...knowledge.model import Row
from ...knowledge.tree import Node
from .finding import Finding, at
from .subject import Subject, children, scratch

__all__ = ["check_conditions"]


def check_conditions(subject: Subject) -> Iterator[Finding]:
    """Find conditions that no accepted situation satisfies, dead branches, and tests that say nothing or look too early."""
    for name, node in subject.rule_nodes.items():
        when = node.value.get("when")
        if when is None:
            continue
        effect = subject.base.rules[name].effect
        refused = () if effect == "impossible" else subject.impossible
        rows = [row for clause in subject.clauses[name] for row in clause.rows]
        if all(subject.regions.covered(row, refused) for row in rows):
            yield at(_key(node, "when"), "never-holds", f"rule {name!r} can never hold", _reason(subject, rows))
            continue
        yield from _deaf_narrowing(subject, name, when)
        yield from _dead_branches(subject, name, when, refused)
        yield from _idle_tests(subject, name, when)


def _key(node: Node, name: str) -> Node:
    return node.keys.get(name, node)


def _reason(subject: Subject, rows: list[Row]) -> str:
    """Say whether a bound or an `impossible` rule is in the way."""
    if not any(subject.regions.possible(row) for row in rows):
        row = rows[0]
        name = next(name for name, cells in row.items() if subject.regions.clip(name, cells).empty)
        return f"no value of {name!r} fits"
    blocking = [
        clause.rule.id
        for clause in subject.base.clauses
        if clause.rule.effect == "impossible" and any(subject.regions.meet(rows[0], row) for row in clause.rows)
    ]
    return f"rule {blocking[0]!r} refuses these situations"


def _deaf_narrowing(subject: Subject, name: str, when: Node) -> Iterator[Finding]:
    """What narrows an answer looks at answers alone, before any quantity is computed from them."""
    if not all(clause.narrows for clause in subject.clauses[name]):
        return
    own = subject.base.rules[name].payload[0]
    for part in children(when):
        for key in part.keys if isinstance(part.value, dict) else ():
            if key in subject.base.quantities:
                message = f"rule {name!r} narrows {own!r}, and looks at answers only: {key!r} is computed later"
                yield at(part.keys[key], "narrows-by-quantity", message, "test the attributes it is computed from")


def _dead_branches(subject: Subject, name: str, when: Node, refused: tuple[Row, ...]) -> Iterator[Finding]:
    for branch, single in _single_branches(when):
        conditions, problems = subject.conditions()
        rows = conditions.rows(single, "", True)
        if problems.found or all(subject.regions.covered(row, refused) for row in rows):
            yield at(branch, "dead-branch", f"rule {name!r}: this branch of `any` can never hold", "remove it")


def _single_branches(node: Node) -> Iterator[tuple[Node, Node]]:
    """Yield each branch of each `any`, and the whole condition with that branch alone."""
    if not isinstance(node.value, dict):
        return
    for key, test in node.items():
        if key not in ("any", "all") or not isinstance(test.value, list):
            continue
        for number, branch in enumerate(test.value):
            if key == "any" and len(test.value) > 1:
                yield branch, scratch(node, {**node.value, key: scratch(test, [branch])})
            for inner, changed in _single_branches(branch):
                kept = [changed] if key == "any" else [*test.value[:number], changed, *test.value[number + 1 :]]
                yield inner, scratch(node, {**node.value, key: scratch(test, kept)})


def _idle_tests(subject: Subject, name: str, node: Node) -> Iterator[Finding]:
    """A test that every answer passes only demands that there is an answer: where `known` may say so, it should."""
    if subject.base.rules[name].effect not in ("advise", "warn"):
        return
    for key, test in node.items():
        if key in ("any", "all"):
            for entry in test.value:
                yield from _idle_tests(subject, name, entry)
        elif key in subject.base.attributes and not _asks_known(test):
            conditions, _ = subject.conditions()
            (row,) = conditions.rows(scratch_single(node, key), "", True)
            if key in row and _whole(subject, key, row[key]):
                yield at(
                    node.keys[key],
                    "always-true",
                    f"rule {name!r}: every value of {key!r} passes this test",
                    "write `{known: true}`",
                )


def scratch_single(node: Node, key: str) -> Node:
    """Return a condition with one of its tests alone."""
    return scratch(node, {key: node.value[key]})


def _asks_known(test: Node) -> bool:
    return isinstance(test.value, dict) and "known" in test.value


def _whole(subject: Subject, name: str, cells: Cells) -> bool:
    known = Cells(cells.values, cells.spans, True)
    return subject.regions.covered({}, [{name: known}])
