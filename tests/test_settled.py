"""`settled` is a proof: brute force over every completion of small knowledge bases never contradicts it."""

from __future__ import annotations

import itertools
import pickle
import random

import pytest

from advisor import recommend
from advisor.advice.answer.position import Position
from advisor.advice.answer.recommend import advise
from advisor.errors import SituationError
from advisor.inference.program import Program
from advisor.situation import Situation

from .random_knowledge import random_situation

BASE = """
- {attribute: a, type: choice, ask: A?, values: {x: {}, y: {}, z: {}}}
- {attribute: b, type: boolean, ask: B?}
- {attribute: c, type: boolean, ask: C?}
- {attribute: d, type: choice, ask: D?, values: {p: {}, q: {}}}
- {attribute: n, type: integer, ask: N?, at_least: 0, at_most: 100}
"""
DECISIONS = """
- {decision: first, title: First, headline: true, values: [one, two, three]}
- {decision: second, title: Second, headline: true, values: [red, blue, green]}
"""
DOMAIN = {"a": ["x", "y", "z"], "b": [True, False], "c": [True, False], "d": ["p", "q"], "n": [0, 20, 40, 60, 80, 100]}


def random_pack(chance: random.Random, refusing: bool = False) -> dict[str, str]:
    """Return random knowledge; `refusing`: some of its rules call situations impossible."""
    effects = ["favor", "favor", "avoid", "rule_out", "choose", "choose", "exclude", "derive", "narrow"]
    rules = []
    for number in range(chance.randint(4, 14)):
        effect = chance.choice([*effects, "impossible"] if refusing else effects)
        lines = [f"- rule: r{number}", f"  when: {{{condition(chance, effect)}}}"]
        candidate = chance.choice(["ant", "bee", "cow"])
        if effect in ("favor", "avoid"):
            strength = chance.choice(["weak", "moderate", "strong"])
            lines += [f"  {effect}: {{{candidate}: {strength}}}", f"  aspect: {chance.choice(['one', 'two'])}"]
        elif effect == "rule_out":
            lines.append(f"  rule_out: [{candidate}]")
        elif effect == "impossible":
            lines.append("  impossible: true")
        elif effect == "narrow":
            lines.append(f"  derive: {{a: {chance.choice('yz')}}}")
        elif effect == "derive":
            lines.append(f"  derive: {{d: {chance.choice('pq')}}}")
        else:
            decision, values = chance.choice([("first", ["one", "two", "three"]), ("second", ["red", "blue", "green"])])
            lines.append(f"  {effect}: {{{decision}: {chance.choice(values)}}}")
            if effect == "choose":
                lines.append(f"  level: {chance.choice(['default', 'usual', 'special', 'required'])}")
            if decision == "second" and chance.random() < 0.4:
                lines.append(f"  given: {{first: {chance.choice(['one', 'two', 'three'])}}}")
        rules.append("\n".join([*lines, "  because: It is so.", "  basis: house-judgement"]))
    cards = {
        f"card_{name}": f"{{algorithm: {name}, name: {name}, summary: s, order: {order}, sources: []}}"
        for order, name in enumerate(["ant", "bee", "cow"])
    }
    return {"attributes": BASE, "decisions": DECISIONS, "rules": "\n".join(rules), **cards}


def condition(chance: random.Random, effect: str) -> str:
    if effect == "narrow":
        return f"a: x, {chance.choice(['b', 'c'])}: {chance.choice(['true', 'false'])}"
    names = chance.sample([name for name in DOMAIN if not (effect == "derive" and name == "d")], chance.randint(1, 2))
    return ", ".join(f"{name}: {test(name, chance)}" for name in names)


def test(name: str, chance: random.Random) -> str:
    if name == "n":
        return chance.choice(["{at_least: 40}", "{below: 40}", "{above: 60}", "{at_most: 20}"])
    if name in "bc":
        return chance.choice(["true", "false"])
    return chance.choice(DOMAIN[name]) if chance.random() < 0.8 else f"{{not: {chance.choice(DOMAIN[name])}}}"


test.__test__ = False  # a helper, not a test


def test_nothing_settled_is_ever_changed_by_an_answer(tmp_path) -> None:
    from advisor.knowledge.load import load_folder

    chance = random.Random(11)
    claims = 0
    for number in range(150):
        folder = tmp_path / f"pack{number}"
        folder.mkdir()
        for name, text in random_pack(chance, refusing=number % 2 == 1).items():
            (folder / f"{name}.yaml").write_text(text)
        base = load_folder(folder)
        for _ in range(12):
            given = {name: chance.choice(values) for name, values in DOMAIN.items() if chance.random() < 0.45}
            declined = tuple(name for name in DOMAIN if name not in given and chance.random() < 0.25)
            claims += check(base, given) + check(base, given, declined)
    assert claims > 400


