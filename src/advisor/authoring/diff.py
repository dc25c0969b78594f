"""What another version of the knowledge changes: its rules, and the answers to the reference situations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec.json
from msgspec import Struct

from ..advice.answer.recommend import advise
from ..advice.answer.records import Decided, Ranked, Recommendation
from ..errors import SituationError
from ..knowledge.base import KnowledgeBase
from ..knowledge.model import Clause
from ..situation import Situation, read_situation
from .causes import Causes, Side
from .reference import Reference
from .selection import clauses_of

__all__ = ["Change", "Difference", "Shift", "compare"]

SCHEMA = "advisor/rules-diff/1"


class Change(Struct, frozen=True):
    """One decision (or the first place) before and after, and the changed rules and cards behind it."""

    what: str
    before: Any
    after: Any
    rules: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {"what": self.what, "before": self.before, "after": self.after, "rules": list(self.rules)}


class Shift(Struct, frozen=True):
    """A reference situation that gets another answer."""

    reference: Reference
    changes: tuple[Change, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON form."""
        one = self.reference
        return {
            "example": one.id,
            "file": one.file,
            "line": one.line,
            "given": dict(one.given),
            "changes": [change.to_dict() for change in self.changes],
        }


class Difference(Struct, frozen=True):
    """What is different between two versions. Every tuple of names is in order."""

    before: str
    after: str
    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[str, ...]
    cards_added: tuple[str, ...]
    cards_removed: tuple[str, ...]
    cards_changed: tuple[str, ...]
    shifts: tuple[Shift, ...]
    situations: int

    @property
    def empty(self) -> bool:
        """True when nothing is different."""
        lists = (self.added, self.removed, self.changed, self.cards_added, self.cards_removed, self.cards_changed)
        return not self.shifts and not any(lists)

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON form, schema `advisor/rules-diff/1`."""
        return {
            "schema": SCHEMA,
            "before": self.before,
            "after": self.after,
            "rules": {"added": list(self.added), "removed": list(self.removed), "changed": list(self.changed)},
            "candidates": {
                "added": list(self.cards_added),
                "removed": list(self.cards_removed),
                "changed": list(self.cards_changed),
            },
            "situations": self.situations,
            "shifts": [shift.to_dict() for shift in self.shifts],
        }


def compare(old: KnowledgeBase, new: KnowledgeBase, references: Iterable[Reference]) -> Difference:
    """Compare two versions of the knowledge by their rules, their cards and their answers."""
    shared = frozenset(old.candidates) & frozenset(new.candidates)
    rules = _Sides(_rules(old, shared), _rules(new, shared))
    cards = _Sides(_cards(old), _cards(new))
    judge = _Judge(old, new, rules, cards)
    situations = list(references)
    shifts = [Shift(one, changes) for one in situations if (changes := tuple(judge.changes(one)))]
    return Difference(
        before=_title(old),
        after=_title(new),
        added=rules.added,
        removed=rules.removed,
        changed=rules.changed,
        cards_added=cards.added,
        cards_removed=cards.removed,
        cards_changed=cards.changed,
        shifts=tuple(shifts),
        situations=len(situations),
    )


def _title(base: KnowledgeBase) -> str:
    return f"{' + '.join(base.packs)} {base.version}"


def _rules(base: KnowledgeBase, shared: frozenset[str]) -> dict[str, Any]:
    """Return what every rule says, and what it reaches among the candidates that both versions have."""
    clauses = clauses_of(base)
    return {
        name: _plain(
            [
                {key: getattr(rule, key) for key in rule.__struct_fields__ if key not in ("file", "line", "pack")},
                list(_reaches(base, clauses.get(name, ()), shared)),
            ]
        )
        for name, rule in base.rules.items()
    }


def _plain(content: Any) -> Any:
    """Return plain values that compare alike however the knowledge was loaded (10 and 10.0, lists and tuples)."""
    return msgspec.json.decode(msgspec.json.encode(content))


def _reaches(base: KnowledgeBase, clauses: Iterable[Clause], shared: frozenset[str]) -> Iterable[Any]:
    for clause in clauses:
        targets = dict.fromkeys(base.candidates, 1) if clause.targets is None else clause.targets
        kept = sorted((name, strength) for name, strength in targets.items() if name in shared)
        if kept:
            yield _cells(clause.rows), kept


def _cells(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [{name: cells.document() for name, cells in row.items()} for row in rows]


def _cards(base: KnowledgeBase) -> dict[str, Any]:
    facts = (
        (name, [card.kind, card.order, card.facts, [[mode.name, mode.facts] for mode in card.modes]])
        for name, card in base.candidates.items()
    )
    return {name: _plain(content) for name, content in facts}


class _Sides:
    """What was added, removed and changed among named things."""

    def __init__(self, old: Mapping[str, Any], new: Mapping[str, Any]) -> None:
        self.added = tuple(sorted(new.keys() - old.keys()))
        self.removed = tuple(sorted(old.keys() - new.keys()))
        self.changed = tuple(sorted(name for name in old.keys() & new.keys() if old[name] != new[name]))
        self.all = frozenset((*self.added, *self.removed, *self.changed))


class _Judge:
    """Answers a situation by both versions, and says which of the changes is behind a difference."""

    def __init__(self, old: KnowledgeBase, new: KnowledgeBase, rules: _Sides, cards: _Sides) -> None:
        self.old = old
        self.new = new
        self.rules = rules
        self.cards = cards

    def changes(self, reference: Reference) -> Iterable[Change]:
        """Yield what is different in the answer to one situation."""
        before, after = _answer(self.old, reference), _answer(self.new, reference)
        if before == after:
            return
        causes = self._causes(reference)
        if isinstance(before, str) or isinstance(after, str):
            refused = tuple(causes.of_refusal()) if causes is not None else ()
            yield Change("answer", _shown(before), _shown(after), refused)
            return
        first = _first(before), _first(after)
        leaders = [name for name in first if name is not None]
        if causes is not None and first[0] != first[1]:
            yield Change("first", *first, (*causes.of_first(leaders), *self._cards(leaders)))
        elif causes is not None and before.pick is not None and after.pick is not None:
            yield from self._decisions(causes, before.pick, after.pick)

    def _decisions(self, causes: Causes, before: Ranked, after: Ranked) -> Iterable[Change]:
        for name in dict.fromkeys((*before.setup, *after.setup)):
            old, new = before.setup.get(name), after.setup.get(name)
            was, now = _decided(old), _decided(new)
            if was != now:
                rules = causes.of_decision(name, before.id, old, new)
                yield Change(name, was, now, (*rules, *self._cards([before.id])))

    def _causes(self, reference: Reference) -> Causes | None:
        """Return what finds causes, or None when one version does not know an attribute or a value of the situation."""
        try:
            old, new = (Side(base, _situation(base, reference)) for base in (self.old, self.new))
        except SituationError:
            return None
        return Causes(old, new, self.rules.all)

    def _cards(self, names: Iterable[str]) -> list[str]:
        return [f"card {name}" for name in names if name in self.cards.all]


def _answer(base: KnowledgeBase, reference: Reference) -> Recommendation | str:
    """Return the answer, or why there is none."""
    try:
        return advise(base, _situation(base, reference), 1, engine=False)
    except SituationError as error:
        return "; ".join(problem.message for problem in error.diagnostics)


def _situation(base: KnowledgeBase, reference: Reference) -> Situation:
    return read_situation(reference.given, base.attributes)


def _first(answer: Recommendation) -> str | None:
    return answer.pick.id if answer.pick is not None else None


def _shown(answer: Recommendation | str) -> str | None:
    return f"refused: {answer}" if isinstance(answer, str) else _first(answer)


def _decided(decided: Decided | None) -> Any:
    """Return the value of a decision with what belongs to it, but without notes and reasons."""
    if decided is None:
        return None
    if isinstance(decided.value, Mapping):
        return {
            key: entry.get("value") if isinstance(entry, Mapping) else entry for key, entry in decided.value.items()
        }
    kept = {key: value for key, value in decided.fields.items() if key not in ("note", "sized") and value is not None}
    return {"value": decided.value, **kept} if kept else decided.value
