"""The wizard's pages tell what the command line tells."""

from __future__ import annotations

import re

import pytest

from advisor import Interview
from advisor.advice.explain.change_words import change_lines
from advisor.advice.explain.explanation import explain
from advisor.advice.interview.interview import NOT_SURE
from advisor.advice.interview.session import Session
from advisor.cli.text import render
from advisor.tui import pages

from .examples import possible_examples

SAMPLE = possible_examples()[::40]


@pytest.mark.parametrize("example", SAMPLE, ids=[example.id for example in SAMPLE])
def test_the_set_up_has_the_parts_that_the_command_line_shows(example, shipped) -> None:
    session = Session(Interview.start(example.given, knowledge=shipped))
    drawn = [row.start[2:].strip() for row in pages.setup(session) if row.start[:1] in ("✓", "○")]
    text = render(session.interview.recommendation, shipped)
    part = text.split("\nSet-up\n")[1].split("\n\n")[0] if "\nSet-up\n" in text else ""
    printed = re.findall(r"^  (\S.*?)(?:  |$)", part, re.MULTILINE)
    assert drawn == printed


def test_where_nothing_fits_the_page_says_why_and_leaves_out_what_never_fits(shipped) -> None:
    session = Session(Interview.start({"task": "semantic-segmentation", "compute": "cpu"}, knowledge=shipped))
    told = [row.text for row in pages.top(session)]
    assert told[1] == "Semantic Segmentation: It trains on GPUs only, and none may be used."
    assert re.match(r"\d+ candidates: It does not do this task\.", told[2])
    assert not any("Lookout" in text or "Mechanical Turk" in text for text in told)


@pytest.mark.parametrize("task", ["classification", "forecasting", "image-classification"])
def test_what_is_out_in_every_situation_is_counted_nowhere(task: str, shipped) -> None:
    nobody = Session(Interview.start(knowledge=shipped)).places
    session = Session(Interview.start({"task": task}, knowledge=shipped))
    explanation = explain(shipped, session.interview.recommendation, changes=False)
    told = " ".join(row.text for row in pages.alternatives(explanation, shipped))
    found = re.search(r"(\d+) more are ruled out", told)
    assert found is not None
    assert int(found[1]) == len(nobody) - len(session.places)


def test_wishes_are_named_as_words(shipped) -> None:
    session = Session(Interview.start({"task": "semantic-segmentation"}, knowledge=shipped))
    while session.interview.settled_unless is None and session.asking is not None:
        session.answer(NOT_SURE)
    assert session.interview.settled_unless
    told = " ".join(row.text for row in pages.top(session))
    assert "settled unless you have a wish about " in told
    assert "_" not in told
    assert "…" not in told


def test_what_would_change_is_told_in_the_lines_and_the_order_of_an_explanation(shipped) -> None:
    session = Session(Interview.start({"task": "forecasting", "series": 800}, knowledge=shipped))
    explanation = explain(shipped, session.interview.recommendation, changes=True)
    names = {card.id: card.name for card in shipped.candidates.values()}
    printed = [
        line.text.replace(": true", ": yes").replace(": false", ": no")
        for line in change_lines(explanation.changes.found, names)
    ]
    page = pages.changes(explanation, names)
    assert [row.text for row in page if row.text][1:] == printed
    below = next(number for number, row in enumerate(page) if row.text == "With two answers:")
    assert (page[below].start, page[below + 1].start) == ("  ", "      - ")
