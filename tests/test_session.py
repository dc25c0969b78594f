"""One sitting: the way back, edits, and the file that keeps the answers."""

from __future__ import annotations

import shlex

import pytest

from advisor import Interview, SituationError, load
from advisor.advice.answer.ruled_out import always_out
from advisor.advice.explain.why_question import WaitingRule, told
from advisor.advice.interview.card import card_of, spoken
from advisor.advice.interview.command import reproduce
from advisor.advice.interview.interview import DOES_NOT_MATTER, NOT_SURE
from advisor.advice.interview.saved import state_file
from advisor.advice.interview.session import Session
from advisor.situation import Band, Situation

from .small import small


def begin(**given) -> Session:
    return Session(Interview.start(given, knowledge=small()))


def test_back_shows_the_question_before_with_its_answer_and_loses_nothing() -> None:
    session = begin()
    first = session.asking
    session.answer("label")
    answers = session.interview.answers
    assert session.back()
    assert (session.asking, session.current) == (first, "label")
    assert session.interview.answers == answers


def test_the_first_question_has_nothing_before_it() -> None:
    assert not begin().back()


def test_an_answer_confirmed_again_changes_nothing() -> None:
    session = begin()
    session.answer("label")
    before = session.interview
    session.back()
    session.answer(session.current)
    assert session.interview is before


def test_after_an_edit_only_what_is_open_is_asked() -> None:
    session = begin(goal="label", sparse=True)
    session.ask("goal")
    session.answer("number")
    assert session.asking not in ("goal", "sparse")


def test_back_from_an_edit_returns_to_where_it_began() -> None:
    session = begin(goal="label")
    asked = session.asking
    session.ask("goal")
    assert session.back()
    assert session.asking == asked


def test_a_contradicted_answer_is_set_aside_and_comes_back() -> None:
    session = begin(goal="groups")
    session.answer("yes", "sparse")
    assert session.interview.set_aside == ("goal",)
    session.answer("groups", "goal")  # the same again: it is the newer one now
    assert session.interview.set_aside == ("sparse",)
    session.forget("sparse")
    assert session.interview.set_aside == ()


def test_an_unfit_answer_leaves_the_question_where_it_is() -> None:
    session = begin()
    asked = session.asking
    with pytest.raises(SituationError, match="did you mean 'label'"):
        session.answer("lable")
    assert session.asking == asked


def test_what_an_answer_would_do_is_what_it_does() -> None:
    session = begin(goal="label")
    assert session.asking == "rows"
    assert session.foresee("1e6") == "1,000,000 examples: Bee would be first."
    session.answer("1e6")
    assert session.change.sentence == "Bee is now in first place, before Ant [A]."


def test_the_change_since_the_last_answer_is_shown_in_points_and_places() -> None:
    session = begin(goal="label")
    session.answer("20000", "rows")
    first = session.places[0]
    assert (first.id, first.change, first.climbed) == ("bee", 3, 1)


def test_every_answer_is_kept_at_once(tmp_path) -> None:
    file = tmp_path / "interview.json"
    session = Session(Interview.start(knowledge=small()), file)
    session.answer("label")
    assert Interview.resume(file, knowledge=small()) == session.interview
    assert session.resume_command == f"advisor wizard --resume {file}"


def test_a_folder_that_cannot_be_written_is_said_and_costs_no_answer(tmp_path) -> None:
    (tmp_path / "file").write_text("")
    session = Session(Interview.start(knowledge=small()), tmp_path / "file" / "interview.json")
    session.answer("label")
    assert "cannot be kept" in session.trouble
    assert session.current is None
    assert session.interview.situation.values == {"goal": "label"}


def test_the_state_folder_follows_the_environment(monkeypatch, tmp_path) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    assert state_file() == tmp_path / "sagemaker-advisor" / "interview.json"
    monkeypatch.setenv("XDG_STATE_HOME", "relative")
    monkeypatch.delenv("LOCALAPPDATA", raising=False)
    assert state_file().is_absolute()


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("1", "label"),
        ("3", "groups"),
        ("Number", "number"),
        ("4", NOT_SURE),
        ("not sure", NOT_SURE),
        ("does  not matter", DOES_NOT_MATTER),
        ("not-sure", NOT_SURE),
    ],
)
def test_a_choice_is_typed_by_number_or_value(typed, read) -> None:
    assert card_of(small().attributes["goal"]).read(typed) == read


def test_a_number_without_a_choice_is_refused() -> None:
    with pytest.raises(SituationError, match="no answer 9"):
        card_of(small().attributes["goal"]).read("9")


@pytest.mark.parametrize(("typed", "read"), [("y", True), ("No", False), ("1", True), ("2", False)])
def test_yes_and_no_are_typed_as_people_do(typed, read) -> None:
    assert card_of(small().attributes["sparse"]).read(typed) == read


def test_digits_are_the_number_itself_where_a_number_is_asked() -> None:
    assert card_of(small().attributes["rows"]).read("1") == "1"


@pytest.mark.parametrize(
    ("value", "said"),
    [(True, "yes"), (1_000_000, "1,000,000"), (Band(10, False, 20, True), "from 10 below 20"), (NOT_SURE, "not sure")],
)
def test_values_are_said_as_people_say_them(value, said) -> None:
    assert spoken(value) == said


