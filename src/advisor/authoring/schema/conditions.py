"""Schemas of `when` and `for`: conditions on the situation, and selectors over the fields of cards."""

from __future__ import annotations

from collections.abc import Mapping

from ...knowledge import keys
from ...knowledge.keys import Keys
from ...knowledge.model import Attribute
from ...knowledge.selectors import FieldType
from .names import test_name, value_of
from .parts import BOOLEAN, NUMBER, Schema, described, either, mapping, named, one_or_more, ref, several
from .vocabulary import Vocabulary

__all__ = ["condition_definitions"]


def condition_definitions(names: Vocabulary) -> dict[str, Schema]:
    """Return `condition`, `noted_condition` (which may ask whether something is known) and `selector`."""
    return {
        "number_test": _number_test(NUMBER, known=False),
        "noted_number_test": _number_test(NUMBER, known=True),
        **{test_name(field): _field_test(field) for field in names.selectable.values()},
        "condition": _condition(names, "condition", known=False),
        "noted_condition": _condition(names, "noted_condition", known=True),
        "selector": _selector(names),
    }


def _group(own: str, tests: Mapping[str, Schema]) -> Schema:
    """Return a mapping of tests, and of groups of such mappings."""
    groups = {name: described(several(ref(own)), text) for name, text in keys.GROUPS.items()}
    return {"type": "object", "properties": {**tests, **groups}, "additionalProperties": False}


def _condition(names: Vocabulary, own: str, known: bool) -> Schema:
    base = names.base
    tests = {name: described(_test(attribute, known), attribute.ask) for name, attribute in base.attributes.items()}
    for name in names.numeric_quantities:
        quantity = base.quantities[name]
        text = f"The {quantity.operation.replace('_', ' ')}{' in ' + quantity.unit if quantity.unit else ''}."
        tests[name] = described(ref("noted_number_test" if known else "number_test"), text)
    return _group(own, tests)


def _without_known(test: Keys, known: bool) -> Keys:
    return test if known else Keys(test.required, {key: text for key, text in test.optional.items() if key != "known"})


def _test(attribute: Attribute, known: bool) -> Schema:
    if not attribute.discrete:
        return _number_test(ref(f"value_of_{attribute.name}"), known)
    value = ref(f"value_of_{attribute.name}")
    test = mapping(_without_known(keys.DISCRETE_TEST, known), {"not": one_or_more(value), "known": BOOLEAN})
    return either(value, several(value), {**test, "minProperties": 1})


def _number_test(number: Schema, known: bool) -> Schema:
    bounds = dict.fromkeys(keys.BOUNDS, number)
    inner = mapping(Keys({}, keys.BOUNDS), bounds)
    types = {**bounds, "not": either(number, several(number), inner), "known": BOOLEAN}
    test = mapping(_without_known(keys.NUMBER_TEST, known), types)
    return either(number, several(number), {**test, "minProperties": 1})


def _selector(names: Vocabulary) -> Schema:
    tests = {name: described(ref(test_name(field)), field.title) for name, field in names.selectable.items()}
    tests["id"] = described(_identity(ref("candidate")), "The id of the card.")
    tests["kind"] = described(_identity(named(keys.CANDIDATE_KINDS)), "Whether it is an algorithm or a service.")
    return _group("selector", tests)


def _identity(value: Schema) -> Schema:
    return _selecting(value, "discrete_attribute", keys.SELECTOR)


def _field_test(field: FieldType) -> Schema:
    if field.kind in ("integer", "number"):
        test = Keys({}, {**keys.SELECTOR.optional, **keys.BOUNDS})
        return _selecting(value_of(field), "numeric_attribute", test)
    return _selecting(value_of(field), "discrete_attribute", keys.SELECTOR)


def _selecting(value: Schema, attributes: str, test: Keys) -> Schema:
    """Return a test of a field: values, or words with values or with the attribute that gives them."""
    operand = mapping(keys.SELECTOR_FROM, {"from": ref(attributes)})
    types = {word: either(value, several(value), operand) for word in test.optional}
    words = mapping(test, {**types, "from": ref(attributes)})
    return either(value, several(value), {**words, "minProperties": 1})
