"""Every mistake the loader knows, with exactly what it says about it."""

from __future__ import annotations

from advisor.knowledge.load import ITEMS

KINDS = ", ".join(ITEMS)
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


def rule(**parts: str) -> str:
    entry = {"rule": "r", "because": "It is so.", "sources": "[book]", **parts}
    return "- " + "\n  ".join(f"{key}: {value}" for key, value in entry.items()) + "\n"


Case = tuple[str, list[str]]

CASES: dict[str, Case] = {
    "unknown attribute": (
        rule(when="{taks: regression}", rule_out="[boost]"),
        [
            "pack/rules.yaml:4:10: rule 'r': when: unknown attribute 'taks' (did you mean 'task'?) [unknown-attribute]",
        ],
    ),
    "unknown value": (
        rule(when="{task: clasification}", rule_out="[boost]"),
        [
            "pack/rules.yaml:4:16: rule 'r': when: task: 'clasification' is not a value of 'task' (did you mean 'classification'?) [unknown-value]",
        ],
    ),
    "an alias": (
        rule(when="{task: churn}", rule_out="[boost]"),
        [
            "pack/rules.yaml:4:16: rule 'r': when: task: 'churn' is not a value of 'task' (did you mean 'classification'?) [unknown-value]",
        ],
    ),
    "unknown key": (
        rule(whenn="{sparse: true}", rule_out="[boost]"),
        [
            "pack/rules.yaml:4:3: rule: unknown key 'whenn' (did you mean 'when'?) [unknown-key]",
        ],
    ),
    "unknown candidate": (
        rule(rule_out="[bost]"),
        [
            "pack/rules.yaml:4:14: rule 'r': candidate: unknown 'bost' (did you mean 'boost'?) [unknown-name]",
        ],
    ),
    "unknown field": (
        rule(**{"for": "{taskz: regression}", "rule_out": "true"}),
        [
            "pack/rules.yaml:4:9: rule 'r': for: unknown card field 'taskz' (did you mean 'tasks'?) [unknown-field]",
        ],
    ),
    "unknown source": (
        rule(sources="[bok]", rule_out="[boost]"),
        [
            "pack/rules.yaml:3:13: rule 'r': source: unknown 'bok' (did you mean 'book'?) [unknown-name]",
        ],
    ),
    "unknown decision": (
        rule(choose="{formatt: csv}"),
        [
            "pack/rules.yaml:4:12: rule 'r': unknown decision 'formatt' (did you mean 'format'?) [unknown-decision]",
        ],
    ),
    "unknown decision value": (
        rule(choose="{format: cvs}"),
        [
            "pack/rules.yaml:4:20: rule 'r': 'cvs' is not a value of format (did you mean 'csv'?) [unknown-value]",
        ],
    ),
    "two effects": (
        rule(rule_out="[boost]", avoid="{boost: weak}"),
        [
            "pack/rules.yaml:1:3: rule 'r' needs exactly one effect (derive, impossible, favor, avoid, rule_out, choose, exclude, advise, warn) [one-effect]",
        ],
    ),
    "no reason": (
        "- {rule: r, rule_out: [boost], sources: [book]}\n",
        [
            "pack/rules.yaml:1:3: rule 'r': key 'because' is missing [missing-key]",
        ],
    ),
    "never true": (
        rule(when="{all: [{task: regression}, {task: classification}]}", rule_out="[boost]"),
        [
            "pack/rules.yaml:4:10: rule 'r': when can never hold: 'all' contradicts the rest [never-true]",
        ],
    ),
    "out of domain": (
        rule(when="{rows: {at_least: 0}}", rule_out="[boost]"),
        [
            "pack/rules.yaml:4:27: rule 'r': when: rows: at_least: 0 is outside the domain of 'rows' (from 1 to 1000000) [out-of-domain]",
        ],
    ),
    "wrong type": (
        rule(when="{sparse: 3}", rule_out="[boost]"),
        [
            "pack/rules.yaml:4:18: rule 'r': when: sparse: 3 is not a value of 'sparse' (write true or false) [unknown-value]",
        ],
    ),
    "known in a favor": (
        rule(when="{sparse: {known: false}}", favor="{boost: weak}", aspect="a"),
        [
            "pack/rules.yaml:4:26: rule 'r': when: sparse: `known` may be used in advise and warn only [known-not-allowed]",
        ],
    ),
    "strength": (
        rule(favor="{boost: strnog}", aspect="a"),
        [
            "pack/rules.yaml:4:18: rule 'r': strength: unknown 'strnog' (did you mean 'strong'?) [unknown-name]",
        ],
    ),
    "given later": (
        rule(choose="{format: csv}", given="{image: x}"),
        [
            "pack/rules.yaml:5:11: rule 'r': given: 'image' is not decided before 'format' (see decisions.yaml) [decided-later]",
        ],
    ),
    "duplicate rule": (
        rule(rule_out="[boost]") + rule(rule_out="[line]"),
        [
            "pack/rules.yaml:5:3: rule 'r' is already in pack/rules.yaml:1 [duplicate-id]",
        ],
    ),
    "duplicate key": (
        "- {rule: r, because: a, because: b, rule_out: [boost], sources: [book]}\n",
        [
            "pack/rules.yaml:1:25: key 'because' is already given in line 1 [duplicate-key]",
        ],
    ),
    "derive circle": (
        "- {rule: r, when: {sparse: true}, derive: {task: regression}, because: a, sources: [book]}\n"
        "- {rule: s, when: {task: regression}, derive: {sparse: true}, because: a, sources: [book]}\n",
        [
            "pack/rules.yaml:1:3: rule 'r': an attribute is derived from itself: sparse -> task -> sparse [cycle]",
        ],
    ),
    "dead selector": (
        rule(**{"for": "{max_rows: {above: 9000}}", "rule_out": "true"}),
        [
            "pack/rules.yaml:4:8: rule 'r': `for` selects no candidate [dead-selector]",
        ],
    ),
    "unknown item": (
        "- {ruel: r}\n",
        [
            f"pack/rules.yaml:1:3: cannot tell what this is: no key is one of {KINDS} (did you mean 'rule'?) [unknown-item]",
        ],
    ),
    "python tag": (
        "- !!python/object/apply:os.system ['true']\n",
        [
            "pack/rules.yaml:1:3: tags such as 'tag:yaml.org,2002:python/object/apply:os.system' are not allowed [yaml-tag]",
            f"pack/rules.yaml:1:3: cannot tell what this is: no key is one of {KINDS} [unknown-item]",
        ],
    ),
    "alias": (
        "- &a {rule: r}\n- *a\n",
        [
            "pack/rules.yaml:1:3: rule 'r' needs exactly one effect (derive, impossible, favor, avoid, rule_out, choose, exclude, advise, warn) [one-effect]",
            "pack/rules.yaml:2:3: anchors and aliases are not allowed (write the value out) [yaml-alias]",
            f"pack/rules.yaml:2:3: cannot tell what this is: no key is one of {KINDS} [unknown-item]",
        ],
    ),
    "ambiguous": (
        rule(when="{sparse: yes}", rule_out="[boost]"),
        [
            "pack/rules.yaml:4:18: 'yes' means different things to different YAML readers (quote it, or write true or false) [yaml-ambiguous]",
            "pack/rules.yaml:4:18: rule 'r': when: sparse: 'yes' is not a value of 'sparse' (write true or false) [unknown-value]",
        ],
    ),
    "syntax": (
        "- {rule: r",
        [
            "pack/rules.yaml:2:1: not valid YAML: did not find expected ',' or '}' [yaml-syntax]",
        ],
    ),
    "when is no mapping": (
        rule(when="[sparse]", rule_out="[boost]"),
        [
            "pack/rules.yaml:4:9: rule 'r': when must be a mapping of attributes to values [not-a-mapping]",
        ],
    ),
    "for is no mapping": (
        rule(**{"for": "[boost]", "rule_out": "true"}),
        [
            "pack/rules.yaml:4:8: rule 'r': for must be a mapping of card fields to values [not-a-mapping]",
        ],
    ),
    "any is no list": (
        rule(when="{any: {sparse: true}}", rule_out="[boost]"),
        [
            "pack/rules.yaml:4:15: rule 'r': when: any must be a list, not a mapping [not-a-list]",
        ],
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
        [
            "pack/rules.yaml:4:9: rule 'r': when stands for more than 64 combinations of `any`; at most 64 are allowed (split the rule) [too-many-rows]",
        ],
    ),
    "number expected": (
        rule(when="{rows: {at_least: many}}", rule_out="[boost]"),
        [
            "pack/rules.yaml:4:27: rule 'r': when: rows: at_least must be a number, not 'many' [not-a-number]",
        ],
    ),
    "unknown bound": (
        rule(when="{rows: {atleast: 5}}", rule_out="[boost]"),
        [
            "pack/rules.yaml:4:17: rule 'r': when: rows: unknown key 'atleast' (did you mean 'at_least'?) [unknown-key]",
        ],
    ),
    "empty span": (
        rule(when="{rows: {at_least: 10, below: 5}}", rule_out="[boost]"),
        [
            "pack/rules.yaml:4:16: rule 'r': when: rows: no number satisfies this [never-true]",
        ],
    ),
    "bad test on a choice": (
        rule(when="{task: {above: 3}}", rule_out="[boost]"),
        [
            "pack/rules.yaml:4:17: rule 'r': when: task: unknown key 'above' (one of: not, known) [unknown-key]",
        ],
    ),
    "field value": (
        rule(**{"for": "{tasks: regresion}", "rule_out": "true"}),
        [
            "pack/rules.yaml:4:16: rule 'r': for: tasks: 'regresion' is not a value of this field (did you mean 'regression'?) [unknown-value]",
        ],
    ),
    "field from": (
        rule(**{"for": "{tasks: {from: taks}}", "rule_out": "true"}),
        [
            "pack/rules.yaml:4:23: rule 'r': for: tasks: unknown attribute 'taks' (did you mean 'task'?) [unknown-attribute]",
        ],
    ),
    "field from, lacks": (
        rule(**{"for": "{tasks: {lacks: {from: taks}}}", "rule_out": "true"}),
        [
            "pack/rules.yaml:4:31: rule 'r': for: tasks: unknown attribute 'taks' (did you mean 'task'?) [unknown-attribute]",
        ],
    ),
    "field from, type": (
        rule(**{"for": "{max_rows: {from: task}}", "rule_out": "true"}),
        [
            "pack/rules.yaml:4:26: rule 'r': for: max_rows: 'task' cannot be compared with this field [wrong-type]",
        ],
    ),
    "wrong unit": (
        rule(**{"for": "{max_cells: {below: {from: rows}}}", "rule_out": "true"}),
        [
            "pack/rules.yaml:4:35: rule 'r': for: max_cells: 'rows' is in 'rows', the field in 'cells' [wrong-unit]",
        ],
    ),
    "nobody named": (
        rule(rule_out="true"),
        [
            "pack/rules.yaml:1:3: rule 'r': name the candidates, or give a selector (`for`) [missing-key]",
        ],
    ),
    "impossible is true": (
        rule(impossible="false"),
        [
            "pack/rules.yaml:4:15: rule 'r': write `impossible: true` [not-true]",
        ],
    ),
    "derive one": (
        rule(derive="{sparse: true, task: regression}"),
        [
            "pack/rules.yaml:4:11: rule 'r': derive sets exactly one attribute [one-attribute]",
        ],
    ),
    "derive what": (
        rule(derive="{sprase: true}"),
        [
            "pack/rules.yaml:4:12: rule 'r': unknown attribute 'sprase' (did you mean 'sparse'?) [unknown-attribute]",
        ],
    ),
    "favor without aspect": (
        rule(favor="{boost: weak}"),
        [
            "pack/rules.yaml:1:3: rule 'r': favor needs an `aspect` [missing-key]",
        ],
    ),
    "favor whom": (
        rule(favor="{bost: weak}", aspect="a"),
        [
            "pack/rules.yaml:4:11: rule 'r': unknown candidate 'bost' (did you mean 'boost'?) [unknown-candidate]",
        ],
    ),
    "aspect elsewhere": (
        rule(rule_out="[boost]", aspect="a"),
        [
            "pack/rules.yaml:5:11: rule 'r': `aspect` goes with favor and avoid only [unused-key]",
        ],
    ),
    "level elsewhere": (
        rule(rule_out="[boost]", level="usual"),
        [
            "pack/rules.yaml:5:10: rule 'r': `level` goes with choose only [unused-key]",
        ],
    ),
    "given elsewhere": (
        rule(rule_out="[boost]", given="{format: csv}"),
        [
            "pack/rules.yaml:5:10: rule 'r': `given` goes with choose, exclude, advise, warn only [unused-key]",
        ],
    ),
    "an error without a symptom": (
        rule(warn="{text: Mind the gap., error: It broke.}"),
        [
            "pack/rules.yaml:4:38: rule 'r': `error` goes with a `symptom` [missing-key]",
        ],
    ),
    "an error that is no text": (
        rule(warn="{text: Mind the gap., symptom: It breaks., error: {it: broke}}"),
        [
            "pack/rules.yaml:4:59: rule 'r': error must be text, not a mapping (quote it) [not-a-text]",
        ],
    ),
    "unknown level": (
        rule(choose="{format: csv}", level="usuall"),
        [
            "pack/rules.yaml:5:10: rule 'r': level: unknown 'usuall' (did you mean 'usual'?) [unknown-name]",
        ],
    ),
    "two decisions": (
        rule(choose="{format: csv, image: x}"),
        [
            "pack/rules.yaml:4:11: rule 'r' names exactly one decision [one-decision]",
        ],
    ),
    "a choice of nothing": (
        rule(choose="{format: {}}"),
        [
            "pack/rules.yaml:4:20: rule 'r': format needs a `value`, a `ladder` or a field to add [missing-key]",
        ],
    ),
    "a map that is none": (
        rule(choose="{settings: 3}"),
        [
            "pack/rules.yaml:4:22: rule 'r': settings must be a mapping, not 3 [not-a-mapping]",
        ],
    ),
    "no source": (
        "- {rule: r, rule_out: [boost], because: b}\n",
        [
            "pack/rules.yaml:1:3: rule 'r': needs `sources`, or `basis: house-judgement` [missing-key]",
        ],
    ),
    "given unknown": (
        rule(choose="{image: x}", given="{formt: csv}"),
        [
            "pack/rules.yaml:5:11: rule 'r': given: unknown decision 'formt' (did you mean 'format'?) [unknown-decision]",
        ],
    ),
    "from unknown": (
        rule(choose="{image: {from: regoin}}"),
        [
            "pack/rules.yaml:4:26: rule 'r': unknown attribute or quantity 'regoin' (one of: task, sparse, rows, features, format) [unknown-name]",
        ],
    ),
    "from a card": (
        rule(choose="{image: {from: card.taskz}}"),
        [
            "pack/rules.yaml:4:26: rule 'r': card field: unknown 'taskz' (did you mean 'tasks'?) [unknown-name]",
        ],
    ),
    "template unknown": (
        rule(choose="{image: {template: nothing}}"),
        [
            "pack/rules.yaml:4:30: rule 'r': template: unknown 'nothing' [unknown-name]",
        ],
    ),
    "where unknown": (
        rule(exclude="{machine: {where: {class: gqu}}}"),
        [
            "pack/rules.yaml:4:38: rule 'r': no instance has class 'gqu' (did you mean 'gpu'?) [unknown-value]",
        ],
    ),
    "machine unknown": (
        rule(choose="{machine: ml.m9.huge}"),
        [
            "pack/rules.yaml:4:21: rule 'r': 'ml.m9.huge' is not a value of machine (one of: ml.m1.s, ml.m1.l, ml.g1.s, ml.g1.x) [unknown-value]",
        ],
    ),
    "ladder unknown": (
        rule(choose="{machine: {ladder: stairs}}"),
        [
            "pack/rules.yaml:4:30: rule 'r': ladder: unknown 'stairs' (did you mean 'stair'?) [unknown-name]",
        ],
    ),
    "bad id": (
        rule(rule="Not An Id", rule_out="[boost]"),
        [
            "pack/rules.yaml:1:3: rule 'Not An Id' is not a valid id (use a-z, 0-9 and -) [bad-name]",
        ],
    ),
    "quantity operation": (
        "- {quantity: q, product: [rows], sum: [rows]}\n",
        [
            "pack/rules.yaml:1:3: quantity 'q' needs exactly one operation (product, quotient, sum, difference, least, greatest, root, first_known, join) [one-operation]",
        ],
    ),
    "quantity operand": (
        "- {quantity: q, product: [rowz]}\n",
        [
            "pack/rules.yaml:1:27: quantity 'q': unknown attribute or quantity 'rowz' (did you mean 'rows'?) [unknown-name]",
        ],
    ),
    "quantity operands": (
        "- {quantity: q, quotient: [rows]}\n",
        [
            "pack/rules.yaml:1:27: quantity 'q': quotient takes 2 operand(s) [operands]",
        ],
    ),
    "quantity circle": (
        "- {quantity: q, sum: [p]}\n- {quantity: p, sum: [q]}\n",
        [
            "pack/rules.yaml:1:3: quantity 'q' depends on itself: q -> p -> q [cycle]",
        ],
    ),
    "quantity of words": (
        "- {quantity: q, sum: [task]}\n",
        [
            "pack/rules.yaml:1:3: quantity 'q': 'task' is not a number [wrong-type]",
        ],
    ),
    "quantity name": (
        "- {quantity: rows, sum: [features]}\n",
        [
            "pack/rules.yaml:1:3: quantity 'rows' has the name of an attribute [duplicate-id]",
        ],
    ),
    "quantity of cards": (
        "- {quantity: q, sum: [card.max_rows]}\n" + rule(when="{q: 3}", rule_out="[boost]"),
        [
            "pack/rules.yaml:5:10: rule 'r': when: quantity 'q' uses card fields, so it is only for choose [card-quantity]",
        ],
    ),
    "part": (
        "- {quantity: q, join: [{table: nowhere}]}\n",
        [
            "pack/rules.yaml:1:24: quantity 'q': a part is {text: …} or {table: …, by: …} [missing-key]",
        ],
    ),
    "part table": (
        "- {quantity: q, join: [{table: nowhere, by: task}]}\n",
        [
            "pack/rules.yaml:1:32: quantity 'q': table: unknown 'nowhere' [unknown-name]",
        ],
    ),
    "part field": (
        "- {quantity: q, join: [{table: {from: card.nothing}, by: task}]}\n",
        [
            "pack/rules.yaml:1:32: quantity 'q': unknown card field 'nothing' (one of: tasks, formats, max_rows, max_cells) [unknown-field]",
        ],
    ),
    "ladder order": (
        "- {ladder: l, by: rows, steps: [{up_to: 5, use: ml.m1.s}, {up_to: 5, use: ml.m1.s}], beyond: last, unknown: ml.m1.s}\n",
        [
            "pack/rules.yaml:1:59: ladder 'l': steps must rise [ladder-order]",
        ],
    ),
    "table value": (
        "- {table: t, by: task, rows: {regresion: x}}\n",
        [
            "pack/rules.yaml:1:31: table 't': 'regresion' is not a value of 'task' (did you mean 'regression'?) [unknown-value]",
        ],
    ),
    "long name": (
        rule(rule="r" * 101, rule_out="[boost]"),
        ["pack/rules.yaml:1:9: rule: a name of 101 characters; at most 100 are allowed [long-name]"],
    ),
    "attribute name": (
        "- {attribute: Bad-Name, type: boolean, ask: X?}\n",
        [
            "pack/rules.yaml:1:15: attribute: 'Bad-Name' is not a valid name (use [a-z][a-z0-9_]*) [bad-name]",
        ],
    ),
    "attribute reserved": (
        "- {attribute: json, type: boolean, ask: X?}\n",
        [
            "pack/rules.yaml:1:15: attribute 'json': the name is taken by an option [reserved-name]",
        ],
    ),
    "attribute: a name of two values": (
        "- {attribute: x, type: choice, ask: X?, values: {a: {also: [Upper End]}, b: {also: [upper-end]}}}\n",
        [
            "pack/rules.yaml:1:84: attribute 'x': b: also: 'upper-end' is a name of 'a' already (make it an alias: it suggests both) [ambiguous-name]",
        ],
    ),
    "attribute: a group that is not declared": (
        "- {attribute: x, type: boolean, ask: X?, group: dta}\n- {group: data, title: Data}\n",
        [
            "pack/rules.yaml:1:49: attribute 'x': group: unknown 'dta' (did you mean 'data'?) [unknown-name]",
        ],
    ),
    "attribute type": (
        "- {attribute: x, type: booleen, ask: X?}\n",
        [
            "pack/rules.yaml:1:24: attribute 'x': type: unknown 'booleen' (did you mean 'boolean'?) [unknown-name]",
        ],
    ),
    "attribute values": (
        "- {attribute: x, type: choice, ask: X?}\n",
        [
            "pack/rules.yaml:1:3: attribute 'x': a choice needs `values` [missing-key]",
        ],
    ),
    "source address": (
        "- {source: s, title: T, url: ftp://x, read: 2026-11-22}\n",
        [
            "pack/rules.yaml:1:30: source 's': 'ftp://x' is not an address [bad-url]",
        ],
    ),
    "text expected": (
        "- {source: s, title: [T], url: 'https://x', read: 2026-11-22}\n",
        [
            "pack/rules.yaml:1:22: source 's': title must be text, not a list (quote it) [not-a-text]",
        ],
    ),
    "boolean expected": (
        "- {decision: d, title: D, headline: 3}\n",
        [
            "pack/rules.yaml:1:37: decision 'd': headline must be true or false, not 3 [not-a-boolean]",
        ],
    ),
    "a field that is not its own": (
        "- {decision: d, title: D, fields: [note], told: [noet]}\n",
        [
            "pack/rules.yaml:1:49: decision 'd': told: 'noet' is not one of its fields (did you mean 'note'?) [unknown-field]",
        ],
    ),
    "not a list": (
        "- {decision: d, title: D, values: 3}\n",
        [
            "pack/rules.yaml:1:35: decision 'd': values must be a list, not 3 [not-a-list]",
        ],
    ),
    "duplicate attribute": (
        "- {attribute: task, type: boolean, ask: X?}\n",
        [
            "pack/rules.yaml:1:3: attribute 'task' is already in pack/attributes.yaml:1 [duplicate-id]",
        ],
    ),
    "a card that is no card": (
        "- {attribute: hue}\n- {decision: hue}\n- {field: hue}\n- {source: hue}\n- {table: hue}\n- {quantity: hue}\n- {ladder: hue}\n- {rule: hue}\n",
        [
            "pack/rules.yaml:1:3: attribute: key 'type' is missing [missing-key]",
            "pack/rules.yaml:1:3: attribute: key 'ask' is missing [missing-key]",
            "pack/rules.yaml:2:3: decision: key 'title' is missing [missing-key]",
            "pack/rules.yaml:3:3: field: key 'type' is missing [missing-key]",
            "pack/rules.yaml:4:3: source: key 'title' is missing [missing-key]",
            "pack/rules.yaml:4:3: source: key 'url' is missing [missing-key]",
            "pack/rules.yaml:4:3: source: key 'read' is missing [missing-key]",
            "pack/rules.yaml:5:3: table: key 'by' is missing [missing-key]",
            "pack/rules.yaml:5:3: table: key 'rows' is missing [missing-key]",
            "pack/rules.yaml:6:3: quantity 'hue' has the name of an attribute [duplicate-id]",
            "pack/rules.yaml:6:3: quantity 'hue' needs exactly one operation (product, quotient, sum, difference, least, greatest, root, first_known, join) [one-operation]",
            "pack/rules.yaml:7:3: ladder: key 'by' is missing [missing-key]",
            "pack/rules.yaml:7:3: ladder: key 'steps' is missing [missing-key]",
            "pack/rules.yaml:7:3: ladder: key 'beyond' is missing [missing-key]",
            "pack/rules.yaml:7:3: ladder: key 'unknown' is missing [missing-key]",
            "pack/rules.yaml:8:3: rule 'hue' needs exactly one effect (derive, impossible, favor, avoid, rule_out, choose, exclude, advise, warn) [one-effect]",
        ],
    ),
    "values that are no mapping": (
        "- {attribute: hue, type: choice, ask: Hue?, values: [red, blue]}\n",
        [
            "pack/rules.yaml:1:3: attribute 'hue': a choice needs `values` [missing-key]",
            "pack/rules.yaml:1:53: attribute 'hue': values must be a mapping, not a list [not-a-mapping]",
        ],
    ),
    "rows that are no mapping": (
        "- {table: homes, by: task, rows: [a]}\n",
        [
            "pack/rules.yaml:1:34: table 'homes': rows must be a mapping, not a list [not-a-mapping]",
        ],
    ),
    "no number is listed": (
        rule(when="{rows: []}", rule_out="[boost]"),
        [
            "pack/rules.yaml:4:16: rule 'r': when: rows: no number satisfies this [never-true]",
        ],
    ),
    "no value is listed": (
        rule(when="{task: []}", rule_out="[boost]"),
        [
            "pack/rules.yaml:4:10: rule 'r': when can never hold: 'task' contradicts the rest [never-true]",
        ],
    ),
    "a contradiction in a branch": (
        rule(when="{sparse: true, any: [{sparse: false}, {rows: 5, all: [{rows: 6}]}]}", rule_out="[boost]"),
        [
            "pack/rules.yaml:4:57: rule 'r': when, any can never hold: 'all' contradicts the rest [never-true]",
        ],
    ),
    "not a number": (
        rule(when="{rows: {not: many}}", rule_out="[boost]"),
        [
            "pack/rules.yaml:4:22: rule 'r': when: rows must be a number, not 'many' [not-a-number]",
        ],
    ),
    "neither a list nor a card": (
        "just a text\n",
        [
            "pack/rules.yaml:1:1: a knowledge file holds a list of items, or one card [not-knowledge]",
        ],
    ),
    "given is no mapping": (
        rule(choose="{image: x}", given="[format]"),
        [
            "pack/rules.yaml:5:10: rule 'r': given must be a mapping, not a list [not-a-mapping]",
        ],
    ),
    "where without machines": (
        rule(exclude="{format: {where: {class: cpu}}}"),
        [
            "pack/rules.yaml:4:21: rule 'r': `where` goes with decisions on machines only [unused-key]",
        ],
    ),
    "where of nothing": (
        rule(exclude="{machine: {}}"),
        [
            "pack/rules.yaml:4:22: rule 'r': key 'where' is missing [missing-key]",
        ],
    ),
    "too many branches in a selector": (
        rule(
            **{
                "for": "{all: ["
                + ", ".join(
                    "{any: [" + ", ".join("{max_rows: {from: rows}}" for _ in range(9)) + "]}" for _ in range(2)
                )
                + "]}",
                "rule_out": "true",
            }
        ),
        [
            "pack/rules.yaml:4:8: rule 'r': more than 64 combinations of `any` (split the rule) [too-many-rows]",
        ],
    ),
    "several documents": (
        "--- []\n--- []\n",
        [
            "pack/rules.yaml:2:1: only one YAML document per file [yaml-documents]",
        ],
    ),
    "too deep": (
        "[" * 50 + "]" * 50 + "\n",
        [
            "pack/rules.yaml:1:41: nested more than 40 levels deep [yaml-depth]",
        ],
    ),
    "a key that is a list": (
        "? [a]\n: b\n",
        [
            "pack/rules.yaml:1:1: cannot tell what this is: no key is one of algorithm, service, pack, families (one of: algorithm, service, pack, families) [unknown-item]",
            "pack/rules.yaml:1:3: a key must be text, not a list (quote it) [yaml-key]",
        ],
    ),
    "a key that is true": (
        "- {rule: r, true: x}\n",
        [
            "pack/rules.yaml:1:3: rule 'r' needs exactly one effect (derive, impossible, favor, avoid, rule_out, choose, exclude, advise, warn) [one-effect]",
            "pack/rules.yaml:1:13: a key must be text, not true (quote it) [yaml-key]",
            "pack/rules.yaml:1:13: rule: unknown key 'true' (did you mean 'rule'?) [unknown-key]",
        ],
    ),
    "a byte of zero": (
        "\x00",
        [
            "pack/rules.yaml:1:1: not valid YAML: unacceptable character #x0000: control characters are not allowed [yaml-syntax]",
        ],
    ),
    "an unseen character": (
        '- {rule: r, because: "a\\u200bb."}\n',
        [
            "pack/rules.yaml:1:3: rule 'r' needs exactly one effect (derive, impossible, favor, avoid, rule_out, choose, exclude, advise, warn) [one-effect]",
            "pack/rules.yaml:1:22: the character \\u200b cannot be seen, and may move what is read [yaml-control]",
        ],
    ),
    "a number in base 60": (
        "- {rule: r, because: 1:30}\n",
        [
            "pack/rules.yaml:1:3: rule 'r' needs exactly one effect (derive, impossible, favor, avoid, rule_out, choose, exclude, advise, warn) [one-effect]",
            "pack/rules.yaml:1:22: '1:30' means different things to different YAML readers (quote it, or write true or false) [yaml-ambiguous]",
        ],
    ),
    "text in place of a rule": (
        "- rule\n",
        [
            f"pack/rules.yaml:1:3: cannot tell what this is: no key is one of {KINDS} [unknown-item]",
        ],
    ),
    "an empty entry": (
        "- null\n",
        [
            f"pack/rules.yaml:1:3: cannot tell what this is: no key is one of {KINDS} [unknown-item]",
        ],
    ),
    "candidates that are not known": (
        rule(warn="{text: Mind., candidates: [bost]}"),
        [
            "pack/rules.yaml:4:36: rule 'r': candidate: unknown 'bost' (did you mean 'boost'?) [unknown-name]",
        ],
    ),
    "a favor for no candidate": (
        rule(favor="strong", aspect="a"),
        [
            "pack/rules.yaml:1:3: rule 'r': name the candidates, or give a selector (`for`) [missing-key]",
        ],
    ),
    "ladder keys": (
        "- {ladder: l, by: rowz, steps: [{up_to: x, use: ml.m9}], beyond: lst, unknown: ml.m9}\n",
        [
            "pack/rules.yaml:1:19: ladder 'l': by: unknown 'rowz' (did you mean 'rows'?) [unknown-name]",
            "pack/rules.yaml:1:41: ladder 'l': up_to must be a number, not 'x' [not-a-number]",
            "pack/rules.yaml:1:49: ladder 'l': use: unknown 'ml.m9' (did you mean 'ml.m1.s'?) [unknown-name]",
            "pack/rules.yaml:1:66: ladder 'l': beyond: unknown 'lst' (did you mean 'last'?) [unknown-name]",
            "pack/rules.yaml:1:80: ladder 'l': unknown: unknown 'ml.m9' (did you mean 'ml.m1.s'?) [unknown-name]",
        ],
    ),
    "quantity rounding": (
        "- {quantity: q, sum: [rows], round: upp, sources: [bok]}\n",
        [
            "pack/rules.yaml:1:37: quantity 'q': round: unknown 'upp' (did you mean 'up'?) [unknown-name]",
            "pack/rules.yaml:1:52: source: unknown 'bok' (did you mean 'book'?) [unknown-name]",
        ],
    ),
    "a row of another attribute": (
        "- {table: homes, by: task, rows: {task: x}}\n",
        [
            "pack/rules.yaml:1:35: table 'homes': 'task' is not a value of 'task' (one of: classification, regression) [unknown-value]",
        ],
    ),
    "not finite": (
        rule(when="{rows: {above: .inf}}", rule_out="[boost]"),
        [
            "pack/rules.yaml:4:24: rule 'r': when: rows: above must be a number, not inf [not-a-number]",
        ],
    ),
    "a selector with an unknown key": (
        rule(**{"for": "{formats: {lacks: {frm: format}}}", "rule_out": "true"}),
        [
            "pack/rules.yaml:4:26: rule 'r': for: formats: key 'from' is missing [missing-key]",
            "pack/rules.yaml:4:27: rule 'r': for: formats: unknown key 'frm' (did you mean 'from'?) [unknown-key]",
        ],
    ),
}

