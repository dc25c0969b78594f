"""A situation: what is known about a case, validated against the declared attributes."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from typing import Any

from msgspec import Struct

from .errors import Diagnostic, SituationError, folded, nearest
from .knowledge.model import Attribute
from .naming import attribute_named, unknown_attribute

__all__ = ["Band", "Situation", "coerce", "read_situation"]

_TRUE = frozenset({"true", "yes", "y", "1", "on"})
_FALSE = frozenset({"false", "no", "n", "0", "off"})
_FACTORS = {"k": 1_000, "m": 1_000_000}
_BOUNDS = ("at_least", "above", "at_most", "below")
_THOUSANDS = re.compile(r"[+-]?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]*)?")  # 1,000 is a thousand; 1,5 may be one and a half
_POINTS = re.compile(r"[+-]?[0-9]{1,3}(\.[0-9]{3})+")  # 1.000 is one for some and a thousand for others
_SIZED = re.compile(r"([0-9][0-9._,]*) *([KMGT]B)", re.IGNORECASE)  # 600MB, 1.5 GB
_BYTES = {"KB": 1e-6, "MB": 1e-3, "GB": 1.0, "TB": 1e3}  # in GB
_WITH_UNIT = re.compile(r"[0-9._]+ *[^\W\d_][^\d]*")  # 20ms, 5 GB, 2 million
_LONGEST_NAME = 100  # characters of a text that are compared with names
_MOST_PROBLEMS = 100  # each costs a search for the nearest name, and nobody reads more


class Band(Struct, frozen=True):
    """A number known only within bounds. None stands for no bound; `*_open` excludes the bound itself."""

    low: float | None = None
    low_open: bool = False
    high: float | None = None
    high_open: bool = False

    def contains(self, number: float) -> bool:
        """Return whether a number is within the bounds."""
        above = self.low is None or number > self.low or (number == self.low and not self.low_open)
        below = self.high is None or number < self.high or (number == self.high and not self.high_open)
        return above and below

    def document(self) -> dict[str, float]:
        """Return the JSON form, such as `{"at_least": 10, "below": 20}`."""
        data: dict[str, float] = {}
        if self.low is not None:
            data["above" if self.low_open else "at_least"] = self.low
        if self.high is not None:
            data["below" if self.high_open else "at_most"] = self.high
        return data


def band_of(document: Mapping[str, float]) -> Band:
    """Return the band that a JSON form stands for."""
    low, high = document.get("above", document.get("at_least")), document.get("below", document.get("at_most"))
    return Band(low, "above" in document, high, "below" in document)


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
    if not isinstance(data, Mapping):
        text = f"a situation is a mapping of attributes to values, not {type(data).__name__}"
        raise SituationError([Diagnostic("not-a-situation", text)])
    problems: list[Diagnostic] = []
    values: dict[str, Any] = {}
    refused = dict.fromkeys(declined)
    for name, raw in data.items():
        _enough(problems)
        if name == "declined" and "declined" not in attributes:
            if isinstance(raw, (list, tuple)):
                refused.update(dict.fromkeys(_word(entry) for entry in raw))
            else:
                problems.append(Diagnostic("bad-declined", "`declined` must be a list of attribute names"))
            continue
        attribute = attribute_named(attributes, name) if isinstance(name, str) else None
        if attribute is None:
            problems.append(unknown_attribute(attributes, _word(name)))
        elif attribute.name in values:
            problems.append(Diagnostic("given-twice", f"{attribute.name} is given twice, once as {name[:80]!r}"))
        elif raw is not None:
            value = coerce(attribute, raw, problems)
            if value is not None:
                values[attribute.name] = value
    unsure = set(_declined(attributes, refused, problems))
    if problems:
        raise SituationError(problems)
    ordered = {name: values[name] for name in attributes if name in values}
    return Situation(ordered, tuple(name for name in attributes if name in unsure and name not in values))


def _declined(attributes: Mapping[str, Attribute], names: Iterable[str], problems: list[Diagnostic]) -> Iterable[str]:
    for name in names:
        attribute = attribute_named(attributes, name)
        if attribute is not None:
            yield attribute.name
        else:
            _enough(problems)
            problems.append(unknown_attribute(attributes, name, "declined: "))


def _enough(problems: list[Diagnostic]) -> None:
    if len(problems) >= _MOST_PROBLEMS:
        text = f"only the first {_MOST_PROBLEMS} problems are shown"
        raise SituationError([*problems, Diagnostic("too-many-problems", text)])


def _word(name: Any) -> str:
    return name if isinstance(name, str) else _shown(name)


def _shown(raw: Any) -> str:
    """Return what a value looks like, in at most 80 characters; values of other people's types may refuse to say."""
    try:
        text = repr(raw)
    except Exception:
        text = f"a value of type {type(raw).__name__}"
    return text if len(text) <= 80 else text[:77] + "..."


