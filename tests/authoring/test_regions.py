"""Boxes of situations: what is left when others are taken away, exactly, and one situation of each."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor.authoring.lint.regions import Regions, told
from advisor.knowledge.base import KnowledgeBase
from advisor.knowledge.cells import Cells

HUES = ("red", "green", "blue")


@pytest.fixture(scope="module")
def regions(tmp_path_factory) -> Regions:
    from advisor.knowledge.load import load_folder

    folder = tmp_path_factory.mktemp("regions")
    (folder / "a.yaml").write_text(
        "- {attribute: hue, type: choice, ask: H?, values: {red: {}, green: {}, blue: {}}}\n"
        "- {attribute: lit, type: boolean, ask: O?}\n"
        "- {attribute: size, type: integer, ask: S?, at_least: 0, at_most: 4}\n"
        "- {attribute: share, type: number, ask: R?, above: 0, at_most: 1}\n"
    )
    base: KnowledgeBase = load_folder(folder)
    return Regions(base)


numbers = st.integers(0, 4)
spans = st.builds(
    lambda low, high, low_open, high_open: Cells.span(low, low_open, high, high_open),
    st.none() | numbers,
    st.none() | numbers,
    st.booleans(),
    st.booleans(),
).filter(lambda cells: not (cells & cells).empty)
rows = st.fixed_dictionaries(
    {},
    optional={
        "hue": st.sets(st.sampled_from(HUES), min_size=1).map(Cells.of),
        "lit": st.booleans().map(lambda value: Cells.of([value])),
        "size": spans,
    },
)


def holds(row, situation) -> bool:
    return all(situation[name] is not None and cells.contains(situation[name]) for name, cells in row.items())


SITUATIONS = [
    dict(zip(("hue", "lit", "size"), values, strict=True))
    for values in itertools.product((None, *HUES), (None, True, False), (None, 0, 1, 2, 3, 4))
]


@settings(max_examples=150, deadline=None)
@given(row=rows, others=st.lists(rows, max_size=3))
def test_a_row_is_covered_exactly_when_no_situation_is_left(regions, row, others) -> None:
    left = [one for one in SITUATIONS if holds(row, one) and not any(holds(other, one) for other in others)]
    assert regions.covered(row, others) == (not left)


@settings(max_examples=150, deadline=None)
@given(a=rows, b=rows)
def test_rows_meet_exactly_where_both_hold(regions, a, b) -> None:
    met = regions.meet(a, b)
    both = [one for one in SITUATIONS if holds(a, one) and holds(b, one)]
    assert (met is not None) == bool(both)
    assert met is None or [one for one in SITUATIONS if holds(met, one)] == both


@settings(max_examples=150, deadline=None)
@given(row=rows)
def test_the_situation_shown_is_one_of_the_row(regions, row) -> None:
    if regions.possible(row):
        shown = regions.example(row)
        assert holds(row, {name: shown.get(name) for name in ("hue", "lit", "size")})


@pytest.mark.parametrize(
    ("name", "cells", "shown"),
    [
        ("size", Cells.span(1, True, 4, True), 2),
        ("size", Cells.span(None, True, 3, True), 0),
        ("share", Cells.span(0.5, True, None, True), 0.75),
        ("share", Cells.span(0.5, False, None, True), 0.5),
        ("other", Cells.span(2, True, None, True), 3),
        ("other", Cells.span(None, True, 2, True), 1),
        ("other", Cells.span(None, True, 2.5, False), 2.5),
    ],
)
def test_the_number_shown_is_a_plain_one(regions, name: str, cells: Cells, shown: float) -> None:
    assert regions.example({name: cells}) == {name: shown}


def test_a_situation_is_told_as_it_is_written() -> None:
    assert told({"hue": "red", "lit": True, "size": 3}) == "hue=red, lit=true, size=3"
