"""What is wrong with a pack is said exactly, with its place."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import advisor
from advisor.errors import KnowledgeError

from ..conftest import RULES
from .making import FAVOR, HEADER, PACKS, problems, run


def test_all_mistakes_of_all_layers_are_reported_together(pack) -> None:
    first = pack("a", HEADER.replace("ours", "first"), rules=FAVOR.replace("knn", "knnn"))
    second = pack(
        "b",
        HEADER.replace("ours", "second"),
        rules=FAVOR.replace("clustering", "clusterin").replace("rule: ours", "rule: theirs"),
    )
    expected = [
        f"{first}/rules.yaml:4:11: rule 'ours': unknown candidate 'knnn' (did you mean 'knn'?) [unknown-candidate]",
        f"{second}/rules.yaml:3:16: rule 'theirs': when: task: 'clusterin' is not a value of 'task' (did you mean 'clustering'?) [unknown-value]",
    ]
    assert set(expected) <= set(problems(first, second))


# file of rules, header of the pack, and every problem with `p` for the pack and `N` for lines of the shipped knowledge


EXACTLY: dict[str, tuple[str, str, list[str]]] = {
    "an unknown rule switched off": (
        "- {disable: metric-click, because: x}\n",
        HEADER,
        ["p/rules.yaml:1:13: disable: no pack below has a rule 'metric-click' (did you mean 'metric-clicks'?) [unknown-rule]"],
    ),
    "no reason": (
        "- {disable: metric-clicks}\n",
        HEADER,
        ["p/rules.yaml:1:3: disable: key 'because' is missing [missing-key]"],
    ),
    "an unknown key": (
        "- {disable: metric-clicks, because: x, whne: y}\n",
        HEADER,
        ["p/rules.yaml:1:40: disable: unknown key 'whne' (one of: disable, because) [unknown-key]"],
    ),
    "a rule of its own switched off": (
        "- {disable: ours, because: x}\n" + FAVOR,
        HEADER,
        ["p/rules.yaml:1:13: disable: no pack below has a rule 'ours' (it is this pack's own: change it there) [unknown-rule]"],
    ),
    "an unknown rule replaced": (
        FAVOR.replace("aspect", "replaces: metric-click\n  aspect"),
        HEADER,
        ["p/rules.yaml:2:13: rule 'ours': replaces: no pack below has a rule 'metric-click' (did you mean 'metric-clicks'?) [unknown-rule]"],
    ),
    "replaced and switched off": (
        "- {disable: metric-clicks, because: x}\n" + FAVOR.replace("aspect", "replaces: metric-clicks\n  aspect"),
        HEADER,
        ["p/rules.yaml:3:13: rule 'metric-clicks' is switched off in p/rules.yaml:1, and replaced here [replaced-twice]"],
    ),
    "the id of a rule below": (
        FAVOR.replace("rule: ours", "rule: general-does-the-task"),
        HEADER,
        ["p/rules.yaml:1:3: rule 'general-does-the-task' is already in rules/selection/general.yaml:N [duplicate-id]"],
    ),
    "the name of an attribute below": (
        "- {attribute: task, type: boolean, ask: x}\n",
        HEADER,
        ["p/rules.yaml:1:3: attribute 'task' is already in rules/attributes.yaml:N [duplicate-id]"],
    ),
    "more values for nothing": (
        "- {more_values: tasks, values: {a: {}}}\n",
        HEADER,
        ["p/rules.yaml:1:17: more_values: 'tasks' is no attribute, decision or field with values of its own (did you mean 'task'?) [unknown-name]"],
    ),
    "more values of another form": (
        "- {more_values: task, values: [a]}\n- {more_values: metric, values: {a: {}}}\n",
        HEADER,
        [
            "p/rules.yaml:1:31: more_values: task: write a mapping of values to labels, as it has already [wrong-values]",
            "p/rules.yaml:2:33: more_values: metric: write a list of values, as it has already [wrong-values]",
        ],
    ),
    "more values without values": (
        "- {more_values: task}\n",
        HEADER,
        ["p/rules.yaml:1:3: more_values: key 'values' is missing [missing-key]"],
    ),
    "a value that is there": (
        "- {more_values: task, values: {clustering: {}}}\n",
        HEADER,
        ["p/rules.yaml:1:32: more_values: task has the value 'clustering' already, in rules/attributes.yaml:N [duplicate-id]"],
    ),
    "no word of what it extends": (
        "[]",
        HEADER.replace("extends: builtin", "description: x"),
        ["p/pack.yaml:1:1: pack 'ours' does not say what it extends, so it is a complete knowledge base and no pack to add (a complete folder has no `extends`, a pack has `extends: builtin`) [not-a-pack]"],
    ),
    "an unknown pack below": (
        "[]",
        HEADER.replace("builtin", "builtn"),
        ["p/pack.yaml:3:10: pack 'ours' extends 'builtn', which is not loaded before it (loaded before it: builtin) [unknown-pack]"],
    ),
    "a format of the future": (
        "[]",
        HEADER + "format: 2\n",
        ["p/pack.yaml:4:9: pack 'ours' is written in format 2, and this program reads format 1 (a later sagemaker-advisor may read it) [unknown-format]"],
    ),
    "a format that is no number": (
        "[]",
        HEADER + "format: one\n",
        ["p/pack.yaml:4:9: format must be a number, not 'one' [not-a-number]"],
    ),
    "the name of another pack": (
        "[]",
        HEADER.replace("ours", "builtin"),
        ["p/pack.yaml:1:1: another folder is pack 'builtin' already [duplicate-id]"],
    ),
    "a name that is none": (
        "[]",
        HEADER.replace("ours", "Our rules"),
        ["p/pack.yaml:1:1: pack 'Our rules' is not a valid name (use a-z, 0-9 and -) [bad-name]"],
    ),
    "no header": (
        "[]",
        "[]",
        ["p: no file says which pack this folder is (add pack.yaml with the lines `pack: NAME`, `version: 1.0.0` and `extends: builtin`) [no-pack]"],
    ),
    "two headers": (
        "{pack: other, version: 1.0.0, extends: builtin}",
        HEADER,
        ["p/rules.yaml:1:1: a folder is one pack; p/pack.yaml says already which [two-packs]"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", EXACTLY)
def test_a_mistake_in_a_pack_is_named_exactly(pack, case: str) -> None:
    rules, header, expected = EXACTLY[case]
    folder = pack("p", header, rules=rules)
    found = [problem.replace(str(folder), "p") for problem in problems(folder)]
    assert [re.sub(r"(rules/[a-z/]+\.yaml):\d+ \[", r"\1:N [", problem) for problem in found] == expected


def test_a_pack_is_not_knowledge_to_be_loaded_alone(pack) -> None:
    rules = "- {disable: metric-clicks, because: x}\n- {more_values: task, values: {a: {}}}\n"
    folder = pack("p", rules=rules + FAVOR)
    with pytest.raises(KnowledgeError) as caught:
        advisor.load(folder)
    hint = "(a complete folder has no `extends`, a pack has `extends: builtin`) [nothing-below]"
    assert [problem.render() for problem in caught.value.diagnostics] == [
        "p/pack.yaml:3:10: 'ours' is a pack that extends 'builtin', and not knowledge to be loaded alone "
        "(give it with --rules, or as advisor.load(packs=[…])) [only-a-pack]",
        f"p/rules.yaml:1:3: `disable` changes the knowledge below a pack; here is none {hint}",
        f"p/rules.yaml:2:3: `more_values` changes the knowledge below a pack; here is none {hint}",
    ]


def test_complete_knowledge_is_no_pack() -> None:
    (problem,) = problems(RULES)
    assert (
        "pack 'builtin' does not say what it extends, so it is a complete knowledge base and no pack to add" in problem
    )


def test_a_folder_without_rules_is_named(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert problems(tmp_path / "empty", tmp_path / "missing") == [
        f"{tmp_path}/empty: no rule files (*.yaml) in this folder [no-knowledge]",
        f"{tmp_path}/missing: no rule files (*.yaml) in this folder [no-knowledge]",
    ]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["recommend", "--rules"], "--rules needs a folder"),
        (["recommend", "--rules", "--json"], "--rules needs a folder"),
        (["recommend", "--rules=/no/such"], "there is no folder '/no/such'"),
        (["recommend", "--rules", str(PACKS / "polcy")], "did you mean 'policy'?"),
        (["recommend", "--rules", str(PACKS / "README.md")], "is not a folder"),
        (["recommend", "--rulse", "x"], "did you mean '--rules'?"),
    ],
)
def test_a_mistake_with_rules_is_named(arguments: list[str], expected: str) -> None:
    result = run(*arguments)
    assert result.returncode == 2
    assert expected in result.stderr
    assert "Traceback" not in result.stderr


def test_whatever_is_wrong_with_a_pack_is_said_without_a_traceback(pack, tmp_path: Path, monkeypatch) -> None:
    (tmp_path / "empty").mkdir()
    broken = pack("broken", rules='- rule: [x\n  y: "\n')
    circle = [pack("a", "pack: a\nversion: 1\nextends: b\n"), pack("b", "pack: b\nversion: 1\nextends: a\n")]
    same = pack("same", "pack: policy\nversion: 1\nextends: builtin\n")
    monkeypatch.chdir(tmp_path)
    cases = {
        ("empty",): "no rule files (*.yaml) in this folder",
        (str(broken),): "not valid YAML",
        tuple(map(str, circle)): "pack 'a' extends 'b', which is not loaded before it",
        (str(PACKS / "policy"), str(same)): "another folder is pack 'policy' already",
    }
    for folders, expected in cases.items():
        result = run("recommend", "--task", "clustering", *(f"--rules={folder}" for folder in folders))
        assert result.returncode == 3, folders
        assert expected in result.stderr
        assert "Traceback" not in result.stderr


def test_an_invalid_pack_exits_3_with_file_line_and_column(pack) -> None:
    folder = pack("p", rules=FAVOR.replace("knn", "knnn"))
    result = run("recommend", "--rules", str(folder), "--task", "clustering")
    assert result.returncode == 3
    assert f"{folder}/rules.yaml:4:11: " in result.stderr
