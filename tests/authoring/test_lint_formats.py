"""The same findings as text, JSON, annotations and SARIF."""

from __future__ import annotations

import json

import jsonschema
import pytest

from advisor.authoring.lint import FORMATS, lint, scope_of
from advisor.authoring.lint.snippet import width_of
from advisor.cli.app import run

from .lint_cases import rule

BAD = rule(when="{sparse: true, rows: {below: 1}}", rule_out="[line]", because="It is 100 % so")


@pytest.fixture
def told(clean_pack):
    """Lint a pack and return the report in one format."""

    def tell(form: str, **files: str) -> str:
        scope = scope_of((str(clean_pack(**files)),))
        return FORMATS[form](lint(scope), scope)

    return tell


def test_text_shows_the_line_a_caret_and_a_hint(told) -> None:
    assert (
        told("text", r=rule(when="{rows: {below: 1}}", rule_out="[line]", because="'It is so'"))
        == """\
pack/r.yaml:2:12: warning: rule 'r': because does not end with a full stop [no-full-stop]
    2 |   because: 'It is so'
      |            ^^^^^^^^^^

pack/r.yaml:4:3: error: rule 'r' can never hold [never-holds]
    4 |   when: {rows: {below: 1}}
      |   ^^^^
      = no value of 'rows' fits

11 files, 6 rules: 1 error and 1 warning (docs/findings.md explains each code)
"""
    )


def test_text_of_a_clean_folder_is_one_line(told) -> None:
    assert told("text") == "10 files, 5 rules: nothing to report\n"


def test_text_says_that_the_rest_comes_later(told) -> None:
    assert told("text", r=rule(rule_out="[lin]")).splitlines()[-1] == (
        "11 files, 6 rules: 1 error; the rest is checked once the knowledge can be loaded"
    )


def test_a_long_line_is_cut_around_the_caret(told) -> None:
    long = (
        "- {rule: r, when: {rows: {at_least: 5}}, rule_out: [boost], sources: [book], because: "
        + "so " * 80
        + "it is}\n"
    )
    shown = told("text", r=long).splitlines()[1:3]
    assert all(len(line) <= 110 for line in shown)
    assert shown[0][shown[1].index("^")] == "s"


def test_a_text_cannot_command_the_terminal(told) -> None:
    text = told("text", r=rule(rule_out="[boost]").replace("book", '"\\e[31m"'))
    assert "\x1b" not in text
    assert "\\x1b" in text


def test_json_holds_every_part(told) -> None:
    document = json.loads(told("json", r=rule(when="{sparse: true}", rule_out="[line]", because="It is so")))
    assert document == {
        "schema": "advisor/lint/1",
        "loaded": True,
        "files": 11,
        "rules": 6,
        "findings": [
            {
                "code": "no-full-stop",
                "severity": "warning",
                "message": "rule 'r': because does not end with a full stop",
                "file": "pack/r.yaml",
                "line": 2,
                "column": 12,
                "hint": "",
            }
        ],
    }


def test_annotations_escape_what_github_reads(told) -> None:
    text = told("github", r=rule(rule_out="[line]", when="{sparse: true}", aspect='"50%:a,b"', sources="[boo]"))
    assert text == (
        "::error file=pack/r.yaml,line=3,col=13,endColumn=16,title=unknown-name"
        "::rule 'r': source: unknown 'boo' (did you mean 'book'?)\n"
        "::error file=pack/r.yaml,line=6,col=11,endColumn=20,title=unused-key"
        "::rule 'r': `aspect` goes with favor and avoid only\n"
    )
    assert "100%25 so" in told("github", r=rule(when="{sparse: true}", rule_out="[line]", basis="100% so"))