def coerce(attribute: Attribute, raw: Any, problems: list[Diagnostic]) -> Any:
    """Return the value of one attribute, or None with the reason in `problems`."""
    if getattr(raw, "shape", None) == ():
        raw = raw.item()  # one value of numpy's own types
    if attribute.type == "boolean":
        return _boolean(attribute, raw, problems)
    if attribute.type == "choice":
        return _choice(attribute, raw, problems)
    if isinstance(raw, Band):
        raw = raw.document()
    if isinstance(raw, Mapping):
        return _band(attribute, raw, problems)
    return _number(attribute, raw, problems)


def _wrong(attribute: Attribute, raw: Any, expected: str, problems: list[Diagnostic], hint: str = "") -> None:
    problems.append(Diagnostic("bad-value", f"{attribute.name}: {_shown(raw)} is not {expected}", hint=hint))


def _boolean(attribute: Attribute, raw: Any, problems: list[Diagnostic]) -> bool | None:
    if isinstance(raw, bool):
        return raw
    word = str(raw).strip().lower() if isinstance(raw, str) else ""
    if word in _TRUE or word in _FALSE:
        return word in _TRUE
    _wrong(attribute, raw, "true or false", problems, "yes and no will do, too")
    return None


def _choice(attribute: Attribute, raw: Any, problems: list[Diagnostic]) -> str | None:
    if not isinstance(raw, str):
        _wrong(attribute, raw, "one of its values", problems, nearest("", attribute.values))
        return None
    if raw in attribute.values:
        return raw
    value = _by_name(attribute, raw[:_LONGEST_NAME])
    if value is None:
        hint = attribute.instead_of(raw[:_LONGEST_NAME]) or nearest(
            raw[:_LONGEST_NAME], attribute.values, attribute.words
        )
        _wrong(attribute, raw, "one of its values", problems, hint)
    return value


def _by_name(attribute: Attribute, text: str) -> str | None:
    """Return the value that a text spells in another way, or names by another name."""
    meant = folded(text)
    if not meant:
        return None
    spelt = [value for value in attribute.values if folded(value) == meant]
    named = (value for name, value in attribute.also.items() if folded(name) == meant)
    return spelt[0] if len(spelt) == 1 else next(named, None)


def _number(attribute: Attribute, raw: Any, problems: list[Diagnostic]) -> float | None:
    number = _finite(_written_out(attribute, raw))
    kind = "a whole number" if attribute.type == "integer" else "a number"
    if number is None or (attribute.type == "integer" and number != int(number)):
        _wrong(attribute, raw, kind, problems, _writing_hint(attribute, raw))
        return None
    if not _fits(attribute, number):
        hint = _in_percent(attribute, _finite(raw)) or _bounds_hint(attribute)
        _wrong(attribute, raw, f"{kind} in the allowed range", problems, hint)
        return None
    return int(number) if attribute.type == "integer" or (isinstance(number, int)) else number


def _writing_hint(attribute: Attribute, raw: Any) -> str:
    """Return how to write a number that was written in a way that is not read."""
    if isinstance(raw, str) and (raw.strip().startswith("{") or ".." in raw):
        return "bounds such as {at_least: 10, below: 20} are read from a file: --situation FILE"
    if isinstance(raw, str) and "," in raw:
        return "write decimals with a point"
    if _has_points(attribute, raw):
        return f"write {raw.strip().replace('.', '')}, without points"
    if isinstance(raw, str) and _WITH_UNIT.fullmatch(raw.strip()[:_LONGEST_NAME]):
        short = ", or as 20k or 1.5M" if attribute.type == "integer" else ""
        return f"write the number alone{short}{f' ({attribute.unit})' if attribute.unit else ''}"
    return _bounds_hint(attribute)


