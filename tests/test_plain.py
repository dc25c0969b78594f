"""The wizard line by line, which is the reference for the drawn one."""

from __future__ import annotations

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor import Interview, SituationError, load
from advisor.advice.interview.card import card_of
from advisor.advice.interview.interview import NOT_SURE
from advisor.advice.interview.session import Session
from advisor.cli.plain import PlainWizard

from .small import small


def talk(*lines: str, **known) -> tuple[PlainWizard, str, bool]:
    session = Session(Interview.start(known, knowledge=small()))
    said = io.StringIO()
    wizard = PlainWizard(session, io.BytesIO("".join(f"{line}\n" for line in lines).encode()), said, watched=False)
    finished = wizard.run()
    return wizard, said.getvalue(), finished


def answered(*lines: str, **known) -> dict:
    return dict(talk(*lines, **known)[0].session.interview.situation.values)


def test_a_question_shows_its_help_and_numbered_answers() -> None:
    _, said, _ = talk()
    assert (
        "Question 1: What is the [goal]?\nA label, a number or groups.\n  1. label: say which [kind] a thing is\n"
        in said
    )
    assert "  4. not sure: stays open\n" in said


def test_answers_are_numbers_values_and_refusals() -> None:
    assert answered("2") == answered("number") == {"goal": "number"}
    wizard, _, _ = talk("label", "not sure")
    assert wizard.session.interview.answers[-1].refusal == NOT_SURE


def test_a_part_of_the_words_of_one_answer_is_that_answer() -> None:
    assert answered("numb") == answered("predict") == {"goal": "number"}
    assert answered("sparse = y") == {"sparse": True}
    assert talk("does")[0].session.interview.answers[0].refusal == "does-not-matter"


def test_a_part_of_the_words_of_several_answers_lists_them() -> None:
    session = Session(Interview.start({"task": "clustering"}))
    session.ask("region")
    said = io.StringIO()
    PlainWizard(session, io.BytesIO(b"eu-w\n"), said, watched=False).run()
    assert "'eu-w' fits 3 answers; it may be eu-west-1, eu-west-2 or\neu-west-3." in said.getvalue()


def test_another_name_of_a_value_is_left_to_the_interview() -> None:
    assert "did you mean 'label'?" in talk("class")[1]
    session = Session(Interview.start({"task": "clustering"}))
    session.ask("region")
    PlainWizard(session, io.BytesIO(b"frankfurt\n"), io.StringIO(), watched=False).run()
    assert session.interview.situation.values["region"] == "eu-central-1"


def test_a_word_is_found_by_its_beginning_only() -> None:
    wizard, _, _ = talk("umber", "n")
    assert wizard.misread == [1, 2]


@pytest.mark.parametrize("typed", ["no", "n", "do", "doe", "d", "sure", "matter"])
def test_the_beginning_of_another_word_is_no_refusal(typed: str) -> None:
    wizard, said, _ = talk(typed, goal="label")
    assert not wizard.session.interview.situation.declined
    told = " ".join(said.split())
    assert f"Not understood: rows: '{typed}' is not a whole number; type a whole number (examples) from 1" in told
    assert "; or: not sure, does not matter." in told


@pytest.mark.parametrize("typed", ["no", "do", "a", "the"])
def test_a_short_word_picks_no_value(typed: str) -> None:
    assert answered(typed) == {}


def test_no_is_no_value_that_begins_so_and_no_refusal_wherever_values_are_asked_for() -> None:
    for attribute in load().attributes.values():
        if attribute.type != "boolean":
            with pytest.raises(SituationError):
                Interview.start().answer(attribute.name, card_of(attribute).read("no"))


@pytest.mark.parametrize(
    ("typed", "refusal"),
    [
        ("not", "not-sure"),
        ("not s", "not-sure"),
        ("s", "not-sure"),
        ("m", "does-not-matter"),
        ("does", "does-not-matter"),
    ],
)
def test_the_first_word_of_a_refusal_and_its_key_mean_it(typed: str, refusal: str) -> None:
    assert [
        talk(typed, goal="label")[0].session.interview.answers[-1].refusal,
        talk(typed)[0].session.interview.answers[-1].refusal,
    ] == [refusal] * 2


