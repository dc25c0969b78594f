"""The drawn wizard: every key, every screen."""

from __future__ import annotations

import re

import pytest
from textual.widgets import Input

from advisor import Interview, load, recommend
from advisor.advice.interview.interview import NOT_SURE
from advisor.advice.interview.session import Session
from advisor.cli.wizard import exports
from advisor.tui.choices import ChoiceList, keys_of
from advisor.tui.finder import Finder
from advisor.tui.keys import Cell, KeyLine, laid_out
from advisor.tui.modals import CandidateModal, ExportModal, KeyHelp, QuestionHelp
from advisor.tui.number import NumberField
from advisor.tui.palette import AdvisorCommands
from advisor.tui.question import QuestionScreen, trail
from advisor.tui.result import ResultScreen
from advisor.tui.review import ReviewScreen

from .drawn import Drawn, draw, matches_snapshot

# --- one transcript, three skins ---


def test_one_transcript_gives_the_same_json_in_three_skins() -> None:
    from .test_plain import PlainWizard, io

    script = {"task": "classification", "priority": "cost", "sparse": "yes", "rows": "50000"}
    plain = Session(Interview.start(knowledge=load()))
    asked = []
    while plain.asking and len(asked) < 14:
        asked.append(plain.asking)
        plain.answer(script.get(plain.asking, NOT_SURE))
    typed = "".join(f"{script.get(name, 'not sure')}\n" for name in asked)
    wizard = PlainWizard(Session(Interview.start(knowledge=load())), io.BytesIO(typed.encode()), io.StringIO(), False)
    assert wizard.run()

    async def steps(drawn: Drawn) -> None:
        for _ in asked:
            card = drawn.session.card
            assert card is not None
            answer = script.get(card.name, "s")
            keys = dict(zip([choice.word for choice in card.choices], keys_of(card.choices), strict=True))
            pressed = keys.get(answer, answer)
            await drawn.pilot.press(*(pressed if card.numeric and answer != "s" else [pressed]), "enter")

    app = draw(steps, knowledge=load())
    answers = app.session.interview
    declined = [name for name in asked if name not in script]
    known = {name: value for name, value in script.items() if name in asked}
    assert wizard.session.interview == answers
    flags = recommend({**known, "declined": declined}, knowledge=load()).to_json()
    assert answers.recommendation.to_json() == flags


# --- the question ---


def test_digits_point_and_enter_takes() -> None:
    async def steps(drawn: Drawn) -> None:
        await drawn.press("2")
        pointed = drawn.app.screen.query_one(ChoiceList)
        assert pointed.choices[pointed.highlighted or 0].value == "number"
        assert "→ Bee would be first." in drawn.text
        await drawn.press("enter")
        assert drawn.session.interview.situation.values == {"goal": "number"}

    draw(steps)


def test_arrows_and_the_mouse_do_the_same() -> None:
    async def steps(drawn: Drawn) -> None:
        await drawn.press("down", "down", "up", "enter")
        assert drawn.session.interview.situation.values == {"goal": "number"}
        drawn.session.ask("goal")
        drawn.app.show_question()
        await drawn.settle()
        await drawn.pilot.click(ChoiceList, offset=(6, 2))
        await drawn.settle()
        assert drawn.session.interview.situation.values == {"goal": "groups"}

    draw(steps)


@pytest.mark.parametrize(("key", "refusal"), [("s", "not-sure"), ("m", "does-not-matter")])
def test_not_sure_and_does_not_matter_have_keys(key: str, refusal: str) -> None:
    async def steps(drawn: Drawn) -> None:
        await drawn.press(key, "enter")
        assert drawn.session.interview.answers[0].refusal == refusal

    draw(steps)


def test_y_and_n_answer_yes_or_no() -> None:
    async def steps(drawn: Drawn) -> None:
        drawn.session.ask("sparse")
        drawn.app.show_question()
        await drawn.press("n", "enter")
        assert drawn.session.interview.situation.values["sparse"] is False

    draw(steps)