def _written_out(attribute: Attribute, raw: Any) -> Any:
    """Return a count such as `10k`, a share such as `3%` or a size such as `600MB` in full; None for `1.000`, the rest as it is."""
    if _has_points(attribute, raw):
        return None
    sized = _SIZED.fullmatch(raw.strip()[:_LONGEST_NAME]) if isinstance(raw, str) and attribute.unit in _BYTES else None
    if sized is not None:
        amount = _finite(sized[1])
        return raw if amount is None else float(f"{amount * _BYTES[sized[2].upper()] / _BYTES[attribute.unit]:.12g}")
    last = raw.strip()[-1:].lower() if isinstance(raw, str) else ""
    number = _finite(raw.strip()[:-1]) if last else None
    if number is not None and attribute.type == "integer" and last in _FACTORS:
        return round(number * _FACTORS[last], 3)
    return _hundredth(number) if number is not None and attribute.share and last == "%" else raw


def _has_points(attribute: Attribute, raw: Any) -> bool:
    return attribute.type == "integer" and isinstance(raw, str) and bool(_POINTS.fullmatch(raw.strip()))


def _hundredth(percent: float) -> float:
    return round(percent / 100, 15)


def _in_percent(attribute: Attribute, number: float | None) -> str:
    """Return a hint for a share that was given as if it were a percentage."""
    if number is None or not attribute.share or not 1 < number <= 100:
        return ""
    return f"{number:g} % is {_hundredth(number):g}: write {_hundredth(number):g} or {number:g}%"


def _finite(raw: Any) -> float | None:
    if isinstance(raw, bool):
        return None
    if isinstance(raw, str):
        text = raw.strip()
        if len(text) > 40 or ("," in text and not _THOUSANDS.fullmatch(text)):
            return None
        text = text.replace(",", "")
        try:
            raw = int(text) if text.lstrip("+-").replace("_", "").isdecimal() else float(text)
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


def _band(attribute: Attribute, raw: Mapping[Any, Any], problems: list[Diagnostic]) -> Band | int | None:
    before = len(problems)
    ends: dict[str, float] = {}
    for word, bound in raw.items():
        if word not in _BOUNDS:
            text = f"{attribute.name}: unknown bound {_word(word)[:40]!r}"
            problems.append(Diagnostic("bad-band", text, hint=nearest(_word(word), _BOUNDS)))
            continue
        number = _finite(_written_out(attribute, bound))
        if number is None:
            _wrong(attribute, bound, f"a number for {word}", problems, _writing_hint(attribute, bound))
        else:
            ends[str(word)] = number
    both = ("above" in ends and "at_least" in ends) or ("below" in ends and "at_most" in ends)
    band = band_of(ends)
    if len(problems) == before and both:
        _wrong(
            attribute, dict(raw), "a band with one bound on each side", problems, "such as {at_least: 10, below: 20}"
        )
    elif len(problems) == before and (not ends or _is_empty(band, attribute.type == "integer")):
        _wrong(attribute, dict(raw), "a band that holds any number", problems, "such as {at_least: 10, below: 20}")
    elif len(problems) == before and not _meets(attribute, band):
        _wrong(attribute, dict(raw), "a band in the allowed range", problems, _bounds_hint(attribute))
    if len(problems) > before:
        return None
    return _whole(band) if attribute.type == "integer" else band


def _whole(band: Band) -> Band | int:
    """Return a band of whole numbers by the first and the last that are in it: they are what rules can tell apart."""
    low = None if band.low is None else math.floor(band.low) + 1 if band.low_open else math.ceil(band.low)
    high = None if band.high is None else math.ceil(band.high) - 1 if band.high_open else math.floor(band.high)
    return low if low is not None and low == high else Band(low, False, high, False)


def _is_empty(band: Band, whole: bool) -> bool:
    """Return whether no number, or no whole number, lies within the bounds."""
    low, high = band.low, band.high
    if low is None or high is None:
        return False
    if whole:
        first = math.floor(low) + 1 if band.low_open else math.ceil(low)
        last = math.ceil(high) - 1 if band.high_open else math.floor(high)
        return first > last
    return low > high or (low == high and (band.low_open or band.high_open))


def _meets(attribute: Attribute, band: Band) -> bool:
    """Return whether a band and the range of its attribute have a number in common, of whole numbers a whole one."""
    whole = attribute.type == "integer"
    allowed = Band(attribute.low, attribute.low_open, attribute.high)
    below = Band(allowed.low, allowed.low_open, band.high, band.high_open)
    above = Band(band.low, band.low_open, allowed.high, allowed.high_open)
    return not _is_empty(below, whole) and not _is_empty(above, whole)
