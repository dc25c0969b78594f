"""The live ranking beside the question: what it takes of the window, and what it leaves out first."""

from __future__ import annotations

import pytest

from advisor import load
from advisor.advice.interview.standings import Place
from advisor.tui.choices import ChoiceList
from advisor.tui.ranking import Ranking, rows

from .drawn import Drawn, draw


@pytest.mark.parametrize("size", [(100, 30), (160, 50)])
def test_the_question_has_the_whole_width_while_nothing_is_ranked(size: tuple[int, int]) -> None:
    async def steps(drawn: Drawn) -> None:
        assert drawn.app.screen.query_one(ChoiceList).size.width >= size[0] - 6
        assert "turn one sequence into another (summaries and the like)" in drawn.text
        assert "34 candidates; nothing speaks for one of them yet." in drawn.text
        await drawn.press("1", "enter")
        assert drawn.app.screen.query_one(Ranking).region.x > 50
        await drawn.press("r", "d", "escape")
        assert drawn.app.screen.query_one(Ranking).region.x == 0

    draw(steps, size, knowledge=load())


def test_names_and_states_are_whole_at_100_columns() -> None:
    async def steps(drawn: Drawn) -> None:
        assert "SageMaker Canvas and Autopilot" in drawn.text
        assert "recordio-protobuf ✓ settled" in drawn.text
        assert "stays open" in drawn.text
        assert "…" not in drawn.text.replace("  … ", "")
        assert not {"settled", "open"} & {line[50:].strip() for line in drawn.text.splitlines()}

    draw(steps, (100, 30), knowledge=load(), task="classification", sparse=True, classes="binary", missing="none")


def test_long_lines_about_answers_take_from_the_ranking_before_they_are_cut() -> None:
    async def steps(drawn: Drawn) -> None:
        for attribute in ("format", "priority", "traffic", "sparse"):
            drawn.session.ask(attribute)
            drawn.app.show_question()
            await drawn.settle()
            choices = drawn.app.screen.query_one(ChoiceList)
            assert choices.needed <= choices.size.width, attribute
            assert drawn.app.screen.query_one(Ranking).size.width >= 36

    draw(steps, (100, 30), knowledge=load(), task="classification")


def test_a_line_is_told_below_the_list_only_where_the_list_cuts_it() -> None:
    async def steps(drawn: Drawn) -> None:
        assert "put each record into a class →" not in drawn.text
        await drawn.press("1", "enter", "r", "enter")
        assert "put each record into a class → XGBoost" in drawn.text
        await drawn.press("r", "d", "escape")
        assert drawn.session.asking == "task"
        assert "put each record into a class →" not in drawn.text

    draw(steps, (100, 30), knowledge=load())


@pytest.mark.parametrize(
    ("width", "row"),
    [
        (42, " 1 Factorization Machines ━━━━━━━━━ 7 ▲ +4"),
        (35, " 1 Factorization Machines ━━ 7 ▲ +4"),
        (34, " 1 Factorization Machines 7 ▲ +4"),
        (28, " 1 Factorization Mac… 7 ▲ +4"),
    ],
)
def test_the_bar_gives_way_before_the_name(width: int, row: str) -> None:
    place = Place("fm", "Factorization Machines", 7, change=4)
    assert "".join(line.plain for line in rows([place], width)) == row
