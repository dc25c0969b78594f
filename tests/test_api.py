"""The Python API: what other programs rely on."""

from __future__ import annotations

import asyncio
import pickle
import subprocess
import sys
import threading

import msgspec.json
import pytest

import advisor
from advisor import Band, Interview, Situation, SituationError
from advisor.advice.answer.recommend import advise
from advisor.knowledge.model import Attribute
from advisor.situation import read_situation

from .conftest import RULES
from .examples import possible_examples


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


def _in_threads(work, count: int) -> list:
    """Run `work(number)` in this many threads that begin together, switching between them as often as possible."""
    together = threading.Barrier(count)
    results: list = [None] * count

    def run(number: int) -> None:
        together.wait()
        results[number] = work(number)

    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        threads = [threading.Thread(target=run, args=(number,)) for number in range(count)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        sys.setswitchinterval(before)
    return results


SHARED = [dict(example.given) for example in possible_examples()[::25]]


@pytest.mark.parametrize("engine", [True, False])
def test_sixteen_threads_share_knowledge_that_nothing_was_asked_of_before(shipped, engine: bool) -> None:
    situations = [read_situation(given, shipped.attributes) for given in SHARED]
    expected = [advise(shipped, situation, 1, engine=engine) for situation in situations]
    for _ in range(2):
        fresh = advisor.KnowledgeBase.from_json(msgspec.json.encode(shipped.document()))

        def work(number: int, base=fresh) -> list:
            order = [*range(number, len(situations)), *range(number)]
            answers = {at: advise(base, situations[at % len(situations)], 1, engine=engine) for at in order}
            return [answers[at] for at in range(len(situations))]

        assert all(answers == expected for answers in _in_threads(work, 16))


def test_what_always_holds_is_shared_only_when_it_is_whole(shipped, monkeypatch) -> None:
    """A second thread once began with half of it."""
    from advisor.inference.inference import Inference
    from advisor.inference.program import Program

    program = Program(shipped)
    seen = []
    conclude = Inference.conclude
    monkeypatch.setattr(
        Inference, "conclude", lambda self, clause: (seen.append(program.template), conclude(self, clause))
    )
    Inference.start(program, Situation())
    assert program.standing
    assert seen == [None] * len(program.standing)


def test_the_knowledge_is_shared_by_an_event_loop() -> None:
    expected = [advisor.recommend(given, top=1) for given in SHARED]

    async def ask() -> list:
        return await asyncio.gather(*(asyncio.to_thread(advisor.recommend, given, top=1) for given in SHARED))

    assert asyncio.run(ask()) == expected


def test_threads_load_the_shipped_knowledge_once() -> None:
    assert len({id(base) for base in _in_threads(lambda _: advisor.load(), 16)}) == 1


def test_an_interview_can_be_pickled_at_any_point() -> None:
    interview = Interview.start({"task": "clustering"}).answer("rows", 500).answer("sparse", "not-sure")
    assert interview.recommendation.pick is not None  # what it computed is not part of it
    again = pickle.loads(pickle.dumps(interview))
    assert again == interview
    assert again.recommendation == interview.recommendation
    assert again.undo().answers == interview.undo().answers


def test_errors_of_every_kind_can_be_pickled(tmp_path) -> None:
    with pytest.raises(advisor.KnowledgeError) as caught:
        advisor.load(tmp_path)
    again = pickle.loads(pickle.dumps(caught.value))
    assert type(again) is advisor.KnowledgeError
    assert str(again) == str(caught.value)


def test_knowledge_is_equal_when_it_says_the_same(shipped) -> None:
    again = pickle.loads(pickle.dumps(shipped))
    assert again == shipped
    assert hash(again) == hash(shipped)
    assert shipped != advisor.load(packs=[RULES.parent / "examples" / "packs" / "policy"])


def test_the_shipped_knowledge_alone_can_be_asked_for(monkeypatch) -> None:
    monkeypatch.setenv("ADVISOR_RULES", str(RULES.parent / "examples" / "packs" / "policy"))
    assert advisor.load(packs=[]).packs == ("builtin",)


def test_one_pack_may_be_given_as_a_text(shipped) -> None:
    assert advisor.load(packs=str(RULES.parent / "examples" / "packs" / "policy")).packs == ("builtin", "policy")


def test_the_calls_that_are_checked_by_the_type_checkers_run(shipped) -> None:
    from tests.typing import api_calls as calls

    own = RULES.parent / "examples" / "packs" / "own-container"
    answer = calls.by_keywords()
    by_mapping = calls.by_mapping({"task": "classification", "sparse": True, "rows": 100_000})
    assert by_mapping.recommendations == answer.recommendations[:3]
    assert calls.by_situation(shipped).declined == ("sparse",)
    assert calls.what_an_answer_holds(answer)
    assert len(list(calls.many([{"task": "clustering"}, {"task": "forecasting"}]))) == 2
    assert [base.packs for base in calls.knowledge_of_ones_own(own)[1:]] == [("builtin",), ("builtin", "own-container")]
    assert calls.an_interview(shipped).question is None
    assert calls.mistakes()[0].code == "unknown-attribute"
    assert calls.a_known_failure("No iterator has been registered for ContentType")
    assert len(asyncio.run(calls.in_an_event_loop())) == 2
    assert calls.across_processes(answer) == answer
    with pytest.raises(AttributeError):
        calls.a_misspelt_name()


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["-m", "advisor.knowledge", str(RULES)], 0),
        (["-m", "advisor.knowledge", "/no/such"], 3),
        (["-m", "advisor.cli", "--version"], 0),
        (["-m", "advisor"], 2),
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


