"""The records of the exported document, and the JSON Schema that is generated from them: the two cannot disagree.

Conditions are given in disjunctive form: a clause fires when any of its rows holds, a row holds when all of its tests do.
"""

from __future__ import annotations

from typing import Any

import msgspec
from msgspec import UNSET, Struct, UnsetType

__all__ = [
    "SCHEMA",
    "AttributeRecord",
    "CandidateRecord",
    "ClauseRecord",
    "DecisionRecord",
    "ElsewhereRecord",
    "GivenTest",
    "InstanceRecord",
    "Interval",
    "KnowledgeDocument",
    "LadderRecord",
    "ModeRecord",
    "NoteRecord",
    "QuantityRecord",
    "RuleRecord",
    "SourceRecord",
    "Step",
    "TableRecord",
    "Test",
    "json_schema",
]

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


class ElsewhereRecord(Struct):
    """Something that people ask for and no value is, by its names, and what to take instead."""

    names: list[str]
    instead: str
    sources: list[str]


class AttributeRecord(Struct, omit_defaults=True):
    """One thing that can be known about a situation.

    `also` gives other names that are taken for a value, `suggests` words with the values they may mean. What is
    `negotiable` is for the person to decide. `group` names one of the document's groups.
    """

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
    also: dict[str, str] = {}
    suggests: dict[str, list[str]] = {}
    negotiable: bool = False
    group: str = ""
    elsewhere: list[ElsewhereRecord] = []


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
    instead: list[str] = []


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


class LadderRecord(Struct, omit_defaults=True):
    """A step table that sizes a machine by one quantity."""

    name: str
    by: str
    steps: list[Step]
    beyond: str
    unknown: str
    sources: list[str]
    too_small: str = ""


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
    """Everything the advisor knows. Lists are in the order in which they are used; rules are sorted by id.

    `groups` gives the headings under which attributes are listed, by id.
    """

    schema: str
    version: str
    as_of: str
    packs: list[str]
    attributes: list[AttributeRecord]
    groups: dict[str, str]
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
