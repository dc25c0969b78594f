"""What would change decisions: machines by ladders, values that are numbers or maps, values that rules derive or narrow."""

from __future__ import annotations

import itertools

import pytest

from advisor.advice.answer.recommend import advise
from advisor.advice.explain.explanation import explain
from advisor.inference.arithmetic import evaluate
from advisor.situation import Band, Situation

from .test_changed_numbers import ATTRIBUTES, START, TAIL, THINGS, names_of, reached, told
from .test_changes import outcome

LADDER = """
- {{quantity: area, product: [n, m], unit: u}}
- ladder: stair
  by: {by}
  steps: [{{up_to: 40, use: ml.c1.s}}, {{up_to: 90, use: ml.g1.s}}, {{up_to: 200, use: ml.c1.m}}]
  beyond: last
  unknown: ml.c1.s
"""
MACHINES = """
prefix: ml.
families:
  c1: {class: cpu, generation: current, sizes: {s: {vcpu: 1, memory_gib: 4, roles: [training]}, m: {vcpu: 2, memory_gib: 8, roles: [training]}}}
  g1: {class: gpu, generation: current, sizes: {s: {vcpu: 1, memory_gib: 4, roles: [training]}}}
"""


def test_two_numbers_may_decide_on_the_class_of_a_machine(load_pack) -> None:
    base = load_pack(
        **THINGS,
        attributes=ATTRIBUTES,
        machines=MACHINES,
        numbers=LADDER.format(by="area"),
        decisions="- {decision: machine, title: Machine, kind: instance, role: training, headline: true}\n"
        "- {decision: first, title: First, headline: true, values: [one, two]}\n",
        rules=f"{START}- {{rule: usual, choose: {{machine: {{ladder: stair}}}}, level: default, {TAIL}"
        f"- {{rule: one, choose: {{first: one}}, level: default, {TAIL}"
        f"- {{rule: two, choose: {{first: two}}, given: {{machine: {{not: [ml.c1.s, ml.g1.s]}}}}, {TAIL}",
    )
    expected = {
        frozenset({("machine", "ml.g1.s")}): {"above": 40, "at_most": 90},
        frozenset({("first", "two")}): {"above": 90},  # of the machine only the class counts here
    }
    assert {brought: edits for edits, brought in told(base)} == {
        brought: [("area", bounds, ("n", "m"))] for brought, bounds in expected.items()
    }


def test_a_decision_that_is_a_number_is_told_for_every_other_number(load_pack) -> None:
    base = load_pack(
        **THINGS,
        attributes=ATTRIBUTES,
        numbers="- {quantity: area, product: [n, m], unit: u}\n",
        decisions="- {decision: epochs, title: Epochs, headline: true}\n",
        rules=f"{START}- {{rule: usual, choose: {{epochs: {{value: {{from: area}}}}}}, level: default, {TAIL}"
        f"- {{rule: rare, when: {{b: true}}, choose: {{epochs: {{value: {{from: n}}}}}}, {TAIL}",
    )
    assert told(base, n=3, m=4) == [
        ([("b", [True], ())], frozenset({("epochs", 3)})),
        ([("n", [{"below": 3}, {"at_least": 4}], ())], frozenset({("epochs", "another number")})),
        ([("m", [{"below": 4}, {"at_least": 5}], ())], frozenset({("epochs", "another number")})),
    ]
    explanation = explain(base, Situation({"n": Band(3, False, 7, False), "m": 4}))
    assert explanation.to_dict()["changes"]["found"][0]["flips"][0]["after"] == {"at_least": 3, "at_most": 7}
    text = " ".join(explanation.to_text().split())
    assert "Epochs: at least 12 and at most 28, may change." in text
    assert "area = (3 to 7) × 4 = 12 to 28 u" in text
    assert "b: true → Epochs at least 3 and at most 7 instead of at least 12 and at most 28" in text


