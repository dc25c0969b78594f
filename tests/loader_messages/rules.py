"""What is wrong with the rest of a rule: its name, effect, values, reason and sources."""

from __future__ import annotations

from .knowledge import Case, rule

CASES: dict[str, Case] = {
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
    "derive circle": (
        "- {rule: r, when: {sparse: true}, derive: {task: regression}, because: a, sources: [book]}\n"
        "- {rule: s, when: {task: regression}, derive: {sparse: true}, because: a, sources: [book]}\n",
        [
            "pack/rules.yaml:1:3: rule 'r': an attribute is derived from itself: sparse -> task -> sparse [cycle]",
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
    "where of what is no text": (
        rule(exclude="{machine: {where: {class: {from: [gpu]}, family: [[m1], c0]}}}"),
        [
            "pack/rules.yaml:4:38: rule 'r': class: key 'not' is missing [missing-key]",
            "pack/rules.yaml:4:39: rule 'r': class: unknown key 'from' (one of: not) [unknown-key]",
            "pack/rules.yaml:4:62: rule 'r': family must be text, not a list (quote it) [not-a-text]",
            "pack/rules.yaml:4:68: rule 'r': no instance has family 'c0' (one of: g1, m1) [unknown-value]",
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
    "long name": (
        rule(rule="r" * 101, rule_out="[boost]"),
        ["pack/rules.yaml:1:9: rule: a name of 101 characters; at most 100 are allowed [long-name]"],
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
}
