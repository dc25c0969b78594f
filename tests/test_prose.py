"""Pages of text: what stands before a paragraph keeps its style, however long it is."""

from __future__ import annotations

import pytest

from advisor.tui.prose import Row, flow


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        ("  - ", ["  -", "", ""]),
        ("* Name             ", ["* Name", "", ""]),
        ("Ant (3), Bee (3), Cat (2) and Dog (2): ", ["Ant (3), Bee (3), Cat (2)", "    and Dog (2):", ""]),
    ],
)
def test_a_start_is_told_apart_from_the_text_on_every_line_it_takes(start: str, expected: list[str]) -> None:
    lines = flow([Row(start, "it is ahead of all of them, and of others more.", 4, start_style="bold")], 26)
    styled = [
        "".join(line.plain[span.start : span.end] for span in line.spans if span.style == "bold") for line in lines
    ]
    assert styled[: len(expected)] == expected
    assert not any(styled[len(expected) :])
