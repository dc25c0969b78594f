"""The schema of a rule: one effect, and the keys that go with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ...knowledge import keys
from ...knowledge.keys import Keys
from ...knowledge.model import Decision
from .names import FREE, decided
from .parts import (
    BOOLEAN,
    NUMBER,
    TEXT,
    Schema,
    described,
    either,
    mapping,
    named,
    one_entry,
    one_or_more,
    ref,
    several,
)
from .vocabulary import Vocabulary

__all__ = ["rule_schema"]


def rule_schema(names: Vocabulary) -> Schema:
    """Return the schema of one `- rule:` entry."""
    effects = list(keys.EFFECT_TEXTS)
    return {
        **mapping(keys.RULE, _types(names)),
        "required": [*keys.RULE.required, "because"],
        "oneOf": [{"required": [effect]} for effect in effects],
        "allOf": [
            {"anyOf": [{"required": ["sources"]}, {"required": ["basis"]}]},
            _only_with("aspect", ("favor", "avoid"), {"required": ["aspect"]}),
            _only_with("level", ("choose",)),
            _only_with("given", keys.GIVEN_WITH),
            {**_when(keys.KNOWN_WITH), "else": {"properties": {"when": ref("condition")}}},
            *(_needs_candidates(effect, shape) for effect, shape in _WITHOUT_CANDIDATES.items()),
        ],
    }


# What these effects look like when they name no candidates themselves, and so need a selector.
_WITHOUT_CANDIDATES = {"favor": {"type": "string"}, "avoid": {"type": "string"}, "rule_out": BOOLEAN}


def _when(effects: Iterable[str]) -> dict[str, Schema]:
    return {"if": {"anyOf": [{"required": [effect]} for effect in effects]}}


def _only_with(key: str, effects: Iterable[str], then: Schema | None = None) -> Schema:
    with_key = {"then": then} if then is not None else {}
    return {**_when(effects), **with_key, "else": {"properties": {key: False}}}


def _needs_candidates(effect: str, shape: Schema) -> Schema:
    return {"if": {"required": [effect], "properties": {effect: shape}}, "then": {"required": ["for"]}}


def _types(names: Vocabulary) -> dict[str, Schema]:
    base = names.base
    weights = either(ref("strength"), _by_name(base.candidates, "candidate", ref("strength")))
    values = {name: ref(f"value_of_{name}") for name in base.attributes}
    decisions = base.decisions.items()
    return {
        "rule": TEXT,
        "when": ref("noted_condition"),
        "for": ref("selector"),
        "given": _given(base.decisions),
        "because": TEXT,
        "finding": TEXT,
        "sources": ref("sources"),
        "basis": ref("basis"),
        "aspect": TEXT,
        "level": named(keys.LEVEL_TEXTS, keys.LEVEL_TEXTS),
        "note": TEXT,
        "replaces": ref("rule_below"),
        "derive": one_entry(values),
        "impossible": {"enum": [True]},
        "favor": weights,
        "avoid": weights,
        "rule_out": either({"enum": [True]}, several(ref("candidate"))),
        "choose": one_entry({name: described(_choice(decision), decision.title) for name, decision in decisions}),
        "exclude": one_entry(
            {name: described(_exclusion(names, decision), decision.title) for name, decision in decisions}
        ),
        "advise": _message(names, keys.ADVISE),
        "warn": _message(names, keys.WARN),
    }


def _by_name(names: Iterable[str], definition: str, value: Schema) -> Schema:
    return {"type": "object", "propertyNames": ref(definition), "properties": dict.fromkeys(names, value)}


def _given(decisions: Mapping[str, Decision]) -> Schema:
    tests = {}
    for name, decision in decisions.items():
        value = decided(decision, computed=False)
        other = mapping(keys.NOT, {"not": one_or_more(value)})
        tests[name] = described(either(value, several(value), other), decision.title)
    return {"type": "object", "properties": tests, "additionalProperties": False}


def _choice(decision: Decision) -> Schema:
    if decision.kind == "map":
        unset = mapping(keys.UNSET, {"unset": TEXT})
        return {"type": "object", "additionalProperties": either(FREE, unset)}
    own = keys.INSTANCE_CHOICE if decision.kind == "instance" else _with_fields(keys.CHOICE, decision.fields)
    types = dict.fromkeys(own.optional, FREE)
    types["value"] = decided(decision)
    types["ladder"] = ref("ladder_name")
    record = {**mapping(own, types), "minProperties": 1}
    plain = decided(decision)
    if plain == FREE:
        plain = either({"type": ["string", "number", "boolean", "null"]}, several({}), ref("computed"))
    return either(plain, record)


def _with_fields(own: Keys, fields: Iterable[str]) -> Keys:
    return Keys(own.required, {**own.optional, **dict.fromkeys(fields, "")})


def _exclusion(names: Vocabulary, decision: Decision) -> Schema:
    value = decided(decision)
    if decision.kind != "instance":
        return either(value, several(value))
    columns = {column: _column(names, column) for column in keys.WHERE_COLUMNS}
    where = mapping(Keys({}, keys.WHERE_COLUMNS), columns)
    return either(value, several(value), mapping(keys.WHERE, {"where": where}))


def _column(names: Vocabulary, column: str) -> Schema:
    found = {str(instance.facts[column]) for instance in names.base.instances.values() if column in instance.facts}
    value = named(sorted(found))
    return either(value, several(value), mapping(keys.NOT, {"not": one_or_more(value)}))


def _message(names: Vocabulary, own: Keys) -> Schema:
    types = {
        # any word may be a topic: the known ones are there to be completed
        "topic": either(named(names.topics), TEXT) if names.topics else TEXT,
        "text": TEXT,
        "rank": NUMBER,
        "candidates": several(ref("candidate")),
        "symptom": TEXT,
        "error": one_or_more(TEXT),
    }
    needs_symptom = {"if": {"required": ["error"]}, "then": {"required": ["symptom"]}}
    return {**mapping(own, types), **needs_symptom}
