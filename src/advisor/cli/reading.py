"""Situations from files and standard input."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any, BinaryIO

from ..errors import Diagnostic, SituationError

__all__ = ["MAX_LINE", "lines", "open_lines", "parse_line", "read_situation_file", "standard_input"]

MAX_FILE = 4_000_000
MAX_LINE = 1_000_000
_MAX_DIGITS = 400
_KINDS = {list: "a list", str: "a text", bool: "true or false", int: "a number", float: "a number"}


def read_situation_file(name: str) -> dict[str, Any]:
    """Read a situation (JSON or YAML) from a file, or from standard input for `-`.

    Raises:
        SituationError: the file cannot be read, or does not hold a mapping.

    """
    shown = "standard input" if name == "-" else name
    _check_name(name, "--situation")
    try:
        data = standard_input().read(MAX_FILE + 1) if name == "-" else _read(name)
    except OSError as error:
        raise SituationError([Diagnostic("file", f"cannot be read: {error.strerror or error}", shown)]) from None
    if len(data) > MAX_FILE:
        raise SituationError([Diagnostic("file-too-large", f"a situation has at most {MAX_FILE:,} bytes", shown)])
    text = _decode(data, shown)
    value = _parse(text, shown)
    if not isinstance(value, dict):
        what = "empty" if value is None else _KINDS.get(type(value), "something else")
        raise SituationError(
            [Diagnostic("not-a-situation", f"a situation is a mapping of attributes to values; this is {what}", shown)]
        )
    inner = value.get("situation")
    if value.get("schema") and isinstance(inner, dict):
        return {**inner, "declined": value.get("declined", [])}
    return value


def standard_input() -> BinaryIO:
    """Return standard input as bytes.

    Raises:
        SituationError: it is closed.

    """
    if sys.stdin is None:
        raise SituationError([Diagnostic("file", "cannot be read: it is closed", "standard input")])
    return sys.stdin.buffer


def _check_name(name: str, option: str) -> None:
    if not name:
        hint = f"such as {option} FILE, or {option} - for standard input"
        raise SituationError([Diagnostic("no-value", f"{option} needs the name of a file", hint=hint)])


def _read(name: str) -> bytes:
    with open(name, "rb") as file:
        return file.read(MAX_FILE + 1)


def _decode(data: bytes, shown: str) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise SituationError([Diagnostic("encoding", "this is UTF-16; save it as UTF-8", shown)])
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SituationError([Diagnostic("encoding", f"not UTF-8 text (byte {error.start + 1})", shown)]) from None
    if "\0" in text:
        raise SituationError([Diagnostic("encoding", "this is a binary file", shown)])
    return text


def _parse(text: str, shown: str) -> Any:
    """Read JSON, or else YAML: not every mapping in braces is JSON, unless the file says so."""
    refusal: Diagnostic | None = None
    if text.lstrip().startswith(("{", "[")):
        try:
            return _json(text)
        except ValueError as error:
            refusal = Diagnostic("json", f"not valid JSON: {_reason(error)}", shown)
            if shown.endswith(".json"):
                raise SituationError([refusal]) from None
    from ..knowledge.tree import OverflowOfProblemsError, Problems, parse_yaml

    problems, node = Problems(), None
    with suppress(OverflowOfProblemsError):
        node = parse_yaml(text.encode(), shown, problems)
    if problems.found:
        raise SituationError(problems.found if refusal is None or shown.endswith((".yaml", ".yml")) else [refusal])
    return None if node is None else node.plain()


def _json(text: str) -> Any:
    import json

    try:
        return json.loads(text, parse_int=_integer, parse_constant=_no_constant, object_pairs_hook=_no_duplicates)
    except RecursionError:
        raise ValueError("nested too deep") from None


def _integer(digits: str) -> int:
    if len(digits) > _MAX_DIGITS:
        raise ValueError(f"a number of {len(digits):,} digits is no number that can be used")
    return int(digits)


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is not a number that can be used")


def _no_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise ValueError(f"key {key[:80]!r} is given twice")
        found[key] = value
    return found


def _reason(error: ValueError) -> str:
    return str(error).splitlines()[0][:200]


def open_lines(name: str) -> BinaryIO:
    """Open a JSON Lines file, or standard input for `-`.

    Raises:
        SituationError: the file cannot be opened.

    """
    _check_name(name, "--batch")
    if name == "-":
        return standard_input()
    try:
        return open(name, "rb")
    except OSError as error:
        raise SituationError([Diagnostic("file", f"cannot be read: {error.strerror or error}", name)]) from None


def lines(file: BinaryIO) -> Iterator[bytes]:
    """Yield lines; one that is too long is cut, so that memory stays flat."""
    while line := file.readline(MAX_LINE + 1):
        if len(line) > MAX_LINE and not line.endswith(b"\n"):
            while (rest := file.readline(MAX_LINE)) and not rest.endswith(b"\n"):
                pass
        yield line


def parse_line(line: bytes) -> Mapping[str, Any]:
    """Read one situation of a batch.

    Raises:
        SituationError: the line is too long, not UTF-8, not JSON, or not an object.

    """
    if len(line) > MAX_LINE:
        raise SituationError([Diagnostic("line-too-long", f"a line has at most {MAX_LINE:,} bytes")])
    try:
        value = _json(line.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise SituationError([Diagnostic("encoding", "not UTF-8 text")]) from None
    except ValueError as error:
        raise SituationError([Diagnostic("json", f"not valid JSON: {_reason(error)}")]) from None
    if not isinstance(value, dict):
        raise SituationError([Diagnostic("not-a-situation", "a line holds one JSON object")])
    return value
