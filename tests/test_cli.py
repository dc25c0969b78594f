"""The command line: results on stdout, problems on stderr, no traceback, fixed exit codes."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from itertools import pairwise

import pytest

MAIN = [sys.executable, "-m", "advisor"]


def advisor(*arguments: str, stdin: bytes | None = None, **environment: str) -> subprocess.CompletedProcess[bytes]:
    result = subprocess.run(
        [*MAIN, *arguments],
        input=stdin,
        capture_output=True,
        check=False,
        env={**os.environ, **environment},
        timeout=120,
    )
    assert b"Traceback" not in result.stderr, result.stderr.decode()
    return result


def answer(*arguments: str, stdin: bytes | None = None) -> dict:
    result = advisor("recommend", "--json", *arguments, stdin=stdin)
    assert result.returncode == 0, result.stderr.decode()
    return json.loads(result.stdout)


def refused(*arguments: str, stdin: bytes | None = None) -> str:
    result = advisor(*arguments, stdin=stdin)
    assert result.returncode == 2, result
    assert result.stdout == b""
    lines = result.stderr.decode()
    assert lines.startswith("error: ")
    return lines


def test_the_main_job() -> None:
    first = answer("--sparse", "--task", "classification")["recommendations"][0]
    assert first["id"] == "factorization-machines"
    assert first["setup"]["input_format"]["value"] == "recordio-protobuf"
    assert first["setup"]["input_format"]["dtype"] == "float32"
    assert first["setup"]["training_instance"]["class"] == "cpu"
    assert first["setup"]["image"]["tag"] == "1"


def test_the_text_fits_80_columns_and_names_what_matters() -> None:
    text = advisor("recommend", "--sparse", "--task", "classification").stdout.decode()
    assert max(len(line) for line in text.splitlines()) <= 80
    for word in ("Factorization Machines", "recordio-protobuf", "Why", "Why not", "Tell next", "https://"):
        assert word in text


def test_the_text_says_first_what_few_candidates_were_ruled_out_for() -> None:
    text = advisor("recommend", "--task", "topic-modeling", "--new-account").stdout.decode()
    closed, other = text.index("It no longer accepts new customers"), text.index("It does not do this")
    assert closed < other


def test_the_text_leaves_out_what_no_answer_could_bring_back() -> None:
    out = {entry["id"]: entry["because"] for entry in answer("--labeled")["ruled_out"]}
    assert "Random Cut Forest" in out["lookout-for-metrics"]
    assert "lookout-for-metrics" not in advisor("recommend", "--labeled").stdout.decode()


def test_markdown_has_headings() -> None:
    text = advisor("recommend", "--task", "clustering", "--output", "markdown").stdout.decode()
    assert text.startswith("# ")
    assert "## What was said\n\n- **task**: clustering\n\n## Set-up" in text


def test_json_is_the_same_bytes_under_every_hash_seed() -> None:
    outputs = {
        advisor("recommend", "--json", "--task", "classification", PYTHONHASHSEED=seed).stdout
        for seed in ("0", "1", "2", "99")
    }
    assert len(outputs) == 1


def test_a_saved_answer_reproduces_itself(tmp_path) -> None:
    first = advisor("recommend", "--json", "--sparse", "--task", "classification").stdout
    saved = tmp_path / "answer.json"
    saved.write_bytes(first)
    assert advisor("recommend", "--json", "--situation", str(saved)).stdout == first


def test_a_count_is_written_as_people_write_it() -> None:
    for rows in ("20000", "20k", "20_000", "2e4", "0.02M"):
        assert answer("--task", "regression", "--rows", rows)["situation"]["rows"] == 20_000


def test_an_option_may_be_written_with_underscores() -> None:
    expected = {"task": "sentiment-analysis", "own_classes": True, "new_account": False, "size_gb": 2}
    options = ["--task", "sentiment-analysis", "--own_classes", "--no_new_account", "--size_gb", "2"]
    assert answer(*options)["situation"] == expected


def test_options_set_and_situation_say_the_same(tmp_path) -> None:
    file = tmp_path / "case.yaml"
    file.write_text("task: regression\nrows: 5000\n")
    expected = answer("--task", "regression", "--rows", "5000")
    assert answer("--set", "task=regression", "--set", "rows=5000") == expected
    assert answer("--situation", str(file)) == expected
    assert answer("--situation", "-", stdin=b'{"task": "regression", "rows": 5000}') == expected


def test_every_problem_is_named_at_once() -> None:
    lines = refused(
        "recommend", "--taks", "classification", "--rows", "many", "--format", "cvs", "--set", "sprase=true", "yes"
    )
    for expected in (
        "unknown option '--taks'",
        "did you mean '--task'",
        "'many' is not a whole number",
        "did you mean 'csv'",
        "'sprase'",
        "did you mean 'sparse'",
        "'yes' belongs to no option",
    ):
        assert expected in lines


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["recommend", "--task", "churn"], "did you mean 'classification'?"),
        (["recommend", "--no-labels"], "did you mean '--no-labeled'?"),
        (["recommend", "--no_labels"], "did you mean '--no-labeled'?"),
        (["recommend", "--rows", "-5"], "at least 1"),
        (["recommend", "--rows", "1e400"], "not a whole number"),
        (["recommend", "--rows", "nan"], "not a whole number"),
        (["recommend", "--rows", "inf"], "not a whole number"),
        (["recommend", "--rows", "1.5"], "not a whole number"),
        (["recommend", "--rows", "9" * 400], "not a whole number"),
        (["recommend", "--density", "-1.5"], "at most 1"),
        (["recommend", "--density", "1k"], "not a number"),
        (["recommend", "--rows", "k"], "not a whole number"),
        (["recommend", "--sparse", "--no-sparse"], "sparse is given twice"),
        (["recommend", "--task", "regression", "--task", "clustering"], "task is given twice"),
        (["recommend", "--situation", "a.yaml", "--situation", "b.yaml"], "--situation is given twice, as 'a.yaml'"),
        (
            ["what-if", "--situation", "a.yaml", "--situation", "b.yaml", "--set", "rows=5"],
            "--situation is given twice",
        ),
        (["recommend", "--batch", "a.jsonl", "--batch", "b.jsonl"], "--batch is given twice"),
        (["recommend", "--rows", "{at_least: 10, below: 20}"], "are read from a file: --situation FILE"),
        (["recommend", "--task"], "requires an argument"),
        (["recommend", "--sparse=true"], "does not take a value"),
        (["recommend", "--sparse", "true"], "write --sparse or --no-sparse"),
        (["recommend", "classification"], "did you mean --task classification?"),
        (["recommend", "fraud"], "did you mean --task classification or --task anomaly-detection?"),
        (["recommend", "daily"], "did you mean --frequency day?"),
        (["recommend", "--set", "task"], "not of the form name=value"),
        (["recommend", "--top", "0"], "'0' is not a whole number of at least 1"),
        (["recommend", "--json", "--output", "text"], "contradict each other"),
        (["recommend", "--situation", "/no/such/file"], "cannot be read"),
        (["recommend", "--batch", "/no/such/file"], "cannot be read"),
        (["recomend"], "did you mean 'recommend'?"),
        (["--verson"], "version"),
        (["explain", "xgbost"], "did you mean 'xgboost'?"),
        (["recommend", "--task", "\x1b[31mred\x1b[0m"], "\\x1b[31mred"),
        (["recommend", "--task", "forecasting", "--modality", "image"], "cannot be true together"),
    ],
)
def test_bad_usage_exits_2_with_a_hint(arguments: list[str], expected: str) -> None:
    lines = refused(*arguments)
    assert expected in lines
    assert "\x1b" not in lines


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", "this is empty"),
        (b"[1]", "this is a list"),
        (b'{"task": "regression"', "not valid JSON"),
        (b'{"rows": NaN}', "'NaN' is not a whole number"),
        (b'{"rows": 1, "rows": 2}', "given twice"),
        ('{"task": "regression"}'.encode("utf-16"), "UTF-16"),
        (b"\xff\xfa\x00binary", "not UTF-8"),
        (b"task: \x00", "binary"),
        (b"[" * 100_000, "nested"),
        (b"a: &a [x]\nb: *a\n", "aliases are not allowed"),
        (b"!!python/object/apply:os.system ['id']", "tags such as"),
        (b'{"task": {"at_least": 3}}', "not one of its values"),
        (b'{"rows": {"at_least": 10, "below": 5}}', "not a band"),
        (b'{"rows": {"atleast": 10}}', "did you mean 'at_least'?"),
        (b'{"declined": ["taks"]}', "did you mean 'task'?"),
        (b'{"rows": true}', "not a whole number"),
        (b'{"sparse": 3}', "not true or false"),
    ],
)
def test_a_bad_situation_file_exits_2_with_a_hint(data: bytes, expected: str) -> None:
    assert expected in refused("recommend", "--situation", "-", stdin=data)


def test_a_band_and_a_declined_attribute_are_understood() -> None:
    found = answer(
        "--situation",
        "-",
        stdin=b'{"task": "classification", "rows": {"at_least": 10000, "below": 100000}, "declined": ["sparse"]}',
    )
    assert found["situation"]["rows"] == {"at_least": 10000, "at_most": 99999}
    assert found["declined"] == ["sparse"]
    assert (found["next_question"] or {}).get("attribute") != "sparse"


def test_a_bad_line_of_a_batch_costs_that_line_only() -> None:
    lines = [
        b'{"task": "clustering"}',
        b"nonsense",
        b'{"task": "clustring"}',
        b"",
        b'{"task": "regression", "rows": 100}',
        b"[" * 200_000,
        b'{"a":"' + b"x" * 1_100_000 + b'"}',
    ]
    result = advisor("recommend", "--batch", "-", stdin=b"\n".join(lines))
    assert result.returncode == 1
    answers = [json.loads(line) for line in result.stdout.splitlines()]
    assert [entry.get("line") for entry in answers] == [None, 2, 3, None, 6, 7]
    assert answers[0]["recommendations"][0]["id"] == "k-means"
    assert len(answers[0]["recommendations"]) <= 3
    assert "did you mean 'clustering'" in answers[2]["error"]


def test_a_batch_answers_as_recommend_does() -> None:
    line = {"task": "classification", "sparse": True, "rows": 20000, "region": "eu-west-1"}
    batch = json.loads(advisor("recommend", "--batch", "-", stdin=json.dumps(line).encode()).stdout)
    single = answer("--task", "classification", "--sparse", "--rows", "20000", "--region", "eu-west-1", "--top", "3")
    assert batch == single


def test_what_is_not_known_to_a_batch_adds_up_with_what_is_not_known_to_a_line() -> None:
    line = b'{"task": "classification", "declined": ["rows"]}'
    batch = json.loads(advisor("recommend", "--batch", "-", "--not-sure", "sparse", stdin=line).stdout)
    assert batch["declined"] == ["sparse", "rows"]


def test_a_closed_pipe_ends_quietly() -> None:
    process = subprocess.Popen(
        [*MAIN, "recommend", "--batch", "-"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdin is not None
    assert process.stdout is not None
    assert process.stderr is not None
    with process:
        process.stdin.write(b'{"task": "clustering"}\n' * 200)
        process.stdin.flush()
        process.stdout.readline()
        process.stdout.close()
        with pytest.MonkeyPatch.context():
            try:
                process.stdin.write(b'{"task": "clustering"}\n' * 2000)
                process.stdin.close()
            except BrokenPipeError:
                pass
        assert process.stderr.read() == b""
    assert process.returncode == 0


def _take_interrupts() -> None:
    # A shell starts background jobs with interrupts ignored, and the test may run in one.
    signal.signal(signal.SIGINT, signal.default_int_handler)


def test_an_interrupt_exits_130() -> None:
    process = subprocess.Popen(
        [*MAIN, "recommend", "--batch", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        preexec_fn=_take_interrupts,
    )
    with process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(b'{"task": "clustering"}\n')
        process.stdin.flush()
        process.stdout.readline()
        time.sleep(0.1)
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=30)
    assert process.returncode == 130
    assert b"Traceback" not in errors


def test_version_names_program_and_knowledge() -> None:
    result = advisor("--version")
    assert result.returncode == 0
    assert result.stdout.decode().startswith("advisor 0.1.0 (knowledge 2026.")


@pytest.mark.parametrize("command", ["recommend", "wizard", "why-not", "what-if", "ask"])
def test_help_lists_attributes_under_the_headings_of_their_groups(command, shipped) -> None:
    text = advisor(command, "--help", COLUMNS="80").stdout.decode()
    assert max(map(len, text.splitlines())) <= 80
    places = [text.index(f"\n{heading}:\n") for heading in (*shipped.groups.values(), "Options")]
    assert places == sorted(places)
    ends = dict(zip(shipped.groups, pairwise(places), strict=True))
    for attribute in shipped.attributes.values():
        low, high = ends[attribute.group]
        option = f"\n  --{'[no-]' if attribute.type == 'boolean' else ''}{attribute.name.replace('_', '-')}"
        assert text.rindex(option, 0, high) > low
        for value in attribute.values if len(attribute.values) <= 25 else ():
            assert value in text[low:high]  # whole, so that it can be copied


def test_help_shows_every_attribute_with_its_question(shipped) -> None:
    text = advisor("recommend", "--help", COLUMNS="200").stdout.decode()
    squeezed = " ".join(text.split())
    for attribute in shipped.attributes.values():
        assert f"{attribute.name.replace('_', '-')}" in text
        assert attribute.ask.split()[-1] in squeezed


def test_explain_shows_every_card(shipped) -> None:
    listing = advisor("explain").stdout.decode()
    for name in shipped.candidates:
        assert name in listing
    text = advisor("explain", "factorization-machines").stdout.decode()
    assert "recordio-protobuf" in text
    assert max(len(line) for line in text.splitlines() if "://" not in line) <= 80


def test_nothing_left_to_recommend_exits_1() -> None:
    result = advisor("recommend", "--task", "clustering", "--model-family", "trees")
    assert result.returncode == 1
    assert result.stdout.startswith(b"Nothing can be recommended")


def test_a_candidate_is_explained_by_its_name_too() -> None:
    assert advisor("explain", "deepar forecasting").stdout == advisor("explain", "deepar").stdout


def test_every_hyperparameter_is_shown() -> None:
    text = advisor("recommend", "--task", "regression").stdout.decode()
    assert "more" not in text[text.index("Hyperparameters") : text.index("Why\n")]


def test_a_content_type_that_all_channels_share_is_said_once() -> None:
    text = advisor("recommend", "--task", "forecasting").stdout.decode()
    assert "Content type       application/jsonlines: Files" in text  # and no list of channels before the sentences


def test_what_belongs_to_a_reason_stays_in_its_markdown_item() -> None:
    text = advisor("recommend", "--task", "clustering", "--output", "markdown").stdout.decode()
    assert "\n\n  <https://" in text
    assert "\n      http" not in text
