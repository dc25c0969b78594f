"""`recommend --explain`, `why-not`, `what-if` and `ask` at the command line."""

from __future__ import annotations

import json

import pytest

from .test_cli import advisor, answer, refused

CASE = ["--task", "classification", "--sparse"]


def told(*arguments: str) -> str:
    result = advisor(*arguments)
    assert result.returncode == 0, result.stderr.decode()
    assert result.stderr == b""
    return result.stdout.decode()


def test_explain_adds_one_key_to_the_answer() -> None:
    explained = answer("--explain", *CASE)
    explanation = explained.pop("explanation")
    assert explained == answer(*CASE)
    assert explanation["schema"] == "advisor/explanation/1"
    assert explanation["why"]["candidate"] == explained["recommendations"][0]["id"]


@pytest.mark.parametrize(
    ("output", "heading"), [("text", "What would change this"), ("markdown", "## What would change this")]
)
def test_explain_follows_the_answer(output: str, heading: str) -> None:
    text = told("recommend", "--explain", "--output", output, *CASE)
    alone = told("recommend", "--output", output, *CASE)
    assert text.splitlines()[:8] == alone.splitlines()[:8]
    assert [line for line in text.splitlines() if line in ("Why", "## Why")] == []
    assert heading in text.splitlines()
    assert "sparse: false → XGBoost first (you said true)" in text


def test_why_not_names_a_candidate_by_id_or_by_name() -> None:
    assert told("why-not", "xgboost", *CASE) == told("why-not", *CASE, "XGBoost")
    data = json.loads(told("why-not", "xgboost", "--json", *CASE))
    assert [one["candidate"] for one in data["why_not"]] == ["xgboost"]
    assert {"first": "xgboost"}.items() <= data["why_not"][0]["ways"][0].items()


def test_why_not_takes_several_candidates_and_says_once_what_they_share() -> None:
    text = told("why-not", "xgboost", *CASE, "Linear-Learner", "xgboost")
    assert [line for line in text.splitlines() if line.startswith("Why not ")] == [
        "Why not XGBoost",
        "Why not Linear Learner",
    ]
    shared = "It learns how pairs of sparse features act together"
    assert " ".join(text.split()).count(shared) == 1


def test_what_if_shows_both_sides() -> None:
    text = told("what-if", *CASE, "--set", "sparse=false")
    assert [line.split() for line in text.splitlines()][1] == ["≠", "sparse", "true", "false"]
    assert "XGBoost, score" in text
    assert "It is made for this task" not in text  # which holds for both
    data = json.loads(told("what-if", "--json", *CASE, "--unset", "sparse"))
    assert data["facts"] == [{"name": "sparse", "before": True, "after": None, "origin": "given"}]
    assert data["before"] == answer(*CASE)


def test_ask_drives_an_interview_to_its_end() -> None:
    options = ["--task", "forecasting"]
    for _ in range(40):
        asked = json.loads(told("ask", *options))
        if asked["question"] is None:
            break
        options += ["--not-sure", asked["question"]["attribute"]]
    assert asked["question"] is None
    assert asked["about"] == "no questions left"
    assert asked["settled"] is True


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["why-not"], "CANDIDATE"),
        (["why-not", "xgbost"], "did you mean 'xgboost'?"),
        (["why-not", "xgbost", "--taks", "x"], "unknown option '--taks'"),
        (["why-not", "xgboost", "csv"], "did you mean --format csv?"),
        (["what-if", "--task", "clustering"], "add --set NAME=VALUE"),
        (["what-if", "--set", "taks=clustering"], "did you mean 'task'?"),
        (["what-if", "--unset", "taks"], "did you mean 'task'?"),
        (["what-if", "--set", "task"], "not of the form name=value"),
        (["ask", "--taks", "clustering"], "did you mean '--task'?"),
        (["recommend", "--explain", "--batch", "-"], "leave --explain out"),
    ],
)
def test_bad_usage_exits_2_with_a_hint(arguments: list[str], expected: str) -> None:
    assert expected in refused(*arguments)


def test_explain_shows_a_part_of_the_set_up_with_the_rules_for_it() -> None:
    text = told("explain", "input-format")
    assert text.startswith(
        "input_format (Input format)\nA part of the set-up of algorithms and services, and asked about until it is"
    )
    assert "One of csv, libsvm, parquet," in text
    assert "\n  format-no-csv: This algorithm does not train on CSV files.\n" in text
    assert all(len(line) <= 80 for line in text.splitlines())
    data = json.loads(told("explain", "input_format", "--json"))
    assert (data["schema"], data["kind"], data["headline"]) == ("advisor/decision/1", "value", True)
    levels = [line["level"] for line in data["rules"]]
    assert levels == sorted(levels, key=["", "required", "special", "usual", "default"].index)
    assert "did you mean 'metric'?" in refused("explain", "metrik")
