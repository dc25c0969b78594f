"""For each code a mistake with the exact finding, and something close to it that is right."""

from __future__ import annotations

from .conftest import CLEAN

Case = tuple[dict[str, str], list[str], dict[str, str]]


def rule(**parts: str) -> str:
    entry = {"rule": "r", "because": "It is so.", "sources": "[book]", **parts}
    return "- " + "\n  ".join(f"{key}: {value}" for key, value in entry.items()) + "\n"


def added(name: str, text: str) -> dict[str, str]:
    return {name: CLEAN[name] + text}


def changed(name: str, old: str, new: str) -> dict[str, str]:
    assert old in CLEAN[name]
    return {name: CLEAN[name].replace(old, new)}


LONG = "It is " + "very " * 40 + "so."

CASES: dict[str, Case] = {
    "unused-attribute": (
        added("attributes", "- {attribute: hue, type: boolean, ask: Which hue?}\n"),
        [
            "pack/attributes.yaml:5:15: warning: attribute 'hue' changes nothing: no rule, quantity, table or ladder looks at it (remove it) [unused-attribute]",
        ],
        added("attributes", "- {attribute: hue, type: boolean, ask: Which hue?}\n")
        | {"r": rule(when="{hue: true}", rule_out="[boost]")},
    ),
    "unused-decision": (
        added("decisions", "- {decision: metric, title: Metric}\n"),
        [
            "pack/decisions.yaml:4:14: warning: decision 'metric' is never made: no rule chooses a value for it (remove it) [unused-decision]",
        ],
        added("decisions", "- {decision: metric, title: Metric}\n") | {"r": rule(choose="{metric: auc}")},
    ),
    "unused-field": (
        added("fields", "- {field: max_rows, type: integer}\n"),
        [
            "pack/fields.yaml:3:11: warning: field 'max_rows' is stated by no card and used by no rule (remove it) [unused-field]",
        ],
        added("fields", "- {field: max_rows, type: integer}\n")
        | {"r": rule(choose="{settings: {a: {from: card.max_rows}}}")},
    ),
    "unused-ladder": (
        {"other": CLEAN["stair"].replace("ladder: stair", "ladder: steep")},
        [
            "pack/other.yaml:1:12: warning: ladder 'steep' is used by no rule (remove it) [unused-ladder]",
        ],
        {
            "other": CLEAN["stair"].replace("ladder: stair", "ladder: steep"),
            "r": rule(when="{sparse: true}", choose="{machine: {ladder: steep}}", level="special"),
        },
    ),
    "unused-quantity": (
        {"q": "- {quantity: twice, product: [rows, 2], sources: [book]}\n"},
        [
            "pack/q.yaml:1:14: warning: quantity 'twice' is used by no rule, ladder or quantity (remove it) [unused-quantity]",
        ],
        {
            "q": "- {quantity: twice, product: [rows, 2], sources: [book]}\n",
            "r": rule(when="{twice: {above: 5}}", rule_out="[boost]"),
        },
    ),
    "unused-source": (
        {"s": "- {source: other, title: Other, url: 'https://example.org', read: 2026-11-22}\n"},
        [
            "pack/s.yaml:1:12: warning: source 'other' is cited nowhere (remove it) [unused-source]",
        ],
        {
            "s": "- {source: other, title: Other, url: 'https://example.org', read: 2026-11-22}\n",
            "r": rule(when="{sparse: true}", rule_out="[line]", sources="[other]"),
        },
    ),
    "unused-table": (
        {"t": "- {table: homes, by: task, rows: {regression: x}, sources: [book]}\n"},
        [
            "pack/t.yaml:1:11: warning: table 'homes' is used by no quantity or card (remove it) [unused-table]",
        ],
        {
            "t": "- {table: homes, by: task, rows: {regression: x}, sources: [book]}\n"
            "- {quantity: home, join: [{table: homes, by: task}], sources: [book]}\n",
            "r": rule(choose="{settings: {home: {template: home}}}"),
        },
    ),
    "odd-name": (
        {
            "r": rule(aspect="sparsity", when="{rows: {above: 5}}", favor="{line: weak}")
            + rule(rule="s", aspect="sparsty", when="{rows: {below: 5}}", favor="{line: weak}")
        },
        [
            "pack/r.yaml:10:11: warning: aspect 'sparsty' is used once only (did you mean 'sparsity'?) [odd-name]",
        ],
        {
            "r": rule(aspect="sparsity", when="{rows: {above: 5}}", favor="{line: weak}")
            + rule(rule="s", aspect="latency", when="{rows: {below: 5}}", favor="{line: weak}")
        },
    ),
    "never-holds": (
        {
            "r": rule(when="{rows: {below: 1}}", rule_out="[boost]")
            + rule(rule="s", when="{rows: {above: 5, below: 6}}", rule_out="[line]")
            + rule(rule="t", when="{task: clustering, sparse: true}", impossible="true")
            + rule(rule="u", when="{task: clustering, sparse: true}", avoid="{line: weak}", aspect="a")
        },
        [
            "pack/r.yaml:4:3: error: rule 'r' can never hold (no value of 'rows' fits) [never-holds]",
            "pack/r.yaml:9:3: error: rule 's' can never hold (no value of 'rows' fits) [never-holds]",
            "pack/r.yaml:19:3: error: rule 'u' can never hold (rule 't' refuses these situations) [never-holds]",
        ],
        {
            "r": rule(when="{rows: {at_most: 1}}", rule_out="[boost]")
            + rule(rule="s", when="{rows: {above: 5, below: 7}}", rule_out="[line]")
            + rule(rule="t", when="{task: clustering, sparse: true}", impossible="true")
            + rule(rule="u", when="{task: clustering}", avoid="{line: weak}", aspect="a")
        },
    ),
    "narrows-by-quantity": (
        {
            "q": "- {quantity: cells, product: [rows, 2], sources: [book]}\n",
            "r": rule(
                when="{task: regression, any: [{cells: {above: 5}}, {sparse: true}]}", derive="{task: clustering}"
            ),
        },
        [
            "pack/r.yaml:4:35: error: rule 'r' narrows 'task', and looks at answers only: 'cells' is computed later (test the attributes it is computed from) [narrows-by-quantity]",
        ],
        {
            "q": "- {quantity: cells, product: [rows, 2], sources: [book]}\n",
            "r": rule(when="{task: regression, any: [{rows: {above: 2}}, {sparse: true}]}", derive="{task: clustering}")
            + rule(rule="s", when="{cells: {above: 5}}", derive="{sparse: true}"),
        },
    ),
    "dead-branch": (
        {
            "r": rule(
                when="{task: regression, any: [{rows: {above: 5}}, {task: classification}]}",
                avoid="{boost: weak}",
                aspect="a",
            )
        },
        [
            "pack/r.yaml:4:54: warning: rule 'r': this branch of `any` can never hold (remove it) [dead-branch]",
        ],
        {
            "r": rule(
                when="{task: [regression, classification], any: [{rows: {above: 5}}, {task: classification}]}",
                avoid="{boost: weak}",
                aspect="a",
            )
        },
    ),
    "always-true": (
        {"r": rule(when="{sparse: [true, false]}", warn="{text: Take care.}")},
        [
            "pack/r.yaml:4:10: warning: rule 'r': every value of 'sparse' passes this test (write `{known: true}`) [always-true]",
        ],
        # nothing else can say *known* in a rule that does not advise or warn
        {
            "r": rule(when="{sparse: {known: true}}", warn="{text: Take care.}")
            + rule(rule="s", when="{rows: {at_least: 1}}", choose="{settings: {a: 2}}")
        },
    ),
    "dead-value": (
        {
            "r": rule(**{"for": "{formats: [csv, parquet]}", "rule_out": "true", "when": "{sparse: true}"})
            + rule(**{"rule": "s", "for": "{id: [boost, line], formats: libsvm}", "rule_out": "true"})
        },
        [
            "pack/r.yaml:4:24: warning: rule 'r': no card states 'parquet' in 'formats' (one of: csv, libsvm) [dead-value]",
            "pack/r.yaml:10:21: warning: rule 's': 'line' is named, and the rest of the rule leaves it out [dead-value]",
        ],
        {
            "r": rule(**{"for": "{formats: [csv, libsvm]}", "rule_out": "true", "when": "{sparse: true}"})
            + rule(**{"rule": "s", "for": "{formats: {lacks: parquet}, id: line}", "rule_out": "true"})
        },
    ),
    "unstated-field": (
        added("fields", "- {field: max_rows, type: integer}\n")
        | {
            "r": rule(**{"for": "{any: [{max_rows: {below: 5}}, {id: line}]}", "avoid": "weak", "aspect": "a"})
            + rule(rule="s", choose="{settings: {a: {from: card.max_rows}}}")
        },
        [
            "pack/r.yaml:4:16: warning: rule 'r': no card states 'max_rows' (one of: tasks, formats) [unstated-field]",
        ],
        added("fields", "- {field: max_rows, type: integer}\n")
        | changed("boost", "order: 1", "order: 1, max_rows: 3")
        | {"r": rule(**{"for": "{any: [{max_rows: {below: 5}}, {id: line}]}", "avoid": "weak", "aspect": "a"})},
    ),
    "dead-given": (
        {"r": rule(given="{format: [libsvm, parquet]}", choose="{settings: {a: 1}}")},
        [
            "pack/r.yaml:4:19: warning: rule 'r' never applies: no rule chooses 'libsvm' or 'parquet' for 'format' (one of: csv) [dead-given]",
        ],
        {"r": rule(given="{format: [csv, parquet]}", choose="{settings: {a: 1}}")},
    ),
    "dead-exclusion": (
        {"r": rule(when="{sparse: true}", exclude="{format: parquet}")},
        [
            "pack/r.yaml:5:21: warning: rule 'r': nothing that it excludes can be chosen for 'format' [dead-exclusion]",
        ],
        {"r": rule(when="{sparse: true}", exclude="{machine: {where: {class: cpu}}}")},
    ),
    "wrong-role": (
        {"r": rule(when="{sparse: true}", choose="{machine: ml.m1.l}", level="special")},
        [
            "pack/r.yaml:5:21: error: rule 'r': nothing of 'ml.m1.l' is accepted for 'training' [wrong-role]",
        ],
        {"r": rule(when="{sparse: true}", choose="{machine: ml.m1.s}", level="special")},
    ),
    "tie": (
        {
            "r": rule(when="{sparse: true}", choose="{format: csv}")
            + rule(rule="s", when="{task: classification}", choose="{format: libsvm}")
        },
        [
            "pack/r.yaml:10:3: error: rules 'r' and 's' tie at level usual: format of boost is csv or libsvm where sparse=true, task=classification (raise the `level` of one, or tell them apart by `when`, `for` or `given`) [tie]",
        ],
        # other levels, other situations, other candidates, a limit, a situation that is refused, another key
        {
            "r": rule(when="{sparse: true}", choose="{format: csv}")
            + rule(rule="s", when="{task: classification}", choose="{format: libsvm}", level="special")
            + rule(rule="t", when="{sparse: false}", choose="{format: parquet}")
            + rule(**{"rule": "u", "when": "{rows: {above: 5}}", "for": "{id: line}", "choose": "{settings: {a: 1}}"})
            + rule(**{"rule": "v", "when": "{rows: {above: 6}}", "for": "{id: boost}", "choose": "{settings: {a: 2}}"})
            + rule(rule="w", when="{rows: {above: 7}}", choose="{settings: {b: 2}}")
            + rule(rule="x", when="{task: regression}", choose="{format: libsvm}")
            + rule(rule="y", when="{task: regression}", exclude="{format: libsvm}")
        },
    ),
    "duplicate-rule": (
        {
            "r": rule(when="{rows: {above: 5}}", rule_out="[line]")
            + rule(rule="s", when="{rows: {above: 5}}", rule_out="[line]")
        },
        [
            "pack/r.yaml:6:9: warning: rule 's' says the same as 'r' (pack/r.yaml:1) (keep one of them) [duplicate-rule]",
        ],
        {
            "r": rule(when="{rows: {above: 5}}", rule_out="[line]")
            + rule(rule="s", when="{rows: {below: 5}}", rule_out="[line]")
        },
    ),
    "subsumed-rule": (
        {
            "r": rule(when="{rows: {above: 50}}", avoid="{line: weak}", aspect="size")
            + rule(rule="s", when="{rows: {above: 5}}", avoid="{line: strong, boost: weak}", aspect="size")
        },
        [
            "pack/r.yaml:1:9: warning: rule 'r' adds nothing: 's' (pack/r.yaml:7) holds wherever it does (remove it, or say more in it) [subsumed-rule]",
        ],
        {
            "r": rule(when="{rows: {above: 50}}", avoid="{line: strong}", aspect="size")
            + rule(rule="s", when="{rows: {above: 5}}", avoid="{line: weak, boost: weak}", aspect="size")
            # as weak as the one above, for fewer situations, with a reason of its own
            + rule(
                rule="t",
                when="{rows: {above: 60}}",
                avoid="{boost: weak}",
                aspect="size",
                because="It is far too many.",
            )
        },
    ),
    "empty-text": (
        {"r": rule(when="{sparse: true}", rule_out="[line]", because='" "')},
        [
            "pack/r.yaml:2:12: error: rule 'r': because is empty [empty-text]",
        ],
        {"r": rule(when="{sparse: true}", rule_out="[line]", because='" It is so. "')},
    ),
    "long-text": (
        {"r": rule(when="{sparse: true}", rule_out="[line]", because=LONG)},
        [
            "pack/r.yaml:2:12: warning: rule 'r': because has 209 characters; 200 fit the screen (say it shorter) [long-text]",
        ],
        {"r": rule(when="{sparse: true}", warn=f"{{text: {LONG}}}")},
    ),
    "no-full-stop": (
        {"r": rule(when="{sparse: true}", rule_out="[line]", because="It is so")},
        [
            "pack/r.yaml:2:12: warning: rule 'r': because does not end with a full stop [no-full-stop]",
        ],
        {"r": rule(when="{sparse: true}", rule_out="[line]", because='It is "so."')},
    ),
    "no-question": (
        added("attributes", "- {attribute: hue, type: boolean, ask: Say the hue.}\n")
        | {"r": rule(when="{hue: true}", rule_out="[boost]")},
        [
            "pack/attributes.yaml:5:40: warning: attribute 'hue': ask does not end with a question mark [no-question]",
        ],
        added("attributes", "- {attribute: hue, type: boolean, ask: 'Is there a hue (or a tint)?'}\n")
        | {"r": rule(when="{hue: true}", rule_out="[boost]")},
    ),
    "several-sentences": (
        {"r": rule(when="{sparse: true}", rule_out="[line]", because="It is so. It was so.")},
        [
            "pack/r.yaml:2:12: warning: rule 'r': because is more than one sentence (say the reason alone) [several-sentences]",
        ],
        {"r": rule(when="{sparse: true}", rule_out="[line]", because="Version 1.5 of ml.m5, e.g. A or B, is so.")},
    ),
    "small-letter": (
        {"r": rule(when="{sparse: true}", rule_out="[line]", because="it is so.")},
        [
            "pack/r.yaml:2:12: warning: rule 'r': because does not begin with a capital letter [small-letter]",
        ],
        {
            "r": rule(when="{sparse: true}", rule_out="[line]", because="k-means is so.")
            + rule(rule="s", when="{rows: {above: 5}}", rule_out="[line]", because="boost is another.")
        },
    ),
    "missing-source": (
        {"r": "- {rule: r, when: {sparse: true}, rule_out: [line], because: It is so., sources: []}\n"},
        [
            "pack/r.yaml:1:73: warning: rule 'r' names no source (add `sources: [...]` or `basis: house-judgement`) [missing-source]",
        ],
        {"r": "- {rule: r, when: {sparse: true}, rule_out: [line], because: It is so., basis: house-judgement}\n"},
    ),
    "unknown-basis": (
        {"r": "- {rule: r, when: {sparse: true}, rule_out: [line], because: It is so., basis: house-judgment}\n"},
        [
            "pack/r.yaml:1:80: warning: rule 'r': 'house-judgment' is no basis (did you mean 'house-judgement'?) [unknown-basis]",
        ],
        {"r": "- {rule: r, when: {sparse: true}, rule_out: [line], because: It is so., basis: house-judgement}\n"},
    ),
    "bad-example": (
        {
            "examples": "- example: e\n  given: {taks: regression, task: regresion}\n  expect: {first: bost, next: rowz, setup: {formt: csv}}\n"
            "  sources: [bok, book]\n"
        },
        [
            "pack/examples.yaml:2:11: error: example 'e': given: unknown attribute 'taks' (did you mean 'task'?) [bad-example]",
            "pack/examples.yaml:2:35: error: example 'e': given: task: 'regresion' is not one of its values (did you mean 'regression'?) [bad-example]",
            "pack/examples.yaml:3:19: error: example 'e': expect: first: unknown 'bost' (did you mean 'boost'?) [bad-example]",
            "pack/examples.yaml:3:31: error: example 'e': expect: next: unknown 'rowz' (did you mean 'rows'?) [bad-example]",
            "pack/examples.yaml:3:45: error: example 'e': expect: setup: unknown decision 'formt' (did you mean 'format'?) [bad-example]",
            "pack/examples.yaml:4:13: error: example 'e': source: unknown 'bok' (did you mean 'book'?) [bad-example]",
        ],
        {
            "examples": "- example: e\n  given: {task: regression, rows: {at_least: 5}}\n  expect: {first: [line, null], setup: {format: csv}}\n"
            "  sources: [book]\n"
        },
    ),
}
