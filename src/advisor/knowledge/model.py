"""The typed records of the knowledge: what rules, cards and tables become once they are read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from ..errors import folded
from .cells import Cells

__all__ = [
    "STRENGTHS",
    "Attribute",
    "Candidate",
    "Clause",
    "Decision",
    "Elsewhere",
    "Instance",
    "Ladder",
    "Mode",
    "Quantity",
    "Replaced",
    "Row",
    "Rule",
    "Source",
    "Statement",
    "Table",
    "named_in",
    "quantity_of",
]

_BRACED = re.compile(r"\{(\w+)\}")

STRENGTHS: dict[str, int] = {"weak": 1, "moderate": 2, "strong": 3}

Row = Mapping[str, Cells]


class Elsewhere(Struct, frozen=True):
    """Something that people ask for and no value is, by its names, and what to take instead."""

    names: tuple[str, ...]
    instead: str
    sources: tuple[str, ...] = ()


class Attribute(Struct, frozen=True):
    """One thing that can be known about a situation. `type` is choice, boolean, integer or number.

    `also` gives other names that are taken for a value, `aliases` words that only suggest values.
    """

    name: str
    type: str
    ask: str
    help: str = ""
    unit: str = ""
    values: tuple[str, ...] = ()
    labels: Mapping[str, str] = {}
    also: Mapping[str, str] = {}
    aliases: Mapping[str, tuple[str, ...]] = {}
    low: int | float | None = None  # as it is written, also when it is read again from the compiled form
    low_open: bool = False
    high: int | float | None = None
    goal: bool = False  # says what is wanted at all, so it is asked before anything else
    demand: bool = False  # states a wish or a limit that most people do not have, so it is asked last
    negotiable: bool = False  # is for the person to decide, unlike what the data is or what the goal asks for
    group: str = ""
    elsewhere: tuple[Elsewhere, ...] = ()

    def instead_of(self, name: str) -> str:
        """Return what to take instead of something that people ask for and no value is; empty when that is not known."""
        meant = folded(name)
        return next((one.instead for one in self.elsewhere if meant in map(folded, one.names)), "")

    @property
    def share(self) -> bool:
        """True for a number that is a part of a whole, from 0 to 1, and may be given in percent."""
        return self.type == "number" and (self.low, self.high) == (0, 1)

    @property
    def words(self) -> dict[str, tuple[str, ...]]:
        """Every other word for a value, with the values it may mean."""
        return {**{name: (value,) for name, value in self.also.items()}, **self.aliases}

    @property
    def discrete(self) -> bool:
        """True for choices and booleans, whose domain is finite."""
        return self.type in ("choice", "boolean")

    @property
    def domain(self) -> tuple[Any, ...]:
        """The values of a discrete attribute."""
        return (True, False) if self.type == "boolean" else self.values

    def allows(self, number: float) -> bool:
        """Return whether a number is within the bounds of the attribute."""
        if self.low is not None and (number < self.low or (self.low_open and number == self.low)):
            return False
        return self.high is None or number <= self.high


class Source(Struct, frozen=True):
    """One citation. `read` and `review_by` are ISO dates."""

    id: str
    title: str
    url: str
    read: str = ""
    review_by: str = ""


class Statement(Struct, frozen=True):
    """One statement of the notes that this knowledge answers for: what they say, and what became of it.

    `verdict` is holds, corrected or superseded; `instead` is what is true where the statement does not hold. The last four
    name what carries it.
    """

    id: str
    says: str
    verdict: str
    instead: str
    sources: tuple[str, ...]
    rules: tuple[str, ...] = ()
    cards: tuple[str, ...] = ()
    decisions: tuple[str, ...] = ()
    attributes: tuple[str, ...] = ()


class Mode(Struct, frozen=True):
    """A way of using a candidate: when it is meant, and the facts it overrides."""

    name: str
    rows: tuple[Row, ...]
    facts: Mapping[str, Any]


class Candidate(Struct, frozen=True):
    """An algorithm or a managed service, with the facts of its card."""

    id: str
    kind: str
    name: str
    summary: str
    order: int
    facts: Mapping[str, Any]
    modes: tuple[Mode, ...] = ()
    sources: tuple[str, ...] = ()
    pack: str = ""


class Decision(Struct, frozen=True):
    """One part of a set-up. `kind` is value, instance or map.

    An `occasional` one concerns some situations only: it is shown, and asked about, once a rule above the default
    level has chosen it. The page gives the fields named in `shown` beside the value, and those in `told` after it;
    without a value it gives the first text of `instead` whose fields are all there.
    """

    id: str
    title: str
    kind: str = "value"
    headline: bool = False
    values: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    role: str = ""
    kinds: tuple[str, ...] = ("algorithm",)
    occasional: bool = False
    shown: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    instead: tuple[str, ...] = ()

    def without_value(self, fields: Mapping[str, Any]) -> str:
        """Return the first text of `instead` whose fields are all there, filled in; empty when there is none."""
        for text in self.instead:
            if all(fields.get(name) for name in named_in(text)):
                return _BRACED.sub(lambda match: str(fields[match[1]]), text)
        return ""


def named_in(text: str) -> list[str]:
    """Return the names in braces in a text."""
    return _BRACED.findall(text)


class Rule(Struct, frozen=True):
    """Judgement as written: its effect, its reason and where it stands. `payload` is the effect's own data."""

    id: str
    effect: str
    because: str
    sources: tuple[str, ...] = ()
    basis: str = ""
    finding: str = ""
    aspect: str = ""
    level: int = 1
    payload: Any = None
    given: Mapping[str, Any] = {}
    file: str = ""
    line: int = 0
    pack: str = ""


