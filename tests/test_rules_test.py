"""`advisor rules test`: example files are read with every mistake placed, and a failure names the rules behind it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from advisor.authoring.coverage import measure
from advisor.authoring.examples import example_files, read_examples
from advisor.authoring.missing import fill_gaps
from advisor.authoring.testing import run_examples
from advisor.cli.app import run
from advisor.errors import KnowledgeError
from advisor.inference.program import Program
from advisor.knowledge.load import load_folder

from .examples import read_examples as shipped_examples

ATTRIBUTES = """\
- {attribute: task, type: choice, ask: Task?, values: {classify: {aliases: [churn]}, predict: {}}}
- {attribute: sparse, type: boolean, ask: Sparse?}
- {attribute: rows, type: integer, ask: Rows?, at_least: 1, at_most: 1000000}
"""
DECISIONS = """\
- {decision: format, title: Format, values: [csv, libsvm], fields: [note]}
- {decision: metric, title: Metric, values: [auc, f1]}
- {decision: settings, title: Settings, kind: map}
"""
CARD = "{algorithm: %s, name: %s, summary: s, order: %d, sources: []}\n"
RULES = """\
- {rule: boost-classifies, aspect: task, when: {task: classify}, favor: {boost: strong}, because: It does., basis: house-judgement}
- {rule: line-for-few, aspect: size, when: {rows: {below: 100}}, favor: {line: moderate}, because: Few., basis: house-judgement}
- {rule: boost-hates-sparse, aspect: sparse, when: {sparse: true}, avoid: {boost: moderate}, because: Empty., basis: house-judgement}
- {rule: line-needs-few, when: {rows: {at_least: 1000}}, rule_out: [line], because: Too many., basis: house-judgement}
- {rule: csv-first, choose: {format: csv}, level: default, because: It is usual., basis: house-judgement}
- {rule: libsvm-where-sparse, when: {sparse: true}, choose: {format: libsvm}, because: It is short., basis: house-judgement}
- {rule: no-libsvm-for-many, when: {rows: {above: 5000}}, exclude: {format: libsvm}, because: Too long., basis: house-judgement}
- {rule: trees, choose: {settings: {trees: 100}}, because: Enough., basis: house-judgement}
- {rule: say-split, when: {task: classify}, advise: {topic: split, text: Split it.}, because: Yes., basis: house-judgement}
- {rule: no-sparse-prediction, when: {task: predict, sparse: true}, impossible: true, because: No., basis: house-judgement}
"""


@pytest.fixture
def pack(write_pack) -> Path:
    return write_pack(
        attributes=ATTRIBUTES,
        decisions=DECISIONS,
        rules=RULES,
        boost=CARD % ("boost", "Boost", 1),
        line=CARD % ("line", "Line", 2),
    )


@pytest.fixture
def outcome_of(pack: Path):
    """Run one example, given as the two YAML values, and return its outcome."""
    base = load_folder(pack)

    def run_one(given: str, expect: str):
        write(pack, f"- {{example: one, given: {given}, expect: {expect}, sources: [book]}}\n")
        (outcome,) = run_examples(base, read_examples(base, example_files(pack), pack))
        return outcome

    return run_one


def write(pack: Path, text: str, name: str = "some") -> Path:
    (pack / "examples").mkdir(exist_ok=True)
    path = pack / "examples" / f"{name}.yaml"
    path.write_text(text)
    return path


def problems(pack: Path) -> list[str]:
    with pytest.raises(KnowledgeError) as caught:
        read_examples(load_folder(pack), example_files(pack), pack)
    return [problem.render() for problem in caught.value.diagnostics]


# --- reading ---


@pytest.mark.parametrize(
    ("given", "expect", "message"),
    [
        ("{tusk: classify}", "{first: boost}", "1:26: example 'one': given: unknown attribute 'tusk' (did you mean 'task'?) [unknown-attribute]"),
        ("{task: churn}", "{first: boost}", "1:32: example 'one': given: task: 'churn' is not one of its values (did you mean 'classify'?) [bad-value]"),
        ("{rows: 0}", "{first: boost}", "1:32: example 'one': given: rows: 0 is not a whole number in the allowed range (at least 1 and at most 1,000,000) [bad-value]"),
        ("{declined: [row]}", "{first: boost}", "1:37: example 'one': declined: unknown 'row' (did you mean 'rows'?) [unknown-name]"),
        ("[task]", "{first: boost}", "1:25: example 'one': given must be a mapping [not-a-mapping]"),
        ("{}", "{first: bost}", "1:45: example 'one': expect: first: unknown 'bost' (did you mean 'boost'?) [unknown-name]"),
        ("{}", "{fist: boost}", "1:38: example 'one': expect: unknown key 'fist' (did you mean 'first'?) [unknown-key]"),
        ("{}", "{next: rowz}", "1:44: example 'one': expect: next: unknown 'rowz' (did you mean 'rows'?) [unknown-name]"),
        ("{}", "{setup: {formt: csv}}", "1:46: example 'one': expect: setup: unknown decision 'formt' (did you mean 'format'?) [unknown-decision]"),
        ("{}", "{setup: {format: cvs}}", "1:54: example 'one': expect: setup: format: 'cvs' is not a value of format (did you mean 'csv'?) [unknown-value]"),
        ("{}", "{setup: {format: {valu: csv}}}", "1:55: example 'one': expect: setup: format: unknown key 'valu' (did you mean 'value'?) [unknown-key]"),
        ("{}", "{setup: {settings: 4}}", "1:56: example 'one': expect: setup: settings must be a mapping of names to values [not-a-mapping]"),
        ("{}", "{absent: metrik}", "1:46: example 'one': expect: absent: unknown 'metrik' (did you mean 'metric'?) [unknown-name]"),
        ("{}", "{advice: [say-spilt]}", "1:47: example 'one': expect: advice: unknown 'say-spilt' (did you mean 'say-split'?) [unknown-name]"),
        ("{}", "{}", "1:37: example 'one': expect expects nothing (first, among, ruled_out, setup, absent, next, advice, warnings, rules, foremost, silent, fired, impossible) [missing-key]"),
    ],
)  # fmt: skip
def test_a_mistake_in_an_example_is_reported_at_its_place(pack, given: str, expect: str, message: str) -> None:
    write(pack, f"- {{example: one, given: {given}, expect: {expect}, sources: [book]}}\n")
    assert problems(pack) == [f"pack/examples/some.yaml:{message}"]


def test_all_mistakes_are_reported_together(pack) -> None:
    write(pack, "- {example: one, given: {tusk: x}, expect: {first: bost}, sources: [bok]}\n- {exampel: two}\n")
    codes = [re.search(r"\[(.*)\]$", line).group(1) for line in problems(pack)]
    assert codes == ["unknown-attribute", "unknown-name", "unknown-name", "unknown-key", *["missing-key"] * 3]


def test_an_example_id_is_used_once_over_all_files(pack) -> None:
    write(pack, "- {example: one, given: {}, expect: {first: null}, sources: [book]}\n", "a")
    write(pack, "- {example: one, given: {}, expect: {first: null}, sources: [book]}\n", "b")
    assert problems(pack) == [
        "pack/examples/b.yaml:1:3: example 'one' is already in pack/examples/a.yaml:1 [duplicate-id]"
    ]


# --- comparing ---


@pytest.mark.parametrize(
    ("given", "expect"),
    [
        ("{task: classify}", "{first: boost, among: [line], setup: {format: csv, settings: {trees: 100}}, absent: metric, advice: say-split}"),
        ("{task: classify}", "{first: [line, boost], setup: {settings: {trees: [99, '100']}}}"),
        ("{rows: 5000}", "{first: null, ruled_out: [line]}"),
        ("{rows: 50}", "{first: line, fired: [line-for-few], silent: say-split}"),
        ("{task: classify}", "{rules: say-split, foremost: say-split}"),
        ("{task: predict, sparse: true}", "{impossible: no-sparse-prediction}"),
    ],
)  # fmt: skip
def test_an_answer_as_expected_passes(outcome_of, given: str, expect: str) -> None:
    assert outcome_of(given, expect).differences == ()


@pytest.mark.parametrize(
    ("given", "expect", "difference", "why"),
    [
        (
            "{task: classify, rows: 50}",
            "{first: line}",
            "first: expected line, got boost",
            ["line: place 2, 2 points", "  +2 size (line-for-few)", "boost: place 1, 3 points", "  +3 task (boost-classifies)"],
        ),
        (
            "{task: classify, rows: 1000}",
            "{first: line}",
            "first: expected line, got boost",
            ["line: ruled out, 0 points", "  ruled out by line-needs-few: Too many.", "boost: place 1, 3 points", "  +3 task (boost-classifies)"],
        ),
        (
            "{task: classify}",
            "{setup: {format: libsvm}}",
            "setup.format.value: expected libsvm, got csv",
            ["chosen by csv-first (level default): It is usual.", "libsvm-where-sparse would give libsvm, but it waits on sparse: true"],
        ),
        (
            "{task: classify, sparse: false}",
            "{setup: {format: libsvm}}",
            "setup.format.value: expected libsvm, got csv",
            ["chosen by csv-first (level default): It is usual.", "libsvm-where-sparse would give libsvm, but it wants sparse: true, and sparse is false"],
        ),
        (
            "{task: classify, sparse: true, rows: 6000}",
            "{setup: {format: libsvm}}",
            "setup.format.value: expected libsvm, got csv",
            ["chosen by csv-first (level default): It is usual.", "libsvm-where-sparse would give libsvm, but no-libsvm-for-many excludes it: Too long."],
        ),
        (
            "{task: classify, sparse: true}",
            "{setup: {format: csv}}",
            "setup.format.value: expected csv, got libsvm",
            ["chosen by libsvm-where-sparse (level usual): It is short.", "csv-first would give csv, but its level default is lower"],
        ),
        (
            "{task: classify}",
            "{setup: {settings: {trees: 7}}}",
            "setup.settings.trees: expected 7, got 100",
            ["chosen by trees", "no rule gives the expected value to this candidate"],
        ),
        (
            "{task: predict, sparse: true}",
            "{first: line}",
            "given: expected a situation that is possible, got refused by no-sparse-prediction",
            [],
        ),
        (
            "{task: predict}",
            "{impossible: no-sparse-prediction}",
            "impossible: expected no-sparse-prediction, got nothing",
            ["no-sparse-prediction: it waits on sparse: true"],
        ),
        (
            "{task: classify}",
            "{absent: format}",
            "absent.format: expected no such decision, got csv",
            ["chosen by csv-first (level default): It is usual."],
        ),
        ("{task: classify}", "{silent: say-split}", "silent: expected say-split not to be told, got it is told", []),
        (
            "{rows: 50}",
            "{fired: boost-classifies}",
            "fired: expected boost-classifies, got it does not fire",
            ["boost-classifies: it waits on task: classify"],
        ),
        (
            "{rows: 50}",
            "{advice: say-split}",
            "advice: expected say-split, got it is not among them",
            ["say-split: it waits on task: classify"],
        ),
    ],
)  # fmt: skip
def test_a_failure_names_the_rules_that_made_the_difference(outcome_of, given, expect, difference, why) -> None:
    (found,) = outcome_of(given, expect).differences
    assert found.render() == difference
    assert list(found.why) == why


# --- coverage ---


def test_coverage_counts_rules_fired_and_conditions_by_outcome(pack) -> None:
    program = Program.of(load_folder(pack))
    coverage = measure(program, [])
    assert coverage.counts == {"rules_fired": (0, 10), "conditions_both_ways": (0, 9), "conditions_unknown": (0, 9)}


def test_the_generated_examples_complete_the_coverage_and_pass(pack) -> None:
    base = load_folder(pack)
    _, missing = fill_gaps(Program.of(base), [])
    text = "\n".join(line for case in missing for line in case.lines()).replace("name-the-source", "book")
    write(pack, text)
    examples = read_examples(base, example_files(pack), pack)
    coverage = measure(Program.of(base), [example.situation for example in examples])
    assert [rule.rule.id for rule in coverage.rules if not rule.complete] == []
    assert [outcome.differences for outcome in run_examples(base, examples) if not outcome.passed] == []


def test_a_case_that_no_situation_shows_is_said(load_pack) -> None:
    base = load_pack(
        attributes="- {attribute: a, type: boolean, ask: A?}\n- {attribute: b, type: boolean, ask: B?}\n",
        rules="- {rule: never, when: {a: true, b: true}, impossible: true, because: No., basis: house-judgement}\n"
        "- {rule: both, when: {a: true, b: true}, advise: {topic: t, text: T.}, because: So., basis: house-judgement}\n",
        card=CARD % ("boost", "Boost", 1),
    )
    _, missing = fill_gaps(Program.of(base), [])
    assert [(case.rule.id, case.what) for case in missing if case.situation is None] == [("both", "never fired")]


def test_the_shipped_rules_all_fire_and_their_conditions_are_seen_both_ways(shipped) -> None:
    coverage = measure(Program.of(shipped), [example.situation for example in shipped_examples()])
    assert [rule.rule.id for rule in coverage.rules if not rule.fired] == []
    both_ways, conditions = coverage.counts["conditions_both_ways"]
    assert both_ways / conditions >= 0.9


# --- command line ---


def test_a_failing_example_is_shown_and_exits_1(pack, capfdbinary) -> None:
    write(pack, "- {example: one, given: {task: classify}, expect: {first: line}, sources: [book]}\n")
    assert run(["rules", "test", str(pack)]) == 1
    text = capfdbinary.readouterr().out.decode()
    assert text.startswith("FAILED pack/examples/some.yaml:1:3: one\n  first: expected line, got boost\n")
    assert text.endswith("1 example: 1 failed, 0 passed\n")


def test_the_threshold_decides_the_exit_code(pack, capfdbinary) -> None:
    write(pack, "- {example: one, given: {task: classify}, expect: {first: boost}, sources: [book]}\n")
    assert run(["rules", "test", str(pack), "--threshold", "0"]) == 0
    assert run(["rules", "test", str(pack), "--threshold", "90"]) == 1
    assert "Below 90 %: rules fired.\n" in capfdbinary.readouterr().out.decode()


def test_junit_names_each_example_and_its_failure(pack, capfdbinary, tmp_path) -> None:
    from xml.etree import ElementTree

    text = "- {example: good, given: {task: classify}, expect: {first: boost}, sources: [book]}\n"
    write(pack, text + "- {example: bad, given: {task: classify}, expect: {first: line}, sources: [book]}\n")
    run(["rules", "test", str(pack), "--junit", str(tmp_path / "report.xml")])
    report = ElementTree.parse(tmp_path / "report.xml").getroot()
    assert [(case.get("name"), len(case)) for case in report.iter("testcase")] == [("good", 0), ("bad", 1)]
    assert report.find(".//failure").get("message") == "first: expected line, got boost"


def test_json_gives_failures_and_coverage_as_records(pack, capfdbinary) -> None:
    write(pack, "- {example: one, given: {task: classify}, expect: {first: line}, sources: [book]}\n")
    assert run(["rules", "test", str(pack), "--json", "--coverage"]) == 1
    data = json.loads(capfdbinary.readouterr().out)
    assert data["schema"] == "advisor/rules-test/1"
    assert [failure["example"] for failure in data["failures"]] == ["one"]
    assert data["coverage"]["rules_fired"] == {"count": 4, "of": 10, "percent": 40.0}
    assert {"condition": "sparse: true", "missing": ["yes", "no"]} in [
        condition for rule in data["coverage"]["incomplete"] for condition in rule["conditions"]
    ]


def test_example_files_alone_are_run_on_the_shipped_rules(tmp_path, capfdbinary) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text("- {example: mine, given: {task: clustering}, expect: {first: k-means}, sources: []}\n")
    assert run(["rules", "test", str(path)]) == 0
    assert capfdbinary.readouterr().out == b"1 example: all passed\n"


def test_a_broken_example_file_exits_3_with_its_place(pack, capfdbinary) -> None:
    write(pack, "- {example: one, given: {task: clasify}, expect: {first: line}}\n")
    assert run(["rules", "test", str(pack)]) == 3
    assert b"pack/examples/some.yaml:1:32: " in capfdbinary.readouterr().err


@pytest.mark.parametrize("words", [["nowhere.yaml"], ["--json", "--output", "text"]])
def test_bad_usage_exits_2(words, capfdbinary) -> None:
    assert run(["rules", "test", *words]) == 2
    assert capfdbinary.readouterr().err.startswith(b"error: ")