def test_a_number_is_checked_while_it_is_typed_and_letters_are_keys_before_and_after() -> None:
    async def steps(drawn: Drawn) -> None:
        assert drawn.session.asking == "rows"
        await drawn.press("r")
        assert isinstance(drawn.app.screen, ReviewScreen)
        await drawn.press("escape")
        await drawn.press("0")
        assert "✗ rows: '0' is not a whole number in the allowed range" in drawn.text
        await drawn.press("enter")
        assert drawn.session.asking == "rows"
        await drawn.press("backspace", *"1m")
        assert "→ 1,000,000 examples: Bee would be first." in drawn.text
        await drawn.press("enter")
        assert drawn.session.interview.situation.values["rows"] == 1_000_000
        await drawn.press("escape", "r")
        assert isinstance(drawn.app.screen, ReviewScreen)

    draw(steps, goal="label")


def test_words_after_a_number_are_no_keys() -> None:
    async def steps(drawn: Drawn) -> None:
        await drawn.press(*"30 shops")
        assert drawn.app.screen.query_one(NumberField).value == "30"
        assert "✗ That letter belongs to no number" in drawn.text
        await drawn.press("enter", "enter")
        assert drawn.session.interview.situation.values["rows"] == 30

    draw(steps, goal="label")


def test_a_wish_waits_while_other_questions_are_open() -> None:
    async def steps(drawn: Drawn) -> None:
        await drawn.press("f", "w")
        assert "First comes what matters more: esc goes on with the questions." in drawn.text
        await drawn.press("escape")
        assert drawn.session.asking == "rows"

    draw(steps, goal="label")


def test_a_share_may_be_typed_in_percent() -> None:
    async def steps(drawn: Drawn) -> None:
        drawn.session.ask("share")
        drawn.app.show_question()
        await drawn.settle()
        await drawn.press(*"4%", "enter")
        assert drawn.session.interview.situation.values["share"] == 0.04

    draw(steps, goal="label")


def test_a_line_that_is_cut_off_in_the_list_is_told_in_full_for_the_answer_under_the_pointer() -> None:
    async def steps(drawn: Drawn) -> None:
        drawn.session.ask("task")
        drawn.app.show_question()
        await drawn.press("4")
        assert re.search(r"❯ 4   forecasting +predict the .*…", drawn.text)
        assert "predict the future of time series → DeepAR" in drawn.text

    draw(steps, (100, 30), knowledge=load(), task="classification")


def test_a_few_letters_find_an_answer() -> None:
    async def steps(drawn: Drawn) -> None:
        await drawn.press("slash", *"gro")
        assert "❯     groups" in drawn.text
        assert "predict a number" not in drawn.text
        assert "→ Cat would be first" in drawn.text
        await drawn.press("enter")
        assert drawn.session.interview.situation.values == {"goal": "groups"}

    draw(steps)


def test_other_names_of_a_value_find_it_too() -> None:
    async def steps(drawn: Drawn) -> None:
        await drawn.press("slash", *"class", "enter")
        assert drawn.session.interview.situation.values == {"goal": "label"}

    draw(steps)


def test_every_letter_goes_into_the_line_that_finds() -> None:
    async def steps(drawn: Drawn) -> None:
        await drawn.press("slash", *"frqsm1", "question_mark", "slash")
        assert isinstance(drawn.app.screen, QuestionScreen)
        assert drawn.app.screen.query_one(Finder).value == "frqsm1?/"
        assert "✗ No answer has that in its words. Esc shows all." in drawn.text
        assert "q Leave" not in drawn.text
        await drawn.press("enter")
        assert not drawn.session.interview.answers

    draw(steps)


def test_escape_shows_all_answers_again_and_then_goes_back() -> None:
    async def steps(drawn: Drawn) -> None:
        await drawn.press("slash", *"number", "escape")
        assert "❯ 1   label" in drawn.text
        assert "groups" in drawn.text
        assert not drawn.app.screen.query_one(Finder).display
        await drawn.press("3", "enter", "slash", "escape", "escape")
        assert drawn.session.asking == "goal"

    draw(steps)


def test_arrows_move_the_pointer_while_letters_are_typed() -> None:
    async def steps(drawn: Drawn) -> None:
        await drawn.press("slash", "n", "down", "enter")
        assert drawn.session.interview.answers[0].refusal == "not-sure"
        drawn.session.ask("goal")
        drawn.app.show_question()
        await drawn.press("slash", "n", "up", "enter")
        assert drawn.session.interview.answers[-1].refusal == "does-not-matter"

    draw(steps)


