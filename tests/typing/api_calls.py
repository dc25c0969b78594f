# pyright: strict, reportUnnecessaryTypeIgnoreComment=true
"""Calls of the public API as other programs write them. Checked by mypy (strict) and pyright, and run by a test."""

from __future__ import annotations

import asyncio
import pickle
from collections.abc import Iterator, Mapping
from pathlib import Path

import advisor
from advisor import (
    AdvisorError,
    Band,
    Diagnostic,
    Interview,
    KnowledgeBase,
    KnowledgeError,
    Recommendation,
    Situation,
    SituationError,
)


def by_keywords() -> Recommendation:
    return advisor.recommend(task="classification", sparse=True, rows=100_000)


def by_mapping(known: Mapping[str, object]) -> Recommendation:
    return advisor.recommend(known, top=3)


def by_situation(base: KnowledgeBase) -> Recommendation:
    situation: Situation = advisor.read({"task": "regression", "rows": {"at_least": 1000}}, knowledge=base)
    band: object = situation.values["rows"]
    assert band == Band(low=1000)
    return advisor.recommend(situation, knowledge=base, declined=["sparse"])


def what_an_answer_holds(answer: Recommendation) -> list[str]:
    lines: list[str] = []
    pick = answer.pick
    if pick is not None:
        lines.append(f"{pick.name} {pick.score} {pick.kind} {', '.join(pick.tied_with)}")
        lines += [f"{piece.because} [{piece.rule} of {piece.pack}]" for piece in pick.evidence]
        lines += [f"{name}: {decided.value} ({decided.because})" for name, decided in pick.setup.items()]
    lines += [f"not {out.id}: {out.because}" for out in answer.ruled_out]
    lines += [note.text for note in (*answer.advice, *answer.warnings)]
    question = answer.next_question
    if question is not None:
        lines += [question.ask, *(question.values or ())]
    settled: bool = answer.settled
    return [*lines, str(settled), answer.to_json(indent=None)]


def many(situations: list[dict[str, object]]) -> Iterator[Recommendation]:
    return advisor.recommend_many(situations, top=1)


def knowledge_of_ones_own(folder: Path) -> tuple[KnowledgeBase, KnowledgeBase, KnowledgeBase]:
    shipped_alone = advisor.load(packs=[])
    with_packs = advisor.load(packs=[folder, str(folder)])
    return advisor.load(), shipped_alone, with_packs


def an_interview(base: KnowledgeBase) -> Interview:
    interview = Interview.start({"task": "clustering"}, knowledge=base)
    while (question := interview.question) is not None:
        interview = interview.answer(question.attribute, "not-sure")
    return interview


def mistakes() -> tuple[Diagnostic, ...]:
    try:
        advisor.recommend(taks="classification")
    except SituationError as error:
        return error.diagnostics
    except KnowledgeError:
        raise
    except AdvisorError as error:
        raise SystemExit(error.exit_code) from None
    return ()


def a_known_failure(message: str) -> list[str]:
    return [failure.remedy for failure in advisor.find_failures(message).found]


async def in_an_event_loop() -> list[Recommendation]:
    calls = (asyncio.to_thread(advisor.recommend, {"task": task}) for task in ("clustering", "forecasting"))
    return list(await asyncio.gather(*calls))


def across_processes(answer: Recommendation) -> object:
    return pickle.loads(pickle.dumps(answer))


def a_misspelt_name() -> None:
    advisor.recomend(task="clustering")  # type: ignore[attr-defined]  # the checkers must refuse it
