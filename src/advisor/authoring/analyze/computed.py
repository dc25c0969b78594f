"""Numbers and what is computed from them: every set of rows that they can satisfy together, with answers that do.

A quantity is not free of its operands: a million rows of ten columns make 40 MB, never 100 GB. For each choice of the answers
that are known, the numbers are cut into boxes. Interval arithmetic says which rows a box may satisfy, points in it which ones
it does satisfy; a box is cut further until both say the same. What is left in doubt after many cuts is kept, and said to be
unreal: so nothing that is possible is missed, and nothing is shown that is not.
"""

from __future__ import annotations

import itertools
import math
from collections import deque
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

from msgspec import Struct

from ...inference.arithmetic import evaluate
from ...inference.places import place_among
from ...inference.program import Program
from .boxes import Box, Piece, cut, overlap, pieces_of, points, start

__all__ = ["Computed", "Together", "TooManyError"]

_MOST_BOXES = 200  # for one range of every number
_MOST_RANGES = 20_000  # for one choice of the answers that are known


class TooManyError(Exception):
    """There is more to look at than can be looked at: no exact statement is made."""


class Together(Struct, frozen=True):
    """Numbers given together, all that is known by them, and the rows that they do not contradict.

    `apart` says which range the answers are in that are kept apart. `real` is False where no answers were found that do it,
    and none were excluded either: `given` is empty then.
    """

    given: dict[str, Any]
    known: dict[str, Any]
    rows: int
    apart: tuple[tuple[str, Any], ...] = ()
    real: bool = True