def test_there_is_nothing_to_find_where_a_number_is_typed() -> None:
    async def steps(drawn: Drawn) -> None:
        assert "/ Find" not in drawn.text
        await drawn.press("slash", "5")
        assert drawn.app.screen.query_one(NumberField).value == "5"

    draw(steps, goal="label")


def test_an_empty_number_is_asked_for_and_not_sure_is_one_key_away() -> None:
    async def steps(drawn: Drawn) -> None:
        await drawn.press("enter")
        assert "✗ Type a number, or s for not sure." in drawn.text
        await drawn.press("s", "enter")
        assert drawn.session.interview.answers[-1].refusal == "not-sure"

    draw(steps, goal="label")


def test_back_never_checks_and_shows_the_answer_that_was_given() -> None:
    async def steps(drawn: Drawn) -> None:
        await drawn.press("1", "enter", *"0", "escape")
        assert drawn.session.asking == "goal"
        assert "❯ 1 ● label" in drawn.text
        await drawn.press("escape")
        assert "This is the first question." in drawn.text

    draw(steps)


def test_the_answer_and_its_effect_show_at_once() -> None:
    async def steps(drawn: Drawn) -> None:
        await drawn.press("1", "enter")
        assert "goal label" in drawn.text
        assert "1 answered, about " in drawn.text
        assert "▲ +3" in drawn.text

    draw(steps)


def test_an_answer_that_contradicts_an_earlier_one_says_so() -> None:
    async def steps(drawn: Drawn) -> None:
        drawn.session.ask("sparse")
        drawn.app.show_question()
        await drawn.press("y")
        assert "It contradicts an earlier answer" in drawn.text
        await drawn.press("enter", "r")
        assert "✗ set aside" in drawn.text

    draw(steps, goal="groups")


# --- review, result, windows ---


def test_any_answer_is_changed_or_taken_back_from_the_review() -> None:
    async def steps(drawn: Drawn) -> None:
        await drawn.press("r", "enter")
        assert isinstance(drawn.app.screen, QuestionScreen)
        assert drawn.session.asking == "goal"
        await drawn.press("2", "enter")
        assert drawn.session.interview.situation.values["goal"] == "number"
        await drawn.press("r", "down", "d")
        assert set(drawn.session.interview.situation.values) == {"goal"}
        await drawn.press("f")
        assert isinstance(drawn.app.screen, ResultScreen)

    draw(steps, goal="label", sparse=True)


def test_escape_from_an_edit_returns_to_the_question_that_was_asked() -> None:
    async def steps(drawn: Drawn) -> None:
        asked = drawn.session.asking
        await drawn.press("r", "enter", "escape")
        assert drawn.session.asking == asked

    draw(steps, goal="label")


def test_the_result_ends_with_true_and_leaving_with_none() -> None:
    async def finish(drawn: Drawn) -> None:
        await drawn.press("f", "enter")

    async def leave(drawn: Drawn) -> None:
        await drawn.press("q")

    assert draw(finish, goal="label").return_value is True
    assert draw(leave, goal="label").return_value is None


@pytest.mark.parametrize("key", ["ctrl+c", "ctrl+q"])
def test_the_usual_ways_out_leave(key: str) -> None:
    async def steps(drawn: Drawn) -> None:
        await drawn.press(key)

    assert draw(steps).return_value is None


def test_yes_and_no_are_yes_and_no_wherever_the_result_speaks_of_them() -> None:
    async def steps(drawn: Drawn) -> None:
        await drawn.press("f")
        assert (
            "because sparse = yes" if drawn.session.interview.situation.values.get("sparse") else "sparse: yes → "
        ) in drawn.text
        assert not {"true", "false"} & set(drawn.text.split())

    draw(steps, size=(120, 60), goal="number", sparse=True, rows=5)
    draw(steps, size=(120, 60), goal="label")


