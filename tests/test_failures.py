"""Known failures: beside the recommendation they concern, and found by the message a user sees."""

from __future__ import annotations

import json
import re
from collections import Counter

import pytest

import advisor
from advisor.advice.answer.noted import MOST_FAILURES, noted
from advisor.advice.explain.failures import Failure, failures_of, find_failures
from advisor.knowledge.cells import Cells
from advisor.knowledge.model import Clause, Rule

from .conftest import RULES
from .test_cli import advisor as command

BEFORE = """\
2026-11-24 10:11:12 Starting - Launching requested ML instances......
[11/24/2026 10:12:00 INFO 139966432413504] Reading default configuration from /opt/amazon/lib/python3.8/site-packages/algorithm/resources/default-input.json: {'loss_insensitivity': '0.01', 'epochs': '15', 'feature_dim': 'auto'}
[11/24/2026 10:12:07 INFO 139966432413504] Final configuration: {'optimizer': 'auto', 'mini_batch_size': '1000'}
Traceback (most recent call last):
  File "/opt/amazon/lib/python3.8/site-packages/algorithm/train.py", line 34, in main
    standalone_train(resource_config, train_config, data_config)
UnexpectedStatusException: Error for Training job my-job-2026-11-24-01-16-07-172: Failed. Reason: """
AFTER = """, exit code: 1
2026-11-24 10:15:00 Uploading - Uploading generated training model
2026-11-24 10:15:01 Failed - Training job failed
See https://console.aws.amazon.com/cloudwatch/home?region=eu-west-1#logEventViewer in account 123456789012 for more information."""

UNRELATED = [
    "hello world",
    "my cat is ill today",
    "File not found",
    "ClientError",
    "error",
    "training",
    "ValueError: invalid literal for int() with base 10: 'abc'",
    "ModuleNotFoundError: No module named 'pandas'",
    "ImportError: cannot import name 'x' from 'y'",
    "FileNotFoundError: [Errno 2] No such file or directory: '/opt/ml/code/train.py'",
    "TypeError: must be real number, not str",
    "PermissionError: [Errno 13] Permission denied: '/opt/ml/model'",
    "RuntimeError: CUDA out of memory. Tried to allocate 20.00 MiB",
    "CUDA error: device-side assert triggered",
    "An error occurred (AccessDenied) when calling the PutObject operation: Access Denied",
    "An error occurred (ValidationException) when calling the CreateEndpoint operation: Cannot create already existing endpoint",
    "An error occurred (ThrottlingException) when calling the DescribeTrainingJob operation: Rate exceeded",
    "The primary container for production variant AllTraffic did not pass the ping health check.",
    "AlgorithmError: ExecuteUserScriptError: ExitCode 1",
    "no space left on device",
    "Platform Error: SageMaker pipe channel timed out.",
    "Number of features of the model must match the input. Model n_features is 4 and input n_features is 3",
    "ClientError: Mismatch between number of labels in the multi-label data (5) and the num_classes parameter (5).",
    "CapacityError: Unable to provision requested ML compute capacity. Please retry using a different ML instance type.",
    "ClientError: Unable to read data channel 'train'. Requested content-type is 'text/csv'. Please verify the data matches the requested content-type.",
    "ModelError: Invocation timed out while waiting for a response from container primary",
    "XGBoostError: value 0 for Parameter num_class should be greater equal to 1",
    "ClientError: Data download failed:PermanentRedirect (301): The bucket is in this region: us-west-2. Please use this region to retry the request",
    BEFORE + AFTER,
]


def failures() -> list[Failure]:
    return failures_of(advisor.load(RULES))


def messages() -> list[tuple[str, str]]:
    return [(failure.rule, message) for failure in failures() for message in failure.errors]


def other_numbers(message: str) -> str:
    changed = re.sub(r"\d+", lambda match: str(int(match.group()) * 7 + 3), message)
    return changed.replace("'", '"').upper()


