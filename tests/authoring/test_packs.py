"""The commands for authors read a pack on top of what it extends, and tell what belongs to the pack."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from advisor.authoring.analyze.findings import Finding
from advisor.authoring.analyze.own import of_packs
from advisor.authoring.analyze.report import Report
from advisor.authoring.hygiene import care
from advisor.authoring.lint import lint
from advisor.authoring.scope import scope_of
from advisor.authoring.suite import collect
from advisor.authoring.testing import run_examples
from advisor.cli.app import run
from advisor.knowledge.load import load_folder
from advisor.knowledge.place import rules_folder

SHOWN = Path(__file__).parent.parent.parent / "examples" / "packs"
HEADER = "pack: {0}\nversion: 1.0.0\nextends: {1}\n"
RULE = "- rule: {0}\n  aspect: house\n  when: {{task: clustering}}\n  favor: {{{1}: strong}}\n  because: We like it.\n  basis: house-judgement\n"
EXAMPLE = "- example: {0}\n  given: {{task: clustering}}\n  expect: {{first: {1}}}\n  sources: [dg-fact-machines]\n"


@pytest.fixture
def pack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Make a pack beside which the commands are run: pack(name, file=text)."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("ADVISOR_RULES", raising=False)

    def make(name: str, extends: str = "builtin", **files: str) -> Path:
        for stem, text in {"pack": HEADER.format(name, extends), **files}.items():
            file = tmp_path / name / f"{stem.replace('__', '/')}.yaml"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text)
        return Path(name)

    return make


@pytest.mark.parametrize("name", ["policy", "own-container"])
def test_the_shown_packs_are_clean_and_their_examples_pass(name: str) -> None:
    report = lint(scope_of([SHOWN / name]))
    assert report.findings == ()
    assert 0 < report.rules < 50
    suite = collect([SHOWN / name])
    assert suite.packs == (name,)
    assert [outcome.example.id for outcome in run_examples(suite.base, suite.examples) if not outcome.passed] == []


@pytest.mark.parametrize("name", ["policy", "own-container"])
def test_the_shown_packs_are_looked_after(name: str) -> None:
    assert care(scope_of([SHOWN / name])).matters == ()


def test_a_pack_that_only_the_linter_can_doubt_is_reported_by_its_own_files(pack, capfdbinary) -> None:
    pack("ours", rules=RULE.format("ours", "k-means") + "- {field: spare, type: text}\n")
    assert run(["rules", "lint", "ours", "--json"]) == 1
    data = json.loads(capfdbinary.readouterr().out)
    assert {(one["file"], one["code"]) for one in data["findings"]} == {("ours/rules.yaml", "unused-field")}
    assert (data["files"], data["rules"]) == (2, 1)


def test_a_pack_is_compared_with_the_rules_below_it(pack) -> None:
    tied = "- rule: ours\n  for: {id: k-means}\n  when: {task: clustering}\n  choose: {metric: silhouette}\n  level: required\n  because: We like it.\n  basis: house-judgement\n"
    below = lint(scope_of([pack("ours", rules=tied)]))
    again = tied.replace("rule: ours", "rule: theirs").replace("metric: silhouette", "metric: f1")
    above = lint(scope_of([pack("theirs", "ours", rules=again)], named=["ours"]))
    assert [one.code for one in below.findings] == []
    assert [(one.file, one.code) for one in above.findings] == [("theirs/rules.yaml", "tie")]


def test_a_part_of_a_pack_means_the_pack_around_it(pack) -> None:
    folder = pack("ours", rules=RULE.format("ours", "k-means"), examples__one=EXAMPLE.format("one", "k-means"))
    scope = scope_of([folder / "rules.yaml"])
    assert scope.packs == (Path("ours"),)
    assert scope.parts == ("ours/rules.yaml",)
    assert len(collect([folder / "examples" / "one.yaml"]).examples) == 1


def test_a_pack_is_named_from_within(pack, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(pack("ours", rules=RULE.format("ours", "k-means")).resolve())
    for path in (".", "rules.yaml"):
        report = lint(scope_of([path]))
        assert (report.files, report.rules) == ((2, 1) if path == "." else (1, 1))


def test_the_packs_of_the_command_line_are_what_is_meant_without_paths(pack, capfdbinary) -> None:
    pack("ours", rules=RULE.format("ours", "k-means"), examples__one=EXAMPLE.format("one", "k-means"))
    assert run(["--rules", "ours", "rules", "test"]) == 0
    assert capfdbinary.readouterr().out == b"1 example: all passed\n"
    assert run(["rules", "lint", "--rules=ours"]) == 0
    assert capfdbinary.readouterr().out == b"3 files, 1 rule: nothing to report\n"


def test_a_pack_stands_on_the_packs_of_the_environment(pack, monkeypatch, capfdbinary) -> None:
    pack("first", rules=RULE.format("first", "k-means"))
    second = RULE.format("second", "k-means").replace("  aspect: house\n", "  aspect: house-too\n")
    pack(
        "second",
        "first",
        rules=second,
        examples__one=EXAMPLE.format("one", "k-means").replace("first:", "fired: second, first:"),
    )
    assert run(["rules", "test", "second"]) == 3
    assert b"extends 'first', which is not loaded before it" in capfdbinary.readouterr().err
    monkeypatch.setenv("ADVISOR_RULES", "first")
    assert run(["rules", "test", "second"]) == 0


def test_a_pack_that_is_in_force_and_named_is_read_once(pack, monkeypatch) -> None:
    folder = pack("ours", rules=RULE.format("ours", "k-means"))
    scope = scope_of([folder], found=["./ours"], named=[str(folder.resolve())])
    assert [layer.resolve() for layer in scope.packs] == [folder.resolve()]
    assert lint(scope).findings == ()


def test_a_refusal_by_a_pack_is_what_an_example_may_expect(pack) -> None:
    rule = "- {rule: never, when: {task: clustering, labeled: true}, impossible: true, because: It cannot be., basis: house-judgement}\n"
    example = "- {example: one, given: {task: clustering, labeled: true}, expect: {impossible: never}, sources: []}\n"
    suite = collect([pack("ours", rules=rule, examples__one=example)])
    assert [outcome.differences for outcome in run_examples(suite.base, suite.examples)] == [()]


def test_the_coverage_of_a_pack_counts_its_own_rules(pack, capfdbinary) -> None:
    pack("ours", rules=RULE.format("ours", "k-means"), examples__one=EXAMPLE.format("one", "k-means"))
    assert run(["rules", "test", "ours", "--coverage", "--json"]) == 0
    data = json.loads(capfdbinary.readouterr().out)
    assert data["coverage"]["rules_fired"] == {"count": 1, "of": 1, "percent": 100.0}


def test_an_analysis_of_a_pack_tells_what_the_pack_changes(pack) -> None:
    rule = RULE.format("ours", "k-means")
    base, below = load_folder(Path(rules_folder()), packs=[pack("ours", rules=rule)]), load_folder(Path(rules_folder()))
    found = (
        Finding("no-effect", "finding", "by the pack", ("ours",)),
        Finding("no-effect", "finding", "by another", ("general-does-the-task",)),
        Finding("tie", "information", "as before", situation={"task": "regression"}),
        Finding("tie", "information", "otherwise", situation={"task": "clustering"}),
    )
    kept = of_packs(Report(found), base, below, ("ours",))
    assert [one.message for one in kept.found] == ["by the pack", "otherwise"]


def test_schemas_of_a_pack_go_into_the_pack(pack, capfdbinary) -> None:
    folder = pack("ours", rules=RULE.format("ours", "k-means"))
    assert run(["rules", "schema", "ours"]) == 0
    assert sorted(path.name for path in (folder / "schema").iterdir()) == ["pack.json", "rules.json"]


def test_files_of_several_packs_are_checked_each_on_its_own_pack(pack, capfdbinary) -> None:
    pack("ours", rules=RULE.format("ours", "k-means").replace("We like it.", "We like it"))
    pack("theirs", rules=RULE.format("theirs", "k-means"))
    assert run(["rules", "lint", "ours/rules.yaml", "theirs/rules.yaml", "theirs/pack.yaml"]) == 1
    text = capfdbinary.readouterr().out.decode()
    assert text.startswith("ours/rules.yaml:5:12: warning: rule 'ours': because does not end with a full stop")
    assert text.endswith("\n\n3 files, 2 rules: 1 warning (docs/findings.md explains each code)\n")


def test_a_mistake_in_one_of_several_packs_is_told_with_its_place(pack, capfdbinary) -> None:
    pack("ours", rules=RULE.format("ours", "k-means"))
    pack("theirs", rules=RULE.format("theirs", "k-mean"))
    assert run(["rules", "lint", "ours/rules.yaml", "theirs/rules.yaml"]) == 3
    assert "theirs/rules.yaml:4:11: error: rule 'theirs'" in capfdbinary.readouterr().out.decode()


def test_a_pack_and_complete_knowledge_are_not_checked_together(pack) -> None:
    assert run(["rules", "lint", str(pack("ours", rules=RULE.format("ours", "k-means"))), rules_folder()]) == 2
