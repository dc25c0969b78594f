"""What would change the answer is exact: all of it is there, and nothing else, over every single answer and every pair."""

from __future__ import annotations

import itertools
import random

import pytest

from advisor import SituationError, explain, read, recommend
from advisor.advice.answer.recommend import advise
from advisor.advice.change.domain import cells
from advisor.inference.program import Program
from advisor.situation import Situation

from .examples import possible_examples
from .test_settled import random_pack

EXAMPLES = possible_examples()


def outcome(base, values):
    """Return who is first and the headline decisions, or None when nobody would answer so."""
    try:
        pick = advise(base, Situation(values), 1, engine=False).pick
    except SituationError:
        return None
    if pick is None:
        return None
    made = {name: pick.setup[name].value for name in pick.setup if base.decisions[name].headline}
    return pick.id, tuple(made.get(name) for name in base.decisions)


def every_change(base, values) -> dict[frozenset, object]:
    """Try every answer, then every pair of which neither answer alone changes anything."""
    before = outcome(base, values)
    answers = [
        (name, cell.value)
        for name in base.attributes
        for cell in cells(Program.of(base), name)
        if not (base.attributes[name].discrete and values.get(name) == cell.value)
    ]

    def changed(*added):
        after = outcome(base, {**values, **dict(added)})
        if after is None or after == before:
            return None
        return after[0] if before is None or after[0] != before[0] else after

    singles = {answer: changed(answer) for answer in answers}
    found = {frozenset([answer]): after for answer, after in singles.items() if after is not None}
    quiet = [answer for answer, after in singles.items() if after is None]
    for one, two in itertools.combinations(quiet, 2):
        after = changed(one, two) if one[0] != two[0] else None
        if after is not None:
            found[frozenset([one, two])] = after
    return found


def accepts(wanted, value) -> bool:
    if isinstance(wanted, dict):
        return (
            value >= wanted.get("at_least", value)
            and value <= wanted.get("at_most", value)
            and ("above" not in wanted or value > wanted["above"])
            and ("below" not in wanted or value < wanted["below"])
        )
    return any(accepts(entry, value) if isinstance(entry, dict) else entry == value for entry in wanted)


def told_changes(base, values) -> dict[frozenset, object]:
    """Spell out what the explanation says, answer by answer."""
    from advisor.advice.explain.explanation import explain as explain_situation

    found = {}
    for change in explain_situation(base, Situation(values)).changes.found:
        choices = [
            [
                (edit.attribute, cell.value)
                for cell in cells(Program.of(base), edit.attribute)
                if accepts(edit.wanted, cell.value)
            ]
            for edit in change.edits
        ]
        for answers in itertools.product(*choices):
            assert frozenset(answers) not in found, "said twice"
            found[frozenset(answers)] = change.first or {flip.decision: flip.after for flip in change.flips}
    return found


def agree(base, told, tried, before) -> bool:
    """True when both say the same: another first, or the same decisions turned to the same values."""
    if isinstance(tried, str):
        return told == tried
    flips = {name: after for name, was, after in zip(base.decisions, before[1], tried[1], strict=True) if was != after}
    return told == flips


def test_every_change_of_small_knowledge_is_told_and_nothing_else(tmp_path) -> None:
    from advisor.knowledge.load import load_folder

    chance = random.Random(23)
    told_in_all = 0
    for number in range(90):
        folder = tmp_path / f"pack{number}"
        folder.mkdir()
        for name, text in random_pack(chance).items():
            (folder / f"{name}.yaml").write_text(text)
        base = load_folder(folder)
        domain = {name: [cell.value for cell in cells(Program.of(base), name)] for name in base.attributes}
        for _ in range(3):
            values = {name: chance.choice(found) for name, found in domain.items() if chance.random() < 0.5}
            before, tried, told = outcome(base, values), every_change(base, values), told_changes(base, values)
            assert set(told) == set(tried), (number, values)
            assert all(agree(base, told[key], tried[key], before) for key in told), (number, values)
            told_in_all += len(told)
    assert told_in_all > 600


@pytest.mark.parametrize("example", EXAMPLES[::90], ids=[example.id for example in EXAMPLES[::90]])
def test_random_pairs_of_answers_change_what_is_told_and_nothing_else(example, shipped) -> None:
    found = explain(example.given, knowledge=shipped).changes.found
    before = outcome(shipped, read(example.given).values)
    chance = random.Random(len(example.id))
    program = Program.of(shipped)
    for _ in range(150):
        names = chance.sample(sorted(shipped.attributes), 2)
        answers = {name: chance.choice(cells(program, name)).value for name in names}
        after = outcome(shipped, {**read(example.given).values, **answers})
        if after is not None and before is not None and after[0] != before[0]:
            assert any(brings_about(change, answers, shipped) for change in found), answers


def brings_about(change, answers, base) -> bool:
    """True when these answers include what a change asks for."""
    for edit in change.edits:
        if edit.through:
            if not set(edit.through) <= set(answers):
                return False
        elif edit.attribute not in answers or not accepts(edit.wanted, answers[edit.attribute]):
            return False
    return True


