"""Mistakes in several files, or in others than rules."""

from __future__ import annotations

from .knowledge import CARD

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
    "mode by a quantity": (
        {
            "card": "{algorithm: x, name: X, summary: s, order: 9, sources: [book], "
            "modes: [{mode: a, when: {any: [{cells: {above: 5}}, {rows: 3}]}}]}\n",
            "numbers": "- {quantity: cells, product: [rows, features]}\n",
        },
        [
            "pack/card.yaml:1:88: card 'x': mode 'a' goes by quantity 'cells': a mode goes by attributes [mode-quantity]",
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
            "pack/machines.yaml:1:77: g1.s: vcpu must be a number, not 'many' [not-a-number]",
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
