"""What is wrong with a selector of candidates."""

from __future__ import annotations

from .knowledge import Case, rule

CASES: dict[str, Case] = {
    "unknown field": (
        rule(**{"for": "{taskz: regression}", "rule_out": "true"}),
        [
            "pack/rules.yaml:4:9: rule 'r': for: unknown card field 'taskz' (did you mean 'tasks'?) [unknown-field]",
        ],
    ),
    "dead selector": (
        rule(**{"for": "{max_rows: {above: 9000}}", "rule_out": "true"}),
        [
            "pack/rules.yaml:4:8: rule 'r': `for` selects no candidate [dead-selector]",
        ],
    ),
    "for is no mapping": (
        rule(**{"for": "[boost]", "rule_out": "true"}),
        [
            "pack/rules.yaml:4:8: rule 'r': for must be a mapping of card fields to values [not-a-mapping]",
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
    "a selector with an unknown key": (
        rule(**{"for": "{formats: {lacks: {frm: format}}}", "rule_out": "true"}),
        [
            "pack/rules.yaml:4:26: rule 'r': for: formats: key 'from' is missing [missing-key]",
            "pack/rules.yaml:4:27: rule 'r': for: formats: unknown key 'frm' (did you mean 'from'?) [unknown-key]",
        ],
    ),
}