# The parts of the SARIF 2.1.0 schema that a result of this kind touches.
TEXT = {"type": "object", "required": ["text"], "properties": {"text": {"type": "string", "minLength": 1}}}
SARIF = {
    "type": "object",
    "required": ["version", "runs"],
    "additionalProperties": False,
    "properties": {
        "$schema": {"type": "string", "format": "uri"},
        "version": {"const": "2.1.0"},
        "runs": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["tool", "results"],
                "additionalProperties": False,
                "properties": {
                    "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
                    "tool": {
                        "required": ["driver"],
                        "properties": {
                            "driver": {
                                "required": ["name"],
                                "properties": {
                                    "name": {"type": "string"},
                                    "version": {"type": "string"},
                                    "rules": {
                                        "type": "array",
                                        "uniqueItems": True,
                                        "items": {"required": ["id"], "properties": {"shortDescription": TEXT}},
                                    },
                                },
                                "additionalProperties": False,
                            }
                        },
                        "additionalProperties": False,
                    },
                    "results": {
                        "type": "array",
                        "items": {
                            "required": ["message", "ruleId", "ruleIndex", "level"],
                            "additionalProperties": False,
                            "properties": {
                                "ruleId": {"type": "string"},
                                "ruleIndex": {"type": "integer", "minimum": 0},
                                "level": {"enum": ["none", "note", "warning", "error"]},
                                "message": TEXT,
                                "locations": {
                                    "type": "array",
                                    "items": {
                                        "required": ["physicalLocation"],
                                        "properties": {
                                            "physicalLocation": {
                                                "required": ["artifactLocation"],
                                                "additionalProperties": False,
                                                "properties": {
                                                    "artifactLocation": {"required": ["uri"]},
                                                    "region": {
                                                        "additionalProperties": False,
                                                        "properties": {
                                                            "startLine": {"type": "integer", "minimum": 1},
                                                            "startColumn": {"type": "integer", "minimum": 1},
                                                            "endColumn": {"type": "integer", "minimum": 1},
                                                            "snippet": TEXT,
                                                        },
                                                    },
                                                },
                                            }
                                        },
                                    },
                                },
                            },
                        },
                    },
                },
            },
        },
    },
}


@pytest.mark.parametrize(
    "text", [BAD, rule(rule_out="[lin]"), "- {rule: r", "[]"], ids=["found", "invalid", "syntax", "clean"]
)
def test_sarif_has_the_shape_of_its_schema(text: str, told) -> None:
    document = json.loads(told("sarif", r=text))
    jsonschema.validate(document, SARIF)
    (one,) = document["runs"]
    for result in one["results"]:
        assert one["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]


def test_sarif_names_the_place_and_shows_the_line(told) -> None:
    (one,) = json.loads(told("sarif", r=rule(when="{sparse: true}", rule_out="[line]", because="It is so")))["runs"]
    assert one["results"][0]["locations"] == [
        {
            "physicalLocation": {
                "artifactLocation": {"uri": "pack/r.yaml"},
                "region": {
                    "startLine": 2,
                    "startColumn": 12,
                    "endColumn": 20,
                    "snippet": {"text": "  because: It is so"},
                },
            }
        }
    ]


@pytest.mark.parametrize(
    ("line", "column", "width"),
    [
        ("  when: {rows: 5}", 3, 4),
        ("  when: {rows: 5}", 10, 4),
        ("  when: {rows: 5}", 16, 1),
        ("  because: It is so, and so", 12, 8),
        ("  because: 'It is, so'  # why", 12, 11),
        ('  because: "a \\" b"', 12, 8),
        ("- [a]", 3, 1),
        ("short", 9, 1),
    ],
)
def test_a_caret_is_as_wide_as_what_is_meant(line: str, column: int, width: int) -> None:
    assert width_of(line, column) == width


@pytest.mark.parametrize(
    ("text", "code"), [("[]", 0), (BAD, 1), (rule(rule_out="[lin]"), 3)], ids=["clean", "findings", "invalid"]
)
def test_the_command_ends_with_0_1_or_3(text: str, code: int, clean_pack, capfdbinary) -> None:
    folder = clean_pack(r=text)
    for form in FORMATS:
        assert run(["rules", "lint", str(folder), "--output", form]) == code
    assert capfdbinary.readouterr().err == b""


def test_the_command_names_a_wrong_path(capfdbinary) -> None:
    assert run(["rules", "lint", "nowhere"]) == 2
    assert capfdbinary.readouterr().err == b"error: there is no 'nowhere'\n"
