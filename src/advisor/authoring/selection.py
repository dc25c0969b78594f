"""Which rules are meant: by effect, candidate, attribute, decision, pack, topic and words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from msgspec import Struct

from ..errors import Diagnostic, SituationError, nearest
from ..knowledge.base import KnowledgeBase
from ..knowledge.model import Clause, Rule
from ..knowledge.rules import EFFECTS

__all__ = ["RuleFilter", "clauses_of", "read_names", "select", "topics"]


class RuleFilter(Struct, frozen=True):
    """What a rule must have to be meant. Empty texts ask for nothing; every part that is given must hold."""

    effect: str = ""
    candidate: str = ""
    attribute: str = ""
    decision: str = ""
    pack: str = ""
    topic: str = ""
    text: str = ""

    @property
    def empty(self) -> bool:
        """True when every rule is meant."""
        return self == RuleFilter()


def select(base: KnowledgeBase, wanted: RuleFilter) -> list[Rule]:
    """Return the rules that are meant, by id.

    Raises:
        SituationError: the filter names something that the knowledge does not have.

    """
    _check(base, wanted)
    by_rule = clauses_of(base)
    return [rule for rule in base.rules.values() if _meant(base, rule, by_rule.get(rule.id, ()), wanted)]


def clauses_of(base: KnowledgeBase) -> dict[str, list[Clause]]:
    """Return the clauses of each rule."""
    found: dict[str, list[Clause]] = {}
    for clause in base.clauses:
        found.setdefault(clause.rule.id, []).append(clause)
    return found


def read_names(base: KnowledgeBase, rule: Rule, clauses: Iterable[Clause]) -> list[str]:
    """Return the attributes and quantities that the conditions of a rule look at, in the order of the knowledge."""
    names = {name for clause in clauses for row in clause.rows for name in row}
    operands = set(_operands(rule.payload))
    return [name for name in (*base.attributes, *base.quantities) if name in names or name in operands]


def _operands(payload: Any) -> Iterable[str]:
    """Yield the attributes and quantities that the values of a choice are computed from."""
    if isinstance(payload, Mapping):
        for key, value in payload.items():
            if key == "from" and isinstance(value, (list, tuple)) and value[0] in ("attr", "quantity"):
                yield str(value[1])
            else:
                yield from _operands(value)


def topics(base: KnowledgeBase) -> list[str]:
    """Return the topics of all advice and warnings."""
    found = {rule.payload.get("topic") for rule in base.rules.values() if rule.effect in ("advise", "warn")}
    return sorted(name for name in found if name)


def _check(base: KnowledgeBase, wanted: RuleFilter) -> None:
    known: dict[str, Iterable[str]] = {
        "effect": EFFECTS,
        "candidate": base.candidates,
        "attribute": [*base.attributes, *base.quantities],
        "decision": base.decisions,
        "pack": base.packs,
        "topic": topics(base),
    }
    problems = []
    for name, names in known.items():
        value = getattr(wanted, name)
        if value and value not in names:
            text = f"unknown {name} {value[:80]!r}"
            problems.append(Diagnostic(f"unknown-{name}", text, hint=nearest(value, names)))
    if problems:
        raise SituationError(problems)


def _meant(base: KnowledgeBase, rule: Rule, clauses: Iterable[Clause], wanted: RuleFilter) -> bool:
    payload = rule.payload if isinstance(rule.payload, Mapping) else {}
    if wanted.effect and rule.effect != wanted.effect:
        return False
    if wanted.pack and rule.pack != wanted.pack:
        return False
    if wanted.topic and payload.get("topic") != wanted.topic:
        return False
    if wanted.decision and wanted.decision != payload.get("decision") and wanted.decision not in rule.given:
        return False
    if wanted.candidate and not any(clause.targets is None or wanted.candidate in clause.targets for clause in clauses):
        return False
    if wanted.attribute and wanted.attribute not in _touched(base, rule, clauses):
        return False
    return not wanted.text or wanted.text.lower() in f"{rule.id} {rule.because} {payload.get('text', '')}".lower()


def _touched(base: KnowledgeBase, rule: Rule, clauses: Iterable[Clause]) -> set[str]:
    """Return the attributes that a rule looks at, itself or through a quantity, and the one that it derives."""
    names = set(read_names(base, rule, clauses))
    for name in list(names):
        if name in base.quantities:
            names.update(base.quantities[name].attributes)
    if rule.effect == "derive":
        names.add(rule.payload[0])
    return names
