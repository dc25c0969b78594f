"""A report as SARIF 2.1.0, the form that code hosts and editors read findings in."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from ..._version import __version__
from ..scope import Scope
from .codes import CODES, LOADER
from .finding import Finding
from .report import Report
from .snippet import Sources, width_of

__all__ = ["sarif"]

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def sarif(report: Report, scope: Scope) -> dict[str, Any]:
    """Return the document; it lists the codes that occur, with what they mean."""
    codes = sorted({finding.code for finding in report.findings})
    number = {code: at for at, code in enumerate(codes)}
    sources = Sources(scope)
    driver = {"name": "advisor rules lint", "version": __version__, "rules": [_rule(code) for code in codes]}
    results = [_result(finding, number[finding.code], scope, sources) for finding in report.findings]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}


def _rule(code: str) -> dict[str, Any]:
    known = CODES.get(code)
    summary = known.summary if known is not None else LOADER.get(code, "The knowledge cannot be loaded.")
    level = known.severity if known is not None else "error"
    return {"id": code, "shortDescription": {"text": summary}, "defaultConfiguration": {"level": level}}


def _result(finding: Finding, rule: int, scope: Scope, sources: Sources) -> dict[str, Any]:
    hint = f" ({finding.hint})" if finding.hint else ""
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": rule,
        "level": finding.severity,
        "message": {"text": finding.message + hint},
    }
    if finding.file:
        place: dict[str, Any] = {"artifactLocation": {"uri": _uri(finding, scope)}}
        if finding.line:
            place["region"] = _region(finding, sources.line(finding))
        result["locations"] = [{"physicalLocation": place}]
    return result


def _uri(finding: Finding, scope: Scope) -> str:
    shown = scope.shown(finding.file)
    path = scope.path(finding.file)
    return path.as_uri() if path.is_absolute() and shown == str(path) else quote(shown)


def _region(finding: Finding, line: str) -> dict[str, Any]:
    region: dict[str, Any] = {
        "startLine": finding.line,
        "startColumn": finding.column,
        "endColumn": finding.column + width_of(line, finding.column),
    }
    if line:
        region["snippet"] = {"text": line}
    return region