def test_the_command_names_every_answer() -> None:
    command = reproduce(Situation({"goal": "label", "sparse": False, "rows": 5}, ("share",)))
    assert command == "advisor recommend --goal label --no-sparse --rows 5 --not-sure share"


def test_the_commands_name_the_packs_of_rules_again() -> None:
    session = Session(Interview.start(knowledge=small()), packs=("my rules",))
    assert session.command == "advisor recommend --rules 'my rules'"
    assert session.resume_command == "advisor wizard --rules 'my rules' --resume"


def test_a_number_known_within_bounds_is_read_from_the_file(tmp_path) -> None:
    file = tmp_path / "it is.json"
    command = reproduce(Situation({"rows": Band(10, False, 20, True)}), file)
    assert shlex.split(command) == ["advisor", "recommend", "--situation", str(file)]


def test_a_question_out_of_turn_says_why_it_is_shown() -> None:
    session = begin(goal="label")
    session.ask("goal")
    assert session.why.startswith("You came back to this one")
    session.ask("place")
    assert session.why.startswith("You chose this one")
    shipped = Session(Interview.start({"task": "forecasting"}))
    shipped.ask("modality")
    assert shipped.why == "A rule concluded time-series; your own answer overrules it."
    assert (shipped.current, shipped.assumed) == (None, "time-series")


def test_what_fills_in_the_set_up_is_asked_one_after_the_other_and_then_the_result_is_back() -> None:
    session = Session(Interview.start({"task": "clustering"}))
    session.finish()
    wanted = session.details
    assert {"clusters", "region"} <= set(wanted)
    assert session.fill_in()
    asked = []
    while session.asking is not None:
        asked.append(session.asking)
        session.answer(NOT_SURE)
    assert tuple(asked) == wanted
    assert not session.details
    assert not session.fill_in()


def test_back_from_filling_in_is_the_result_again() -> None:
    session = Session(Interview.start({"task": "clustering"}))
    session.finish()
    session.fill_in()
    assert session.back()
    assert session.asking is None


def test_back_from_the_result_is_the_question_that_was_on_show() -> None:
    session = begin(goal="label")
    asked = session.asking
    session.finish()
    assert session.back()
    assert session.asking == asked


def test_what_is_no_answer_to_a_yes_or_no_question_is_refused_in_its_own_words() -> None:
    with pytest.raises(SituationError, match=r"sparse: 'x' is not an answer \(answer yes or no\)"):
        card_of(small().attributes["sparse"]).read("x")


def test_what_waits_on_another_question_names_it_in_its_words() -> None:
    shipped = load()
    (line,) = told(shipped, [WaitingRule("some", "derive", None, "Speech is sound.", "modality")])
    assert line == f'"{shipped.attributes["modality"].ask}": Speech is sound.'


def test_what_waits_counts_no_candidate_that_is_out_in_every_situation() -> None:
    shipped = load()
    out = [name for name in shipped.candidates if name in always_out(shipped)]
    (line,) = told(shipped, [WaitingRule("some", "favor", tuple(shipped.candidates), "It is so.")])
    assert out
    assert f"and {len(shipped.candidates) - len(out) - 3} more: " in line


def test_a_refusal_says_once_that_the_question_stays_open() -> None:
    session = begin()
    card = session.card
    assert card is not None
    assert {choice.word: choice.text for choice in card.choices[-2:]} == {
        "not sure": "stays open",
        "does not matter": "any answer would do",
    }
    assert session.foresee(NOT_SURE) == "The ranking stays as it is, and this is not asked again."


def test_what_waits_names_the_decision_or_as_many_candidates_as_fit() -> None:
    shipped = load()
    session = begin(goal="label", sparse=False, share=0.5)
    assert session.waiting == ("Machine: Many need a large one.", "Bee: Bees are many.")
    rule = WaitingRule("some", "favor", tuple(shipped.candidates)[:5], "It is so.")
    (line,) = told(shipped, [rule, rule])
    names = [card.name for card in shipped.candidates.values()]
    assert line == f"{names[0]}, {names[1]}, {names[2]} and 2 more: It is so."


def test_a_file_that_another_sitting_has_written_is_left_to_that_one(tmp_path) -> None:
    file = tmp_path / "interview.json"
    mine = Session(Interview.start(knowledge=small()), file)
    mine.answer("label", "goal")
    other = Session(Interview.start(knowledge=small()), file)
    other.answer("number", "goal")
    mine.answer(7000, "rows")
    assert (other.file, mine.file) == (file, tmp_path / "interview.2.json")
    assert Interview.resume(file, knowledge=small()).situation.values == {"goal": "number"}
    assert Interview.resume(mine.file, knowledge=small()).situation.values == {"goal": "label", "rows": 7000}
    assert str(mine.file) in mine.resume_command


def test_a_trouble_is_over_when_the_answers_can_be_kept_again(tmp_path) -> None:
    folder = tmp_path / "folder"
    folder.write_text("in the way")
    session = Session(Interview.start(knowledge=small()), folder / "interview.json")
    session.answer("label", "goal")
    assert "cannot be kept" in session.trouble
    folder.unlink()
    session.answer(7000, "rows")
    assert session.trouble == ""
