"""Rules that another rule makes superfluous: the same conclusion wherever they hold."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from itertools import permutations
from typing import Any

from ...knowledge.model import Clause, Row, Rule
from .finding import Finding, at
from .pairs import Pairs
from .subject import Subject

__all__ = ["check_doubles"]


def check_doubles(subject: Subject) -> Iterator[Finding]:
    """Find duplicates and rules that are subsumed, each at the rule that is not needed."""
    order = {name: number for number, name in enumerate(subject.rule_nodes)}
    groups: dict[str, list[Rule]] = {}
    for rule in subject.base.rules.values():
        if not any(subject.regions.possible(row) for clause in subject.clauses[rule.id] for row in clause.rows):
            continue  # it never holds, which is another finding
        groups.setdefault(_conclusion(rule), []).append(rule)
    told: set[str] = set()
    pairs = Pairs()
    for rules in groups.values():
        for rule, other in pairs.of(permutations(sorted(rules, key=lambda rule: -order[rule.id]), 2)):
            if rule.id in told or not _covers(subject, other, rule):
                continue
            same = _covers(subject, rule, other)
            if same and order[other.id] > order[rule.id]:
                continue
            if not same and rule.because != other.because and not _covers(subject, other, rule, more=True):
                continue  # a reason of its own, for fewer situations: explanations tell the more exact one
            told.add(rule.id)
            yield _finding(subject, rule, other, same)
        if pairs.left_out:
            node = subject.rule_nodes[rules[0].id].value["rule"]
            yield at(
                node,
                "not-compared",
                f"{len(rules):,} rules that conclude the same are too many to compare each with each",
            )
            return


def _conclusion(rule: Rule) -> str:
    """Return what must be equal for one rule to stand in for another."""
    payload: Any = rule.payload
    if rule.effect in ("favor", "avoid"):
        payload = rule.aspect
    elif rule.effect in ("advise", "warn"):
        payload = [payload["text"], payload["rank"], payload.get("symptom")]
    elif rule.effect == "exclude":
        payload = [payload["decision"], sorted(map(str, payload["values"]))]
    return json.dumps([rule.effect, payload], sort_keys=True, default=str)


def _covers(subject: Subject, rule: Rule, other: Rule, more: bool = False) -> bool:
    """True when `rule` concludes, wherever `other` holds, at least what `other` does (`more`: at a higher rank)."""
    ranked = rule.effect in ("favor", "avoid")
    if more and not ranked and rule.level <= other.level:
        return False
    if rule.level < other.level or any(other.given.get(name) != test for name, test in rule.given.items()):
        return False
    for clause in subject.clauses[other.id]:
        for candidate, strength in _targets(subject, clause):
            rows = _rows(subject.clauses[rule.id], candidate, strength + (more and ranked))
            if not all(subject.regions.covered(row, rows) for row in clause.rows):
                return False
    return True


def _targets(subject: Subject, clause: Clause) -> Iterator[tuple[str, int]]:
    targets: Mapping[str, int] = dict.fromkeys(subject.base.candidates, 1) if clause.targets is None else clause.targets
    yield from targets.items()


def _rows(clauses: list[Clause], candidate: str, strength: int) -> list[Row]:
    return [
        row
        for clause in clauses
        if clause.targets is None or clause.targets.get(candidate, 0) >= strength
        for row in clause.rows
    ]


def _finding(subject: Subject, rule: Rule, other: Rule, same: bool) -> Finding:
    place = f"{other.file}:{other.line}"
    node = subject.rule_nodes[rule.id].value["rule"]
    if same:
        return at(
            node, "duplicate-rule", f"rule {rule.id!r} says the same as {other.id!r} ({place})", "keep one of them"
        )
    message = f"rule {rule.id!r} adds nothing: {other.id!r} ({place}) holds wherever it does"
    return at(node, "subsumed-rule", message, "remove it, or say more in it")
