"""From a situation to a recommendation: the one way every face goes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ...errors import Diagnostic, SituationError
from ...inference.inference import Inference, Merit, infer
from ...inference.program import Program
from ...knowledge.base import KnowledgeBase
from ...knowledge.model import Clause
from ...situation import Situation
from .noted import noted
from .obstacles import obstacles
from .question import next_question
from .ranking import Standing, rank
from .records import Alternative, Citation, Decided, Derivation, Evidence, Note, Ranked, Recommendation, RuledOut
from .ruled_out import plainest_first
from .settled import Outlook
from .setup import Choice, SetupMaker

__all__ = ["advise"]

_WORDS = {1: "weak", 2: "moderate", 3: "strong"}


def advise(
    base: KnowledgeBase, situation: Situation, top: int | None = None, engine: bool = True, ask: bool = True
) -> Recommendation:
    """Answer one situation.

    Args:
        base: the knowledge.
        situation: what is known.
        top: how many candidates to describe (None: all that are not ruled out).
        engine: run the experta engine (True) or the index alone (False); the answers are the same.
        ask: look for the next question (False: there is none in the answer; that is about half of the work).

    Raises:
        SituationError: when the answers cannot be true together, or `top` is no whole number above 0.

    """
    if top is not None and (not isinstance(top, int) or isinstance(top, bool)):
        raise SituationError([Diagnostic("bad-value", f"top: a {type(top).__name__} is not a whole number")])
    if top is not None and top < 1:
        raise SituationError([Diagnostic("bad-value", f"top: {top} is not at least 1")])
    program = Program.of(base)
    if engine:
        from ...inference.engine import run_engine

        inference = run_engine(program, situation)
    else:
        inference = infer(program, situation)
    _check_possible(inference, base)
    return _Answer(program, inference, top).build(ask)


def _check_possible(inference: Inference, base: KnowledgeBase) -> None:
    if inference.impossible:
        raise SituationError([_contradiction(clause, inference, base) for clause in inference.impossible])


def _contradiction(clause: Clause, inference: Inference, base: KnowledgeBase) -> Diagnostic:
    layer = f" of pack {clause.rule.pack}" if clause.rule.pack != base.packs[0] else ""
    names = dict.fromkeys(name for row in clause.rows for name in row if name in inference.known)
    given = " and ".join(_answer(name, inference.known[name]) for name in names)
    why = "cannot be true together" if len(names) > 1 else "is not possible here"
    return Diagnostic("impossible", f"{given} {why}: {clause.rule.because}", hint=f"rule {clause.rule.id}{layer}")


def _answer(name: str, value: Any) -> str:
    return f"{name} = {str(value).lower() if isinstance(value, bool) else value}"


class _Answer:
    """Builds the records of one answer."""

    def __init__(self, program: Program, inference: Inference, top: int | None) -> None:
        self.program = program
        self.base = program.base
        self.inference = inference
        self.standing: Standing = rank(self.base, inference)
        self.top = len(self.standing.ranked) if top is None else max(0, top)
        self.outlook = Outlook(program, inference, self.standing)
        self.makers: dict[str, SetupMaker] = {}

    def build(self, ask: bool) -> Recommendation:
        shown = self.standing.ranked[: self.top]
        ranked = tuple(self._ranked(name) for name in shown)
        leader = self.standing.leader
        if leader is not None and leader not in self.makers:
            self._ranked(leader)
        maker = self.makers.get(leader) if leader is not None else None
        advice, warnings = self._notes(leader)
        situation = self.inference.situation
        return Recommendation(
            knowledge={"version": self.base.version, "as_of": self.base.as_of, "packs": list(self.base.packs)},
            situation=situation.document(),
            declined=situation.declined,
            derived={
                name: Derivation(value, clause.rule.id, clause.rule.pack)
                for name, (value, clause) in self.inference.derived.items()
            },
            settled=self.outlook.settled,
            recommendations=ranked,
            ruled_out=tuple(self._ruled_out()),
            advice=advice,
            warnings=warnings,
            next_question=next_question(self.program, self.inference, self.standing, self.outlook, maker)
            if ask
            else None,
            obstacles=() if self.standing.ranked else tuple(obstacles(self.program, self.inference)),
        )

    def _ranked(self, name: str) -> Ranked:
        candidate = self.base.candidates[name]
        maker = self.makers[name] = SetupMaker(self.program, self.inference, candidate)
        made = maker.make()
        setup = {decision: self._decided(maker, choice) for decision, choice in made.items()}
        scores = self.standing.scores
        tied = tuple(
            other
            for other in self.standing.ranked
            if other != name and scores[other] == scores[name] and self._counts(other)
        )
        return Ranked(
            id=name,
            kind=candidate.kind,
            name=candidate.name,
            score=scores[name],
            tied_with=tied if self._counts(name) else (),
            at_risk=self._at_risk(name),
            evidence=tuple(self._evidence(self.inference.merits.get(name, {}))),
            setup=setup,
        )

    def _counts(self, name: str) -> bool:
        return name in self.standing.positive

    def _at_risk(self, name: str) -> tuple[str, ...]:
        waiting = {
            attribute for number in self.outlook.may_rule_out(name) for attribute in self.outlook.waiting_on(number)
        }
        for quantity in waiting & self.base.quantities.keys():
            waiting |= set(self.base.quantities[quantity].attributes) - self.inference.known.keys()
        return tuple(attribute for attribute in self.base.attributes if attribute in waiting)

    def _evidence(self, merits: Mapping[str, Merit]) -> Iterable[Evidence]:
        pieces: list[tuple[int, Clause, str, str]] = []
        for aspect, merit in merits.items():
            if merit.favored_by is not None:
                pieces.append((merit.favor, merit.favored_by, aspect, "favor"))
            if merit.avoided_by is not None:
                pieces.append((merit.avoid, merit.avoided_by, aspect, "avoid"))
        pieces.sort(key=lambda piece: (-piece[0], piece[3] == "avoid", piece[1].id))
        for strength, clause, aspect, effect in pieces:
            rule = clause.rule
            yield Evidence(
                rule=rule.id,
                aspect=aspect,
                effect=effect,
                strength=_WORDS[strength],
                because=rule.because,
                finding=rule.finding,
                sources=self._citations(rule.sources),
                pack=rule.pack,
            )

    def _citations(self, names: Iterable[str]) -> tuple[Citation, ...]:
        cache: dict[tuple[str, ...], tuple[Citation, ...]] = self.base.cache.setdefault("citations", {})
        key = tuple(names)
        found = cache.get(key)
        if found is None:
            sources = (self.base.sources[name] for name in key)
            found = cache[key] = tuple(Citation(source.id, source.title, source.url) for source in sources)
        return found

    def _decided(self, maker: SetupMaker, choice: Choice) -> Decided:
        settled = self.outlook.settle_decision(maker, choice, choice.decision)
        found = choice.told.get(settled)
        if found is None:
            found = choice.told[settled] = self._told(choice, settled)
        return found

    def _told(self, choice: Choice, settled: bool) -> Decided:
        rule = choice.clause.rule if choice.clause is not None else None
        because = rule.because if rule is not None else _excluded(choice)
        return Decided(
            decision=choice.decision.id,
            value=choice.value,
            settled=settled,
            rule=rule.id if rule is not None else "",
            because=because,
            sources=self._citations(rule.sources) if rule is not None else (),
            fields=choice.fields,
            alternatives=tuple(_alternatives(choice)),
            needs=choice.needs,
            steps=choice.steps,
            finding=rule.finding if rule is not None else "",
            aside=choice.aside,
            pack=rule.pack if rule is not None else "",
        )

    def _ruled_out(self) -> Iterable[RuledOut]:
        cache: dict[tuple[str, str], RuledOut] = self.base.cache.setdefault("ruled_out", {})
        ruled_out = plainest_first(self.inference)
        for name in self.base.candidates:
            if name in ruled_out:
                clause = ruled_out[name][0]
                found = cache.get((name, clause.id))
                if found is None:
                    by_card = "@" in clause.id or len(clause.targets or ()) > 1
                    by = "card" if by_card else "rule"
                    rule = clause.rule
                    found = cache[(name, clause.id)] = RuledOut(name, rule.because, rule.id, by, rule.pack)
                yield found

    def _notes(self, leader: str | None) -> tuple[tuple[Note, ...], tuple[Note, ...]]:
        advice: list[Note] = []
        warnings: list[Note] = []
        for clause in noted(self.inference.notes, leader, self.makers.get(leader or "")):
            (advice if clause.rule.effect == "advise" else warnings).append(self._note(clause, leader))
        for name, clauses in self.inference.disagreements.items():
            rules = ", ".join(clause.rule.id for clause in clauses)
            warnings.append(
                Note(
                    f"The rules disagree about {name}, so it stays unknown: {rules}.",
                    1,
                    clauses[0].rule.id,
                    "contradiction",
                    pack=clauses[0].rule.pack,
                )
            )
        warnings += self._unsized(leader)
        return tuple(sorted(advice, key=_by_rank)), tuple(sorted(warnings, key=_by_rank))

    def _note(self, clause: Clause, leader: str | None) -> Note:
        cache: dict[tuple[str, str | None], Note] = self.base.cache.setdefault("notes", {})
        about = leader if clause.targets is not None else None
        found = cache.get((clause.id, about))
        if found is None:
            payload, rule = clause.rule.payload, clause.rule
            found = cache[(clause.id, about)] = Note(
                text=payload["text"],
                rank=payload["rank"],
                rule=rule.id,
                topic=payload["topic"],
                about=about,
                sources=self._citations(rule.sources),
                symptom=payload.get("symptom", ""),
                errors=tuple(payload.get("errors", ())),
                finding=rule.finding,
                pack=rule.pack,
            )
        return found

    def _unsized(self, leader: str | None) -> Iterable[Note]:
        maker = self.makers.get(leader or "")
        for choice in maker.made.values() if maker is not None else ():
            if choice.too_small and choice.clause is not None:
                yield Note(
                    choice.too_small,
                    2,
                    choice.clause.rule.id,
                    choice.decision.id,
                    leader,
                    pack=choice.clause.rule.pack,
                )


def _by_rank(note: Note) -> tuple[int, str]:
    return (note.rank, note.rule)


def _excluded(choice: Choice) -> str:
    """Return why no value is left: what excludes each of those that came up."""
    reasons = dict.fromkeys(blocked.rule.because for _, _, blocked in choice.losers if blocked is not None)
    return " ".join(("Every value that came up is excluded.", *reasons))


def _alternatives(choice: Choice) -> Iterable[Alternative]:
    seen = {str(choice.value)}
    for value, clause, blocked in choice.losers:
        if str(value) not in seen:
            seen.add(str(value))
            yield Alternative(
                value if not isinstance(value, dict) else None,
                clause.rule.because,
                clause.rule.id,
                blocked.rule.because if blocked else "",
            )
