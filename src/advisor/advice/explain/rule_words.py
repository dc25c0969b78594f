"""A rule in words: when it holds, whom it concerns, what it does and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from msgspec import Struct

from ...knowledge.base import KnowledgeBase
from ...knowledge.cells import Cells, Span
from ...knowledge.keys import LEVEL_NAMES
from ...knowledge.model import Attribute, Clause, Row, Rule, Source
from .wording import condition_text, value_text

__all__ = ["Case", "RulePage", "effect_text", "given_text", "rows_text", "rule_page"]

SCHEMA = "advisor/rule/1"

_STRENGTHS = {1: "weak", 2: "moderate", 3: "strong"}


class Case(Struct, frozen=True):
    """Where a rule holds: the situation in words ("" for always), and the candidates it concerns (None for every one)."""

    condition: str
    candidates: tuple[str, ...] | None

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {
            "condition": self.condition,
            "candidates": None if self.candidates is None else list(self.candidates),
        }


class RulePage(Struct, frozen=True):
    """Everything about one rule. `place` is its file and line, `basis` says what it rests on beside its sources.

    A known failure has a `symptom`, and the messages that people saw (`errors`).
    """

    id: str
    effect: str
    does: str
    cases: tuple[Case, ...]
    given: str
    because: str
    finding: str
    basis: str
    sources: tuple[Source, ...]
    place: str
    symptom: str = ""
    errors: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON form, schema `advisor/rule/1`."""
        return {
            "schema": SCHEMA,
            "id": self.id,
            "effect": self.effect,
            "does": self.does,
            "cases": [case.to_dict() for case in self.cases],
            "given": self.given,
            "because": self.because,
            "finding": self.finding,
            "basis": self.basis,
            "sources": [{"id": source.id, "url": source.url} for source in self.sources],
            "place": self.place,
            "symptom": self.symptom,
            "errors": list(self.errors),
        }


def rule_page(base: KnowledgeBase, name: str) -> RulePage:
    """Return the page of a rule that exists."""
    rule = base.rules[name]
    clauses = [clause for clause in base.clauses if clause.rule.id == name]
    noted = rule.payload if rule.effect in ("advise", "warn") else {}
    return RulePage(
        id=rule.id,
        effect=rule.effect,
        does=effect_text(base, rule, clauses),
        cases=tuple(Case(rows_text(base, clause.rows), _candidates(clause)) for clause in clauses),
        given=given_text(base, rule),
        because=rule.because,
        finding=rule.finding,
        basis=rule.basis.replace("-", " "),
        sources=tuple(base.sources[source] for source in rule.sources),
        place=f"{rule.file}:{rule.line}",
        symptom=noted.get("symptom", ""),
        errors=tuple(noted.get("errors", ())),
    )


# --- when it holds ---


def rows_text(base: KnowledgeBase, rows: Sequence[Row]) -> str:
    """Return what all rows ask for, then what each of them adds; "" when they ask for nothing."""
    if not rows or not any(rows):
        return ""
    common = {name: cells for name, cells in rows[0].items() if all(row.get(name) == cells for row in rows)}
    parts = [_cells_text(base, name, cells) for name, cells in common.items()]
    rests = [
        " and ".join(_cells_text(base, name, cells) for name, cells in row.items() if name not in common)
        for row in rows
    ]
    if len(rows) > 1 and all(rests):
        either = ", or ".join(dict.fromkeys(rests))
        parts.append(f"({either})" if parts else either)
    return " and ".join(parts)


def _cells_text(base: KnowledgeBase, name: str, cells: Cells) -> str:
    attribute = base.attributes.get(name)
    known = _known_text(attribute, cells)
    if not cells.unknown:
        return f"{name} {known}"
    return f"{name} {known} or not known" if known else f"{name} is not known"


def _known_text(attribute: Attribute | None, cells: Cells) -> str:
    if attribute is not None and attribute.discrete and cells.values is not None:
        return _values_text(attribute, cells.values)
    return " or ".join(_span_text(span) for span in cells.spans)


def _values_text(attribute: Attribute, values: frozenset[Any]) -> str:
    inside = [value for value in attribute.domain if value in values]
    outside = [value for value in attribute.domain if value not in values]
    if not outside:
        return "is known"
    if len(outside) < len(inside):
        return f"is not {condition_text(outside)}"
    return f"is {condition_text(inside)}" if inside else ""


