"""The matcher: which rows of which clauses hold, as bits of Python integers.

Per attribute and value (for numbers: per interval between thresholds) one integer says which rows are satisfied there. A
situation is matched by AND-ing one integer per attribute; an unknown attribute contributes the rows that do not mention it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import compress, pairwise
from typing import Any

from ..knowledge.cells import Cells
from ..knowledge.model import Row
from ..situation import Band
from .operations import PartialBand
from .places import place_among, places_among

__all__ = ["RuleIndex"]

_MAX_CACHED = 4096
_FEW = 24  # bits of a mask that are sooner taken one by one


class _Column:
    """The masks of one attribute. Discrete: one per value. Numbers: one per threshold and per gap between thresholds."""

    __slots__ = ("cells", "mentioned", "name", "needing", "outside", "table", "thresholds", "unknown")

    def __init__(self, name: str, everything: int, mentions: Sequence[tuple[int, Cells]]) -> None:
        self.name = name
        self.table: dict[Any, int] = {}
        self.thresholds: list[float] = []
        self.cells: list[int] = []
        self.mentioned = _mask(bit for bit, _ in mentions)
        self.outside = everything & ~self.mentioned
        self.unknown = self.outside | _mask(bit for bit, cells in mentions if cells.unknown)
        self.needing = everything & ~self.unknown
        if any(cells.values is not None for _, cells in mentions):
            self._discrete(mentions)
        else:
            self._numeric(mentions)

    def _discrete(self, mentions: Sequence[tuple[int, Cells]]) -> None:
        bits: dict[Any, list[int]] = {}
        for bit, cells in mentions:
            for value in cells.values or ():
                bits.setdefault(value, []).append(bit)
        self.table = {value: self.outside | _mask(found) for value, found in bits.items()}

    def _numeric(self, mentions: Sequence[tuple[int, Cells]]) -> None:
        ends = {end for _, cells in mentions for span in cells.spans for end in (span[0], span[2]) if end is not None}
        self.thresholds = sorted(ends)
        place = {end: 2 * number + 1 for number, end in enumerate(self.thresholds)}
        count = 2 * len(self.thresholds) + 1
        starts: list[list[int]] = [[] for _ in range(count + 1)]
        for bit, cells in mentions:
            for low, low_open, high, high_open in cells.spans:
                starts[0 if low is None else place[low] + low_open].append(bit)
                starts[count if high is None else place[high] + (not high_open)].append(bit)
        running = 0
        for number in range(count):
            if starts[number]:
                running ^= _mask_toggling(starts[number])
            self.cells.append(self.outside | running)

    def lookup(self, value: Any) -> int:
        """Return the mask of one known value."""
        if self.table:
            return self.table.get(value, self.outside)
        return self.cells[place_among(self.thresholds, value)] if self.cells else self.outside

    def satisfied(self, value: Any) -> int:
        """Return the rows that a known value, or every number of a Band, satisfies (or that do not mention the attribute)."""
        return self.band(value)[0] if isinstance(value, Band) else self.lookup(value)

    def span(self, cell: int) -> tuple[float | None, bool, float | None, bool]:
        """Return the bounds of a cell: (low, low is excluded, high, high is excluded)."""
        at = cell // 2
        if cell % 2:
            return self.thresholds[at], False, self.thresholds[at], False
        low = self.thresholds[at - 1] if at else None
        return low, True, self.thresholds[at] if at < len(self.thresholds) else None, True

    def band(self, band: Band) -> tuple[int, int]:
        """Return what is satisfied in every cell of the band, and in any; where there may be no number, also what is then."""
        if not self.cells:
            return self.outside, self.outside
        first, last = places_among(self.thresholds, band)
        in_all, in_any = -1, 0
        for mask in self.cells[first : last + 1]:
            in_all &= mask
            in_any |= mask
        if isinstance(band, PartialBand):
            in_all, in_any = in_all & self.unknown, in_any | self.unknown
        return in_all, in_any

    def samples(self) -> list[Any]:
        """Return one known value per cell in which the masks differ."""
        if self.table:
            return list(self.table)
        if not self.thresholds:
            return []
        ends = self.thresholds
        values: list[float] = [ends[0] / 2 if 0 < ends[0] <= 1 else ends[0] - 1, ends[0]]
        for low, high in pairwise(ends):
            values += [_between(low, high), high]
        values.append(ends[-1] * 2 if ends[-1] > 0 else ends[-1] + 1)
        return values


def _between(low: float, high: float) -> float:
    middle = (low + high) / 2
    whole = int(middle)
    return whole if low < whole < high else middle


class _Listing(dict[int, tuple[int, ...]]):
    """The clause numbers of eight rows, for each byte of a mask that was asked for."""

    __slots__ = ("clauses",)

    def __init__(self, clauses: Sequence[int]) -> None:
        self.clauses = clauses

    def __missing__(self, byte: int) -> tuple[int, ...]:
        found = self[byte] = tuple(clause for bit, clause in enumerate(self.clauses) if byte >> bit & 1)
        return found


class RuleIndex:
    """Three-valued matching of rows: fired, open (not known yet) and dead."""

    def __init__(self, clauses: Sequence[Sequence[Row]]) -> None:
        """Index the rows of clauses; clause numbers are positions in `clauses`."""
        self._clause_of: list[int] = [number for number, rows in enumerate(clauses) for _ in rows]
        rows = [row for rows in clauses for row in rows]
        self.everything = (1 << len(rows)) - 1
        mentions: dict[str, list[tuple[int, Cells]]] = {}
        for bit, row in enumerate(rows):
            for name, cells in row.items():
                mentions.setdefault(name, []).append((bit, cells))
        self.columns = {name: _Column(name, self.everything, found) for name, found in sorted(mentions.items())}
        self._single = len(rows) == len(clauses)
        self._listings = [_Listing(self._clause_of[first : first + 8]) for first in range(0, len(rows), 8)]
        self._unknowns: dict[frozenset[str], int] = {}
        self.rows_of: list[int] = [0] * len(clauses)
        for bit, number in enumerate(self._clause_of):
            self.rows_of[number] |= 1 << bit
        self._in_several = 0  # rows of the clauses that have more than one
        for mask in self.rows_of:
            if mask & (mask - 1):
                self._in_several |= mask

    def fired(self, known: Mapping[str, Any]) -> int:
        """Return the rows that are satisfied. `known` gives values or Bands; what is not in it is unknown."""
        columns = self.columns
        mask = self._unknown(known)
        for name, value in known.items():
            column = columns.get(name)
            if column is None:
                continue
            if column.table:
                mask &= column.table.get(value, column.outside)
            elif isinstance(value, Band):
                mask &= column.band(value)[0]
            else:
                mask &= column.lookup(value)
        return mask

    def fired_among(self, rows: int, names: Iterable[str], known: Mapping[str, Any]) -> int:
        """Return which of some rows are satisfied. `names` holds everything that they mention."""
        for name in names:
            column = self.columns[name]
            rows &= column.satisfied(known[name]) if name in known else column.unknown
            if not rows:
                return 0
        return rows

    def match(self, known: Mapping[str, Any]) -> tuple[int, int]:
        """Return (satisfied, not contradicted). What is in the second and not in the first is open."""
        mask = possible = self.everything
        columns = self.columns
        for name, value in known.items():
            column = columns.get(name)
            if column is None:
                continue
            if isinstance(value, Band):
                in_all, in_any = column.band(value)
                mask &= in_all
                possible &= in_any
            else:
                found = column.lookup(value)
                mask &= found
                possible &= found
        return mask & self._unknown(known), possible

    def held(self, known: Mapping[str, Any]) -> int:
        """Return the rows whose conditions on what is known are satisfied."""
        mask = self.everything
        for name, value in known.items():
            column = self.columns.get(name)
            if column is not None:
                mask &= column.band(value)[0] if isinstance(value, Band) else column.lookup(value)
        return mask

    def unknown_but(self, known: Mapping[str, Any], name: str) -> int:
        """Return the rows that mention nothing but what is known and `name` (or accept *unknown*)."""
        return self._unknown_but(frozenset((*known, name)))

    def _unknown(self, known: Mapping[str, Any]) -> int:
        """Return the rows that hold when every attribute outside `known` is unknown."""
        return self._unknown_but(frozenset(known))

    def _unknown_but(self, names: frozenset[str]) -> int:
        mask = self._unknowns.get(names)
        if mask is None:
            mask = self.everything
            for name, column in self.columns.items():
                if name not in names:
                    mask &= column.unknown
            if len(self._unknowns) >= _MAX_CACHED:
                self._unknowns.clear()
            self._unknowns[names] = mask
        return mask

    def dead_for(self, declined: Iterable[str]) -> int:
        """Return the rows that need one of these attributes, which will stay unknown."""
        mask = 0
        for name in declined:
            column = self.columns.get(name)
            if column is not None:
                mask |= column.needing
        return mask

    def whole(self, mask: int) -> int:
        """Return all rows of the clauses that have a row in `mask`."""
        for number in self.clauses(mask & self._in_several):
            mask |= self.rows_of[number]
        return mask

    def clauses(self, mask: int) -> list[int]:
        """Return the numbers of the clauses that have a row in `mask`, in order."""
        found: list[int] = []
        if mask.bit_count() <= _FEW:
            while mask:
                lowest = mask & -mask
                found.append(self._clause_of[lowest.bit_length() - 1])
                mask ^= lowest
            return found if self._single else list(dict.fromkeys(found))
        data = mask.to_bytes(len(self._listings), "little")
        for listing, byte in zip(compress(self._listings, data), filter(None, data), strict=True):
            found += listing[byte]
        return found if self._single else list(dict.fromkeys(found))


def _mask(bits: Iterable[int]) -> int:
    ordered = list(bits)
    if not ordered:
        return 0
    data = bytearray(max(ordered) // 8 + 1)
    for bit in ordered:
        data[bit >> 3] |= 1 << (bit & 7)
    return int.from_bytes(data, "little")


def _mask_toggling(bits: list[int]) -> int:
    """Return a mask in which a bit that occurs twice cancels out (a span that ends where another begins)."""
    odd: set[int] = set()
    for bit in bits:
        odd ^= {bit}
    return _mask(odd)