class Replaced(Struct, frozen=True):
    """A rule that a pack has switched off (`by` is empty) or replaced by its own rule `by`, and why."""

    rule: str
    pack: str
    because: str
    by: str = ""


class Clause(Struct, frozen=True):
    """A rule as the matcher sees it: rows over the situation, and the candidates they concern.

    A rule whose selector depends on the situation becomes several clauses (`id` is then `rule@2` …). `targets` is None for
    every candidate; with favor and avoid it gives each candidate's strength (1 to 3).
    """

    id: str
    rule: Rule
    rows: tuple[Row, ...]
    targets: Mapping[str, int] | None = None

    @property
    def narrows(self) -> bool:
        """True when it derives an attribute from an answer for that very attribute, in the light of other answers."""
        return self.rule.effect == "derive" and all(self.rule.payload[0] in row for row in self.rows)


class Quantity(Struct, frozen=True):
    """A named number (or, with `join`, a text) computed by one operation from operands."""

    name: str
    operation: str
    operands: tuple[Any, ...]
    unit: str = ""
    rounding: str = ""
    attributes: tuple[str, ...] = ()
    situational: bool = True
    sources: tuple[str, ...] = ()

    @property
    def quantities(self) -> tuple[str, ...]:
        """The quantities among the operands."""
        return tuple(filter(None, map(quantity_of, self.operands)))


def quantity_of(operand: Any) -> str:
    """Return which quantity an operand is ('' if none)."""
    return operand[1] if isinstance(operand, (list, tuple)) and operand[0] == "quantity" else ""


class Ladder(Struct, frozen=True):
    """A step table that sizes an instance by one quantity: steps of (up to, instance type)."""

    name: str
    by: str
    steps: tuple[tuple[int | float, str], ...]
    beyond: str
    unknown: str
    sources: tuple[str, ...] = ()
    too_small: str = ""


class Table(Struct, frozen=True):
    """A catalog table: one value per value of an attribute."""

    name: str
    by: str
    rows: Mapping[str, str]
    default: str | None = None
    sources: tuple[str, ...] = ()


class Instance(Struct, frozen=True):
    """An instance type: hardware class, purpose, and the roles in which the API accepts it."""

    name: str
    facts: Mapping[str, Any]
    roles: tuple[str, ...]
