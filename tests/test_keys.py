"""What is typed at a question of the drawn wizard: every key fits an answer, or says that it does not and answers nothing."""

from __future__ import annotations

import io

import pytest
from textual import events

from advisor import Interview, load
from advisor.advice.interview.session import Session
from advisor.cli.plain import PlainWizard
from advisor.tui.choices import ChoiceList
from advisor.tui.number import NumberField

from .drawn import Drawn, draw


async def ask(drawn: Drawn, attribute: str) -> None:
    drawn.session.ask(attribute)
    drawn.app.show_question()
    await drawn.settle()


@pytest.mark.parametrize(("key", "answer"), [("1", True), ("2", False), ("3", "not-sure"), ("4", "does-not-matter")])
def test_digits_pick_by_place_where_letters_do_too(key: str, answer: object) -> None:
    async def steps(drawn: Drawn) -> None:
        await ask(drawn, "sparse")
        await drawn.press(key, "enter")
        assert drawn.session.interview.answers[0].document == answer

    draw(steps)


@pytest.mark.parametrize(("key", "refusal"), [("4", "not-sure"), ("5", "does-not-matter")])
def test_the_digits_after_the_last_value_are_the_refusals(key: str, refusal: str) -> None:
    async def steps(drawn: Drawn) -> None:
        await drawn.press(key, "enter")
        assert drawn.session.interview.answers[0].refusal == refusal

    draw(steps)


@pytest.mark.parametrize("place", ["1", "2", "3"])
def test_the_same_digits_give_the_same_answers_line_by_line(place: str) -> None:
    plain = Session(Interview.start(knowledge=load()))
    typed = []
    while plain.card is not None and len(typed) < 10:
        typed.append("500" if plain.card.numeric else place)
        plain.answer(plain.card.read(typed[-1]))

    async def steps(drawn: Drawn) -> None:
        for digits in typed:
            await drawn.pilot.press(*digits, "enter")

    lines = io.BytesIO("".join(f"{digits}\n" for digits in typed).encode())
    wizard = PlainWizard(Session(Interview.start(knowledge=load())), lines, io.StringIO(), watched=False)
    wizard.run()
    assert draw(steps, knowledge=load()).session.interview == wizard.session.interview == plain.interview


@pytest.mark.parametrize("typed", ["800", "40", "yx", "nope"])
def test_enter_after_a_key_that_fits_nothing_takes_no_answer(typed: str) -> None:
    async def steps(drawn: Drawn) -> None:
        await ask(drawn, "sparse")
        await drawn.press(*typed, "enter")
        assert not drawn.session.interview.answers
        assert drawn.session.asking == "sparse"

    draw(steps)


@pytest.mark.parametrize(("typed", "answer"), [("yes", True), ("no", False), ("Not sure", "not-sure")])
def test_a_word_that_is_typed_is_the_answer_and_no_row_of_keys(typed: str, answer: object) -> None:
    async def steps(drawn: Drawn) -> None:
        await ask(drawn, "sparse")
        await drawn.press(*typed, "enter")
        assert drawn.session.interview.answers[0].document == answer

    draw(steps)


def test_a_command_begins_no_word() -> None:
    async def steps(drawn: Drawn) -> None:
        await drawn.press("r", "escape", "e")
        choices = drawn.app.screen.query_one(ChoiceList)
        assert choices.keys[choices.highlighted or 0] == "e"

    draw(steps, knowledge=load())


def test_a_word_that_the_narrowed_list_does_not_show_is_no_answer() -> None:
    async def steps(drawn: Drawn) -> None:
        await drawn.press("slash", *"gro", "tab", *"number", "enter")
        assert not drawn.session.interview.answers

    draw(steps)


def test_a_word_that_fits_several_answers_waits_for_a_second_enter() -> None:
    async def steps(drawn: Drawn) -> None:
        await ask(drawn, "region")
        await drawn.press(*"eu-w", "enter")
        assert "eu-w fits 3 answers, so nothing is answered. Enter again takes eu-west-1." in drawn.text
        await drawn.press("enter")
        assert drawn.session.interview.situation.values["region"] == "eu-west-1"

    draw(steps, knowledge=load(), task="clustering")


