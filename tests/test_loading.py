"""Everything wrong in a knowledge folder is reported at once, with its place and the nearest valid thing."""

from __future__ import annotations

import json

import pytest

from advisor.errors import KnowledgeError
from advisor.knowledge.base import KnowledgeBase
from advisor.knowledge.load import load_folder

ATTRIBUTES = """\
- {attribute: task, type: choice, ask: Task?, values: {classification: {aliases: [churn]}, regression: {}}}
- {attribute: sparse, type: boolean, ask: Sparse?}
- {attribute: rows, type: integer, ask: Rows?, at_least: 1, at_most: 1000000, unit: rows}
- {attribute: features, type: integer, ask: Features?, at_least: 1, at_most: 1000}
- {attribute: format, type: choice, ask: Format?, values: {csv: {}, libsvm: {}}}
"""
FIELDS = """\
- {field: tasks, type: list, of: task}
- {field: formats, type: list, of: format}
- {field: max_rows, type: integer, unit: rows}
- {field: max_cells, type: integer, unit: cells}
"""
DECISIONS = """\
- {decision: format, title: Format, values: [csv, libsvm]}
- {decision: machine, title: Machine, kind: instance, role: training}
- {decision: image, title: Image}
- {decision: settings, title: Settings, kind: map}
"""
MACHINES = """\
families:
  m1: {class: cpu, sizes: {s: {vcpu: 1, memory_gib: 4, roles: [training]}, l: {vcpu: 4, memory_gib: 16, roles: [training]}}}
  g1: {class: gpu, sizes: {s: {vcpu: 1, memory_gib: 4, roles: [training]}, x: {vcpu: 4, memory_gib: 16, roles: [endpoint]}}}
"""
STAIR = "- {ladder: stair, by: rows, steps: [{up_to: 10, use: ml.m1.s}, {up_to: 100, use: ml.m1.l}], beyond: spread, unknown: ml.m1.s}\n"
CARD = "{algorithm: boost, name: Boost, summary: s, order: 1, sources: [book], tasks: [classification], formats: [csv], max_rows: 500}\n"
OTHER = "{algorithm: line, name: Line, summary: s, order: 2, sources: [book], tasks: [classification, regression], formats: [csv, libsvm]}\n"


def errors(load_pack, rules: str, **more: str) -> list[str]:
    files = {
        "machines": MACHINES,
        "stair": STAIR,
        "attributes": ATTRIBUTES,
        "fields": FIELDS,
        "decisions": DECISIONS,
        "boost": CARD,
        "line": OTHER,
        "rules": rules,
        **more,
    }
    with pytest.raises(KnowledgeError) as caught:
        load_pack(**files)
    assert caught.value.exit_code == 3
    return [problem.render() for problem in caught.value.diagnostics]


def pack(load_pack, rules: str = "[]", **more: str) -> KnowledgeBase:
    return load_pack(
        **{
            "machines": MACHINES,
            "stair": STAIR,
            "attributes": ATTRIBUTES,
            "fields": FIELDS,
            "decisions": DECISIONS,
            "boost": CARD,
            "line": OTHER,
            "rules": rules,
            **more,
        }
    )


def rule(**parts: str) -> str:
    entry = {"rule": "r", "because": "It is so.", "sources": "[book]", **parts}
    return "- " + "\n  ".join(f"{key}: {value}" for key, value in entry.items()) + "\n"