NUMBERS = """
- {attribute: a, type: choice, ask: A?, values: {x: {}, y: {}}}
- {attribute: b, type: boolean, ask: B?}
- {attribute: n, type: integer, ask: N?, at_least: 0, at_most: 100}
- {attribute: m, type: integer, ask: M?, at_least: 0, at_most: 100}
- {attribute: size, type: number, ask: Size?, at_least: 0, at_most: 10000}
"""
QUANTITIES = """
- {quantity: area, product: [n, m], unit: u}
- {quantity: load, first_known: [size, area], unit: u}
"""
NUMBERS_DOMAIN = {"a": ["x", "y"], "b": [True, False], "n": [0, 30, 100], "m": [0, 30, 100], "size": [5, 600, 9000]}


def pack_of_numbers(chance: random.Random) -> dict[str, str]:
    """Return random knowledge whose rules go by what is computed from answers, one of which stands in for two others."""
    rules = ["- {rule: start, favor: {ant: moderate}, aspect: start, because: S., basis: house-judgement}"]
    for number in range(chance.randint(2, 7)):
        tests = {
            "load": chance.choice(["{at_least: 500}", "{below: 500}", "{above: 5000}"]),
            "area": chance.choice(["{at_least: 800}", "{below: 800}"]),
            "n": chance.choice(["{at_least: 30}", "{below: 30}"]),
            "a": "x",
            "b": "true",
        }
        names = [chance.choice(["load", "load", "area", "n"]), *chance.sample(["a", "b", "n"], chance.randint(0, 1))]
        when = ", ".join(f"{name}: {tests[name]}" for name in dict.fromkeys(names))
        effect = chance.choice(
            [
                "favor: {bee: strong}, aspect: size",
                "avoid: {ant: strong}, aspect: size",
                "favor: {ant: weak}, aspect: size",
                "rule_out: [bee]",
                "choose: {first: two}",
                "choose: {second: {value: red}}, level: special, given: {first: two}",
            ]
        )
        rules.append(f"- {{rule: r{number}, when: {{{when}}}, {effect}, because: S., basis: house-judgement}}")
    rules.append("- {rule: usual, choose: {first: one}, level: default, because: S., basis: house-judgement}")
    cards = {
        f"card_{name}": f"{{algorithm: {name}, name: {name}, summary: s, order: {order}, sources: []}}"
        for order, name in enumerate(["ant", "bee"])
    }
    return {
        "attributes": NUMBERS,
        "decisions": DECISIONS,
        "quantities": QUANTITIES,
        "rules": "\n".join(rules),
        **cards,
    }


def test_nothing_settled_is_changed_through_what_is_computed_from_answers(tmp_path) -> None:
    from advisor.knowledge.load import load_folder

    chance = random.Random(7)
    claims = 0
    for number in range(60):
        folder = tmp_path / f"pack{number}"
        folder.mkdir()
        for name, text in pack_of_numbers(chance).items():
            (folder / f"{name}.yaml").write_text(text)
        base = load_folder(folder)
        for _ in range(6):
            given = {name: chance.choice(values) for name, values in NUMBERS_DOMAIN.items() if chance.random() < 0.3}
            declined = tuple(name for name in NUMBERS_DOMAIN if name not in given and chance.random() < 0.4)
            claims += check(base, given, declined, NUMBERS_DOMAIN)
    assert claims > 300


def check(base, given, declined=(), domain=DOMAIN) -> int:
    """Compare one answer with every completion of it. Returns how many claims it made."""
    try:
        before = advise(base, Situation(given, declined), engine=False)
    except SituationError:
        return 0
    pick = before.pick
    if pick is None:
        assert not before.settled
        return 0
    fixed = {name: decided.value for name, decided in pick.setup.items() if decided.settled}
    # what a rule derives is never asked, so no completion answers it
    # and what was refused stays unknown, unless it follows from an answer to something else
    free = [name for name in domain if name not in given and name not in before.derived and name not in declined]
    # an attribute may also stay unknown (None)
    for values in itertools.product(*([*domain[name], None] for name in free)):
        added = {name: value for name, value in zip(free, values, strict=True) if value is not None}
        try:
            after = advise(base, Situation({**given, **added}, declined), engine=False)
        except SituationError:
            continue
        if before.settled or before.next_question is None:
            assert after.pick is not None
            assert after.pick.id == pick.id
        setup = next((ranked.setup for ranked in after.recommendations if ranked.id == pick.id), None)
        for name, value in fixed.items():
            assert setup is None or setup[name].value == value, (given, free, values, name)
    return before.settled + len(fixed)