def test_of_a_machine_that_two_numbers_size_only_the_class_is_told(load_pack) -> None:
    base = load_pack(
        **THINGS,
        attributes=ATTRIBUTES,
        machines=MACHINES,
        numbers="- {quantity: area, product: [n, m], unit: u}\n"
        "- {ladder: cpu, by: area, steps: [{up_to: 100, use: ml.c1.s}, {up_to: 900, use: ml.c1.m}], beyond: last, unknown: ml.c1.s}\n"
        "- {ladder: gpu, by: area, steps: [{up_to: 900, use: ml.g1.s}], beyond: last, unknown: ml.g1.s}\n",
        decisions="- {decision: machine, title: Machine, kind: instance, role: training, headline: true}\n",
        rules=f"{START}- {{rule: usual, choose: {{machine: {{ladder: gpu}}}}, level: default, {TAIL}"
        f"- {{rule: much, when: {{area: {{at_least: 60}}}}, choose: {{machine: {{ladder: cpu}}}}, {TAIL}"
        f"- {{rule: fixed, when: {{b: true, k: {{above: 3}}}}, choose: {{machine: ml.c1.m}}, level: special, {TAIL}",
    )
    assert told(base) == [
        ([("b", [True], ()), ("k", {"above": 3}, ())], frozenset({("machine", "ml.c1.m")})),
        ([("area", {"at_least": 60}, ("n", "m"))], frozenset({("machine", "cpu, as large as needed")})),
    ]


def test_a_map_may_be_a_headline(load_pack) -> None:
    base = load_pack(
        **THINGS,
        attributes=ATTRIBUTES,
        decisions="- {decision: settings, title: Settings, kind: map, headline: true}\n",
        rules=f"{START}- {{rule: usual, choose: {{settings: {{depth: 3, width: {{from: n}}}}}}, level: default, {TAIL}"
        f"- {{rule: deep, when: {{b: true}}, choose: {{settings: {{depth: 5}}}}, {TAIL}",
    )
    assert told(base, n=4) == [
        ([("b", [True], ())], frozenset({("settings", "depth=5, width=4")})),
        ([("n", [{"at_most": 3}, {"above": 4}], ())], frozenset({("settings", "other entries")})),
    ]
    assert told(base) == [([("b", [True], ())], frozenset({("settings", "depth=5, width=?")}))]


def numbers(*names: str, **bounds: object) -> str:
    """Return attributes that are whole numbers within bounds."""
    within = ", ".join(f"{word}: {bound}" for word, bound in bounds.items())
    return "".join(f"- {{attribute: {name}, type: integer, ask: {name}?, {within}}}\n" for name in names)


CHOICE = "- {attribute: d, type: choice, ask: D?, values: {p: {}, q: {}}}\n"
MACHINE = "- {decision: machine, title: Machine, kind: instance, role: training, headline: true}\n"


def test_a_pair_that_sizes_no_machine_names_it_and_one_that_does_names_its_class(load_pack) -> None:
    base = load_pack(
        **THINGS,
        machines=MACHINES,
        attributes=numbers("k", "m", "n", at_least=1, at_most=30),
        numbers="- {quantity: area, product: [n, m, k], unit: u}\n- {quantity: weight, product: [n, 30], unit: u}\n"
        "- {ladder: cpu, by: weight, steps: [{up_to: 100, use: ml.c1.s}, {up_to: 900, use: ml.c1.m}], beyond: last, unknown: ml.c1.s}\n",
        decisions=MACHINE,
        rules=f"{START}- {{rule: usual, choose: {{machine: ml.g1.s}}, level: default, {TAIL}"
        f"- {{rule: much, when: {{area: {{at_least: 60}}}}, choose: {{machine: {{ladder: cpu}}}}, {TAIL}",
    )
    assert [(edits[0][2], brought) for edits, brought in told(base, n=1, m=1, k=1)] == [
        (("k", "m"), frozenset({("machine", "ml.c1.s")})),
        (("k", "n"), frozenset({("machine", "cpu, as large as needed")})),
        (("m", "n"), frozenset({("machine", "cpu, as large as needed")})),
    ]


def test_a_number_is_cut_where_a_ladder_turns_with_what_is_derived_beside_it(load_pack) -> None:
    base = load_pack(
        **THINGS,
        machines=MACHINES,
        attributes=CHOICE + numbers("n", "m", at_least=0, at_most=20),
        numbers=LADDER.format(by="area"),
        decisions=MACHINE,
        rules=f"{START}- {{rule: usual, choose: {{machine: {{ladder: stair}}}}, level: default, {TAIL}"
        f"- {{rule: dm, when: {{d: p}}, derive: {{m: 12}}, {TAIL}",
    )
    gpu = frozenset({("machine", "ml.g1.s")})
    assert ([("d", ["p"], ()), ("n", {"at_least": 4, "below": 8}, ())], gpu) in told(base)


FLAGS = "".join(f"- {{attribute: {name}, type: boolean, ask: {name}?}}\n" for name in "aby")


