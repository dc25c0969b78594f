"""The exported document holds everything, fits its schema, and is the same each time."""

from __future__ import annotations

import json
import subprocess
import sys

import jsonschema
import msgspec.json
import pytest

from advisor.authoring.export.clips import to_clips
from advisor.authoring.export.conformance import conformance_lines
from advisor.authoring.export.document import document
from advisor.authoring.export.records import json_schema
from advisor.knowledge.base import KnowledgeBase
from advisor.knowledge.load import load_folder

from ..conftest import RULES

ADVISOR = [sys.executable, "-m", "advisor"]


@pytest.fixture(scope="module")
def exported(shipped):
    return json.loads(msgspec.json.encode(document(shipped)))


def test_the_document_fits_its_schema(exported) -> None:
    schema = json_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(exported, schema, jsonschema.Draft202012Validator)


def test_the_document_holds_everything(shipped, exported) -> None:
    for part, kept in (
        ("attributes", shipped.attributes),
        ("decisions", shipped.decisions),
        ("candidates", shipped.candidates),
        ("rules", shipped.rules),
        ("quantities", shipped.quantities),
        ("sources", shipped.sources),
        ("notes", shipped.statements),
    ):
        key = "name" if part in ("attributes", "quantities") else "id"
        assert [record[key] for record in exported[part]] == list(kept)
    assert [clause["id"] for clause in exported["clauses"]] == [clause.id for clause in shipped.clauses]


def test_a_reader_of_the_document_finds_the_fired_clauses(shipped, exported) -> None:
    from advisor.inference.inference import infer
    from advisor.inference.program import Program
    from advisor.situation import Situation

    program = Program.of(shipped)
    inference = infer(program, Situation({"task": "classification", "sparse": True, "rows": 5000}))
    expected = {program.clauses[number].id for number in program.index.clauses(inference.fired)}
    assert {clause["id"] for clause in exported["clauses"] if holds(clause, inference.known)} == expected


def holds(clause, known) -> bool:
    return any(all(passes(test, known.get(name)) for name, test in row.items()) for row in clause["rows"])


def passes(test, value) -> bool:
    if value is None:
        return test.get("unknown", False)
    if value in test.get("values", []):
        return True
    return isinstance(value, (int, float)) and any(
        value >= bounds.get("at_least", value)
        and value > bounds.get("above", float("-inf"))
        and value <= bounds.get("at_most", value)
        and value < bounds.get("below", float("inf"))
        for bounds in test.get("intervals", [])
    )


def test_a_conformance_line_says_what_must_be_concluded(shipped) -> None:
    header, line = (
        json.loads(text) for text in conformance_lines(shipped, [{"task": "classification", "sparse": True}])
    )
    assert header["schema"] == "advisor/conformance/1"
    assert line["ranking"][0][0] == "factorization-machines"
    assert line["decisions"]["input_format"] == "recordio-protobuf"
    assert line["derived"] == {"modality": "tabular"}
    assert not set(header["always"]) & set(line["fired"])


def test_the_compiled_form_exports_the_same_bytes_as_the_yaml() -> None:
    read = load_folder(RULES)
    compiled = KnowledgeBase.from_json(msgspec.json.encode(read.document()))
    assert to_clips(compiled) == to_clips(read)
    assert msgspec.json.encode(document(compiled)) == msgspec.json.encode(document(read))


def test_the_command_writes_the_same_bytes_to_a_file_and_to_stdout(tmp_path) -> None:
    path = tmp_path / "knowledge.json"
    subprocess.run([*ADVISOR, "rules", "export", "--to", "json", "--out", str(path)], check=True)
    shown = subprocess.run([*ADVISOR, "rules", "export", "--to", "json"], check=True, capture_output=True)
    assert path.read_bytes() == shown.stdout
    assert json.loads(shown.stdout)["schema"] == "advisor/knowledge/1"


def test_a_file_that_cannot_be_written_is_a_clear_error(tmp_path) -> None:
    arguments = [*ADVISOR, "rules", "export", "--to", "clips", "--out", str(tmp_path / "no" / "such")]
    result = subprocess.run(arguments, capture_output=True, text=True)
    assert result.returncode == 2
    assert "cannot be written: No such file or directory" in result.stderr