@pytest.mark.parametrize("top", [0, -1])
def test_fewer_than_one_candidate_cannot_be_described(top: int) -> None:
    with pytest.raises(advisor.SituationError, match=rf"top: {top} is not at least 1"):
        advisor.recommend(top=top)


def test_an_answer_comes_from_somewhere_that_is_known() -> None:
    with pytest.raises(advisor.SituationError, match="unknown origin 'flga'"):
        advisor.Interview.start().answer("sparse", True, "flga")


@pytest.mark.parametrize("top", ["2", 1.5, True, []])
def test_top_of_another_type_is_named(top: object) -> None:
    with pytest.raises(advisor.SituationError, match=r"top: a .* is not a whole number"):
        advisor.recommend(top=top)


def test_values_that_refuse_to_be_shown_or_compared_are_named_by_their_type() -> None:
    class Sulking:
        __hash__ = None

        def __repr__(self) -> str:
            raise RuntimeError

        def __eq__(self, other: object) -> bool:
            raise RuntimeError

    with pytest.raises(advisor.SituationError, match="rows: a value of type Sulking is not"):
        advisor.recommend(rows=Sulking(), task=Sulking())
    with pytest.raises(advisor.SituationError, match="a value of type Sulking"):
        advisor.Interview.start().answer("rows", Sulking())


@pytest.mark.parametrize("rows", [10**5000, -(10**5000), {"at_least": 10**5000}], ids=["large", "small", "bound"])
def test_whole_numbers_too_long_to_be_written_are_refused(rows: object) -> None:
    with pytest.raises(advisor.SituationError):
        advisor.recommend(rows=rows)


def test_a_value_of_numpy_is_the_value() -> None:
    class Scalar:
        shape = ()

        def __init__(self, value: object) -> None:
            self.value = value

        def item(self) -> object:
            return self.value

    situation = advisor.read({"rows": Scalar(5), "sparse": Scalar(True)})
    assert situation.document() == {"sparse": True, "rows": 5}


def test_a_band_is_taken_as_a_band() -> None:
    assert advisor.read({"density": advisor.Band(0.1, False, 0.2, True)}).values["density"] == advisor.Band(
        0.1, False, 0.2, True
    )


@pytest.mark.parametrize(
    ("given", "taken"),
    [
        ({"at_least": 10, "below": 20}, advisor.Band(10, False, 19, False)),
        ({"above": 9.5, "at_most": 19.5}, advisor.Band(10, False, 19, False)),
        ({"above": 9}, advisor.Band(10, False, None, False)),
        ({"above": 9, "below": 11}, 10),
    ],
)
def test_a_band_of_whole_numbers_is_taken_by_the_first_and_the_last(given, taken) -> None:
    assert advisor.read({"rows": given}).values["rows"] == taken
    with pytest.raises(advisor.SituationError, match="holds any number"):
        advisor.read({"rows": advisor.Band(5, False, 1, False)})


def test_a_band_of_whole_numbers_holds_one_that_can_be_said() -> None:
    attributes = {"n": Attribute("n", "integer", "N?", low=10, low_open=True)}
    with pytest.raises(SituationError, match="in the allowed range"):
        read_situation({"n": {"below": 10.8}}, attributes)
    assert read_situation({"n": {"at_most": 11}}, attributes).values == {"n": Band(None, False, 11, False)}


def test_one_name_alone_is_not_read_letter_by_letter() -> None:
    assert advisor.what_if({"task": "classification", "rows": 5}, unset="rows").after.situation == {
        "task": "classification"
    }
    assert [one.candidate for one in advisor.explain(task="classification", against="pca", changes=False).why_not] == [
        "pca"
    ]


def test_names_that_are_no_text_are_unknown() -> None:
    for call in (
        lambda: advisor.what_if(unset=[5]),
        lambda: advisor.explain(task="classification", against=[[]]),
        lambda: advisor.Interview.start().answer([], 1),
        lambda: advisor.Interview.start([]),
        lambda: list(advisor.recommend_many(["x"])),
    ):
        with pytest.raises(advisor.SituationError):
            call()


@pytest.mark.parametrize("folder", ["a" * 5000, "\0"], ids=["long", "nul"])
def test_folders_that_no_system_can_have_are_no_folders(folder: str) -> None:
    with pytest.raises(advisor.KnowledgeError, match="no rule files"):
        advisor.load(packs=[folder])
