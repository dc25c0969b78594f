"""A rule in words: when it holds, whom it concerns, what it does."""

from __future__ import annotations

import json

import pytest

from advisor.advice.explain.rule_words import rule_page

from .test_cli import advisor as command
from .test_loading import pack, rule

CONDITIONS = {
    "": "",
    "{task: regression}": "task is regression",
    "{task: {not: regression}}": "task is classification",
    "{sparse: true, task: [classification, regression]}": "sparse is true and task is known",
    "{rows: {at_least: 1000, below: 20000}}": "rows at least 1,000 and below 20,000",
    "{rows: {above: 5}}": "rows above 5",
    "{rows: 7}": "rows is 7",
    "{rows: {not: 7}}": "rows below 7 or above 7",
    "{any: [{sparse: true}, {rows: {at_most: 10}}]}": "sparse is true, or rows at most 10",
    "{task: regression, any: [{sparse: true}, {rows: {at_most: 10}}]}": "task is regression and (sparse is true, or rows at most 10)",
    "{sparse: {known: false}}": "sparse is not known",
    "{rows: {known: true}}": "rows is known",
}


@pytest.mark.parametrize("condition", CONDITIONS, ids=str)
def test_a_condition_in_words(condition: str, load_pack) -> None:
    when = {"when": condition} if condition else {}
    base = pack(load_pack, rule(**when, advise="{topic: t, text: Mind the step.}"))
    (case,) = rule_page(base, "r").cases
    assert case.condition == CONDITIONS[condition]
    assert case.candidates is None


EFFECTS = {
    "favor": (rule(favor="{boost: strong, line: weak}", aspect="a"), "speaks for boost (strong); line (weak)"),
    "avoid": (rule(avoid="{line: moderate}", aspect="a"), "speaks against line (moderate)"),
    "rule_out": (rule(rule_out="[boost]"), "rules candidates out"),
    "derive": (rule(when="{rows: {below: 10}}", derive="{sparse: true}"), "sparse is taken to be true"),
    "impossible": (
        rule(when="{sparse: true, rows: 1}", impossible="true"),
        "these answers cannot be true together",
    ),
    "choose": (rule(choose="{format: csv}", level="special"), "format: csv (special)"),
    "choose a machine": (rule(choose="{machine: {ladder: stair, count: 2}}"), "sized by the ladder stair, count 2"),
    "choose settings": (
        rule(choose="{settings: {k: {from: rows}, depth: 6}}"),
        "settings: k the rows given, depth 6 (usual)",
    ),
    "exclude": (rule(exclude="{format: [csv, libsvm]}"), "format cannot be csv or libsvm"),
    "warn": (rule(warn="{text: Mind the step.}"), "Mind the step."),
}


@pytest.mark.parametrize("effect", EFFECTS, ids=str)
def test_an_effect_in_words(effect: str, load_pack) -> None:
    text, expected = EFFECTS[effect]
    assert expected in rule_page(pack(load_pack, text), "r").does


def test_a_selector_names_the_candidates_of_each_case(load_pack) -> None:
    base = pack(load_pack, rule(**{"for": "{formats: {lacks: {from: format}}}", "rule_out": "true"}))
    (case,) = rule_page(base, "r").cases
    assert (case.condition, case.candidates) == ("format is libsvm", ("boost",))


def test_an_earlier_decision_is_said(load_pack) -> None:
    base = pack(load_pack, rule(given="{format: {not: csv}}", warn="{text: Mind the step.}"))
    assert rule_page(base, "r").given == "format is not csv"


def test_every_rule_can_be_said(shipped) -> None:
    for name in shipped.rules:
        page = rule_page(shipped, name)
        assert page.does, name
        assert page.cases, name
        assert page.because, name


def test_the_command_shows_a_rule_with_its_reason_and_place() -> None:
    text = command("explain", "split-by-group").stdout.decode()
    for words in (
        "split-by-group (advise)",
        "When: grouped is true",
        "Because: ",
        "Written in rules/advice/split.yaml:",
    ):
        assert words in text
    assert max(len(line) for line in text.splitlines() if "https://" not in line) <= 80


def test_the_command_shows_the_messages_of_a_known_failure() -> None:
    text = command("explain", "failure-quota").stdout.decode()
    assert "  > ResourceLimitExceeded" in text


def test_the_command_writes_a_rule_as_json() -> None:
    data = json.loads(command("explain", "constraint-format-stays", "--json").stdout)
    assert data["schema"] == "advisor/rule/1"
    assert data["effect"] == "rule_out"
    assert {"condition", "candidates"} == set(data["cases"][0])