def test_an_open_choice_whose_value_stays_excluded_unsettles_nothing(load_pack) -> None:
    base = load_pack(
        attributes=BASE,
        decisions=DECISIONS,
        card_ant="{algorithm: ant, name: Ant, summary: s, order: 1, sources: []}",
        rules="".join(
            f"- {{{rule}, because: It is so., basis: house-judgement}}\n"
            for rule in (
                "rule: start, favor: {ant: strong}, aspect: x",
                "rule: usual, choose: {first: one}, level: default",
                "rule: two, when: {b: true}, choose: {first: two}",
                "rule: three, when: {c: true}, choose: {first: three}",
                "rule: no-two, when: {a: x}, exclude: {first: two}",
                "rule: no-three, when: {n: {above: 5}}, exclude: {first: three}",
            )
        ),
    )

    def asked(**given) -> str:
        question = advise(base, Situation(given), engine=False).next_question
        return question.attribute if question else ""

    assert asked(a="y") == "b"
    assert asked(a="x") == "n"  # it may exclude all that c chooses, and so comes first
    assert asked(a="x", n=1) == "c"
    assert asked(a="x", n=6) == ""
    assert advise(base, Situation({"a": "x", "n": 6}), engine=False).pick.setup["first"].settled


def test_what_may_take_a_narrower_meaning_back_is_asked(load_pack) -> None:
    """Two rules that narrow an answer to two meanings leave it as it was given: here that also puts another first."""
    base = load_pack(
        attributes=BASE,
        decisions=DECISIONS,
        card_ant="{algorithm: ant, name: Ant, summary: s, order: 1, sources: []}",
        card_bee="{algorithm: bee, name: Bee, summary: s, order: 2, sources: []}",
        rules="".join(
            f"- {{{rule}, because: It is so., basis: house-judgement}}\n"
            for rule in (
                "rule: meant, when: {a: x, c: false}, derive: {a: z}",
                "rule: other, when: {a: x, b: true}, derive: {a: y}",
                "rule: for-ant, when: {a: z}, favor: {ant: moderate}, aspect: one",
                "rule: for-bee, when: {b: true}, favor: {bee: moderate}, aspect: two",
            )
        ),
    )
    answer = advise(base, Situation({"a": "x", "c": False}), engine=False)
    assert (answer.pick.id, answer.settled, answer.next_question.attribute) == ("ant", False, "b")
    assert advise(base, Situation({"a": "x", "b": True, "c": False}), engine=False).pick.id == "bee"


def test_an_answer_does_not_depend_on_what_was_asked_before_it(shipped) -> None:
    """What was found for one situation is kept for others: only where it holds for them, too."""
    chance = random.Random(5)
    situations = []
    for _ in range(150):
        wide = random_situation(shipped, chance, 0.15)
        narrow = {name: value for name, value in wide.items() if chance.random() < 0.7}
        situations += [wide, narrow]

    def answers(order: list[int]) -> dict[int, str]:
        fresh = pickle.loads(pickle.dumps(shipped))
        found = {}
        for number in order:
            try:
                found[number] = advise(fresh, Situation(situations[number]), 3, engine=False).to_json()
            except SituationError as error:
                found[number] = str(error)
        return found

    forwards = list(range(len(situations)))
    assert answers(forwards) == answers(forwards[::-1])


@pytest.mark.parametrize("test", ["below: -5", "at_most: -5", "below: 0", "at_most: 0", "above: 0", "at_least: 5"])
@pytest.mark.parametrize("quantity", ["", "difference: [temp, 3]", "least: [temp, -2]", "product: [temp, 2]"])
def test_numbers_below_0_are_not_forgotten(test: str, quantity: str, load_pack) -> None:
    tail = "because: It is so., basis: house-judgement}\n"
    name = "x" if quantity else "temp"
    base = load_pack(
        attributes="- {attribute: temp, type: integer, ask: How warm?, at_least: -20, at_most: 20}\n",
        quantities=f"- {{quantity: x, {quantity}, unit: u}}\n" if quantity else "",
        card_ant="{algorithm: ant, name: Ant, summary: s, order: 1, sources: []}\n",
        card_bee="{algorithm: bee, name: Bee, summary: s, order: 2, sources: []}\n",
        rules=f"- {{rule: start, favor: {{ant: weak}}, aspect: start, {tail}"
        f"- {{rule: warm, when: {{{name}: {{{test}}}}}, favor: {{bee: strong}}, aspect: x, {tail}",
    )
    answer = recommend({}, knowledge=base)
    firsts = {recommend({"temp": temp}, knowledge=base).pick.id for temp in range(-20, 21)}
    assert firsts == {"ant"} or not answer.settled
    assert firsts == {"ant"} or answer.next_question is not None