@pytest.mark.parametrize(("rule", "message"), messages())
@pytest.mark.parametrize(
    "seen", [str, other_numbers, lambda message: BEFORE + message + AFTER], ids=["as is", "other numbers", "in a log"]
)
def test_a_failure_is_found_by_its_message(rule: str, message: str, seen, shipped) -> None:
    assert find_failures(shipped, seen(message)).found[0].rule == rule


@pytest.mark.parametrize("failure", failures(), ids=lambda failure: failure.rule)
def test_a_failure_is_found_by_what_people_see(failure: Failure, shipped) -> None:
    assert failure.rule in [found.rule for found in find_failures(shipped, failure.symptom).found]


@pytest.mark.parametrize(
    ("part", "rule"),
    [
        ("Blankspace and colon not found", "failure-content-type-missing"),
        ("Blankspce and colon nto found", "failure-content-type-missing"),
        ("ResourceLimitExceeded", "failure-quota"),
        ("only GPU instances are supported", "failure-needs-a-gpu"),
        ("not enough annotation", "failure-annotations"),
        ("label_width", "failure-annotations"),
        ("feature size is not consistent", "failure-feature-count"),
        ("header line non-numeric", "failure-csv-shape"),
        ("No module named sagemaker.amazon.common", "failure-no-recordio-writer"),
    ],
)
def test_a_part_of_a_message_or_a_mistyped_one_is_enough(part: str, rule: str, shipped) -> None:
    assert find_failures(shipped, part).found[0].rule == rule


@pytest.mark.parametrize("text", UNRELATED, ids=lambda text: text[:30])
def test_an_unrelated_text_finds_nothing(text: str, shipped) -> None:
    assert [found.rule for found in find_failures(shipped, text).found] == []


def test_the_nearest_messages_are_named_when_nothing_is_found(shipped) -> None:
    search = find_failures(shipped, "TypeError: must be real number, not str")
    assert search.found == ()
    assert any("csr_matrix" in message for message in search.nearest)


def test_the_public_call_searches_the_shipped_knowledge(shipped) -> None:
    search: advisor.FailureSearch = advisor.find_failures("training time series consist of only zeros")
    assert search == advisor.find_failures("training time series consist of only zeros", knowledge=shipped)
    assert [failure.candidates for failure in search.found] == [("deepar",)]


def test_every_failure_has_a_remedy_and_a_thread_or_page(shipped) -> None:
    found = failures()
    assert len(found) >= 38
    for failure in found:
        assert failure.remedy
        assert len(failure.remedy) <= 260, failure.rule
        assert failure.sources, failure.rule
        assert failure.candidates is None or failure.candidates, failure.rule
    threads = {
        source.url for failure in found for source in failure.sources if re.search(r"/(issues|pull)/\d+$", source.url)
    }
    assert len(threads) >= 75


SITUATIONS = [
    {"task": "classification"},
    {"task": "classification", "sparse": True},
    {"task": "classification", "format": "libsvm", "convertible": False},
    {"task": "classification", "priority": "accuracy"},
    {"task": "clustering", "compute": "gpu"},
    {"task": "anomaly-detection"},
    {"task": "forecasting", "series": 500},
    {"task": "topic-modeling", "compute": "cpu", "traffic": "offline"},
    {"task": "text-classification", "labeled": True, "traffic": "offline"},
    {"task": "image-classification", "multi_label": True, "format": "augmented-manifest", "convertible": False},
    {"task": "object-detection"},
    {"task": "semantic-segmentation"},
    {"task": "translation"},
]


@pytest.mark.parametrize("situation", SITUATIONS, ids=str)
def test_at_most_five_failures_are_told_and_only_about_the_pick(situation: dict, shipped) -> None:
    answer = advisor.recommend(situation, knowledge=shipped)
    told = [note for note in (*answer.warnings, *answer.advice) if note.symptom]
    assert len(told) <= MOST_FAILURES
    concerned = {failure.rule for failure in failures_of(shipped, answer.pick.id)}
    assert {note.rule for note in told} <= concerned
    assert not [
        text for text, times in Counter(note.text for note in (*answer.warnings, *answer.advice)).items() if times > 1
    ]


