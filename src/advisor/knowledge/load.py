"""From a folder of YAML files to a knowledge base: everything is read, then every problem is reported together."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from itertools import chain
from pathlib import Path
from typing import Any, TypeVar

from msgspec.structs import replace

from ..errors import Diagnostic, KnowledgeError, nearest
from . import keys
from .base import KnowledgeBase
from .cards import CardReader
from .choices import ChoiceReader
from .conditions import Conditions
from .declare import ID, read_attribute, read_decision, read_field, read_group, read_instances, read_source, read_table
from .layers import LAYER_ITEMS, Stack
from .model import Candidate, Clause, Instance, Ladder, Quantity, Rule, Statement
from .notes import read_statement
from .numbers import NumberReader
from .reading import Reader
from .rules import RuleReader
from .selectors import Selectors
from .tree import Node, OverflowOfProblemsError, Problems, read_file

__all__ = ["Reading", "load_folder", "read_folder"]

ITEMS = (
    "attribute",
    "group",
    "decision",
    "field",
    "source",
    "table",
    "quantity",
    "ladder",
    "rule",
    "example",
    "note",
    *LAYER_ITEMS,
)
CARDS = tuple(keys.CANDIDATE_KINDS)
KINDS = (*ITEMS, *CARDS, "families")
MAX_FILES = 5_000
MAX_RULES = 50_000
MAX_CHAIN = 50
MAX_NAME = 100  # characters
Record = TypeVar("Record")


class Reading:
    """What is written in a knowledge folder, valid or not.

    `items` holds the nodes of every kind of item, `files` the files as the nodes name them, `problems` what is wrong; `base` is
    the knowledge, or None where there are problems.
    """

    __slots__ = ("base", "files", "items", "problems")

    def __init__(self) -> None:
        self.base: KnowledgeBase | None = None
        self.files: list[str] = []
        self.items: dict[str, list[Node]] = {}
        self.problems: list[Diagnostic] = []


def yaml_files(folder: Path, shown_as: str, problems: Problems, examples: bool = True) -> list[tuple[Path, str]]:
    """Return the YAML files of a knowledge folder and what they are called in messages (below `shown_as`), in a fixed order.

    Links that lead out of the folder are refused, links to folders are not followed.
    """
    root = os.path.realpath(folder)
    found: list[tuple[Path, str]] = []
    for place, folders, names in os.walk(folder):
        if not examples and place == str(folder) and "examples" in folders:
            folders.remove("examples")
        linked = [name for name in folders if os.path.islink(os.path.join(place, name))]
        named = [name for name in folders if name.endswith(".yaml") and name not in linked]
        for name in (*linked, *named, *(name for name in names if name.endswith(".yaml"))):
            path = Path(place, name)
            shown = f"{shown_as}/{path.relative_to(folder).as_posix()}"
            if name in linked:
                problems.report(
                    Diagnostic("outside", "a link to a folder is not followed", shown, hint="copy the files")
                )
            elif not os.path.realpath(path).startswith(os.path.join(root, "")):
                problems.report(Diagnostic("outside", "a link leads out of the folder", shown, hint="copy the file"))
            else:
                found.append((path, shown))
        if len(found) > MAX_FILES:
            message = f"more than {MAX_FILES:,} rule files; at most {MAX_FILES:,} are read"
            problems.stop(Diagnostic("too-many-files", message, str(folder)))
    return sorted(found, key=lambda entry: entry[1])


class _Shelf:
    """The items of all files, sorted by kind."""

    def __init__(self, problems: Problems) -> None:
        self.problems = problems
        self.items: dict[str, list[Node]] = {kind: [] for kind in (*KINDS, "pack")}
        self.files: list[str] = []
        self.broken = False  # a file could not be read as YAML

    def add_file(self, root: Node) -> None:
        self.files.append(root.file)
        if isinstance(root.value, dict):
            self._add(root, (*CARDS, "pack", "families"))
        elif isinstance(root.value, list):
            for entry in root.value:
                self._add(entry, ITEMS)
        elif root.value is not None:
            self.problems.add(root, "not-knowledge", "a knowledge file holds a list of items, or one card")

    def _add(self, node: Node, kinds: tuple[str, ...]) -> None:
        keys = list(node.value) if isinstance(node.value, dict) else []
        # in the order of the kinds, as the other kinds may have a key `note` too
        kind = next((kind for kind in kinds if kind in keys), None)
        if kind is None:
            first = keys[0] if keys else ""
            self.problems.add(
                node,
                "unknown-item",
                f"cannot tell what this is: no key is one of {', '.join(kinds)}",
                nearest(first, kinds) if first else "",
            )
            return
        self.items[kind].append(node)


def load_folder(folder: Path, examples: bool = False, packs: Iterable[Path] = ()) -> KnowledgeBase:
    """Read a knowledge folder, and packs on top of it.

    Args:
        folder: a folder laid out like `rules/`.
        examples: read `examples/` too (they are data of the tests, not needed for answers).
        packs: folders that extend it, the lowest first.

    Raises:
        KnowledgeError: with every problem found in any of them, each with file, line and column.

    """
    reading = read_folder(folder, examples, packs)
    if reading.base is None:
        raise KnowledgeError(reading.problems)
    return reading.base


def read_folder(folder: Path, examples: bool = False, packs: Iterable[Path] = ()) -> Reading:
    """Read a knowledge folder, and packs on top of it, and keep what is written beside what it means."""
    reading = Reading()
    problems = Problems()
    with suppress(OverflowOfProblemsError):
        base = _read((folder, *packs), examples, problems, reading)
        reading.base = base if not problems.found else None
    reading.problems = sorted(problems.found, key=lambda found: (found.file, found.line, found.column))
    return reading


def _read(folders: Iterable[Path], examples: bool, problems: Problems, reading: Reading) -> KnowledgeBase | None:
    stack = Stack(Reader(problems), KINDS)
    reading.items = stack.items
    readable = True
    for number, layer in enumerate(folders):
        shown = str(layer) if number else layer.name
        shelf = _read_layer(layer, shown, examples, problems, reading)
        if shelf is not None:
            stack.add(shelf.items, shelf.files, shown)
        readable = readable and shelf is not None and not shelf.broken
        if not stack.names:
            return None
    if not (readable and stack.fits):  # what only those files declare would be unknown everywhere else
        return None
    rules = stack.items["rule"]
    if len(rules) > MAX_RULES:
        problems.add(rules[MAX_RULES], "too-many-rules", f"{len(rules):,} rules; at most {MAX_RULES:,} are read")
        return None
    return _Assembly(stack).assemble()


def _read_layer(folder: Path, shown_as: str, examples: bool, problems: Problems, reading: Reading) -> _Shelf | None:
    """Read the files of one folder, or return None when there are none."""
    files = yaml_files(folder, shown_as, problems, examples) if os.path.isdir(folder) else []
    if not files:
        if not any(problem.file.startswith(f"{shown_as}/") for problem in problems.found):
            problems.report(Diagnostic("no-knowledge", "no rule files (*.yaml) in this folder", str(folder)))
        return None
    shelf = _Shelf(problems)
    for path, shown in files:
        reading.files.append(shown)
        before = len(problems.found)
        root = read_file(path, shown, problems)
        if root is not None:
            shelf.add_file(root)
        elif len(problems.found) > before:
            shelf.broken = True
    return shelf


class _Assembly:
    """Turns the items into records, in the order in which they refer to each other."""

    def __init__(self, stack: Stack) -> None:
        self.stack = stack
        self.items = stack.items
        self.problems = stack.problems
        self.reader = stack.reader

    def _unique(self, kind: str, read: Callable[[Node], Record], name: Callable[[Record], str]) -> dict[str, Record]:
        found: dict[str, Record] = {}
        places: dict[str, Node] = {}
        for node in self.items[kind]:
            record = read(node)
            key = name(record)
            if key in found:
                first = places[key]
                self.problems.add(node, "duplicate-id", f"{kind} {key!r} is already in {first.file}:{first.line}")
                continue
            found[key], places[key] = record, node
        return found

    def _check_names(self) -> None:
        """Report names that no message and no table has room for."""
        for kind, nodes in self.items.items():
            for node in nodes:
                name = node.value.get(kind)
                if name is not None and isinstance(name.value, str) and len(name.value) > MAX_NAME:
                    text = f"{kind}: a name of {len(name.value):,} characters; at most {MAX_NAME} are allowed"
                    self.problems.add(name, "long-name", text)

    def assemble(self) -> KnowledgeBase:
        reader = self.reader
        self._check_names()
        groups = dict(self._unique("group", lambda node: read_group(reader, node), lambda record: record[0]).values())
        attributes = self._unique(
            "attribute", lambda node: read_attribute(reader, node, groups), lambda record: record.name
        )
        decisions = self._unique("decision", lambda node: read_decision(reader, node), lambda record: record.id)
        fields = self._unique("field", lambda node: read_field(reader, node, attributes), lambda record: record.name)
        sources = self._unique("source", lambda node: read_source(reader, node), lambda record: record.id)
        tables = self._unique("table", lambda node: read_table(reader, node, attributes), lambda record: record.name)
        instances = self._instances()
        numbers = NumberReader(reader, attributes, fields, tables)
        self._unique("quantity", lambda node: node, lambda node: reader.text(node.value.get("quantity"), "quantity"))
        quantities = numbers.read_all(self.items["quantity"])
        ladders: dict[str, Ladder] = self._unique(
            "ladder", lambda node: numbers.ladder(node, instances), lambda record: record.name
        )
        conditions = Conditions(
            reader, attributes, {name: quantity.situational for name, quantity in quantities.items()}
        )
        candidates = self._candidates(CardReader(reader, fields, tables, conditions, sources, self.stack.pack_of))
        selectors = Selectors(reader, fields, conditions, candidates)
        rule_reader = RuleReader(
            reader,
            conditions,
            selectors,
            ChoiceReader(reader, numbers, decisions, instances, ladders),
            candidates,
            decisions,
            sources,
            self.stack.pack_of,
        )
        rules, clauses = self._rules(rule_reader, quantities)
        known = [*self._written(), *self.stack.replaced]  # a pack may replace a rule that carries a statement
        carriers = {"rules": known, "cards": candidates, "decisions": decisions, "attributes": attributes}
        statements = self._unique(
            "note", lambda node: read_statement(reader, node, sources, carriers), lambda record: record.id
        )
        self._cited(sources)
        ordered = dict(sorted(candidates.items(), key=lambda item: (item[1].order, item[0])))
        return KnowledgeBase(
            version=self.stack.version,
            as_of=self.stack.as_of,
            packs=tuple(self.stack.names),
            attributes=attributes,
            groups=groups,
            decisions=decisions,
            sources=sources,
            tables=tables,
            instances=instances,
            quantities=quantities,
            ladders=ladders,
            candidates=ordered,
            rules=rules,
            clauses=clauses,
            field_titles={name: field.title for name, field in fields.items()},
            statements={name: _carried(statement, rules) for name, statement in sorted(statements.items())},
            replaced=self.stack.replaced,
        )

    def _instances(self) -> dict[str, Instance]:
        found: dict[str, Instance] = {}
        for node in self.items["families"]:
            found.update(read_instances(self.reader, node))
        return found

    def _candidates(self, cards: CardReader) -> dict[str, Candidate]:
        found: dict[str, Candidate] = {}
        for kind in CARDS:
            for node in self.items[kind]:
                card = cards.read(node, kind)
                if card.id in found:
                    self.problems.add(node, "duplicate-id", f"candidate {card.id!r} has two cards")
                found[card.id] = card
        return dict(sorted(found.items()))

    def _rules(
        self, rule_reader: RuleReader, quantities: Mapping[str, Quantity]
    ) -> tuple[dict[str, Rule], tuple[Clause, ...]]:
        read: list[tuple[Rule, list[Clause]]] = []
        places: dict[str, Node] = {}
        for node in self.items["rule"]:
            name = self.reader.text(node.value.get("rule"), "rule")
            if not ID.match(name):
                self.problems.add(node, "bad-name", f"rule {name!r} is not a valid id", "use a-z, 0-9 and -")
            if name in places:
                self.problems.add(
                    node, "duplicate-id", f"rule {name!r} is already in {places[name].file}:{places[name].line}"
                )
                continue
            places[name] = node
            rule = rule_reader.read(node)
            if rule is not None:
                read.append(rule)
        read.sort(key=lambda entry: entry[0].id)  # the order of files and lines never matters
        _check_circles(read, quantities, self.problems, places)
        return {rule.id: rule for rule, _ in read}, tuple(clause for _, clauses in read for clause in clauses)

    def _written(self) -> list[str]:
        """Return the ids of all rules, also of those that could not be read: one mistake is reported once."""
        return [str(node.value["rule"].plain()) for node in self.items["rule"]]

    def _cited(self, sources: Mapping[str, Any]) -> None:
        listed = (node.value["elsewhere"] for node in self.items["attribute"] if "elsewhere" in node.value)
        lists = (node.value for node in listed if isinstance(node.value, list))  # anything else is reported already
        elsewhere = (one for entries in lists for one in entries if isinstance(one.value, dict))
        kinds = ("table", "quantity", "ladder", "families")
        for node in (*elsewhere, *(item for kind in kinds for item in self.items[kind])):
            listed = node.value.get("sources")
            for entry in self.reader.nodes(listed, "sources"):
                self.reader.one_of(entry, "source", sources)


def _carried(statement: Statement, rules: Mapping[str, Rule]) -> Statement:
    """Return a statement without the rules that a pack has switched off or replaced."""
    return replace(statement, rules=tuple(name for name in statement.rules if name in rules))


def _check_circles(
    read: Iterable[tuple[Rule, list[Clause]]],
    quantities: Mapping[str, Quantity],
    problems: Problems,
    places: Mapping[str, Node],
) -> None:
    """Report attributes that are derived, in the end, from themselves, or from too long a chain of others. A quantity stands for
    the attributes that it is computed from."""
    needs: dict[str, dict[str, str]] = {}
    for rule, clauses in read:
        if rule.effect == "derive" and not all(clause.narrows for clause in clauses):
            for clause in clauses:
                for row in clause.rows:
                    read_by = [quantities[name].attributes if name in quantities else (name,) for name in sorted(row)]
                    needs.setdefault(rule.payload[0], {}).update(dict.fromkeys(chain.from_iterable(read_by), rule.id))
    lengths = _chain_lengths(needs)
    for name in sorted(needs):
        if lengths.get(name) == MAX_CHAIN + 1:
            last = max(needs[name].items(), key=lambda need: lengths.get(need[0], 0))[1]
            text = f"rule {last!r}: derived from a chain of more than {MAX_CHAIN} attributes"
            problems.add(places[last], "long-chain", text)
    seen: set[str] = set()
    for name in sorted(needs.keys() - lengths.keys()):
        path = [name]
        while path[-1] not in seen:
            seen.add(path[-1])
            path.append(next(need for need in needs[path[-1]] if need in needs and need not in lengths))
        if path[-1] in path[:-1]:  # otherwise it leads to a circle that is already reported
            circle = path[path.index(path[-1]) :]
            last = needs[circle[-2]][circle[-1]]
            text = f"rule {last!r}: an attribute is derived from itself: {' -> '.join(circle)}"
            problems.add(places[last], "cycle", text)


def _chain_lengths(needs: Mapping[str, Mapping[str, str]]) -> dict[str, int]:
    """Return how many derivations stand behind each derived attribute, itself included. What is in a circle, or needs
    something that is, has no length.
    """
    waiting = {name: {need for need in found if need in needs} for name, found in needs.items()}
    needed_by: dict[str, list[str]] = {}
    for name, found in waiting.items():
        for need in found:
            needed_by.setdefault(need, []).append(name)
    ready = [name for name, found in waiting.items() if not found]
    lengths = dict.fromkeys(ready, 1)
    while ready:
        done = ready.pop()
        for name in needed_by.get(done, ()):
            waiting[name].discard(done)
            if not waiting[name]:
                lengths[name] = 1 + max(lengths[need] for need in needs[name] if need in needs)
                ready.append(name)
    return lengths
