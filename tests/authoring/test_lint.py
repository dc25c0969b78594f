"""What is doubtful in a rules folder is found, and what only looks like it is left alone."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
import yaml

from advisor.authoring.lint import CODES, Finding, Scope, lint, scope_of
from advisor.authoring.lint.codes import LOADER
from advisor.cli.app import run
from advisor.errors import AdvisorError
from advisor.knowledge.place import rules_folder

from .lint_cases import CASES, rule

ROOT = Path(__file__).parent.parent.parent


def line(finding: Finding) -> str:
    hint = f" ({finding.hint})" if finding.hint else ""
    place = f"{finding.file}:{finding.line}:{finding.column}"
    return f"{place}: {finding.severity}: {finding.message}{hint} [{finding.code}]"


def test_the_clean_pack_is_clean(lint_pack) -> None:
    assert list(map(line, lint_pack().findings)) == []


@pytest.mark.parametrize("code", CASES)
def test_a_mistake_is_found_where_it_is(code: str, lint_pack) -> None:
    files, expected, _ = CASES[code]
    found = list(map(line, lint_pack(**files).findings))
    assert found == expected
    assert any(f"[{code}]" in one for one in found)


@pytest.mark.parametrize("code", CASES)
def test_what_only_looks_like_the_mistake_is_left_alone(code: str, lint_pack) -> None:
    _, _, right = CASES[code]
    assert list(map(line, lint_pack(**right).findings)) == []


def test_every_code_has_a_case() -> None:
    assert {*CASES, "not-compared"} == set(CODES)


def test_every_code_has_an_entry_in_the_documentation() -> None:
    text = (ROOT / "docs" / "findings.md").read_text(encoding="utf-8")
    entries = re.findall(r"^(?:### |\| )`([a-z0-9-]+)`", text, re.MULTILINE)
    assert sorted(entries) == sorted([*CODES, *LOADER])


def test_the_codes_of_the_loader_are_all_known() -> None:
    assert set(LOADER) == loader_codes()


def loader_codes() -> set[str]:
    """Every code that stands in the source of the loader."""
    found: set[str] = set()
    for path in (ROOT / "src/advisor/knowledge").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                at = {"add": 1, "Diagnostic": 0}.get(name)
                if at is not None and len(node.args) > at and isinstance(node.args[at], ast.Constant):
                    found.add(str(node.args[at].value))
    return found


def test_the_shipped_rules_have_nothing_to_report() -> None:
    report = lint(scope_of(()))
    assert list(map(line, report.findings)) == []
    assert report.rules > 700
    assert report.exit_code == 0


def test_more_rules_than_can_be_compared_are_said(lint_pack, monkeypatch) -> None:
    alike = [rule(rule=f"r{n}", when=f"{{rows: {n + 1}}}", rule_out="[line]") for n in range(5)]
    assert list(map(line, lint_pack(r="".join(alike)).findings)) == []
    monkeypatch.setattr("advisor.authoring.lint.pairs.MOST_PAIRS", 19)
    assert list(map(line, lint_pack(r="".join(alike)).findings)) == [
        "pack/r.yaml:1:9: warning: 6 rules that conclude the same are too many to compare each with each [not-compared]"
    ]
    choices = [rule(rule=f"r{n}", when=f"{{rows: {n + 1}}}", choose=f"{{settings: {{a: {n}}}}}") for n in range(7)]
    assert list(map(line, lint_pack(r="".join(choices)).findings)) == [
        "pack/base.yaml:12:9: warning: 8 choices of settings at one level are too many to compare each with each [not-compared]"
    ]


def test_more_conditions_than_can_be_compared_are_said(lint_pack, monkeypatch) -> None:
    monkeypatch.setattr("advisor.authoring.lint.regions.MOST_CUTS", 0)
    report = lint_pack(
        r=rule(when="{rows: 5}", impossible="true") + rule(rule="s", when="{rows: {above: 3}}", rule_out="[line]")
    )
    assert list(map(line, report.findings)) == [
        ":0:0: warning: there are too many conditions that overlap to compare all of them [not-compared]"
    ]
    assert report.exit_code == 1


# --- ties, closely ---

TIES = {
    "numbers that overlap": ("{rows: {at_least: 5}}", "{rows: {at_most: 5}}", "rows=5"),
    "numbers that touch": ("{rows: {above: 5}}", "{rows: {at_most: 5}}", ""),
    "no whole number between": ("{rows: {above: 5}}", "{rows: {below: 6}}", ""),
    "one branch of several": (
        "{any: [{sparse: true}, {task: regression}]}",
        "{sparse: false}",
        "sparse=false, task=regression",
    ),
    "a refused situation": ("{task: clustering}", "{sparse: true}", ""),
    "ruled out": ("{task: clustering}", "{rows: {above: 5}}", ""),
    "always": ("{}", "{}", "in every situation"),
}


@pytest.mark.parametrize("case", TIES)
def test_two_choices_tie_only_where_both_can_apply(case: str, lint_pack) -> None:
    one, other, where = TIES[case]
    report = lint_pack(
        r=rule(when=one, choose="{format: csv}")
        + rule(rule="s", when=other, choose="{format: libsvm}")
        + rule(rule="t", when="{task: clustering, sparse: true}", impossible="true")
    )
    ties = [finding.message for finding in report.findings if finding.code == "tie"]
    assert len(ties) == bool(where)
    assert all(where in tie for tie in ties)


def test_a_tie_inside_a_limit_is_none_and_beside_it_is_one(lint_pack) -> None:
    rules = rule(when="{rows: {above: 5}}", choose="{format: csv}") + rule(
        rule="s", when="{task: regression}", choose="{format: libsvm}"
    )
    whole = lint_pack(r=rules + rule(rule="t", when="{rows: {above: 5}}", exclude="{format: libsvm}"))
    part = lint_pack(r=rules + rule(rule="t", when="{rows: {above: 6}}", exclude="{format: libsvm}"))
    assert [finding.code for finding in whole.findings] == []
    assert [finding.message.rpartition(" where ")[2] for finding in part.findings] == ["rows=6, task=regression"]


@pytest.mark.parametrize(
    ("one", "other", "ties"),
    [
        ("{format: csv}", "{format: libsvm}", False),
        ("{format: csv}", "{format: {not: csv}}", False),
        ("{format: csv}", "{format: {not: libsvm}}", True),
        ("{format: [csv, libsvm]}", "{format: libsvm}", True),
        ("{format: {not: csv}}", "{format: {not: libsvm}}", True),
    ],
)
def test_choices_on_different_earlier_decisions_do_not_tie(one: str, other: str, ties: bool, lint_pack) -> None:
    report = lint_pack(
        r=rule(given=one, choose="{settings: {a: 1}}")
        + rule(rule="s", given=other, choose="{settings: {a: 2}}")
        + rule(rule="t", when="{sparse: true}", choose="{format: libsvm}")
    )
    assert [finding.code for finding in report.findings] == (["tie"] if ties else [])


def test_settings_tie_key_by_key(lint_pack) -> None:
    report = lint_pack(r=rule(choose="{settings: {a: 1, b: 1}}") + rule(rule="s", choose="{settings: {b: 2, c: 2}}"))
    assert [finding.message for finding in report.findings] == [
        "rules 'r' and 's' tie at level usual: settings.b of boost is 1 or 2 in every situation"
    ]


# --- what is looked at ---


def test_knowledge_that_cannot_be_loaded_is_reported_in_the_same_form(lint_pack) -> None:
    report = lint_pack(r=rule(when="{taks: regression}", rule_out="[boost]", because="no end"))
    assert report.exit_code == 3
    assert list(map(line, report.findings)) == [
        "pack/r.yaml:4:10: error: rule 'r': when: unknown attribute 'taks' (did you mean 'task'?) [unknown-attribute]"
    ]


def test_a_file_limits_what_is_reported(clean_pack) -> None:
    folder = clean_pack(
        r=rule(when="{sparse: true}", rule_out="[line]", because="no end"),
        s=rule(rule="s", when="{rows: {above: 5}}", rule_out="[line]", because="No end"),
    )
    everything = lint(scope_of((str(folder),)))
    one = lint(scope_of((str(folder / "r.yaml"),)))
    assert {finding.file for finding in everything.findings} > {finding.file for finding in one.findings}
    assert {finding.file for finding in one.findings} == {"pack/r.yaml"}
    assert (one.files, everything.files) == (1, 12)


def test_without_paths_the_shipped_rules_are_meant() -> None:
    assert scope_of(()).folder == Path(rules_folder())


def test_a_path_that_is_not_there_is_named(clean_pack) -> None:
    clean_pack()
    with pytest.raises(AdvisorError, match=r"there is no 'nowhere\.yaml' \[no-such-path\]"):
        scope_of(("nowhere.yaml",))


def test_paths_in_two_folders_are_refused(clean_pack, tmp_path) -> None:
    folder = clean_pack()
    other = tmp_path / "other"
    other.mkdir()
    with pytest.raises(AdvisorError, match=r"in different rules folders: .* \[several-folders\]"):
        scope_of((str(folder), str(other)))


def test_a_file_is_shown_from_where_one_works(clean_pack, monkeypatch) -> None:
    folder = clean_pack()
    scope = scope_of((str(folder),))
    assert scope.shown("pack/base.yaml") == "pack/base.yaml"
    monkeypatch.chdir(folder)
    assert scope.shown("pack/base.yaml") == "base.yaml"
    monkeypatch.chdir("/")
    assert Scope(Path("/nowhere/pack")).shown("pack/base.yaml") == "nowhere/pack/base.yaml"


def test_the_hook_for_pre_commit_runs_the_command_on_rule_files(clean_pack) -> None:
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    program, *arguments = hook["entry"].split()
    assert program == "advisor"
    assert re.search(hook["files"], "rules/setup/image.yaml")
    assert not re.search(hook["files"], "src/rules.py")
    files = [str(path) for path in sorted(clean_pack().glob("*.yaml"))]
    assert run([*arguments, *files]) == 0
