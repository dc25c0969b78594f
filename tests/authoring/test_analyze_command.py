"""`advisor rules analyze`: what it writes, and that the command it gives shows what it says."""

from __future__ import annotations

import json
import shlex
from pathlib import Path

import pytest

import advisor
from advisor.authoring.analyze.asking import Asking
from advisor.authoring.analyze.findings import CODES
from advisor.authoring.scope import scope_of
from advisor.cli.app import run
from advisor.knowledge.place import rules_folder

from ..test_rules_analyze import ATTRIBUTES, CARDS, DECISIONS, DISPUTED, SOUND, rule

DOCS = Path(__file__).parent.parent.parent / "docs"


@pytest.fixture
def said(capfdbinary):
    """Run a command and return what it writes."""

    def say(*arguments: str, code: int | None = 0) -> str:
        ended = run(list(arguments))
        assert ended in (0, 1) if code is None else ended == code
        return capfdbinary.readouterr().out.decode()

    return say


@pytest.fixture
def knowledge(write_pack):
    """Write the sound rules and some more."""
    return lambda more="", **files: write_pack(
        **{"attributes": ATTRIBUTES, "decisions": DECISIONS, "rules": SOUND + more, **CARDS, **files}
    )


GAP = rule("rule: nothing-groups-text, when: {task: group, data: text}, rule_out: [ant, bee]")


def test_a_finding_of_other_complete_knowledge_is_shown_as_a_call(knowledge, said) -> None:
    folder = knowledge(GAP)
    call = f"advisor.recommend({{'task': 'group', 'data': 'text'}}, knowledge=advisor.load({str(folder)!r}))"
    text = said("rules", "analyze", str(folder), code=1)
    assert text.startswith(
        f"pack/rules.yaml:4: finding: every candidate is ruled out [nothing-left]\n  {call}\n\n1 finding"
    )
    assert not eval(call, {"advisor": advisor}).recommendations
    (found, *_) = json.loads(said("rules", "analyze", str(folder), "--json", code=1))["found"]
    assert (found["command"], found["situation"]) == (None, {"task": "group", "data": "text"})


def test_records_are_given_and_0_when_clean(knowledge, said) -> None:
    data = json.loads(said("rules", "analyze", str(knowledge()), "--json"))
    assert data["schema"] == "advisor/rules-analyze/1"
    assert {record["severity"] for record in data["found"]} <= {"information"}


def test_knowledge_that_is_not_valid_exits_3(write_pack) -> None:
    assert run(["rules", "analyze", str(write_pack(attributes="- {attribute: task}\n"))]) == 3


def test_a_folder_that_is_not_there_exits_2(capfdbinary) -> None:
    assert run(["rules", "analyze", "nowhere"]) == 2
    assert capfdbinary.readouterr().err == b"error: nowhere: no such folder\n"


# --- the command that is given shows what is said ---


@pytest.fixture
def shown(knowledge, said, monkeypatch):
    """Let a small folder stand in for the shipped rules, analyze it, and answer what each finding of a kind gives to paste."""

    def show(code: str, more: str, **files: str) -> list[tuple[dict, dict]]:
        folder = knowledge(more, **files)
        for place in ("advisor.knowledge.store.rules_folder", "advisor.authoring.scope.rules_folder"):
            monkeypatch.setattr(place, lambda: str(folder))
        found = json.loads(said("rules", "analyze", "--json", code=None))["found"]
        of_kind = [one for one in found if one["code"] == code]
        assert of_kind
        return [(one, answered(said, one["command"])) for one in of_kind]

    return show


def answered(said, command: str) -> dict:
    program, *arguments = shlex.split(command)
    assert program == "advisor"
    return json.loads(said(*arguments, "--json", code=None))


def ids(answer: dict) -> list[str]:
    return [ranked["id"] for ranked in answer["recommendations"]]


def test_nothing_left(shown) -> None:
    ((_, answer),) = shown("nothing-left", GAP)
    assert ids(answer) == []


def test_nothing_favored(shown) -> None:
    ((_, answer),) = shown("nothing-favored", rule("rule: bee-cannot-group, when: {task: group}, rule_out: [bee]"))
    assert [ranked["score"] for ranked in answer["recommendations"]] == [0]


