"""The shipped rules have no fault that `advisor rules analyze` finds, and what it tells of them is so."""

from __future__ import annotations

import json
import shlex
from collections import Counter

import pytest

from advisor.advice.answer.recommend import advise
from advisor.authoring.analyze.asking import Asking
from advisor.authoring.analyze.report import Report, analyze
from advisor.cli.app import run
from advisor.cli.rules.analyze import record
from advisor.errors import SituationError
from advisor.situation import Situation

from .conftest import unmeasured


@pytest.fixture(scope="module")
def shipped_report(shipped) -> Report:
    with unmeasured():
        return analyze(shipped)


def test_the_shipped_rules_are_clean(shipped_report) -> None:
    assert [(finding.code, finding.message) for finding in shipped_report.findings] == []


def test_every_situation_of_the_shipped_report_is_possible(shipped, shipped_report) -> None:
    for finding in shipped_report.information:
        if finding.situation:
            try:
                advise(shipped, Situation(finding.situation), 1, engine=False)
            except SituationError as refusal:
                pytest.fail(f"{finding.message}: {refusal}")


MOST_COMMANDS = 8  # of each kind


def test_the_commands_of_the_shipped_report_show_what_it_says(shipped, shipped_report, capfdbinary) -> None:
    shown = Counter()
    for finding in shipped_report.found:
        if finding.situation is None or shown[finding.code] >= MOST_COMMANDS:
            continue
        command = shlex.split(record(finding, Asking())["command"])
        assert command[:2] == ["advisor", "recommend"]
        run([*command[1:], "--json"])
        assert SHOWS[finding.code](finding, json.loads(capfdbinary.readouterr().out)), finding
        shown[finding.code] += 1
    assert shown["tie"] == shown["no-value"] == shown["nothing-left"] == MOST_COMMANDS


def shows_no_value(finding, answer) -> bool:
    candidate, decision = finding.subject
    decided = next(ranked["setup"] for ranked in answer["recommendations"] if ranked["id"] == candidate)[decision]
    return decided["value"] is None and (" is recommended " not in finding.message or ranks(answer)[0] == candidate)


def shows_equal_points(finding, answer) -> bool:
    first, second = finding.subject
    scores = {ranked["id"]: ranked["score"] for ranked in answer["recommendations"]}
    return scores[first] == scores[second] and ranks(answer).index(first) < ranks(answer).index(second)


def ranks(answer) -> list[str]:
    return [ranked["id"] for ranked in answer["recommendations"]]


SHOWS = {
    "nothing-left": lambda finding, answer: answer["recommendations"] == [],
    "no-value": shows_no_value,
    "tie": shows_equal_points,
    "favor-ruled-out": lambda finding, answer: set(finding.subject[:1]) <= {out["id"] for out in answer["ruled_out"]},
    "derive-contradiction": lambda finding, answer: any(
        all(name in warning["text"] for name in finding.rules) for warning in answer["warnings"]
    ),
}
