"""Packs: what they may add, replace and switch off, in which order, and what is said about them."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import advisor
from advisor.authoring.testing import run_examples
from advisor.errors import KnowledgeError
from advisor.knowledge.load import load_folder
from advisor.knowledge.packs import found_packs

from .conftest import RULES
from .examples import read_examples, suite_of

PACKS = RULES.parent / "examples" / "packs"
HEADER = "pack: ours\nversion: 1.0.0\nextends: builtin\n"
FAVOR = "- rule: ours\n  aspect: house\n  when: {task: clustering}\n  favor: {knn: strong}\n  because: We like it.\n  basis: house-judgement\n"


@pytest.fixture
def pack(tmp_path: Path):
    """Make a pack folder: pack(name, file=text)."""

    def make(name: str, header: str = HEADER, **files: str) -> Path:
        folder = tmp_path / name
        folder.mkdir()
        for stem, text in {"pack": header, **files}.items():
            (folder / f"{stem}.yaml").write_text(text)
        return folder

    return make


def problems(*packs: Path) -> list[str]:
    with pytest.raises(KnowledgeError) as caught:
        load_folder(RULES, packs=packs)
    return [problem.render() for problem in caught.value.diagnostics]


# --- the packs that are shown as examples ---


@pytest.mark.parametrize("name", ["policy", "own-container"])
def test_the_examples_of_a_shown_pack_get_their_answers(name: str) -> None:
    suite = suite_of(PACKS / name)
    assert suite.base.packs == ("builtin", name)
    outcomes = run_examples(suite.base, suite.examples)
    assert outcomes
    assert [outcome for outcome in outcomes if not outcome.passed] == []


def test_the_policy_refuses_what_it_forbids_and_names_itself() -> None:
    base = advisor.load(packs=[PACKS / "policy"])
    with pytest.raises(advisor.SituationError) as caught:
        advisor.recommend(task="classification", region="us-east-1", vpc=False, knowledge=base)
    assert [problem.hint for problem in caught.value.diagnostics] == [
        "rule policy-regions of pack policy",
        "rule policy-vpc-always of pack policy",
    ]
    with pytest.raises(advisor.SituationError, match="gpu_reason"):
        advisor.recommend(task="classification", compute="gpu", knowledge=base)


def test_no_situation_of_the_examples_gets_a_gpu_without_a_reason() -> None:
    base = advisor.load(packs=[PACKS / "policy"])
    answered = 0
    for example in read_examples()[::3]:
        try:
            answer = advisor.recommend(example.given, knowledge=base, top=1)
        except advisor.SituationError:
            continue
        answered += 1
        setup = answer.recommendations[0].setup if answer.recommendations else {}
        for name in ("training_instance", "inference_instance"):
            if name in setup:
                assert setup[name].fields["class"] != "gpu", example.given
                assert str(setup[name].value).split(".")[1:2] in ([], ["m5"], ["c5"], ["r5"], ["g5"]), example.given
    assert answered > 100


def test_the_built_in_rules_judge_the_candidate_of_a_pack() -> None:
    base = advisor.load(packs=[PACKS / "own-container"])
    answer = advisor.recommend(task="regression", censored=True, knowledge=base)
    assert {piece.pack for piece in answer.recommendations[0].evidence} == {"own-container", "builtin"}
    elsewhere = advisor.recommend(task="regression", region="us-east-1", knowledge=base)
    assert ("survival-forest", "builtin") in {(out.id, out.pack) for out in elsewhere.ruled_out}


def test_two_packs_stand_on_each_other() -> None:
    base = advisor.load(packs=[PACKS / "own-container", PACKS / "policy"])
    assert base.packs == ("builtin", "own-container", "policy")
    answer = advisor.recommend(task="regression", censored=True, region="eu-west-1", knowledge=base)
    assert answer.to_dict()["knowledge"]["packs"] == ["builtin", "own-container", "policy"]
    assert answer.recommendations[0].id == "survival-forest"
    assert answer.derived["vpc"].pack == "policy"


# --- what a pack may do ---


def test_every_record_says_which_pack_decided(pack) -> None:
    rules = (
        FAVOR
        + "- {rule: ours-metric, for: {id: knn}, choose: {metric: f1}, level: required, because: x, basis: house-judgement}\n"
        + "- {rule: ours-out, rule_out: [lda], because: x, basis: house-judgement}\n"
        + "- {rule: ours-word, advise: {topic: ours, text: Mind it.}, because: x, basis: house-judgement}\n"
        + "- {rule: ours-vpc, derive: {vpc: true}, because: x, basis: house-judgement}\n"
    )
    data = advisor.recommend(task="regression", knowledge=advisor.load(packs=[pack("p", rules=rules)])).to_dict()
    knn = next(one for one in data["recommendations"] if one["id"] == "knn")
    assert knn["setup"]["metric"]["pack"] == "ours"
    assert knn["setup"]["deployment"]["pack"] == "builtin"
    assert {piece["pack"] for piece in knn["evidence"]} == {"builtin"}
    assert next(out for out in data["ruled_out"] if out["id"] == "lda")["rule"] in ("ours-out", "constraint-task")
    assert next(note for note in data["advice"] if note["rule"] == "ours-word")["pack"] == "ours"
    assert data["derived"]["vpc"] == {"value": True, "rule": "ours-vpc", "pack": "ours"}


def test_a_rule_is_replaced_as_a_whole(pack) -> None:
    text = "- {rule: ours, replaces: sparse-favors-factorization-machines, aspect: sparsity, when: {sparse: true}, favor: {knn: weak}, because: Tried it., basis: house-judgement}\n"
    base = advisor.load(packs=[pack("p", rules=text)])
    assert "sparse-favors-factorization-machines" not in base.rules
    record = base.replaced["sparse-favors-factorization-machines"]
    assert (record.pack, record.by, record.because) == ("ours", "ours", "Tried it.")
    answer = advisor.recommend(task="classification", sparse=True, knowledge=base)
    assert {"ours"} <= {piece.rule for one in answer.recommendations for piece in one.evidence}


def test_a_rule_that_replaces_may_keep_the_id(pack) -> None:
    text = "- {rule: metric-clicks, replaces: metric-clicks, when: {task: recommendation}, choose: {metric: f1}, because: Ours., basis: house-judgement}\n"
    base = advisor.load(packs=[pack("p", rules=text)])
    assert base.rules["metric-clicks"].pack == "ours"


def test_a_rule_is_switched_off(pack) -> None:
    base = advisor.load(packs=[pack("p", off="- {disable: metric-clicks, because: We rank.}\n")])
    assert "metric-clicks" not in base.rules
    assert base.replaced["metric-clicks"].because == "We rank."


def test_a_later_pack_wins_over_what_an_earlier_one_put_in_a_rules_place(pack) -> None:
    rule = "- {{rule: {0}, replaces: metric-clicks, when: {{task: recommendation}}, choose: {{metric: f1}}, because: By {0}., basis: house-judgement}}\n"
    first = pack("a", HEADER.replace("ours", "first"), rules=rule.format("first-metric"))
    second = pack("b", HEADER.replace("ours", "second"), rules=rule.format("second-metric"))
    base = advisor.load(packs=[first, second])
    assert "first-metric" not in base.rules
    assert base.replaced["metric-clicks"].by == "second-metric"
    assert base.replaced["first-metric"].pack == "second"
    turned = advisor.load(packs=[second, first])
    assert "second-metric" not in turned.rules
    assert "first-metric" in turned.rules


def test_one_rule_may_be_replaced_by_several(pack) -> None:
    rule = "- {{rule: {0}, replaces: metric-clicks, when: {{task: {0}}}, choose: {{metric: f1}}, because: Ours., basis: house-judgement}}\n"
    base = advisor.load(packs=[pack("p", rules=rule.format("recommendation") + rule.format("classification"))])
    assert {"recommendation", "classification"} <= set(base.rules)


def test_values_are_added_to_attributes_decisions_and_fields(pack) -> None:
    text = (
        "- {more_values: task, values: {survival: {label: Survival, aliases: [time to event]}}}\n"
        "- {more_values: metric, values: [c-index]}\n- {more_values: delivery, values: [own]}\n"
        "- {rule: ours, when: {task: survival}, choose: {metric: c-index}, because: x, basis: house-judgement}\n"
    )
    base = advisor.load(packs=[pack("p", rules=text)])
    assert base.attributes["task"].values[-1] == "survival"
    with pytest.raises(advisor.SituationError, match="survival"):
        advisor.recommend(task="time to event", knowledge=base)


def test_machines_are_excluded_by_what_they_are_not(pack) -> None:
    text = "- {rule: ours, exclude: {training_instance: {where: {family: {not: [m5]}}}}, because: x, basis: house-judgement}\n"
    base = advisor.load(packs=[pack("p", rules=text)])
    answer = advisor.recommend(task="classification", knowledge=base)
    assert str(answer.recommendations[0].setup["training_instance"].value).startswith("ml.m5.")


# --- mistakes ---


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


# --- where packs come from ---


def install(site: Path, name: str, value: str, group: str = "advisor.packs", distribution: str = "") -> None:
    folder = site / f"{distribution or name}-1.0.dist-info"
    folder.mkdir(parents=True)
    (folder / "entry_points.txt").write_text(f"[console_scripts]\nx = y:z\n\n[{group}]\n{name} = {value}\n")


def test_installed_packs_are_found_by_name_without_importing_them(tmp_path: Path, monkeypatch) -> None:
    for name in ("beta_rules", "alpha_rules"):
        (tmp_path / name / "deep").mkdir(parents=True)
        (tmp_path / name / "__init__.py").write_text("raise SystemExit('imported')\n")
    install(tmp_path, "beta", "beta_rules.deep")
    install(tmp_path, "alpha", "alpha_rules")
    install(tmp_path, "other", "other", group="pytest11")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setenv("ADVISOR_RULES", os.pathsep.join([str(PACKS / "policy"), str(PACKS / "own-container")]))
    assert found_packs() == [
        str(tmp_path / "alpha_rules"),
        str(tmp_path / "beta_rules" / "deep"),
        str(PACKS / "policy"),
        str(PACKS / "own-container"),
    ]


def test_an_installed_pack_without_its_folder_is_an_error(tmp_path: Path, monkeypatch) -> None:
    install(tmp_path, "gone", "no_such_package")
    monkeypatch.syspath_prepend(str(tmp_path))
    with pytest.raises(
        KnowledgeError, match="pack 'gone': there is no folder 'no_such_package' among the installed packages"
    ):
        found_packs()


def test_two_installed_packs_of_one_name_are_an_error(tmp_path: Path, monkeypatch) -> None:
    for name in ("one_rules", "two_rules"):
        (tmp_path / name).mkdir()
        install(tmp_path, "same", name, distribution=name)
    monkeypatch.syspath_prepend(str(tmp_path))
    with pytest.raises(KnowledgeError, match="pack 'same' is"):
        found_packs()


def test_a_folder_of_the_environment_that_is_not_there_is_an_error(monkeypatch) -> None:
    monkeypatch.setenv("ADVISOR_RULES", "/no/such/folder")
    with pytest.raises(KnowledgeError, match="ADVISOR_RULES names '/no/such/folder', which is no folder"):
        found_packs()


def test_a_pack_that_is_named_twice_is_loaded_once(pack) -> None:
    folder = pack("p", rules=FAVOR)
    assert advisor.load(packs=[folder, str(folder), folder / "." / "../p"]).packs == ("builtin", "ours")


def test_a_changed_pack_is_read_again(pack) -> None:
    folder = pack("p", rules=FAVOR)
    assert "ours" in advisor.load(packs=[folder]).rules
    (folder / "rules.yaml").write_text(FAVOR.replace("rule: ours", "rule: ours-now"))
    assert "ours-now" in advisor.load(packs=[folder]).rules


def test_the_compiled_form_keeps_packs_and_what_they_replaced(pack) -> None:
    folder = pack("p", rules=FAVOR + "- {disable: metric-clicks, because: x}\n")
    assert advisor.load(packs=[folder]).document() == load_folder(RULES, packs=[folder]).document()


# --- the command line ---


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "advisor", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, **environment})


def answer(*arguments: str, **environment: str) -> dict[str, Any]:
    result = run("recommend", "--json", *arguments, **environment)
    assert result.returncode == 0, result.stderr
    data: dict[str, Any] = json.loads(result.stdout)
    return data


def test_rules_may_stand_anywhere_and_bring_their_options() -> None:
    own = str(PACKS / "own-container")
    expected = answer("--rules", own, "--task", "regression", "--censored")
    assert answer("--task", "regression", "--censored", f"--rules={own}") == expected
    assert answer("--task", "regression", "--censored", ADVISOR_RULES=own) == expected
    before = run("--rules", own, "recommend", "--json", "--task", "regression", "--censored")
    assert json.loads(before.stdout) == expected
    assert expected["recommendations"][0]["id"] == "survival-forest"
    assert "--[no-]censored" in run("recommend", "--help", "--rules", own).stdout


def test_the_order_is_environment_then_command_line_and_later_wins() -> None:
    policy, own = str(PACKS / "policy"), str(PACKS / "own-container")
    data = answer("--rules", policy, "--task", "regression", ADVISOR_RULES=own)
    assert data["knowledge"]["packs"] == ["builtin", "own-container", "policy"]


def test_the_text_names_the_pack_where_it_is_not_the_built_in_knowledge() -> None:
    text = run("recommend", "--rules", str(PACKS / "own-container"), "--task", "regression", "--censored").stdout
    assert "concordance-index [own-container]" in text
    assert "[builtin]" not in text


def test_explain_shows_the_card_of_a_pack() -> None:
    result = run("explain", "survival-forest", "--rules", str(PACKS / "own-container"))
    assert "Survival forest (ours)" in result.stdout


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


def test_empty_parts_of_the_environment_are_no_folders(monkeypatch) -> None:
    monkeypatch.setenv("ADVISOR_RULES", os.pathsep.join(["", " ", str(PACKS / "policy"), ""]))
    assert found_packs() == [str(PACKS / "policy")]


@pytest.mark.parametrize(
    "arguments",
    [
        ["why-not", "survival-forest", "--task", "regression"],
        ["what-if", "--task", "regression", "--set", "censored=true"],
        ["ask", "--task", "regression", "--censored"],
        ["explain", "survival-metric"],
        ["rules", "list", "--pack", "own-container"],
        ["rules", "show", "survival-metric"],
        ["rules", "graph", "--candidate", "survival-forest", "--effect", "favor", "--most", "999"],
        ["rules", "export", "--to", "json"],
    ],
    ids=lambda arguments: "-".join(arguments[:2]),
)
def test_every_command_knows_the_pack_wherever_it_is_named(arguments: list[str]) -> None:
    own = str(PACKS / "own-container")
    before, after = run("--rules", own, *arguments), run(*arguments, f"--rules={own}")
    assert before.returncode == 0, before.stderr
    assert before.stdout == after.stdout
    assert run(*arguments).stdout != before.stdout


def test_the_wizard_repeats_the_pack_in_the_command_that_gives_the_result_again(tmp_path: Path) -> None:
    own = str(PACKS / "own-container")
    words = ["wizard", "--plain", "--task", "regression", "--censored", f"--rules={own}"]
    command = [sys.executable, "-m", "advisor", *words]
    environment = {**os.environ, "XDG_STATE_HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path)}
    result = subprocess.run(command, input="done\n" * 40, capture_output=True, text=True, check=False, env=environment)
    assert f"advisor recommend --rules {own} " in result.stdout + result.stderr


def test_a_rule_that_carries_a_note_may_be_switched_off(pack) -> None:
    shipped = advisor.load(packs=[])
    note = next(one for one in shipped.statements.values() if len(one.rules) > 1)
    base = advisor.load(packs=[pack("p", off=f"- {{disable: {note.rules[0]}, because: x}}\n")])
    assert base.statements[note.id].rules == note.rules[1:]


def test_a_hyperparameter_names_the_pack_that_set_it() -> None:
    base = advisor.load(packs=[PACKS / "own-container"])
    data = advisor.recommend(task="regression", censored=True, knowledge=base).to_dict()
    ours, other = data["recommendations"][:2]
    assert ours["setup"]["hyperparameters"]["value"]["trees"]["pack"] == "own-container"
    assert all("pack" not in entry for entry in other["setup"]["hyperparameters"]["value"].values())


def test_an_invalid_pack_exits_3_with_file_line_and_column(pack) -> None:
    folder = pack("p", rules=FAVOR.replace("knn", "knnn"))
    result = run("recommend", "--rules", str(folder), "--task", "clustering")
    assert result.returncode == 3
    assert f"{folder}/rules.yaml:4:11: " in result.stderr


def test_a_pack_that_is_installed_is_in_force(tmp_path: Path) -> None:
    (tmp_path / "acme_policy").symlink_to(PACKS / "policy")
    install(tmp_path, "policy", "acme_policy")
    path = os.pathsep.join(part for part in (str(tmp_path), os.environ.get("PYTHONPATH", "")) if part)
    data = answer("--task", "clustering", PYTHONPATH=path)
    assert data["knowledge"]["packs"] == ["builtin", "policy"]
