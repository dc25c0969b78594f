"""What brings a candidate nearer to the leader makes as many points as is said."""

from __future__ import annotations

import itertools

import pytest

from advisor import explain
from advisor.advice.answer.recommend import advise
from advisor.advice.change.domain import number_cells
from advisor.situation import Band, Situation

from .test_changes import accepts


def _fitting(fact, attribute) -> list[object]:
    """Return answers that fit a fact which is missing: of ranges one within each."""
    if not isinstance(fact.wanted, dict) and not isinstance(fact.wanted[0], dict):
        return fact.wanted
    bounds = fact.wanted if isinstance(fact.wanted, list) else [fact.wanted]
    return [
        cell.value for bound in bounds for cell in number_cells(attribute, bound.values()) if accepts(bound, cell.value)
    ]


@pytest.mark.parametrize(
    "situation",
    [
        {"task": "classification", "sparse": True},
        {"task": "classification"},
        {"task": "classification", "sparse": False, "rows": 7043, "features": 20, "format": "csv"},
        {"task": "regression", "rows": 50_000, "features": 100, "missing": "some", "priority": "accuracy"},
        {"task": "regression", "rows": Band(100, False, 900_000, False)},
        {"task": "forecasting", "series": 300},
    ],
)
def test_the_facts_that_would_give_points_give_as_many(situation, shipped) -> None:
    attributes = shipped.attributes
    now = advise(shipped, Situation(situation), 99, ask=False)
    leader = now.pick.id
    scores = {ranked.id: ranked.score for ranked in now.recommendations}
    tried = 0
    for one in explain(Situation(situation), knowledge=shipped, changes=False).why_not:
        for gain in one.gains:
            if any(fact.name not in attributes for fact in gain.facts):
                continue  # a quantity is computed from several answers, so no single one gives it
            options = [_fitting(fact, attributes[fact.name]) for fact in gain.facts]
            for values in itertools.islice(itertools.product(*options), 12):
                answers = dict(zip((fact.name for fact in gain.facts), values, strict=True))
                after = advise(shipped, Situation({**situation, **answers}), 99, ask=False)
                then = {ranked.id: ranked.score for ranked in after.recommendations}
                tried += 1
                if gain.points is None:
                    assert leader in {out.id for out in after.ruled_out}
                else:
                    sign = 1 if gain.candidate == one.candidate else -1
                    assert then[gain.candidate] - scores[gain.candidate] == sign * gain.points
    assert tried > 3


GAINING = """
- {rule: start, favor: {ant: strong}, aspect: start, because: Ants are usual., basis: house-judgement}
- {rule: base, favor: {bee: weak}, aspect: start, because: Bees do., basis: house-judgement}
- {rule: some, when: {sort: [p, q]}, favor: {bee: weak}, aspect: one, because: Some., basis: house-judgement}
- {rule: much, when: {sort: q}, favor: {bee: moderate}, aspect: one, because: Much., basis: house-judgement}
- {rule: other, when: {sort: r}, favor: {bee: moderate}, aspect: one, because: Undone., basis: house-judgement}
- {rule: undone, when: {sort: r}, avoid: {bee: moderate}, aspect: two, because: Undoing., basis: house-judgement}
- {rule: both, when: {sort: q, old: true}, favor: {bee: weak}, aspect: two, because: Both., basis: house-judgement}
- {rule: same, when: {sort: q, big: true}, favor: {bee: moderate}, aspect: one, because: Same., basis: house-judgement}
- {rule: less, when: {big: true}, avoid: {ant: weak}, aspect: start, because: Less., basis: house-judgement}
- {rule: out, when: {old: false}, rule_out: [ant], because: Out., basis: house-judgement}
- {rule: slow, when: {old: false}, avoid: {ant: weak}, aspect: slow, because: Slow., basis: house-judgement}
- {rule: wide, when: {area: {above: 12}}, favor: {bee: weak}, aspect: wide, because: Wide., basis: house-judgement}
"""