CASES = {
    "unknown attribute": (
        rule(when="{taks: regression}", rule_out="[boost]"),
        "pack/rules.yaml:4:10: rule 'r': when: unknown attribute 'taks' (did you mean 'task'?) [unknown-attribute]",
    ),
    "unknown value": (
        rule(when="{task: clasification}", rule_out="[boost]"),
        "pack/rules.yaml:4:16: rule 'r': when: task: 'clasification' is not a value of 'task' (did you mean 'classification'?) [unknown-value]",
    ),
    "an alias": (
        rule(when="{task: churn}", rule_out="[boost]"),
        "pack/rules.yaml:4:16: rule 'r': when: task: 'churn' is not a value of 'task' (did you mean 'classification'?) [unknown-value]",
    ),
    "unknown key": (
        rule(whenn="{sparse: true}", rule_out="[boost]"),
        "pack/rules.yaml:4:3: rule: unknown key 'whenn' (did you mean 'when'?) [unknown-key]",
    ),
    "unknown candidate": (
        rule(rule_out="[bost]"),
        "pack/rules.yaml:4:14: rule 'r': candidate: unknown 'bost' (did you mean 'boost'?) [unknown-name]",
    ),
    "unknown field": (
        rule(**{"for": "{taskz: regression}", "rule_out": "true"}),
        "pack/rules.yaml:4:9: rule 'r': for: unknown card field 'taskz' (did you mean 'tasks'?) [unknown-field]",
    ),
    "unknown source": (
        rule(sources="[bok]", rule_out="[boost]"),
        "pack/rules.yaml:3:13: rule 'r': source: unknown 'bok' (did you mean 'book'?) [unknown-name]",
    ),
    "unknown decision": (
        rule(choose="{formatt: csv}"),
        "pack/rules.yaml:4:12: rule 'r': unknown decision 'formatt' (did you mean 'format'?) [unknown-decision]",
    ),
    "unknown decision value": (
        rule(choose="{format: cvs}"),
        "pack/rules.yaml:4:20: rule 'r': 'cvs' is not a value of format (did you mean 'csv'?) [unknown-value]",
    ),
    "two effects": (
        rule(rule_out="[boost]", avoid="{boost: weak}"),
        "pack/rules.yaml:1:3: rule 'r' needs exactly one effect (derive, impossible, favor, avoid, rule_out, choose, exclude, advise, warn) [one-effect]",
    ),
    "no reason": (
        "- {rule: r, rule_out: [boost], sources: [book]}\n",
        "pack/rules.yaml:1:3: rule 'r': key 'because' is missing [missing-key]",
    ),
    "never true": (
        rule(when="{all: [{task: regression}, {task: classification}]}", rule_out="[boost]"),
        "[never-true]",
    ),
    "out of domain": (rule(when="{rows: {at_least: 0}}", rule_out="[boost]"), "[out-of-domain]"),
    "wrong type": (
        rule(when="{sparse: 3}", rule_out="[boost]"),
        "pack/rules.yaml:4:18: rule 'r': when: sparse: 3 is not a value of 'sparse' (write true or false) [unknown-value]",
    ),
    "known in a favor": (
        rule(when="{sparse: {known: false}}", favor="{boost: weak}", aspect="a"),
        "`known` may be used in advise and warn only",
    ),
    "strength": (
        rule(favor="{boost: strnog}", aspect="a"),
        "rule 'r': strength: unknown 'strnog' (did you mean 'strong'?) [unknown-name]",
    ),
    "given later": (
        rule(choose="{format: csv}", given="{image: x}"),
        "'image' is not decided before 'format' (see decisions.yaml) [decided-later]",
    ),
    "duplicate rule": (
        rule(rule_out="[boost]") + rule(rule_out="[line]"),
        "rule 'r' is already in pack/rules.yaml:1 [duplicate-id]",
    ),
    "duplicate key": (
        "- {rule: r, because: a, because: b, rule_out: [boost], sources: [book]}\n",
        "key 'because' is already given in line 1 [duplicate-key]",
    ),
    "derive circle": (
        "- {rule: r, when: {sparse: true}, derive: {task: regression}, because: a, sources: [book]}\n"
        "- {rule: s, when: {task: regression}, derive: {sparse: true}, because: a, sources: [book]}\n",
        "[cycle]",
    ),
    "dead selector": (rule(**{"for": "{max_rows: {above: 9000}}", "rule_out": "true"}), "[dead-selector]"),
    "unknown item": ("- {ruel: r}\n", "cannot tell what this is"),
    "python tag": ("- !!python/object/apply:os.system ['true']\n", "tags such as"),
    "alias": ("- &a {rule: r}\n- *a\n", "anchors and aliases are not allowed (write the value out) [yaml-alias]"),
    "ambiguous": (
        rule(when="{sparse: yes}", rule_out="[boost]"),
        "'yes' means different things to different YAML readers",
    ),
    "syntax": ("- {rule: r", "not valid YAML"),
    "when is no mapping": (rule(when="[sparse]", rule_out="[boost]"), "when must be a mapping of attributes to values"),
    "for is no mapping": (
        rule(**{"for": "[boost]", "rule_out": "true"}),
        "for must be a mapping of card fields to values",
    ),
    "any is no list": (
        rule(when="{any: {sparse: true}}", rule_out="[boost]"),
        "when: any must be a list, not a mapping",
    ),
    "too many rows": (
        rule(
            when="{all: ["
            + ", ".join(
                "{any: [{sparse: true}, {rows: {above: " + str(n) + "}}, {features: {above: " + str(n) + "}}]}"
                for n in range(1, 6)
            )
            + "]}",
            rule_out="[boost]",
        ),
        "at most 64 are allowed",
    ),
    "number expected": (
        rule(when="{rows: {at_least: many}}", rule_out="[boost]"),
        "rows: at_least must be a number, not 'many'",
    ),
    "unknown bound": (
        rule(when="{rows: {atleast: 5}}", rule_out="[boost]"),
        "unknown key 'atleast' (did you mean 'at_least'?)",
    ),
    "empty span": (rule(when="{rows: {at_least: 10, below: 5}}", rule_out="[boost]"), "no number satisfies this"),
    "bad test on a choice": (rule(when="{task: {above: 3}}", rule_out="[boost]"), "unknown key 'above'"),
    "field value": (
        rule(**{"for": "{tasks: regresion}", "rule_out": "true"}),
        "'regresion' is not a value of this field (did you mean 'regression'?)",
    ),
    "field from": (
        rule(**{"for": "{tasks: {from: taks}}", "rule_out": "true"}),
        "unknown attribute 'taks' (did you mean 'task'?)",
    ),
    "field from, lacks": (
        rule(**{"for": "{tasks: {lacks: {from: taks}}}", "rule_out": "true"}),
        "unknown attribute 'taks'",
    ),
    "field from, type": (
        rule(**{"for": "{max_rows: {from: task}}", "rule_out": "true"}),
        "'task' cannot be compared with this field",
    ),
    "wrong unit": (rule(**{"for": "{max_cells: {below: {from: rows}}}", "rule_out": "true"}), "[wrong-unit]"),
    "nobody named": (rule(rule_out="true"), "name the candidates, or give a selector"),
    "impossible is true": (rule(impossible="false"), "write `impossible: true`"),
    "derive one": (rule(derive="{sparse: true, task: regression}"), "derive sets exactly one attribute"),
    "derive what": (rule(derive="{sprase: true}"), "unknown attribute 'sprase' (did you mean 'sparse'?)"),
    "favor without aspect": (rule(favor="{boost: weak}"), "favor needs an `aspect`"),
    "favor whom": (rule(favor="{bost: weak}", aspect="a"), "unknown candidate 'bost' (did you mean 'boost'?)"),
    "aspect elsewhere": (rule(rule_out="[boost]", aspect="a"), "`aspect` goes with favor and avoid only"),
    "level elsewhere": (rule(rule_out="[boost]", level="usual"), "`level` goes with choose only"),
    "given elsewhere": (
        rule(rule_out="[boost]", given="{format: csv}"),
        "`given` goes with choose, exclude, advise, warn only",
    ),
    "an error without a symptom": (
        rule(warn="{text: Mind the gap., error: It broke.}"),
        "`error` goes with a `symptom`",
    ),
    "an error that is no text": (
        rule(warn="{text: Mind the gap., symptom: It breaks., error: {it: broke}}"),
        "error must be text, not a mapping",
    ),
    "unknown level": (rule(choose="{format: csv}", level="usuall"), "unknown 'usuall' (did you mean 'usual'?)"),
    "two decisions": (rule(choose="{format: csv, image: x}"), "names exactly one decision"),
    "a choice of nothing": (rule(choose="{format: {}}"), "needs a `value`, a `ladder` or a field to add"),
    "a map that is none": (rule(choose="{settings: 3}"), "settings is a mapping"),
    "no source": ("- {rule: r, rule_out: [boost], because: b}\n", "needs `sources`, or `basis: house-judgement`"),
    "given unknown": (
        rule(choose="{image: x}", given="{formt: csv}"),
        "given: unknown decision 'formt' (did you mean 'format'?)",
    ),
    "from unknown": (rule(choose="{image: {from: regoin}}"), "unknown attribute or quantity 'regoin'"),
    "from a card": (rule(choose="{image: {from: card.taskz}}"), "card field: unknown 'taskz' (did you mean 'tasks'?)"),
    "template unknown": (rule(choose="{image: {template: nothing}}"), "template: unknown 'nothing'"),
    "where unknown": (
        rule(exclude="{machine: {where: {class: gqu}}}"),
        "no instance has class 'gqu' (did you mean 'gpu'?)",
    ),
    "machine unknown": (rule(choose="{machine: ml.m9.huge}"), "'ml.m9.huge' is not a value of machine"),
    "ladder unknown": (rule(choose="{machine: {ladder: stairs}}"), "ladder: unknown 'stairs' (did you mean 'stair'?)"),
    "bad id": (rule(rule="Not An Id", rule_out="[boost]"), "is not a valid id"),
    "quantity operation": ("- {quantity: q, product: [rows], sum: [rows]}\n", "needs exactly one operation"),
    "quantity operand": (
        "- {quantity: q, product: [rowz]}\n",
        "unknown attribute or quantity 'rowz' (did you mean 'rows'?)",
    ),
    "quantity operands": ("- {quantity: q, quotient: [rows]}\n", "quotient takes 2 operand(s)"),
    "quantity circle": ("- {quantity: q, sum: [p]}\n- {quantity: p, sum: [q]}\n", "depends on itself: q -> p -> q"),
    "quantity of words": ("- {quantity: q, sum: [task]}\n", "'task' is not a number"),
    "quantity name": ("- {quantity: rows, sum: [features]}\n", "has the name of an attribute"),
    "quantity of cards": (
        "- {quantity: q, sum: [card.max_rows]}\n" + rule(when="{q: 3}", rule_out="[boost]"),
        "uses card fields, so it is only for choose",
    ),
    "part": ("- {quantity: q, join: [{table: nowhere}]}\n", "a part is {text: …} or {table: …, by: …}"),
    "part table": ("- {quantity: q, join: [{table: nowhere, by: task}]}\n", "table: unknown 'nowhere'"),
    "part field": (
        "- {quantity: q, join: [{table: {from: card.nothing}, by: task}]}\n",
        "unknown card field 'nothing'",
    ),
    "ladder order": (
        "- {ladder: l, by: rows, steps: [{up_to: 5, use: ml.m1.s}, {up_to: 5, use: ml.m1.s}], beyond: last, unknown: ml.m1.s}\n",
        "steps must rise",
    ),
    "table value": ("- {table: t, by: task, rows: {regresion: x}}\n", "'regresion' is not a value of 'task'"),
    "attribute name": ("- {attribute: Bad-Name, type: boolean, ask: X?}\n", "is not a valid name"),
    "attribute reserved": ("- {attribute: json, type: boolean, ask: X?}\n", "the name is taken by an option"),
    "attribute type": ("- {attribute: x, type: booleen, ask: X?}\n", "unknown 'booleen' (did you mean 'boolean'?)"),
    "attribute values": ("- {attribute: x, type: choice, ask: X?}\n", "a choice needs `values`"),
    "source address": ("- {source: s, title: T, url: ftp://x, read: 2026-11-22}\n", "'ftp://x' is not an address"),
    "text expected": (
        "- {source: s, title: [T], url: 'https://x', read: 2026-11-22}\n",
        "title must be text, not a list",
    ),
    "boolean expected": ("- {decision: d, title: D, headline: 3}\n", "headline must be true or false, not 3"),
    "a field that is not its own": (
        "- {decision: d, title: D, fields: [note], told: [noet]}\n",
        "decision 'd': told: 'noet' is not one of its fields (did you mean 'note'?) [unknown-field]",
    ),
    "not a list": ("- {decision: d, title: D, values: 3}\n", "values must be a list, not 3"),
    "duplicate attribute": (
        "- {attribute: task, type: boolean, ask: X?}\n",
        "attribute 'task' is already in pack/attributes.yaml:1",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_a_mistake_is_named_with_its_place(case: str, load_pack) -> None:
    text, expected = CASES[case]
    assert any(expected in line for line in errors(load_pack, text)), errors(load_pack, text)


def test_all_mistakes_are_reported_together(load_pack) -> None:
    found = errors(
        load_pack, rule(when="{taks: regression}", rule_out="[bost]", sources="[bok]"), card="{algorithm: x, nmae: X}\n"
    )
    assert len(found) >= 6


@pytest.mark.parametrize(
    "text",
    [
        "a: &x [1]\nb: [*x, *x]\n",
        "[" * 5000,
        "{a: " * 200 + "1" + "}" * 200,
        "\x00",
        "\udcff".encode("utf-8", "surrogatepass").decode("latin-1"),
        "- 1:30\n",
        "--- 1\n--- 2\n",
        "? [a]\n: b\n",
        "{a: !!python/name:os.system }",
        "- - - -\n",
        "x\n",
        "- null\n",
        "12",
        "{rule: 9999999999999999999999999999}",
    ],
    ids=range(14),
)
def test_hostile_files_end_in_an_error(text: str, load_pack) -> None:
    assert errors(load_pack, "[]", hostile=text)


def test_a_file_that_is_too_large_is_not_read(write_pack) -> None:
    folder = write_pack(attributes=ATTRIBUTES)
    (folder / "big.yaml").write_bytes(b"#" * 9_000_000)
    with pytest.raises(KnowledgeError, match="at most 8,000,000 bytes are read"):
        load_folder(folder)


def test_an_empty_folder_is_no_knowledge(tmp_path) -> None:
    with pytest.raises(KnowledgeError, match="no rule files"):
        load_folder(tmp_path)


def test_a_selector_compares_the_card_with_the_situation(load_pack) -> None:
    base = pack(load_pack, rule(**{"for": "{max_rows: {below: {from: rows}}}", "rule_out": "true"}))
    (clause,) = base.clauses
    assert clause.targets == {"boost": 1}
    assert clause.rows[0]["rows"].contains(501)
    assert not clause.rows[0]["rows"].contains(500)


def test_a_selector_that_depends_on_the_card_becomes_several_clauses(load_pack) -> None:
    base = pack(load_pack, rule(**{"for": "{tasks: {from: task}}", "favor": "weak", "aspect": "task"}))
    assert {clause.id: dict(clause.targets) for clause in base.clauses} == {"r@1": {"boost": 1}, "r@2": {"line": 1}}


def test_a_mode_answers_for_the_task_it_serves(load_pack) -> None:
    card = """algorithm: both
name: Both
summary: s
order: 3
sources: [book]
tasks: [classification, regression]
modes:
  - {mode: one, when: {task: classification}, formats: [csv]}
  - {mode: two, when: {task: regression}, formats: [libsvm]}
"""
    base = pack(load_pack, rule(**{"for": "{formats: csv, id: both}", "rule_out": "true"}), both=card)
    (clause,) = base.clauses
    assert clause.rows[0]["task"].values == {"classification"}


def test_the_compiled_form_is_the_same_knowledge(load_pack) -> None:
    base = pack(load_pack, rule(**{"for": "{tasks: {from: task}}", "favor": "weak", "aspect": "task"}))
    document = base.document()
    again = KnowledgeBase.from_json(json.dumps(document).encode())
    assert again.document() == document
    assert again.clauses == base.clauses


def test_the_order_of_files_and_rules_does_not_matter(load_pack, write_pack) -> None:
    first = rule(rule_out="[boost]")
    second = rule(rule="q", rule_out="[line]")
    one = pack(load_pack, first + second).document()
    two = pack(load_pack, second, zrules=first).document()
    for document in (one, two):
        for entry in document["rules"]:
            entry.update(file="", line=0)
    assert one == two


def test_the_shipped_knowledge_compiles_to_itself(shipped) -> None:
    again = KnowledgeBase.from_json(json.dumps(shipped.document()).encode())
    assert again.document() == shipped.document()
