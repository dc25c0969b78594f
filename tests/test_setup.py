"""Decisions, ladders and quantities, on a small knowledge base of its own."""

from __future__ import annotations

import itertools
import random

import pytest

from advisor.advice.answer.recommend import advise
from advisor.advice.explain.decided_words import decided_text
from advisor.advice.explain.rule_words import effect_text
from advisor.authoring.analyze.report import analyze
from advisor.cli.text import render
from advisor.errors import SituationError
from advisor.inference.arithmetic import evaluate
from advisor.inference.formula import formula
from advisor.situation import Band, Situation, read_situation

PACK = {
    "attributes": """
- {attribute: rows, type: integer, ask: Rows?, at_least: 1, at_most: 1000000}
- {attribute: share, type: number, ask: Share?, at_least: 0, at_most: 1}
- {attribute: size, type: number, ask: Size?, above: 0}
- {attribute: gpu, type: boolean, ask: GPU?}
- {attribute: place, type: choice, ask: Place?, values: {north: {aliases: [up]}, south: {}}}
""",
    "fields": "- {field: spreads, type: boolean}\n- {field: multi_instance, type: boolean}\n- {field: name_part, type: text}\n- {field: book, type: table}\n",
    "decisions": """
- {decision: colour, title: Colour, headline: true, values: [red, blue, green], fields: [note]}
- {decision: machine, title: Machine, kind: instance, role: training}
- {decision: address, title: Address, fields: [pattern, spare], instead: ['spare {spare}', '{pattern} (say where)']}
- {decision: wrapping, title: Wrapping, headline: true, occasional: true, values: [paper, cloth], fields: [knot, note], shown: [knot], told: [note]}
- {decision: settings, title: Settings, kind: map}
""",
    "machines": """
prefix: ml.
families:
  m1: {class: cpu, generation: current, sizes: {s: {vcpu: 1, memory_gib: 4, roles: [training]}, m: {vcpu: 2, memory_gib: 8, roles: [training]},
    l: {vcpu: 4, memory_gib: 16, roles: [training]}}}
  e1: {class: cpu, generation: current, sizes: {s: {vcpu: 1, memory_gib: 4, roles: [endpoint]}}}
""",
    "tables": "- {table: phones, by: place, rows: {north: '111'}}\n- {table: ends, by: place, rows: {south: .s}, default: .d}\n",
    "numbers": """
- {quantity: weight, product: [rows, 2], unit: kg}
- {quantity: load, first_known: [size, weight]}
- {quantity: half, quotient: [1, share]}
- {quantity: rest, difference: [1, share]}
- {quantity: few, least: [rows, 100]}
- {quantity: many, greatest: [rows, 100]}
- {quantity: side, root: [rows], round: up}
- {quantity: above, difference: [size, 5]}
- {quantity: signed, product: [above, rows]}
- {quantity: shared, quotient: [above, share]}
- {quantity: down, quotient: [rows, 3], round: down}
- {quantity: binary, sum: [rows], round: power-of-two}
- quantity: line
  join: [{table: {from: card.book}, by: place}, {text: '-'}, card.name_part, {table: ends, by: place, as: end}]
- ladder: stair
  by: load
  steps: [{up_to: 10, use: ml.m1.s}, {up_to: 100, use: ml.m1.m}, {up_to: 1000, use: ml.m1.l}]
  beyond: spread
  unknown: ml.m1.s
- ladder: direct
  by: size
  steps: [{up_to: 5, use: ml.m1.s}]
  beyond: last
  unknown: ml.m1.m
""",
    "one": "{algorithm: one, name: One, summary: s, order: 1, sources: [], multi_instance: true, name_part: one, book: phones}\n",
    "two": "{algorithm: two, name: Two, summary: s, order: 2, sources: [], multi_instance: false, name_part: two}\n",
}
RULES = """
- {rule: both, aspect: a, favor: {one: strong, two: weak}, because: b, basis: house-judgement}
- {rule: red, choose: {colour: red}, level: default, because: Red is plain., basis: house-judgement}
- {rule: blue, when: {gpu: true}, choose: {colour: {value: blue, note: deep}}, because: Blue is fast., basis: house-judgement}
- {rule: no-blue, when: {place: south}, exclude: {colour: blue}, because: The south has no blue., basis: house-judgement}
- {rule: machine, choose: {machine: {ladder: stair}}, because: b, basis: house-judgement, given: {colour: {not: green}}}
- {rule: no-small, when: {gpu: true}, exclude: {machine: ml.m1.s}, because: Too small., basis: house-judgement}
- {rule: twice, when: {place: north}, choose: {machine: {count: 2}}, because: Two are safer., basis: house-judgement}
- {rule: address, choose: {address: {value: {from: line}, pattern: {template: line}}}, because: b, basis: house-judgement}
- {rule: some, choose: {settings: {depth: 3, width: {from: few}, inner: {from: card.name_part}, outer: {unset: as before}}}, level: default, because: b, basis: house-judgement}
- {rule: more, when: {gpu: true}, choose: {settings: {depth: 5}}, because: b, basis: house-judgement}
- {rule: paper, choose: {wrapping: {value: paper, knot: none}}, level: default, because: Paper will do., basis: house-judgement}
- {rule: cloth, when: {gpu: true}, choose: {wrapping: {value: cloth, knot: bow, note: Iron it first.}}, because: Cloth is soft., basis: house-judgement}
- {rule: plain, when: {gpu: true, share: {above: 0.5}}, choose: {wrapping: paper}, level: special, because: Much needs little., basis: house-judgement}
- {rule: never, when: {gpu: true, place: south, share: {above: 0.9}}, impossible: true, because: No., basis: house-judgement}
"""


