"""The value of a part of the set-up in a few words, as every page gives it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...knowledge.model import Decision
from ..answer.records import Decided
from .wording import condition_text, is_bounds

__all__ = ["decided_text", "told_text"]


def decided_text(decision: Decision, decided: Decided) -> str:
    """Return the value with what stands beside it; without a value, what there is instead or what it waits for."""
    fields = decided.fields
    if isinstance(decided.value, Mapping):
        return condition_text(decided.value) if is_bounds(decided.value) else _entries(decided.value)
    if decided.value is None:
        return _without_value(decision, decided)
    if "class" in fields:
        count = f"{fields.get('count', 1)} × " if fields.get("count", 1) > 1 else ""
        sized = "" if fields.get("sized", True) else ", not sized yet"
        return f"{count}{decided.value} ({fields['class']}{sized})"
    beside = [_field_text(fields[name]) for name in decision.shown if fields.get(name)]
    goal = f" ({fields['goal']})" if fields.get("goal") else ""
    channels = fields.get("channels")
    more = ""
    if isinstance(channels, Mapping) and set(channels.values()) != {decided.value}:
        more = f" ({'; '.join(f'{name}: {value}' for name, value in channels.items())})"
    return ", ".join([str(decided.value), *beside]) + goal + more


def told_text(decision: Decision, decided: Decided) -> str:
    """Return the sentences that the page gives after the value; empty when there are none."""
    instead = "" if decided.value is not None else decision.without_value(decided.fields) or decided.fields.get("note")
    told = (str(decided.fields[name]) for name in decision.told if decided.fields.get(name))
    return " ".join(text for text in told if text != instead)


def _field_text(value: Any) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{name}={part}" for name, part in value.items())
    return str(value)


def _without_value(decision: Decision, decided: Decided) -> str:
    fields = decided.fields
    instead = decision.without_value(fields) or str(fields.get("note") or "")
    if instead:
        return instead
    return f"needs {', '.join(decided.needs)}" if decided.needs else f"none: {decided.because}"


def _entries(entries: Mapping[str, Any]) -> str:
    shown = []
    for key, entry in entries.items():
        value = entry["value"]
        if value is None:
            needs = entry.get("note") or " and ".join(entry.get("needs", ())) or "a value of your own"
            shown.append(f"{key}=? ({needs})")
        elif is_bounds(value):
            shown.append(f"{key}=? ({condition_text(value)})")
        else:
            shown.append(f"{key}={value:.6g}" if isinstance(value, float) else f"{key}={value}")
    return ", ".join(shown)