TAIL = "because: It is so., basis: house-judgement}\n"
ANT = "{algorithm: ant, name: Ant, summary: s, order: 1, sources: []}\n"
BEE = "{algorithm: bee, name: Bee, summary: s, order: 2, sources: []}\n"


def asked(base, **given) -> str:
    question = advise(base, Situation(given), engine=False).next_question
    return question.attribute if question else ""


def test_wishes_are_asked_in_their_order_and_not_by_how_many_of_their_values_matter(load_pack) -> None:
    rules = (
        "rule: start, favor: {ant: weak}, aspect: one",
        "rule: may-be, when: {v: p}, favor: {bee: moderate}, aspect: two",
        "rule: always, when: {w: [p, q]}, favor: {bee: moderate}, aspect: three",
        "rule: little, when: {u: p}, favor: {bee: weak}, aspect: four",
        "rule: little-more, when: {u: p, v: q}, favor: {bee: weak}, aspect: five",
    )
    base = load_pack(
        attributes="".join(
            f"- {{attribute: {name}, type: choice, demand: true, ask: Wish?, values: {{p: {{}}, q: {{}}}}}}\n"
            for name in "uvw"
        ),
        decisions=DECISIONS,
        card_ant=ANT,
        card_bee=BEE,
        rules="".join(f"- {{{rule}, {TAIL}" for rule in rules),
    )
    assert asked(base) == "v"  # u alone moves nobody
    assert asked(base, v="q") == "u"
    assert asked(base, u="q", v="q") == "w"


def test_a_size_that_is_estimated_is_not_asked_for_the_sake_of_the_set_up(load_pack) -> None:
    rules = (
        "rule: start, favor: {ant: strong}, aspect: one",
        "rule: usual, choose: {first: one}, level: default",
        "rule: large, when: {size: {above: 50}}, choose: {first: two}",
    )
    base = load_pack(
        attributes=BASE + "- {attribute: m, type: integer, ask: M?, at_least: 0, at_most: 100}\n",
        quantities="- {quantity: size, first_known: [n, m], unit: GB, basis: house-judgement}\n",
        decisions=DECISIONS,
        card_ant=ANT,
        rules="".join(f"- {{{rule}, {TAIL}" for rule in rules),
    )
    assert asked(base) == "n"
    assert asked(base, m=10) == ""
    answer = advise(base, Situation({"m": 10}), engine=False)
    assert not answer.pick.setup["first"].settled
    assert advise(base, Situation({"m": 10, "n": 60}), engine=False).pick.setup["first"].value == "two"


def test_what_is_refused_under_a_meaning_that_may_change_is_not_asked_for_that_meaning(load_pack) -> None:
    rules = (
        "rule: narrower, when: {a: x, b: true}, derive: {a: y}",
        "rule: start, favor: {ant: weak}, aspect: one",
        "rule: no-many, when: {a: x, c: true, n: {above: 50}}, impossible: true",
        "rule: many, when: {a: x, n: {above: 50}}, favor: {bee: strong}, aspect: two",
        "rule: many-others, when: {a: y, n: {above: 70}}, favor: {bee: strong}, aspect: two",
    )

    def base(count: int):
        return load_pack(
            attributes=BASE,
            decisions=DECISIONS,
            card_ant=ANT,
            card_bee=BEE,
            rules="".join(f"- {{{rule}, {TAIL}" for rule in rules[:count]),
        )

    def open_to(base, **given) -> list[str]:
        return list(Position(Program.of(base), Situation(given)).waiting.clauses)

    assert open_to(base(4), a="x") == ["b", "n"]
    assert open_to(base(4), a="x", c=True) == ["b"]
    assert open_to(base(5), a="x", b=True, c=True) == ["n"]
    assert not advise(base(5), Situation({"a": "x", "c": True}), engine=False).settled