def test_letters_for_a_number_can_only_mean_a_refusal() -> None:
    wizard, _, _ = talk("not s", goal="label")
    assert wizard.session.interview.answers[-1].refusal == NOT_SURE
    assert "'lots' is not a whole number" in talk("lots", goal="label")[1]


def test_sure_is_not_taken_for_not_sure() -> None:
    assert "sparse: 'sure' is not an answer; answer yes or no." in talk("sparse = sure")[1]


def test_the_beginning_of_a_value_counts_more_than_a_name_that_only_suggests_it() -> None:
    session = Session(Interview.start())
    session.ask("task")
    PlainWizard(session, io.BytesIO(b"forecast\n"), io.StringIO(), watched=False).run()
    assert session.interview.situation.values["task"] == "forecasting"


def test_what_is_no_answer_to_a_yes_or_no_question_is_told_the_words_of_its_answers() -> None:
    assert "sparse: 'perhaps' is not an answer; answer yes or no." in talk("sparse = perhaps")[1]


def test_a_misspelt_command_is_named() -> None:
    assert "Or did you mean the command review?\n" in talk("reveiw")[1]


def test_questions_are_numbered_from_what_is_asked() -> None:
    _, said, _ = talk("5", "back", goal="label")
    asked = [line for line in said.splitlines() if line.startswith("Question")]
    assert asked[0] == asked[2] == "Question 1: How many examples are there?"
    assert asked[1].startswith("Question 2: ")


def test_any_attribute_is_answered_by_name() -> None:
    assert answered("rows = 1e6", "sparse=no") == {"sparse": False, "rows": 1_000_000}


def test_every_answer_says_what_it_did_and_how_far_it_is() -> None:
    _, said, _ = talk("label")
    assert "Noted: goal is label.\nAnt [A] is now in first place.\n1 answered, about " in said


def test_a_misspelt_answer_names_the_nearest_and_asks_again() -> None:
    wizard, said, _ = talk("lable", "label")
    assert "Not understood: goal: 'lable' is not one of its values; did you mean 'label'?\n" in said
    assert wizard.misread == [1]
    assert wizard.session.interview.situation.values == {"goal": "label"}


def test_the_end_of_the_answers_ends_politely_with_what_is_known() -> None:
    wizard, _, finished = talk("label")
    assert finished
    assert wizard.session.interview.recommendation.pick.id == "ant"


def test_back_and_an_empty_line_keep_the_answer() -> None:
    _, said, _ = talk("label", "back", "")
    assert "Your answer so far is label; an empty line keeps it." in said
    assert answered("label", "back", "") == {"goal": "label"}


def test_an_empty_line_is_no_answer() -> None:
    assert "type a number or a value" in talk("")[1]


def test_review_numbers_the_answers_with_their_origin_and_state() -> None:
    _, said, _ = talk("sparse = yes", "review", goal="groups")
    assert "  1. goal: groups (from the command line; set aside by a newer answer)\n" in said
    assert "  2. sparse: yes\n" in said


def test_change_asks_an_answer_again_by_number_or_name() -> None:
    assert answered("label", "change 1", "number") == {"goal": "number"}
    assert answered("label", "change goal", "number") == {"goal": "number"}
    assert "did you mean 'goal'" in talk("change gaol")[1]


def test_forget_takes_an_answer_back() -> None:
    assert answered("label", "forget goal") == {}


def test_why_gives_the_reasons_of_the_rules_that_wait_and_names_what_they_are_about() -> None:
    assert "  - Ant [A] and Bee: Ants carry [/b] labels.\n" in talk("why")[1]


def test_a_question_mark_asks_why_as_in_the_drawn_wizard() -> None:
    wizard, _, _ = talk("?")
    assert wizard.misread == []


def test_ranking_says_the_change_in_points() -> None:
    assert "1. Ant [A]: 3 points, +3 since the last answer" in talk("label", "ranking")[1]


def test_details_are_asked_for_on_request() -> None:
    assert "Nothing is open in the set-up" in talk("details")[1]