def test_two_answers_may_derive_together_what_a_decision_takes(load_pack) -> None:
    base = load_pack(
        **THINGS,
        attributes=f"{FLAGS}- {{attribute: s, type: boolean, ask: S?}}\n"
        "- {attribute: t, type: choice, ask: T?, values: {p: {}, q: {}}}\n",
        decisions="- {decision: first, title: First, headline: true}\n",
        rules=f"{START}- {{rule: val, choose: {{first: {{value: {{from: t}}}}}}, level: default, {TAIL}"
        f"- {{rule: sa, when: {{a: true}}, derive: {{s: true}}, {TAIL}"
        f"- {{rule: tp, when: {{b: false}}, derive: {{t: p}}, {TAIL}"
        f"- {{rule: tq, when: {{a: true, b: true}}, derive: {{t: q}}, {TAIL}"
        f"- {{rule: sp, when: {{s: true}}, favor: {{ant: weak}}, aspect: other, {TAIL}",
    )
    assert ([("a", [True], ()), ("b", [True], ())], frozenset({("first", "q")})) in told(base, b=False)


def test_a_map_is_cut_at_the_numbers_that_its_entries_are(load_pack) -> None:
    base = load_pack(
        **THINGS,
        attributes=CHOICE + numbers("n", at_least=1, at_most=50),
        decisions="- {decision: settings, title: Settings, kind: map, headline: true}\n",
        rules=f"{START}- {{rule: usual, choose: {{settings: {{x: 24}}}}, level: default, {TAIL}"
        f"- {{rule: own, when: {{d: p}}, choose: {{settings: {{x: {{from: n}}}}}}, {TAIL}",
    )
    pair = [("d", ["p"], ()), ("n", [{"below": 24}, {"above": 24}], ())]
    assert told(base) == [(pair, frozenset({("settings", "other entries")}))]


def test_where_bounds_are_on_both_sides_of_a_limit_an_instance_is_told(load_pack) -> None:
    base = load_pack(
        **THINGS,
        attributes=numbers("n", "m", "k", at_least=1, at_most=9),
        quantities="- {quantity: area, product: [n, m, k], unit: u}\n",
        rules=f"- {{rule: start, favor: {{bee: weak}}, aspect: start, {TAIL}"
        f"- {{rule: small, when: {{area: {{at_most: 60}}}}, favor: {{ant: strong}}, aspect: size, {TAIL}"
        f"- {{rule: large, when: {{area: {{above: 60}}}}, favor: {{ant: strong}}, aspect: size, {TAIL}",
    )
    values = {"n": 1, "m": 1, "k": Band(1, False, 2, False)}
    changes = explain(base, Situation(values)).changes.found
    for change in changes:
        assert (change.first, names_of(change)) == ("bee", {"n", "m"})
        assert 30 < change.answers["n"] * change.answers["m"] <= 60
    straddling = [(n, m) for n, m in itertools.product(range(1, 10), repeat=2) if 30 < n * m <= 60]
    assert all(any(reached(base, change, {**values, "n": n, "m": m}) for change in changes) for n, m in straddling)


def test_a_number_counts_as_another_where_people_write_it_otherwise(load_pack) -> None:
    """Numbers of a set-up are shown to three digits: 99.95 to 100.5 are all 100."""
    base = load_pack(
        **THINGS,
        attributes="".join(
            f"- {{attribute: {name}, type: number, ask: {name}?, above: 0, at_most: 1000}}\n" for name in "nm"
        ),
        numbers="- {quantity: area, product: [n, m], unit: u}\n",
        decisions="- {decision: epochs, title: Epochs, headline: true}\n",
        rules=f"{START}- {{rule: usual, choose: {{epochs: {{value: {{from: area}}}}}}, level: default, {TAIL}",
    )
    another = frozenset({("epochs", "another number")})
    assert ([("n", [{"below": 99.95}, {"above": 100.5}], ())], another) in told(base, n=100, m=1)


def test_several_machines_begin_with_the_second(load_pack) -> None:
    base = load_pack(
        **THINGS,
        machines=MACHINES,
        attributes=numbers("n", "m", at_least=1, at_most=30),
        numbers="- {quantity: area, product: [n, m], unit: u}\n",
        decisions=MACHINE,
        rules=f"{START}- {{rule: usual, choose: {{machine: {{value: ml.c1.s, count: {{from: area}}}}}}, level: default, {TAIL}",
    )
    several = frozenset({("machine", "several × ml.c1.s")})
    assert told(base, n=1, m=1) == [([(name, {"at_least": 2}, ())], several) for name in ("n", "m")]