def test_the_result_shows_everything_to_take_away() -> None:
    async def steps(drawn: Drawn) -> None:
        await drawn.press("f")
        for words in ("Ant [A]", "Machine", "Ants carry [/b] labels.", "because goal = label",
                      "https://example.org/book", "Why not another", "What would change this", "rows", "Bee first",
                      "Look at [red]both[/red] sides.", "advisor recommend --goal label"):  # fmt: skip
            assert words in drawn.text, words
        await drawn.press("r")
        assert isinstance(drawn.app.screen, ReviewScreen)
        await drawn.press("escape", "escape")
        assert isinstance(drawn.app.screen, QuestionScreen)

    draw(steps, size=(120, 60), goal="label")


def test_wishes_are_asked_for_from_the_result_only() -> None:
    async def steps(drawn: Drawn) -> None:
        assert "Only if one is a must" in drawn.text
        await drawn.press("w", "2", "enter")
        assert drawn.session.interview.situation.values["place"] == "there"
        assert isinstance(drawn.app.screen, ResultScreen)

    draw(steps, size=(100, 40), goal="number", sparse=False, rows=5, share=0.5)


def test_what_fills_in_the_set_up_is_asked_from_the_result() -> None:
    async def steps(drawn: Drawn) -> None:
        await drawn.press("f", "d")
        first = drawn.session.asking
        assert first in drawn.session.details
        assert "? It fills in " in drawn.text
        await drawn.press("s", "enter")
        assert drawn.session.asking not in (None, first)
        await drawn.press("f")
        assert isinstance(drawn.app.screen, ResultScreen)

    draw(steps, knowledge=load(), task="clustering")


def test_nothing_to_fill_in_is_said() -> None:
    async def steps(drawn: Drawn) -> None:
        await drawn.press("f", "d")
        assert "Nothing is open in the set-up" in drawn.text

    draw(steps, goal="label")


def test_what_stands_in_the_way_of_any_recommendation_is_named() -> None:
    async def steps(drawn: Drawn) -> None:
        assert "Without multi_label yes the first place goes to" in " ".join(drawn.text.split())
        await drawn.press("r", "end", "enter")
        assert "No candidate is left. r shows your" in drawn.text

    draw(
        steps,
        size=(110, 40),
        knowledge=load(),
        task="classification",
        modality="tabular",
        multi_label=True,
        sparse=False,
    )


def test_when_all_is_told_the_result_comes_first_and_back_goes_to_the_answers() -> None:
    async def steps(drawn: Drawn) -> None:
        assert isinstance(drawn.app.screen, ResultScreen)
        await drawn.press("escape")
        assert isinstance(drawn.app.screen, ReviewScreen)

    draw(steps, goal="groups", sparse=False, rows=5, share=0.5, place="here")


def test_every_export_is_the_text_that_the_command_line_gives(tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)

    async def steps(drawn: Drawn) -> None:
        await drawn.press("f")
        for number, kind in enumerate(drawn.app.exports.kinds):
            await drawn.press("e", *["down"] * number, "enter")
            assert (tmp_path / kind.file).read_text() == drawn.app.exports.text(kind.id)
            assert "Written to" in drawn.text

    app = draw(steps, goal="label")
    assert [kind.id for kind in app.exports.kinds] == ["markdown", "json", "text", "situation", "command"]
    assert (tmp_path / "recommendation.json").read_text() == exports()["json"](app.session.interview)


def test_an_export_replaces_no_file_unasked(tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "recommendation.md").write_text("mine")

    async def steps(drawn: Drawn) -> None:
        await drawn.press("f", "e", "enter")
        assert "is there already" in drawn.text
        assert (tmp_path / "recommendation.md").read_text() == "mine"
        drawn.app.screen.query_one(Input).value = "no/such/folder/file"
        await drawn.press("enter")
        assert "cannot be written" in drawn.text
        await drawn.press("escape")
        assert isinstance(drawn.app.screen, ResultScreen)

    draw(steps, goal="label")


def test_copy_says_where_the_command_was_written(tmp_path) -> None:
    async def steps(drawn: Drawn) -> None:
        await drawn.press("f", "c")
        assert "sent to the" in drawn.text
        assert drawn.app.clipboard == "advisor recommend --goal label"

    draw(steps, goal="label", file=tmp_path / "interview.json")
    assert (tmp_path / "command.sh").read_text() == "advisor recommend --goal label\n"


