"""The page of a recommendation: its points add up, nothing is said twice, and its headings are plain."""

from __future__ import annotations

import re

import pytest
from msgspec import structs

from advisor import recommend
from advisor.cli.text import render

from .examples import possible_examples
from .small import small

SAMPLE = possible_examples()[::20]


def page(base, **given) -> str:
    return render(recommend(given, knowledge=base), base)


@pytest.mark.parametrize("example", SAMPLE, ids=[example.id for example in SAMPLE])
def test_the_points_on_the_page_add_up_to_the_score(example, shipped) -> None:
    answer = recommend(example.given, knowledge=shipped)
    text = render(answer, shipped)
    if answer.pick is None:
        return
    why = text.split("\nWhy\n")[1].split("\n\n")[0]
    shown = [len(sign) if sign[0] == "+" else -len(sign) for sign in re.findall(r"^  (\++|-+) ", why, re.MULTILINE)]
    more = re.search(r"and (\d+) more \((.*?), (-?\d+) in all\)", " ".join(why.split()))
    rest = [int(number) for number in re.findall(r"[+-]\d+", more[2])] if more else []
    assert sum(shown) + sum(rest) == answer.pick.score
    assert len(shown) + (int(more[1]) if more else 0) == len(answer.pick.evidence)
    assert more is None or int(more[3]) == answer.pick.score


def test_a_page_that_shows_every_reason_counts_no_more() -> None:
    assert " in all)" not in page(small(), goal="number")


def test_a_reason_that_several_candidates_share_is_said_once(load_pack) -> None:
    base = load_pack(
        attributes="- {attribute: big, type: boolean, ask: Big?}\n",
        rules="- {rule: a, aspect: size, when: {big: true}, favor: {ant: strong}, because: Ants lift., sources: [book]}\n"
        "- {rule: b, aspect: use, favor: {ant: weak, bee: moderate, cow: weak}, because: Of use., sources: [book]}\n",
        **{
            name: f"{{algorithm: {name}, name: {name.title()}, summary: s, order: 1, sources: [book]}}\n"
            for name in ("ant", "bee", "cow")
        },
    )
    why_not = page(base, big=True).split("\nWhy not\n")[1]
    assert why_not.startswith("  Bee (score 2) and Cow (score 1): Ant is ahead. Ants lift.\n")


def test_what_is_ruled_out_is_told_even_where_nothing_else_is_left() -> None:
    """Else a wish that leaves one candidate looks as if there had never been another."""
    base = small()
    answer = recommend({"goal": "label"}, knowledge=base)
    alone = structs.replace(
        answer,
        recommendations=answer.recommendations[:1],
        ruled_out=recommend({"goal": "groups"}, knowledge=base).ruled_out,
    )
    assert "\nWhy not\n  ant: ruled out. Ants know no groups.\n" in render(alone, base)


def test_the_heading_says_whether_there_are_warnings_or_advice(shipped) -> None:
    assert "\nWarnings\n  ! Look at" in page(small(), goal="label")
    assert "\nAdvice\n  - " in page(shipped, task="clustering")


GROUPS = {
    "attributes": "- {attribute: goal, type: choice, ask: Goal?, values: {label: {}, groups: {}}}\n"
    "- {attribute: big, type: boolean, ask: Big?}\n",
    "decisions": "- {decision: form, title: Form, values: [table, stream]}\n",
    "rules": "- {rule: no-groups, when: {goal: groups}, rule_out: [ant, bee, dog], because: It forms no groups., sources: [book]}\n"
    "- {rule: a-size, when: {big: true}, rule_out: [ant, cow], because: It is too small., sources: [book]}\n"
    "- {rule: use, aspect: use, favor: {ant: weak, bee: weak, cow: weak, dog: weak}, because: Of use., sources: [book]}\n"
    "- {rule: odd, aspect: odd, when: {goal: label}, avoid: {ant: strong, bee: strong, cow: strong, dog: strong}, because: It is odd., sources: [book]}\n"
    "- {rule: tables, choose: {form: table}, because: Tables are usual., sources: [book]}\n"
    "- {rule: none, when: {big: true}, exclude: {form: table}, because: A table is too narrow., sources: [book]}\n",
    **{
        name: f"{{algorithm: {name}, name: {name.title()}, summary: s, order: 1, sources: [book]}}\n"
        for name in ("ant", "bee", "cow", "dog")
    },
}


def test_a_candidate_is_out_for_the_reason_that_most_are_out_for(load_pack) -> None:
    """So that a narrower reason is left to those that would be possible but for it."""
    base = load_pack(**GROUPS)
    answer = recommend({"goal": "groups", "big": True}, knowledge=base)
    assert {out.id: out.rule for out in answer.ruled_out} == {
        **dict.fromkeys(("ant", "bee", "dog"), "no-groups"),
        "cow": "a-size",
    }
    text = render(answer, base)
    assert text.index("cow: ruled out") < text.index("ant, bee, dog: ruled out")


def test_a_first_place_that_little_speaks_for_says_so(load_pack) -> None:
    base = load_pack(**GROUPS)
    assert "Score -2, level with bee, cow, dog: little speaks for it, but nothing better is left;" in " ".join(
        page(base, goal="label").split()
    )
    assert "little speaks" not in page(base, goal="groups")


def test_a_decision_without_a_value_says_what_excludes_each(load_pack) -> None:
    base = load_pack(**GROUPS)
    text = " ".join(page(base, goal="label", big=True).split())
    assert "Form none: Every value that came up is excluded. A table is too narrow." in text
