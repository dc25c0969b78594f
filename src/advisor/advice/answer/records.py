"""The answer, as frozen records. Text and JSON are both made from these.

Wherever a record names a `rule`, `pack` is the layer of the knowledge that the rule comes from.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

__all__ = [
    "Alternative",
    "Citation",
    "Decided",
    "Derivation",
    "Evidence",
    "NextQuestion",
    "Note",
    "Obstacle",
    "Ranked",
    "Recommendation",
    "RuledOut",
]

SCHEMA = "advisor/recommendation/1"


class Citation(Struct, frozen=True):
    """A source: id, title and address."""

    id: str
    title: str
    url: str

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {"id": self.id, "url": self.url}


class Evidence(Struct, frozen=True):
    """One fired rule that speaks for (`favor`) or against (`avoid`) a candidate."""

    rule: str
    aspect: str
    effect: str
    strength: str
    because: str
    finding: str
    sources: tuple[Citation, ...]
    pack: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON form."""
        data: dict[str, Any] = {
            "rule": self.rule,
            "pack": self.pack,
            "aspect": self.aspect,
            "effect": self.effect,
            "strength": self.strength,
            "because": self.because,
            "sources": [source.to_dict() for source in self.sources],
        }
        if self.finding:
            data["finding"] = self.finding
        return data


class Alternative(Struct, frozen=True):
    """A value that was not chosen: why it came up, and why it lost (`excluded_by` names a limit)."""

    value: Any
    because: str
    rule: str
    excluded_by: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON form."""
        data = {"value": self.value, "because": self.because, "rule": self.rule}
        return {**data, "excluded_by": self.excluded_by} if self.excluded_by else data


class Decided(Struct, frozen=True):
    """One decision of a set-up. `value` is None when it is not known yet (`needs`) or when there is none (`because`).

    A decision that stands `aside` is a default that nothing in the situation asks for: a page for people leaves it out.
    """

    decision: str
    value: Any
    settled: bool
    rule: str
    because: str
    sources: tuple[Citation, ...] = ()
    fields: Mapping[str, Any] = {}
    alternatives: tuple[Alternative, ...] = ()
    needs: tuple[str, ...] = ()
    steps: str = ""
    finding: str = ""
    aside: bool = False
    pack: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON form."""
        data = {
            "value": self.value,
            **self.fields,
            "settled": self.settled,
            "rule": self.rule,
            "pack": self.pack,
            "because": self.because,
            "sources": [source.to_dict() for source in self.sources],
            "alternatives": [other.to_dict() for other in self.alternatives],
            "needs": list(self.needs),
        }
        if self.finding:
            data["finding"] = self.finding
        return {**data, "computed": self.steps} if self.steps else data


class Ranked(Struct, frozen=True):
    """One candidate with its score, the evidence behind it and its set-up, in decision order."""

    id: str
    kind: str
    name: str
    score: int
    tied_with: tuple[str, ...]
    at_risk: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    setup: Mapping[str, Decided]

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {
            "id": self.id,
            "kind": self.kind,
            "name": self.name,
            "score": self.score,
            "tied_with": list(self.tied_with),
            "at_risk": list(self.at_risk),
            "evidence": [piece.to_dict() for piece in self.evidence],
            "setup": {name: decided.to_dict() for name, decided in self.setup.items()},
        }


class RuledOut(Struct, frozen=True):
    """A candidate that cannot be used here. `by` is card when a fact of its card rules it out, else rule."""

    id: str
    because: str
    rule: str
    by: str
    pack: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {"id": self.id, "because": self.because, "rule": self.rule, "pack": self.pack, "by": self.by}


class Note(Struct, frozen=True):
    """Advice or a warning. `about` is None when it is not about one candidate; rank 1 matters most.

    A note with a `symptom` is a known failure: what people see, the messages they get (`errors`), and in `text` the remedy.
    """

    text: str
    rank: int
    rule: str
    topic: str = ""
    about: str | None = None
    sources: tuple[Citation, ...] = ()
    symptom: str = ""
    errors: tuple[str, ...] = ()
    finding: str = ""
    pack: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON form."""
        data: dict[str, Any] = {
            "topic": self.topic,
            "text": self.text,
            "for": self.about,
            "rank": self.rank,
            "rule": self.rule,
            "pack": self.pack,
            "sources": [source.to_dict() for source in self.sources],
        }
        if self.finding:
            data["finding"] = self.finding
        return {**data, "symptom": self.symptom, "errors": list(self.errors)} if self.symptom else data


class NextQuestion(Struct, frozen=True):
    """The question whose answer can change most, and the rules that wait on it."""

    attribute: str
    type: str
    values: tuple[str, ...] | None
    ask: str
    because: str
    waiting_rules: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {
            "attribute": self.attribute,
            "type": self.type,
            "values": None if self.values is None else list(self.values),
            "ask": self.ask,
            "because": self.because,
            "waiting_rules": list(self.waiting_rules),
        }


class Derivation(Struct, frozen=True):
    """An attribute that a rule set because the person did not."""

    value: Any
    rule: str
    pack: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {"value": self.value, "rule": self.rule, "pack": self.pack}


class Obstacle(Struct, frozen=True):
    """An answer that leaves nothing to recommend: without it, `first` would come first."""

    attribute: str
    first: str

    def to_dict(self) -> dict[str, str]:
        """Return the JSON form."""
        return {"attribute": self.attribute, "first": self.first}


class Recommendation(Struct, frozen=True):
    """The whole answer. `pick` is the first candidate with positive evidence, or None when nothing speaks for any yet."""

    knowledge: Mapping[str, Any]
    situation: Mapping[str, Any]
    declined: tuple[str, ...]
    derived: Mapping[str, Derivation]
    settled: bool
    recommendations: tuple[Ranked, ...]
    ruled_out: tuple[RuledOut, ...]
    advice: tuple[Note, ...]
    warnings: tuple[Note, ...]
    next_question: NextQuestion | None
    obstacles: tuple[Obstacle, ...] = ()  # only where everything is ruled out

    @property
    def pick(self) -> Ranked | None:
        """The recommendation, if there is one."""
        first = self.recommendations[0] if self.recommendations else None
        return first if first and any(piece.effect == "favor" for piece in first.evidence) else None

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON form, schema `advisor/recommendation/1`."""
        return {
            "schema": SCHEMA,
            "knowledge": dict(self.knowledge),
            "situation": dict(self.situation),
            "declined": list(self.declined),
            "derived": {name: derived.to_dict() for name, derived in self.derived.items()},
            "settled": self.settled,
            "pick": self.pick.id if self.pick else None,
            "recommendations": [ranked.to_dict() for ranked in self.recommendations],
            "ruled_out": [out.to_dict() for out in self.ruled_out],
            "advice": [note.to_dict() for note in self.advice],
            "warnings": [note.to_dict() for note in self.warnings],
            "next_question": self.next_question.to_dict() if self.next_question else None,
            **({"obstacles": [obstacle.to_dict() for obstacle in self.obstacles]} if self.obstacles else {}),
        }

    def to_json(self, indent: int | None = 2) -> str:
        """Return the JSON text: the same bytes for the same input on every machine."""
        import msgspec.json

        data = msgspec.json.encode(self.to_dict())
        return (msgspec.json.format(data, indent=indent) if indent else data).decode()