@pytest.fixture
def base(load_pack):
    return load_pack(**PACK, rules=RULES)


def setup(base, **given):
    answer = advise(base, read_situation(given, base.attributes), engine=False)
    return answer.pick.setup


def test_the_highest_level_wins_and_the_rest_stay_as_alternatives(base) -> None:
    decided = setup(base, gpu=True)["colour"]
    assert (decided.value, decided.fields, decided.rule) == ("blue", {"note": "deep"}, "blue")
    assert [other.value for other in decided.alternatives] == ["red"]


def test_an_excluded_value_loses_and_says_which_limit(base) -> None:
    decided = setup(base, gpu=True, place="south")["colour"]
    assert decided.value == "red"
    assert decided.alternatives[0].excluded_by == "The south has no blue."


@pytest.mark.parametrize(
    ("rows", "machine", "count"),
    [(5, "ml.m1.s", 1), (6, "ml.m1.m", 1), (500, "ml.m1.l", 1), (501, "ml.m1.l", 2), (1500, "ml.m1.l", 3)],
)
def test_a_ladder_takes_the_first_step_that_is_large_enough(base, rows, machine, count) -> None:
    decided = setup(base, rows=rows)["machine"]
    assert (decided.value, decided.fields["count"], decided.fields["sized"]) == (machine, count, True)
    assert f"= {2 * rows:,} kg" in decided.steps


def test_an_unsized_ladder_says_what_it_needs(base) -> None:
    decided = setup(base)["machine"]
    assert (decided.value, decided.fields["sized"], decided.needs) == ("ml.m1.s", False, ("size", "rows"))
    assert not decided.settled


def test_an_excluded_step_is_skipped_upwards(base) -> None:
    assert setup(base, gpu=True, rows=1)["machine"].value == "ml.m1.m"


def test_a_band_is_sized_by_its_upper_end(base) -> None:
    assert setup(base, rows={"at_least": 10, "below": 60})["machine"].value == "ml.m1.l"


def test_a_choice_without_a_value_adds_a_field(base) -> None:
    assert setup(base, place="north", rows=1)["machine"].fields["count"] == 2


def test_beyond_the_last_step_one_machine_gets_a_warning(load_pack) -> None:
    base = load_pack(**PACK, rules=RULES.replace("{ladder: stair}", "{ladder: direct}"))
    answer = advise(base, Situation({"size": 50.0}), engine=False)
    assert answer.pick.setup["machine"].value == "ml.m1.s"
    assert [note.text for note in answer.warnings] == ["50 is more than one ml.m1.s is meant for."]


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"rows": 1500}, "About 3,000 kg (1,500 × 2) are too much for one ml.m1.l: sell some."),
        ({"size": 1234.5}, "About 1,234 kg are too much for one ml.m1.l: sell some."),
        ({"rows": {"at_least": 1, "at_most": 700}}, "About 1,400 kg are too much for one ml.m1.l: sell some."),
    ],
)
def test_a_ladder_says_in_its_own_words_that_it_ends_too_early(load_pack, given, told) -> None:
    text = "About {size} are too much for one {machine}: sell some."
    numbers = (
        PACK["numbers"]
        .replace("[size, weight]}", "[size, weight], unit: kg}")
        .replace("beyond: spread\n", f"beyond: last\n  too_small: '{text}'\n")
    )
    base = load_pack(**{**PACK, "numbers": numbers}, rules=RULES)
    answer = advise(base, read_situation(given, base.attributes), engine=False)
    assert answer.pick.setup["machine"].fields["note"] == told
    assert told in [note.text for note in answer.warnings]


