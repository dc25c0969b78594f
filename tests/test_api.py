"""The Python API: what other programs rely on."""

from __future__ import annotations

import pickle
import subprocess
import sys
import threading

import pytest

import advisor
from advisor import Band, Situation, SituationError

from .conftest import RULES


def test_attributes_and_mappings_say_the_same() -> None:
    by_name = advisor.recommend(task="classification", sparse=True)
    assert by_name == advisor.recommend({"task": "classification", "sparse": True})
    assert by_name == advisor.recommend({"task": "classification"}, sparse=True)
    assert by_name == advisor.recommend(advisor.read({"task": "classification", "sparse": True}))
    assert by_name == advisor.recommend(Situation({"task": "classification"}), sparse=True)


def test_nothing_known_recommends_nothing_and_asks_for_the_task() -> None:
    answer = advisor.recommend()
    assert answer.pick is None
    assert not answer.settled
    assert answer.next_question is not None
    assert answer.next_question.attribute == "task"


def test_many_are_answered_in_order() -> None:
    answers = advisor.recommend_many([{"task": "clustering"}, Situation({"task": "dimensionality-reduction"})])
    assert [answer.pick.id for answer in answers if answer.pick] == ["k-means", "pca"]


def test_a_folder_can_be_loaded() -> None:
    base = advisor.load(RULES)
    assert "xgboost" in base.candidates
    assert "KnowledgeBase(builtin" in repr(base)


@pytest.mark.parametrize(
    "call",
    [
        lambda: advisor.recommend(taks="classification"),
        lambda: advisor.recommend({"task": "classification"}, task="regression"),
        lambda: advisor.recommend([("task", "classification")]),
        lambda: advisor.read(["task"]),
        lambda: advisor.recommend({3: "classification"}),
        lambda: advisor.recommend(rows=object()),
        lambda: advisor.recommend(task=["classification"]),
        lambda: advisor.recommend(declined="task"),
    ],
)
def test_bad_input_is_an_error_with_diagnostics(call) -> None:
    with pytest.raises(SituationError) as caught:
        call()
    assert caught.value.diagnostics
    assert pickle.loads(pickle.dumps(caught.value)).diagnostics == caught.value.diagnostics


def test_results_and_knowledge_can_be_pickled(shipped) -> None:
    answer = advisor.recommend(task="clustering", rows=Band(10, False, 1000, True).document())
    assert pickle.loads(pickle.dumps(answer)) == answer
    assert pickle.loads(pickle.dumps(shipped)).document() == shipped.document()
    situation = advisor.read({"task": "clustering"})
    assert pickle.loads(pickle.dumps(situation)) == situation


def test_results_are_frozen() -> None:
    answer = advisor.recommend(task="clustering")
    with pytest.raises(AttributeError):
        answer.settled = True  # type: ignore[misc]


def test_threads_share_the_knowledge() -> None:
    expected = advisor.recommend(task="forecasting", series=500)
    answers = []
    threads = [
        threading.Thread(target=lambda: answers.append(advisor.recommend(task="forecasting", series=500)))
        for _ in range(16)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [expected] * 16


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["-m", "advisor.knowledge", str(RULES)], 0),
        (["-m", "advisor.knowledge", "/no/such"], 3),
        (["-m", "advisor.cli", "--version"], 0),
        (["-m", "advisor"], 0),
    ],
)
def test_modules_run(arguments: list[str], code: int) -> None:
    assert subprocess.run([sys.executable, *arguments], capture_output=True, check=False).returncode == code


def test_every_image_uri_of_every_region_is_the_registrys(shipped) -> None:
    """Account, domain, repository and tag of every first-party image in every region where it exists; ruled out elsewhere."""
    checked = 0
    for card in shipped.candidates.values():
        table = shipped.tables.get(card.facts.get("account_table") or "")
        if table is None:
            continue
        task = card.facts["tasks"][0]
        modality = card.facts["modalities"][0]
        for region in shipped.attributes["region"].values:
            answer = advisor.recommend(task=task, modality=modality, region=region, knowledge=shipped)
            found = next((ranked for ranked in answer.recommendations if ranked.id == card.id), None)
            if region not in table.rows:
                assert found is None
                assert any(out.id == card.id and "region" in out.because for out in answer.ruled_out)
                continue
            assert found is not None
            domain = shipped.tables["registry-domain"].rows.get(region, "amazonaws.com")
            expected = (
                f"{table.rows[region]}.dkr.ecr.{region}.{domain}/{card.facts['repository']}:{card.facts['image_tag']}"
            )
            assert found.setup["image"].value == expected
            checked += 1
    assert checked > 500