def test_the_help_of_a_screen_names_its_own_keys() -> None:
    async def steps(drawn: Drawn) -> None:
        await drawn.press("f", "question_mark")
        for row in (
            "enter, q         leave; the result",
            "e                write the result",
            "down, j          down",
            "ctrl+p  ",
        ):
            assert row in drawn.text, row
        assert "Focus Next" not in drawn.text

    draw(steps, size=(80, 40), goal="label")


@pytest.mark.parametrize(
    ("keys", "window"),
    [
        (["question_mark"], QuestionHelp),
        (["f", "question_mark"], KeyHelp),
        (["r", "f1"], KeyHelp),
        (["f", "e"], ExportModal),
    ],
)
def test_windows_open_over_the_screen_and_escape_closes_them(keys, window) -> None:
    async def steps(drawn: Drawn) -> None:
        await drawn.press(*keys)
        assert isinstance(drawn.app.screen, window)
        await drawn.press("escape")
        assert not isinstance(drawn.app.screen, window)

    draw(steps, goal="label")


def test_the_palette_finds_questions_candidates_and_exports() -> None:
    async def steps(drawn: Drawn) -> None:
        provider = AdvisorCommands(drawn.app.screen)
        for words, name in (
            ("there", "Answer place: there"),
            ("not sure", "Answer rows: not sure"),
            ("share", "Question share"),
            ("bee", "Candidate Bee"),
            ("markd", "Export Markdown: a page to share"),
        ):
            assert name in [hit.text async for hit in provider.search(words)]
        await drawn.press("ctrl+p", *"Candidate Bee")
        await drawn.until(lambda: "Counts things." in drawn.text)
        await drawn.press("enter")
        await drawn.until(lambda: isinstance(drawn.app.screen, CandidateModal))
        assert "Counts things." in drawn.text

    draw(steps, goal="label")


def test_the_palette_offers_its_own_commands_before_those_of_every_application() -> None:
    async def steps(drawn: Drawn) -> None:
        await drawn.press("ctrl+p")
        await drawn.until(lambda: "Export JSON" in drawn.text and "Theme" in drawn.text)
        assert drawn.text.index("Review your answers") < drawn.text.index("Export JSON") < drawn.text.index("Keys")

    draw(steps, goal="label", size=(100, 40))


def test_the_trail_of_answers_shows_the_last_ones_whole() -> None:
    parts = ["goal label", "sparse yes", "rows 20,000"]
    assert trail(parts, 37) == "goal label › sparse yes › rows 20,000"
    assert trail(parts, 36) == "… › sparse yes › rows 20,000"
    assert trail(parts, 20) == "… › rows 20,000"
    assert trail(parts, 5) == "… › rows 20,000"
    assert trail([], 5) == "Your answers appear here."


def test_the_keys_that_have_no_room_are_left_out_whole() -> None:
    cells = [Cell(word[0], word[0], word) for word in ("Next", "Back", "Result", "Leave")]
    assert [(cell.word, cell.start) for cell in laid_out(cells, 80)] == [
        ("Next", 0), ("Back", 8), ("Result", 16), ("Leave", 26),
    ]  # fmt: skip
    assert [cell.start for cell in laid_out(cells, 30)] == [0, 7, 14, 23]
    assert [cell.word for cell in laid_out(cells, 29)] == ["Next", "Back", "Result"]
    assert laid_out(cells, 3) == []


@pytest.mark.parametrize("width", [60, 80, 100])
@pytest.mark.parametrize("keys", [[], ["f"], ["r"]], ids=["question", "result", "review"])
def test_no_key_is_cut_off(width: int, keys: list[str]) -> None:
    async def steps(drawn: Drawn) -> None:
        await drawn.press(*keys)
        line = drawn.text.splitlines()[-1]
        for cell in drawn.app.screen.query_one(KeyLine).cells:
            assert line[1 + cell.start : 1 + cell.end] == f"{cell.sign} {cell.word}"
        assert "? " in line
        assert ("palette" in line) == (width >= 80)

    draw(steps, size=(width, 24))


