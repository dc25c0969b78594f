"""YAML as a tree that remembers where everything stands.

Built from parser events, so depth costs no recursion, and nothing is ever constructed from a tag.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from msgspec.structs import replace

from ..errors import Diagnostic, printable

__all__ = ["MAX_BYTES", "Node", "OverflowOfProblemsError", "Problems", "parse_yaml", "read_file"]

MAX_BYTES = 8_000_000  # of one file
MAX_DEPTH = 40
MAX_NODES = 1_000_000  # of all files together: about 30 000 rules
MAX_PROBLEMS = 1_000
MAX_MESSAGE = 2_000
MAX_WORK = 5_000_000  # steps of about a microsecond
_LONG = 64
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# Read differently by YAML 1.1 and 1.2 (or as base 60), so they must be quoted or written as true/false.
_AMBIGUOUS = frozenset({"yes", "no", "on", "off"})
_RESOLVER: Any = yaml.SafeLoader("")
# Controls, and marks that reorder or hide what follows: a terminal obeys them, a reader does not see them.
_LONG_WORD = re.compile(r"\S{161,}")
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]")


class Node:
    """A mapping (`dict` of text to Node), a sequence (`list` of Node) or a scalar, with its place."""

    __slots__ = ("column", "file", "keys", "line", "value")

    def __init__(self, value: Any, file: str, line: int, column: int) -> None:
        self.value = value
        self.file = file
        self.line = line
        self.column = column
        self.keys: dict[str, Node] = {} if isinstance(value, dict) else _NO_KEYS  # where each key of a mapping stands

    def items(self) -> Iterator[tuple[str, Node]]:
        """Yield the entries of a mapping."""
        yield from self.value.items()

    def plain(self) -> Any:
        """Return the tree as plain Python values."""
        if isinstance(self.value, dict):
            return {key: node.plain() for key, node in self.value.items()}
        if isinstance(self.value, list):
            return [node.plain() for node in self.value]
        return self.value


_NO_KEYS: dict[str, Node] = {}


class OverflowOfProblemsError(Exception):
    """There is no use in reading on; what was found is in `Problems.found`."""


class Problems:
    """Collects every problem, so that all are reported together, and counts what reading costs.

    Both are bounded, so that no folder, however made, keeps the reader busy for long: beyond the bound
    `OverflowOfProblemsError` is raised.
    """

    def __init__(self) -> None:
        self.found: list[Diagnostic] = []
        self.nodes = 0
        self.work = 0

    def add(self, node: Node, code: str, message: str, hint: str = "") -> None:
        """Report a problem at the place of `node`."""
        self.report(Diagnostic(code, message, node.file, node.line, node.column, hint))

    def report(self, problem: Diagnostic) -> None:
        """Report a problem that is a record already."""
        self.found.append(replace(problem, message=_short(problem.message), hint=_short(problem.hint)))
        if len(self.found) >= MAX_PROBLEMS:
            self.stop(Diagnostic("too-many-problems", f"only the first {MAX_PROBLEMS:,} problems are shown"))

    def spend(self, steps: int) -> None:
        """Count steps whose number a file can multiply: combinations of conditions, candidates tried."""
        self.work += steps
        if self.work > MAX_WORK:
            self.stop(Diagnostic("too-much-work", "too many combinations of conditions in all rules together"))

    def stop(self, problem: Diagnostic) -> None:
        """Report a problem after which nothing more is read."""
        self.found.append(problem)
        raise OverflowOfProblemsError


def _short(text: str) -> str:
    """Return a text that can be read, however long the names and values are that it repeats."""
    text = _LONG_WORD.sub(lambda word: f"{word[0][:60]}…{word[0][-10:]}", text)
    return text if len(text) <= MAX_MESSAGE else f"{text[:MAX_MESSAGE]}…"


def parse_yaml(text: bytes, file: str, problems: Problems) -> Node | None:
    """Parse one document. Returns None (with the reasons in `problems`) where it cannot be used at all."""
    top = Node(None, file, 1, 1)
    if len(text) > MAX_BYTES:
        problems.add(top, "yaml-too-large", f"the file is too large; at most {MAX_BYTES:,} bytes are read", "split it")
        return None
    try:
        read = text.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = text[: error.start]
        place = Node(None, file, before.count(b"\n") + 1, error.start - before.rfind(b"\n"))
        problems.add(place, "yaml-encoding", f"byte 0x{text[error.start]:02x} is not UTF-8", "save the file as UTF-8")
        return None
    try:
        return _Builder(file, problems).build(read)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = Node(None, file, mark.line + 1, mark.column + 1) if mark else top
        what = error.problem or error.context or ""
        if "nesting" in what:  # PyYAML 6.0.4 has a limit of its own
            _too_deep(place, problems)
        else:
            problems.add(place, "yaml-syntax", f"not valid YAML: {what}", _remedy(what))
    except (yaml.YAMLError, UnicodeError, ValueError) as error:
        problems.add(top, "yaml-syntax", f"not valid YAML: {str(error).splitlines()[0]}")
    return None


def _too_deep(place: Node, problems: Problems) -> None:
    problems.add(place, "yaml-depth", f"nested more than {MAX_DEPTH} levels deep")


def _remedy(what: str) -> str:
    if "cannot start any token" in what or "tab" in what.split():
        return "indent with spaces, not tabs, and quote texts that start with a sign"
    if "mapping values are not allowed" in what:
        return "quote texts that contain a colon and a space"
    return ""


class _Builder:
    """Builds the tree from parser events with an explicit stack."""

    def __init__(self, file: str, problems: Problems) -> None:
        self.file = file
        self.problems = problems
        self.stack: list[Node] = []
        self.pending: list[Node | None] = []
        self.root: Node | None = None
        self.documents = 0

    def build(self, text: str) -> Node | None:
        for event in yaml.parse(text, Loader=_Loader):
            kind = type(event)
            if kind is yaml.ScalarEvent:  # four of five events
                self._place(self._scalar(event))
            elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
                if self._open(event):
                    return None
            elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
                self.stack.pop()
                self.pending.pop()
            elif kind is yaml.DocumentStartEvent:
                self.documents += 1
                if self.documents > 1:
                    self.problems.add(self._node(event, None), "yaml-documents", "only one YAML document per file")
                    return None
            elif kind is yaml.AliasEvent:
                place = self._node(event, None)
                self.problems.add(place, "yaml-alias", "anchors and aliases are not allowed", "write the value out")
                self._place(place)
        return self.root

    def _open(self, event: Any) -> bool:
        node = self._node(event, {} if isinstance(event, yaml.MappingStartEvent) else [])
        self._check_tag(event, node)
        if len(self.stack) >= MAX_DEPTH:
            _too_deep(node, self.problems)
            return True
        self._place(node)
        self.stack.append(node)
        self.pending.append(None)
        return False

    def _node(self, event: Any, value: Any) -> Node:
        mark = event.start_mark
        self.problems.nodes += 1
        if self.problems.nodes > MAX_NODES:
            self.problems.stop(
                Diagnostic(
                    "too-large", f"more than {MAX_NODES:,} values in all files together", self.file, mark.line + 1, 1
                )
            )
        return Node(value, self.file, mark.line + 1, mark.column + 1)

    def _check_tag(self, event: Any, node: Node) -> None:
        if event.tag and event.tag != "!":
            self.problems.add(node, "yaml-tag", f"tags such as {event.tag!r} are not allowed")

    def _scalar(self, event: Any) -> Node:
        text = event.value
        node = self._node(event, text)
        if event.tag:
            self._check_tag(event, node)
        if not text.isprintable() and (unseen := _UNSEEN.search(text)):
            shown = printable(unseen[0])
            self.problems.add(node, "yaml-control", f"the character {shown} cannot be seen, and may move what is read")
        if event.implicit[0]:
            node.value = self._plain_value(text, node)
        return node

    def _plain_value(self, text: str, node: Node) -> Any:
        tag = _kind(text) if len(text) < _LONG else _kind.__wrapped__(text)
        if tag == "str":
            return self._ambiguous(text, node) if text.lower() in _AMBIGUOUS else text
        if tag == "null":
            return None
        if text.lower() in _AMBIGUOUS or (tag in ("int", "float") and ":" in text):
            return self._ambiguous(text, node)
        if tag == "bool":
            return text.lower() == "true"
        if tag == "int":
            return _integer(text)
        if tag == "float":
            return float(text.lower().replace("_", "").replace(".inf", "inf").replace(".nan", "nan"))
        return text

    def _ambiguous(self, text: str, node: Node) -> str:
        self.problems.add(
            node,
            "yaml-ambiguous",
            f"{text!r} means different things to different YAML readers",
            "quote it, or write true or false",
        )
        return text

    def _place(self, node: Node) -> None:
        if not self.stack:
            self.root = node
            return
        parent = self.stack[-1]
        if isinstance(parent.value, list):
            parent.value.append(node)
            return
        key = self.pending[-1]
        if key is None:
            self.pending[-1] = node
            return
        self.pending[-1] = None
        self._entry(parent, key, node)

    def _entry(self, parent: Node, key: Node, node: Node) -> None:
        name = key.value
        if isinstance(name, bool) or name is None or isinstance(name, (dict, list)):
            self.problems.add(key, "yaml-key", f"a key must be text, not {_kind_of(name)}", "quote it")
            name = _kind_of(name)
        name = str(name)
        if name in parent.value:
            first = parent.keys[name]
            self.problems.add(key, "duplicate-key", f"key {name!r} is already given in line {first.line}")
            return
        parent.keys[name] = key
        parent.value[name] = node


@lru_cache(maxsize=16_384)
def _kind(text: str) -> str:
    """Return what a plain scalar stands for: str, null, bool, int, float …; most scalars occur many times."""
    tag: str = _RESOLVER.resolve(yaml.ScalarNode, text, (True, False))
    return tag.rsplit(":", 1)[-1]


def _kind_of(value: Any) -> str:
    return "a list" if isinstance(value, list) else "a mapping" if isinstance(value, dict) else str(value).lower()


def _integer(text: str) -> Any:
    digits = text.replace("_", "").lower()
    if len(digits) > 400:
        return text
    if digits.lstrip("+-").startswith(("0x", "0b")):
        return int(digits, 0)
    return int(digits, 8) if len(digits.lstrip("+-")) > 1 and digits.lstrip("+-").startswith("0") else int(digits)


def read_file(path: Path, shown: str, problems: Problems) -> Node | None:
    """Read and parse one YAML file. At most `MAX_BYTES` are read, whatever its size is said to be."""
    try:
        if not path.is_file():  # a pipe would be waited for, a device read for ever
            problems.report(Diagnostic("file", "is not a file", shown, hint="only files are read as knowledge"))
            return None
        with path.open("rb") as file:
            text = file.read(MAX_BYTES + 1)
    except OSError as error:
        problems.report(Diagnostic("file", f"cannot be read: {error.strerror or error}", shown))
        return None
    return parse_yaml(text, shown, problems)
