"""What a rule says, in words: its conditions, and what follows from them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from ..advice.explain.wording import condition_text, value_text
from ..knowledge.keys import LEVEL_NAMES
from ..knowledge.model import STRENGTHS, Rule

__all__ = ["condition", "effect", "selector"]

_BOUNDS = {"at_least": "at least", "above": "above", "at_most": "at most", "below": "below"}
_WORDS = {points: word for word, points in STRENGTHS.items()}
_MOST_NAMED = 6


def _listed(raw: Any) -> list[Any]:
    return list(raw) if isinstance(raw, (list, tuple)) else [raw]


# --- as written: plain values of the YAML ---


def condition(written: Mapping[str, Any] | None) -> str:
    """Return a `when` in words, such as `task is classification or regression, and rows is at least 1,000`."""
    return _block(written or {}, _situation_test) or "always"


def selector(written: Mapping[str, Any] | None, lists: Collection[str]) -> str:
    """Return a `for` in words, such as `training_formats has csv, and multi_instance is true` (`lists`: the fields that are lists)."""

    def test(name: str, wanted: Any) -> str:
        return _field_test(name, wanted, "has" if name in lists else "is")

    return _block(written or {}, test) or "every candidate"


def _block(block: Mapping[str, Any], test: Any) -> str:
    parts = []
    for name, wanted in block.items():
        if name in ("any", "all"):
            inner = [_block(entry, test) for entry in wanted]
            joined = (" or " if name == "any" else " and ").join(
                f"({text})" if ", and " in text else text for text in inner
            )
            parts.append(f"({joined})" if len(block) > 1 and len(inner) > 1 else joined)
        else:
            parts.append(test(name, wanted))
    return ", and ".join(parts)


def _situation_test(name: str, wanted: Any) -> str:
    if not isinstance(wanted, Mapping):
        return f"{name} is {condition_text(_listed(wanted))}"
    if "known" in wanted:
        return f"{name} is {'known' if wanted['known'] else 'not known'}"
    parts = [
        f"not {condition_text(_listed(test))}" if word == "not" else f"{_BOUNDS[word]} {value_text(test)}"
        for word, test in wanted.items()
    ]
    return f"{name} is {' and '.join(parts)}"


def _field_test(name: str, wanted: Any, verb: str) -> str:
    if not isinstance(wanted, Mapping):
        return f"{name} {verb} {condition_text(_listed(wanted))}"
    parts = []
    for word, test in wanted.items():
        operand = f"the {test['from']} of the situation" if isinstance(test, Mapping) else condition_text(_listed(test))
        if word == "from":
            parts.append(f"{verb} the {test} of the situation")
        elif word in ("lacks", "not"):
            parts.append(f"lacks {operand}" if verb == "has" else f"is not {operand}")
        else:
            parts.append(f"is {_BOUNDS[word]} {operand}")
    return f"{name} {' and '.join(parts)}"


# --- what follows, in a few words ---


def effect(rule: Rule) -> str:
    """Return what a rule concludes, in a few words (the candidates are told elsewhere)."""
    payload = rule.payload
    if rule.effect == "derive":
        return f"derive {payload[0]} = {value_text(payload[1])}"
    if rule.effect in ("favor", "avoid"):
        strength = f" {_WORDS[payload]}" if isinstance(payload, int) else ""
        return f"{rule.effect}{strength} ({rule.aspect})"
    if rule.effect == "choose":
        name = LEVEL_NAMES[rule.level]
        level = f", level {name}" if name != "usual" else ""
        return f"choose {payload['decision']}{_chosen(payload)}{level}"
    if rule.effect == "exclude":
        values = payload["values"]
        shown = condition_text(values) if len(values) <= _MOST_NAMED else f"{len(values)} values"
        return f"exclude {payload['decision']} = {shown}"
    if rule.effect in ("advise", "warn"):
        kind = "known failure" if "symptom" in payload else "advise" if rule.effect == "advise" else "warn"
        return f"{kind}{' (' + payload['topic'] + ')' if payload['topic'] else ''}"
    return {"rule_out": "rule out", "impossible": "impossible together"}[rule.effect]


def _chosen(payload: Mapping[str, Any]) -> str:
    if "ladder" in payload:
        return f" by ladder {payload['ladder']}"
    if "entries" in payload:
        names = list(payload["entries"])
        more = len(names) - _MOST_NAMED
        return f": {', '.join(names[:_MOST_NAMED])}{f' and {more} more' if more > 0 else ''}"
    if "value" in payload:
        raw = payload["value"]
        return f" = {_computed(raw) if isinstance(raw, Mapping) else value_text(raw)}"
    return f" with {', '.join(payload.get('fields', ()))}"


def _computed(raw: Mapping[str, Any]) -> str:
    operand = raw.get("from")
    return (
        f"{operand[1]} of the card" if operand and operand[0] == "card" else str(operand[1]) if operand else "computed"
    )