def test_a_failure_is_told_only_where_the_set_up_meets_it(shipped) -> None:
    told = {
        form: {note.rule for note in advisor.recommend(knowledge=shipped, task="classification", **given).warnings}
        for form, given in {"csv": {}, "libsvm": {"format": "libsvm", "convertible": False}}.items()
    }
    assert "failure-content-type-missing" in told["csv"] - told["libsvm"]
    assert "failure-libsvm-then-csv" in told["libsvm"] - told["csv"]


def test_nothing_is_told_about_a_pick_that_there_is_not(shipped) -> None:
    answer = advisor.recommend(knowledge=shipped)
    assert answer.pick is None
    assert not [note for note in (*answer.warnings, *answer.advice) if note.symptom]


def clause(name: str, rank: int, targets: tuple[str, ...] = ("boost", "line"), **row: Cells) -> Clause:
    payload = {"topic": "", "text": "Mend it.", "rank": rank, "symptom": "It breaks.", "errors": []}
    return Clause(name, Rule(name, "warn", "It is so.", payload=payload), (row,), dict.fromkeys(targets, 1))


def test_the_five_are_the_first_by_rank_then_the_most_exact() -> None:
    small = Cells.of(["x"])
    clauses = [
        clause("last", 9),
        clause("wide", 2),
        clause("exact", 2, size=small),
        clause("narrow", 2, ("boost",)),
        clause("elsewhere", 1, ("line",)),
        clause("late", 4),
        clause("first", 1),
    ]
    told = {one.id for one in noted(clauses, "boost", None)}
    assert told == {"first", "narrow", "exact", "wide", "late"}
    assert {one.id for one in noted([*clauses, clause("next", 2, size=small, age=small)], "boost", None)} == (
        told - {"late"} | {"next"}
    )


def test_the_command_shows_the_remedy_and_the_thread() -> None:
    result = command("explain", "--error", "Blankspace and colon not found")
    text = result.stdout.decode()
    assert result.returncode == 0
    assert max(len(line) for line in text.splitlines()) <= 80
    for word in ("text/csv", "Concerns: xgboost", "/issues/668"):
        assert word in text


def test_the_command_writes_json_and_reads_standard_input() -> None:
    result = command(
        "explain", "--json", "--error", "-", stdin=(BEFORE + "training time series consist of only zeros").encode()
    )
    data = json.loads(result.stdout)
    assert data["schema"] == "advisor/failures/1"
    assert [failure["rule"] for failure in data["found"]] == ["failure-zero-series"]
    assert data["found"][0]["candidates"] == ["deepar"]


def test_the_command_exits_1_when_nothing_is_known() -> None:
    result = command("explain", "--error", "TypeError: must be real number, not str")
    assert (result.returncode, result.stdout) == (1, b"")
    assert b"no known failure" in result.stderr
    assert b"nearest" in result.stderr
    result = command("explain", "--json", "--error", "my cat is ill")
    assert (result.returncode, json.loads(result.stdout)["found"]) == (1, [])


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["--error", "  "], b"--error needs a text"),
        (["--error"], b"requires an argument"),
        (["xgboost", "--error", "x"], b"does not go with --error"),
        (["xgboost", "--json"], b"--json goes with --error"),
    ],
)
def test_a_bad_request_exits_2(arguments: list[str], expected: bytes) -> None:
    result = command("explain", *arguments)
    assert result.returncode == 2
    assert expected in result.stderr


def test_a_card_lists_its_failures() -> None:
    text = command("explain", "factorization-machines").stdout.decode()
    assert "Known failures" in text
    assert "write_spmatrix_to_sparse_tensor" in text