def test_a_click_presses_a_key_of_the_line() -> None:
    async def steps(drawn: Drawn) -> None:
        at = drawn.text.splitlines()[-1].index("Review")
        await drawn.pilot.click(KeyLine, offset=(at, 0))
        await drawn.settle()
        assert isinstance(drawn.app.screen, ReviewScreen)

    draw(steps)


def test_a_notice_covers_nothing_and_goes_again(monkeypatch) -> None:
    monkeypatch.setattr("advisor.tui.base._READING", 0.5)

    async def steps(drawn: Drawn) -> None:
        before = drawn.text.splitlines()
        await drawn.pilot.press("escape")
        await drawn.until(lambda: "This is the first question." in drawn.text)
        assert "Ranking" in drawn.text
        assert drawn.text.splitlines()[-1] == before[-1]
        await drawn.until(lambda: "This is the first question." not in drawn.text)

    draw(steps)


def test_a_window_that_is_too_small_says_so_and_recovers() -> None:
    async def steps(drawn: Drawn) -> None:
        assert "This window is 50×12; the wizard needs 60×15." in drawn.text
        assert "What is the [goal]?" not in drawn.text
        await drawn.pilot.resize_terminal(80, 24)
        await drawn.settle()
        assert "What is the [goal]?" in drawn.text

    draw(steps, size=(50, 12))


def test_a_mistake_of_ours_is_kept_in_a_file_and_not_on_the_terminal(tmp_path, monkeypatch, capsys) -> None:
    from advisor.tui import AdvisorApp, run

    def broken(self: AdvisorApp) -> bool | None:
        self.crash = "Traceback: it broke"
        return None

    monkeypatch.setattr(AdvisorApp, "run", broken)
    session = Session(Interview.start(), tmp_path / "interview.json")
    assert not run(session, exports())
    said = capsys.readouterr().err
    assert "Traceback" not in said
    assert str(tmp_path / "crash.txt") in said
    assert (tmp_path / "crash.txt").read_text() == "Traceback: it broke"


# --- how it looks ---

LOOKS = {
    "question": ((80, 24), [], {}),
    "question-answered": ((80, 24), ["1", "enter"], {}),
    "question-small": ((60, 15), [], {}),
    "question-wide": ((110, 32), ["1", "enter", *"20000"], {}),
    "question-finding": ((80, 24), ["slash", "n"], {}),
    "question-yes-or-no": ((80, 24), ["1", "enter", "s", "enter"], {}),
    "help": ((80, 24), ["question_mark"], {"goal": "label"}),
    "review": ((80, 24), ["r"], {"goal": "groups", "rows": 20000, "declined": ["share"]}),
    "result": ((80, 24), ["f"], {"goal": "label"}),
    "result-wide": ((120, 40), ["f"], {"goal": "label", "rows": 20000}),
    "result-empty": ((80, 24), ["f"], {}),
    "export": ((80, 24), ["f", "e"], {"goal": "label"}),
}


@pytest.mark.parametrize("name", LOOKS)
def test_the_screen_looks_as_it_did(name: str) -> None:
    size, keys, known = LOOKS[name]

    async def steps(drawn: Drawn) -> None:
        if keys:
            await drawn.press(*keys)
        matches_snapshot(name, drawn.text)

    draw(steps, size=size, **known)


@pytest.mark.parametrize("theme", ["textual-dark", "textual-light"])
def test_every_text_can_be_read_in_both_default_themes(theme: str) -> None:
    async def steps(drawn: Drawn) -> None:
        for keys in (
            ["escape"],
            ["slash"],
            ["n"],
            ["escape", "1"],
            ["enter"],
            ["question_mark"],
            ["escape", "r"],
            ["f"],
            ["e"],
        ):
            await drawn.press(*keys)
            poor = [(round(ratio, 1), text) for ratio, text in drawn.contrasts() if ratio < 4.5]
            assert not poor, (keys, poor)

    draw(steps, theme=theme, size=(110, 32))


def test_no_color_draws_without_colour_codes(monkeypatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")

    async def steps(drawn: Drawn) -> None:
        assert "❯ 1" in drawn.text
        colours = {
            segment.style.color.name
            for line in drawn.segments()
            for segment in line
            if segment.style is not None and segment.style.color is not None and not segment.style.color.is_default
        }
        assert not colours

    draw(steps)