def test_what_brings_a_candidate_nearer_is_told_by_what_it_makes_in_all(load_pack) -> None:
    base = load_pack(
        attributes="- {attribute: sort, type: choice, ask: Sort?, values: {p: {}, q: {}, r: {}}}\n"
        "- {attribute: big, type: boolean, ask: Big?}\n- {attribute: old, type: boolean, ask: Old?}\n"
        "- {attribute: n, type: integer, ask: N?, at_least: 0}\n- {attribute: m, type: integer, ask: M?, at_least: 0}\n",
        quantities="- {quantity: area, product: [n, m], unit: u}\n",
        ant="{algorithm: ant, name: Ant, summary: s, order: 1, sources: [book]}\n",
        bee="{algorithm: bee, name: Bee, summary: s, order: 2, sources: [book]}\n",
        rules=GAINING,
    )
    (one,) = explain({"n": 3}, knowledge=base, changes=False).why_not
    told = {
        (gain.rule, gain.candidate): (gain.points, [(fact.name, fact.wanted, fact.through) for fact in gain.facts])
        for gain in one.gains
    }
    assert told == {
        ("out", "ant"): (None, [("old", [False], ())]),
        ("both", "bee"): (3, [("sort", ["q"], ()), ("old", [True], ())]),
        ("much", "bee"): (2, [("sort", ["q"], ())]),
        ("less", "ant"): (1, [("big", [True], ())]),
        ("some", "bee"): (1, [("sort", ["p"], ())]),
        ("wide", "bee"): (1, [("m", {"at_least": 5}, ())]),
    }
    assert [gain.points for gain in one.gains] == [None, 3, 2, 1, 1, 1]
    lines = explain({"n": 3}, knowledge=base, changes=False).to_text(200).splitlines()
    assert [line.strip() for line in lines if "with" in line] == [
        "Ant is ruled out with old: false: Out.",
        "3 points more with sort: q and old: true: Both.",
        "2 points more with sort: q: Much.",
        "1 point less for Ant with big: true: Less.",
    ]
    assert "  2 more such answers." in lines


def test_a_quantity_that_brings_a_candidate_nearer_names_what_it_is_computed_from(load_pack) -> None:
    base = load_pack(
        attributes="- {attribute: n, type: integer, ask: N?, at_least: 0}\n- {attribute: m, type: integer, ask: M?, at_least: 0}\n",
        quantities="- {quantity: area, product: [n, m], unit: u}\n",
        ant="{algorithm: ant, name: Ant, summary: s, order: 1, sources: [book]}\n",
        bee="{algorithm: bee, name: Bee, summary: s, order: 2, sources: [book]}\n",
        rules="- {rule: start, favor: {ant: weak}, aspect: start, because: b, basis: house-judgement}\n"
        "- {rule: wide, when: {area: {above: 12}}, favor: {bee: weak}, aspect: wide, because: Wide., basis: house-judgement}\n",
    )
    explanation = explain({"n": Band(3, False, 5, False)}, knowledge=base, against=["bee"], changes=False)
    assert "1 point more with area above 12 (by n and m): Wide." in explanation.to_text()
    assert explanation.why_not[0].gains[0].to_dict()["facts"] == [
        {"name": "area", "wanted": {"above": 12}, "through": ["n", "m"]}
    ]


def test_a_number_that_brings_a_candidate_nearer_does_so_in_all_of_its_range(load_pack) -> None:
    base = load_pack(
        attributes="- {attribute: n, type: integer, ask: N?, at_least: 0}\n- {attribute: m, type: integer, ask: M?, at_least: 0}\n",
        quantities="- {quantity: area, product: [n, m], unit: u}\n",
        ant="{algorithm: ant, name: Ant, summary: s, order: 1, sources: [book]}\n",
        bee="{algorithm: bee, name: Bee, summary: s, order: 2, sources: [book]}\n",
        rules="- {rule: start, favor: {ant: weak}, aspect: start, because: b, basis: house-judgement}\n"
        "- {rule: some, when: {n: {above: 10}}, favor: {bee: moderate}, aspect: one, because: Some., basis: house-judgement}\n"
        "- {rule: wide, when: {area: {above: 60}}, avoid: {bee: weak}, aspect: two, because: Wide., basis: house-judgement}\n"
        "- {rule: vast, when: {area: {above: 90}}, rule_out: [bee], because: Vast., basis: house-judgement}\n",
    )
    (one,) = explain({"m": 3}, knowledge=base, changes=False).why_not
    assert [(gain.points, gain.facts[0].wanted) for gain in one.gains] == [
        (2, {"above": 10, "at_most": 20}),
        (1, {"at_least": 21, "at_most": 30}),
    ]