class Computed:
    """The quantities of one program that conditions test, as far as they are computed from answers alone.

    `uses` holds the attributes that each is computed from.
    """

    def __init__(self, program: Program, apart: Collection[str]) -> None:
        """Take in the quantities, but for those that use attributes in `apart`: these may be derived or narrowed."""
        self._program = program
        base = program.base
        names = [name for name, column in program.index.columns.items() if name in base.quantities and not column.table]
        self.uses = {
            name: frozenset(base.quantities[name].attributes)
            for name in names
            if self._is_plain(name) and not any(use in apart for use in base.quantities[name].attributes)
        }
        self._found: dict[Any, list[Together]] = {}

    def _is_plain(self, name: str) -> bool:
        """Return whether a quantity has a value whenever its operands have one, and bounds that interval arithmetic gives."""
        quantity = self._program.base.quantities[name]
        operands = quantity.operands
        if not quantity.attributes or quantity.operation == "join":
            return False
        if quantity.operation in ("product", "quotient", "root") and any(self._sign(part) < 0 for part in operands):
            return False
        if quantity.operation == "quotient" and self._sign(operands[1]) <= 0:
            return False
        return all(self._is_plain_operand(part) for part in operands)

    def _is_plain_operand(self, operand: Any) -> bool:
        if not isinstance(operand, (list, tuple)):
            return True
        if operand[0] == "attr":
            return not self._program.base.attributes[operand[1]].discrete
        return operand[0] == "quantity" and self._is_plain(operand[1])

    def _sign(self, operand: Any) -> int:
        """Return 1 for an operand that is always above 0, 0 for one that is never below it, and -1 for any other."""
        if not isinstance(operand, (list, tuple)):
            return 1 if operand > 0 else 0 if operand == 0 else -1
        if operand[0] == "attr":
            attribute = self._program.base.attributes[operand[1]]
            low = -1 if attribute.low is None else attribute.low
            return 1 if low > 0 or (low == 0 and attribute.low_open) else 0 if low == 0 else -1
        quantity = self._program.base.quantities.get(operand[1]) if operand[0] == "quantity" else None
        if quantity is None or quantity.operation == "difference":
            return -1
        least = min(self._sign(part) for part in quantity.operands)
        return min(least, 0) if quantity.rounding else least

    def group(self, names: Collection[str], rows: int) -> tuple[list[str], list[str]]:
        """Return the quantities that can be known by what is decided, and the attributes among it that they use.

        Args:
            names: the attributes and quantities that are decided; with a quantity also what it uses.
            rows: the rows of interest.

        """
        decided = set(names).union(*(self.uses[name] for name in names if name in self.uses))
        columns = self._program.index.columns
        quantities = sorted(
            name
            for name, uses in self.uses.items()
            if name in decided or (uses & decided and rows & ~columns[name].outside)
        )
        return quantities, sorted({use for name in quantities for use in self.uses[name] & decided})

    def apart(
        self, quantities: Iterable[str], operands: Iterable[str]
    ) -> tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]:
        """Part quantities and operands into those that have to do with each other, each part as (quantities, operands)."""
        parts: list[tuple[set[str], set[str]]] = []
        for name in quantities:
            mine: tuple[set[str], set[str]] = ({name}, {*self.uses[name]})
            for part in [part for part in parts if part[1] & mine[1]]:
                parts.remove(part)
                mine = (mine[0] | part[0], mine[1] | part[1])
            parts.append(mine)
        ordered = sorted((sorted(names), sorted(uses.intersection(operands))) for names, uses in parts)
        return tuple((tuple(names), tuple(uses)) for names, uses in ordered)

    def ways(
        self,
        quantities: Sequence[str],
        attributes: Sequence[str],
        rows: int,
        apart: Collection[str],
        answered: Collection[str],
    ) -> list[Together]:
        """Return the ways to answer that differ in `rows`, those with the fewest answers first and what is unreal last.

        Args:
            quantities: the quantities that count.
            attributes: what may be answered.
            rows: the rows of interest.
            apart: attributes of which every range is kept apart.
            answered: attributes that must be known.

        Raises:
            TooManyError: there are too many ranges.

        """
        columns = self._program.index.columns
        mentioned = 0
        for name in (*quantities, *attributes):
            mentioned |= ~columns[name].outside if name in columns else 0
        kept = tuple(name for name in attributes if name in apart)
        needed = frozenset(answered).intersection(attributes)
        key = (tuple(quantities), tuple(attributes), rows & mentioned, kept, needed)
        if key not in self._found:
            self._found[key] = self._ways(quantities, attributes, rows & mentioned, kept, needed)
        return self._found[key]

    def _ways(
        self,
        quantities: Sequence[str],
        attributes: Sequence[str],
        rows: int,
        apart: tuple[str, ...],
        needed: frozenset[str],
    ) -> list[Together]:
        found: dict[Any, Together] = {}
        doubtful: dict[Any, Together] = {}
        for count in range(len(attributes) + 1):
            for known in itertools.combinations(attributes, count):
                if needed <= set(known):
                    _Search(self._program, [*attributes, *quantities], known, rows, apart).run(found, doubtful)
        return [*found.values(), *(way for key, way in doubtful.items() if key not in found)]


