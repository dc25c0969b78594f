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
