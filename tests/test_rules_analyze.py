"""`advisor rules analyze` finds what brute force finds, and each kind of fault in a pack made for it."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from advisor.advice.answer.ranking import rank
from advisor.advice.answer.recommend import advise
from advisor.advice.answer.setup import SetupMaker
from advisor.authoring.analyze.effects import rule_findings
from advisor.authoring.analyze.leading import Leading
from advisor.authoring.analyze.notes import note_findings
from advisor.authoring.analyze.places import _is_gap
from advisor.authoring.analyze.report import analyze
from advisor.authoring.analyze.space import Space, TooManyError
from advisor.authoring.analyze.ties import _equal
from advisor.authoring.values import answers
from advisor.inference.inference import infer
from advisor.inference.program import Program
from advisor.knowledge.base import KnowledgeBase
from advisor.knowledge.load import load_folder
from advisor.knowledge.model import Rule
from advisor.situation import Situation

from .test_settled import random_pack

ATTRIBUTES = """\
- {attribute: task, type: choice, ask: Task?, values: {classify: {}, predict: {}, group: {}}}
- {attribute: data, type: choice, ask: Data?, values: {table: {}, text: {}}}
- {attribute: labeled, type: boolean, ask: Labels?}
- {attribute: cheap, type: boolean, ask: Cheap?, demand: true}
- {attribute: rows, type: integer, ask: Rows?, at_least: 1, at_most: 1000}
"""
DECISIONS = """\
- {decision: format, title: Format, headline: true, values: [csv, libsvm, parquet]}
- {decision: metric, title: Metric, headline: true, values: [auc, f1]}
- {decision: settings, title: Settings, kind: map}
"""
CARDS = {
    "card_ant": "{algorithm: ant, name: Ant, summary: s, order: 1, sources: []}\n",
    "card_bee": "{algorithm: bee, name: Bee, summary: s, order: 2, sources: []}\n",
}
# With these alone nothing is found.
SOUND = """\
- {rule: ant-classifies, aspect: task, when: {task: classify}, favor: {ant: strong}, because: So., basis: b}
- {rule: bee-predicts, aspect: task, when: {task: [predict, group]}, favor: {bee: strong}, because: So., basis: b}
- {rule: csv-first, choose: {format: csv}, level: default, because: So., basis: b}
"""


def rule(text: str) -> str:
    return f"- {{{text}, because: So., basis: b}}\n"


DISPUTED = (
    rule("rule: predict-tables, when: {task: predict}, derive: {data: table}")
    + rule("rule: many-are-texts, when: {rows: {above: 500}}, derive: {data: text}")
    + rule("rule: say-text, when: {data: text}, advise: {topic: t, text: T.}")
)


@pytest.fixture
def found(load_pack):
    """Analyze the sound rules and some more; return findings (or all) as (code, rules, situation)."""

    def analyzed(more: str = "", severity: str = "finding", **files: str) -> list[tuple]:
        base = load_pack(**{"attributes": ATTRIBUTES, "decisions": DECISIONS, "rules": SOUND + more, **CARDS, **files})
        return [
            (finding.code, finding.rules, finding.situation)
            for finding in analyze(base).found
            if finding.severity == severity
        ]

    return analyzed


def test_sound_rules_are_clean(found) -> None:
    assert found() == []


# --- one pack per kind ---


def test_a_rule_that_the_impossible_forbids_is_dead(found) -> None:
    more = rule("rule: no-groups-of-labels, when: {task: group, labeled: true}, impossible: true")
    more += rule("rule: say-group, when: {task: group, labeled: true}, advise: {topic: t, text: T.}")
    assert found(more) == [("dead-rule", ("say-group",), None)]


def test_a_rule_that_a_derivation_forbids_is_dead(found) -> None:
    more = rule("rule: tables-are-predicted, when: {task: predict}, derive: {data: table}")
    more += rule("rule: no-tables, when: {data: table, labeled: true}, impossible: true")
    more += rule("rule: no-texts, when: {data: text, task: predict}, impossible: true")
    more += rule("rule: say-predict, when: {task: predict, labeled: true}, advise: {topic: t, text: T.}")
    assert found(more) == [("dead-rule", ("say-predict",), None)]


def test_a_favor_of_what_is_ruled_out_is_in_vain(found) -> None:
    more = rule("rule: ant-cannot-group, when: {task: group}, rule_out: [ant]")
    more += rule("rule: ant-groups-texts, aspect: text, when: {task: group, data: text}, favor: {ant: weak}")
    assert found(more) == [
        ("favor-ruled-out", ("ant-groups-texts", "ant-cannot-group"), {"task": "group", "data": "text"})
    ]


def test_derivations_that_disagree_are_found_with_a_situation(found) -> None:
    ((code, rules, situation),) = found(DISPUTED)
    assert (code, sorted(rules)) == ("derive-contradiction", ["many-are-texts", "predict-tables"])
    assert situation["task"] == "predict"
    assert situation["rows"] > 500


def test_nothing_left_is_a_finding_unless_a_demand_is_behind_it(found) -> None:
    more = rule("rule: nothing-groups-text, when: {task: group, data: text}, rule_out: [ant, bee]")
    more += rule("rule: nothing-is-cheap, when: {cheap: true}, rule_out: [ant, bee]")
    assert found(more) == [("nothing-left", ("nothing-groups-text",), {"task": "group", "data": "text"})]
    assert ("nothing-left", (), {"cheap": True}) in found(more, "information")


def test_nothing_left_is_no_finding_where_a_warning_of_rank_1_says_what_to_do(found) -> None:
    more = rule("rule: nothing-groups-text, when: {task: group, data: text}, rule_out: [ant, bee]")
    more += rule("rule: vectors-first, when: {task: group, data: text}, warn: {text: Vectors., rank: 1}")
    assert found(more) == []


def test_a_situation_in_which_nothing_is_favored_is_found(found) -> None:
    ((code, _, situation),) = found(rule("rule: bee-cannot-group, when: {task: group}, rule_out: [bee]"))
    assert (code, situation["task"]) == ("nothing-favored", "group")


def test_a_decision_without_a_value_is_found_at_first_place(found) -> None:
    more = rule("rule: no-csv-for-few, when: {rows: {below: 10}}, exclude: {format: csv}")
    ((code, rules, situation), _) = found(more)
    assert (code, rules) == ("no-value", ("no-csv-for-few",))
    assert situation["rows"] < 10
    assert situation["task"] == "classify"


def test_choices_of_one_level_that_disagree_are_found(found) -> None:
    more = rule("rule: libsvm-for-text, when: {data: text}, choose: {format: libsvm}")
    more += rule("rule: parquet-for-many, when: {rows: {above: 500}}, choose: {format: parquet}")
    ((code, rules, situation),) = found(more)
    assert (code, rules) == ("disagreement", ("libsvm-for-text", "parquet-for-many"))
    assert situation["data"] == "text"


def test_choices_of_one_level_that_disagree_about_one_key_are_found(found) -> None:
    more = rule("rule: trees, when: {labeled: true}, choose: {settings: {trees: 100, depth: 6}}")
    more += rule("rule: more-trees, when: {rows: {above: 500}}, choose: {settings: {trees: 500, depth: 6}}")
    assert [(code, sorted(rules)) for code, rules, _ in found(more)] == [("disagreement", ["more-trees", "trees"])]


def test_a_choice_that_always_holds_belongs_to_the_default(found) -> None:
    more = rule("rule: auc, choose: {metric: auc}")
    assert found(more) == [("always-true", ("auc",), {})]


@pytest.mark.parametrize(
    "more",
    [
        rule("rule: useless, aspect: task, when: {task: classify, labeled: true}, favor: {ant: moderate}"),
        rule("rule: out, when: {task: group}, rule_out: [ant]") + rule("rule: useless, when: {task: group, labeled: true}, rule_out: [ant]"),
        rule("rule: useless, when: {task: classify}, choose: {metric: auc}") + rule("rule: f1, when: {task: classify}, choose: {metric: f1}, level: special"),
        rule("rule: useless, given: {format: libsvm}, choose: {metric: auc}"),
        rule("rule: refuse, when: {task: group, labeled: true}, impossible: true") + rule("rule: useless, when: {task: group, labeled: true, data: text}, impossible: true"),
        rule("rule: is-text, when: {task: group}, derive: {data: text}") + rule("rule: useless, when: {task: group, labeled: true}, derive: {data: text}")
        + rule("rule: say-text, when: {data: text}, advise: {topic: t, text: T.}"),
        rule("rule: useless, when: {task: group}, derive: {data: text}"),
        rule("rule: useless, when: {task: group, data: [table, text]}, derive: {task: group}"),
        rule("rule: texts, when: {task: group, data: text}, derive: {task: predict}") + rule("rule: useless, when: {task: group, data: text, labeled: true}, derive: {task: predict}"),
        rule("rule: out, when: {task: group}, rule_out: [ant]") + rule("rule: useless, when: {task: group}, warn: {text: T., candidates: [ant]}"),
    ],
)  # fmt: skip
def test_a_rule_without_effect_is_found(found, more: str) -> None:
    assert [(code, rules) for code, rules, _ in found(more)] == [("no-effect", ("useless",))]


def test_equal_points_are_a_finding_only_where_the_cards_have_one_order(found) -> None:
    more = rule("rule: bee-classifies-too, aspect: task, when: {task: classify}, favor: {bee: strong}")
    assert found(more) == []
    assert ("tie", (), {"task": "classify"}) in found(more, "information")
    same = CARDS["card_bee"].replace("order: 2", "order: 1")
    assert found(more, card_bee=same) == [("tie", (), {"task": "classify"})]


def test_a_narrowing_that_matters_in_one_situation_is_no_finding(found) -> None:
    more = rule("rule: texts, when: {task: group, data: text}, derive: {task: predict}")
    more += rule("rule: labeled, when: {task: [group, predict], labeled: true}, derive: {task: predict}")
    assert found(more) == []


def test_a_narrowing_that_only_holds_another_back_is_no_finding(found) -> None:
    more = rule("rule: texts, when: {task: group, data: text}, derive: {task: predict}")
    more += rule("rule: unless-labeled, when: {task: group, data: text, labeled: true}, derive: {task: group}")
    assert found(more) == []


def test_two_narrowings_that_leave_nothing_are_told_with_a_situation(found) -> None:
    more = rule("rule: texts, when: {task: group, data: text}, derive: {task: predict}")
    more += rule("rule: labeled, when: {task: group, labeled: true}, derive: {task: classify}")
    ((code, rules, situation),) = [one for one in found(more, "information") if one[0] == "derive-contradiction"]
    assert (code, sorted(rules)) == ("derive-contradiction", ["labeled", "texts"])
    assert situation == {"task": "group", "data": "text", "labeled": True}


def test_a_narrowing_into_what_is_refused_is_dead(found) -> None:
    more = rule("rule: texts, when: {task: group, data: text}, derive: {task: predict}")
    more += rule("rule: no-predicted-texts, when: {task: predict, data: text}, impossible: true")
    assert found(more) == [("dead-rule", ("texts",), None)]


QUANTITY = "- {quantity: cells, product: [rows, columns]}\n"
COLUMNS = ATTRIBUTES + "- {attribute: columns, type: integer, ask: C?, at_least: 1, at_most: 10}\n"


def test_a_quantity_that_its_operands_cannot_reach_is_dead(found) -> None:
    more = rule("rule: few, when: {rows: {below: 100}, cells: {above: 1000}}, advise: {topic: t, text: T.}")
    assert found(more, attributes=COLUMNS, quantities=QUANTITY) == [("dead-rule", ("few",), None)]


def test_a_gap_of_a_quantity_is_shown_by_what_it_is_computed_from(found) -> None:
    more = rule("rule: too-many, when: {cells: {at_least: 9500}}, rule_out: [ant, bee]")
    ((code, rules, situation),) = found(more, attributes=COLUMNS, quantities=QUANTITY)
    assert (code, rules) == ("nothing-left", ("too-many",))
    assert situation.keys() == {"rows", "columns"}
    assert situation["rows"] * situation["columns"] >= 9500


def test_what_is_too_much_to_look_at_is_said(load_pack) -> None:
    base = load_pack(attributes=ATTRIBUTES, decisions=DECISIONS, rules=SOUND + DISPUTED, **CARDS)
    space = Space(Program.of(base), most_states=0)
    found = [*rule_findings(space), *note_findings(space, Leading(space))]
    assert {finding.severity for finding in found} == {"information"}
    assert not any(finding.exact for finding in found)
    assert {name for finding in found for name in finding.rules} >= {"ant-classifies", "say-text", "many-are-texts"}
    assert ("derive-contradiction", ("data",)) in {(finding.code, finding.subject) for finding in found}


# --- brute force ---


@pytest.fixture(scope="module")
def random_bases(tmp_path_factory) -> list[KnowledgeBase]:
    chance = random.Random(5)
    bases = []
    for number in range(50):
        folder: Path = tmp_path_factory.mktemp(f"pack{number}")
        for name, text in random_pack(chance).items():
            (folder / f"{name}.yaml").write_text(text)
        (folder / "more.yaml").write_text("".join(rule(text) for text in more_rules(chance)))
        bases.append(load_folder(folder))
    assert sum(bool(Program.of(base).narrowing) for base in bases) > 10
    return bases


def more_rules(chance: random.Random) -> Iterator[str]:
    """Rules that random packs have too few of: contradictions, limits on several candidates, favors."""
    for number in range(chance.randint(0, 3)):
        yield f"rule: x{number}, when: {{a: {chance.choice('xyz')}, d: {chance.choice('pq')}}}, impossible: true"
    for number in range(chance.randint(0, 2)):
        out = ", ".join(chance.sample(["ant", "bee", "cow"], chance.randint(2, 3)))
        yield f"rule: y{number}, when: {{a: {chance.choice('xyz')}, b: {chance.choice(['true', 'false'])}}}, rule_out: [{out}]"
    for number in range(chance.randint(0, 4)):
        name, strength = chance.choice(["ant", "bee", "cow"]), chance.choice(["weak", "moderate", "strong"])
        yield f"rule: z{number}, aspect: three, when: {{c: {chance.choice(['true', 'false'])}}}, favor: {{{name}: {strength}}}"


def every_situation(base: KnowledgeBase) -> list[Situation]:
    """All situations that the rules can tell apart, partial ones too."""
    program = Program.of(base)
    choices = [[None, *answers(program, name)] if name in program.index.columns else [None] for name in base.attributes]
    return [
        Situation({name: value for name, value in zip(base.attributes, values, strict=True) if value is not None})
        for values in itertools.product(*choices)
    ]


def possible(base: KnowledgeBase):
    """All possible situations, each with what is inferred."""
    inferences = (infer(Program.of(base), situation) for situation in every_situation(base))
    return [inference for inference in inferences if not inference.impossible]


def test_the_walk_reaches_exactly_the_sets_of_rules_that_fire_together(random_bases) -> None:
    for base in random_bases:
        program, inferences = Program.of(base), possible(base)
        space = Space(program)
        for effect in ("favor", "choose", "rule_out", "derive"):
            rows = program.effect_rows[effect]
            reached = space.reachable(rows)
            assert set(reached) == {fired_rows(program, inference) & rows for inference in inferences}
            for mask, witness in reached.items():
                assert fired_rows(program, infer(program, Situation(space.situation(witness)))) & rows == mask


def fired_rows(program: Program, inference) -> int:
    """The rows that hold; those that narrow an answer look at the answers as they are given."""
    narrowing = sum(program.index.rows_of[number] for number in program.narrowing)
    return inference.fired & ~narrowing | program.index.fired(inference.situation.values) & narrowing


def test_too_many_sets_are_said_not_guessed(random_bases) -> None:
    base = random_bases[0]
    with pytest.raises(TooManyError):
        Space(Program.of(base), most_states=1).reachable(Program.of(base).effect_rows["choose"])


def test_equal_points_are_found_exactly_where_brute_force_finds_them(random_bases) -> None:
    found = 0
    for base in random_bases:
        standings = [rank(base, inference) for inference in possible(base)]
        for first, second in itertools.combinations(base.candidates, 2):
            equal = any(
                {first, second} <= standing.positive and standing.scores[first] == standing.scores[second]
                for standing in standings
            )
            found += equal
            assert (_equal(Space(Program.of(base)), first, second) is not None) is equal
    assert found > 20


def test_findings_agree_with_brute_force(random_bases) -> None:
    told = set()
    for base in random_bases:
        findings = analyze(base).found
        told |= {finding.code for finding in findings}
        inferences = possible(base)
        assert_gaps(base, findings, inferences)
        assert_rules(base, findings, inferences)
        assert_decisions(base, findings, inferences)
    assert {"nothing-left", "favor-ruled-out", "no-effect", "disagreement", "derive-contradiction", "no-value"} <= told


def assert_gaps(base, findings, inferences) -> None:
    """Every gap holds one that is told, every attribute on which derivations disagree is told, and nothing else is."""
    gaps = [inference for inference in inferences if len(inference.ruled_out) == len(base.candidates)]
    told = [finding.situation for finding in findings if finding.code == "nothing-left"]
    assert all(_is_gap(Space(Program.of(base)), gap) for gap in told)
    assert all(any(holds(inference, gap) for gap in told) for inference in gaps)
    disagreeing = {name for inference in inferences for name in inference.disagreements}
    contradictions = [finding for finding in findings if finding.code == "derive-contradiction"]
    assert {finding.subject for finding in contradictions} == {(name,) for name in disagreeing}
    for finding in contradictions:
        assert finding.subject[0] in infer(Program.of(base), Situation(finding.situation)).disagreements


def holds(inference, gap) -> bool:
    """Whether a situation is a case of a gap: the same choices, answered or derived. Several numbers satisfy the same rules."""
    return all(
        value in (inference.known.get(name), inference.situation.values.get(name))
        for name, value in gap.items()
        if name != "n"
    )


def assert_rules(base, findings, inferences) -> None:
    """Each rule that is said to be dead or without effect is, in every possible situation, and no other is."""
    program = Program.of(base)
    dead = {finding.rules[0] for finding in findings if finding.code == "dead-rule"}
    fired = set()
    for inference in inferences:
        rows = program.index.clauses(fired_rows(program, inference))
        fired |= {program.clauses[number].rule.id for number in rows}
    refusing = {name for name, rule_ in base.rules.items() if rule_.effect == "impossible"}
    assert dead - refusing == set(base.rules) - fired - refusing
    useless = {finding.rules[0] for finding in findings if finding.code == "no-effect"} | dead
    vain = {finding.rules[0] for finding in findings if finding.code == "favor-ruled-out"}
    for rule_ in base.rules.values():
        if rule_.effect in ("favor", "avoid"):
            assert changes_scores(base, rule_, inferences) is (rule_.id not in useless | vain), rule_.id
        elif rule_.effect == "rule_out":
            assert changes_candidates(base, rule_, inferences) is (rule_.id not in useless), rule_.id


def clauses_of(base, rule_: Rule) -> int:
    program = Program.of(base)
    rows = 0
    for number, clause in enumerate(program.clauses):
        if clause.rule.id == rule_.id:
            rows |= program.index.rows_of[number]
    return rows


def changes_scores(base, rule_: Rule, inferences) -> bool:
    """Whether some score of a possible candidate would be another without the rule."""
    program = Program.of(base)
    own = clauses_of(base, rule_)
    for inference in inferences:
        if not inference.fired & own:
            continue
        for name in base.candidates:
            if name in inference.ruled_out:
                continue
            rows = inference.fired & program.rows_about(name, rule_.effect)
            if strongest(program, rows, name, rule_.aspect) != strongest(program, rows & ~own, name, rule_.aspect):
                return True
    return False


def strongest(program: Program, rows: int, name: str, aspect: str) -> int:
    clauses = [program.clauses[number] for number in program.index.clauses(rows)]
    return max((clause.targets[name] for clause in clauses if clause.rule.aspect == aspect), default=0)


def changes_candidates(base, rule_: Rule, inferences) -> bool:
    """Whether some candidate would be possible without the rule."""
    program = Program.of(base)
    own = clauses_of(base, rule_)
    return any(
        bool(inference.fired & own & program.rows_about(name, "rule_out"))
        and not inference.fired & ~own & program.rows_about(name, "rule_out")
        for inference in inferences
        for name in base.candidates
    )


def assert_decisions(base, findings, inferences) -> None:
    """Decisions without a value, and choices that only their names decide, are those that answers show."""
    answers_ = [advise(base, inference.situation, engine=False) for inference in inferences]
    valueless = {
        (ranked.id, decided.decision)
        for answer in answers_
        for ranked in answer.recommendations
        for decided in ranked.setup.values()
        if not decided.rule
    }
    assert {finding.subject for finding in findings if finding.code == "no-value"} == valueless
    for finding in findings:
        if finding.code == "no-value":
            candidate, decision = finding.subject
            answer = advise(base, Situation(finding.situation), engine=False)
            setup = next(ranked.setup for ranked in answer.recommendations if ranked.id == candidate)
            assert not setup[decision].rule
    told = {frozenset(finding.rules) for finding in findings if finding.code == "disagreement"}
    assert told == {pair for inference in inferences for pair in disagreeing_choices(base, inference)}


def disagreeing_choices(base, inference) -> Iterator[frozenset[str]]:
    """Pairs of choices of one level that give a possible candidate different values, where the first of them is taken."""
    program = Program.of(base)
    for name, candidate in base.candidates.items():
        maker = SetupMaker(program, inference, candidate)
        for choice in maker.make().values() if name not in inference.ruled_out else ():
            for _, loser, blocked in choice.losers:
                if choice.clause is not None and blocked is None and loser.rule.level == choice.clause.rule.level:
                    yield frozenset((choice.clause.rule.id, loser.rule.id))
