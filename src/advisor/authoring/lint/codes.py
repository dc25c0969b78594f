"""Every code a finding can have: how severe it is, and what it means in a line. docs/findings.md has the page."""

from __future__ import annotations

from msgspec import Struct

__all__ = ["CODES", "LOADER", "Code"]


class Code(Struct, frozen=True):
    """How severe a code is (error or warning) and what it means."""

    severity: str
    summary: str


def _error(summary: str) -> Code:
    return Code("error", summary)


def _warning(summary: str) -> Code:
    return Code("warning", summary)


CODES: dict[str, Code] = {
    # names
    "unused-attribute": _warning("An attribute that nothing looks at."),
    "unused-decision": _warning("A decision that no rule makes."),
    "unused-field": _warning("A card field that no card states."),
    "unused-ladder": _warning("A ladder that no rule uses."),
    "unused-quantity": _warning("A quantity that nothing uses."),
    "unused-source": _warning("A source that nothing cites."),
    "unused-table": _warning("A table that nothing uses."),
    "odd-name": _warning("An aspect or topic used once that is nearly another."),
    # conditions
    "never-holds": _error("A condition that no accepted situation satisfies."),
    "narrows-by-quantity": _error("A derivation that narrows an answer and tests a quantity, which is not known yet."),
    "dead-branch": _warning("A branch of `any` that can never hold."),
    "always-true": _warning("A test that every value of the attribute passes."),
    # what a rule is about
    "dead-value": _warning("A value in `for` that no card states, or a name the rest of the rule leaves out."),
    "unstated-field": _warning("A selector on a field that no card states."),
    "dead-given": _warning("A value in `given` that no rule chooses."),
    "dead-exclusion": _warning("An `exclude` of values that no rule chooses."),
    "wrong-role": _error("A machine that is not accepted in the role it is chosen for."),
    # rules beside each other
    "tie": _error("Two choices of one decision at one level with different values."),
    "duplicate-rule": _warning("A rule that says the same as another."),
    "subsumed-rule": _warning("A rule that another one makes superfluous."),
    "not-compared": _warning("Rules that are too many to compare each with each."),
    # texts
    "empty-text": _error("A text that is empty."),
    "long-text": _warning("A text that does not fit the screen."),
    "no-full-stop": _warning("A text without an end."),
    "no-question": _warning("A question that does not end with a question mark."),
    "several-sentences": _warning("A reason of more than one sentence."),
    "small-letter": _warning("A text that does not begin with a capital letter."),
    # where it is from
    "missing-source": _warning("An item without a source or basis."),
    "unknown-basis": _warning("A `basis` that is none."),
    # examples
    "bad-example": _error("An example that names something unknown."),
}

# What the loader reports: always errors, and nothing else is looked at before they are mended.
LOADER: dict[str, str] = {
    "ambiguous-name": "Another name for a value that is a name of a different one already.",
    "bad-name": "A name with characters that names may not have.",
    "bad-url": "A source whose address is none.",
    "card-quantity": "A condition on a quantity that depends on the card, or is a text.",
    "carried-by-nothing": "A note that points at no rule, card, decision or attribute.",
    "cycle": "A quantity or attribute that depends on itself.",
    "dead-selector": "A `for` that selects no candidate.",
    "decided-later": "A `given` on a decision that is made later.",
    "duplicate-id": "An id that is used twice.",
    "duplicate-key": "A key that is given twice in one mapping.",
    "entry-points": "The entry points of an installed package that cannot be read.",
    "file": "A file that cannot be read.",
    "known-not-allowed": "`known` in a rule that does not advise or warn.",
    "ladder-order": "A ladder whose steps do not rise.",
    "long-chain": "Quantities or derivations in too long a chain.",
    "long-name": "A name that no message and no table has room for.",
    "missing-key": "A key that is needed and is not there.",
    "missing-source": "A note without a source.",
    "mode-quantity": "A mode of a card that goes by a quantity.",
    "never-true": "A condition that contradicts itself.",
    "no-folder": "A pack whose folder does not exist.",
    "no-knowledge": "A folder without rule files.",
    "no-pack": "A pack without a `pack:` item that names it.",
    "not-a-boolean": "Something else where true or false is expected.",
    "not-a-list": "Something else where a list is expected.",
    "not-a-mapping": "Something else where a mapping is expected.",
    "bad-braces": "Braces in a text that hold more, or less, than the name of a field.",
    "not-a-count": "A number of machines that is no whole number from 1 up, nor comes from a number.",
    "not-a-number": "Something else where a number is expected.",
    "not-a-value": "A list, a mapping or something computed where one plain value is expected.",
    "not-an-operand": "A list where the name of an operand or a number is expected.",
    "not-a-pack": "Complete knowledge where a pack is wanted: it extends nothing.",
    "not-a-text": "Something else where a text is expected.",
    "not-knowledge": "A file that holds neither a list nor a card.",
    "not-rounded": "A rounding where no sum is done.",
    "not-true": "An `impossible` that is not true.",
    "nothing-below": "`replaces`, `disable` or `more_values` in knowledge that has nothing below it.",
    "one-attribute": "A `derive` of none or several attributes.",
    "one-decision": "A `choose` or `exclude` of none or several decisions.",
    "one-effect": "A rule with none or several effects.",
    "one-operation": "A quantity with none or several operations.",
    "only-a-pack": "A pack where complete knowledge is wanted.",
    "operands": "An operation with too few or too many operands.",
    "out-of-domain": "A threshold outside the bounds of its attribute.",
    "outside": "A link that leads out of the folder.",
    "replaced-twice": "A rule that one pack both replaces and switches off.",
    "reserved-name": "A name that has a meaning of its own: an attribute called like an option, an entry of a map called `from`.",
    "too-large": "Too many values in all files together.",
    "too-many-files": "Too many rule files.",
    "too-many-problems": "Too many problems to go on.",
    "too-many-rows": "A condition with too many combinations of `any`.",
    "too-many-rules": "Too many rules.",
    "too-much-work": "Too many combinations in all rules together.",
    "two-packs": "A folder with two `pack:` items.",
    "unknown-attribute": "An attribute that is not declared.",
    "unknown-candidate": "A candidate without a card.",
    "unknown-decision": "A decision that is not declared.",
    "unknown-field": "A card field that is not declared.",
    "unknown-format": "A folder written in a format that this program does not read.",
    "unknown-item": "An entry whose kind cannot be told.",
    "unknown-key": "A key that does not belong here.",
    "unknown-name": "A name that is not declared.",
    "unknown-pack": "A pack that extends one which is not below it.",
    "unknown-rule": "A rule that is replaced or switched off, or pointed at, and does not exist.",
    "unknown-value": "A value that its attribute, field or decision does not have.",
    "unused-key": "A key that has no effect here.",
    "wrong-type": "Things of different types that are compared.",
    "wrong-unit": "Numbers of different units that are compared.",
    "wrong-values": "`more_values` in another form than the values that are there already.",
    "yaml-alias": "An anchor or alias.",
    "yaml-ambiguous": "A value that YAML readers understand differently.",
    "yaml-control": "A character that cannot be seen.",
    "yaml-depth": "Too deep a nesting.",
    "yaml-documents": "Several documents in one file.",
    "yaml-encoding": "A file that is not UTF-8.",
    "yaml-key": "A key that is not text.",
    "yaml-syntax": "A file that is not valid YAML.",
    "yaml-tag": "A tag.",
    "yaml-too-large": "A file that is too large.",
}