TWO = {
    "attributes": "".join(
        f"- {{attribute: {name}, type: number, ask: {name}?, at_least: 0, at_most: 1000}}\n" for name in "nm"
    ),
    "quantities": "- {quantity: area, product: [n, m], unit: u}\n",
    "ant": "{algorithm: ant, name: Ant, summary: s, order: 1, sources: [book]}\n",
    "bee": "{algorithm: bee, name: Bee, summary: s, order: 2, sources: [book]}\n",
}
LAST = "because: It is so., basis: house-judgement}\n"
BEGIN = f"- {{rule: start, favor: {{ant: strong}}, aspect: start, {LAST}- {{rule: some, favor: {{bee: weak}}, aspect: start, {LAST}"


def gains_of(base, **values):
    (one,) = explain(Situation(values), knowledge=base, changes=False).why_not
    return [(gain.rule, gain.points, [(fact.name, fact.wanted) for fact in gain.facts]) for gain in one.gains]


def test_a_quantity_of_one_open_answer_is_told_by_that_answer(load_pack) -> None:
    base = load_pack(
        **TWO,
        rules=f"{BEGIN}- {{rule: wide, when: {{area: {{above: 60}}}}, favor: {{bee: weak}}, aspect: one, {LAST}"
        f"- {{rule: many, when: {{n: {{above: 10}}}}, favor: {{bee: weak}}, aspect: two, {LAST}"
        f"- {{rule: huge, when: {{n: {{above: 90}}}}, rule_out: [bee], {LAST}"
        f"- {{rule: never, when: {{n: {{above: 10}}, area: {{at_most: 5}}}}, favor: {{bee: strong}}, aspect: one, {LAST}",
    )
    assert gains_of(base, m=3) == [
        ("many", 2, [("n", {"above": 20, "at_most": 90})]),
        ("many", 1, [("n", {"above": 10, "at_most": 20})]),
    ]
    # the area is 15 at most, so it is never above 60
    assert [rule for rule, *_ in gains_of(base, m=Band(0, False, 0.5, False), n=30)] == ["never"]


def test_two_numbers_that_make_something_else_together_are_not_told_for_all_of_their_ranges(load_pack) -> None:
    both = f"- {{rule: both, when: {{n: {{above: 10}}, m: {{above: 1}}}}, favor: {{bee: weak}}, aspect: one, {LAST}"
    out = f"- {{rule: out, when: {{area: {{above: 200}}}}, rule_out: [bee], {LAST}"
    assert gains_of(load_pack(**TWO, rules=BEGIN + both)) == [("both", 1, [("n", {"above": 10}), ("m", {"above": 1})])]
    assert gains_of(load_pack(**TWO, rules=BEGIN + both + out)) == []


def test_one_answer_is_told_with_all_of_its_ranges(load_pack) -> None:
    many = "".join(
        f"- {{rule: r{at}, when: {{n: {{above: {at}}}}}, favor: {{ant: weak}}, aspect: start, {LAST}"
        for at in range(20, 180)
    )
    base = load_pack(
        **TWO,
        rules=f"{BEGIN}{many}- {{rule: w, when: {{n: {{above: 10}}}}, favor: {{bee: moderate}}, aspect: two, {LAST}",
    )
    assert gains_of(base) == [("w", 2, [("n", {"above": 10})])]
