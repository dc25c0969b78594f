"""What the examples show: candidates, rules and decided values that none of them reaches."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any

from ...errors import SituationError
from ...inference.inference import infer
from ...inference.program import Program
from ...knowledge.tree import Node
from ...situation import read_situation
from ..lint.subject import Subject
from .matter import Matter, about

__all__ = ["check_examples"]


def check_examples(subject: Subject) -> Iterator[Matter]:
    """Find what no example reaches. A rule is reached when its condition holds in the situation of an example."""
    expected = [_plain(node.value.get("expect")) for node in subject.items["example"]]
    yield from _candidates(subject, expected)
    yield from _rules(subject)
    yield from _values(subject, expected)


def _plain(node: Node | None) -> dict[str, Any]:
    value = node.plain() if node is not None else {}
    return value if isinstance(value, dict) else {}


def _each(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _candidates(subject: Subject, expected: list[dict[str, Any]]) -> Iterator[Matter]:
    seen = {name for expect in expected for key in ("first", "among", "ruled_out") for name in _each(expect.get(key))}
    for kind in ("algorithm", "service"):
        for node in subject.items[kind]:
            name = str(node.value[kind].value)
            if name not in seen:
                yield about(
                    node, "no-example-candidate", name, f"no example expects this {kind}, or that it is ruled out"
                )


def _rules(subject: Subject) -> Iterator[Matter]:
    program = Program.of(subject.base)
    fired = 0
    reached: set[str] = set()
    for node in subject.items["example"]:
        given = _plain(node.value.get("given"))
        with suppress(SituationError):  # the linter names it
            inference = infer(program, read_situation(given, subject.base.attributes))
            fired |= inference.fired
            # what narrows an answer has done so before the rules are matched
            reached.update(clause.rule.id for _, clause in inference.derived.values())
    reached |= {program.clauses[number].rule.id for number in program.index.clauses(fired)}
    reached |= {program.clauses[number].rule.id for number in program.standing}
    for name, node in subject.rule_nodes.items():
        if name not in reached:
            yield about(node, "no-example-rule", name, f"no example fires this `{subject.base.rules[name].effect}`")


def _values(subject: Subject, expected: list[dict[str, Any]]) -> Iterator[Matter]:
    seen: set[tuple[str, str]] = set()
    for expect in expected:
        for decision, wanted in _setup(expect).items():
            value = wanted.get("value") if isinstance(wanted, Mapping) else wanted
            seen |= {(decision, str(one)) for one in _each(value)}
    chosen = {
        (rule.payload["decision"], str(rule.payload["value"])): rule.id
        for rule in subject.base.rules.values()
        if rule.effect == "choose" and isinstance(rule.payload.get("value"), (str, int, float))
    }
    for (decision, value), rule in sorted(chosen.items()):
        if subject.base.decisions[decision].values and (decision, value) not in seen:
            yield about(
                subject.rule_nodes[rule], "no-example-value", f"{decision}: {value}", f"chosen by {rule}, for one"
            )


def _setup(expect: Mapping[str, Any]) -> Mapping[str, Any]:
    setup = expect.get("setup")
    return setup if isinstance(setup, Mapping) else {}
