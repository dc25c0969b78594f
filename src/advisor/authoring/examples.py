"""Example files: situations with the answer they must get, read into records with every mistake placed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from ..errors import Diagnostic, KnowledgeError, nearest
from ..knowledge import keys
from ..knowledge.base import KnowledgeBase
from ..knowledge.declare import ID
from ..knowledge.load import yaml_files
from ..knowledge.model import Attribute, Decision
from ..knowledge.reading import Reader
from ..knowledge.tree import Node, OverflowOfProblemsError, Problems, read_file
from ..situation import Situation, coerce
from .paths import real

__all__ = ["Example", "Expected", "example_files", "example_nodes", "examples_of", "read_examples"]

_ABOUT_RULES = keys.EXPECTED_RULES
_KEYS = tuple(keys.EXPECT.optional)
_ANSWERED = ("value", "settled", "rule", "because", "needs", "computed")
_OF_INSTANCES = ("class", "count", "sized", "note")


class Expected(Struct, frozen=True):
    """What an answer must look like. An empty tuple or mapping asks for nothing; `first` and `next` list what will do.

    `setup` gives, per decision and field, the values that will do. Of notes, `advice`, `warnings` and `rules` (either) must be
    told, `foremost` be among the first, `silent` not be told. `fired` names rules of any kind that must fire, `impossible`
    those that refuse the situation.
    """

    first: tuple[str | None, ...] = ()
    among: tuple[str, ...] = ()
    ruled_out: tuple[str, ...] = ()
    setup: Mapping[str, Mapping[str, tuple[Any, ...]]] = {}
    absent: tuple[str, ...] = ()
    next: tuple[str | None, ...] = ()
    advice: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    foremost: tuple[str, ...] = ()
    silent: tuple[str, ...] = ()
    fired: tuple[str, ...] = ()
    impossible: tuple[str, ...] = ()


class Example(Struct, frozen=True):
    """One situation with what it must get. `given` is as written, `situation` as understood."""

    id: str
    given: Mapping[str, Any]
    situation: Situation
    expect: Expected
    sources: tuple[str, ...] = ()
    file: str = ""
    line: int = 0
    column: int = 0

    @property
    def place(self) -> str:
        """Where it stands, as `file:line:column`."""
        return f"{self.file}:{self.line}:{self.column}"


def example_files(folder: Path) -> list[Path]:
    """Return the example files of a knowledge folder: those below `examples/`, in a fixed order."""
    return [
        path
        for path, _ in yaml_files(folder, folder.name, Problems())
        if path.relative_to(folder).parts[0] == "examples"
    ]


def read_examples(base: KnowledgeBase, files: Iterable[Path], shown_below: Path | None = None) -> tuple[Example, ...]:
    """Read example files against the knowledge they test.

    Args:
        base: the knowledge.
        files: the files, in the order in which their examples are to run.
        shown_below: a folder; files in it are shown as `folder/…` (others as given).

    Raises:
        KnowledgeError: with every problem of every file, each with file, line and column.

    """
    problems = Problems()
    found: tuple[Example, ...] = ()
    with suppress(OverflowOfProblemsError):
        found = examples_of(base, example_nodes(files, shown_below, problems), problems)
    if problems.found:
        raise KnowledgeError(problems.found)
    return found


def example_nodes(files: Iterable[Path], shown_below: Path | None, problems: Problems) -> list[Node]:
    """Return the entries of example files as they are written; see `read_examples` for how files are shown."""
    reader = Reader(problems)
    found: list[Node] = []
    for path in files:
        root = read_file(path, _shown(path, shown_below), problems)
        if root is not None and root.value is not None:
            found += reader.nodes(root, "an example file")
    return found


def examples_of(base: KnowledgeBase, nodes: Iterable[Node], problems: Problems) -> tuple[Example, ...]:
    """Read examples that are parsed already; what is wrong with them is added to `problems`."""
    reader = _ExampleReader(base, problems)
    for node in nodes:
        reader.read(node)
    return tuple(reader.found.values())


def _shown(path: Path, below: Path | None) -> str:
    if below is not None and path.is_relative_to(below):
        return f"{real(below).name}/{path.relative_to(below).as_posix()}"
    return path.as_posix()


class _ExampleReader:
    """Reads the examples of all files, so that ids are unique among them."""

    def __init__(self, base: KnowledgeBase, problems: Problems) -> None:
        self.base = base
        self.problems = problems
        self.reader = Reader(problems)
        self.found: dict[str, Example] = {}

    def read(self, node: Node) -> None:
        entry = self.reader.mapping(node, "example", *keys.EXAMPLE)
        if "example" not in entry:
            return
        name = self.reader.text(entry["example"], "example")
        what = f"example {name!r}"
        if not ID.match(name):
            self.problems.add(entry["example"], "bad-name", f"{what} is not a valid id", "use a-z, 0-9 and -")
        if name in self.found:
            first = self.found[name]
            self.problems.add(node, "duplicate-id", f"{what} is already in {first.file}:{first.line}")
            return
        self.found[name] = Example(
            id=name,
            given=entry["given"].plain() if "given" in entry else {},
            situation=self._situation(entry.get("given"), what),
            expect=self._expected(entry.get("expect"), what),
            sources=self._names(entry.get("sources"), f"{what}: source", self.base.sources),
            file=node.file,
            line=node.line,
            column=node.column,
        )

    # --- given ---

    def _situation(self, node: Node | None, what: str) -> Situation:
        if node is None:
            return Situation()
        attributes = self.base.attributes
        optional = [*attributes, *(() if "declined" in attributes else ("declined",))]
        values: dict[str, Any] = {}
        declined: tuple[str, ...] = ()
        for name, test in self._entries(node, f"{what}: given", optional, "unknown-attribute", "attribute"):
            if name not in attributes:
                declined = self._names(test, f"{what}: declined", attributes)
            elif test.value is not None:
                values[name] = self._value(attributes[name], test, what)
        ordered = {name: values[name] for name in attributes if values.get(name) is not None}
        return Situation(ordered, tuple(name for name in attributes if name in declined and name not in ordered))

    def _value(self, attribute: Attribute, node: Node, what: str) -> Any:
        found: list[Diagnostic] = []
        value = coerce(attribute, node.plain(), found)
        self.problems.found += [
            replace(
                problem,
                message=f"{what}: given: {problem.message}",
                file=node.file,
                line=node.line,
                column=node.column,
            )
            for problem in found
        ]
        return value

    # --- expect ---

    def _expected(self, node: Node | None, what: str) -> Expected:
        if node is None:
            return Expected()
        expect = f"{what}: expect"
        entry = self.reader.mapping(node, expect, (), _KEYS)
        if not entry and isinstance(node.value, dict) and not node.value:
            self.problems.add(node, "missing-key", f"{expect} expects nothing", ", ".join(_KEYS))
        candidates, decisions, rules = self.base.candidates, self.base.decisions, self.base.rules
        about_rules = {key: self._names(entry.get(key), f"{expect}: {key}", rules, one=True) for key in _ABOUT_RULES}
        return Expected(
            first=self._one_of(entry.get("first"), f"{expect}: first", candidates),
            among=self._names(entry.get("among"), f"{expect}: among", candidates),
            ruled_out=self._names(entry.get("ruled_out"), f"{expect}: ruled_out", candidates),
            setup=self._setup(entry.get("setup"), expect),
            absent=self._names(entry.get("absent"), f"{expect}: absent", decisions, one=True),
            next=self._one_of(entry.get("next"), f"{expect}: next", self.base.attributes),
            **about_rules,
        )

    def _one_of(self, node: Node | None, what: str, known: Mapping[str, Any]) -> tuple[str | None, ...]:
        """Return the names that will do; null stands for nothing (nothing to recommend, nothing to ask)."""
        if node is None:
            return ()
        nodes = node.value if isinstance(node.value, list) else [node]
        return tuple(None if entry.value is None else self.reader.one_of(entry, what, known) for entry in nodes)

    def _names(self, node: Node | None, what: str, known: Mapping[str, Any], one: bool = False) -> tuple[str, ...]:
        """Return names from a list (with `one`, a single name is a list of one)."""
        single = one and node is not None and not isinstance(node.value, list)
        nodes: Sequence[Node] = [node] if single and node is not None else self.reader.nodes(node, what)
        return tuple(name for entry in nodes if (name := self.reader.one_of(entry, what, known)))

    def _setup(self, node: Node | None, what: str) -> dict[str, dict[str, tuple[Any, ...]]]:
        if node is None:
            return {}
        decisions = self.base.decisions
        entries = self._entries(node, f"{what}: setup", list(decisions), "unknown-decision", "decision")
        return {name: self._decision(decisions[name], test, f"{what}: setup: {name}") for name, test in entries}

    def _decision(self, decision: Decision, node: Node, what: str) -> dict[str, tuple[Any, ...]]:
        if decision.kind == "map":
            inner = node.value.get("value", node) if isinstance(node.value, dict) else node
            if not isinstance(inner.value, dict):
                self.problems.add(inner, "not-a-mapping", f"{what} must be a mapping of names to values")
                return {}
            return {key: _any_of(entry) for key, entry in inner.items()}
        if not isinstance(node.value, dict):
            return {"value": self._chosen(decision, node, what)}
        fields = dict.fromkeys((*_ANSWERED, *(_OF_INSTANCES if decision.kind == "instance" else ()), *decision.fields))
        entries = self._entries(node, what, list(fields), "unknown-key", "key")
        return {
            key: self._chosen(decision, entry, what) if key == "value" else _any_of(entry) for key, entry in entries
        }

    def _chosen(self, decision: Decision, node: Node, what: str) -> tuple[Any, ...]:
        known = decision.values or (tuple(self.base.instances) if decision.kind == "instance" else ())
        for entry in node.value if isinstance(node.value, list) else [node]:
            if known and entry.value is not None and entry.value not in known:
                value = entry.plain()
                self.problems.add(
                    entry,
                    "unknown-value",
                    f"{what}: {value!r} is not a value of {decision.id}",
                    nearest(str(value), known),
                )
        return _any_of(node)

    def _entries(self, node: Node, what: str, known: Sequence[str], code: str, kind: str) -> list[tuple[str, Node]]:
        """Return the entries of a mapping whose keys are names of one kind."""
        if not isinstance(node.value, dict):
            self.problems.add(node, "not-a-mapping", f"{what} must be a mapping")
            return []
        for name in node.value:
            if name not in known:
                self.problems.add(node.keys[name], code, f"{what}: unknown {kind} {name!r}", nearest(name, known))
        return [(name, test) for name, test in node.items() if name in known]


def _any_of(node: Node) -> tuple[Any, ...]:
    return tuple(entry.plain() for entry in node.value) if isinstance(node.value, list) else (node.plain(),)
