"""Holds an interview with someone who knows the facts of a situation, and nothing else."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from advisor import Interview, recommend
from advisor.advice.interview.interview import NOT_SURE


@dataclass(frozen=True)
class Interviewed:
    """What was asked, which wishes were stated and which derived values corrected; after how many questions the first place was settled but for wishes (None: never).

    `left` holds, per question, the range that was announced for what was still to come, that question included.
    """

    asked: tuple[str, ...]
    stated: tuple[str, ...]
    corrected: tuple[str, ...]
    not_sure: int
    until_settled: int | None
    settled: bool
    same_first: bool
    seconds: tuple[float, ...]
    left: tuple[tuple[int, int], ...]


def interviewed(facts: Mapping[str, Any]) -> Interviewed:
    """Answer whatever is asked; when only wishes are left, state the ones there are, until there is none.

    What is derived is never asked, but the review shows it: where it is not so, it is corrected there.
    """
    interview = Interview.start()
    asked: list[str] = []
    stated: list[str] = []
    corrected: list[str] = []
    seconds: list[float] = []
    left: list[tuple[int, int]] = []
    until: int | None = None
    while True:
        start = time.process_time()
        question = interview.question
        seconds.append(time.process_time() - start)
        if until is None and interview.settled_unless is not None:
            until = len(asked)
        wrong = _wrongly_derived(interview, facts)
        if wrong is not None:
            corrected.append(wrong)
            interview = interview.answer(wrong, facts[wrong])
            continue
        if interview.enough or question is None:
            wish = next((name for name in interview.wishes if name in facts), None)
            if wish is None:
                break
            stated.append(wish)
            interview = interview.answer(wish, facts[wish])
            continue
        asked.append(question.attribute)
        left.append(interview.left)
        interview = interview.answer(question.attribute, facts.get(question.attribute, NOT_SURE))
    everything = recommend(facts).pick
    mine = interview.recommendation.pick
    return Interviewed(
        asked=tuple(asked),
        stated=tuple(stated),
        corrected=tuple(corrected),
        not_sure=sum(answer.refusal == NOT_SURE for answer in interview.answers),
        until_settled=until,
        settled=interview.settled_unless is not None,
        same_first=(mine and mine.id) == (everything and everything.id),
        seconds=tuple(seconds),
        left=tuple(left),
    )


def _wrongly_derived(interview: Interview, facts: Mapping[str, Any]) -> str | None:
    derived = (line for line in interview.review if line.origin == "derived")
    return next((line.attribute for line in derived if facts.get(line.attribute, line.value) != line.value), None)
