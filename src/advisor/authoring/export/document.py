"""The whole knowledge as one JSON document (schema `advisor/knowledge/1`), for tools in any language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...knowledge.base import KnowledgeBase
from ...knowledge.cells import Cells
from ...knowledge.keys import LEVEL_NAMES
from ...knowledge.model import Attribute, Candidate, Clause, Decision, Ladder, Quantity, Rule, Statement
from .records import (
    SCHEMA,
    AttributeRecord,
    CandidateRecord,
    ClauseRecord,
    DecisionRecord,
    ElsewhereRecord,
    GivenTest,
    InstanceRecord,
    Interval,
    KnowledgeDocument,
    LadderRecord,
    ModeRecord,
    NoteRecord,
    QuantityRecord,
    RuleRecord,
    SourceRecord,
    Step,
    TableRecord,
    Test,
)

__all__ = ["document"]


def document(base: KnowledgeBase) -> KnowledgeDocument:
    """Return the document of a knowledge base: the same bytes for the same knowledge."""
    return KnowledgeDocument(
        schema=SCHEMA,
        version=base.version,
        as_of=base.as_of,
        packs=list(base.packs),
        attributes=[_attribute(attribute) for attribute in base.attributes.values()],
        groups=dict(base.groups),
        decisions=[_decision(decision) for decision in base.decisions.values()],
        candidates=[_candidate(candidate) for candidate in base.candidates.values()],
        rules=[_rule(rule) for rule in base.rules.values()],
        clauses=[_clause(clause) for clause in base.clauses],
        quantities=[_quantity(quantity) for quantity in base.quantities.values()],
        ladders=[_ladder(ladder) for ladder in base.ladders.values()],
        tables=[
            TableRecord(table.name, table.by, dict(table.rows), table.default, list(table.sources))
            for table in base.tables.values()
        ],
        instances=[
            InstanceRecord(instance.name, dict(instance.facts), list(instance.roles))
            for instance in base.instances.values()
        ],
        sources=[
            SourceRecord(source.id, source.title, source.url, source.read, source.review_by)
            for source in base.sources.values()
        ],
        notes=[_note(statement) for statement in base.statements.values()],
    )


def _note(statement: Statement) -> NoteRecord:
    carried = {kind: list(getattr(statement, kind)) for kind in ("rules", "cards", "decisions", "attributes")}
    return NoteRecord(
        id=statement.id,
        says=statement.says,
        verdict=statement.verdict,
        sources=list(statement.sources),
        carried_by={kind: names for kind, names in carried.items() if names},
        instead=statement.instead,
    )


def _attribute(attribute: Attribute) -> AttributeRecord:
    low = attribute.low
    return AttributeRecord(
        name=attribute.name,
        type=attribute.type,
        ask=attribute.ask,
        help=attribute.help,
        unit=attribute.unit,
        values={value: attribute.labels.get(value, "") for value in attribute.values},
        at_least=None if attribute.low_open else low,
        above=low if attribute.low_open else None,
        at_most=attribute.high,
        demand=attribute.demand,
        also=dict(attribute.also),
        suggests={word: list(meant) for word, meant in attribute.aliases.items()},
        negotiable=attribute.negotiable,
        group=attribute.group,
        elsewhere=[ElsewhereRecord(list(one.names), one.instead, list(one.sources)) for one in attribute.elsewhere],
    )


def _decision(decision: Decision) -> DecisionRecord:
    return DecisionRecord(
        id=decision.id,
        title=decision.title,
        kind=decision.kind,
        headline=decision.headline,
        candidate_kinds=list(decision.kinds),
        values=list(decision.values),
        fields=list(decision.fields),
        role=decision.role,
        occasional=decision.occasional,
        shown=list(decision.shown),
        told=list(decision.told),
        instead=list(decision.instead),
    )


def _candidate(candidate: Candidate) -> CandidateRecord:
    return CandidateRecord(
        id=candidate.id,
        kind=candidate.kind,
        name=candidate.name,
        summary=candidate.summary,
        order=candidate.order,
        facts=dict(candidate.facts),
        modes=[ModeRecord(mode.name, [_row(row) for row in mode.rows], dict(mode.facts)) for mode in candidate.modes],
        sources=list(candidate.sources),
    )


def _rule(rule: Rule) -> RuleRecord:
    return RuleRecord(
        id=rule.id,
        effect=rule.effect,
        because=rule.because,
        sources=list(rule.sources),
        basis=rule.basis,
        finding=rule.finding,
        aspect=rule.aspect,
        level=LEVEL_NAMES[rule.level] if rule.effect == "choose" else "",
        given={name: _given(test) for name, test in rule.given.items()},
        payload=_payload(rule),
        file=rule.file,
        line=rule.line,
    )


def _given(test: Mapping[str, Any]) -> GivenTest:
    return GivenTest(among=test["in"]) if "in" in test else GivenTest(none_of=test["not"])


def _payload(rule: Rule) -> dict[str, Any]:
    if rule.effect == "derive":
        return {"attribute": rule.payload[0], "value": rule.payload[1]}
    if not isinstance(rule.payload, Mapping):
        return {}  # the strength of a favor stands with its candidates
    return {key: _value(value) for key, value in rule.payload.items()}


def _value(value: Any) -> Any:
    """Write a value out: what is computed becomes `{"from": operand}`."""
    if isinstance(value, Mapping):
        if "from" in value:
            return {"from": _operand(value["from"])}
        if "map" in value:
            return _value(value["map"])
        return {key: _value(entry) for key, entry in value.items()}
    return value


def _operand(part: Any) -> Any:
    if not isinstance(part, (list, tuple)):
        return part
    if part[0] == "table":
        name = part[1] if isinstance(part[1], str) else {"card": part[1][1]}
        return {"table": name, "by": part[2], "as": part[3]}
    return {"attribute" if part[0] == "attr" else part[0]: part[1]}


def _clause(clause: Clause) -> ClauseRecord:
    targets = None if clause.targets is None else dict(clause.targets)
    return ClauseRecord(clause.id, clause.rule.id, [_row(row) for row in clause.rows], targets)


def _row(row: Mapping[str, Cells]) -> dict[str, Test]:
    return {name: _test(cells) for name, cells in row.items()}


def _test(cells: Cells) -> Test:
    intervals = [
        Interval(
            at_least=None if low_open else low,
            above=low if low_open else None,
            at_most=None if high_open else high,
            below=high if high_open else None,
        )
        for low, low_open, high, high_open in cells.spans
    ]
    return Test(sorted(cells.values or (), key=str), intervals, cells.unknown)


def _quantity(quantity: Quantity) -> QuantityRecord:
    return QuantityRecord(
        name=quantity.name,
        operation=quantity.operation,
        operands=[_operand(part) for part in quantity.operands],
        unit=quantity.unit,
        round=quantity.rounding,
        sources=list(quantity.sources),
    )


def _ladder(ladder: Ladder) -> LadderRecord:
    steps = [Step(limit, name) for limit, name in ladder.steps]
    sources = list(ladder.sources)
    return LadderRecord(ladder.name, ladder.by, steps, ladder.beyond, ladder.unknown, sources, ladder.too_small)