def test_no_value(shown) -> None:
    more = rule("rule: no-csv-for-few, when: {rows: {below: 10}}, exclude: {format: csv}")
    for finding, answer in shown("no-value", more):
        (setup,) = [ranked["setup"] for ranked in answer["recommendations"] if ranked["id"] == finding["subject"][0]]
        assert setup["format"]["value"] is None


def test_disagreement(shown) -> None:
    more = rule("rule: libsvm-for-text, when: {data: text}, choose: {format: libsvm}")
    more += rule("rule: parquet-for-many, when: {rows: {above: 500}}, choose: {format: parquet}")
    ((finding, answer),) = shown("disagreement", more)
    (setup,) = [ranked["setup"] for ranked in answer["recommendations"] if ranked["id"] == finding["subject"][0]]
    made = {setup["format"]["value"], *(other["value"] for other in setup["format"]["alternatives"])}
    assert made >= {"libsvm", "parquet"}


def test_derive_contradiction(shown) -> None:
    ((finding, answer),) = shown("derive-contradiction", DISPUTED)
    assert "data" not in answer["derived"]
    assert any(all(name in warning["text"] for name in finding["rules"]) for warning in answer["warnings"])


def test_favor_ruled_out(shown) -> None:
    more = rule("rule: ant-cannot-group, when: {task: group}, rule_out: [ant]")
    more += rule("rule: ant-groups-texts, aspect: text, when: {task: group, data: text}, favor: {ant: weak}")
    ((_, answer),) = shown("favor-ruled-out", more)
    assert [out["id"] for out in answer["ruled_out"]] == ["ant"]


def test_always_true(shown) -> None:
    ((finding, answer),) = shown("always-true", rule("rule: auc, choose: {metric: auc}"))
    assert finding["situation"] == {}
    assert {ranked["setup"]["metric"]["rule"] for ranked in answer["recommendations"]} == {"auc"}


def test_tie(shown) -> None:
    more = rule("rule: bee-classifies-too, aspect: task, when: {task: classify}, favor: {bee: strong}")
    same = CARDS["card_bee"].replace("order: 2", "order: 1")
    ((finding, answer),) = shown("tie", more, card_bee=same)
    assert finding["severity"] == "finding"
    assert answer["recommendations"][0]["tied_with"] == ["bee"]


@pytest.mark.parametrize(
    ("without", "more"),
    [
        ("useless", rule("rule: useless, aspect: task, when: {task: classify, labeled: true}, favor: {ant: weak}")),
        ("useless", rule("rule: useless, when: {labeled: true}, choose: {format: csv}, level: default")),
        ("useless", rule("rule: useless, given: {format: parquet}, choose: {metric: auc}")),
    ],
)
def test_without_a_rule_of_no_effect_nothing_changes(without: str, more: str, knowledge, said) -> None:
    folder = knowledge(more)
    found = json.loads(said("rules", "analyze", str(folder), "--json", code=None))["found"]
    assert ("no-effect", [without]) in [(one["code"], one["rules"]) for one in found]
    situations = [{}, {"labeled": True}, {"task": "classify", "labeled": True}, {"task": "group", "labeled": True}]
    before = [told(folder, situation) for situation in situations]
    (folder / "rules.yaml").write_text(SOUND)
    assert [told(folder, situation) for situation in situations] == before


def told(folder: Path, situation: dict) -> list:
    answer = advisor.recommend(situation, knowledge=advisor.load(folder)).to_dict()
    return [
        (ranked["id"], ranked["score"], {name: made["value"] for name, made in ranked["setup"].items()})
        for ranked in answer["recommendations"]
    ]


# --- packs ---


def test_the_command_names_the_packs_that_are_not_in_force_anyway(tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    packs = []
    for name in ("ours", "found", "named"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "pack.yaml").write_text(f"pack: {name}\nversion: 1.0.0\nextends: builtin\n")
        packs.append(name)
    asking = Asking.about(scope_of(["ours"], ["found"], ["named"]), ["found"])
    assert asking.command({"sparse": True}) == "advisor recommend --rules named --rules ours --sparse"
    assert asking.call({}) == "advisor.recommend({}, knowledge=advisor.load(packs=['named', 'ours']))"
    assert Asking.about(scope_of(()), ()).command({}) == "advisor recommend"
    assert Asking.about(scope_of((rules_folder(),)), ()).folder is None


def test_every_kind_is_explained() -> None:
    text = (DOCS / "analysis.md").read_text(encoding="utf-8")
    assert [line[5:-1] for line in text.splitlines() if line.startswith("### `")] == list(CODES)
