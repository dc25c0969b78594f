"""What a rule says, in words: its conditions, and what follows from them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from ..knowledge.cells import Cells, Span
from ..knowledge.model import STRENGTHS, Row, Rule
from ..knowledge.rules import LEVELS

__all__ = ["condition", "effect", "given", "row", "selector", "value"]

_BOUNDS = {"at_least": "at least", "above": "above", "at_most": "at most", "below": "below"}
_WORDS = {points: word for word, points in STRENGTHS.items()}
_LEVEL_NAMES = {number: name for name, number in LEVELS.items()}
_MOST_NAMED = 6


def value(raw: Any) -> str:
    """Return a value as a person would say it."""
    if isinstance(raw, bool):
        return "true" if raw else "false"
    if isinstance(raw, int):
        return f"{raw:,}"
    if isinstance(raw, float):
        return f"{raw:,.0f}" if raw.is_integer() and abs(raw) < 1e15 else f"{raw:g}"
    return "nothing" if raw is None else str(raw)


def _any_of(values: Sequence[Any]) -> str:
    texts = [value(one) for one in values]
    return texts[0] if len(texts) == 1 else f"{', '.join(texts[:-1])} or {texts[-1]}"


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


def given(written: Mapping[str, Any]) -> str:
    """Return a `given` (as compiled) in words, such as `input_format is csv`."""
    parts = []
    for name, test in written.items():
        word, values = ("is not", test["not"]) if "not" in test else ("is", test["in"])
        parts.append(f"{name} {word} {_any_of(values)}")
    return ", and ".join(parts)


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
        return f"{name} is {_any_of(_listed(wanted))}"
    if "known" in wanted:
        return f"{name} is {'known' if wanted['known'] else 'not known'}"
    parts = [
        f"not {_any_of(_listed(test))}" if word == "not" else f"{_BOUNDS[word]} {value(test)}"
        for word, test in wanted.items()
    ]
    return f"{name} is {' and '.join(parts)}"


def _field_test(name: str, wanted: Any, verb: str) -> str:
    if not isinstance(wanted, Mapping):
        return f"{name} {verb} {_any_of(_listed(wanted))}"
    parts = []
    for word, test in wanted.items():
        operand = f"the {test['from']} of the situation" if isinstance(test, Mapping) else _any_of(_listed(test))
        if word == "from":
            parts.append(f"{verb} the {test} of the situation")
        elif word in ("lacks", "not"):
            parts.append(f"lacks {operand}" if verb == "has" else f"is not {operand}")
        else:
            parts.append(f"is {_BOUNDS[word]} {operand}")
    return f"{name} {' and '.join(parts)}"


# --- as compiled ---


def row(cells_of: Row) -> str:
    """Return one row of a clause in words."""
    return ", and ".join(f"{name} is {_cells(cells)}" for name, cells in cells_of.items()) or "always"


def _cells(cells: Cells) -> str:
    if cells.unknown and not cells.values and not cells.spans:
        return "not known"
    if cells.values is not None:
        values = sorted(cells.values, key=str)
        more = len(values) - _MOST_NAMED
        return _any_of([*values[:_MOST_NAMED], f"{more} more"] if more > 1 else values)
    return " or ".join(_span(span) for span in cells.spans)


def _span(span: Span) -> str:
    low, low_open, high, high_open = span
    if low is not None and low == high:
        return value(low)
    parts = []
    if low is not None:
        parts.append(f"{'above' if low_open else 'at least'} {value(low)}")
    if high is not None:
        parts.append(f"{'below' if high_open else 'at most'} {value(high)}")
    return " and ".join(parts) or "known"


def effect(rule: Rule) -> str:
    """Return what a rule concludes, in a few words (the candidates are told elsewhere)."""
    payload = rule.payload
    if rule.effect == "derive":
        return f"derive {payload[0]} = {value(payload[1])}"
    if rule.effect in ("favor", "avoid"):
        strength = f" {_WORDS[payload]}" if isinstance(payload, int) else ""
        return f"{rule.effect}{strength} ({rule.aspect})"
    if rule.effect == "choose":
        level = f", level {_LEVEL_NAMES[rule.level]}" if rule.level != LEVELS["usual"] else ""
        return f"choose {payload['decision']}{_chosen(payload)}{level}"
    if rule.effect == "exclude":
        values = payload["values"]
        shown = _any_of(values) if len(values) <= _MOST_NAMED else f"{len(values)} values"
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
        return f" = {_computed(raw) if isinstance(raw, Mapping) else value(raw)}"
    return f" with {', '.join(payload.get('fields', ()))}"


def _computed(raw: Mapping[str, Any]) -> str:
    operand = raw.get("from")
    return (
        f"{operand[1]} of the card" if operand and operand[0] == "card" else str(operand[1]) if operand else "computed"
    )