def test_a_number_is_cut_by_the_facts_of_every_mode(load_pack) -> None:
    base = load_pack(
        card_ant="{algorithm: ant, name: Ant, summary: s, order: 1, sources: [], per: 1, "
        "modes: [{mode: heavy, when: {d: q}, per: 10}]}\n",
        fields="- {field: per, type: number}\n",
        machines=MACHINES,
        attributes=CHOICE + numbers("n", at_least=1, at_most=1000),
        numbers="- {quantity: memory, product: [n, card.per], unit: u}\n"
        "- {ladder: stair, by: memory, steps: [{up_to: 40, use: ml.c1.s}, {up_to: 90000, use: ml.g1.s}], beyond: last, "
        "unknown: ml.c1.s}\n",
        decisions=MACHINE,
        rules=f"{START}- {{rule: usual, choose: {{machine: {{ladder: stair}}}}, level: default, {TAIL}",
    )
    gpu = frozenset({("machine", "ml.g1.s")})
    assert told(base) == [
        ([("n", {"at_least": 41}, ())], gpu),
        ([("d", ["q"], ()), ("n", {"at_least": 5, "at_most": 40}, ())], gpu),
    ]


def test_bounds_of_a_decision_are_another_value_where_nothing_is_in_both(load_pack) -> None:
    base = load_pack(
        **THINGS,
        decisions="- {decision: epochs, title: Epochs, headline: true}\n",
        attributes="".join(
            f"- {{attribute: {name}, type: number, ask: {name}?, at_least: {low}, at_most: 9}}\n"
            for name, low in (("n", 0), ("m", 0), ("k", -5))
        ),
        quantities="- {quantity: amount, product: [n, m, k], unit: u}\n",
        rules=f"{START}- {{rule: e, choose: {{epochs: {{value: {{from: amount}}}}}}, {TAIL}",
    )
    values = {"n": 2.0, "m": 2.0, "k": Band(1, False, 2, False)}
    changes = explain(base, Situation(values)).changes.found
    assert len(changes) > 4
    for change in changes:
        now = outcome(base, {**values, **change.answers})[1][0]
        low, high = (now["at_least"], now["at_most"]) if isinstance(now, dict) else (now, now)
        assert high < 4 or low > 8, change.answers


def test_bounds_are_cut_before_answers_narrow_one_another(load_pack) -> None:
    base = load_pack(
        **THINGS,
        attributes=numbers("n", "m", at_least=0, at_most=9)
        + "- {attribute: t, type: choice, ask: T?, values: {p: {}, q: {}}}\n",
        quantities="- {quantity: twice, product: [n, 2], unit: u}\n",
        rules=f"{START}- {{rule: narrow, when: {{t: p, n: {{at_most: 9}}}}, derive: {{t: q}}, {TAIL}"
        f"- {{rule: here, when: {{twice: {{at_most: 18}}, m: {{at_least: 5}}}}, favor: {{bee: strong}}, aspect: size, {TAIL}"
        f"- {{rule: there, when: {{t: p}}, favor: {{ant: strong}}, aspect: other, {TAIL}",
    )
    assert told(base, n=Band(5, True), m=7) == [([("m", {"below": 5}, ())], "ant")]
    assert {outcome(base, {"n": Band(5, True), "m": 7, "t": value})[0] for value in "pq"} == {"bee"}


@pytest.mark.parametrize("by", ["n", "more"])
@pytest.mark.parametrize("headline", ["", ", headline: true"])
def test_a_number_is_cut_where_rules_look_for_it(by: str, headline: str, load_pack) -> None:
    base = load_pack(
        **THINGS,
        attributes=numbers("n", at_least=0, at_most=100),
        quantities="- {quantity: more, sum: [n, 0], unit: u}\n",
        decisions=f"- {{decision: epochs, title: Epochs{headline}}}\n"
        "- {decision: first, title: First, headline: true, values: [one, two]}\n",
        rules=f"{START}- {{rule: usual, choose: {{epochs: {{value: {{from: {by}}}}}}}, {TAIL}"
        f"- {{rule: spare, choose: {{epochs: 77}}, level: default, {TAIL}- {{rule: without, exclude: {{epochs: 30}}, {TAIL}"
        f"- {{rule: one, choose: {{first: one}}, level: default, {TAIL}"
        f"- {{rule: two, choose: {{first: two}}, given: {{epochs: [12, 77]}}, {TAIL}",
    )
    flipping = [edits for edits, brought in told(base, n=3) if ("first", "two") in brought]
    bounds = [bound for ((_, wanted, _),) in flipping for bound in (wanted if isinstance(wanted, list) else [wanted])]
    assert sorted(bound["at_least"] for bound in bounds) == [12, 30, 77]
    assert all(bound["at_least"] == bound["at_most"] for bound in bounds)


