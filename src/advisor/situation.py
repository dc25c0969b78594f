"""A situation: what is known about a case, validated against the declared attributes."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any

from msgspec import Struct

from .errors import Diagnostic, SituationError, nearest
from .knowledge.model import Attribute

__all__ = ["Band", "Situation", "coerce", "read_situation"]

_TRUE = frozenset({"true", "yes", "1", "on"})
_FALSE = frozenset({"false", "no", "0", "off"})
_FACTORS = {"k": 1_000, "m": 1_000_000}
_BOUNDS = ("at_least", "above", "at_most", "below")


class Band(Struct, frozen=True):
    """A number known only within bounds. None stands for no bound; `*_open` excludes the bound itself."""

    low: float | None = None
    low_open: bool = False
    high: float | None = None
    high_open: bool = False

    def document(self) -> dict[str, float]:
        """Return the JSON form, such as `{"at_least": 10, "below": 20}`."""
        data: dict[str, float] = {}
        if self.low is not None:
            data["above" if self.low_open else "at_least"] = self.low
        if self.high is not None:
            data["below" if self.high_open else "at_most"] = self.high
        return data


class Situation(Struct, frozen=True):
    """Known attributes with their values; `declined` are the ones a person does not know and will not be asked again."""

    values: Mapping[str, Any] = {}
    declined: tuple[str, ...] = ()

    def document(self) -> dict[str, Any]:
        """Return the JSON form of the values."""
        return {name: value.document() if isinstance(value, Band) else value for name, value in self.values.items()}


def read_situation(
    data: Mapping[str, Any], attributes: Mapping[str, Attribute], declined: Iterable[str] = ()
) -> Situation:
    """Check and coerce raw values (from Python, JSON or the command line).

    A value of None means *unknown*. A mapping such as `{"at_least": 10, "below": 20}` is a band. The key `declined` may list
    attributes that the person does not know.

    Raises:
        SituationError: with every unknown name and unfit value.

    """
    problems: list[Diagnostic] = []
    values: dict[str, Any] = {}
    refused = dict.fromkeys(declined)
    for name, raw in data.items():
        if name == "declined" and "declined" not in attributes:
            if isinstance(raw, (list, tuple)):
                refused.update(dict.fromkeys(str(entry) for entry in raw))
            else:
                problems.append(Diagnostic("bad-declined", "`declined` must be a list of attribute names"))
            continue
        attribute = attributes.get(name) if isinstance(name, str) else None
        if attribute is None:
            problems.append(
                Diagnostic(
                    "unknown-attribute", f"unknown attribute {str(name)[:80]!r}", hint=nearest(str(name), attributes)
                )
            )
        elif raw is not None:
            value = coerce(attribute, raw, problems)
            if value is not None:
                values[name] = value
    for name in refused:
        if name not in attributes:
            problems.append(
                Diagnostic(
                    "unknown-attribute", f"declined: unknown attribute {name[:80]!r}", hint=nearest(name, attributes)
                )
            )
    if problems:
        raise SituationError(problems)
    ordered = {name: values[name] for name in attributes if name in values}
    return Situation(ordered, tuple(name for name in attributes if name in refused and name not in values))


def coerce(attribute: Attribute, raw: Any, problems: list[Diagnostic]) -> Any:
    """Return the value of one attribute, or None with the reason in `problems`."""
    if attribute.type == "boolean":
        return _boolean(attribute, raw, problems)
    if attribute.type == "choice":
        return _choice(attribute, raw, problems)
    if isinstance(raw, Mapping):
        return _band(attribute, raw, problems)
    return _number(attribute, raw, problems)


def _wrong(attribute: Attribute, raw: Any, expected: str, problems: list[Diagnostic], hint: str = "") -> None:
    shown = repr(raw) if len(repr(raw)) <= 80 else repr(raw)[:77] + "..."
    problems.append(Diagnostic("bad-value", f"{attribute.name}: {shown} is not {expected}", hint=hint))


def _boolean(attribute: Attribute, raw: Any, problems: list[Diagnostic]) -> bool | None:
    if isinstance(raw, bool):
        return raw
    word = str(raw).strip().lower() if isinstance(raw, str) else ""
    if word in _TRUE or word in _FALSE:
        return word in _TRUE
    _wrong(attribute, raw, "true or false", problems)
    return None


def _choice(attribute: Attribute, raw: Any, problems: list[Diagnostic]) -> str | None:
    if isinstance(raw, str) and raw in attribute.values:
        return raw
    hint = (
        nearest(raw, attribute.values, dict(attribute.aliases))
        if isinstance(raw, str)
        else nearest("", attribute.values)
    )
    _wrong(attribute, raw, "one of its values", problems, hint)
    return None


def _number(attribute: Attribute, raw: Any, problems: list[Diagnostic]) -> float | None:
    number = _finite(_written_out(raw) if attribute.type == "integer" else raw)
    kind = "a whole number" if attribute.type == "integer" else "a number"
    if number is None or (attribute.type == "integer" and number != int(number)):
        _wrong(attribute, raw, kind, problems, _bounds_hint(attribute))
        return None
    if not _fits(attribute, number):
        _wrong(attribute, raw, f"{kind} in the allowed range", problems, _bounds_hint(attribute))
        return None
    return int(number) if attribute.type == "integer" or (isinstance(number, int)) else number


def _written_out(raw: Any) -> Any:
    """Return a count such as `10k` or `1.5M` in full; anything else as it is."""
    factor = _FACTORS.get(raw.strip()[-1:].lower()) if isinstance(raw, str) else None
    number = _finite(raw.strip()[:-1]) if factor else None
    return raw if number is None or factor is None else round(number * factor, 3)


def _finite(raw: Any) -> float | None:
    if isinstance(raw, bool):
        return None
    if isinstance(raw, str):
        text = raw.strip().replace("_", "").replace(",", "")
        if len(text) > 40:
            return None
        try:
            raw = int(text) if text.lstrip("+-").isdecimal() else float(text)
        except ValueError:
            return None
    if not isinstance(raw, (int, float)) or (isinstance(raw, float) and not math.isfinite(raw)):
        return None
    return raw if abs(raw) < 1e300 else None


def _fits(attribute: Attribute, number: float) -> bool:
    if attribute.low is not None and (number < attribute.low or (attribute.low_open and number == attribute.low)):
        return False
    return attribute.high is None or number <= attribute.high


def _bounds_hint(attribute: Attribute) -> str:
    low = "" if attribute.low is None else f"{'above' if attribute.low_open else 'at least'} {_plainly(attribute.low)}"
    high = "" if attribute.high is None else f"at most {_plainly(attribute.high)}"
    unit = f"{attribute.unit}: " if attribute.unit else ""
    return unit + " and ".join(part for part in (low, high) if part)


def _plainly(bound: float) -> str:
    return f"{int(bound):,}" if bound == int(bound) else f"{bound:,}"


def _band(attribute: Attribute, raw: Mapping[Any, Any], problems: list[Diagnostic]) -> Band | None:
    before = len(problems)
    ends: dict[str, float] = {}
    for word, bound in raw.items():
        if word not in _BOUNDS:
            problems.append(
                Diagnostic(
                    "bad-band", f"{attribute.name}: unknown bound {str(word)[:40]!r}", hint=nearest(str(word), _BOUNDS)
                )
            )
            continue
        number = _finite(bound)
        if number is None:
            _wrong(attribute, bound, f"a number for {word}", problems)
        else:
            ends[str(word)] = number
    low_open, high_open = "above" in ends, "below" in ends
    low, high = ends.get("above", ends.get("at_least")), ends.get("below", ends.get("at_most"))
    empty = low is not None and high is not None and (low > high or (low == high and (low_open or high_open)))
    both = ("above" in ends and "at_least" in ends) or ("below" in ends and "at_most" in ends)
    if len(problems) == before and (empty or both or not ends):
        _wrong(attribute, dict(raw), "a band that holds any number", problems, "such as {at_least: 10, below: 20}")
    return Band(low, low_open, high, high_open) if len(problems) == before else None
