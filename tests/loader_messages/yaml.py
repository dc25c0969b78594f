"""What is wrong with a file, before anything in it is understood."""

from __future__ import annotations

from .knowledge import KINDS, Case, rule

CASES: dict[str, Case] = {
    "duplicate key": (
        "- {rule: r, because: a, because: b, rule_out: [boost], sources: [book]}\n",
        [
            "pack/rules.yaml:1:25: key 'because' is already given in line 1 [duplicate-key]",
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
    "neither a list nor a card": (
        "just a text\n",
        [
            "pack/rules.yaml:1:1: a knowledge file holds a list of items, or one card [not-knowledge]",
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
}
