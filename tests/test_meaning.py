"""What an answer means beside other answers, and what is asked before everything else."""

from __future__ import annotations

import pytest

from advisor import recommend
from advisor.errors import KnowledgeError

ATTRIBUTES = """
- {attribute: state, type: choice, ask: State?, values: {any: {}, wet: {}, dry: {}}}
- {attribute: place, type: choice, goal: %s, ask: Place?, values: {sea: {}, land: {}}}
- {attribute: deep, type: boolean, ask: Deep?}
"""
DECISIONS = "- {decision: first, title: First, values: [one]}\n"
TAIL = "because: It is so., basis: house-judgement}\n"
NARROW = (
    f"- {{rule: at-sea, when: {{state: any, place: sea}}, derive: {{state: wet}}, {TAIL}"
    f"- {{rule: no-depth, when: {{state: any, deep: false}}, derive: {{state: dry}}, {TAIL}"
)


def pack(load_pack, rules: str, goal: str = "false"):
    return load_pack(
        attributes=ATTRIBUTES % goal,
        decisions=DECISIONS,
        rules=rules,
        card_ant="{algorithm: ant, name: ant, summary: s, order: 1, sources: []}\n",
        card_bee="{algorithm: bee, name: bee, summary: s, order: 2, sources: []}\n",
    )


@pytest.mark.parametrize(
    ("given", "meaning"),
    [
        ({"state": "any", "place": "sea"}, "wet"),
        ({"state": "any", "deep": False}, "dry"),
        ({"state": "dry", "place": "sea"}, None),
        ({"place": "sea"}, None),
        ({"state": "any", "place": "sea", "deep": False}, None),
    ],
    ids=["narrowed", "narrowed by another", "narrow already", "not answered", "narrowings disagree"],
)
def test_an_answer_takes_the_narrower_meaning_that_other_answers_give_it(load_pack, given, meaning) -> None:
    answer = recommend(given, knowledge=pack(load_pack, NARROW))
    assert (answer.derived["state"].value if "state" in answer.derived else None) == meaning
    assert answer.situation == given


def test_what_was_derived_does_not_narrow_an_answer(load_pack) -> None:
    by_depth = f"- {{rule: depth, when: {{deep: true}}, derive: {{place: sea}}, {TAIL}"
    answer = recommend({"state": "any", "deep": True}, knowledge=pack(load_pack, NARROW + by_depth))
    assert set(answer.derived) == {"place"}


def test_a_circle_beside_a_narrowing_is_still_found(load_pack) -> None:
    circle = (
        f"- {{rule: one, when: {{deep: true}}, derive: {{place: sea}}, {TAIL}"
        f"- {{rule: two, when: {{place: sea}}, derive: {{deep: true}}, {TAIL}"
    )
    with pytest.raises(KnowledgeError, match="cycle"):
        pack(load_pack, NARROW + circle)


def test_a_circle_through_a_quantity_is_found(load_pack) -> None:
    circle = (
        f"- {{rule: one, when: {{deep: true}}, derive: {{metres: 50}}, {TAIL}"
        f"- {{rule: two, when: {{water: {{above: 9}}}}, derive: {{deep: true}}, {TAIL}"
    )
    metres = "- {attribute: metres, type: integer, ask: How many metres?, at_least: 0}\n"
    with pytest.raises(KnowledgeError, match="derived from itself: deep -> metres -> deep"):
        load_pack(
            attributes=ATTRIBUTES % "false" + metres,
            quantities="- {quantity: water, product: [metres, 2], unit: m3}\n",
            rules=circle,
        )


@pytest.mark.parametrize(("goal", "asked"), [("false", "deep"), ("true", "place")])
def test_a_goal_is_asked_before_what_would_change_more(load_pack, goal: str, asked: str) -> None:
    favors = (
        f"- {{rule: a, aspect: x, when: {{place: sea, state: wet}}, favor: {{bee: strong}}, {TAIL}"
        f"- {{rule: b, aspect: x, when: {{place: sea}}, favor: {{ant: weak}}, {TAIL}"
        f"- {{rule: c, aspect: y, when: {{deep: true}}, favor: {{bee: strong}}, {TAIL}"
        f"- {{rule: d, aspect: y, when: {{deep: false}}, favor: {{bee: moderate}}, {TAIL}"
        f"- {{rule: e, aspect: z, favor: {{ant: weak}}, {TAIL}"
        f"- {{rule: f, aspect: w, when: {{place: land}}, favor: {{bee: moderate}}, {TAIL}"
    )
    answer = recommend({}, knowledge=pack(load_pack, favors, goal))
    assert answer.next_question is not None
    assert answer.next_question.attribute == asked


@pytest.mark.parametrize(
    ("given", "task"),
    [
        ({"task": "classification", "modality": "text"}, "text-classification"),
        ({"task": "classification", "modality": "image", "multi_label": True}, "image-classification"),
        ({"task": "classification", "format": "images"}, "image-classification"),
    ],
)
def test_classification_of_texts_and_pictures_gets_algorithms_that_read_them(shipped, given, task) -> None:
    named = recommend({**given, "task": task}, knowledge=shipped)
    answer = recommend(given, knowledge=shipped)
    assert answer.pick is not None
    assert named.pick is not None
    assert (answer.pick.id, values(answer.pick)) == (named.pick.id, values(named.pick))


def values(pick) -> dict[str, object]:
    return {name: decided.value for name, decided in pick.setup.items()}


def test_the_text_says_what_an_answer_is_taken_for(shipped) -> None:
    from advisor.cli.text import render

    page = render(recommend({"task": "classification", "modality": "text"}, knowledge=shipped), shipped)
    assert "Taken as --task text-classification: Sorting texts into classes" in page
