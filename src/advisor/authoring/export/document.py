"""The whole knowledge as one JSON document (schema `advisor/knowledge/1`), for tools in any language.

Conditions are given in disjunctive form: a clause fires when any of its rows holds, a row holds when all of its tests do.
The JSON Schema is generated from the records below, so the two cannot disagree.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec
from msgspec import UNSET, Struct, UnsetType

from ...knowledge.base import KnowledgeBase
from ...knowledge.cells import Cells
from ...knowledge.model import Attribute, Candidate, Clause, Decision, Ladder, Quantity, Rule, Statement
from ...knowledge.rules import LEVELS

__all__ = ["SCHEMA", "KnowledgeDocument", "document", "json_schema"]

SCHEMA = "advisor/knowledge/1"


class Interval(Struct, omit_defaults=True):
    """An interval of numbers. A bound that is left out is no bound. `above` and `below` exclude the number itself."""

    at_least: float | None = None
    above: float | None = None
    at_most: float | None = None
    below: float | None = None


class Test(Struct, omit_defaults=True):
    """A test of one attribute or quantity. It holds when the value is one of `values` or lies in one of `intervals`;
    with `unknown` it holds, too, when nothing is known. Otherwise a test of something unknown is neither true nor false.
    """

    values: list[str | bool] = []
    intervals: list[Interval] = []
    unknown: bool = False


class ClauseRecord(Struct):
    """A part of a rule: it fires when any of `rows` holds. `candidates` is null for every one; with favor and avoid the
    number is the strength (1 weak, 2 moderate, 3 strong).
    """

    id: str
    rule: str
    rows: list[dict[str, Test]]
    candidates: dict[str, int] | None


class GivenTest(Struct, omit_defaults=True):
    """A test of an earlier decision of the same candidate: its value is one of `among`, or none of `none_of`."""

    among: list[Any] | UnsetType = UNSET
    none_of: list[Any] | UnsetType = UNSET


class RuleRecord(Struct, omit_defaults=True):
    """A rule: one effect, its reason and its sources.

    `payload` depends on the effect. derive: {attribute, value}; where every row tests that very attribute, the rule narrows
    what was answered for it: it looks at answers alone, before anything is derived. choose: {decision, value | ladder | entries, fields}.
    exclude: {decision, values}. advise, warn: {topic, text, rank, symptom, errors}. The others have none: see the clauses.
    """

    id: str
    effect: str
    because: str
    sources: list[str] = []
    basis: str = ""
    finding: str = ""
    aspect: str = ""
    level: str = ""
    given: dict[str, GivenTest] = {}
    payload: dict[str, Any] = {}
    file: str = ""
    line: int = 0


class AttributeRecord(Struct, omit_defaults=True):
    """One thing that can be known about a situation."""

    name: str
    type: str
    ask: str
    help: str = ""
    unit: str = ""
    values: dict[str, str] = {}
    at_least: float | None = None
    above: float | None = None
    at_most: float | None = None
    demand: bool = False


class DecisionRecord(Struct, omit_defaults=True):
    """One part of a set-up. `kind` is value, instance (`role` says of what) or map.

    An `occasional` one is shown, and asked about, only once a rule above the default level has chosen it.
    """

    id: str
    title: str
    kind: str
    headline: bool
    candidate_kinds: list[str]
    values: list[str] = []
    fields: list[str] = []
    role: str = ""
    occasional: bool = False
    shown: list[str] = []
    told: list[str] = []


class ModeRecord(Struct):
    """A way of using a candidate: when it is meant (any of the rows), and the facts it overrides."""

    name: str
    rows: list[dict[str, Test]]
    facts: dict[str, Any]


class CandidateRecord(Struct, omit_defaults=True):
    """An algorithm or a managed service, with the facts of its card. `order` breaks ties: lower first."""

    id: str
    kind: str
    name: str
    summary: str
    order: int
    facts: dict[str, Any]
    modes: list[ModeRecord] = []
    sources: list[str] = []


class QuantityRecord(Struct, omit_defaults=True):
    """A named number (with `join`: a text), computed by one operation.

    An operand is a number or an object with one of the keys attribute, quantity, card (a field of the card), text, or table.
    """

    name: str
    operation: str
    operands: list[Any]
    unit: str = ""
    round: str = ""
    sources: list[str] = []


class Step(Struct):
    """One step of a ladder: up to this size, use this instance type."""

    up_to: float
    use: str


class LadderRecord(Struct):
    """A step table that sizes a machine by one quantity."""

    name: str
    by: str
    steps: list[Step]
    beyond: str
    unknown: str
    sources: list[str]


class TableRecord(Struct):
    """A table: one value per value of an attribute."""

    name: str
    by: str
    rows: dict[str, str]
    default: str | None
    sources: list[str]


class InstanceRecord(Struct):
    """An instance type with its facts, and the roles in which it is accepted."""

    name: str
    facts: dict[str, Any]
    roles: list[str]


class SourceRecord(Struct, omit_defaults=True):
    """A citation. `read` and `review_by` are ISO dates."""

    id: str
    title: str
    url: str
    read: str = ""
    review_by: str = ""


class NoteRecord(Struct, omit_defaults=True):
    """A statement of the notes. `verdict` is holds, corrected or superseded, `instead` is what is true; `carried_by` gives
    the ids of what carries it under rules, cards, decisions and attributes.
    """

    id: str
    says: str
    verdict: str
    sources: list[str]
    carried_by: dict[str, list[str]]
    instead: str = ""


class KnowledgeDocument(Struct):
    """Everything the advisor knows. Lists are in the order in which they are used; rules are sorted by id."""

    schema: str
    version: str
    as_of: str
    packs: list[str]
    attributes: list[AttributeRecord]
    decisions: list[DecisionRecord]
    candidates: list[CandidateRecord]
    rules: list[RuleRecord]
    clauses: list[ClauseRecord]
    quantities: list[QuantityRecord]
    ladders: list[LadderRecord]
    tables: list[TableRecord]
    instances: list[InstanceRecord]
    sources: list[SourceRecord]
    notes: list[NoteRecord]


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of the document."""
    schema = msgspec.json.schema(KnowledgeDocument)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:{SCHEMA.replace('/', ':')}",
        **schema,
    }


def document(base: KnowledgeBase) -> KnowledgeDocument:
    """Return the document of a knowledge base: the same bytes for the same knowledge."""
    return KnowledgeDocument(
        schema=SCHEMA,
        version=base.version,
        as_of=base.as_of,
        packs=list(base.packs),
        attributes=[_attribute(attribute) for attribute in base.attributes.values()],
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
    levels = {number: name for name, number in LEVELS.items()}
    return RuleRecord(
        id=rule.id,
        effect=rule.effect,
        because=rule.because,
        sources=list(rule.sources),
        basis=rule.basis,
        finding=rule.finding,
        aspect=rule.aspect,
        level=levels[rule.level] if rule.effect == "choose" else "",
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
        return {"table": name, "by": part[2]}
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
    return LadderRecord(ladder.name, ladder.by, steps, ladder.beyond, ladder.unknown, list(ladder.sources))
