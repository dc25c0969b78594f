"""Two edits together, of which neither changes the answer alone: which pairs can matter at all, and what those do."""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable, Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any

from .found import Found, Part
from .ground import After, Ground
from .kinds import Kind, Kinds
from .tries import Try

if TYPE_CHECKING:
    from .search import Search

__all__ = ["pairs"]


def pairs(search: Search, tries: Mapping[str, list[Try]], apart: Container[tuple[str, str]] = ()) -> Iterable[Found]:
    """Return the pairs of edits that change the answer while neither does alone; of the attributes `apart` they are looked for
    elsewhere."""
    kinds = Kinds(search, tries)
    beside, upon = _Beside(search, kinds), _Upon(search, kinds)
    names = list(tries)
    for at, name in enumerate(names):
        later = [rest for rest in names[at + 1 :] if (name, rest) not in apart]
        earlier = [rest for rest in names[:at] if (rest, name) not in apart]
        yield from beside.pairs(name, later)
        for kind in kinds.deep[name]:
            before = (other for rest in earlier for other in kinds.coarse[rest] if not other.one.further)
            after = (other for rest in later for other in kinds.coarse[rest])
            yield from upon.pairs(kind, chain(before, after))


def _found(kind: Kind, other: Kind, verdict: Any) -> Found:
    return Found((Part(kind.one.name, kind.cells), Part(other.one.name, other.cells)), verdict)


def _cured(one: Try, fired: int) -> bool:
    """Return whether what makes an edit void may be gone when these rows are fired."""
    if one.remedies is None:
        return True
    gone, more = one.remedies
    return bool(gone & ~fired or more & fired)


class _Upon:
    """Tries an edit from which more follows together with others: the others on top of the situation that it makes."""

    def __init__(self, search: Search, kinds: Kinds) -> None:
        self.search = search
        self.kinds = kinds
        self.judge = search.judge
        self._quantities: dict[str, tuple[frozenset[str], frozenset[str]]] = {}

    def pairs(self, kind: Kind, others: Iterable[Kind]) -> Iterable[Found]:
        search, judge, one = self.search, self.judge, kind.one
        ground = search.ground.with_answer(one.name, one.cell.value)
        further = ground.feeding | search.program.narrowing_names
        following = further | judge.valued
        touched = judge.touches(one.changed, one.fired ^ search.ground.fired)
        void = one.remedies is not None
        for other, fired in self._working(ground, others, following):
            two = other.one
            if not (void or two.name in further) and self._nothing(ground, other, fired, touched, kind):
                continue
            after = self._after(ground, kind, two, fired)
            turned = after.fired ^ ground.fired
            if (not turned and after.changed.isdisjoint(judge.valued)) or (void and not _cured(one, after.fired)):
                continue
            touches = -1 if void else self._touches(ground, two, after.changed, turned, touched)
            first = search.leader if self._stays(kind, other, turned) else None
            if first is None or touches:
                both = After(after.known, after.fired, after.changed | one.changed)
                _, verdict = search.verdict(both, touches, sizes=False, first=first)
                if verdict is not None:
                    yield _found(kind, other, verdict)

    def _nothing(self, ground: Ground, other: Kind, fired: int, touched: int, kind: Kind) -> bool:
        """Return whether an edit that goes into nothing else changes nothing on top of the first, of which these rows are fired."""
        turned = fired ^ ground.fired
        return (
            not turned & ground.deriving
            and self._stays(kind, other, turned)
            and not self._touches(ground, other.one, (other.one.name,), turned, touched)
        )

    def _touches(self, ground: Ground, two: Try, changed: Collection[str], turned: int, touched: int) -> int:
        """Return, as bits, the decisions that may come out otherwise where the second edit turns these rows on top of the first.

        Those that it does not touch come out as with the first alone: as they are now. Those that the first does not touch come out
        as with the second alone, if that does the same there.
        """
        touches = self.judge.touches(changed, turned)
        alone = two.fired ^ self.search.ground.fired
        if touches and two.remedies is None and not (turned ^ alone) & (self.judge.setup_rows | ground.deriving):
            touches &= touched
        return touches

    def _working(self, ground: Ground, others: Iterable[Kind], following: Container[str]) -> Iterable[tuple[Kind, int]]:
        """Return the edits with the rows that they fire there, less those that fire nothing else and from which nothing follows."""
        reach: dict[str, int] = {}
        for other in others:
            name = other.one.name
            if name not in reach:
                reach[name] = ground.near.but(name)
            fired = reach[name] & other.satisfied
            if fired != ground.fired or name in following:
                yield other, fired

    def _stays(self, kind: Kind, other: Kind, turned: int) -> bool:
        """Return whether the leader stays first where the second edit turns these rows on top of the first: it concerns no order, or
        does to it what it does alone, and that is too little."""
        scoring = self.judge.scoring
        alone = other.one.fired ^ self.search.ground.fired
        return not turned & scoring or (not (turned ^ alone) & scoring and self.kinds.safe(kind.push, other.push))

    def _after(self, ground: Ground, kind: Kind, two: Try, fired: int) -> After:
        """Return what is known and fired with the second edit on top of the first."""
        if two.further and len(two.changed) > 1:
            uses, names = self._computed(two.name)
            if two.changed <= names and kind.one.changed.isdisjoint(uses):
                after = ground.carried(two.known, names)  # the quantities come out as with the second edit alone
                if ground.derives_the_same(after.fired, {two.name: two.cell.value}):
                    return after
        return ground.concluded(two.name, two.cell.value, fired)

    def _computed(self, name: str) -> tuple[frozenset[str], frozenset[str]]:
        """Return the attributes that the quantities use into which one goes, and the names of these quantities and of the one."""
        if name not in self._quantities:
            steps = [step for step in self.search.program.following(name) if not step.derive]
            uses = frozenset(use for step in steps for use in step.uses)
            self._quantities[name] = uses, frozenset((name, *(step.name for step in steps)))
        return self._quantities[name]