def _span_text(span: Span) -> str:
    low, low_open, high, high_open = span
    if low is None and high is None:
        return "is known"
    if low == high and low is not None:
        return f"is {value_text(low)}"
    parts = []
    if low is not None:
        parts.append(f"{'above' if low_open else 'at least'} {value_text(low)}")
    if high is not None:
        parts.append(f"{'below' if high_open else 'at most'} {value_text(high)}")
    return " and ".join(parts)


def given_text(base: KnowledgeBase, rule: Rule) -> str:
    """Return what must have been decided before, or "" when it does not matter."""
    return " and ".join(_decided_text(base, decision, test) for decision, test in rule.given.items())


def _decided_text(base: KnowledgeBase, decision: str, test: Mapping[str, Any]) -> str:
    title = base.decisions[decision].title.lower()
    if "not" in test:
        return f"{title} is not {condition_text(test['not'])}"
    return f"{title} is {condition_text(test['in'])}"


def _candidates(clause: Clause) -> tuple[str, ...] | None:
    return None if clause.targets is None else tuple(clause.targets)


# --- what it does ---


def effect_text(base: KnowledgeBase, rule: Rule, clauses: Iterable[Clause] = ()) -> str:
    """Return what a rule does as one phrase, or for advice and warnings what it says."""
    payload = rule.payload
    if rule.effect in ("advise", "warn"):
        return str(payload["text"])
    if rule.effect == "derive":
        return f"{payload[0]} is taken to be {value_text(payload[1])}"
    if rule.effect == "impossible":
        return "these answers cannot be true together"
    if rule.effect == "rule_out":
        return "rules candidates out"
    if rule.effect in ("favor", "avoid"):
        return f"{'speaks for' if rule.effect == 'favor' else 'speaks against'} {_weights_text(clauses)}"
    title = base.decisions[payload["decision"]].title.lower()
    if rule.effect == "exclude":
        return f"{title} cannot be {condition_text(payload['values'])}"
    return f"{title}: {_chosen_text(payload)} ({LEVEL_NAMES[rule.level]})"


def _weights_text(clauses: Iterable[Clause]) -> str:
    by_strength: dict[int, dict[str, None]] = {}
    for clause in clauses:
        for name, strength in (clause.targets or {}).items():
            by_strength.setdefault(strength, {})[name] = None
    shown = sorted(by_strength.items(), reverse=True)
    return "; ".join(f"{_listed(list(names))} ({_STRENGTHS[strength]})" for strength, names in shown) or "candidates"


def _chosen_text(payload: Mapping[str, Any]) -> str:
    if "entries" in payload:
        return ", ".join(f"{key} {_operand_text(value)}" for key, value in payload["entries"].items())
    parts = [_operand_text(payload["value"])] if "value" in payload else []
    if payload.get("ladder"):
        parts.append(f"sized by the ladder {payload['ladder']}")
    parts += [f"{key} {_operand_text(value)}" for key, value in payload.get("fields", {}).items() if key != "note"]
    return ", ".join(parts) or "a note"


def _operand_text(value: Any) -> str:
    """Return a literal, or the name of what a value is computed from."""
    if isinstance(value, Mapping):
        if "from" in value:
            return _source_text(*value["from"])
        if "template" in value:
            return f"made from {value['template']}"
        if "unset" in value:
            return f"left open: {value['unset']}"
        return ", ".join(f"{key} {_operand_text(part)}" for key, part in value.get("map", value).items())
    return value_text(value)


def _source_text(kind: str, name: Any, by: str = "", _called: str = "") -> str:
    """Return the name of what a value is taken from, by the parts of an operand."""
    if kind == "text":
        return value_text(name)
    if kind == "table":
        return f"what {name if isinstance(name, str) else f'the {name[1]} of the card'} has for the {by}"
    return {"card": f"the {name} of the card", "attr": f"the {name} given"}.get(kind, f"computed as {name}")


def _listed(words: Sequence[str], most: int = 8) -> str:
    more = f" and {len(words) - most} more" if len(words) > most else ""
    return ", ".join(words[:most]) + more
