"""What is wrong with a condition on the situation."""

from __future__ import annotations

from .knowledge import Case, rule

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
    "when is no mapping": (
        rule(when="[sparse]", rule_out="[boost]"),
        [
            "pack/rules.yaml:4:9: rule 'r': when must be a mapping of attributes to values [not-a-mapping]",
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
    "not finite": (
        rule(when="{rows: {above: .inf}}", rule_out="[boost]"),
        [
            "pack/rules.yaml:4:24: rule 'r': when: rows: above must be a number, not inf [not-a-number]",
        ],
    ),
}
