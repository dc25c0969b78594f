"""The index agrees with a naive walk, with CLIPS and with experta's stock matcher."""

from __future__ import annotations

import os
import random

import pytest

from advisor.advice.answer.ranking import rank
from advisor.inference.engine import run_engine
from advisor.inference.index import RuleIndex
from advisor.inference.inference import infer
from advisor.inference.program import Program
from advisor.situation import Situation

from .oracles.naive import NO, OPEN, YES, verdict
from .random_knowledge import random_clauses, random_known, random_situation

# Raise for a long run by hand, such as ADVISOR_ROUNDS=100000.
ROUNDS = int(os.environ.get("ADVISOR_ROUNDS", "2000"))


pytestmark = pytest.mark.usefixtures("untraced")


class _Rows:
    """A stand-in for a clause: the oracles read nothing but its rows."""

    def __init__(self, rows) -> None:
        self.rows = rows


def verdicts(index: RuleIndex, known, count: int) -> list[str]:
    fired, possible = index.match(known)
    return [YES if fired & rows else OPEN if possible & rows else NO for rows in index.rows_of[:count]]


def test_random_rules_agree_with_a_naive_walk() -> None:
    chance = random.Random(1)
    for _ in range(ROUNDS // 20):
        clauses = random_clauses(chance.randint(1, 40), chance.randint(1, 12), chance)
        index = RuleIndex(clauses)
        for _ in range(20):
            known = random_known(clauses, chance.random(), chance, bands=True)
            assert verdicts(index, known, len(clauses)) == [verdict(_Rows(rows), known) for rows in clauses], known


def test_the_shipped_rules_agree_with_a_naive_walk(shipped) -> None:
    chance = random.Random(2)
    program = Program.of(shipped)
    for _ in range(ROUNDS):
        known = infer(program, Situation(random_situation(shipped, chance))).known
        assert verdicts(program.index, known, len(program.clauses)) == [
            verdict(clause, known) for clause in program.clauses
        ]


def test_fired_alone_is_the_fired_part_of_match(shipped) -> None:
    chance = random.Random(3)
    index = Program.of(shipped).index
    for _ in range(200):
        known = random_situation(shipped, chance)
        assert index.fired(known) == index.match(known)[0]


def test_the_shipped_rules_agree_with_clips(shipped) -> None:
    from .oracles.clips_export import ClipsRules

    chance = random.Random(4)
    program = Program.of(shipped)
    for number in range(ROUNDS):
        if number % 1000 == 0:  # CLIPS grows slower with every situation it has seen
            clips = ClipsRules([clause.rows for clause in program.clauses])
        inference = infer(program, Situation(random_situation(shipped, chance)))
        assert clips.fired(inference.known) == program.index.clauses(inference.fired), inference.known


@pytest.mark.parametrize("part", range(5))  # in parts, so that they can run side by side
def test_the_shipped_rules_agree_with_the_stock_rete(shipped, part: int) -> None:
    from .oracles.rete import rete_engine

    chance = random.Random(50 + part)
    program = Program.of(shipped)
    engine = rete_engine([clause.rows for clause in program.clauses])
    for _ in range(min(ROUNDS // 20, 1000)):
        inference = infer(program, Situation(random_situation(shipped, chance)))
        assert engine.fired_for(inference.known) == program.index.clauses(inference.fired), inference.known


def test_random_rules_agree_with_the_stock_rete() -> None:
    from .oracles.rete import rete_engine

    chance = random.Random(6)
    for _ in range(max(25, ROUNDS // 80)):
        clauses = random_clauses(12, 6, chance)
        engine, index = rete_engine(clauses), RuleIndex(clauses)
        for _ in range(20):
            known = random_known(clauses, chance.random(), chance)
            assert engine.fired_for(known) == index.clauses(index.fired(known))


def test_the_engine_concludes_what_the_index_concludes(shipped) -> None:
    chance = random.Random(7)
    program = Program.of(shipped)
    for _ in range(min(ROUNDS // 2, 20_000)):
        situation = Situation(random_situation(shipped, chance))
        by_engine, by_index = run_engine(program, situation), infer(program, situation)
        for part in ("known", "fired", "possible"):
            assert getattr(by_engine, part) == getattr(by_index, part), (part, situation)
        assert by_engine.numbers == program.index.clauses(by_index.fired), situation
        assert rank(shipped, by_engine).scores == rank(shipped, by_index).scores
        assert by_engine.derived == by_index.derived
        assert by_engine.disagreements.keys() == by_index.disagreements.keys()


def test_the_working_memory_holds_the_evidence(shipped) -> None:
    from advisor.inference.engine import AdvisorEngine, Evidence, Known, Proposal

    engine = AdvisorEngine(Program.of(shipped), Situation({"task": "classification", "sparse": True}))
    engine.reset()
    engine.run()
    kinds = [type(fact) for fact in engine.facts.values()]
    assert Known in kinds
    assert Evidence in kinds
    assert Proposal in kinds


@pytest.mark.parametrize(
    ("value", "fires"), [(99, False), (100, True), (100.0, True), (150, True), (200, False), (201, False)]
)
def test_a_threshold_is_met_exactly(value: float, fires: bool) -> None:
    from advisor.knowledge.cells import Cells

    index = RuleIndex([[{"rows": Cells.span(100, False, 200, True)}]])
    assert bool(index.fired({"rows": value})) is fires