def test_a_text_is_another_one_with_every_other_number_in_it(load_pack) -> None:
    base = load_pack(
        **THINGS,
        attributes=numbers("n", "m", at_least=0, at_most=9),
        quantities="- {quantity: area, product: [n, m], unit: u}\n- {quantity: rows, join: [area, {text: ' rows'}]}\n",
        decisions="- {decision: label, title: Label, headline: true}\n",
        rules=f"{START}- {{rule: usual, choose: {{label: {{value: {{from: rows}}}}}}, {TAIL}",
    )
    another = frozenset({("label", "another text")})
    assert told(base, n=3, m=2) == [
        ([("n", [{"below": 3}, {"at_least": 4}], ())], another),
        ([("m", [{"below": 2}, {"at_least": 3}], ())], another),
    ]
    assert evaluate(base, "rows", {"n": 3, "m": 2}).template == "6 rows"
    waiting = evaluate(base, "rows", {"n": 3, "m": Band(2, False, 4, False)})
    assert (waiting.value, waiting.needs, waiting.template) == (None, ("m",), "{area} rows")


def test_machines_are_counted_by_the_most_that_a_number_may_be(load_pack) -> None:
    base = load_pack(
        **THINGS,
        machines=MACHINES,
        attributes=numbers("n", "k", at_least=0, at_most=50),
        numbers="- {quantity: most, greatest: [n, k], unit: u}\n",
        decisions=MACHINE,
        rules=f"{START}- {{rule: usual, choose: {{machine: {{value: ml.c1.s, count: {{from: most}}}}}}, level: default, {TAIL}",
    )

    def count(**values):
        return advise(base, Situation(values)).pick.setup["machine"].fields["count"]

    within = {"k": Band(3, False, 5, False)}
    assert [count(n=n, **within) for n in (1, 4, 7)] == [5, 5, 7]
    assert [count(n=1, k=Band(low, is_open)) for low, is_open in [(3, False), (3, True)]] == [50, 50]
    assert told(base, n=7, **within) == []


def test_bounds_of_a_computed_number_are_written_as_the_number_is(load_pack) -> None:
    base = load_pack(
        **THINGS,
        attributes="".join(
            f"- {{attribute: {name}, type: number, ask: {name}?, at_least: 0, at_most: 200}}\n" for name in "nk"
        ),
        numbers="- {quantity: more, sum: [n, k], unit: u}\n",
        decisions="- {decision: settings, title: Settings, kind: map, headline: true}\n",
        rules=f"{START}- {{rule: usual, choose: {{settings: {{x: {{from: more}}, y: 3}}}}, level: default, {TAIL}",
    )
    values = {"n": 1, "k": Band(19.04, False, 30.06, False)}
    (change,) = [one for one in explain(base, Situation(values)).changes.found if names_of(one) == {"k"}]
    assert change.edits[0].wanted == [{"at_most": 18.95}, {"above": 30.15}]  # 1 more is written 20 and 31.1
    assert change.flips[0].before == "x=20 to 31.1, y=3"


def test_a_computed_number_without_any_bound_stays_unknown(load_pack) -> None:
    base = load_pack(
        **THINGS,
        attributes="".join(f"- {{attribute: {name}, type: number, ask: {name}?}}\n" for name in "nk"),
        numbers="- {quantity: gap, difference: [n, k], unit: u}\n",
        decisions="- {decision: epochs, title: Epochs, headline: true}\n",
        rules=f"{START}- {{rule: usual, choose: {{epochs: {{value: {{from: gap}}}}}}, level: default, {TAIL}",
    )
    assert told(base, n=Band(3), k=Band(3)) == []


def test_a_text_that_is_known_first_is_another_one_with_every_other_number_in_it(load_pack) -> None:
    base = load_pack(
        **THINGS,
        attributes=numbers("n", at_least=0, at_most=9),
        quantities="- {quantity: rows, join: [n, {text: ' rows'}]}\n- {quantity: label, first_known: [rows, {text: none}]}\n",
        decisions="- {decision: label_of, title: Label, headline: true}\n",
        rules=f"{START}- {{rule: usual, choose: {{label_of: {{value: {{from: label}}}}}}, {TAIL}",
    )
    another = frozenset({("label_of", "another text")})
    assert told(base, n=3) == [([("n", [{"below": 3}, {"above": 3}], ())], another)]
