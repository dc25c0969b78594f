"""What a pack may add, replace and switch off, and what is said about who decided."""

from __future__ import annotations

import pytest

import advisor
from advisor.knowledge.load import load_folder

from ..conftest import RULES
from .making import FAVOR, HEADER, PACKS


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
