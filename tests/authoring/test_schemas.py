"""The schemas accept every shipped file and refuse what the loader refuses, read as draft-07 and as draft 2020-12."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

from advisor import load
from advisor.authoring.schema.files import SCHEMAS, schemas
from advisor.authoring.schema.folder import MODELINE, needed_schema, schema_changes
from advisor.authoring.schema.layout import laid_out
from advisor.authoring.schema.vocabulary import roots, vocabulary
from advisor.errors import KnowledgeError
from advisor.knowledge.load import load_folder
from advisor.knowledge.tree import Problems, parse_yaml

from ..conftest import RULES

ROOT = RULES.parent
DRAFTS = [jsonschema.Draft7Validator, jsonschema.Draft202012Validator]
DRAFT_NAMES = ["draft-07", "draft-2020-12"]
# Keywords that mean the same in both drafts, and two that only editors read.
COMMON = {
    *(
        "title",
        "description",
        "type",
        "enum",
        "properties",
        "required",
        "additionalProperties",
        "propertyNames",
        "items",
    ),
    *(
        "minItems",
        "maxItems",
        "uniqueItems",
        "minProperties",
        "minimum",
        "maximum",
        "exclusiveMinimum",
    ),
    *("pattern", "allOf", "anyOf", "oneOf", "not", "if", "then", "else", "definitions", "$ref", "enumDescriptions"),
}


@pytest.fixture(scope="module")
def made(shipped) -> dict[str, dict]:
    return {
        name.removesuffix(".json"): json.loads(text) for name, text in schemas(vocabulary(shipped, [RULES])).items()
    }


@pytest.fixture(scope="module", params=DRAFTS, ids=DRAFT_NAMES)
def validators(request, made) -> dict[str, jsonschema.protocols.Validator]:
    for name in ("items", "card", "instances", "pack"):  # they hold every definition
        request.param.check_schema(made[name])
    return {name: request.param(schema) for name, schema in made.items()}


def plain(text: str | bytes):
    root = parse_yaml(text.encode() if isinstance(text, str) else text, "a file", Problems())
    return root.plain() if root is not None else None


def test_every_shipped_file_is_valid(validators) -> None:
    files = list(roots(RULES))
    assert len(files) > 80
    for path, root in files:
        validator = validators[needed_schema(root)]
        error = jsonschema.exceptions.best_match(validator.iter_errors(root.plain()))
        assert error is None, f"{path.name} is not valid: {error.message[:300]} at {list(error.absolute_path)}"


RULE = "- {{rule: a-rule, because: It is so., sources: [dg-fact-machines], {}}}"
FAVOR = RULE.format("aspect: sparsity, favor: {xgboost: strong}, {}")


def rule(text: str) -> str:
    return RULE.format(text)


def favor(text: str) -> str:
    return rule(f"aspect: sparsity, favor: {{xgboost: strong}}, {text}")


VALID = {
    "rules": [
        favor("when: {task: [classification, regression], rows: {at_least: 10, below: 100}}"),
        favor("when: {any: [{sparse: true}, {all: [{task: {not: forecasting}}, {dense_gb: {above: 5}}]}]}"),
        rule(
            "aspect: a, for: {training_formats: {lacks: {from: format}}, max_features: {below: {from: features}}}, avoid: weak"
        ),
        rule("for: {id: [xgboost]}, rule_out: true"),
        rule("rule_out: [lda, ntm]"),
        rule("impossible: true"),
        rule("derive: {modality: image}"),
        rule("given: {input_format: {not: csv}}, choose: {image: {tag: {from: card.image_tag}}}, level: special"),
        rule("choose: {training_instance: {ladder: memory-cpu, class: cpu}}"),
        rule("choose: {training_instance: ml.m5.xlarge}"),
        rule("choose: {hyperparameters: {k: {from: clusters}, num_factors: 64}}"),
        rule("exclude: {training_instance: {where: {class: gpu}}}"),
        rule("exclude: {inference_instance: {where: {family: {not: [m5, c5]}}}}"),
        rule("exclude: {deployment: [serverless, async]}"),
        rule("when: {rows: {known: false}}, warn: {symptom: It fails., error: [One, Two], text: Do this., rank: 1}"),
        "- {rule: a-rule, because: It is so., basis: house-judgement, advise: {topic: split, text: Do this.}}",
    ],
    "attributes": ["- {attribute: depth, type: integer, ask: How deep?, at_least: 0}"],
    "decisions": ["- {decision: depth, title: Depth, kind: instance, kinds: [service]}"],
    "fields": ["- {field: depths, type: list, of: task}"],
    "sources": ["- {source: a-book, title: A book, url: 'https://example.org', read: 2026-11-22}"],
    "quantities": [
        "- {quantity: twice, product: [rows, 2], round: up, basis: house-judgement}",
        "- {ladder: by-size, by: data_gb, steps: [{up_to: 5, use: ml.m5.xlarge}], beyond: last, unknown: ml.m5.xlarge}",
    ],
    "tables": ["- {table: places, by: region, rows: {eu-west-1: Dublin}}"],
    "instances": ["families: {m9: {class: cpu, sizes: {large: {vcpu: 2, memory_gib: 8, roles: [training]}}}}"],
    "pack": ["{pack: mine, version: 1.0.0, as_of: 2026-11-22}", "{pack: mine, version: 1.0.0, extends: builtin}"],
    "card": [
        "{algorithm: mine, name: Mine, summary: It is mine., order: 5, sources: [dg-xgboost], tasks: [regression]}",
        "{service: mine, name: Mine, summary: It is mine., order: 5, sources: [], regions: {keys_of: algorithms-core}}",
    ],
    "examples": [
        "- {example: one, given: {task: regression, rows: {above: 5}}, expect: {first: [xgboost, lightgbm], next: rows}}",
        "- {example: one, given: {}, expect: {setup: {input_format: [csv, parquet], training_instance: {class: cpu}}}}",
    ],
    "notes": ["- {note: N1, says: So., verdict: holds, sources: [dg-xgboost], carried_by: {cards: [xgboost]}}"],
    "items": [
        "- {disable: hint-sparse, because: We know better.}",
        "- {more_values: format, values: {orc: {label: ORC files}}}",
        "- {more_values: deployment, values: [edge]}",
        "- {rule: r, replaces: hint-sparse, because: So., basis: house-judgement, rule_out: [lda]}",
        "- {rule: r, because: So., basis: house-judgement, rule_out: [lda]}\n- {decision: d, title: D}",
    ],
}

INVALID = {
    "rules": {
        "a typo in a key": favor("whn: {sparse: true}"),
        "an unknown attribute": favor("when: {spars: true}"),
        "an unknown value": favor("when: {task: clasification}"),
        "an unknown value among several": favor("when: {task: [regression, clasification]}"),
        "a boolean written as text": favor("when: {sparse: 'true'}"),
        "a number out of the domain": favor("when: {rows: -5}"),
        "an unknown word of comparison": favor("when: {rows: {atleast: 5}}"),
        "an unknown attribute inside any": favor("when: {any: [{spars: true}]}"),
        "a quantity that uses cards": favor("when: {training_memory_gb: 5}"),
        "known outside advice": favor("when: {rows: {known: true}}"),
        "a wrong strength": rule("aspect: a, favor: {xgboost: huge}"),
        "an unknown candidate": rule("aspect: a, favor: {xgbost: strong}"),
        "no aspect": rule("favor: {xgboost: strong}"),
        "an aspect of advice": rule("aspect: a, advise: {topic: t, text: Do.}"),
        "a strength without candidates": rule("aspect: a, favor: strong"),
        "a rule-out without candidates": rule("rule_out: true"),
        "an unknown candidate ruled out": rule("rule_out: [ldaa]"),
        "two effects": favor("rule_out: [lda]"),
        "no effect": rule("when: {sparse: true}"),
        "no reason": "- {rule: r, sources: [dg-xgboost], rule_out: [lda]}",
        "no source": "- {rule: r, because: So., rule_out: [lda]}",
        "an unknown source": "- {rule: r, because: So., sources: [a-bok], rule_out: [lda]}",
        "a basis that is no text": "- {rule: r, because: So., basis: [house-judgement], rule_out: [lda]}",
        "a level of a favor": favor("level: special"),
        "an unknown level": rule("choose: {input_format: csv}, level: alway"),
        "given with a favor": favor("given: {input_format: csv}"),
        "given of an unknown decision": rule("given: {inputformat: csv}, choose: {image: {tag: '1'}}"),
        "given of an unknown value": rule("given: {input_format: cvs}, choose: {image: {tag: '1'}}"),
        "an unknown card field": favor("for: {max_feature: 5}"),
        "a card field of no value": favor("for: {training_formats: cvs}"),
        "a field compared with what does not fit": favor("for: {max_features: {below: {from: task}}}"),
        "an unknown kind": favor("for: {kind: algoritm}"),
        "two derived attributes": rule("derive: {modality: image, sparse: true}"),
        "a derived value of nothing": rule("derive: {modality: imge}"),
        "an unknown decision": rule("choose: {input_fromat: csv}"),
        "two decisions": rule("choose: {input_format: csv, input_mode: file}"),
        "an unknown value of a decision": rule("choose: {input_format: cvs}"),
        "an unknown field of a decision": rule("choose: {input_format: {value: csv, dtyp: x}}"),
        "an unknown ladder": rule("choose: {training_instance: {ladder: memory}}"),
        "an unknown machine": rule("choose: {training_instance: ml.m55.xlarge}"),
        "an unknown operand": rule("choose: {hyperparameters: {k: {from: cluster}}}"),
        "an unknown excluded value": rule("exclude: {deployment: serverles}"),
        "machines without such a fact": rule("exclude: {training_instance: {where: {class: qpu}}}"),
        "advice without a topic": rule("advise: {text: Do.}"),
        "an error without a symptom": rule("warn: {text: Do., error: Failed}"),
        "impossible false": rule("impossible: false"),
        "no list": "rule: r",
    },
    "attributes": {
        "an unknown type": "- {attribute: depth, type: whole, ask: How deep?}",
        "a name with a dash": "- {attribute: how-deep, type: integer, ask: How deep?}",
        "a choice without values": "- {attribute: depth, type: choice, ask: How deep?}",
        "no question": "- {attribute: depth, type: integer}",
    },
    "decisions": {"an unknown kind of candidate": "- {decision: d, title: D, kinds: [model]}"},
    "fields": {"values of an unknown attribute": "- {field: f, type: list, of: tasks}"},
    "sources": {"no address": "- {source: s, title: S, url: here, read: 2026-11-22}"},
    "quantities": {
        "two operations": "- {quantity: q, product: [rows], sum: [rows]}",
        "an unknown operand": "- {quantity: q, product: [row]}",
        "a quotient of three": "- {quantity: q, quotient: [rows, 1, 2]}",
        "an unknown machine": "- {ladder: l, by: data_gb, steps: [{up_to: 5, use: ml.x}], beyond: last, unknown: ml.m5.xlarge}",
    },
    "tables": {"an unknown attribute": "- {table: t, by: regions, rows: {}}"},
    "instances": {"a size without memory": "families: {m9: {class: cpu, sizes: {large: {vcpu: 2, roles: []}}}}"},
    "pack": {"no version": "{pack: mine, as_of: 2026-11-22}", "no day": "{pack: mine, version: 1.0.0}"},
    "card": {
        "an unknown fact": "{algorithm: a, name: A, summary: S., order: 5, sources: [], task: [regression]}",
        "an unknown value": "{algorithm: a, name: A, summary: S., order: 5, sources: [], tasks: [regresion]}",
        "no summary": "{service: a, name: A, order: 5, sources: []}",
        "an unknown table": "{service: a, name: A, summary: S., order: 5, sources: [], regions: {keys_of: core}}",
    },
    "examples": {
        "an unknown attribute": "- {example: e, given: {spars: true}, expect: {first: xgboost}}",
        "an unknown candidate": "- {example: e, given: {}, expect: {first: xgbost}}",
        "nothing expected": "- {example: e, given: {}, expect: {}}",
        "an unknown decision": "- {example: e, given: {}, expect: {setup: {input: csv}}}",
        "an unknown decided value": "- {example: e, given: {}, expect: {setup: {input_format: cvs}}}",
        "an unknown rule": "- {example: e, given: {}, expect: {silent: [no-such-rule]}}",
    },
    "notes": {
        "nothing instead": "- {note: N1, says: So., verdict: corrected, sources: [dg-xgboost], carried_by: {cards: [lda]}}",
        "an unknown carrier": "- {note: N1, says: So., verdict: holds, sources: [dg-xgboost], carried_by: {cards: [ldaa]}}",
    },
    "items": {
        "an item of no kind": "- {rul: r, because: So.}",
        "an unknown rule switched off": "- {disable: hint-spars, because: We know better.}",
        "no reason to switch off": "- {disable: hint-sparse}",
        "more values of nothing": "- {more_values: formats, values: {orc: {}}}",
        "an unknown rule replaced": "- {rule: r, replaces: hint-spars, because: So., basis: b, rule_out: [lda]}",
    },
}


@pytest.mark.parametrize(
    "text",
    [pytest.param((name, text), id=f"{name}-{at}") for name, texts in VALID.items() for at, text in enumerate(texts)],
)
def test_what_is_written_as_it_should_be_is_valid(text, validators) -> None:
    name, written = text
    error = jsonschema.exceptions.best_match(validators[name].iter_errors(plain(written)))
    assert error is None, error.message


@pytest.mark.parametrize(
    ("name", "written"),
    [pytest.param(name, text, id=f"{name}: {what}") for name, texts in INVALID.items() for what, text in texts.items()],
)
def test_a_mistake_is_not_valid(name, written, validators) -> None:
    assert not validators[name].is_valid(plain(written))


def test_the_loader_refuses_whatever_the_schemas_refuse(tmp_path) -> None:
    folder = tmp_path / "rules"
    shutil.copytree(RULES, folder)
    places = {}
    for kind in ("rules", "attributes", "decisions", "fields", "sources", "quantities", "tables", "notes", "items"):
        lines = [text for text in INVALID[kind].values() if text.startswith("- ")]
        named = [
            re.sub(r"\b(rule|quantity): [a-z-]+", rf"\1: new-{kind}-{number}", text)
            for number, text in enumerate(lines)
        ]
        (folder / f"new-{kind}.yaml").write_text("".join(f"{text}\n" for text in named), encoding="utf-8")
        places |= {(f"rules/new-{kind}.yaml", line): text for line, text in enumerate(named, 1)}
    with pytest.raises(KnowledgeError) as caught:
        load_folder(folder)
    found = {(problem.file, problem.line) for problem in caught.value.diagnostics}
    assert [text for place, text in places.items() if place not in found] == []


def test_every_schema_has_both_valid_and_invalid_texts() -> None:
    assert set(SCHEMAS) == set(VALID) == set(INVALID)


def test_no_keyword_means_something_else_in_another_draft(made) -> None:
    for name, schema in made.items():
        assert keywords(schema) <= COMMON, name
        assert all(set(part) == {"$ref"} for part in subschemas(schema) if "$ref" in part), name
        assert not [part for part in subschemas(schema) if isinstance(part.get("items"), list)], name


def keywords(schema) -> set[str]:
    return {key for part in subschemas(schema) for key in part}


def subschemas(schema):
    """Yield a schema and all schemas inside it (not the mappings of names to schemas)."""
    if not isinstance(schema, dict):
        return
    yield schema
    for key, value in schema.items():
        if key in ("properties", "definitions"):
            for part in value.values():
                yield from subschemas(part)
        elif key in ("allOf", "anyOf", "oneOf"):
            for part in value:
                yield from subschemas(part)
        elif key not in ("enum", "enumDescriptions", "required", "type"):
            yield from subschemas(value)


def test_every_key_is_described(made) -> None:
    for name in ("rule_item", "condition", "selector"):
        undescribed = [
            key for key, part in made["rules"]["definitions"][name]["properties"].items() if not part.get("description")
        ]
        assert undescribed == []
    for schema, item in (("attributes", "attribute_item"), ("examples", "example_item"), ("card", "algorithm_item")):
        properties = made[schema]["definitions"][item]["properties"]
        assert [key for key, part in properties.items() if not part.get("description")] == []


def test_short_parts_stand_on_one_line_and_long_ones_are_broken_up() -> None:
    value = {"short": [1, 2], "long": ["x" * 100, "y" * 100]}
    assert json.loads(laid_out(value)) == value
    assert laid_out(value).splitlines()[1] == ' "short": [1, 2],'
    assert max(map(len, laid_out(value).splitlines())) < 120


def test_the_shipped_schemas_are_those_of_the_shipped_knowledge(shipped) -> None:
    found = [change.path.name for change in schema_changes(shipped, [RULES], RULES, wire=True)]
    assert found == [], "run: advisor rules schema --wire"


@pytest.fixture
def copied(tmp_path) -> Path:
    """Return a copy of the rules in which no file names its schema and there are none."""
    folder = tmp_path / "rules"
    shutil.copytree(RULES, folder)
    shutil.rmtree(folder / "schema", ignore_errors=True)
    for path in folder.rglob("*.yaml"):
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        path.write_text("".join(line for line in lines if not line.startswith(MODELINE)), encoding="utf-8")
    return folder


def test_wiring_names_the_schema_in_the_first_line_once(copied) -> None:
    base = load(copied)
    for change in schema_changes(base, [copied], copied, wire=True):
        change.make()
    for path in copied.rglob("*.yaml"):
        first, second = path.read_text(encoding="utf-8").splitlines()[:2]
        assert first.startswith(MODELINE)
        assert not second.startswith(MODELINE)
        assert (path.parent / first.removeprefix(MODELINE)).is_file(), first
    assert schema_changes(base, [copied], copied, wire=True) == []


def test_a_wrong_line_is_replaced_and_a_schema_nobody_needs_is_removed(copied) -> None:
    path = copied / "attributes.yaml"
    rest = path.read_text(encoding="utf-8")
    path.write_text(f"{MODELINE}elsewhere.json\n{rest}", encoding="utf-8")
    (copied / "schema").mkdir()
    (copied / "schema" / "old.json").write_text("{}")
    for change in schema_changes(load(copied), [copied], copied, wire=True):
        change.make()
    assert path.read_text(encoding="utf-8") == f"{MODELINE}schema/attributes.json\n{rest}"
    assert not (copied / "schema" / "old.json").exists()


def test_the_command_writes_the_schemas_of_a_folder_of_ones_own(write_pack) -> None:
    folder = write_pack(
        attributes="- {attribute: depth, type: choice, ask: How deep?, values: {shallow: {}, deep: {}}}",
        rules="- {rule: r, when: {depth: deep}, rule_out: [diver], because: So., basis: house-judgement}",
        card="{algorithm: diver, name: Diver, summary: It dives., order: 1, sources: [book]}",
    )
    arguments = [sys.executable, "-m", "advisor", "rules", "schema", str(folder)]
    assert subprocess.run([*arguments, "--check"], capture_output=True).returncode == 1
    assert subprocess.run([*arguments, "--wire"], capture_output=True).returncode == 0
    assert subprocess.run([*arguments, "--wire", "--check"], capture_output=True).returncode == 0
    written = {path.name for path in (folder / "schema").iterdir()}
    assert written == {"attributes.json", "card.json", "pack.json", "rules.json", "sources.json"}
    validator = jsonschema.Draft7Validator(json.loads((folder / "schema" / "rules.json").read_text()))
    assert validator.is_valid(plain((folder / "rules.yaml").read_bytes()))
    assert not validator.is_valid(
        [{"rule": "r", "when": {"depth": "dep"}, "rule_out": ["diver"], "because": "So.", "basis": "b"}]
    )


@pytest.mark.parametrize("options", [["schema", "{}"], ["schema", "--rules", "{}"], ["schema", "{}", "--rules", "{}"]])
def test_the_schemas_of_a_pack_know_its_own_names_and_those_below(options, tmp_path) -> None:
    folder = tmp_path / "pack"
    shutil.copytree(ROOT / "examples" / "packs" / "own-container", folder)
    arguments = [sys.executable, "-m", "advisor", "rules", *(option.format(folder) for option in options), "--wire"]
    result = subprocess.run(arguments, capture_output=True, text=True)
    assert (result.returncode, result.stderr) == (0, "")
    assert subprocess.run([*arguments, "--check"], capture_output=True).returncode == 0
    for path, root in roots(folder):
        first = path.read_text(encoding="utf-8").partition("\n")[0]
        schema = json.loads((path.parent / first.removeprefix(MODELINE)).read_text(encoding="utf-8"))
        for draft in DRAFTS:
            error = jsonschema.exceptions.best_match(draft(schema).iter_errors(root.plain()))
            assert error is None, f"{path.name}: {error.message[:300]}"


def test_a_pack_that_is_installed_does_not_change_the_shipped_schemas() -> None:
    environment = {**os.environ, "ADVISOR_RULES": str(ROOT / "examples" / "packs" / "own-container")}
    arguments = [sys.executable, "-m", "advisor", "rules", "schema", "--check"]
    result = subprocess.run(arguments, capture_output=True, text=True, env=environment)
    assert (result.returncode, result.stdout) == (0, "Every schema is up to date.\n"), result.stdout


def test_the_command_says_that_all_is_well() -> None:
    arguments = [sys.executable, "-m", "advisor", "rules", "schema", "--wire", "--check"]
    result = subprocess.run(arguments, capture_output=True, text=True)
    assert (result.returncode, result.stdout) == (0, "Every schema is up to date.\n"), result.stdout