# Other files than one of rules: by the name of the file.
FILES: dict[str, tuple[dict[str, str], list[str]]] = {
    "a card": (
        {
            "card": "{algorithm: x, nmae: X, order: one, tasks: [regresion], formats: 3, max_rows: many, sources: [bok]}\n"
        },
        [
            "pack/card.yaml:1:1: algorithm card: key 'name' is missing [missing-key]",
            "pack/card.yaml:1:1: algorithm card: key 'summary' is missing [missing-key]",
            "pack/card.yaml:1:16: algorithm card: unknown key 'nmae' (did you mean 'name'?) [unknown-key]",
            "pack/card.yaml:1:32: card 'x': order must be a number, not 'one' [not-a-number]",
            "pack/card.yaml:1:45: card 'x': tasks: 'regresion' is not a value of this field (did you mean 'regression'?) [unknown-value]",
            "pack/card.yaml:1:66: card 'x': formats must be a list, not 3 [not-a-list]",
            "pack/card.yaml:1:79: card 'x': max_rows must be a number, not 'many' [not-a-number]",
            "pack/card.yaml:1:95: card 'x': source: unknown 'bok' (did you mean 'book'?) [unknown-name]",
        ],
    ),
    "two cards": (
        {"card": CARD},
        [
            "pack/card.yaml:1:1: candidate 'boost' has two cards [duplicate-id]",
        ],
    ),
    "modes": (
        {
            "card": "{algorithm: x, name: X, summary: s, order: 9, sources: [book], modes: [{mode: a, tasks: regression}, 3]}\n"
        },
        [
            "pack/card.yaml:1:72: card 'x': mode: key 'when' is missing [missing-key]",
            "pack/card.yaml:1:89: card 'x': mode 'a': tasks must be a list, not 'regression' [not-a-list]",
            "pack/card.yaml:1:102: card 'x': mode must be a mapping of keys to values [not-a-mapping]",
        ],
    ),
    "a field of every kind": (
        {
            "more": "- {field: sure, type: boolean}\n- {field: parts, type: records, keys: [a]}\n- {field: why, type: notes}\n- {field: ranges, type: map}\n"
            "- {field: homes, type: table}\n- {field: odd, type: odder}\n- {field: of, type: list, of: taks}\n",
            "card": "{algorithm: x, name: X, summary: s, order: 9, sources: [book], sure: maybe, parts: [{b: 1}, 3], why: [{note: n, sorces: []}], ranges: [1], homes: nowhere,"
            " formats: {keys_of: nowhere}}\n",
        },
        [
            "pack/card.yaml:1:70: card 'x': sure must be true or false, not 'maybe' [not-a-boolean]",
            "pack/card.yaml:1:86: card 'x': parts: unknown key 'b' (one of: a) [unknown-key]",
            "pack/card.yaml:1:93: card 'x': parts must be a mapping of keys to values [not-a-mapping]",
            "pack/card.yaml:1:103: card 'x': why: key 'sources' is missing [missing-key]",
            "pack/card.yaml:1:113: card 'x': why: unknown key 'sorces' (did you mean 'sources'?) [unknown-key]",
            "pack/card.yaml:1:135: card 'x': ranges must be a mapping, not a list [not-a-mapping]",
            "pack/card.yaml:1:147: card 'x': homes: unknown 'nowhere' [unknown-name]",
            "pack/card.yaml:1:175: card 'x': formats: unknown 'nowhere' [unknown-name]",
            "pack/more.yaml:6:22: field 'odd': type: unknown 'odder' (one of: text, choice, boolean, integer, number, list, records, notes, map, table) [unknown-name]",
            "pack/more.yaml:7:31: field 'of': of: unknown 'taks' (did you mean 'task'?) [unknown-name]",
        ],
    ),
    "machines": (
        {"machines": "families: [m1]\n", "stair": "[]"},
        [
            "pack/machines.yaml:1:11: families must be a mapping, not a list [not-a-mapping]",
        ],
    ),
    "sizes": (
        {
            "machines": "families: {m1: {class: cpu, sizes: [s]}, g1: {class: gpu, sizes: {s: {vcpu: many, memory: 4}}}}\n",
            "stair": "[]",
        },
        [
            "pack/machines.yaml:1:36: family 'm1': sizes must be a mapping, not a list [not-a-mapping]",
            "pack/machines.yaml:1:70: instance g1.s: key 'memory_gib' is missing [missing-key]",
            "pack/machines.yaml:1:70: instance g1.s: key 'roles' is missing [missing-key]",
            "pack/machines.yaml:1:77: ml.g1.s: vcpu must be a number, not 'many' [not-a-number]",
            "pack/machines.yaml:1:83: instance g1.s: unknown key 'memory' (did you mean 'memory_gib'?) [unknown-key]",
        ],
    ),
    "notes": (
        {
            "notes": "- {note: n1, says: It is so., verdict: corrected, sources: [], carried_by: {rules: []}}\n- {note: N2, verdct: holds}\n"
        },
        [
            "pack/notes.yaml:1:3: note 'n1': key 'instead' is missing, as it is corrected [missing-key]",
            "pack/notes.yaml:1:10: note: 'n1' is not a valid id (use A-Z, 0-9 and -) [bad-name]",
            "pack/notes.yaml:1:60: note 'n1' needs a source [missing-source]",
            "pack/notes.yaml:1:76: note 'n1' points nowhere (name one of its rules, cards, decisions, attributes) [carried-by-nothing]",
            "pack/notes.yaml:2:3: note: key 'says' is missing [missing-key]",
            "pack/notes.yaml:2:3: note: key 'verdict' is missing [missing-key]",
            "pack/notes.yaml:2:3: note: key 'sources' is missing [missing-key]",
            "pack/notes.yaml:2:3: note: key 'carried_by' is missing [missing-key]",
            "pack/notes.yaml:2:14: note: unknown key 'verdct' (did you mean 'verdict'?) [unknown-key]",
        ],
    ),
    "a pack": (
        {"pack": "{pack: [a], versoin: 1}\n"},
        [
            "pack/pack.yaml:1:1: pack: key 'version' is missing [missing-key]",
            "pack/pack.yaml:1:1: pack: key 'as_of' is missing [missing-key]",
            "pack/pack.yaml:1:8: pack must be text, not a list (quote it) [not-a-text]",
            "pack/pack.yaml:1:13: pack: unknown key 'versoin' (did you mean 'version'?) [unknown-key]",
        ],
    ),
}