class _Search:
    """All sets of rows that can be satisfied while exactly some attributes are known.

    `pieces` holds, for each known attribute and each quantity that is computed from several, the ranges that satisfy the
    same rows: also those rows that test another quantity which is equal to it while just these attributes are known.
    """

    def __init__(
        self, program: Program, names: Sequence[str], known: tuple[str, ...], rows: int, apart: tuple[str, ...]
    ) -> None:
        self.base = program.base
        self.columns = {name: program.index.columns[name] for name in names if name in program.index.columns}
        self.quantities = [name for name in names if name in program.base.quantities]
        self.known = known
        self.attributes = [program.base.attributes[name] for name in known]
        self.apart = apart
        self.rows = rows
        self.always = rows  # what is left of the rows by all that is unknown
        equal: dict[str, list[Any]] = {name: [] for name in known}
        for name, column in self.columns.items():
            like = self._equal(name)
            if like is None:
                self.always &= column.unknown
            else:
                equal.setdefault(like, []).append(column)
        self.pieces = {name: pieces_of(columns, rows, name in apart) for name, columns in equal.items()}
        self.functions = [name for name in self.pieces if name not in known]
        used = {use for name in self.functions for use in program.base.quantities[name].attributes}
        self.sides = [number for number, name in enumerate(known) if name in used]

    def _equal(self, name: str) -> str | None:
        """Return the attribute or quantity that a name has the value of, or None when it has none."""
        if name in self.base.attributes:
            return name if name in self.known else None
        quantity = self.base.quantities[name]
        parts = [self._equal(part[1]) if isinstance(part, (list, tuple)) else name for part in quantity.operands]
        if quantity.operation == "first_known":
            return next((part for part in parts if part is not None), None)
        return None if any(part is None for part in parts) else name

    def run(self, found: dict[Any, Together], doubtful: dict[Any, Together]) -> None:
        """Add what is not yet found, and what stays in doubt."""
        choices = [self.pieces[name] for name in self.known]
        if math.prod(map(len, choices)) > _MOST_RANGES:
            raise TooManyError
        for pieces in itertools.product(*choices):
            box = start(self.attributes, pieces)
            if box is not None:
                values = {name: piece.value for name, piece in zip(self.known, pieces, strict=True)}
                apart = tuple((name, self._cell(name, value)) for name, value in values.items() if name in self.apart)
                self._look(box, pieces, apart, found, doubtful)

    def _look(
        self,
        whole: Box,
        pieces: tuple[Piece, ...],
        apart: tuple[tuple[str, Any], ...],
        found: dict[Any, Together],
        doubtful: dict[Any, Together],
    ) -> None:
        """Cut a box until every set of rows that it may satisfy is found in it, or before."""
        alive = self.always
        for piece in pieces:
            alive &= piece.rows
        todo = deque([whole])
        boxes = 0
        while todo:
            box = todo.popleft()
            missing = {rows for rows in self._possible(box, alive) if (rows, apart) not in found}
            for point in points(self.attributes, box) if missing else ():
                way = self._at(point, apart)
                missing.discard(way.rows)
                if (way.rows, apart) not in found:
                    found[way.rows, apart] = self._plain(way)
            if missing and boxes >= _MOST_BOXES:
                doubtful.update({(rows, apart): Together({}, {}, rows, apart, False) for rows in missing})
            elif missing:
                boxes += 1
                todo += cut(self.attributes, box, self.sides)

    def _possible(self, box: Box, alive: int) -> Iterator[int]:
        """Yield the sets of rows that the bounds of a box allow."""
        bands = dict(zip(self.known, box, strict=True))
        options = []
        for name in self.functions:
            value = evaluate(self.base, name, bands).value
            options.append([piece.rows for piece in self.pieces[name] if overlap(value, piece.span)])
        for chosen in itertools.product(*options):
            rows = alive
            for part in chosen:
                rows &= part
            yield rows

    def _at(self, point: Sequence[float], apart: tuple[tuple[str, Any], ...]) -> Together:
        """Return what certain answers do."""
        given = dict(zip(self.known, point, strict=True))
        known = dict(given)
        for name in self.quantities:
            value = evaluate(self.base, name, given).value
            if value is not None:
                known[name] = value
        rows = self.rows
        for name, column in self.columns.items():
            rows &= column.lookup(known[name]) if name in known else column.unknown
        return Together(given, known, rows, apart)

    def _plain(self, way: Together) -> Together:
        """Return a way with as few digits as possible that satisfies the same rows."""
        for name in way.given:
            for digits in range(1, 6):
                number = _rounded(way.given[name], digits)
                other = self._at([number if one == name else value for one, value in way.given.items()], way.apart)
                if other.rows == way.rows and self._allowed(name, number, way):
                    way = other
                    break
        return way

    def _allowed(self, name: str, number: float, way: Together) -> bool:
        attribute = self.base.attributes[name]
        box = start([attribute], [Piece((number, False, number, False), 0, number)])
        if box is None:
            return False
        cell = self._cell(name, number)
        return all(kept == cell for other, kept in way.apart if other == name)

    def _cell(self, name: str, number: float) -> int:
        """Return which range of an attribute holds a number."""
        return place_among(self.columns[name].thresholds, number) if name in self.columns else 0


def _rounded(value: float, digits: int) -> float:
    rounded = float(f"{value:.{digits}g}")
    return int(rounded) if isinstance(value, int) or rounded.is_integer() else rounded