@pytest.mark.parametrize(
    ("name", "given", "steps"),
    [
        ("few", {"rows": 20000}, "few = the smaller of 20,000 and 100 = 100"),
        ("many", {"rows": 20000}, "many = the larger of 20,000 and 100 = 20,000"),
        ("half", {"share": 0.15}, "half = 1 / 0.15 = 6.67"),
        ("half", {"share": 0.000081}, "half = 1 / 8.1e-05 = 12,346"),
        ("rest", {"share": 0.0001}, "rest = 1 - 0.0001 = 1"),
        ("weight", {"rows": 3}, "weight = 3 × 2 = 6 kg"),
        ("above", {"size": 7.25}, "above = 7.25 - 5 = 2.25"),
        ("side", {"rows": 10}, "side = √10 = 4"),
    ],
)
def test_a_sum_reads_as_people_say_it(base, name, given, steps) -> None:
    assert evaluate(base, name, given).steps == steps


@pytest.mark.parametrize(
    ("share", "written"), [(0.15, 6.67), (0.17647058823, 5.67), (0.3, 3.33), (0.5, 2), (0.0001234, 8104), (0.0999, 10)]
)
def test_a_computed_number_is_written_as_short_as_people_write_it(load_pack, share, written) -> None:
    base = load_pack(**PACK, rules=RULES.replace("width: {from: few}", "width: {from: half}"))
    value = setup(base, share=share)["settings"].value["width"]["value"]
    assert (value, type(value)) == (written, type(written))


def test_a_computed_number_of_machines_is_not_shortened_first(load_pack) -> None:
    base = load_pack(**PACK, rules=RULES.replace("{count: 2}", "{count: {from: half}}"))
    assert setup(base, place="north", rows=1, share=0.4999)["machine"].fields["count"] == 3


def test_a_text_is_joined_from_tables_and_cards(base) -> None:
    assert setup(base, place="north")["address"].value == "111-one.d"
    unknown = setup(base)["address"]
    assert (unknown.value, unknown.needs, unknown.fields["pattern"]) == (None, ("place",), "{book}-one.d")


def test_without_a_value_the_page_gives_the_first_text_whose_fields_are_there(base) -> None:
    unknown = setup(base)["address"]
    assert decided_text(base.decisions["address"], unknown) == "{book}-one.d (say where)"
    assert base.decisions["address"].without_value({"spare": "[{x}]", "pattern": "p"}) == "spare [{x}]"
    assert base.decisions["address"].without_value({"spare": None}) == ""


def test_a_map_is_merged_key_by_key(base) -> None:
    value = setup(base, gpu=True)["settings"].value
    assert value["depth"] == {"value": 5, "rule": "more"}
    assert value["width"] == {"value": None, "rule": "some", "needs": ["rows"]}
    assert value["inner"]["value"] == "one"
    assert value["outer"] == {"value": None, "rule": "some", "note": "as before"}
    assert list(value) == ["depth", "width", "inner", "outer"]
    assert decided_text(base.decisions["settings"], setup(base, gpu=True)["settings"]).endswith("outer=? (as before)")


def test_answers_that_contradict_each_other_are_both_named(base) -> None:
    with pytest.raises(
        SituationError, match=r"gpu = true and place = south and share = 0\.95 cannot be true together: No\."
    ):
        setup(base, gpu=True, place="south", share=0.95)


@pytest.mark.parametrize(
    ("name", "known", "value"),
    [
        ("weight", {"rows": 3}, 6),
        ("load", {"size": 7.5, "rows": 3}, 7.5),
        ("load", {"rows": 3}, 6),
        ("half", {"share": 0.25}, 4),
        ("half", {"share": 0}, None),
        ("rest", {"share": 0.25}, 0.75),
        ("few", {"rows": 300}, 100),
        ("many", {"rows": 300}, 300),
        ("side", {"rows": 10}, 4),
        ("down", {"rows": 10}, 3),
        ("binary", {"rows": 100}, 128),
        ("weight", {}, None),
    ],
)
def test_a_quantity_is_computed(base, name, known, value) -> None:
    assert evaluate(base, name, known).value == value


@pytest.mark.parametrize(
    ("name", "known", "band"),
    [
        ("weight", {"rows": Band(2, False, 5, True)}, Band(4, False, 10, True)),
        ("half", {"share": Band(0.25, False, 0.5, False)}, Band(2, False, 4, False)),
        ("rest", {"share": Band(0.25, False, None, False)}, Band(None, False, 0.75, False)),
        ("few", {"rows": Band(None, False, 50, False)}, Band(None, False, 50, False)),
        ("signed", {"size": Band(0, False, 10, False), "rows": Band(1, False, 10, False)}, Band(-50, False, 50, False)),
        ("signed", {"size": Band(1, False, 3, False), "rows": Band(1, False, 10, False)}, Band(-40, False, -2, False)),
        ("signed", {"size": 1, "rows": Band(2, False, None, False)}, Band(None, False, -8, False)),
        ("shared", {"size": Band(1, False, 3, False), "share": Band(0.5, False, 1, False)}, Band(-8, False, -2, False)),
        ("shared", {"size": Band(1, False, 3, False), "share": Band(0, False, 1, False)}, Band(None, False, -2, False)),
        ("shared", {"size": Band(1, False, 7, False), "share": Band(0, False, 1, False)}, Band()),
        ("many", {"rows": Band(200, True, None, False)}, Band(200, True, None, False)),
    ],
)
def test_a_quantity_of_a_band_is_a_band(base, name, known, band) -> None:
    found = evaluate(base, name, known).value
    assert (found.low, found.high) == (band.low, band.high)


