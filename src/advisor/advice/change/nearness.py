"""How far rows are from being fired: which of them one edit, or two, bring about."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from typing import Any

from ...inference.index import RuleIndex

__all__ = ["Nearness"]


class Nearness:
    """Counts, for the rows in a mask, the attributes and quantities that are not as they want them: none, one, two or more."""

    __slots__ = ("_against", "_by_one", "_by_two", "_columns", "_fired", "_relevant")

    def __init__(self, index: RuleIndex, known: Mapping[str, Any], relevant: int) -> None:
        self._columns = index.columns
        self._against: dict[str, int] = {}  # per name: the rows that want it otherwise
        one = two = three = 0  # rows that at least so many names are against
        for name, column in self._columns.items():
            against = relevant & ~(column.satisfied(known[name]) if name in known else column.unknown)
            if against:
                self._against[name] = against
                three |= two & against
                two |= one & against
                one |= against
        self._relevant = relevant
        self._fired = relevant & ~one
        self._by_one = one & ~two
        self._by_two = two & ~three

    def but(self, name: str, other: str | None = None) -> int:
        """Return the rows that nothing but this name, or these two, may be against."""
        mine = self._against.get(name, 0)
        if other is None:
            return self._fired | (self._by_one & mine)
        others = self._against.get(other, 0)
        return self._fired | (self._by_one & (mine | others)) | (self._by_two & mine & others)

    def but_all(self, names: Container[str]) -> int:
        """Return the rows that nothing but these names, however many, may be against."""
        found = self._relevant
        for name, against in self._against.items():
            if name not in names:
                found &= ~against
        return found

    def but_all_and_one(self, names: Container[str]) -> int:
        """Return the rows that nothing but these names, however many, and one more may be against."""
        one = two = 0
        for name, against in self._against.items():
            if name not in names:
                two |= one & against
                one |= against
        return self._relevant & ~two

    def within_two(self, name: str, value: Any) -> int:
        """Return the rows that this answer, alone or with one more edit, leaves fired or fires."""
        column = self._columns.get(name)
        if column is None:
            return 0
        return column.lookup(value) & (self._fired | self._by_one | (self._by_two & self._against.get(name, 0)))

    def partners(self, name: str, value: Any) -> Iterable[str]:
        """Return the names whose answers do something else beside this one: some row waits for both, or this spoils what it fires."""
        column = self._columns.get(name)
        if column is None:
            return ()
        mine = self._against.get(name, 0)
        joint = column.lookup(value) & self._by_two & mine
        spoiled = self._by_one & ~mine & ~column.lookup(value)
        both = joint | spoiled
        return [other for other, against in self._against.items() if other != name and both & against] if both else ()
