"""What would put another first, told by what it takes: a wish given up, more that is known, or other facts."""

from __future__ import annotations

import pytest

from advisor import explain
from advisor.advice.change.changes import Change, Edit
from advisor.advice.explain.wording import condition_text
from advisor.knowledge.base import KnowledgeBase

ATTRIBUTES = """
- {attribute: aim, type: choice, goal: true, ask: Aim?, values: {near: {}, far: {}}}
- {attribute: sparse, type: boolean, ask: Sparse?}
- {attribute: big, type: boolean, ask: Big?}
- {attribute: form, type: choice, ask: Form?, values: {line: {}, dot: {}, ring: {}}}
- {attribute: speed, type: boolean, negotiable: true, ask: Fast?}
"""
RULES = """
- {rule: r1, aspect: base, favor: {ant: moderate, cow: weak}, because: Ants are usual., sources: [book]}
- {rule: r2, aspect: aim, when: {aim: far}, favor: {bee: strong}, because: Bees fly., sources: [book]}
- {rule: r3, aspect: zeros, when: {sparse: false}, favor: {bee: strong}, because: Bees like it dense., sources: [book]}
- {rule: r4, aspect: size, when: {big: true}, favor: {bee: strong}, because: Bees are many., sources: [book]}
- {rule: r5, aspect: speed, when: {speed: false}, favor: {bee: strong}, because: Bees take their time., sources: [book]}
- {rule: r6, aspect: both, when: {big: false, form: [line, dot]}, favor: {bee: strong}, because: Bees see it., sources: [book]}
"""
CASE = {"aim": "near", "sparse": True, "speed": True}


@pytest.fixture
def base(load_pack) -> KnowledgeBase:
    cards = {
        name: f"{{algorithm: {name}, name: {name.title()}, summary: s, order: 1, sources: [book]}}\n"
        for name in ("ant", "bee", "cow")
    }
    return load_pack(attributes=ATTRIBUTES, rules=RULES, **cards)


def told(base: KnowledgeBase, *against: str, **given) -> str:
    return explain(given, knowledge=base, against=against, changes=not against).to_text()


def test_a_wish_to_give_up_comes_before_what_is_unknown_and_other_facts_come_last(base) -> None:
    assert told(base, "bee", **CASE).endswith(
        """
  It would be first if you gave up or changed a wish:
    speed: false (you said true)
  It would be first if you could also say:
    big: true
    With two answers:
      big: false, and form: line or dot
  It would be first only if the data or the goal were different:
    sparse: false (you said true)
    aim: far (you said near)
"""
    )


def test_what_is_unknown_may_change_the_answer_before_anything_that_was_said(base) -> None:
    text = told(base, **CASE)
    headings = [
        "If you could also say:",
        "If you gave up or changed a wish:",
        "Only if the data or the goal were different:",
    ]
    assert [line.strip() for line in text.splitlines() if line.strip() in headings] == headings


def test_each_change_says_what_it_takes(base) -> None:
    ways = explain({**CASE, "big": False}, knowledge=base, against=["bee"], changes=False).why_not[0].ways
    assert ways is not None
    assert {(change.takes, change.size) for change in ways} >= {("wishes", 1), ("answers", 1), ("others", 1)}
    assert [
        change.to_dict()["takes"] for change in ways if change.size == 1 and change.edits[0].attribute == "speed"
    ] == ["wishes"]
    assert [edit.to_dict()["about"] for change in ways for edit in change.edits if edit.attribute == "aim"][:1] == [
        "goal"
    ]


@pytest.mark.parametrize(
    ("kinds", "takes"),
    [
        ([("wish", "changed")], "wishes"),
        ([("wish", "changed"), ("fact", "added")], "wishes"),
        ([("wish", "added"), ("fact", "added")], "answers"),
        ([("wish", "changed"), ("fact", "changed")], "others"),
        ([("fact", "overridden")], "others"),
        ([("goal", "changed")], "others"),
    ],
)
def test_one_fact_that_is_said_otherwise_is_enough_for_others(kinds, takes) -> None:
    edits = tuple(Edit(f"a{number}", [1], 1, kind, about=about) for number, (about, kind) in enumerate(kinds))
    assert Change(edits, "bee").takes == takes


def test_what_was_said_of_one_is_not_said_again_of_the_next(base) -> None:
    text = told(base, "bee", "cow", **CASE)
    assert text.count("Ants are usual.") == 1
    assert "base: 0 against 2. Ant: Ants are usual." in text
    assert "base: 1 against 2." in text


@pytest.mark.parametrize(
    ("wanted", "told"),
    [
        ({"above": 4, "below": 26 / 3}, "above 4 and below 8.666"),
        ({"above": 10 / 3, "at_most": 8.667}, "above 3.334 and at most 8.667"),
        ({"at_least": 0.1 + 0.2}, "at least 0.3"),
        ({"at_least": 123456.7}, "at least 123,457"),
        ({"below": 123456.7}, "below 123,456"),
        ({"below": -10 / 3}, "below -3.334"),
        ({"above": 0.000012344}, "above 0.00001235"),
        ({"at_least": 26 / 3, "at_most": 26 / 3}, "exactly 8.667"),
        ({"above": 8.66661, "below": 8.66664}, "above 8.66661 and below 8.66664"),
        ({"at_most": 3.74185e35}, f"at most {3.74185e35:,.0f}"),
    ],
)
def test_bounds_that_are_told_shorter_lie_within(wanted, told) -> None:
    assert condition_text(wanted) == told
