"""The missing cases of a coverage, as examples to paste: real examples with the fewest changes."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct

from ..advice.answer.recommend import advise
from ..advice.answer.records import Recommendation
from ..errors import SituationError
from ..inference.inference import Inference, infer
from ..inference.program import Program
from ..knowledge.cells import Cells
from ..knowledge.model import Clause, Row, Rule
from ..situation import Situation
from .compare import refused_by
from .coverage import Condition, Coverage, RuleCoverage, Sightings, coverage_of, outcome
from .values import answers, operands_for

__all__ = ["Missing", "fill_gaps"]

_MOST_VALUES = 6  # per attribute: enough to step around a contradiction
_MOST_COMBINATIONS = 60
_PLACEHOLDER = "name-the-source"


class Missing(Struct, frozen=True):
    """One case no example shows. `situation` is None when none was found; `expect` is what the advisor answers today."""

    rule: Rule
    what: str
    name: str
    situation: Mapping[str, Any] | None = None
    expect: Mapping[str, Any] = {}

    def lines(self) -> Iterator[str]:
        """Yield the example as YAML, under a comment that says what it is for."""
        yield f"# {self.rule.file}:{self.rule.line} {self.rule.id}: {self.what}"
        if self.situation is None:
            yield "# no situation was found that shows this"
            return
        yield f"- example: {self.name}"
        yield f"  given: {flow(self.situation)}"
        yield f"  expect: {flow(self.expect)}"
        yield f"  sources: [{_PLACEHOLDER}]  # and check that the answer is right"


def fill_gaps(
    program: Program, situations: Sequence[Situation], packs: Collection[str] = ()
) -> tuple[Coverage, tuple[Missing, ...]]:
    """Return the coverage of situations, and one example for each case they leave out (unless an earlier one shows it too).

    With `packs`, only the rules of these packs count.
    """
    sightings = Sightings(program)
    for situation in situations:
        sightings.add(situation)
    coverage = coverage_of(sightings, packs)
    search = _Search(program, situations)
    found: list[Missing] = []
    for rule in coverage.rules:
        for condition, wanted in _gaps(rule):
            if _shown(program, sightings, rule.rule, condition, wanted):
                continue
            case = search.case(rule.rule, condition, wanted)
            found.append(case)
            if case.situation is not None:
                sightings.add(Situation(case.situation))
    return coverage, tuple(found)


def _gaps(rule: RuleCoverage) -> Iterator[tuple[Condition | None, str]]:
    if not rule.fired:
        yield None, "yes"
    for condition in rule.conditions:
        for kind in condition.missing:
            yield condition, kind


def _shown(program: Program, sightings: Sightings, rule: Rule, condition: Condition | None, wanted: str) -> bool:
    if condition is not None:
        return wanted in sightings.outcomes(rule, condition.attribute, condition.cells)
    return any(program.clauses[number].rule.id == rule.id for number in program.index.clauses(sightings.fired))


class _Search:
    """Looks for situations near the examples."""

    def __init__(self, program: Program, situations: Sequence[Situation]) -> None:
        self.program = program
        self.base = program.base
        self.starts: list[Mapping[str, Any]] = [
            *(situation.values for situation in situations if not infer(program, situation).impossible),
            {},
        ]
        self.names: set[str] = set()

    def case(self, rule: Rule, condition: Condition | None, wanted: str) -> Missing:
        """Return one missing case, with a situation where there is one."""
        part = "fires" if condition is None else f"{condition.attribute.replace('_', '-')}-{wanted}"
        what = "never fired" if condition is None else f"`{condition.text}` never seen {_WORDS[wanted]}"
        name = self._name(f"{rule.id}-{part}")
        values = self._situation(rule, condition, wanted)
        if values is None:
            return Missing(rule, what, name)
        ordered = {attribute: values[attribute] for attribute in self.base.attributes if attribute in values}
        return Missing(rule, what, name, ordered, self._expectation(rule, ordered, condition is None))

    def _name(self, name: str) -> str:
        number = 2
        unique = name
        while unique in self.names:
            unique, number = f"{name}-{number}", number + 1
        self.names.add(unique)
        return unique

    def _situation(self, rule: Rule, condition: Condition | None, wanted: str) -> dict[str, Any] | None:
        """Return the possible situation that differs least from an example; first one whose first place the rule is about."""
        changes = list(self._changes(rule, condition, wanted))
        ranked = sorted(
            (sum(start.get(name) != value for name, value in change.items()), len(start), number, place)
            for number, start in enumerate(self.starts)
            for place, (_, change) in enumerate(changes)
        )
        fallback: dict[str, Any] | None = None
        for _, _, number, place in ranked[:2000]:
            clause, change = changes[place]
            values = {name: value for name, value in {**self.starts[number], **change}.items() if value is not None}
            inference = infer(self.program, Situation(values))
            if not self._shows(inference, clause, condition, wanted):
                continue
            if rule.effect == "impossible" or clause.targets is None or self._leader(inference) in clause.targets:
                return values
            fallback = fallback or values
        return fallback

    def _leader(self, inference: Inference) -> str | None:
        from ..advice.answer.ranking import rank

        return rank(self.base, inference).leader

    def _shows(self, inference: Inference, clause: Clause, condition: Condition | None, wanted: str) -> bool:
        if inference.impossible and not (clause.rule.effect == "impossible" and wanted == "yes"):
            return False
        known = inference.known
        fired = inference.fired
        if clause.narrows:  # it looks at the answers as they are given
            known = dict(inference.situation.values)
            fired = self.program.index.fired(known)
        if condition is None:
            return bool(fired & self.program.index.rows_of[self.program.number_of[clause.id]])
        return outcome(condition.cells, known.get(condition.attribute)) == wanted

    def _changes(self, rule: Rule, condition: Condition | None, wanted: str) -> Iterator[tuple[Clause, dict[str, Any]]]:
        """Yield assignments (None: leave out) in which a row holds but for the outcome that is wanted of one condition."""
        for clause in self.program.clauses:
            if clause.rule.id != rule.id:
                continue
            for row in clause.rows:
                if condition is not None and row.get(condition.attribute) != condition.cells:
                    continue
                for change in itertools.islice(self._assignments(row, condition, wanted), _MOST_COMBINATIONS):
                    yield clause, change

    def _assignments(self, row: Row, condition: Condition | None, wanted: str) -> Iterator[dict[str, Any]]:
        choices: list[list[dict[str, Any]]] = []
        for name, cells in row.items():
            kind = wanted if condition is not None and name == condition.attribute else "yes"
            choices.append(list(itertools.islice(self._values(name, cells, kind), _MOST_VALUES)))
        for parts in itertools.product(*choices):
            merged: dict[str, Any] = {}
            for part in parts:
                merged.update(part)
            yield merged

    def _values(self, name: str, cells: Cells, kind: str) -> Iterator[dict[str, Any]]:
        """Yield what makes one condition come out as wanted. A quantity is reached through what it is computed from."""
        quantity = self.base.quantities.get(name)
        if quantity is None:
            if kind == "unknown" or (kind == "yes" and cells.unknown):
                yield {name: None}
                return
            yield from ({name: value} for value in answers(self.program, name) if outcome(cells, value) == kind)
            return
        if kind == "unknown":
            yield dict.fromkeys(quantity.attributes)
            return
        yield from operands_for(self.program, name, lambda value: outcome(cells, value) == kind)

    # --- what to expect ---

    def _expectation(self, rule: Rule, values: Mapping[str, Any], fires: bool) -> dict[str, Any]:
        try:
            answer = advise(self.base, Situation(values), 1, engine=False)
        except SituationError as refusal:
            return {"impossible": list(refused_by(refusal))}
        pick = answer.pick
        expect: dict[str, Any] = {"first": pick.id if pick else None}
        if rule.effect == "rule_out":
            out = [ruled.id for ruled in answer.ruled_out if ruled.rule == rule.id]
            expect.update({"ruled_out": out[:3]} if out else {})
        elif rule.effect in ("choose", "exclude") and pick is not None:
            expect.update(_setup_expected(rule, pick.setup.get(rule.payload["decision"])))
        elif rule.effect in ("advise", "warn"):
            expect.update(_note_expected(rule, answer))
        if fires and not (expect.keys() & {"ruled_out", "setup", "advice", "warnings"}):
            expect["fired"] = [rule.id]
        if answer.next_question is not None and pick is None:
            expect["next"] = answer.next_question.attribute
        return expect


_WORDS = {"yes": "to hold", "no": "to fail", "unknown": "unknown"}


def _setup_expected(rule: Rule, decided: Any) -> dict[str, Any]:
    if decided is None:
        return {"absent": [rule.payload["decision"]]}
    value = decided.value
    if isinstance(value, Mapping):
        value = {key: value[key].get("value") for key in rule.payload.get("entries", {}) if key in value}
        if not value:
            return {}
    return {"setup": {decided.decision: {"value": None} if value is None else value}}


def _note_expected(rule: Rule, answer: Recommendation) -> dict[str, Any]:
    key, notes = ("advice", answer.advice) if rule.effect == "advise" else ("warnings", answer.warnings)
    return {key: [rule.id]} if any(note.rule == rule.id for note in notes) else {}


def flow(value: Any) -> str:
    """Return a value in YAML's flow style, quoted where a reader could take it for something else."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {flow(entry)}" for key, entry in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(flow(entry) for entry in value) + "]"
    return _scalar(value) if isinstance(value, str) else f"{value:.12g}" if isinstance(value, float) else str(value)


def _scalar(text: str) -> str:
    plain = text and all(char.isalnum() or char in "-_./" for char in text) and text[0].isalpha()
    if plain and text.lower() not in ("true", "false", "yes", "no", "on", "off", "null"):
        return text
    return "'" + text.replace("'", "''") + "'"