class _Beside:
    """Tries edits together that mostly do beside each other only what they do alone."""

    def __init__(self, search: Search, kinds: Kinds) -> None:
        self.search = search
        self.kinds = kinds
        self.ground = search.ground

    def pairs(self, name: str, later: Sequence[str]) -> Iterable[Found]:
        """Return the pairs of an attribute with one of those that come later."""
        shallow = self.kinds.shallow
        waiting = {rest: frozenset(other.number for other in shallow[rest] if name in other.partners) for rest in later}
        for kind in shallow[name]:
            for rest in later:
                for other in self._worth_trying(kind, rest, waiting[rest]):
                    yield from self._try(kind, other)

    def _worth_trying(self, kind: Kind, name: str, waiting: frozenset[int]) -> Sequence[Kind]:
        """Return those edits of an attribute that may matter beside one of another: all of them where they may do something
        together, else those that wait for it or add to what it does."""
        others, narrowing = self.kinds.shallow[name], self.search.program.narrowing_names
        if name in kind.partners or (name in narrowing and kind.one.name in narrowing):
            return others
        if not kind.one.works:
            return [others[number] for number in sorted(waiting)]
        numbers = set(waiting)
        for shape, members in self.kinds.shapes[name].items():
            if not self._adds_nothing(kind.shape, shape):
                numbers.update(number for number in members if self._cure(kind.one, others[number].one))
        return [others[number] for number in sorted(numbers)]

    def _cure(self, one: Try, two: Try) -> bool:
        """Return whether two edits that do beside each other what they do alone may take from each other what makes them void."""
        return _cured(one, two.fired | (one.fired & ~self.ground.fired)) and _cured(
            two, one.fired | (two.fired & ~self.ground.fired)
        )

    def _adds_nothing(self, mine: tuple[int, int], other: tuple[int, int]) -> bool:
        """Return whether two edits that do beside each other what they do alone change nothing: they touch no decision both, and
        do not turn the order."""
        return not mine[1] & other[1] and self.kinds.safe(mine[0], other[0])

    def _try(self, kind: Kind, other: Kind) -> Iterable[Found]:
        search, ground, one, two = self.search, self.ground, kind.one, other.one
        fired = ground.fired_with(one.name, one.cell.value, two.name, two.cell.value)
        both = {one.name: one.cell.value, two.name: two.cell.value}
        if not ground.derives_the_same(fired, both):
            after = ground.tried_all(both)
            verdict = search.verdict(after, touches=-1, sizes=False)[1]
        elif _cured(one, fired) and _cured(two, fired):
            joint = (fired ^ ((one.fired & two.fired) | ((one.fired | two.fired) & ~ground.fired))) & ground.relevant
            touches = (one.touches & two.touches) | (search.judge.touches((), joint) if joint else 0)
            touches |= one.touches if one.remedies else 0  # what it flips did not count while nobody would say it
            touches |= two.touches if two.remedies else 0
            known = {**one.known, two.name: two.cell.value}
            verdict = search.verdict(After(known, fired, one.changed | two.changed), touches, sizes=False)[1]
        else:
            verdict = None
        if verdict is not None:
            yield _found(kind, other, verdict)
