"""Why an answer is not the expected one: the rules that made the difference."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ..advice.answer.ranking import Standing, rank, score_of
from ..advice.answer.setup import SetupMaker
from ..inference.inference import Inference, infer
from ..inference.program import Program
from ..knowledge.keys import LEVEL_NAMES
from ..knowledge.model import Clause, Row
from ..situation import Band, Situation
from .compare import Difference, show
from .notation import written_condition, written_value

__all__ = ["Reasons"]


class Reasons:
    """Explains the differences of one situation, from the records that the evaluator itself makes."""

    def __init__(self, program: Program, situation: Situation) -> None:
        self.program = program
        self.base = program.base
        self.inference: Inference = infer(program, situation)
        self.standing: Standing = rank(self.base, self.inference)
        leader = self.standing.leader
        self.maker = SetupMaker(program, self.inference, self.base.candidates[leader]) if leader else None
        if self.maker is not None:
            self.maker.make()

    def of(self, difference: Difference) -> tuple[str, ...]:
        """Return the lines that explain one difference."""
        key = difference.key
        if key in ("first", "among", "ruled_out"):
            names = [name for name in (*difference.expected, difference.got) if name in self.base.candidates]
            return tuple(line for name in dict.fromkeys(names) for line in self._evidence(name))
        if key in ("setup", "absent"):
            return tuple(self._decision(difference))
        if key in ("advice", "warnings", "rules", "foremost", "fired", "impossible"):
            return tuple(f"{rule}: {self._why_silent(rule)}" for rule in difference.expected)
        return ()

    # --- places ---

    def _evidence(self, name: str) -> Iterator[str]:
        out = self.inference.ruled_out.get(name)
        merits = self.inference.merits.get(name, {})
        pieces = [
            (f"{sign}{points} {aspect}", clause.rule.id)
            for aspect, merit in merits.items()
            for sign, points, clause in (("+", merit.favor, merit.favored_by), ("-", merit.avoid, merit.avoided_by))
            if clause is not None
        ]
        total = score_of(merits)
        place = f"place {self.standing.ranked.index(name) + 1}" if out is None else "ruled out"
        yield f"{name}: {place}, {total} point{'' if abs(total) == 1 else 's'}"
        for clause in out or ():
            yield f"  ruled out by {clause.rule.id}: {clause.rule.because}"
        for what, rule in pieces:
            yield f"  {what} ({rule})"

    # --- decisions ---

    def _decision(self, difference: Difference) -> Iterator[str]:
        _, name, *rest = difference.what.split(".")
        if self.maker is None:
            return
        made = self.maker.made.get(name)
        field = ".".join(rest) or "value"
        winner = made.clause.rule if made is not None and made.clause is not None else None
        if made is not None and made.clause is None:
            yield "every value that came up is excluded"
        if made is not None and isinstance(made.value, Mapping):
            rule = made.value.get(field, {}).get("rule", "")
            if rule:
                yield f"chosen by {rule}"
        elif winner is not None:
            yield f"chosen by {winner.id} (level {LEVEL_NAMES[winner.level]}): {winner.because}"
        level = winner.level if winner is not None else -1
        found = False
        for clause in self._proposing(name, field, difference.expected):
            found = True
            yield f"{clause.rule.id} would give {show(_gives(clause, field))}, but {self._why_not(clause, name, level)}"
        if not found and difference.key == "setup":
            yield "no rule gives the expected value to this candidate"

    def _proposing(self, decision: str, field: str, wanted: Iterable[Any]) -> Iterator[Clause]:
        """Yield the choices for a decision of the first place that would give a wanted value, one per rule."""
        assert self.maker is not None
        candidate = self.maker.candidate.id
        texts = {str(value) for value in wanted}
        seen = set()
        for clause in self.program.clauses:
            rule = clause.rule
            if rule.effect != "choose" or rule.payload["decision"] != decision or rule.id in seen:
                continue
            if clause.targets is not None and candidate not in clause.targets:
                continue
            if str(_gives(clause, field)) in texts:
                seen.add(rule.id)
                yield clause

    def _why_not(self, clause: Clause, decision: str, level: int) -> str:
        maker = self.maker
        assert maker is not None
        if not self.inference.fired & self.program.index.rows_of[self.program.number_of[clause.id]]:
            return self._not_fired(clause)
        for name, test in clause.rule.given.items():
            if not maker.given_holds({name: test}):
                made = maker.made.get(name)
                return f"{name} is {show(made.value if made is not None else None)}, which its `given` does not want"
        value = clause.rule.payload.get("value")
        limit = self._limit(decision, value)
        if limit is not None:
            return f"{limit.rule.id} excludes it: {limit.rule.because}"
        mine = clause.rule.level
        return (
            f"its level {LEVEL_NAMES[mine]} is lower"
            if mine < level
            else f"another rule of level {LEVEL_NAMES[mine]} comes before it"
        )

    def _limit(self, decision: str, value: Any) -> Clause | None:
        assert self.maker is not None
        for clause in self.maker.applicable(self.maker.scopes[decision]):
            if clause.rule.effect == "exclude" and value in clause.rule.payload["values"]:
                return clause
        return None

    # --- rules that did not fire ---

    def _why_silent(self, rule_id: str) -> str:
        clauses = [clause for clause in self.program.clauses if clause.rule.id == rule_id]
        fired = [
            clause
            for clause in clauses
            if self.inference.fired & self.program.index.rows_of[self.program.number_of[clause.id]]
        ]
        if not fired:
            return self._not_fired(clauses[0]) if clauses else "it concerns no candidate"
        leader = self.standing.leader
        about = [clause for clause in fired if clause.targets is None or leader in clause.targets]
        if not about:
            return f"it is not about {leader or 'anything that is recommended'}"
        if self.maker is not None and not self.maker.given_holds(about[0].rule.given):
            return "the set-up is not as its `given` wants it"
        return "it fired, but is not shown"

    def _not_fired(self, clause: Clause) -> str:
        """Say what keeps a clause from firing, by the row that is nearest to it."""
        return min((self._row(row) for row in clause.rows), key=lambda found: found[0])[1]

    def _row(self, row: Row) -> tuple[tuple[int, int], str]:
        against: list[str] = []
        waiting: list[str] = []
        for name, cells in row.items():
            value = self.inference.known.get(name)
            wants = written_condition(name, cells, self.base.attributes.get(name))
            if value is None and not cells.unknown:
                waiting.append(wants)
            elif value is not None and (isinstance(value, Band) or not cells.contains(value)):
                against.append(f"it wants {wants}, and {name} is {written_value(value)}")
        text = "; ".join(against) if against else f"it waits on {' and '.join(waiting)}"
        return (len(against), len(waiting)), text


def _gives(clause: Clause, field: str) -> Any:
    """Return what a choice would set a field to (a literal, or None)."""
    payload = clause.rule.payload
    if field == "value":
        return payload.get("value", payload.get("ladder"))
    found = payload.get("entries", payload.get("fields", {})).get(field)
    return found if not isinstance(found, dict) or "map" not in found else found["map"]