@pytest.mark.parametrize("example", EXAMPLES[::40], ids=[example.id for example in EXAMPLES[::40]])
def test_what_is_told_comes_true(example, shipped) -> None:
    before = recommend(example.given, knowledge=shipped)
    for change in explain(before, knowledge=shipped).changes.found:
        after = recommend({**before.situation, **change.answers}, knowledge=shipped)
        assert after.pick is not None
        if change.first is not None:
            assert after.pick.id == change.first != (before.pick and before.pick.id)
        else:
            assert after.pick.id == before.pick.id
            for flip in change.flips:
                assert shown(before.pick.setup.get(flip.decision)) == flip.before
                now = after.pick.setup.get(flip.decision)
                # of several machines, or one of a size that the numbers decide on, the told value names no more than that
                assert flip.after in (shown(now), f"several × {now and now.value}", sized(now))


def sized(decided):
    return (
        f"{decided.fields['class']}, as large as needed" if decided is not None and "class" in decided.fields else None
    )


def shown(decided):
    if decided is None:
        return None
    count = decided.fields.get("count", 1) if "class" in decided.fields else 1
    return f"{count} × {decided.value}" if count > 1 else decided.value


@pytest.mark.parametrize("example", EXAMPLES[::60], ids=[example.id for example in EXAMPLES[::60]])
def test_no_change_contains_another(example, shipped) -> None:
    found = explain(example.given, knowledge=shipped).changes.found
    singles = [change.edits[0] for change in found if len(change.edits) == 1]
    for change in found:
        if len(change.edits) == 2:
            for edit in change.edits:
                alone = [single for single in singles if single.attribute == edit.attribute]
                assert not any(accepts(single.wanted, edit.example) for single in alone)
    assert [change.size for change in found] == sorted(change.size for change in found)


PETS = {
    "attributes": "- {attribute: legs, type: integer, ask: How many legs?, at_least: 0, at_most: 1000}\n"
    "- {attribute: wings, type: boolean, ask: Has it wings?}\n"
    "- {attribute: feet, type: integer, ask: How many feet?, at_least: 0, at_most: 1000}\n",
    "quantities": "- {quantity: shoes, product: [legs, feet], unit: shoes}\n",
    "decisions": "- {decision: home, title: Home, headline: true, values: [hill, tree]}\n",
    "card_ant": "{algorithm: ant, name: Ant, summary: s, order: 1, sources: []}\n",
    "card_bee": "{algorithm: bee, name: Bee, summary: s, order: 2, sources: []}\n",
}


def pets(load_pack, rules: str):
    tail = ", because: It is so., basis: house-judgement}\n"
    lines = ["- {rule: start, favor: {ant: weak, bee: weak}, aspect: start", *rules.strip().splitlines()]
    return load_pack(**PETS, rules="".join(line.strip() + tail for line in lines))


def test_numbers_are_told_as_ranges_that_are_joined(load_pack) -> None:
    base = pets(
        load_pack,
        """- {rule: six, when: {legs: {below: 6}}, favor: {bee: strong}, aspect: legs
        - {rule: hill, choose: {home: hill}
        - {rule: tree, when: {legs: {above: 8}}, choose: {home: tree}, level: special""",
    )
    found = explain(knowledge=base).changes.found
    assert [(change.edits[0].wanted, change.first) for change in found] == [({"below": 6}, "bee"), ({"above": 8}, None)]
    assert [(flip.before, flip.after) for flip in found[1].flips] == [("hill", "tree")]


def test_a_contradiction_is_no_change(load_pack) -> None:
    base = pets(
        load_pack,
        """- {rule: fly, when: {wings: true}, favor: {bee: strong}, aspect: wings
        - {rule: never, when: {wings: true, legs: {above: 2}}, impossible: true""",
    )
    assert explain(legs=6, knowledge=base).changes.found[0].size == 2
    assert [change.size for change in explain(legs=2, knowledge=base).changes.found] == [1]


def test_two_numbers_that_matter_multiplied_are_told_through_their_product(load_pack) -> None:
    base = pets(load_pack, "- {rule: shod, when: {shoes: {at_least: 5000}}, favor: {bee: strong}, aspect: shoes")
    (change,) = explain(knowledge=base).changes.found
    (edit,) = change.edits
    assert (edit.attribute, edit.wanted, edit.through) == ("shoes", {"at_least": 5000}, ("legs", "feet"))
    assert recommend(change.answers, knowledge=base).pick.id == "bee"
    alone, both = explain(legs=100, knowledge=base).changes.found
    assert [(edit.attribute, edit.wanted) for edit in alone.edits] == [("feet", {"at_least": 50})]
    assert (both.edits[0].through, both.answers["feet"] < 50) == (("legs", "feet"), True)


def test_answers_to_change_are_told_apart_from_answers_to_add(load_pack) -> None:
    base = pets(
        load_pack,
        """- {rule: fly, when: {wings: true}, favor: {bee: strong}, aspect: wings
        - {rule: derived, when: {legs: 4}, derive: {wings: false}""",
    )
    kinds = {
        "added": explain(knowledge=base),
        "changed": explain(wings=False, knowledge=base),
        "overridden": explain(legs=4, knowledge=base),
    }
    for kind, explanation in kinds.items():
        (change,) = explanation.changes.found
        assert change.edits[0].kind == kind


def test_where_nothing_changes_the_answer_that_is_said(load_pack) -> None:
    base = pets(load_pack, "- {rule: six, when: {legs: 6}, favor: {ant: strong}, aspect: legs")
    explanation = explain(knowledge=base)
    assert explanation.changes.found == ()
    assert "No one or two answers would put another first" in " ".join(explanation.to_text().split())
