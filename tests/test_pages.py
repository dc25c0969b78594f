"""The wizard's pages tell what the command line tells."""

from __future__ import annotations

import re

import pytest

from advisor import Interview
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