def test_one_point_is_one_point() -> None:
    assert "Ant [A]: 1 point\n" in talk("ranking", goal="number")[1]


def test_help_lists_every_command() -> None:
    said = talk("help")[1]
    assert all(f"  {name}: " in said for name in ("back", "why", "review", "change", "forget", "result", "quit"))


def test_result_stops_asking_and_quit_leaves() -> None:
    assert talk("result", "label")[2]
    assert answered("result", "label") == {}
    assert not any(talk(word)[2] for word in ("quit", "exit", "q", "Q"))
    assert talk("?")[1].replace("Answer: ?", "") == talk("why")[1].replace("Answer: why", "")


def test_when_nothing_is_left_to_ask_the_answers_are_shown_once_more() -> None:
    wizard, said, finished = talk("rows = 5", "share = not sure", "sparse = no", "change goal", "label", goal="number")
    assert "Nothing is left to ask. Your answers:" in said
    assert "Only if one is a must, tell it too (wishes asks for them): place." in said
    assert finished
    assert wizard.session.interview.situation.values["goal"] == "label"


def test_no_text_can_move_the_cursor_or_colour_the_terminal() -> None:
    assert "\x1b" not in talk("\x1b[31mred", "rows = \x07")[1]


VALUES = {
    "goal": ["label", "number", "groups", "not sure"],
    "sparse": ["yes", "no", "does not matter"],
    "rows": ["5", "20000", "not sure"],
    "share": ["0.05", "0.5"],
}
moves = st.lists(
    st.one_of(
        st.sampled_from(sorted(VALUES)).flatmap(
            lambda name: st.tuples(st.sampled_from(["=", "change"]), st.just(name), st.sampled_from(VALUES[name]))
        ),
        st.sampled_from(["back", "review", "why", "ranking", "help", "nonsense", "goal = nothing"]).map(
            lambda w: (w, "", "")
        ),
        st.sampled_from(sorted(VALUES)).map(lambda name: ("forget", name, "")),
    ),
    max_size=12,
)


@settings(max_examples=80, deadline=None)
@given(moves)
def test_backs_edits_and_mistakes_end_where_the_final_answers_alone_lead(steps) -> None:
    final: dict[str, str] = {}
    lines = []
    for what, name, value in steps:
        if what == "change" and not final:
            continue
        lines += (
            [f"{name} = {value}"]
            if what == "="
            else [f"change {name}", value]
            if what == "change"
            else [f"{what} {name}".strip()]
        )
        if what in ("=", "change") and final.get(name) != value:
            final.pop(name, None)
            final[name] = value
        elif what == "forget":
            final.pop(name, None)
    wandering = talk(*lines)[0].session.interview
    straight = talk(*(f"{name} = {value}" for name, value in final.items()))[0].session.interview
    assert wandering == straight
    assert wandering.recommendation.to_json() == straight.recommendation.to_json()
    assert wandering.review == straight.review


def test_wishes_are_asked_for_only_on_request() -> None:
    wizard, said, _ = talk("rows = 5", "share = not sure", "sparse = no", "wishes", "there", goal="number")
    assert said.index("Nothing is left to ask.") < said.index("Where does it run?")
    assert wizard.session.interview.situation.values["place"] == "there"


def test_what_is_no_value_but_asked_for_says_what_to_take_instead() -> None:
    _, said, _ = talk("free-lunch", "label")
    assert "Not understood: goal: 'free-lunch' is not one of its values; Ask a [friend]." in said


def test_an_answer_to_another_question_may_be_written_with_dashes_and_capitals() -> None:
    assert answered("Rows = 20") == {"rows": 20}
    wizard, said, _ = talk("label", "change GOAL", "number", "forget Goal")
    assert "Forgotten: goal." in said
    assert not wizard.session.interview.answers


def test_wishes_come_after_what_matters_more() -> None:
    _, said, _ = talk("wishes", "label", "wishes")
    assert said.count("First comes what matters more") == 2
    _, said, _ = talk("not sure", "not sure", "not sure", "not sure", "place=here", "wishes")
    assert "No wish or limit would change anything now." in said