def test_the_least_of_a_number_and_a_band_above_it_is_the_number(base) -> None:
    assert evaluate(base, "few", {"rows": Band(200, False, 500, True)}).value == 100


def test_rounding_may_reach_a_bound_that_is_excluded(base) -> None:
    assert evaluate(base, "side", {"rows": Band(4, False, 9, True)}).value == Band(2, False, 3, False)


def test_a_stand_in_is_known_to_be_one(base) -> None:
    assert evaluate(base, "load", {"rows": 3}).assumed
    assert not evaluate(base, "load", {"rows": 3}, None, ("size",)).assumed


def test_a_value_without_an_account_is_the_same_value(shipped) -> None:
    chance = random.Random(3)
    numbers = [name for name, attribute in shipped.attributes.items() if not attribute.discrete]
    known_values = 0
    for _ in range(200):
        known = {
            name: chance.choice([1, 7, 0.25, 5000, Band(2, False, 9, True)])
            for name in numbers
            if chance.random() < 0.6
        }
        for name, facts in itertools.product(shipped.quantities, (None, {"memory_factor": 4})):
            value = evaluate(shipped, name, known, facts).value
            assert formula(shipped, name)(known, facts) == value
            known_values += value is not None
    assert known_values > 1000


def test_an_occasional_decision_stands_aside_until_something_asks_for_it(base) -> None:
    assert setup(base)["wrapping"].aside
    assert not setup(base, gpu=True)["wrapping"].aside
    assert not setup(base)["colour"].aside


def test_nothing_is_asked_about_a_decision_that_stands_aside(base) -> None:
    def waiting(**given) -> set[str]:
        answer = advise(base, read_situation(given, base.attributes), engine=False)
        return set(answer.next_question.waiting_rules) if answer.next_question else set()

    assert waiting(place="south", gpu=False, size=1) == set()
    assert waiting(place="north", gpu=True, size=1) == {"plain"}


def test_the_page_leaves_out_what_stands_aside_and_tells_the_fields_it_should(base) -> None:
    def page(**given) -> str:
        return render(advise(base, read_situation(given, base.attributes), engine=False), base)

    assert "Wrapping" not in page()
    assert "Wrapping           cloth, bow: Iron it first." in page(gpu=True)


def test_a_written_number_may_stand_where_one_is_computed(load_pack) -> None:
    base = load_pack(**PACK, rules=RULES.replace("{count: 2}", "{count: {from: 3}}"))
    assert setup(base, place="north", rows=1)["machine"].fields["count"] == 3


KINDS = """
- {rule: kinds, choose: {settings: {a: {from: 3}, b: {from: {text: plain}}, c: {from: {table: phones, by: place}},
    d: {from: {table: {from: card.book}, by: place}}, e: {from: place}, f: {template: line}}}, because: b, basis: house-judgement}
"""


def test_a_value_is_taken_from_whatever_an_operand_names(load_pack) -> None:
    base = load_pack(**PACK, rules=RULES + KINDS)
    value = setup(base, place="north")["settings"].value
    assert [value[key]["value"] for key in "abcdef"] == [3, "plain", "111", "111", "north", "111-one.d"]
    assert effect_text(base, base.rules["kinds"]) == (
        "settings: a 3, b plain, c what phones has for the place, d what the book of the card has for the place, "
        "e the place given, f made from line (usual)"
    )


def test_the_analysis_follows_a_choice_that_comes_from_a_table(load_pack) -> None:
    tables = PACK["tables"] + "- {table: hues, by: place, rows: {north: red}, default: blue}\n"
    rules = RULES.replace("choose: {colour: red}", "choose: {colour: {value: {from: {table: hues, by: place}}}}")
    rules = rules.replace("when: {place: south}, exclude", "when: {share: {above: 0.5}}, exclude")
    base = load_pack(**{**PACK, "tables": tables}, rules=rules)
    assert setup(base, place="north")["colour"].value == "red"
    found = [finding for finding in analyze(base).findings if "colour" in finding.subject]
    assert [(finding.code, finding.situation["place"]) for finding in found] == [("no-value", "south")]
