"""YAML as a tree that remembers where everything stands.

Built from parser events, so depth costs no recursion, and nothing is ever constructed from a tag.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from ..errors import Diagnostic

__all__ = ["Node", "Problems", "parse_yaml"]

MAX_BYTES = 8_000_000
MAX_DEPTH = 40
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# Read differently by YAML 1.1 and 1.2 (or as base 60), so they must be quoted or written as true/false.
_AMBIGUOUS = frozenset({"yes", "no", "on", "off"})
_RESOLVER: Any = yaml.SafeLoader("")


class Node:
    """A mapping (`dict` of text to Node), a sequence (`list` of Node) or a scalar, with its place."""

    __slots__ = ("column", "file", "keys", "line", "value")

    def __init__(self, value: Any, file: str, line: int, column: int) -> None:
        self.value = value
        self.file = file
        self.line = line
        self.column = column
        self.keys: dict[str, Node] = {}  # of a mapping: where each key stands

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


class Problems:
    """Collects every problem, so that all are reported together."""

    def __init__(self) -> None:
        self.found: list[Diagnostic] = []

    def add(self, node: Node, code: str, message: str, hint: str = "") -> None:
        """Report a problem at the place of `node`."""
        self.found.append(Diagnostic(code, message, node.file, node.line, node.column, hint))


def parse_yaml(text: bytes, file: str, problems: Problems) -> Node | None:
    """Parse one document. Returns None (with the reasons in `problems`) where it cannot be used at all."""
    top = Node(None, file, 1, 1)
    if len(text) > MAX_BYTES:
        problems.add(top, "yaml-too-large", f"the file has {len(text):,} bytes; at most {MAX_BYTES:,} are read")
        return None
    try:
        return _Builder(file, problems).build(text)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = Node(None, file, mark.line + 1, mark.column + 1) if mark else top
        what = error.problem or error.context or ""
        if "nesting" in what:  # PyYAML 6.0.4 has a limit of its own
            problems.add(place, "yaml-depth", f"nested more than {MAX_DEPTH} levels deep")
        else:
            problems.add(place, "yaml-syntax", f"not valid YAML: {what}")
    except (yaml.YAMLError, UnicodeError, ValueError) as error:
        problems.add(top, "yaml-syntax", f"not valid YAML: {str(error).splitlines()[0]}")
    return None


class _Builder:
    """Builds the tree from parser events with an explicit stack."""

    def __init__(self, file: str, problems: Problems) -> None:
        self.file = file
        self.problems = problems
        self.stack: list[Node] = []
        self.pending: list[Node | None] = []
        self.root: Node | None = None
        self.documents = 0

    def build(self, text: bytes) -> Node | None:
        too_deep = False
        for event in yaml.parse(text, Loader=_Loader):
            if isinstance(event, yaml.DocumentStartEvent):
                self.documents += 1
                if self.documents > 1:
                    self.problems.add(self._node(event, None), "yaml-documents", "only one YAML document per file")
                    return None
            elif isinstance(event, yaml.AliasEvent):
                place = self._node(event, None)
                self.problems.add(place, "yaml-alias", "anchors and aliases are not allowed", "write the value out")
                self._place(place)
            elif isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
                too_deep = self._open(event)
                if too_deep:
                    return None
            elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
                self.stack.pop()
                self.pending.pop()
            elif isinstance(event, yaml.ScalarEvent):
                self._place(self._scalar(event))
        return self.root

    def _open(self, event: Any) -> bool:
        node = self._node(event, {} if isinstance(event, yaml.MappingStartEvent) else [])
        self._check_tag(event, node)
        if len(self.stack) >= MAX_DEPTH:
            self.problems.add(node, "yaml-depth", f"nested more than {MAX_DEPTH} levels deep")
            return True
        self._place(node)
        self.stack.append(node)
        self.pending.append(None)
        return False

    def _node(self, event: Any, value: Any) -> Node:
        mark = event.start_mark
        return Node(value, self.file, mark.line + 1, mark.column + 1)

    def _check_tag(self, event: Any, node: Node) -> None:
        if event.tag and event.tag != "!":
            self.problems.add(node, "yaml-tag", f"tags such as {event.tag!r} are not allowed")

    def _scalar(self, event: Any) -> Node:
        node = self._node(event, event.value)
        self._check_tag(event, node)
        if event.implicit[0]:
            node.value = self._plain_value(event.value, node)
        return node

    def _plain_value(self, text: str, node: Node) -> Any:
        tag = _RESOLVER.resolve(yaml.ScalarNode, text, (True, False)).rsplit(":", 1)[-1]
        if tag == "null":
            return None
        if text.lower() in _AMBIGUOUS or (tag in ("int", "float") and ":" in text):
            self.problems.add(
                node,
                "yaml-ambiguous",
                f"{text!r} means different things to different YAML readers",
                "quote it, or write true or false",
            )
            return text
        if tag == "bool":
            return text.lower() == "true"
        if tag == "int":
            return int(text.replace("_", ""), 0) if text.lower().startswith(("0x", "0b")) else _integer(text)
        if tag == "float":
            return float(text.replace("_", "").replace(".inf", "inf").replace(".nan", "nan"))
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
            self.problems.add(key, "yaml-key", f"a key must be text, not {name!r}", "quote it")
            name = str(name)
        name = str(name)
        if name in parent.value:
            first = parent.keys[name]
            self.problems.add(key, "duplicate-key", f"key {name!r} is already given in line {first.line}")
            return
        parent.keys[name] = key
        parent.value[name] = node


def _integer(text: str) -> Any:
    digits = text.replace("_", "")
    if len(digits) > 400:
        return text
    return int(digits, 8) if len(digits.lstrip("+-")) > 1 and digits.lstrip("+-").startswith("0") else int(digits)


def read_file(path: Path, shown: str, problems: Problems) -> Node | None:
    """Read and parse one YAML file."""
    try:
        size = path.stat().st_size
        text = path.read_bytes() if size <= MAX_BYTES else b" " * (MAX_BYTES + 1)
    except OSError as error:
        problems.found.append(Diagnostic("file", f"cannot be read: {error.strerror or error}", shown))
        return None
    return parse_yaml(text, shown, problems)
