"""A report as text for people, as JSON, and as the annotations of a code host."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import msgspec.json

from ...errors import printable
from ..scope import Scope
from .finding import Finding
from .report import Report
from .sarif import sarif
from .snippet import Sources, width_of

__all__ = ["FORMATS"]


def _text(report: Report, scope: Scope) -> str:
    lines: list[str] = []
    sources = Sources(scope)
    for finding in report.findings:
        place = scope.shown(finding.file) if finding.file else ""
        at = f"{place}:{finding.line}:{finding.column}: " if finding.line else f"{place}: " if place else ""
        lines.append(printable(f"{at}{finding.severity}: {finding.message} [{finding.code}]"))
        lines += sources.shown(finding)
        if finding.hint:
            lines.append(printable(f"      = {finding.hint}"))
        lines.append("")
    return "\n".join([*lines, _summary(report), ""])


def _summary(report: Report) -> str:
    errors = sum(finding.severity == "error" for finding in report.findings)
    warnings = len(report.findings) - errors
    looked = f"{_count(report.files, 'file')}, {_count(report.rules, 'rule')}"
    if not report.findings:
        return f"{looked}: nothing to report"
    counts = " and ".join(_count(number, word) for number, word in ((errors, "error"), (warnings, "warning")) if number)
    if not report.loaded:
        return f"{looked}: {counts}; the rest is checked once the knowledge can be loaded"
    return f"{looked}: {counts} (docs/findings.md explains each code)"


def _count(number: int, word: str) -> str:
    return f"{number:,} {word}{'' if number == 1 else 's'}"


def _json(report: Report, scope: Scope) -> str:
    document = {
        "schema": "advisor/lint/1",
        "loaded": report.loaded,
        "files": report.files,
        "rules": report.rules,
        "findings": [_record(finding, scope) for finding in report.findings],
    }
    return _encoded(document)


def _record(finding: Finding, scope: Scope) -> dict[str, Any]:
    return {
        "code": finding.code,
        "severity": finding.severity,
        "message": finding.message,
        "file": scope.shown(finding.file) if finding.file else "",
        "line": finding.line,
        "column": finding.column,
        "hint": finding.hint,
    }


def _sarif(report: Report, scope: Scope) -> str:
    return _encoded(sarif(report, scope))


def _encoded(document: Any) -> str:
    return msgspec.json.format(msgspec.json.encode(document), indent=2).decode() + "\n"


def _github(report: Report, scope: Scope) -> str:
    return "".join(f"{line}\n" for line in _annotations(report, scope))


def _annotations(report: Report, scope: Scope) -> Iterator[str]:
    sources = Sources(scope)
    for finding in report.findings:
        where: dict[str, Any] = {"file": scope.shown(finding.file)} if finding.file else {}
        if finding.line:
            end = finding.column + width_of(sources.line(finding), finding.column)
            where |= {"line": finding.line, "col": finding.column, "endColumn": end}
        where["title"] = finding.code
        hint = f" ({finding.hint})" if finding.hint else ""
        properties = ",".join(f"{name}={_escaped(str(value), ':,')}" for name, value in where.items())
        yield f"::{finding.severity} {properties}::{_escaped(finding.message + hint)}"


def _escaped(text: str, more: str = "") -> str:
    return "".join(f"%{ord(char):02X}" if char in f"%\r\n{more}" else char for char in text)


FORMATS: Mapping[str, Callable[[Report, Scope], str]] = {
    "text": _text,
    "json": _json,
    "github": _github,
    "sarif": _sarif,
}
