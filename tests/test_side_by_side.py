"""Before and after in two columns: what differs is marked, and words stay whole."""

from __future__ import annotations

import pytest

from advisor import what_if
from advisor.cli.side_by_side import render
from advisor.knowledge.base import KnowledgeBase

from .small import small

ATTRIBUTES = """
- {attribute: big, type: boolean, ask: Big?}
- {attribute: far, type: boolean, ask: Far?}
"""
DECISIONS = """
- {decision: form, title: Form, headline: true}
- {decision: route, title: Route}
- {decision: settings, title: Settings, kind: map}
"""
CARD = "{algorithm: ant, name: Ant, summary: s, order: 1, sources: [book]}\n"
LONG = "validation:a_very_long_name_of_a_measure_that_fits_no_column"
RULES = f"""
- {{rule: r1, aspect: base, favor: {{ant: weak}}, because: Ants are usual., sources: [book]}}
- {{rule: r2, choose: {{form: line}}, level: default, because: Lines are usual., sources: [book]}}
- {{rule: r3, choose: {{route: short}}, level: default, because: Short is usual., sources: [book]}}
- {{rule: r4, when: {{far: true}}, choose: {{route: '{LONG}'}}, because: It is far., sources: [book]}}
- {{rule: r5, choose: {{settings: {{depth: 6, alpha: 1, rounds: 100}}}}, level: default, because: Usual., sources: [book]}}
- {{rule: r6, when: {{big: true}}, choose: {{settings: {{rounds: 900, gamma: 2}}}}, because: It is big., sources: [book]}}
"""


@pytest.fixture
def base(load_pack) -> KnowledgeBase:
    return load_pack(attributes=ATTRIBUTES, decisions=DECISIONS, ant=CARD, rules=RULES)


def test_what_differs_is_marked_and_headline_decisions_that_stay_are_not(base) -> None:
    text = render(base, what_if({}, knowledge=base, big=True))
    assert text == (
        "              before        after\n"
        "  ≠ big       unknown       true\n"
        "    First     Ant, score 1  Ant, score 1\n"
        "    Form      line          line\n"
        "  ≠ Settings  rounds=100    rounds=900, gamma=2\n"
    )


def test_the_marks_are_in_markdown_too(base) -> None:
    lines = render(base, what_if({}, knowledge=base, big=True), markdown=True).splitlines()
    assert lines[:5] == [
        "| | | before | after |",
        "|---|---|---|---|",
        "| ≠ | big | unknown | true |",
        "|  | First | Ant, score 1 | Ant, score 1 |",
        "|  | Form | line | line |",
    ]


@pytest.mark.parametrize("width", [40, 60, 80])
def test_long_words_are_broken_after_signs_and_no_line_is_too_long(base, width) -> None:
    table = render(base, what_if({}, knowledge=base, far=True), width=width).split("\n\n")[0]
    assert max(map(len, table.splitlines())) <= width
    after = [line[len(line.rstrip()) - len(line.split()[-1]) :].strip() for line in table.splitlines()]
    pieces = [piece for piece in after if piece and piece in LONG]
    assert "".join(pieces) == LONG
    assert [piece for piece in pieces[:-1] if piece[-1] not in "_:"] == []


def test_whether_more_answers_matter_is_told_only_where_it_changes() -> None:
    before = {"goal": "label", "share": 0.5, "sparse": False}
    for change, told in (({"place": "here"}, False), ({"rows": 10}, True)):
        found = what_if(before, knowledge=small(), **change)
        assert (found.before.settled != found.after.settled) is told
        text = " ".join(render(small(), found).split())
        assert ("≠ More answers may change the first place cannot change the first place" in text) is told
