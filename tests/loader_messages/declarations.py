"""What is wrong with attributes, quantities, ladders, tables, sources and cards."""

from __future__ import annotations

from .knowledge import Case, rule

CASES: dict[str, Case] = {
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
            "pack/rules.yaml:1:27: quantity 'q': quotient takes 2 operands [operands]",
        ],
    ),
    "quantity operands of a root": (
        "- {quantity: q, root: [rows, features]}\n",
        [
            "pack/rules.yaml:1:23: quantity 'q': root takes 1 operand [operands]",
        ],
    ),
    "quantity that is taken as it is, rounded": (
        "- {quantity: q, first_known: [rows, features], round: up}\n",
        [
            "pack/rules.yaml:1:55: quantity 'q': first_known does no sum, so there is nothing to round (round the quantities that it names) [not-rounded]",
        ],
    ),
    "quantity of numbers and text": (
        "- {quantity: q, product: [rows, p]}\n- {quantity: p, join: [{text: much}]}\n",
        [
            "pack/rules.yaml:1:33: quantity 'q': product takes numbers only: 'p' is none [wrong-type]",
        ],
    ),
    "quantity of a choice and a card field": (
        "- {quantity: q, product: [task, card.max_rows]}\n- {quantity: p, first_known: [task, card.max_rows]}\n",
        [
            "pack/rules.yaml:1:27: quantity 'q': product takes numbers only: 'task' is none [wrong-type]",
            "pack/rules.yaml:2:31: quantity 'p': first_known takes one of several numbers, or of texts: 'task' is no number [wrong-type]",
        ],
    ),
    "quantity of text in a condition": (
        "- {quantity: q, first_known: [task, {text: none}]}\n" + rule(when="{q: 3}", rule_out="[boost]"),
        [
            "pack/rules.yaml:5:10: rule 'r': when: quantity 'q' is a text or uses card fields, so it is only for choose [card-quantity]",
        ],
    ),
    "quantity of numbers or text": (
        "- {quantity: q, first_known: [rows, {text: none}]}\n"
        "- {quantity: p, first_known: [{text: none}, card.max_rows]}\n"
        "- {quantity: o, first_known: [q, card.max_rows]}\n",
        [
            "pack/rules.yaml:1:37: quantity 'q': first_known takes one of several numbers, or of texts: a text is no number [wrong-type]",
            "pack/rules.yaml:2:31: quantity 'p': first_known takes one of several numbers, or of texts: a text is no number [wrong-type]",
            "pack/rules.yaml:3:31: quantity 'o': first_known takes one of several numbers, or of texts: 'q' is no number [wrong-type]",
        ],
    ),
    "quantity circle": (
        "- {quantity: q, sum: [p]}\n- {quantity: p, sum: [q]}\n",
        [
            "pack/rules.yaml:1:3: quantity 'q' depends on itself: q -> p -> q [cycle]",
        ],
    ),
    "quantity of a circle": (
        "- {quantity: q, first_known: [q, rows]}\n- {quantity: p, sum: [q, rows]}\n",
        [
            "pack/rules.yaml:1:3: quantity 'q' depends on itself: q -> q [cycle]",
        ],
    ),
    "quantity of nothing": (
        "- {quantity: q, first_known: []}\n- {quantity: p, sum: [q, rows]}\n",
        [
            "pack/rules.yaml:1:30: quantity 'q': first_known takes at least one operand [operands]",
        ],
    ),
    "ladder by text": (
        "- {quantity: q, join: [task]}\n"
        "- {ladder: l, by: q, steps: [{up_to: 1, use: ml.m1.s}], beyond: last, unknown: ml.m1.s}\n"
        "- {ladder: k, by: task, steps: [{up_to: 1, use: ml.m1.s}], beyond: last, unknown: ml.m1.s}\n",
        [
            "pack/rules.yaml:2:19: ladder 'l': by: 'q' is no number [wrong-type]",
            "pack/rules.yaml:3:19: ladder 'k': by: 'task' is no number [wrong-type]",
        ],
    ),
    "quantity of words": (
        "- {quantity: q, sum: [task]}\n",
        [
            "pack/rules.yaml:1:23: quantity 'q': sum takes numbers only: 'task' is none [wrong-type]",
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
            "pack/rules.yaml:5:10: rule 'r': when: quantity 'q' is a text or uses card fields, so it is only for choose [card-quantity]",
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
    "attribute named as the no of another": (
        "- {attribute: no_sparse, type: boolean, ask: X?}\n",
        [
            "pack/rules.yaml:1:15: attribute 'no_sparse': the name is taken by an option [reserved-name]",
        ],
    ),
    "attribute named as what is not known": (
        "- {attribute: declined, type: boolean, ask: X?}\n",
        [
            "pack/rules.yaml:1:15: attribute 'declined': the name is taken by an option [reserved-name]",
        ],
    ),
    "attribute: a name of two values": (
        "- {attribute: x, type: choice, ask: X?, values: {a: {also: [Upper End]}, b: {also: [upper-end]}}}\n",
        [
            "pack/rules.yaml:1:84: attribute 'x': b: also: 'upper-end' is a name of 'a' already (make it an alias: it suggests both) [ambiguous-name]",
        ],
    ),
    "attribute: something asked for that is a value": (
        "- {attribute: x, type: choice, ask: X?, values: {a: {also: [Upper End]}}, elsewhere: [{names: [upper-end], instead: Look up.}]}\n",
        [
            "pack/rules.yaml:1:87: attribute 'x': elsewhere: 'upper-end' is a name of one of its values (a name says one thing) [ambiguous-name]",
        ],
    ),
    "attribute: something asked for without what to take instead": (
        "- {attribute: x, type: choice, ask: X?, values: {a: {}}, elsewhere: [{names: [up], sources: [nowhere]}]}\n",
        [
            "pack/rules.yaml:1:70: attribute 'x': elsewhere: key 'instead' is missing [missing-key]",
            "pack/rules.yaml:1:94: source: unknown 'nowhere' (one of: book) [unknown-name]",
        ],
    ),
    "attribute: something asked for that is no list": (
        "- {attribute: x, type: choice, ask: X?, values: {a: {}}, elsewhere: 3}\n",
        [
            "pack/rules.yaml:1:69: attribute 'x': elsewhere must be a list, not 3 [not-a-list]",
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
    "words for what is unset, outside a map": (
        "- {decision: d, title: D, fields: [note]}\n- {decision: e, title: E, kind: map}\n- {decision: m, title: M, kind: instance, role: training}\n- {rule: r, choose: {d: {value: {unset: as before}}}, because: b, basis: house-judgement}\n",
        [
            "pack/rules.yaml:4:33: rule 'r': one text, number, true, false or null is expected here (unset goes with the entries of a map; elsewhere write value: null and a note) [not-a-value]",
        ],
    ),
    "a field with a mapping in a mapping": (
        "- {decision: d, title: D, fields: [note]}\n- {decision: e, title: E, kind: map}\n- {decision: m, title: M, kind: instance, role: training}\n- {rule: r, choose: {d: {note: {a: {b: c}}}}, because: b, basis: house-judgement}\n",
        [
            "pack/rules.yaml:4:36: rule 'r': note: a: one text, number, true, false or null is expected here [not-a-value]",
        ],
    ),
    "an entry that is called like what computes it": (
        "- {decision: d, title: D, fields: [note]}\n- {decision: e, title: E, kind: map}\n- {decision: m, title: M, kind: instance, role: training}\n- {rule: r, choose: {e: {from: 3}}, because: b, basis: house-judgement}\n",
        [
            "pack/rules.yaml:4:26: rule 'r': e: 'from' is no name for an entry [reserved-name]",
        ],
    ),
    "an entry that is a mapping": (
        "- {decision: d, title: D, fields: [note]}\n- {decision: e, title: E, kind: map}\n- {decision: m, title: M, kind: instance, role: training}\n- {rule: r, choose: {e: {k: {m: 3}}}, because: b, basis: house-judgement}\n",
        [
            "pack/rules.yaml:4:29: rule 'r': e: k: one text, number, true, false or null is expected here [not-a-value]",
        ],
    ),
    "a number without a size": (
        "- {decision: d, title: D, fields: [note]}\n- {decision: e, title: E, kind: map}\n- {decision: m, title: M, kind: instance, role: training}\n- {rule: r, choose: {e: {k: .inf}}, because: b, basis: house-judgement}\n",
        [
            "pack/rules.yaml:4:29: rule 'r': e: k: one text, number, true, false or null is expected here [not-a-value]",
        ],
    ),
    "an excluded value that is computed": (
        "- {decision: d, title: D, fields: [note]}\n- {decision: e, title: E, kind: map}\n- {decision: m, title: M, kind: instance, role: training}\n- {rule: r, exclude: {d: [{from: rows}]}, because: b, basis: house-judgement}\n",
        [
            "pack/rules.yaml:4:27: rule 'r': a value is compared here, and none is computed [not-a-value]",
        ],
    ),
    "an earlier decision that is a map": (
        "- {decision: d, title: D, fields: [note]}\n- {decision: e, title: E, kind: map}\n- {decision: m, title: M, kind: instance, role: training}\n- {rule: r, given: {e: 3}, choose: {m: {count: 2}}, because: b, basis: house-judgement}\n",
        [
            "pack/rules.yaml:4:21: rule 'r': given: 'e' has entries, and no one value to compare [not-a-value]",
        ],
    ),
    "a number of machines that is none": (
        "- {decision: d, title: D, fields: [note]}\n- {decision: e, title: E, kind: map}\n- {decision: m, title: M, kind: instance, role: training}\n- {rule: r, choose: {m: {count: many}}, because: b, basis: house-judgement}\n",
        [
            "pack/rules.yaml:4:33: rule 'r': count must be a whole number from 1 up, not 'many' [not-a-count]",
        ],
    ),
    "a number of machines by a choice": (
        "- {decision: m, title: M, kind: instance, role: training}\n- {quantity: q, join: [task]}\n"
        "- {rule: r, choose: {m: {count: {from: task}}}, because: b, basis: house-judgement}\n"
        "- {rule: s, choose: {m: {count: {template: q}}}, because: b, basis: house-judgement}\n"
        "- {rule: t, choose: {m: {count: {a: 1}}}, because: b, basis: house-judgement}\n",
        [
            "pack/rules.yaml:3:33: rule 'r': count must be a number or come {from: a number} [not-a-count]",
            "pack/rules.yaml:4:33: rule 's': count must be a number or come {from: a number} [not-a-count]",
            "pack/rules.yaml:5:33: rule 't': count must be a number or come {from: a number} [not-a-count]",
        ],
    ),
    "a number of machines by a name that there is not": (
        "- {decision: m, title: M, kind: instance, role: training}\n"
        "- {rule: r, choose: {m: {count: {from: rowz}}}, because: b, basis: house-judgement}\n",
        [
            "pack/rules.yaml:2:40: rule 'r': count: unknown attribute or quantity 'rowz' (did you mean 'rows'?) [unknown-name]",
        ],
    ),
    "an operand that is a list": (
        "- {decision: d, title: D, fields: [note]}\n- {decision: e, title: E, kind: map}\n- {decision: m, title: M, kind: instance, role: training}\n- {rule: r, choose: {e: {k: {from: [1]}}}, because: b, basis: house-judgement}\n",
        [
            "pack/rules.yaml:4:36: rule 'r': e: k: an operand is one name or number, not a list [not-an-operand]",
        ],
    ),
    "braces that hold no name": (
        "- {decision: d, title: D, fields: [note], instead: ['see {note!r}']}\n",
        [
            "pack/rules.yaml:1:52: decision 'd': instead: in 'see {note!r}' braces hold more, or less, than the name of a field [bad-braces]",
        ],
    ),
    "a word for a row of a table that is no word": (
        "- {table: t, by: task, rows: {}}\n- {quantity: q, join: [{table: t, by: task, as: 'a b'}]}\n",
        [
            "pack/rules.yaml:2:49: quantity 'q': as: 'a b' is not a valid name (use one word) [bad-name]",
        ],
    ),
    "a field in braces that is not its own": (
        "- {decision: d, title: D, fields: [note], instead: ['see {note} in {nots}']}\n",
        [
            "pack/rules.yaml:1:52: decision 'd': instead: 'nots' is not one of its fields (did you mean 'note'?) [unknown-field]",
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
    "braces in a text of a ladder": (
        "- {ladder: l, by: rows, steps: [{up_to: 5, use: ml.m1.s}], beyond: last, unknown: ml.m1.s, too_small: '{size}, {rows}'}\n"
        "- {ladder: m, by: rows, steps: [{up_to: 5, use: ml.m1.s}], beyond: last, unknown: ml.m1.s, too_small: '{size} {'}\n",
        [
            "pack/rules.yaml:1:103: ladder 'l': too_small: in '{size}, {rows}' braces hold more, or less, than size or machine [bad-braces]",
            "pack/rules.yaml:2:103: ladder 'm': too_small: in '{size} {' braces hold more, or less, than size or machine [bad-braces]",
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
}
