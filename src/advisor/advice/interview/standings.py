"""How the candidates stand, and what the last answer changed."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from .interview import Interview, Outcome

__all__ = ["Change", "Place", "change", "counted", "foreseen", "places"]


class Place(Struct, frozen=True):
    """One candidate in the ranking. `change` is in points since the last answer; `climbed` in places (up is positive)."""

    id: str
    name: str
    score: int
    change: int = 0
    climbed: int = 0
    at_risk: bool = False
    favored: bool = True


class Change(Struct, frozen=True):
    """What one step did: who led before and who leads now (names, empty for nobody), and who fell out or came back.

    `empty` says that nobody is left.
    """

    before: str
    after: str
    dropped: tuple[str, ...]
    returned: tuple[str, ...]
    empty: bool = False

    @property
    def sentence(self) -> str:
        """The change in one or two sentences."""
        return " ".join(self._sentences())

    def _sentences(self) -> Iterable[str]:
        if self.after == self.before and not (self.empty and self.dropped):
            yield f"{self.after} stays in first place." if self.after else "Nothing speaks for a candidate yet."
        elif self.empty:
            yield "Nothing is left to recommend; change an answer, or take one back."
        elif not self.after:
            yield "Nothing speaks for a candidate any more."
        else:
            yield f"{self.after} is now in first place{f', before {self.before}' if self.before else ''}."
        if self.dropped:
            yield f"Out: {_listed(self.dropped)}."
        if self.returned:
            yield f"Back: {_listed(self.returned)}."


def places(now: Interview, before: Interview | None = None) -> tuple[Place, ...]:
    """Return the ranking, best first, each candidate compared with where it stood before."""
    earlier = {} if before is None else {ranked.id: ranked.score for ranked in before.recommendation.recommendations}
    order = {name: place for place, name in enumerate(earlier)}
    found = []
    for place, ranked in enumerate(now.recommendation.recommendations):
        known = ranked.id in earlier
        found.append(
            Place(
                id=ranked.id,
                name=ranked.name,
                score=ranked.score,
                change=ranked.score - earlier[ranked.id] if known else 0,
                climbed=order[ranked.id] - place if known else 0,
                at_risk=bool(ranked.at_risk),
                favored=any(piece.effect == "favor" for piece in ranked.evidence),
            )
        )
    return tuple(found)


def change(before: Interview, now: Interview) -> Change:
    """Compare the ranking after a step with the one before it."""
    names = {card.id: card.name for card in now.knowledge.candidates.values()}
    then = {ranked.id for ranked in before.recommendation.recommendations}
    left = {ranked.id for ranked in now.recommendation.recommendations}
    return Change(
        _leader(before),
        _leader(now),
        tuple(name for key, name in names.items() if key in then - left),
        tuple(name for key, name in names.items() if key in left - then),
        not left,
    )


def foreseen(now: Interview, outcome: Outcome) -> str:
    """Say what an answer would do, in a sentence."""
    if outcome.impossible:
        return "It contradicts an earlier answer."
    if outcome.leaves_nothing:
        return "It leaves nothing to recommend." if outcome.drops else "Nothing would be left to recommend."
    names = {card.id: card.name for card in now.knowledge.candidates.values()}
    first = names.get(outcome.first or "", "")
    text = f"{first} {'would be' if outcome.moves else 'stays'} first" if first else "nothing would be first yet"
    out = f"; {len(outcome.drops)} would drop out" if outcome.drops else ""
    return f"{text}{out}."


def counted(count: int, what: str) -> str:
    """Return `1 point`, `2 points`."""
    return f"{count} {what}{'' if count == 1 else 's'}"


def _leader(interview: Interview) -> str:
    pick = interview.recommendation.pick
    return pick.name if pick is not None else ""


def _listed(names: tuple[str, ...], most: int = 3) -> str:
    shown = ", ".join(names[:most])
    return f"{shown} and {len(names) - most} more" if len(names) > most else shown