def test_a_letter_of_a_word_that_is_typed_is_no_command() -> None:
    async def steps(drawn: Drawn) -> None:
        await drawn.press(*"classif", "enter")
        assert drawn.session.interview.situation.values == {"task": "classification"}

    draw(steps, knowledge=load())


def test_a_key_that_fits_nothing_is_named_and_what_a_second_enter_takes() -> None:
    async def steps(drawn: Drawn) -> None:
        await ask(drawn, "sparse")
        await drawn.press("8")
        assert "No answer here has the key 8." in drawn.text
        await drawn.press("enter")
        assert "No answer here has the key 8, so nothing is answered. Enter again takes yes." in drawn.text
        await drawn.press("enter")
        assert drawn.session.interview.situation.values == {"sparse": True}
        assert "No answer here" not in drawn.text

    draw(steps)


@pytest.mark.parametrize("move", [["down"], ["n"], ["2"]])
def test_moving_after_a_key_that_fits_nothing_answers_as_usual(move: list[str]) -> None:
    async def steps(drawn: Drawn) -> None:
        await ask(drawn, "sparse")
        await drawn.press("8", *move, "enter")
        assert drawn.session.interview.situation.values == {"sparse": False}

    draw(steps)


def test_a_mistake_does_not_reach_into_the_next_question() -> None:
    async def steps(drawn: Drawn) -> None:
        await drawn.press("8")
        await drawn.pilot.click(ChoiceList, offset=(6, 0))
        await drawn.settle()
        assert drawn.session.asking == "rows"
        await ask(drawn, "sparse")
        await drawn.press("enter")
        assert drawn.session.interview.situation.values == {"goal": "label", "sparse": True}

    draw(steps)


def test_a_digit_after_not_sure_goes_on_with_the_number() -> None:
    async def steps(drawn: Drawn) -> None:
        await drawn.press("s", *"20", "enter")
        assert drawn.session.interview.situation.values["rows"] == 20

    draw(steps, goal="label")


def test_a_number_that_was_given_before_is_not_taken_again_by_a_mistake() -> None:
    async def steps(drawn: Drawn) -> None:
        await drawn.press(*"50", "enter", "escape", "x", "enter")
        assert drawn.session.asking == "rows"
        assert "Enter again takes 50." in drawn.text

    draw(steps, goal="label")


def test_enter_after_words_behind_a_number_waits_for_a_second_one() -> None:
    async def steps(drawn: Drawn) -> None:
        await drawn.press(*"3 shops", "enter")
        assert drawn.session.asking == "rows"
        assert "The number has to stand alone, so nothing is answered. Enter again takes 3." in drawn.text

    draw(steps, goal="label")


def test_no_typed_for_a_number_answers_nothing() -> None:
    async def steps(drawn: Drawn) -> None:
        await drawn.press(*"no")
        assert "No answer here has the key o." in drawn.text
        await drawn.press("enter")
        assert drawn.session.asking == "rows"
        assert "✗ Type a number, or s for not sure." in drawn.text

    draw(steps, goal="label")


def test_what_is_pasted_answers_no_other_question() -> None:
    async def steps(drawn: Drawn) -> None:
        await ask(drawn, "sparse")
        drawn.app.screen.query_one(ChoiceList).post_message(events.Paste("800"))
        await drawn.press("enter")
        assert not drawn.session.interview.answers
        assert "No answer here has the key 800" in drawn.text

    draw(steps)


def test_a_number_is_pasted_into_its_field() -> None:
    async def steps(drawn: Drawn) -> None:
        await drawn.press("s")
        drawn.app.screen.query_one(ChoiceList).post_message(events.Paste("800"))
        await drawn.settle()
        assert drawn.app.screen.query_one(NumberField).value == "800"

    draw(steps, goal="label")
